"""Frameworks of standards that attack: CASE packages and other JSON, CSV, and what lies in standards/."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from tests.assaults.attack import MARK, Attack, Link, Pipe, Sparse, attack
from tests.packages import child, item, package

N = 1_000_000
MANY = 20_000
"""Items that are read of a framework."""
Json = Any


def case(items: list[Json], associations: list[Json] | None = None, **document: object) -> str:
    """A package whose words have the mark in them."""
    return json.dumps(package(items, associations or [], **{"title": f"Plains {MARK}", **document}))


def one(code: object = "P.1", statement: object = MARK, **more: object) -> list[Json]:
    return [{**item("one", "P.1", MARK), "humanCodingScheme": code, "fullStatement": statement, **more}]


def rows(*lines: str) -> str:
    return "\n".join(("code,statement,parent,grades", *lines)) + "\n"


JSON_REFUSED: dict[str, Callable[[], str | bytes]] = {
    "nothing": lambda: "",
    "a million lists": lambda: "[" * N,
    "a million groups": lambda: '{"a":' * N,
    "900 lists, closed": lambda: "[" * 900 + "]" * 900,
    "a hundred thousand lists, closed": lambda: "[" * N + "]" * N,
    "5,000 digits": lambda: '{"CFItems": [' + "9" * 5000 + "]}",
    "a million digits": lambda: "9" * N,
    "a million digits after the point": lambda: "0." + "9" * N,
    "an open text": lambda: '{"CFItems": "' + "x" * 10 * N,
    "backslashes": lambda: '"' + "\\" * N,
    "half of it": lambda: case(one())[:-40],
    "text": lambda: '"' + MARK + '"',
    "200,000 keys and no items": lambda: json.dumps({f"k{n}": n for n in range(200_000)}),
    "200,000 numbers": lambda: json.dumps(list(range(200_000))),
    "20 million empty lists": lambda: "[" + "[]," * (10 * N) + "[]]",
    "48 MB": lambda: "[" + " " * (47 << 20) + "]",
    "NUL": lambda: "\0" * N,
    "HTML": lambda: "<!doctype html><script>alert(1)</script>",
}
JSON_READ: dict[str, Callable[[], str | bytes]] = {
    "NaN and infinity": lambda: case(
        [*one(sequenceNumber=float("nan")), item("two", "P.2", "x")],
        [child("one", "document", float("inf")), child("two", "document", float("nan"))],
    ),
    "1e999": lambda: case(one(educationLevel=["03"], sequenceNumber=1)).replace(
        '"sequenceNumber": 1', '"sequenceNumber": 1e999'
    ),
    "a code of 4,000 digits": lambda: case([*one(10**4000), item("two", "P.2", MARK)]),
    "a statement of 10 MB": lambda: case(one(statement=MARK + " x" * 5 * N)),
    "a code of 10 MB": lambda: case(one("P" * 10 * N)),
    "an identifier of 10 MB": lambda: case(one(identifier="i" * 10 * N)),
    "a title of 10 MB": lambda: case(one(), title=MARK + "t" * 10 * N),
    "a key of 10 MB": lambda: case(one(**{"k" * 10 * N: 1})),
    "200,000 keys in an item": lambda: case(one(**{f"k{n}": n for n in range(200_000)})),
    "200,000 keys in the document": lambda: case(one(), **{f"k{n}": n for n in range(200_000)}),
    "200,000 grades": lambda: case(one(educationLevel=[f"{n}" for n in range(200_000)])),
    "5 million empty grades": lambda: case(one(educationLevel=[0] * 5 * N)),
    "200,000 items": lambda: case([*one(), *(item(f"i{n}", f"P.{n}", "x") for n in range(60_000))]),
    "10 million empty items": lambda: (
        case(one())
        .replace("[{", "[" + "{}," * (10 * N) + "{", 1)
        .replace("[{}", "[" + json.dumps(one()[0]) + ",{}", 1)
    ),
    "5 million empty associations": lambda: case(one()).replace(
        '"CFAssociations": []', '"CFAssociations": [' + "{}," * (5 * N) + "{}]"
    ),
    "200,000 associations from nowhere": lambda: case(one(), [child("x", "y")] * 200_000),
    "60,000 associations of one item": lambda: case(
        [*one(), *(item(f"i{n}", f"P.{n}", "x") for n in range(2000))],
        [child("one", f"i{n % 2000}", kind="exactMatchOf" if n % 2 else "isChildOf") for n in range(60_000)],
    ),
    "a circle of 20,000": lambda: case(
        [*one(), *(item(f"i{n}", f"P.{n}", "x") for n in range(MANY - 1))],
        [child(f"i{n}", f"i{(n + 1) % (MANY - 1)}") for n in range(MANY - 1)],
    ),
    "under itself": lambda: case(one(), [child("one", "one")]),
    "two circles that meet": lambda: case(
        [*one(), *(item(name, f"P.{name}", "x") for name in "abc")],
        [child(*pair) for pair in ("ab", "ba", "bc", "cb", "ca")],
    ),
    "a ladder of 20,000 rungs": lambda: case(
        [*one(), *(item(f"i{n}", f"P.{n}", "x") for n in range(MANY - 1))],
        [child(f"i{n}", f"i{n - 1}") for n in range(1, MANY - 1)],
    ),
    "one identifier for 20,000": lambda: case(
        [*one(), *({**item("same", f"P.{n}", "x")} for n in range(MANY - 1))],
        [child("same", "one") for _ in range(1000)],
    ),
    "one code for 20,000": lambda: case([*one(), *(item(f"i{n}", "P.2", f"x{n}") for n in range(MANY - 1))]),
    "20,000 names that make one address": lambda: case(
        [
            *one(),
            *(
                item(
                    f"i{n}",
                    None,
                    "x" + "!?-"[n % 3] + "." * (n % 50 + 1) + " ~"[n % 2] * (n // 50 % 400) + "y",
                )
                for n in range(MANY - 1)
            ),
        ]
    ),
    "20,000 items without anything": lambda: case(
        [*one(), *({"identifier": f"i{n}"} for n in range(MANY - 1))]
    ),
    "halves of characters": lambda: case(
        [*one(f"P.\ud800{1}", f"{MARK} \udfff"), item("two", "P.2", MARK)], title=f"{MARK}\ud800"
    ),
    "NUL and controls in a code": lambda: case([*one("P\0.\x1b1\u202e"), item("two", "P.2", MARK)]),
    "names that the language has": lambda: case(
        [
            *one(),
            *(
                item(f"i{n}", code, "x")
                for n, code in enumerate(
                    (
                        "__proto__",
                        "constructor",
                        "..",
                        "../../x",
                        "CON",
                        ".",
                        "index.html",
                        "%2e%2e",
                        "a/b",
                        "a\\b",
                    )
                )
            ),
        ]
    ),
    "a byte-order mark": lambda: b"\xef\xbb\xbf" + case(one()).encode(),
    "UTF-16": lambda: case(one()).encode("utf-16"),
    "wrapped three times": lambda: json.dumps({"data": [{"x": json.loads(case(one()))}]}),
    "doubled keys": lambda: case(one()).replace('"CFItems":', '"CFItems": [], "CFItems":'),
    "8,000 less-than signs in 2,000 statements": lambda: case(
        [*one(), *(item(f"i{n}", f"P.{n}", "<" * 8000) for n in range(2000))]
    ),
    "tags in tags": lambda: case(
        [*one(), *(item(f"i{n}", f"P.{n}", "<b><a href='" * 600) for n in range(2000))]
    ),
    "ampersands": lambda: case([*one(), *(item(f"i{n}", f"P.{n}", "&amp;" * 1600) for n in range(2000))]),
    "grades of spaces": lambda: case(
        [
            *one(),
            *(item(f"i{n}", f"P.{n}", "x", educationLevel=[" " * 390 + str(n)]) for n in range(MANY - 1)),
        ]
    ),
    "grades of dashes": lambda: case(
        [
            *one(),
            *(item(f"i{n}", f"P.{n}", "x", educationLevel=["-" * 390 + str(n)]) for n in range(MANY - 1)),
        ]
    ),
    "codes of one letter and of 80": lambda: case(
        [*one(), *(item(f"i{n}", f"{'A.1-' * 19}{n}"[:79], "x") for n in range(MANY - 1))]
    ),
}
SETS: dict[str, Callable[[], Json]] = {
    "300,000 ancestors": lambda: {
        "a": {"id": "a", "statementNotation": "S.1", "description": MARK, "ancestorIds": ["b"] * 300_000}
    },
    "ancestors of each other": lambda: {
        name: {"id": name, "statementNotation": f"S.{name}", "description": MARK, "ancestorIds": ["a", "b"]}
        for name in "ab"
    },
    "300,000 comments": lambda: {
        "a": {"id": "a", "statementNotation": "S.1", "description": MARK, "comments": ["x"] * 300_000}
    },
    "300,000 matches": lambda: {
        "a": {"id": "a", "statementNotation": "S.1", "description": MARK, "exactMatch": ["x"] * 300_000}
    },
    "200,000 standards": lambda: {
        f"n{n}": {"id": f"n{n}", "statementNotation": f"S.{n}", "description": MARK} for n in range(200_000)
    },
}
CSV: dict[str, tuple[Callable[[], str | bytes], str]] = {
    "nothing": (lambda: "", "H507"),
    "a quote never closed": (lambda: rows(f"P.1,{MARK},,3", 'P.2,"' + "x\n" * 200_000), "H507"),
    "quotes": (lambda: rows(f"P.1,{MARK},,3") + '"' * N, "H507"),
    "quotes in every cell": (lambda: rows(f"P.1,{MARK},,3", *('"a""b"' for _ in range(100_000))), "H507"),
    "a million columns": (lambda: rows(f"P.1,{MARK},,3").replace("grades", "grades" + "," * N, 1), "H507"),
    "a million columns with names": (
        lambda: rows(f"P.1,{MARK},,3").replace("grades", "grades," + ",".join(f"c{n}" for n in range(N)), 1),
        "H507",
    ),
    "a million cells": (lambda: rows(f"P.1,{MARK},,3" + ",x" * N), "H507"),
    "a million rows": (lambda: rows(f"P.1,{MARK},,3", *("P.2" for _ in range(N))), "H507"),
    "two million short rows": (lambda: rows(f"P.1,{MARK},,3") + "a\n" * (2 * N), "H507"),
    "three million empty rows": (lambda: rows(f"P.1,{MARK},,3") + "\n" * (3 * N), ""),
    "seven million semicolons": (lambda: rows(f"P.1,{MARK},,3") + ";" * (7 * N), "H507"),
    "a cell of 10 MB": (lambda: rows(f"P.1,{MARK},,3", "P.2," + "x" * 5 * N), "H507"),
    "NUL": (lambda: rows(f"P.1,{MARK}\0,,3"), ""),
    "only NUL": (lambda: "\0" * N, "H507"),
    "UTF-16": (lambda: rows(f"P.1,{MARK},,3").encode("utf-16"), "H507"),
    "UTF-16 without a mark": (lambda: rows(f"P.1,{MARK},,3").encode("utf-16-le"), ""),
    "Latin-1": (lambda: rows(f"P.1,{MARK} \xe9,,3").encode("latin-1"), "H507"),
    "a mark": (lambda: b"\xef\xbb\xbf" + rows(f"P.1,{MARK},,3").encode(), ""),
    "only carriage returns": (lambda: rows(f"P.1,{MARK},,3").replace("\n", "\r"), ""),
    "a circle": (lambda: rows(f"P.1,{MARK},P.2,3", "P.2,x,P.1,3"), "H507"),
    "a ladder of 20,000": (
        lambda: rows(f"P.1,{MARK},,3", *(f"P.{n},x,P.{n - 1},3" for n in range(2, MANY))),
        "H507",
    ),
    "one code 20,000 times": (
        lambda: rows(f"P.1,{MARK},,3", *(f"P.1,x{n},,3" for n in range(2, MANY))),
        "H507",
    ),
    "formulas": (lambda: rows(f"P.1,{MARK},,3", "=1+1,\"=cmd|' /C calc'!A0\",,3"), ""),
    "levels of 40": (
        lambda: (
            "Identifier,fullStatement,humanCodingScheme,smartLevel\n"
            f"i,{MARK},P.1,1\n"
            + "".join(f"i{n},x,P.{n},{'.'.join(['1'] * (n % 300 + 1))}.{n}\n" for n in range(2, MANY))
        ),
        "H507",
    ),
}
LYING: dict[str, tuple[dict[str | bytes, Any], str]] = {
    "a pipe": ({"standards/bad.json": Pipe()}, "W508"),
    "a link to a file": ({"standards/bad.json": Link("/etc/passwd")}, "W508"),
    "a link to itself": ({"standards/bad.json": Link("bad.json")}, "W508"),
    "a link to a folder": ({"standards/bad": Link("/etc")}, "W508"),
    "a folder that is a link": (
        {"elsewhere/bad.csv": rows(f"P.1,{MARK},,3"), "standards": Link("elsewhere")},
        "W508",
    ),
    "a terabyte": ({"standards/bad.json": Sparse(1 << 40)}, "W508"),
    "a name that is no text": ({b"standards/bad\xff.csv": rows(f"P.1,{MARK},,3")}, "W508"),
    "another name that is no text": ({b"standards/bad\xff.txt": MARK}, "W508"),
    "a name with NFC and NFD": (
        {"standards/é.csv": rows(f"P.1,{MARK},,3"), "standards/e\u0301.csv": rows(f"Q.1,{MARK},,3")},
        "W506",
    ),
    "names that differ by case": (
        {"standards/Bad.csv": rows(f"P.1,{MARK},,3"), "standards/bad.csv": rows(f"Q.1,{MARK},,3")},
        "W506",
    ),
    "a name of Windows": ({"standards/con.csv": rows(f"P.1,{MARK},,3")}, ""),
    "a name that turns round": ({"standards/a\u202eb\u200b.csv": rows(f"P.1,{MARK},,3")}, "W508"),
    "a name of a bundled one": ({"standards/ngss.csv": rows(f"P.1,{MARK},,3")}, "W506"),
    "1,200 of one name": (
        {f"standards/{n}/bad.csv": rows(f"P.{n},{MARK},,3") for n in range(1200)},
        "W506",
    ),
    "folders in folders": ({f"standards/{'a/' * 900}bad.csv": rows(f"P.1,{MARK},,3")}, ""),
    "a spreadsheet": ({"standards/bad.xlsx": "PK\x03\x04"}, "W505"),
}


CLEAN = {"NaN and infinity", "1e999", "a statement of 10 MB", "an identifier of 10 MB", "a title of 10 MB"}
CLEAN |= {"a key of 10 MB", "200,000 keys in an item", "200,000 keys in the document", "a byte-order mark"}
CLEAN |= {"doubled keys", "NUL and controls in a code", "300,000 comments", "300,000 matches"}
"""What is read without a word: there is room for it, or it is passed over."""
TOO_MANY = {"5 million empty grades", "10 million empty items", "5 million empty associations"}
TOO_MANY |= {"200,000 associations from nowhere", "wrapped three times"}
UNREAD = {"nothing", "only NUL", "a pipe", "a link to a file", "a link to itself"}
UNREAD |= {"a link to a folder", "a folder that is a link", "a terabyte", "a name that is no text"}
UNREAD |= {"another name that is no text", "a spreadsheet", "a name that turns round"}


def attacks() -> Iterator[Attack]:
    """Every framework of the tables above."""
    for name, made in JSON_REFUSED.items():
        yield attack(f"JSON, {name}", lambda made=made: {"standards/bad.json": made()}, "W508")  # type: ignore[misc]
    for name, made in JSON_READ.items():
        codes = "" if name in CLEAN else "W508" if name in TOO_MANY else "H507"
        yield attack(
            f"CASE, {name}",
            lambda made=made: {"standards/bad.json": made()},  # type: ignore[misc]
            codes,
            read=codes != "W508",
        )
    for name, held in SETS.items():
        yield attack(
            f"set, {name}",
            lambda held=held: {  # type: ignore[misc]
                "standards/bad.json": json.dumps({"data": {"id": "s", "title": MARK, "standards": held()}})
            },
            "" if name in CLEAN else "H507",
            read=True,
        )
    for name, (text, codes) in CSV.items():
        read = name not in UNREAD
        yield attack(f"CSV, {name}", lambda text=text: {"standards/bad.csv": text()}, codes, read=read)  # type: ignore[misc]
    for name, (files, codes) in LYING.items():
        yield attack(f"standards/, {name}", files, codes, read=name not in UNREAD)
