"""The audit of a built site: nothing on a clean one, and each planted defect where it was planted."""

from __future__ import annotations

import gzip
import os
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from PIL import Image

from coaching_cycles.audit import audit, auditing
from coaching_cycles.audit.records import private_words
from coaching_cycles.cli import main
from coaching_cycles.problems import Problem, kinds
from coaching_cycles.workers import share
from tests.audited import CYCLE, build_folder, build_small
from tests.browser.serving import build_once

PAGE = f"{CYCLE}/index.html"
SECRET = "Jonquil Marigold"
PAGES: list[dict[str, str]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "audit.yml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_small(tmp_path_factory.mktemp("audited"))


def test_clean_site(small: Path) -> None:
    done = audit(small, (SECRET, "A quiet room on Thursdays", "what we keep among ourselves"))
    assert done.problems == ()
    assert done.pages > 10


def test_sample_portfolio(root: Path, run_folder: Path) -> None:
    """The sample's site as it is published: no finding at all."""
    site = build_once(root, run_folder)
    # With all that its records keep private.
    assert [problem.render() for problem in audit(site, private_words(root, "public")).problems] == []


HEAD = "---\ngrades: [5]\nsubject: Math\ngoal: Students will add.\nstatus: complete\n"
ODD = {
    "levels of no scale": "results: {before: {levels: [11, 12, 4]}, after: {levels: [3, 12, 12]}}",
    "levels of other students": "results: {before: {levels: [11, 12, 4]}, after: {levels: [3, 12, 11]}}",
    "levels once": "results: {before: {levels: [11, 12, 4]}}",
    "levels without a cut": "assessments: {a: {title: A, levels: [x, y]}}\n"
    "results: {assessment: a, before: {levels: [11, 12]}, after: {levels: [9, 16]}}",
    "few of other students": "results: {before: {students: 22, proficient: 1}, "
    "after: {students: 35, proficient: 9}}",
    "few once": "results: {before: {students: 22, proficient: 9}, checks: [{students: 18, proficient: 2}]}",
    "nobody": "results: {before: {levels: [0, 0]}, after: {students: 25, proficient: 9}}",
    "decimals": "results: {before: {percent: 28.5}, after: {percent: 72.25}}",
    "two kinds": "results: {before: {students: 20, mean: 5}, after: {students: 25, proficient: 9}}",
    "words and numbers": "results: {before: {note: Few}, checks: [{percent: 40}], after: {percent: 9}}",
    "no numbers": "targets: [{text: A}, {text: B}]\nstandards: ['?', XY.9]",
}


def test_whatever_was_measured(tmp_path: Path) -> None:
    """Records as authors may write them, with priorities that no cycle meets: nothing stops their site."""
    (tmp_path / "cycles/x").mkdir(parents=True)
    (tmp_path / "cycles/portfolio.yml").write_text(
        "focus: [{title: Evidence, standards: [RL.5.1]}]\n", encoding="utf-8"
    )
    for number, (title, more) in enumerate(ODD.items()):
        record = f"{HEAD}title: {title}\nvisibility: public\napproved: {{by: t, on: 2026}}\n{more}\n---\n"
        (tmp_path / f"cycles/x/{number}.md").write_text(record, encoding="utf-8")
    site = build_folder(tmp_path)
    found = audit(site, private_words(tmp_path, "public"))
    assert [problem.render() for problem in found.problems] == []
    text = "".join(page.read_text(encoding="utf-8") for page in site.rglob("cycles/x/*/index.html"))
    assert "29% → 72%" in text
    assert "27 then, 26 now" in text


def _same_by_several(monkeypatch: pytest.MonkeyPatch, site: Path, problems: tuple[Problem, ...]) -> None:
    """However many processes share the files, and though some of them die."""
    monkeypatch.setattr(auditing, "_WORTH_SPREADING", 1)
    monkeypatch.setattr(auditing, "_PIECE", 7)
    us = os.getpid()

    def spread(pieces: int, work: Callable[[int], bytes]) -> Iterator[bytes | None]:
        def begin(number: int) -> bytes:
            assert os.getpid() != us
            return work(number) if number != pieces // 2 else os._exit(1)

        return share(pieces, begin, lambda: None, 3)

    alone, several = audit(site, (SECRET,)), audit(site, (SECRET,), spread=spread)
    assert several.problems == alone.problems == problems
    assert (several.files, several.pages) == (alone.files, alone.pages)


def test_planted_in_pages(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each change has its finding in its own page, and no page another."""
    site = tmp_path / "site"
    shutil.copytree(small, site)
    text = (site / PAGE).read_text(encoding="utf-8")
    wanted = set()
    for number, case in enumerate(PAGES):
        changed = text.replace("</article>", f"{case['put']}</article>") if "put" in case else text
        changed = changed.replace(case.get("change", "SECRET"), case.get("to", SECRET))
        assert changed != text, case["name"]
        path = f"cycles/hill/copy-{number}/index.html"
        shutil.copytree((site / PAGE).parent, (site / path).parent)
        (site / path).write_text(changed, encoding="utf-8")
        wanted.add((path, case["code"], case["says"]))
    problems = audit(site, (SECRET,)).problems
    _same_by_several(monkeypatch, site, problems)
    missing = [
        (path, code, says, [p.message for p in problems if p.path == path])
        for path, code, says in wanted
        if not any(p.path == path and p.code == code and says in p.message for p in problems)
    ]
    assert missing == []
    others = {(p.path, p.code) for p in problems} - {(path, code) for path, code, _ in wanted}
    # A file that is asked of another site, or not there, is a second finding of the same change.
    assert others == set()
    assert all(problem.hint and problem.code in kinds() for problem in problems)


def picture(kind: str, **options: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, kind, **options)
    return out.getvalue()


def exif() -> Image.Exif:
    tags = Image.Exif()
    tags[0x9286] = SECRET
    return tags


def packed(**members: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


def entry(content: bytes) -> bytes:
    """A piece of the search index."""
    return gzip.compress(b"pagefind_dcd" + content)


FILES: dict[str, tuple[str, bytes, str, str]] = {
    "jpeg with exif": ("a.jpg", picture("JPEG", exif=exif()), "E903", "EXIF"),
    "jpeg with a comment": ("b.jpg", picture("JPEG", comment=b"by me"), "E903", "comment"),
    "jpeg with xmp": ("c.jpg", picture("JPEG", xmp=b"<x:xmpmeta/>"), "E903", "XMP"),
    "jpeg with an end of its own": (
        "d.jpg",
        picture("JPEG") + b"PK\x03\x04 hidden",
        "E903",
        "behind its end",
    ),
    "jpeg cut short": ("e.jpg", picture("JPEG")[:-9], "E903", "missing"),
    "png with exif": ("a.png", picture("PNG", exif=exif()), "E903", "EXIF"),
    "png with more behind it": ("b.png", picture("PNG") + b"hidden", "E903", "behind its end"),
    "webp with exif": ("a.webp", picture("WEBP", exif=exif()), "E903", "EXIF"),
    "webp with xmp": ("b.webp", picture("WEBP", xmp=b"<x:xmpmeta/>"), "E903", "XMP"),
    "gif with a comment": ("a.gif", picture("GIF", comment=b"by me"), "E903", "comment"),
    "tiff": ("a.tif", picture("TIFF"), "E903", "TIFF"),
    "drawing that runs": (
        "a.svg",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>',
        "E904",
        "onload",
    ),
    "drawing with a script": ("b.svg", b"<svg><script>x()</script></svg>", "E904", "a script in a drawing"),
    "style of another site": ("a.css", b"p{background:url(//evil.example/x)}", "E905", "evil.example"),
    "style without its file": ("b.css", b"p{background:url(gone.png)}", "E907", "leads nowhere"),
    "backup": ("notes.md~", b"x", "E902", "does not belong"),
    "settings": ("x/portfolio.yml", b"x", "E902", "does not belong"),
    "roster": ("roster.txt", b"x", "E902", "does not belong"),
    "hidden file": (".git/config", b"x", "E902", "does not belong"),
    "search index": ("en_1.pf_fragment", entry(b'{"content":"by Jonquil Marigold"}'), "E901", "jonquil"),
    "search index, escaped": (
        "en_2.pf_fragment",
        entry(b'{"content":"Jonquil\\u0020Marigold"}'),
        "E901",
        "jonquil",
    ),
    "search meta": ("x.pf_meta", entry(b"\x82pJonquil Marigold"), "E901", "jonquil"),
    "data file": ("data/x.json", b'{"by": "Jonquil\\u00a0Marigold"}', "E901", "jonquil"),
    "table": ("data/x.csv", "\ufeffname\r\nJONQUIL  marigold\r\n".encode(), "E901", "jonquil"),
    "table in two bytes a letter": ("data/y.csv", SECRET.encode("utf-16"), "E901", "jonquil"),
    "name of a file": ("data/jonquil-marigold.txt", b"x", "E901", "jonquil"),
    "document": (
        "a.docx",
        packed(**{"word/document.xml": "<w:t>Jonquil Mari</w:t><w:t>gold</w:t>"}),
        "E901",
        "jonquil",
    ),
    "properties of a document": (
        "b.xlsx",
        packed(**{"docProps/core.xml": "<dc:creator>Jonquil Marigold</dc:creator>"}),
        "E901",
        "jonquil",
    ),
    "packed pdf": (
        "a.pdf",
        b"%PDF-1.4\nstream\n" + zlib.compress(b"BT [(Jonquil )-3(Marigold)] TJ ET") + b"\nendstream",
        "E901",
        "jonquil",
    ),
    "author of a pdf": ("b.pdf", b"%PDF-1.4\n/Author (Jonquil Marigold)", "E901", "jonquil"),
    "feed": ("x.xml", b"<feed><id>https://example.org/portfolio/gone/</id></feed>", "E907", "leads nowhere"),
}


def test_planted_files(small: Path, tmp_path: Path) -> None:
    """Each file has its finding, and nothing else is found."""
    site = tmp_path / "site"
    shutil.copytree(small, site)
    wanted = []
    for name, (path, content, code, says) in FILES.items():
        target = site / "extra" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        wanted.append((name, f"extra/{path}", code, says))
    (site / "linked.html").symlink_to(site / "index.html")
    problems = audit(site, (SECRET,)).problems
    missing = [
        (name, [p.render() for p in problems if p.path == path])
        for name, path, code, says in wanted
        if not any(p.path == path and p.code == code and says in p.message for p in problems)
    ]
    assert missing == []
    assert [p.code for p in problems if p.path == "linked.html"] == ["E902"]
    allowed = {(path, code) for _, path, code, _ in wanted} | {("linked.html", "E902")}
    # Metadata is searched for words too.
    allowed |= {(f"extra/{name}", "E901") for name in ("a.jpg", "a.png", "a.webp")}
    assert {(p.path, p.code) for p in problems} - allowed == set()


def test_command(small: Path, tmp_path: Path) -> None:
    """0 for a clean site, 1 with findings, 2 for what is no folder; private words come from a file."""
    run = CliRunner()
    words = tmp_path / "private.txt"
    words.write_text(f"{SECRET}\n\nA quiet room\n", encoding="utf-8")
    clean = run.invoke(main, ["audit", str(small), "--private", str(words)])
    assert clean.exit_code == 0, clean.output
    assert "no problems" in clean.output
    words.write_text("Weighing evidence\n", encoding="utf-8")
    found = run.invoke(main, ["audit", str(small), "--private", str(words)])
    assert found.exit_code == 1
    assert f"{PAGE}:" in found.output
    assert run.invoke(main, ["audit", str(tmp_path / "nowhere")]).exit_code == 2


CHOSEN = """structure: team
setting: in person
standards: [RH.11-12.3]
practices: [null, test, quiet talk in pairs]
teachers: [{role: Math teacher, name: Jonquil, show: role}]
assessments: {quiz: {title: Exit slip, source: standardized, kind: formative}}
remixed_from: x/public
"""


def test_words_that_every_site_says_are_no_secret(tmp_path: Path) -> None:
    """A record for colleagues called "Fractions" must not stop the public build of the others."""
    files = {
        "mkdocs.yml": "site_name: Hill Elementary\n",
        "docs/index.md": "The Thursday circle meets here.\n",
        "cycles/x/school.yml": "name: Larkspur Hill\n",
        "cycles/x/one.md": f"{HEAD}title: Fractions\nteachers: [{{name: Mark}}, {{name: Jonquil}}]\n"
        "resources: [{title: Template}, {title: Exit slip}, {title: Thursday circle}]\n---\n",
        "cycles/x/two.md": f"{HEAD}title: Larkspur Hill\ncoach: {{name: Marigold}}\n---\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert set(private_words(tmp_path, "public")) == {"Jonquil", "Marigold"}
    # A page of the site's own excuses neither a name nor a sentence, nor does a longer word a name in it.
    note = "The pair at the window reads its own words first"
    (tmp_path / "docs/index.md").write_text(f"The Thursday circle. Marigold: {note}.\n", encoding="utf-8")
    public = f"{HEAD}title: Savannah\nvisibility: public\napproved: {{by: team, on: 2026}}\n---\n"
    (tmp_path / "cycles/x/four.md").write_text(public, encoding="utf-8")
    hidden = f"{HEAD}title: Five\ncoach: {{name: Anna}}\nsupport_needed: {note}\n---\n"
    (tmp_path / "cycles/x/five.md").write_text(hidden, encoding="utf-8")
    found = private_words(tmp_path, "public")
    assert {"Jonquil", "Marigold", "Anna"} < set(found)
    assert any(run in note for run in found), found
    assert not any("Thursday" in run for run in found), found


def test_a_field_that_a_portfolio_narrows_is_searched_for_what_was_written(tmp_path: Path) -> None:
    (tmp_path / "cycles" / "x").mkdir(parents=True)
    names = [line.partition(":")[0] for line in CHOSEN.splitlines()]
    fields = ", ".join(f"{name}: private" for name in names)
    (tmp_path / "cycles/portfolio.yml").write_text(f"privacy: {{fields: {{{fields}}}}}\n", encoding="utf-8")
    record = f"{HEAD}title: Shown\nvisibility: public\napproved: {{by: t, on: 2026}}\n{CHOSEN}---\n"
    (tmp_path / "cycles/x/one.md").write_text(record, encoding="utf-8")
    assert set(private_words(tmp_path, "public")) == {"Jonquil", "Math teacher", "quiet talk in pairs"}


def test_a_single_private_word_is_not_looked_for_in_programs(tmp_path: Path) -> None:
    for name in ("a.js", "a.css", "a.js.map", "a.txt"):
        (tmp_path / name).write_text("let jonquil = 'Jonquil Marigold'", encoding="utf-8")
    found = audit(tmp_path, ("Jonquil",)).problems
    assert [(p.path, p.code) for p in found if p.code == "E901"] == [("a.txt", "E901")]
    found = audit(tmp_path, (SECRET,)).problems
    assert sorted(p.path for p in found if p.code == "E901") == ["a.css", "a.js", "a.js.map", "a.txt"]


def test_records(small: Path, root: Path, tmp_path: Path) -> None:
    """What the records keep private is looked for; what they say in public too is no secret."""
    run = CliRunner()
    clean = run.invoke(main, ["audit", str(small), "--records", str(small.parent)])
    assert clean.exit_code == 0, clean.output
    words = private_words(small.parent, "public")
    assert {"Jonquil Marigold", "A cycle for colleagues only"} <= set(words)
    assert any("quiet room on Thursdays" in word for word in words)
    assert not any("Weighing" in word or "weigh evidence" in word for word in words)
    # A build for colleagues may have their records, and still no private field.
    assert "A cycle for colleagues only" not in private_words(small.parent, "school")
    site = tmp_path / "site"
    shutil.copytree(small, site)
    page = site / PAGE
    page.write_text(
        page.read_text(encoding="utf-8").replace(
            "</article>", "<p>A quiet <b>room</b> on Thursdays for the pair.</p></article>"
        ),
        encoding="utf-8",
    )
    (site / "notes.txt").write_text(
        "Students will say what we keep among ourselves for now", encoding="utf-8"
    )
    found = run.invoke(main, ["audit", str(site), "--records", str(small.parent)])
    assert found.exit_code == 1
    assert f"{PAGE}:" in found.output
    assert "notes.txt:1:1: E901" in found.output
    assert len(private_words(root, "public")) > 100
