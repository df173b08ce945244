"""Data flow one way: no module imports from a layer above its own.

The table is the architecture. A new module in the package needs a place in it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PACKAGE = "coaching_cycles"
FOLDER = Path(__file__).resolve().parent.parent / "plugins" / PACKAGE

# From the bottom up. A module may import its own layer's modules of the same name, and any layer below.
# "(api)" is the package's __init__: it offers what is below it, and only the adapters and commands use it.
LAYERS = (
    "problems",
    "audit",
    "reports",
    "values",
    "collection",
    "workers",
    "trees",
    "store",
    "packs",
    "freezing",
    "sharing",
    "words",
    "prose",
    "pictures",
    "measuring",
    "reading",
    "schema",
    "standards",
    "model",
    "checking",
    "writing",
    "importing",
    "reference",
    "privacy",
    "proposing",
    "charts",
    "filing",
    "library",
    "views",
    "keeping",
    "site",
    "takedown",
    "(api)",
    "adapters",
    "exporting",
    "cli",
    "__main__",
)

# Layers that stand alone: what they may import of ours besides themselves, and nothing else.
ALONE = {
    "problems": set(),
    "reports": {"problems"},
    "audit": {"problems"},
    "values": {"problems"},
    "standards": {"problems"},
    "words": set(),
    "collection": set(),
    "trees": set(),
    "store": {"trees"},
    "packs": {"store"},
    "prose": set(),
    "pictures": {"store"},
    "measuring": {"words"},
}

# Libraries with one door: the modules that may import them, and whether only inside a function.
DOORS = {
    "mkdocs": ("adapters.mkdocs", "anywhere"),
    "material": ("adapters.mkdocs", "anywhere"),
    "matplotlib": ("charts", "inside functions"),
    "PIL": ("pictures.pixels", "anywhere"),
    "python_calamine": ("importing.workbooks", "inside functions"),
}


@dataclass(frozen=True, slots=True)
class Arrow:
    """One import: from a module of ours (dotted, without the package's name) to a module or library."""

    source: str
    target: str
    line: int
    ours: bool
    lazy: bool

    def __str__(self) -> str:
        return f"{self.source}:{self.line} imports {self.target}"


def name_module(file: Path, folder: Path) -> str:
    parts = list(file.relative_to(folder).with_suffix("").parts)
    if parts[-1] == "__init__":
        parts.pop()
    return ".".join(parts) or "(api)"


def layer_of(module: str) -> str:
    return module.partition(".")[0]


def imported_names(node: ast.AST, package: list[str], modules: set[str]) -> list[str]:
    """Full dotted names that a statement imports; `from coaching_cycles import site` names a module."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        above = package[: len(package) - node.level + 1] if node.level else []
        base = ".".join([*above, *([node.module] if node.module else [])])
        deeper = [f"{base}.{alias.name}" for alias in node.names]
        return [name if name.removeprefix(f"{PACKAGE}.") in modules else base for name in deeper]
    if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        function = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if function in {"import_module", "__import__"}:
            return [str(node.args[0].value)]
    return []


def walk(node: ast.AST, *, lazy: bool = False, typing: bool = False) -> Iterator[tuple[ast.AST, bool]]:
    """Every node, and whether it runs only later (in a function) or never (under TYPE_CHECKING)."""
    for child in ast.iter_child_nodes(node):
        inside = lazy or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        only_types = typing or (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test))
        yield child, inside or only_types
        yield from walk(child, lazy=inside, typing=only_types)


def read_arrows(folder: Path) -> tuple[set[str], list[Arrow]]:
    """The modules of a package folder, and every import in them."""
    files = {name_module(file, folder): file for file in sorted(folder.rglob("*.py"))}
    modules = set(files)
    arrows = []
    for source, file in files.items():
        inner = [] if source == "(api)" else source.split(".")
        package = [PACKAGE, *(inner if file.name == "__init__.py" else inner[:-1])]
        for node, lazy in walk(ast.parse(file.read_text(encoding="utf-8"))):
            for name in imported_names(node, package, modules):
                ours = name == PACKAGE or name.startswith(f"{PACKAGE}.")
                target = (name.removeprefix(PACKAGE).removeprefix(".") or "(api)") if ours else name
                arrows.append(Arrow(source, target, getattr(node, "lineno", 0), ours, lazy))
    return modules, list(dict.fromkeys(arrows))


def find_faults(folder: Path) -> list[str]:
    """What in a package's imports breaks the table above, in words."""
    modules, arrows = read_arrows(folder)
    faults = [
        f"{module}: no layer in tests/test_layers.py for it"
        for module in sorted(modules)
        if layer_of(module) not in LAYERS
    ]
    for arrow in arrows:
        own, other = layer_of(arrow.source), layer_of(arrow.target)
        if arrow.ours:
            if own == other or own not in LAYERS:
                continue
            if other not in LAYERS:
                faults.append(f"{arrow}: there is no such layer")
            elif LAYERS.index(other) > LAYERS.index(own):
                faults.append(f"{arrow}: an arrow that points back")
            elif other not in ALONE.get(own, {other}):
                faults.append(f"{arrow}: {own} stands alone")
        elif other in DOORS:
            door, where = DOORS[other]
            if not f"{arrow.source}.".startswith(f"{door}."):
                faults.append(f"{arrow}: only {door} may")
            elif where == "inside functions" and not arrow.lazy:
                faults.append(f"{arrow}: only inside functions")
    return faults


def test_imports_point_one_way() -> None:
    modules, arrows = read_arrows(FOLDER)
    assert "problems" in modules, "the package was not found, so nothing would be tested"
    assert any(arrow.ours for arrow in arrows)
    assert find_faults(FOLDER) == []


@pytest.mark.parametrize(
    ("file", "text", "fault"),
    [
        (
            "measuring/growth.py",
            "from coaching_cycles.views.cycle import a, b",
            "imports views.cycle: an arrow",
        ),
        ("measuring/growth.py", "from coaching_cycles.problems import Problem", "problems: measuring stands"),
        ("standards/codes.py", "from coaching_cycles import model", "imports model: an arrow"),
        ("standards/codes.py", "from ..schema import Record", "imports schema: standards stands alone"),
        ("standards/__init__.py", "from ..library import Library", "imports library: an arrow"),
        ("model.py", "def f():\n    import coaching_cycles.site", "model:2 imports site: an arrow"),
        ("model.py", "from coaching_cycles import Options", "imports (api): an arrow"),
        ("model.py", "from coaching_cycles import *", "imports (api): an arrow"),
        ("model.py", "if TYPE_CHECKING:\n    from coaching_cycles.site import Site", "model:2 imports site"),
        ("model.py", "importlib.import_module('coaching_cycles.site')", "model:1 imports site"),
        ("model.py", "from coaching_cycles.nowhere import x", "imports nowhere: there is no such layer"),
        ("views/cycle.py", "from mkdocs.structure.files import File", "only adapters.mkdocs may"),
        ("adapters/export.py", "import mkdocs", "only adapters.mkdocs may"),
        ("library.py", "def f():\n    import matplotlib.pyplot as plt", "only charts may"),
        ("charts/frame.py", "from matplotlib.figure import Figure", "only inside functions"),
        ("charts/frame.py", "try:\n    import matplotlib\nfinally:\n    pass", "only inside functions"),
        ("helpers.py", "", "helpers: no layer"),
    ],
)
def test_planted_fault_is_found(tmp_path: Path, file: str, text: str, fault: str) -> None:
    plant(tmp_path, {"views/cycle.py": "", "model.py": "", "schema.py": "", "library.py": "", "site.py": ""})
    assert find_faults(tmp_path) == []
    plant(tmp_path, {file: text})
    faults = find_faults(tmp_path)
    assert len(faults) == 1
    assert fault in faults[0]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("__init__.py", "from coaching_cycles.site import build_site"),
        ("cli/check.py", "from coaching_cycles import build_site\nimport coaching_cycles.adapters.export"),
        ("views/cycle.py", "from coaching_cycles.views.page import P\nfrom coaching_cycles import problems"),
        ("adapters/mkdocs.py", "from mkdocs.plugins import BasePlugin"),
        ("charts/frame.py", "def draw():\n    from matplotlib.figure import Figure"),
        ("charts/frame.py", "if TYPE_CHECKING:\n    from matplotlib.figure import Figure"),
        ("model.py", "from coaching_cycles.standards.codes import Code"),
    ],
)
def test_allowed_import_is_let_through(tmp_path: Path, file: str, text: str) -> None:
    plant(tmp_path, {"problems.py": "", "adapters/export.py": "", file: text})
    assert find_faults(tmp_path) == []


def plant(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
