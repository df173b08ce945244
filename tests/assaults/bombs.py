"""YAML that attacks: in a record, a log, the settings of the portfolio and of a school, and a framework."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.assaults.attack import MARK, Attack, Files, attack

N = 1_000_000
SHORT = 250_000
"""Characters; more than 256 kB is not read where a person writes."""
INDEX = "---\ntitle: A deep cycle\ngrades: [7]\nsubject: Reading\ngoal: Students will ask.\nstatus: active\n"
INDEX += "standards: RH.6-8.1\n---\n"
LOG = "cycles/bad/deep/logs/2026-10-01-goal.md"


@dataclass(frozen=True, slots=True)
class Bomb:
    """A text, and what must be found in each place; the same as in a record, where nothing is said."""

    text: Callable[[], str]
    record: str
    log: str | None = None
    portfolio: str | None = None
    school: str | None = None
    read: bool = False


BOMBS: dict[str, Bomb] = {
    "brackets": Bomb(lambda: "[" * N, "E124"),
    "braces": Bomb(lambda: "{" * N, "E124"),
    "brackets in lines": Bomb(lambda: "[\n" * N, "E124"),
    "keys and brackets": Bomb(lambda: "a: " + "[" * N, "E124"),
    "braces with keys": Bomb(lambda: "{a: " * N, "E124"),
    "items": Bomb(lambda: "- " * N, "E124"),
    "questions": Bomb(lambda: "? " * N, "E124"),
    "colons": Bomb(lambda: ": " * N, "E126"),
    "groups and lists": Bomb(lambda: "[{" * N, "E124"),
    "closing": Bomb(lambda: "]" * N, "E135"),
    "steps": Bomb(lambda: "".join(" " * i + "a:\n" for i in range(2000)), "E124"),
    "anchors": Bomb(lambda: "".join(f"a{i}: &x{i} b\n" for i in range(N // 10)), "E120"),
    "tags": Bomb(lambda: "!" * N, "E116 E122"),
    "commas": Bomb(lambda: "[" + "," * N, "E135"),
    "quotes": Bomb(lambda: '"' * N, "E137"),
    "apostrophes": Bomb(lambda: "a: " + "'" * N, "E132"),
    "lines without keys": Bomb(lambda: "a\n" * N, "E116"),
    "broken lines": Bomb(lambda: "a: b: c\n" * N, "E131"),
    "comments": Bomb(lambda: "# x\n" * N + "a: 1 #b", "E116", portfolio="", school="E201"),
    "number signs": Bomb(lambda: "a: #b\n" * N, "E128"),
    "keys": Bomb(lambda: "".join(f"k{i}: 1\n" for i in range(N // 5)), "E127"),
    "one key": Bomb(lambda: "a: 1\n" * N, "E128"),
    "one value": Bomb(lambda: "title: " + "x" * 10 * N, "E201 H503", "", "", "E201 W211", read=True),
    "one long key": Bomb(lambda: "x" * N + ": 1", "E116"),
    "digits": Bomb(lambda: "a: 0x" + "F" * N, "E201 E202 H503", "E202", "W211", "E201 W211"),
    "5,000 digits": Bomb(
        lambda: "grades: [" + "9" * 5000 + "]",
        "E201 H503 E210 E703",
        "E202 E703",
        "W211 E703",
        "E201 E210 E703",
    ),
    "1e999": Bomb(
        lambda: "grades: [1e999, .inf, .nan, -1e999, 0x" + "F" * 5000 + "]",
        "E201 H503 E210",
        "E202",
        "W211",
        "E201 E210",
    ),
    "aliases": Bomb(
        lambda: "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 9999)),
        "E120 E127",
    ),
    "merges": Bomb(
        lambda: "a0: &a0 {k: 1}\n" + "".join(f"a{i}: &a{i} {{<<: *a{i - 1}}}\n" for i in range(1, 9999)),
        "E120 E121",
    ),
    "laughs": Bomb(
        lambda: (
            "a: &a [x, x]\n"
            + "".join(
                f"{c}: &{c} [{', '.join([f'*{p}'] * 9)}]\n"
                for p, c in zip("abcdefgh", "bcdefghi", strict=True)
            )
        ),
        "E201 E202 H503 E120",
        "E202 E120",
        "W211 E120",
        "E201 W211 E120",
    ),
    "percents": Bomb(lambda: "%" * N, "E123"),
    "documents": Bomb(lambda: "---\n" * N, "E116", portfolio="E116 E125", school="E116 E125"),
    "hyphens": Bomb(lambda: "-" * N, "E116 E113", portfolio="E116", school="E116"),
    "tabs": Bomb(lambda: "\t" * N, "E130"),
    "bidi": Bomb(lambda: "\u202e\n" * N, "E104"),
    "stars": Bomb(lambda: "*" * N, "E135"),
    "blocks": Bomb(lambda: "a: |\n" * N, "E128"),
    "spaces": Bomb(lambda: " " * N + "a: b", "E116", portfolio="", school="E201"),
    "NUL": Bomb(lambda: "title: a\0b\n", "E201 H503 E106", "E106", "E106", "E201 W211 E106"),
    "zeros": Bomb(lambda: "\0" * N, "E105"),
    "UTF-8 mark": Bomb(lambda: "\ufefftitle: a\n", "E201 E202 H503", "E202", "", "E201 W211"),
    "half a character": Bomb(lambda: "title: a\ud800b\n", "E105"),
}


def attacks() -> Iterator[Attack]:
    """Each bomb in each place at once, short where more is not read at all."""
    for name, bomb in BOMBS.items():

        def files(bomb: Bomb = bomb) -> Files:
            text = bomb.text()
            short = text[:SHORT]
            return {
                "cycles/bad/one.md": f"---\n{short}\n---\n",
                "cycles/bad/deep/index.md": INDEX,
                LOG: f"---\n{short}\n---\n{MARK}\n",
                "cycles/portfolio.yml": short,
                "cycles/bad/school.yml": short,
                "standards/bad.yml": text,
            }

        codes = {
            "cycles/bad/one.md": bomb.record,
            LOG: bomb.record if bomb.log is None else bomb.log,
            "cycles/portfolio.yml": bomb.record if bomb.portfolio is None else bomb.portfolio,
            "cycles/bad/school.yml": bomb.record if bomb.school is None else bomb.school,
            "standards/bad.yml": "W508",
        }
        yield attack(f"YAML, {name}", files, codes, read=bomb.read)
