"""Sentences with something personal in them, made by a seeded generator: many formats, four languages.

Written from how forms, e-mails and class lists of several countries look, not from the patterns that are to
find them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

FIRST = (
    "Maria",
    "Jayden",
    "Sofía",
    "Ola",
    "Ingrid",
    "Minjun",
    "Aaliyah",
    "José",
    "Zoë",
    "D’Andre",
    "Nguyen",
    "Lucía",
)
LAST = ("Lopez", "Smith", "Hernández", "Nordmann", "Kim", "O’Brien", "Washington", "Muñoz", "Berg", "Okafor")
DOMAINS = (
    "school.org",
    "k12.wa.us",
    "gmail.com",
    "escuela.edu.mx",
    "skole.no",
    "hanbit.hs.kr",
    "example.co.uk",
)
MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "es": [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    "no": [
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
    ],
}
AROUND = (
    "{}",
    "We talked about it: {}.",
    "After the second reading we looked again ({}), and the group had not moved.",
    "- {}",
    "| group | note |\n|---|---|\n| 1 | {} |",
    "Se habló con la familia; {}, y seguimos.",
    "Vi så på arbeidet igjen. {}. Gruppen leser nå.",
    "다시 읽어 보았다. {}. 그래서 모둠을 바꾸었다.",
    'support: "{}"',
    "> {}",
)

Make = Callable[[Random], str]


def digits(random: Random, count: int) -> str:
    return str(random.randint(1, 9)) + "".join(str(random.randint(0, 9)) for _ in range(count - 1))


def shaped(random: Random, shape: str) -> str:
    """A number of a shape: # is any digit, + one from 2 to 9."""
    return "".join(
        str(random.randint(0, 9)) if c == "#" else str(random.randint(2, 9)) if c == "+" else c for c in shape
    )


def one_of(*shapes: str) -> Make:
    return lambda random: shaped(random, random.choice(shapes))


def email(random: Random) -> str:
    first, last = random.choice(FIRST).lower().replace("’", ""), random.choice(LAST).lower().replace("’", "")
    user = random.choice(
        [f"{first}.{last}", f"{first[0]}{last}", f"{first}_{last}{random.randint(1, 99)}", f"{first}+math"]
    )
    domain = random.choice(DOMAINS)
    at = random.choice(["@", "@", "@", "@", " @ ", "＠", " (at) ", "[at]", " at "])
    if at.strip() in {"(at)", "[at]"} and random.random() < 0.5:
        domain = domain.replace(".", random.choice([" (dot) ", "[dot]"]))
    if at == " at ":
        domain = domain.replace(".", " dot ")
    text = f"{user}{at}{domain}"
    return random.choice(
        ["write to {}", "{}", "mailto:{}", "e-mail: {}", "<{}>", "correo: {}", "e-post {}", "이메일 {}"]
    ).format(text.upper() if random.random() < 0.1 else text)


def phone(random: Random) -> str:
    free = one_of(
        "(+##) +##-####",
        "(+##)+##-####",
        "+##-+##-####",
        "+##.+##.####",
        "+## +## ####",
        "1-+##-+##-####",
        "+##/+##-####",
        "010-####-####",
        "02-+##-####",
        "031-+###-####",
        "6## ## ## ##",
        "612 3## ###",
        "9## ## ###",
        "4## ## ###",
        "55 ++## ++##",
        "(55) ++##-++##",
    )
    if random.random() < 0.6:
        return free(random)
    if random.random() < 0.5:
        return "+" + one_of(
            "1 555 +## ####",
            "1-555-+##-####",
            "47 9## ## ###",
            "47 22 ## ## ##",
            "34 6## ### ###",
            "82 10-####-####",
            "52 55 ++## ++##",
        )(random)
    word = random.choice(
        [
            "call",
            "phone:",
            "Tel.",
            "cell",
            "mobile",
            "tlf.",
            "telefon",
            "teléfono",
            "llamar al",
            "전화",
            "연락처:",
            "fax",
        ]
    )
    return f"{word} {one_of('+##-####', '+## ####', '++##-++##', '22 33 ## ##', '+##.####')(random)}"


def curp(random: Random, born: str) -> str:
    """Mexico's: four letters, the date of birth, H or M, five letters, two digits."""
    four, five = random.choices("ABCDEFGHLMNOPRST", k=4), random.choices("BCDFGLMNPRST", k=5)
    return f"CURP {''.join(four)}{born}H{''.join(five)}0{random.randint(0, 9)}"


def identity(random: Random) -> str:
    def born() -> str:
        return f"{random.randint(8, 17):02}{random.randint(1, 12):02}{random.randint(1, 28):02}"

    year, month, day = born()[:2], born()[2:4], born()[4:]
    return random.choice(
        [
            one_of("+##-##-####", "+## ## ####", "+##.##.####", "SSN +##-##-####", "SSN: +########")(random),
            f"{year}{month}{day}-{random.choice('34')}{digits(random, 6)}",
            f"{day}{month}{year} {digits(random, 5)}",
            f"fødselsnummer {day}{month}{year}{digits(random, 5)}",
            curp(random, year + month + day),
            f"DNI {digits(random, 8)}{random.choice('TRWAGMYFPDXBNJZSQVHLCKE')}",
            f"NIE X{digits(random, 7)}{random.choice('TRWAGM')}",
        ]
    )


def number(random: Random) -> str:
    word = random.choice(
        [
            "student ID",
            "Student ID:",
            "student number",
            "student id is",
            "ID#",
            "ID:",
            "ID",
            "SSID",
            "SASID",
            "LASID:",
            "pupil number",
            "state ID",
            "district ID number",
            "lunch number",
            "lunch PIN",
            "student no.",
            "Student's ID",
            "matrícula",
            "número de alumno" if False else "alumno número",
            "expediente",
            "elevnummer",
            "elev nr.",
            "학번",
            "학생 번호",
            "SIS ID",
        ]
    )
    value = random.choice(
        [
            digits(random, 5),
            digits(random, 6),
            digits(random, 8),
            "S" + digits(random, 6),
            digits(random, 10),
            "30" + digits(random, 4),
        ]
    )
    return f"{word} {value}"


def long_number(random: Random) -> str:
    return random.choice(
        [
            digits(random, 7),
            digits(random, 9),
            digits(random, 12),
            "S" + digits(random, 8),
            one_of("+### #### ####", "+###-####-##")(random),
        ]
    )


def birthday(random: Random) -> str:
    year, month, day = random.randint(2004, 2019), random.randint(1, 12), random.randint(1, 28)
    name = MONTHS["en"][month - 1]
    english = [
        f"{month}/{day}/{year}",
        f"{month:02}-{day:02}-{year}",
        f"{year}-{month:02}-{day:02}",
        f"{name} {day}, {year}",
        f"{day} {name} {year}",
        f"{name[:3]}. {day}, {year}",
        f"{day}{'th' if day > 3 else 'rd'} of {name} {year}",
        f"{month}/{day}/{year % 100:02}",
    ]
    words = [
        "born",
        "born on",
        "DOB",
        "DOB:",
        "D.O.B.",
        "date of birth:",
        "birth date",
        "birthday:",
        "birthday is",
        "birthdate",
    ]
    spanish = f"{day} de {MONTHS['es'][month - 1]} de {year}"
    norwegian = random.choice([f"{day}. {MONTHS['no'][month - 1]} {year}", f"{day:02}.{month:02}.{year}"])
    return random.choice(
        [
            *(f"{random.choice(words)} {date}" for date in english),
            f"nació el {spanish}",
            f"fecha de nacimiento: {day:02}/{month:02}/{year}",
            f"nacida el {spanish}",
            f"cumpleaños: {spanish}",
            f"født {norwegian}",
            f"fødselsdato: {norwegian}",
            f"født den {norwegian}",
            f"bursdag {norwegian}",
            f"생년월일: {year}년 {month}월 {day}일",
            f"{year}년 {month}월 {day}일생",
            f"생일은 {year}.{month}.{day}",
            f"{year}-{month:02}-{day:02}생",
        ]
    )


def named(random: Random) -> str:
    """A child's name, which a warning finds: by the list, or by the sentence."""
    first, last = random.choice(FIRST), random.choice(LAST)
    return random.choice(
        [
            f"a student named {first} went on",
            f"the student {first} said it was too long",
            f"{first} {last[0]}., a quiet student, explained it",
            f"{first}, one of our students, asked why",
            f"{first} {last} does not read alone yet",
            f"{first.upper()} {last.upper()}",
            f"{last}, {first}",
            f"la alumna {first} dijo que no",
            f"eleven {first} skrev mer",
            f"“It is not,” said {first}, a student",
            "김민수가 먼저 읽었다",
            "with Minjun Kim’s draft",
        ]
    )


ROSTER = (*(f"{last}, {first}" for first in FIRST for last in LAST), "김민수", "Minjun Kim")
KINDS: dict[str, tuple[Make, int]] = {
    "E701": (email, 160),
    "E702": (phone, 190),
    "E703 identity": (identity, 140),
    "E703 number": (number, 150),
    "E703 long": (long_number, 80),
    "E704": (birthday, 170),
    "W705": (named, 110),
}


def planted(seed: int = 7) -> Iterator[tuple[str, str]]:
    """A thousand texts, each with the code of what is in it. Ids of all sorts may be taken for each other."""
    random = Random(seed)
    for kind, (make, count) in KINDS.items():
        for _ in range(count):
            yield kind.split()[0], random.choice(AROUND).format(make(random))
