"""Tables that attack: spreadsheets beside records and for `cycles import`, tables of the inbox, archives."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator

from tests.assaults.attack import MARK, Attack, Link, Pipe, Sparse, attack
from tests.assaults.bombs import INDEX
from tests.importing import to_xlsx

N = 1_000_000
ROWS = [["Student", "Pre", "Post"], ["A", 7, 9], ["B", 5, 10]]
COUNTS = [["Level", "Before", "After"], ["One", 9, 4], ["Two", 8, 6]]
PART = "xl/worksheets/sheet1.xml"
SHARED = "xl/sharedStrings.xml"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def pack(parts: Iterable[tuple[str, bytes | str]], *, stored: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name), content, None if stored else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def book(changes: dict[str, bytes | str], rows: list[list[object]] = COUNTS) -> bytes:  # type: ignore[assignment]
    """A workbook with some of its parts exchanged."""
    with zipfile.ZipFile(io.BytesIO(to_xlsx(rows))) as old:
        parts: dict[str, bytes | str] = {name: old.read(name) for name in old.namelist()}
    return pack((parts | changes).items())


def sheet(cells: str) -> str:
    return f'<?xml version="1.0"?><worksheet xmlns="{SPACE}"><sheetData>{cells}</sheetData></worksheet>'


def strings(inner: str) -> str:
    return f'<?xml version="1.0"?><sst xmlns="{SPACE}">{inner}</sst>'


ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "xxxxxxxxxx">'
    + "".join(f'<!ENTITY {c} "{f"&{p};" * 10}">' for p, c in zip("abcdefgh", "bcdefghi", strict=True))
    + f']><worksheet xmlns="{SPACE}"><sheetData><row r="1"><c r="A1"><v>&i;</v></c></row></sheetData>'
    + "</worksheet>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    f'<worksheet xmlns="{SPACE}"><sheetData><row r="1"><c r="A1"><v>&a;</v></c></row></sheetData></worksheet>'
)
FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
BOOKS: dict[str, Callable[[], bytes]] = {
    "entities": lambda: book({PART: ENTITIES}),
    "an entity from the disk": lambda: book({PART: OUTSIDE}),
    "a cell far away": lambda: book({PART: sheet(FAR)}),
    "a text of 4 MB in every cell": lambda: book(
        {
            SHARED: strings(f"<si><t>{'x' * 4_000_000}</t></si>"),
            PART: sheet(
                "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 19_000))
            ),
        }
    ),
    "a text in 400,000 pieces": lambda: book({SHARED: strings("<si>" + "<t>x</t>" * 400_000 + "</si>")}),
    "a cell in 400,000 pieces": lambda: book(
        {PART: sheet('<row r="1"><c r="A1"><is>' + "<t>x</t>" * 400_000 + "</is></c></row>")}
    ),
    "a million cells in a row": lambda: book({PART: sheet('<row r="1">' + "<c/>" * 900_000 + "</row>")}),
    "a million rows": lambda: book({PART: sheet("<row/>" * 600_000)}),
    "200,000 empty texts": lambda: book({SHARED: strings("<si/>" * 700_000)}),
    "100 MB of zeros": lambda: book({"xl/media/zeros.bin": bytes(100 << 20)}),
    "sheets of 4 MB, 50 of them": lambda: book(
        {f"xl/worksheets/sheet{n}.xml": sheet("<row><c><v>1</v></c></row>" * 150_000) for n in range(1, 51)}
    ),
    "80 MB in a sheet": lambda: book({PART: sheet('<row r="1"><c r="A1"><v>1</v></c></row>' * 2_000_000)}),
    "a sheet in a million levels": lambda: book({PART: sheet("<a>" * N)}),
    "attributes": lambda: book({PART: sheet("<row " + " ".join(f'a{n}="1"' for n in range(200_000)) + "/>")}),
    "60,000 parts": lambda: book({f"xl/part{n}.xml": b"" for n in range(60_000)}),
    "no sheet": lambda: pack([("xl/workbook.xml", "<workbook/>")]),
    "a relation that leads out": lambda: book(
        {
            "xl/_rels/workbook.xml.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.'
            'openxmlformats.org/package/2006/relationships"><Relationship Id="s1" Type="http://schemas.'
            'openxmlformats.org/officeDocument/2006/relationships/worksheet" '
            'Target="../../../../etc/passwd"/></Relationships>'
        }
    ),
    "cut short": lambda: to_xlsx(COUNTS)[:-60],
    "a wrong sum": lambda: to_xlsx(COUNTS).replace(b"\x00\x00PK", b"\x01\x00PK", 1)[:-10] + b"0" * 10,
    "not XML": lambda: book({PART: MARK}),
    "UTF-16": lambda: book({PART: sheet(FAR).encode("utf-16")}),
    "a password": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000),
    "zeros": lambda: b"PK\x03\x04" + bytes(N),
}
CSV: dict[str, Callable[[], bytes]] = {
    "a quote never closed": lambda: b'Level,Before,After\nOne,9,4\n"' + b"x,1,2\n" * N,
    "quotes": lambda: b'"' * 5 * N,
    "quoted rows": lambda: b"Level,Before,After\n" + b'"",1,2\n' * N,
    "a million columns": lambda: b"Level,Before,After" + b"," * N + b"\nOne,9,4\n",
    "a million columns with names": lambda: (
        b"Level,Before,After," + ",".join(f"c{n}" for n in range(N)).encode() + b"\nOne,9,4\n"
    ),
    "a million rows": lambda: b"Level,Before,After\n" + b"One,9,4\n" * 990_000,
    "eight million commas": lambda: b"," * 8 * N,
    "eight million line ends": lambda: b"\n" * 8 * N,
    "eight million carriage returns": lambda: b"\r" * 8 * N,
    "a cell of 7 MB": lambda: b"Level,Before,After\n" + b"x" * 7 * N + b",9,4\n",
    "rows of 300 cells": lambda: b"Level,Before,After\n" + (b"One" + b",1" * 300 + b"\n") * 12_000,
    "NUL": lambda: b"Level,Before,After\nOne\0,9,4\n",
    "only NUL": lambda: b"\0" * N,
    "UTF-16 without a mark": lambda: "Level,Before,After\nOne,9,4\n".encode("utf-16-le"),
    "half of UTF-16": lambda: "Level,Before,After\nOne,9,4\n".encode("utf-16")[:-1],
    "spaces and names": lambda: b"A B C, D E F\n" * 500_000,
    "at signs": lambda: b"a@" * 3_500_000,
    "dots": lambda: b"a@" + b"a." * 3_500_000,
    "dashes": lambda: (b"O'Neil-" * 1000 + b",1,2\n") * 500,
    "numbers": lambda: b"Level,Before,After\nOne," + b"9" * 6000 + b",1e999\nTwo,NaN,-inf\n",
}
"""Text that a spreadsheet may hold."""
BESIDE = {"a quote never closed": "E149", "quotes": "E149", "a cell of 7 MB": "E149"}
BESIDE |= {"only NUL": "E149", "at signs": "E149", "dots": "E149"}
PLAIN_BOOKS = {
    "a cell far away",
    "a text of 4 MB in every cell",
    "100 MB of zeros",
    "attributes",
    "60,000 parts",
}
PLAIN_BOOKS |= {"a relation that leads out", "UTF-16"}
"""Workbooks that can be looked into beside a record: what attacks is not unpacked there, or not believed."""
KEYS = "title,school,grades,subject,goal,status"
INBOX: dict[str, tuple[Callable[[], bytes | str], str]] = {
    "a cycle": (lambda: f"{KEYS}\n{MARK},good,7,Reading,Students will ask.,active\n", "H503"),
    "nothing": (lambda: "", "refused"),
    "only the columns": (lambda: KEYS, "refused"),
    "a quote never closed": (lambda: f'{KEYS}\n"' + "x," * 200_000, "refused"),
    "a million columns": (lambda: KEYS + "," * 400_000 + "\nx", "refused"),
    "20,000 rows": (lambda: KEYS + "\n" + f"{MARK},good,7,Reading,Ask,active\n" * 10_000, "refused"),
    "a school that leads out": (lambda: f"{KEYS}\n{MARK},../../x,7,Reading,Ask,active\n", "refused"),
    "YAML in a title": (
        lambda: f'{KEYS}\n"{MARK}\n---\nvisibility: public\n: &a *a",good,7,Reading,Ask,active\n',
        "H503",
    ),
    "controls": (lambda: f"{KEYS}\n{MARK}\x07\x1b[31m\u202e,good,7,Reading,Ask,active\n", "E106 E107 H503"),
    "a cell of 400 kB": (lambda: f"{KEYS}\n{MARK}{'x' * 400_000},good,7,Reading,Ask,active\n", "refused"),
    "a cell of 100 kB": (lambda: f"{KEYS}\n{MARK}{'x ' * 50_000},good,7,Reading,Ask,active\n", "H503"),
    "UTF-16": (lambda: f"{KEYS}\n{MARK},good,7,Reading,Ask,active\n".encode("utf-16"), "H503"),
    "NUL": (lambda: b"\0" * 100_000, "refused"),
    "numbers": (lambda: f"{KEYS}\n{MARK},good,{'9' * 5000},Reading,1e999,active\n", "E210 E703 H503"),
}


IMPORTED = {"a text in 400,000 pieces": "W832", "200,000 empty texts": "W832"}
IMPORTED |= {"rows of 300 cells": "H829 W832", "UTF-16 without a mark": "W832"}
IMPORTED |= {"half of UTF-16": "W825 W832", "numbers": "E824 W832"}
"""What `cycles import` makes of a table where it is not refused; W832 says that it lies in a portfolio."""


def archive(*names: str, content: bytes | str = MARK) -> Callable[[], bytes]:
    return lambda: pack((name, content) for name in names)


def lying(size: int) -> bytes:
    """An archive whose entry is larger than it says."""
    data = pack([("records/cycles/bad/one.md", bytes(N))])
    return data.replace(N.to_bytes(4, "little"), size.to_bytes(4, "little"))


def linked() -> bytes:
    """An entry that says that it is a link."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        info = zipfile.ZipInfo("records/cycles/bad/one.md")
        info.external_attr = 0o120777 << 16
        made.writestr(info, "/etc/passwd")
    return out.getvalue()


def encrypted() -> bytes:
    data = bytearray(pack([("records/cycles/bad/one.md", MARK)], stored=True))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


GOOD_ENTRY = f"---\ntitle: {MARK}\ngrades: [7]\nsubject: Reading\ngoal: Ask\nstatus: active\n---\n"
ARCHIVES: dict[str, tuple[Callable[[], bytes], bool]] = {
    "a record": (archive("records/cycles/bad/one.md", content=GOOD_ENTRY), True),
    "nothing": (lambda: b"", False),
    "text": (lambda: MARK.encode() * 1000, False),
    "cut short": (lambda: archive("records/cycles/bad/one.md")()[:-30], False),
    "a name with ..": (archive("records/cycles/../../bad.md"), False),
    "a name with .. in the middle": (archive("records/cycles/bad/../../../x.md"), False),
    "an absolute name": (archive("/records/cycles/bad/one.md"), False),
    "a name from the root": (archive("records/cycles//etc/x.md"), False),
    "backslashes": (archive("records/cycles/bad\\..\\..\\x.md"), False),
    "a drive": (archive("records/cycles/C:/x.md"), False),
    "a device": (archive("records/cycles/bad/con.md"), False),
    "a hidden file": (archive("records/cycles/.git/config"), False),
    "a hidden name": (archive("records/cycles/bad/.htaccess"), False),
    "a name that turns round": (archive("records/cycles/bad/a\u202eb.md"), False),
    "line ends in a name": (archive("records/cycles/bad/a\nb.md"), False),
    "NUL in a name": (archive("records/cycles/bad/one.md\0.png", content=GOOD_ENTRY), True),
    "a long name": (archive(f"records/cycles/bad/{'x' * 300}.md"), False),
    "many folders": (archive(f"records/cycles/{'a/' * 3000}x.md"), False),
    "a name twice": (archive("records/cycles/bad/one.md", "records/cycles/bad/one.md"), False),
    "names that differ by case": (archive("records/cycles/bad/one.md", "records/cycles/bad/One.md"), False),
    "NFC and NFD": (archive("records/cycles/bad/é.md", "records/cycles/bad/e\u0301.md"), False),
    "a file that is a folder": (archive("records/cycles/bad/one", "records/cycles/bad/one/two.md"), False),
    "a folder that is a file there": (archive("records/cycles/good/fine.md/x.md"), False),
    "what says that it is a link": (linked, True),
    "a password": (encrypted, False),
    "200 MB of zeros": (lambda: pack([("records/cycles/bad/one.md", bytes(200 << 20))]), False),
    "five times 60 MB of zeros": (
        lambda: pack((f"records/cycles/bad/f{n}.md", bytes(60 << 20)) for n in range(5)),
        False,
    ),
    "larger than it says": (lambda: lying(10), False),
    "smaller than it says": (lambda: lying(N * 2), True),
    "60,000 empty files": (lambda: pack((f"records/cycles/bad/f{n}.md", b"") for n in range(60_000)), False),
    "a way to pack that nobody knows": (
        lambda: archive("records/cycles/bad/one.md")().replace(b"\x08\x00", b"\x63\x00"),
        False,
    ),
    "a wrong sum": (
        lambda: archive("records/cycles/bad/one.md")().replace(
            zlib.crc32(MARK.encode()).to_bytes(4, "little"), b"\1\2\3\4"
        ),
        False,
    ),
}
LABELS = [{"name": "approved"}]
ISSUES: dict[str, Callable[[], object]] = {
    "nothing": dict,
    "numbers for texts": lambda: {"issue": {"number": 1, "title": 5, "body": "", "labels": 5}},
    "labels that are none": lambda: {"issue": {"number": 1, "body": "", "labels": [5, None, {}]}},
    "a body of 10 MB": lambda: {
        "issue": {"number": 1, "body": "### Title\n\nx\n\n" * 700_000, "labels": LABELS}
    },
    "hashes": lambda: {"issue": {"number": 1, "body": "#" * 60_000, "labels": LABELS}},
    "a heading of spaces": lambda: {"issue": {"number": 1, "body": "### " + " " * 59_000, "labels": LABELS}},
    "headings of spaces": lambda: {
        "issue": {"number": 1, "body": ("### a" + " " * 990 + "b\n") * 60, "labels": LABELS}
    },
}


def attacks() -> Iterator[Attack]:
    """Every table above, through each door that takes it."""
    for name, made in BOOKS.items():
        yield attack(
            f"XLSX beside a record, {name}",
            lambda made=made: {"cycles/bad/one/index.md": INDEX, "cycles/bad/one/bad.xlsx": made()},  # type: ignore[misc]
            "" if name in PLAIN_BOOKS else "E149",
            read=False,
        )
        yield attack(
            f"XLSX imported, {name}",
            lambda made=made: {"bad.xlsx": made()},
            IMPORTED.get(name, "E820 W832"),
            door="import",
            read=False,
        )  # type: ignore[misc]
    for name, made in CSV.items():
        yield attack(
            f"CSV beside a record, {name}",
            lambda made=made: {"cycles/bad/one/index.md": INDEX, "cycles/bad/one/bad.csv": made()},  # type: ignore[misc]
            BESIDE.get(name, ""),
            read=False,
        )
        yield attack(
            f"CSV imported, {name}",
            lambda made=made: {"bad.csv": made()},
            IMPORTED.get(name, "E820 W832"),
            door="import",
            read=False,
        )  # type: ignore[misc]
    for name, (text, codes) in INBOX.items():
        taken = codes != "refused"
        yield attack(
            f"inbox, {name}",
            lambda text=text: {"inbox/bad.csv": text()},  # type: ignore[misc]
            codes,
            door="inbox",
            read=taken,
        )
    yield attack("inbox, a pipe", {"inbox/bad.csv": Pipe()}, "refused", door="inbox")
    yield attack("inbox, a link", {"inbox/bad.csv": Link("/etc/passwd")}, "refused", door="inbox")
    yield attack("inbox, a terabyte", {"inbox/bad.csv": Sparse(1 << 40)}, "refused", door="inbox")
    yield attack("inbox, a folder", {"inbox/bad.csv/x": "x"}, "refused", door="inbox")
    yield attack(
        "inbox, a name that is no text", {b"inbox/bad\xff.csv": f"{KEYS}\n"}, "refused", door="inbox"
    )
    for name, (data, taken) in ARCHIVES.items():
        yield attack(
            f"archive, {name}",
            lambda data=data: {"x.zip": data()},
            "" if taken else "refused",
            door="archive",
        )  # type: ignore[misc]
    yield attack("archive, a pipe", {"x.zip": Pipe()}, "refused", door="archive")
    yield attack(
        "archive, into a folder that is a link",
        lambda: {
            "outside/kept.txt": "kept",
            "cycles/bad": Link("../outside"),
            "x.zip": archive("records/cycles/bad/one.md")(),
        },
        "refused",
        door="archive",
    )
    for name, event in ISSUES.items():
        yield attack(
            f"issue, {name}",
            lambda event=event: {"event.json": json.dumps(event())},  # type: ignore[misc]
            "refused",
            door="issue",
        )
