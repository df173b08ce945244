"""Make the bundled code tables of Common Core ELA, Common Core Math and NGSS.

    python scripts/make_code_tables.py [folder of the sources] [--into folder]

The sources are the frameworks' published machine-readable files. What is taken from them is neutral fact:
which codes there are, what each stands under, and for which grades. Statements never leave them; their
licences differ from ours. The short names of strands, domains and core ideas, which make the tree readable,
stand in this script.

No source is complete. The official ELA file lacks thirty codes (RI.2.7 to RI.5.10) that the CSV has, and
the CSV lacks the literacy strands: the two are merged. Placeholders ("not applicable to literature") have
no code and are left out. Where a source also gives a standard's parent, the script compares it with ours
and stops on the first difference.

A table is JSON, one row a line so that a change can be read in a diff: code, parent, kind, grades, label,
and the code's next step in the progression through the grades. Rows stand in the order of the tree.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT.parent / "shared" / "data" / "standards"
TABLES = ROOT / "plugins" / "coaching_cycles" / "data" / "standards"

GRADES = ("K", *map(str, range(1, 13)))
GRADE_ORDER = ("K", "1", "2", "3", "4", "5", "K-2", "3-5", "6", "7", "8", "6-8", "MS", "9-10", "11-12", "HS")
BANDS = {
    "K-2": ("K", "1", "2"),
    "3-5": ("3", "4", "5"),
    "6-8": ("6", "7", "8"),
    "MS": ("6", "7", "8"),
    "9-10": ("9", "10"),
    "11-12": ("11", "12"),
    "HS": ("9", "10", "11", "12"),
}

TITLES = {
    "ccss-ela": ("Common Core State Standards: English Language Arts & Literacy", "CCSS ELA"),
    "ccss-math": ("Common Core State Standards: Mathematics", "CCSS Math"),
    "ngss": ("Next Generation Science Standards", "NGSS"),
}

STRANDS = {
    "RL": "Reading: Literature",
    "RI": "Reading: Informational Text",
    "RF": "Reading: Foundational Skills",
    "W": "Writing",
    "SL": "Speaking & Listening",
    "L": "Language",
    "RH": "Reading: History/Social Studies",
    "RST": "Reading: Science & Technical Subjects",
    "WHST": "Writing: History/Social Studies, Science & Technical Subjects",
    "CCRA": "College and Career Readiness Anchor Standards",
}
ANCHORS = {"R": "Reading", "W": "Writing", "SL": "Speaking & Listening", "L": "Language"}

DOMAINS = {
    "CC": "Counting & Cardinality",
    "OA": "Operations & Algebraic Thinking",
    "NBT": "Number & Operations in Base Ten",
    "NF": "Number & Operations: Fractions",
    "MD": "Measurement & Data",
    "RP": "Ratios & Proportional Relationships",
    "NS": "The Number System",
    "EE": "Expressions & Equations",
    "F": "Functions",
    "G": "Geometry",
    "SP": "Statistics & Probability",
}
CATEGORIES = {
    "HSN": "Number & Quantity",
    "HSA": "Algebra",
    "HSF": "Functions",
    "HSG": "Geometry",
    "HSS": "Statistics & Probability",
}
HIGH_SCHOOL_DOMAINS = {
    "HSN-RN": "The Real Number System",
    "HSN-Q": "Quantities",
    "HSN-CN": "The Complex Number System",
    "HSN-VM": "Vector & Matrix Quantities",
    "HSA-SSE": "Seeing Structure in Expressions",
    "HSA-APR": "Arithmetic with Polynomials & Rational Expressions",
    "HSA-CED": "Creating Equations",
    "HSA-REI": "Reasoning with Equations & Inequalities",
    "HSF-IF": "Interpreting Functions",
    "HSF-BF": "Building Functions",
    "HSF-LE": "Linear, Quadratic & Exponential Models",
    "HSF-TF": "Trigonometric Functions",
    "HSG-CO": "Congruence",
    "HSG-SRT": "Similarity, Right Triangles & Trigonometry",
    "HSG-C": "Circles",
    "HSG-GPE": "Expressing Geometric Properties with Equations",
    "HSG-GMD": "Geometric Measurement & Dimension",
    "HSG-MG": "Modeling with Geometry",
    "HSS-ID": "Interpreting Categorical & Quantitative Data",
    "HSS-IC": "Making Inferences & Justifying Conclusions",
    "HSS-CP": "Conditional Probability & the Rules of Probability",
    "HSS-MD": "Using Probability to Make Decisions",
}

CORE_IDEAS = {
    "PS1": "Matter and Its Interactions",
    "PS2": "Motion and Stability: Forces and Interactions",
    "PS3": "Energy",
    "PS4": "Waves and Their Applications in Technologies for Information Transfer",
    "LS1": "From Molecules to Organisms: Structures and Processes",
    "LS2": "Ecosystems: Interactions, Energy, and Dynamics",
    "LS3": "Heredity: Inheritance and Variation of Traits",
    "LS4": "Biological Evolution: Unity and Diversity",
    "ESS1": "Earth’s Place in the Universe",
    "ESS2": "Earth’s Systems",
    "ESS3": "Earth and Human Activity",
    "ETS1": "Engineering Design",
}
COMPONENT_IDEAS = {
    "PS1.A": "Structure and Properties of Matter",
    "PS1.B": "Chemical Reactions",
    "PS1.C": "Nuclear Processes",
    "PS2.A": "Forces and Motion",
    "PS2.B": "Types of Interactions",
    "PS3.A": "Definitions of Energy",
    "PS3.B": "Conservation of Energy and Energy Transfer",
    "PS3.C": "Relationship Between Energy and Forces",
    "PS3.D": "Energy in Chemical Processes and Everyday Life",
    "PS4.A": "Wave Properties",
    "PS4.B": "Electromagnetic Radiation",
    "PS4.C": "Information Technologies and Instrumentation",
    "LS1.A": "Structure and Function",
    "LS1.B": "Growth and Development of Organisms",
    "LS1.C": "Organization for Matter and Energy Flow in Organisms",
    "LS1.D": "Information Processing",
    "LS2.A": "Interdependent Relationships in Ecosystems",
    "LS2.B": "Cycles of Matter and Energy Transfer in Ecosystems",
    "LS2.C": "Ecosystem Dynamics, Functioning, and Resilience",
    "LS2.D": "Social Interactions and Group Behavior",
    "LS3.A": "Inheritance of Traits",
    "LS3.B": "Variation of Traits",
    "LS4.A": "Evidence of Common Ancestry and Diversity",
    "LS4.B": "Natural Selection",
    "LS4.C": "Adaptation",
    "LS4.D": "Biodiversity and Humans",
    "ESS1.A": "The Universe and Its Stars",
    "ESS1.B": "Earth and the Solar System",
    "ESS1.C": "The History of Planet Earth",
    "ESS2.A": "Earth Materials and Systems",
    "ESS2.B": "Plate Tectonics and Large-Scale System Interactions",
    "ESS2.C": "The Roles of Water in Earth’s Surface Processes",
    "ESS2.D": "Weather and Climate",
    "ESS2.E": "Biogeology",
    "ESS3.A": "Natural Resources",
    "ESS3.B": "Natural Hazards",
    "ESS3.C": "Human Impacts on Earth Systems",
    "ESS3.D": "Global Climate Change",
    "ETS1.A": "Defining and Delimiting Engineering Problems",
    "ETS1.B": "Developing Possible Solutions",
    "ETS1.C": "Optimizing the Design Solution",
}

ELA_CODE = re.compile(
    r"(?P<strand>[A-Z]+)\.(?P<grade>K|\d+(?:-\d+)?|R|W|SL|L)\.(?P<number>\d+)(?P<part>[a-z])?"
)
MATH_CODE = re.compile(
    r"(?P<domain>[K\d]\.[A-Z]+|HS[A-Z]-[A-Z]+)\.(?P<cluster>[A-Z])(?:\.(?P<number>\d+)(?P<part>[a-z])?)?"
)
EXPECTATION = re.compile(r"(?P<grade>K-2|3-5|[K1-5]|MS|HS)-(?P<idea>[A-Z]+\d)-(?P<number>\d+)")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; `series` names the progression it belongs to, and is not written."""

    code: str
    parent: str
    kind: str
    grades: tuple[str, ...]
    label: str = ""
    series: str = ""
    next: str = ""


class SourceError(Exception):
    """A source says something that this script was not made for: look before you publish a table."""


# ---- Common Core ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Official:
    """The official XML of one subject: each code's grades, and its parent where the file has that too."""

    grades: dict[str, tuple[str, ...]]
    parents: dict[str, str]


def read_official(path: Path, prefix: str) -> Official:
    """Read an official file; some codes stand in it twice, word for word, which a dict takes care of."""
    grades: dict[str, tuple[str, ...]] = {}
    links: list[tuple[str, str]] = []
    names: dict[str, str] = {}
    for element in ET.parse(path).getroot().iter("LearningStandardItem"):
        code = (element.findtext("StatementCodes/StatementCode") or "").strip()
        if not code:
            continue  # a placeholder: "begins in grade 2", "not applicable to literature"
        code = re.sub(prefix, "", code)
        names[element.get("RefID", "")] = code
        grades[code] = tuple(str(level.text).lstrip("0") for level in element.iter("GradeLevel"))
        links += [
            (code, str(ref.text))
            for ref in element.iter("LearningStandardItemRefId")
            if ref.get("RelationshipType") == "childOf"
        ]
    return Official(grades, {code: names[parent] for code, parent in links if parent in names})


def read_ela(sources: Path) -> Iterator[Row]:
    """Every ELA code: strand, strand at a grade, standard, component; the anchors under CCRA."""
    official = read_official(sources / "corestandards_official_ela.xml", r"^CCSS\.ELA-Literacy\.")
    codes = dict(official.grades)
    with (sources / "opensalt_ccsso_ela_items_1189.csv").open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            code = line["humanCodingScheme"].strip()
            if code:
                levels = re.split(r"[,.]", line["educationLevel"].replace("KG", "K"))
                codes.setdefault(code, tuple(level.lstrip("0") for level in levels))
    nodes: dict[str, Row] = {}
    for code, grades in codes.items():
        part = match(ELA_CODE, code)
        strand, grade, number = part["strand"], part["grade"], part["number"]
        branch, standard = f"{strand}.{grade}", f"{strand}.{grade}.{number}"
        anchor = strand == "CCRA"
        nodes[strand] = Row(strand, "", "strand", (), STRANDS[strand])
        nodes[branch] = Row(
            branch,
            strand,
            "strand" if anchor else "grade",
            (),
            ANCHORS[grade] if anchor else name_grade(grade),
            "" if anchor else strand,
        )
        if part["part"]:
            nodes[code] = Row(code, standard, "component", grades)
        else:
            nodes[code] = Row(
                code,
                branch,
                "anchor" if anchor else "standard",
                grades,
                series="" if anchor else f"{strand}.{number}",
            )
    compare(nodes, official.parents)
    return finish(nodes, list(STRANDS))


def read_math(sources: Path) -> Iterator[Row]:
    """Every math code: grade or category, domain, cluster, standard, component; the practices under MP."""
    prefix = r"^CCSS\.Math\.(?:Content|Practice)\."
    official = read_official(sources / "corestandards_official_math.xml", prefix)
    package = json.loads(
        (sources / "opensalt_ccss-math_cfpackage_703items.json").read_text(encoding="utf-8-sig")
    )
    names = {
        item["identifier"]: re.sub(prefix, "", item["humanCodingScheme"])
        for item in package["CFItems"]
        if item.get("humanCodingScheme")
    }
    # This package gives a high-school item "09" alone; the official file has all four grades.
    codes = dict.fromkeys(names.values(), ()) | official.grades
    nodes = {"MP": Row("MP", "", "practices", GRADES, "Standards for Mathematical Practice")}
    for code, listed in codes.items():
        if re.fullmatch(r"MP\d", code):
            nodes[code] = Row(code, "MP", "practice", GRADES)
            continue
        part = match(MATH_CODE, code)
        domain = part["domain"]
        top, short = (domain[:3], "") if domain.startswith("HS") else domain.split(".")
        grades = listed or (BANDS["HS"] if domain.startswith("HS") else (top,))
        cluster, number = f"{domain}.{part['cluster']}", f"{domain}.{part['cluster']}.{part['number']}"
        nodes[top] = Row(
            top,
            "",
            "grade" if short else "category",
            grades,
            name_grade(top) if short else f"High School: {CATEGORIES[top]}",
            "grade" if short else "",
        )
        nodes[domain] = Row(
            domain, top, "domain", grades, DOMAINS[short] if short else HIGH_SCHOOL_DOMAINS[domain], short
        )
        nodes[cluster] = Row(cluster, domain, "cluster", grades)
        if part["part"]:
            nodes[code] = Row(code, number, "component", grades)
        elif part["number"]:
            nodes[code] = Row(code, cluster, "standard", grades)
    links = {
        names[link["originNodeURI"]["identifier"]]: names[link["destinationNodeURI"]["identifier"]]
        for link in package["CFAssociations"]
        if link["originNodeURI"]["identifier"] in names and link["destinationNodeURI"]["identifier"] in names
    }
    compare(nodes, official.parents | links)
    return finish(nodes, [*GRADES, *CATEGORIES, "MP"])


# ---- NGSS ----------------------------------------------------------------------------------------


def read_ngss(sources: Path) -> Iterator[Row]:
    """Every performance expectation under its core idea at its grade, and the component ideas under DCI."""
    asn = "{http://purl.org/ASN/schema/core/}"
    nodes = {"DCI": Row("DCI", "", "dimension", (), "Disciplinary Core Ideas")}
    for statement in ET.parse(sources / "ngss_asn_D2454348.xml").getroot().iter(f"{asn}Statement"):
        code = (statement.findtext(f"{asn}statementNotation") or "").strip()
        idea, _, letter = code.partition(".")
        if letter:
            nodes[idea] = Row(idea, "DCI", "core idea", (), CORE_IDEAS[idea])
            nodes[code] = Row(code, idea, "component idea", (), COMPONENT_IDEAS[code])
        elif statement.findtext(f"{asn}statementLabel") == "Performance Expectation":
            part = match(EXPECTATION, code)
            grade, idea = part["grade"], part["idea"]
            branch, grades = f"{grade}-{idea}", BANDS.get(grade, (grade,))
            nodes[grade] = Row(grade, "", "grade", grades, name_grade(grade), "" if "-" in grade else "grade")
            nodes[branch] = Row(branch, grade, "arrangement", grades, CORE_IDEAS[idea], idea)
            nodes[code] = Row(code, branch, "expectation", grades)
    return finish(nodes, [*GRADE_ORDER, "DCI", *CORE_IDEAS])


# ---- shared --------------------------------------------------------------------------------------


def match(pattern: re.Pattern[str], code: str) -> re.Match[str]:
    """The parts of a code; a code of an unknown shape stops the script."""
    found = pattern.fullmatch(code)
    if found is None:
        raise SourceError(f"{code!r} has a shape that is not known here")
    return found


def name_grade(grade: str) -> str:
    """How a tree names a grade or band."""
    words = {"K": "Kindergarten", "MS": "Middle School", "HS": "High School"}
    if grade in words:
        return words[grade]
    return f"Grades {grade.replace('-', '–')}" if "-" in grade else f"Grade {grade}"


def compare(nodes: dict[str, Row], links: dict[str, str]) -> None:
    """Hold the parents that the codes suggest against those that a source states."""
    for code, parent in links.items():
        if nodes[code].kind == nodes[parent].kind:
            continue  # the official files give RL.1 and RL.1.1, and MP and MP1, one identifier
        if nodes[code].parent != parent:
            raise SourceError(f"{code} stands under {nodes[code].parent} here and under {parent} in a source")


def order(row: Row, tops: list[str]) -> tuple[object, ...]:
    """Where a row stands among its siblings: named order first, then grade, then number or letter."""
    if row.code in tops:
        return (tops.index(row.code), 0, 0, "")
    last = re.split(r"[.]|(?<=[A-Z\d])-(?=[A-Z])|-(?=\d+$)", row.code)[-1] if row.kind != "grade" else ""
    grade = row.code.split(".", 1)[-1] if row.kind == "grade" else ""
    digits = re.search(r"\d+", last)
    middle = [*ANCHORS, *DOMAINS, *(d.split("-")[1] for d in HIGH_SCHOOL_DOMAINS), *CORE_IDEAS]
    named = middle.index(last) if last in middle and row.kind in {"strand", "domain", "arrangement"} else 0
    return (
        len(tops),
        GRADE_ORDER.index(grade) if grade in GRADE_ORDER else named,
        int(digits[0]) if digits else 0,
        last,
    )


def finish(nodes: dict[str, Row], tops: list[str]) -> Iterator[Row]:
    """Check the tree, order it, fill in the grades of inner nodes and the steps of each progression."""
    children: dict[str, list[Row]] = {}
    for row in nodes.values():
        if row.parent and row.parent not in nodes:
            raise SourceError(f"{row.code} stands under {row.parent}, which is not there")
        children.setdefault(row.parent, []).append(row)
    rows: list[Row] = []

    def add(row: Row) -> frozenset[str]:
        place = len(rows)
        rows.append(row)
        below = [add(child) for child in sorted(children.get(row.code, []), key=lambda r: order(r, tops))]
        grades = frozenset(row.grades).union(*below)
        rows[place] = replace(row, grades=tuple(sorted(grades, key=GRADES.index)))
        return grades

    for top in sorted(children[""], key=lambda r: order(r, tops)):
        add(top)
    steps: dict[str, list[Row]] = {}
    for row in rows:
        if row.series:
            steps.setdefault(row.series, []).append(row)
    following: dict[str, str] = {}
    for group in steps.values():
        group.sort(key=lambda row: (GRADES.index(row.grades[0]), len(row.grades)))
        following |= {row.code: after.code for row, after in pairwise(group)}
    return (replace(row, next=following.get(row.code, "")) for row in rows)


def render(key: str, rows: Iterable[Row]) -> str:
    """One framework's table as JSON, one row a line, without the empty cells at its end."""
    title, short = TITLES[key]
    lines = []
    for row in rows:
        cells = [row.code, row.parent, row.kind, " ".join(row.grades), row.label, row.next]
        while not cells[-1]:
            cells.pop()
        lines.append(json.dumps(cells, ensure_ascii=False, separators=(",", ":")))
    head = "".join(
        f'"{name}":{json.dumps(text, ensure_ascii=False)},\n'
        for name, text in (("key", key), ("title", title), ("short_title", short))
    )
    return f'{{{head}"rows":[\n' + ",\n".join(lines) + "\n]}\n"


def make_tables(sources: Path) -> dict[str, str]:
    """The text of every table, by framework key."""
    readers = {"ccss-ela": read_ela, "ccss-math": read_math, "ngss": read_ngss}
    return {key: render(key, read(sources)) for key, read in readers.items()}


def main() -> int:
    """Write the tables; 0 if all went well, 2 where a source is missing or is not what it was."""
    parser = argparse.ArgumentParser(description="Make the bundled code tables from the published files.")
    parser.add_argument(
        "sources", nargs="?", type=Path, default=SOURCES, help="folder of the published files"
    )
    parser.add_argument("--into", type=Path, default=TABLES, help="folder to write to")
    options = parser.parse_args()
    try:
        tables = make_tables(options.sources)
    except (OSError, SourceError) as error:
        print(f"make_code_tables: {error}", file=sys.stderr)
        return 2
    options.into.mkdir(parents=True, exist_ok=True)
    for key, text in tables.items():
        (options.into / f"{key}.json").write_text(text, encoding="utf-8", newline="\n")
        print(f"{key}: {text.count(chr(10)) - 5} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main())
