"""Draw the made-up student work and the note sheets of the high-school sample cycles.

No student wrote any of it: the pages are invented, so that the sample portfolio can show work samples without
borrowing a child's. A blank form is saved as a PDF and the same form, filled in, as a picture. Run it from
anywhere: `python scripts/draw_samples_high.py`. The same script gives the same bytes.
"""

from __future__ import annotations

import io
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle
from PIL import Image

Points = list[tuple[float, float]]

CYCLES = Path(__file__).resolve().parent.parent / "cycles"
BENTON, EASTVIEW, MESA = CYCLES / "benton-high", CYCLES / "eastview-high", CYCLES / "mesa-technical"
INK, RULE, PENCIL, BLUE, PAPER = "#23262d", "#8a9099", "#4a4c55", "#26468c", "#fdfcf6"
LARGEST = 60_000
"""Bytes of a picture, at most: a portfolio is cloned by people on school networks."""

SETTINGS = {
    "pdf.use14corefonts": True,  # text stays text, and a sheet stays under 10 kB
    "font.family": "Helvetica",
    "mathtext.fontset": "stix",
}


@dataclass(frozen=True, slots=True)
class Box:
    """A box of a form in percent of the page, from its upper left corner, with its printed question."""

    label: str
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Form:
    """A one-page note sheet."""

    title: str
    boxes: tuple[Box, ...]
    foot: str = ""
    about: str = "Text"
    """What the line under the title asks for."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page with coordinates from 0 to 100, both ways; `hand` pages wobble like pencil lines."""

    width: float
    height: float
    hand: bool
    figure: Figure = field(init=False)
    axes: Axes = field(init=False)

    def __post_init__(self) -> None:
        """Make the sheet."""
        figure = Figure(figsize=(self.width, self.height), facecolor=PAPER if self.hand else "white")
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, 100), ylim=(0, 100))
        axes.axis("off")
        object.__setattr__(self, "figure", figure)
        object.__setattr__(self, "axes", axes)

    def print_text(self, at: tuple[float, float], text: str, size: float = 10, *, bold: bool = False) -> None:
        """Put printed text with its upper left corner at a point."""
        self.axes.text(
            *at, text, size=size, color=INK, va="top", linespacing=1.4,
            weight="bold" if bold else "normal" if self.hand else "medium",
            family="DejaVu Sans" if self.hand else "Helvetica",
        )  # fmt: skip

    def write_text(self, at: tuple[float, float], text: str, chars: int, size: float = 15) -> None:
        """Put a student's hand, wrapped, with its upper left corner at a point."""
        self.axes.text(
            *at, textwrap.fill(text, chars), size=size, color=BLUE, va="top", linespacing=1.35,
            family="STIXGeneral", style="italic", rotation=0.4, rotation_mode="anchor",
        )  # fmt: skip

    def frame(self, box: Box) -> None:
        """Draw the border of a box."""
        corner = (box.left, box.top - box.height)
        self.axes.add_patch(Rectangle(corner, box.width, box.height, fill=False, ec=RULE, lw=1))

    def draw_line(self, points: Points, colour: str = PENCIL, width: float = 1.8) -> None:
        """Draw a line by hand through points."""
        (line,) = self.axes.plot(*zip(*points, strict=True), color=colour, lw=width, solid_capstyle="round")
        if self.hand:
            line.set_sketch_params(1.8, 260, 2)

    def draw_marks(self, points: Points, marker: str = "x", colour: str = BLUE) -> None:
        """Draw a mark at each point."""
        self.axes.plot(*zip(*points, strict=True), ls="", marker=marker, color=colour, ms=9, mew=1.8)

    def draw_axes(self, across: str, up: str) -> None:
        """Draw two axes by hand with the words that the student put on them."""
        self.draw_line([(14, 92), (14, 16), (94, 16)], INK, 2.2)
        self.write_text((44, 11), across, 60)
        self.axes.text(
            7, 54, up, size=15, color=BLUE, rotation=90, ha="center", va="center",
            family="STIXGeneral", style="italic",
        )  # fmt: skip


def save_picture(page: Page, path: Path) -> None:
    """Save a page as a small PNG without metadata."""
    raw = io.BytesIO()
    page.figure.savefig(raw, format="png", dpi=110)
    image = Image.open(raw).convert("RGB").quantize(colors=32, dither=Image.Dither.NONE)
    image.save(path, optimize=True)
    if path.stat().st_size >= LARGEST:
        raise SystemExit(f"{path.name} has {path.stat().st_size} bytes, more than {LARGEST}")


def save_sheet(page: Page, path: Path, title: str) -> None:
    """Save a page as a PDF without a date, so that the same page is the same bytes."""
    about = {"Title": title, "CreationDate": None, "Creator": None, "Producer": None}
    page.figure.savefig(path, format="pdf", metadata=about)


def draw_form(form: Form, answers: dict[str, str] | None = None) -> Page:
    """Draw a form, blank on letter paper or, with answers by the start of a label, filled in as a picture."""
    hand = answers is not None
    page = Page(8, 6.4, hand=True) if hand else Page(8.5, 11, hand=False)
    page.print_text((5, 97), form.title, 12 if hand else 15, bold=True)
    if not hand:
        page.print_text((5, 93.4), f"{form.about}: __________________________     Date: ____________", 10)
    for box in form.boxes:
        page.frame(box)
        page.print_text((box.left + 1, box.top - 1.2), box.label, 8 if hand else 10)
        for start, answer in (answers or {}).items():
            if box.label.startswith(start):
                page.write_text((box.left + 2, box.top - 5.5), answer, int(box.width * 0.86), 14)
    if not hand:
        page.print_text((5, 3.4), form.foot, 8)
    return page


ORGANIZER = Form(
    "Two explanations, one event",
    (
        Box("1  What happened? Key events, in order", 5, 90, 90, 19),
        Box("2  Explanation A, and a line from the text", 5, 69, 44, 23),
        Box("3  Explanation B, and a line from the text", 51, 69, 44, 23),
        Box("4  Which does the evidence support better? Which line decides it?", 5, 44, 90, 19),
        Box("5  What does the text leave uncertain?", 5, 23, 90, 15),
    ),
    "You may change your mind. Show the line that moved you.",
)
DOUBT = Form(
    "Two explanations, one event, and what we can't know yet",
    (
        Box("1  What happened? Key events, in order", 5, 90, 90, 13),
        Box("2  Explanation A: a line for it and a line against it", 5, 75, 44, 20),
        Box("3  Explanation B: a line for it and a line against it", 51, 75, 44, 20),
        Box("4  Which does the evidence support better? Which line decides it?", 5, 53, 90, 15),
        Box("5  What do the texts leave uncertain? What would you read next to be surer?", 5, 36, 90, 29),
    ),
    "After an organizer used in 2012, with a larger last box.",
)
ACCOUNTS = Form(
    "Two accounts of one event",
    (
        Box("A  Who writes, when, for whom?", 5, 90, 44, 15),
        Box("B  Who writes, when, for whom?", 51, 90, 44, 15),
        Box("A says that", 5, 73, 44, 21),
        Box("B says that", 51, 73, 44, 21),
        Box("A leaves out (what B tells and A does not)", 5, 50, 44, 21),
        Box("B leaves out (what A tells and B does not)", 51, 50, 44, 21),
        Box("So a reader of that time would think", 5, 27, 90, 19),
    ),
    "Fold along the middle to read row by row.",
)
LOCKOUT = Form(
    "Lockout walkthrough on a machine you have not met",
    (
        Box("Sketch the machine. Put an X on every source of energy, stored energy too.", 5, 90, 90, 31),
        Box("Steps on the sheet: ____   Steps carried out, in order:", 5, 57, 90, 21),
        Box("Why does step ___ come before step ___ ?", 5, 34, 90, 12),
        Box("Verified: start pressed [  ]   switch back to off [  ]   gauge reads zero [  ]", 5, 20, 90, 12),
    ),
    "Passed: every source found, order kept, zero energy verified. The observer marks and never helps.",
    "Machine",
)

FILLED: tuple[tuple[Path, Form, dict[str, str]], ...] = (
    (
        BENTON / "2012-10-civil-war-evidence" / "organizer-before.png",
        ORGANIZER,
        {
            "1": "Lincoln elected. South Carolina leaves, then more states. Shots at Fort Sumter, 1861",
            "2": "South Carolina left the Union and then more states left",
            "3": "they fired on Fort Sumter and the war started",
            "4": "they both happened",
        },
    ),
    (
        BENTON / "2012-10-civil-war-evidence" / "organizer-after.png",
        ORGANIZER,
        {
            "1": "1862 letter to Greeley. Antietam. First proclamation 5 days after, last one January 1863",
            "2": 'to save the Union. "My paramount object in this struggle is to save the Union"',
            "3": 'slavery should end. "my oft-expressed personal wish that all men ... could be free"',
            "4": "B, he did not have to write that last line. A is why he waited, B is why he did it",
            "5": "The letter was for a newspaper. What would he have said in private?",
        },
    ),
    (
        BENTON / "2024-02-two-accounts" / "sheet-before.png",
        ACCOUNTS,
        {
            "A  Who": "a London paper, 1857",
            "B  Who": "an Indian official, 1858",
            "A says": "it was a mutiny of soldiers because of the cartridges",
            "B says": "the laws were made without asking the people, and nobody told the rulers so",
            "So a": "that they disagree",
        },
    ),
    (
        BENTON / "2024-02-two-accounts" / "sheet-after.png",
        ACCOUNTS,
        {
            "A  Who": "the king, for people with money to give",
            "B  Who": "a visitor, 1890, an open letter to the king",
            "A says": "there will be roads and stations and trade",
            "B says": "villages were burned, he counts them and says where",
            "A leaves": "who builds the roads. There is no word for labor anywhere",
            "B leaves": "almost everything the state says for itself",
            "So a": "A reader in 1885 sees roads on a map and nobody building them. So you would give money",
        },
    ),
)


def draw_velocity() -> Page:
    """Draw a velocity graph whose flat part is read as standing still."""
    page = Page(7, 5, hand=True)
    page.draw_axes("time (s)", "velocity (m/s)")
    page.draw_line([(14, 16), (38, 66), (66, 66), (84, 16)], BLUE, 2.4)
    page.write_text((40, 78), "here the cart has stopped", 40)
    page.write_text((16, 60), "going up", 12)
    page.write_text((80, 50), "going down", 12)
    return page


def draw_plot(*, fitted: bool) -> Page:
    """Draw eight measured points, joined up (before) or with a line among them (after)."""
    page = Page(7, 5, hand=True)
    points = [(22.0, 26.0), (31, 27), (40, 39), (49, 40), (58, 53), (67, 54), (76, 70), (85, 71)]
    page.draw_axes("load (newtons)" if fitted else "washers", "sag (mm)" if fitted else "sag")
    page.draw_marks(points)
    if fitted:
        page.draw_line([(17, 19), (90, 77)])
        page.write_text((30, 80), "slope = 0.4", 30, 17)
    else:
        page.draw_line(points)
    return page


def draw_press() -> Page:
    """Draw a press from the side with its four sources of energy."""
    page = Page(7, 6, hand=True)
    outline: tuple[Points, ...] = (
        [(25, 12), (25, 88), (68, 88), (68, 76), (40, 76), (40, 30), (74, 30), (74, 12), (25, 12)],
        [(54, 76), (54, 54), (64, 54), (64, 76)],
        [(50, 54), (68, 54), (68, 49), (50, 49), (50, 54)],
        [(8, 60), (8, 76), (18, 76), (18, 60), (8, 60)],
        [(18, 68), (25, 68)],
        [(25, 22), (6, 22), (6, 8)],
        [(45, 60), (49, 62), (43, 64), (49, 66), (43, 68), (49, 70), (45, 72)],
    )
    for part in outline:
        page.draw_line(part)
    labels = (
        ((13.0, 68.0), (2, 86), "1 breaker"),
        ((12.0, 22.0), (2, 33), "4 air line"),
        ((59.0, 62.0), (72, 66), "6 ram is UP. block it"),
        ((46.0, 66.0), (72, 52), "7 spring (stored)"),
    )
    for cross, at, words in labels:
        page.axes.add_patch(Circle(cross, 3, fill=False, ec=BLUE, lw=1.2))
        page.draw_marks([cross])
        page.write_text((cross[0] + 3, cross[1] + 5), words[0], 2, 13)
        page.write_text(at, words, 22)
    page.write_text((28, 97), "numbers = step on the sheet", 40)
    return page


TASK = """Version A

1  The graph shows the water in a tub over 14 minutes.
    a  When is the tub fullest, and what happened at that moment?
    b  Between which times is the water rising? Falling? Neither?
    c  What does the point (0, 20) mean for the tub?

2  A bus leaves the school, stops three times, waits at a light and
    arrives after 12 minutes. Sketch its speed against time.
    Put words and units on both axes.

3  Choose one feature of your sketch. Say what it means on the bus.


Rubric
Beginning      Points are read without the situation, or not at all.
Developing    Features are right. Meaning, units or axes are missing.
Proficient       Features, meaning and units agree. The sketch fits the story.
Advanced      Also says what the graph can't show about the story."""

ITEMS = """1  A cart is pulled by a hanging mass. Its velocity is measured every 0.1 s:
    0.00   0.12   0.23   0.35   0.44   0.58 m/s.  Find its acceleration. Show how.

2  On a velocity graph the line runs flat from 2 s to 4 s. What is the cart doing?

3  Ten trials, force doubled. Acceleration is doubled in seven of them, nearly
    doubled in two, and unchanged in one. Does this support F = ma? What would
    you do about the one?

4  How far off may a point be before you doubt the law instead of the point?
    Write a number, and say where it comes from."""


def draw_task() -> Page:
    """Draw the graph story task with its tub graph."""
    page = Page(8.5, 11, hand=False)
    page.print_text((7, 96), "Graph stories: what is happening?", 16, bold=True)
    page.draw_line([(12, 88), (12, 66), (88, 66)], INK, 1.4)
    page.draw_line([(12, 70), (42, 86), (60, 86), (84, 66)], BLUE, 2)
    page.print_text((12, 91), "water (liters)", 9)
    page.print_text((76, 64.5), "time (minutes)", 9)
    for minute in range(0, 15, 2):
        page.print_text((11.4 + minute * 72 / 14, 65.6), str(minute), 8)
    page.print_text((9, 70.7), "20", 8)
    page.print_text((7, 60), TASK, 11)
    return page


def draw_items() -> Page:
    """Draw the sample items of the data test."""
    page = Page(8.5, 11, hand=False)
    page.print_text((7, 95), "Force and motion data test: four sample items", 15, bold=True)
    page.print_text((7, 89), ITEMS, 11)
    return page


def main() -> None:
    """Draw everything into the folders of the records."""
    with mpl.rc_context(SETTINGS):
        for path, form, answers in FILLED:
            save_picture(draw_form(form, answers), path)
        save_picture(draw_velocity(), EASTVIEW / "2025-01-motion-graphs" / "velocity-graph-before.png")
        save_picture(draw_press(), MESA / "2024-03-lockout-steps" / "energy-sketch.png")
        for name, fitted in (("plot-before.png", False), ("plot-after.png", True)):
            save_picture(draw_plot(fitted=fitted), MESA / "2025-10-beam-deflection" / name)
        for path, form in (
            (BENTON / "2012-10-civil-war-evidence" / "evidence-organizer.pdf", ORGANIZER),
            (BENTON / "2025-10-reconstruction-evidence" / "organizer-with-doubt.pdf", DOUBT),
            (BENTON / "2024-02-two-accounts" / "two-accounts-sheet.pdf", ACCOUNTS),
            (MESA / "2024-03-lockout-steps" / "lockout-walkthrough.pdf", LOCKOUT),
        ):
            save_sheet(draw_form(form), path, form.title)
        save_sheet(draw_task(), BENTON / "2024-10-key-features" / "graph-story-task.pdf", "Graph story task")
        save_sheet(draw_items(), EASTVIEW / "2025-01-motion-graphs" / "data-test-sample.pdf", "Data test")


if __name__ == "__main__":
    main()
