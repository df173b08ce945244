"""Draw the made-up student work and the hand-outs of the middle-school sample cycles.

Nothing here was written by a student: every page is invented, so that the sample portfolio can show work
samples without borrowing a child's. The same script gives the same bytes. Run it from the project's root:
`python scripts/draw_samples_middle.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox
from PIL import Image, ImageDraw

Point = tuple[float, float]
Colour = tuple[int, int, int]

CYCLES = Path(__file__).resolve().parent.parent / "cycles"
SIZE = (900, 640)
OVERSAMPLE = 2
PENCIL, BLUE, RED, GREEN = (72, 74, 82), (38, 70, 140), (176, 58, 46), (58, 110, 72)
PAPER, RULE, MARGIN = (253, 252, 246), (205, 220, 235), (235, 180, 180)

# A one-stroke alphabet, because an outline font never looks like a pencil. Each pair of digits is a point
# (x, y): 0 descender, 3 baseline, 7 top of a small letter, 9 top of a capital.
GLYPHS = {
    "a": "462706042344 4743", "b": "0903 062746442304", "c": "462706042344", "d": "4943 462706042344",
    "e": "05454627060423 2344", "f": "39291813 0737", "g": "462706042344 47412001", "h": "0903 0526374643",
    "i": "0703 0908", "j": "272110 2928", "k": "0903 370533", "l": "090413", "m": "0703 06273633 36576663",
    "n": "0703 0526374643", "o": "27060423444627", "p": "0700 062746442304", "q": "474051 462706042344",
    "r": "0703 051737", "s": "46270625442304", "t": "19142333 0737", "u": "07042344 4743", "v": "072347",
    "w": "0713365367", "x": "0743 4703", "y": "0724 472400", "z": "07470343",
    "A": "032943 1535", "B": "0903 0929482606 2645442303", "C": "482907042344", "D": "0903 092947452303",
    "E": "49090343 0636", "F": "490903 0636", "G": "48290704234446 4626", "H": "0903 4943 0646", "I": "0903",
    "J": "39341304", "K": "0903 490643", "L": "090343", "M": "0309366963", "N": "03094349",
    "O": "29070423444729", "P": "0903 0929482606", "Q": "29070423444729 2553", "R": "0903 0929482606 2643",
    "S": "4829082645442304", "T": "0949 2923", "U": "0904234449", "V": "092349", "W": "0913365369",
    "X": "0943 4903", "Y": "0926 492623", "Z": "09490343",
    "0": "29070423444729", "1": "081913", "2": "082948460343", "3": "08294826442304", "4": "390545 3933",
    "5": "4909063645442304", "6": "391705042344452605", "7": "094913", "8": "26082948260423444526",
    "9": "4726070829484733", ".": "0304", ",": "1402", ":": "0304 0607", "'": "0907", "-": "0535",
    "+": "0545 2723", "=": "0646 0444", "/": "0349", "(": "19070513", ")": "09171503",
    "?": "082948262524 2324", "!": "0905 0304", ">": "0545 364534", "%": "0349 0908 4443",
}  # fmt: skip
SMOOTH = set("abcdeghmnopqstuBCDGJOPQRSU0235689?()")


def read_strokes(glyph: str) -> list[list[Point]]:
    """Turn the digit pairs of one glyph into strokes on a grid whose baseline is 0 and capital height 6."""
    return [
        [(float(s[i]), float(s[i + 1]) - 3.0) for i in range(0, len(s), 2)]
        for s in GLYPHS.get(glyph, "").split()
    ]


def round_corners(points: Sequence[Point]) -> list[Point]:
    """Chaikin's corner cutting (1974), twice: enough for a pencil curve."""
    line = list(points)
    for _ in range(2):
        cut = [line[0]]
        for (x0, y0), (x1, y1) in pairwise(line):
            cut += [
                (0.75 * x0 + 0.25 * x1, 0.75 * y0 + 0.25 * y1),
                (0.25 * x0 + 0.75 * x1, 0.25 * y0 + 0.75 * y1),
            ]
        line = [*cut, line[-1]]
    return line


class Sheet:
    """One page of invented student work, drawn at twice its size and then reduced."""

    def __init__(self, seed: int, *, ruled: bool = True) -> None:
        """Start a page; `seed` fixes its wobble."""
        self._rng = np.random.default_rng(seed)
        self._image = Image.new("RGB", (SIZE[0] * OVERSAMPLE, SIZE[1] * OVERSAMPLE), PAPER)
        self._draw = ImageDraw.Draw(self._image)
        if ruled:
            for y in range(70, SIZE[1], 38):
                self._ink([(0, y), (SIZE[0], y)], RULE, 1.0)
            self._ink([(64, 0), (64, SIZE[1])], MARGIN, 1.0)

    def _wobble(self, amount: float) -> float:
        return float((self._rng.random() - 0.5) * 2 * amount)

    def _ink(self, points: Sequence[Point], colour: Colour, width: float) -> None:
        scaled = [(x * OVERSAMPLE, y * OVERSAMPLE) for x, y in points]
        self._draw.line(scaled, fill=colour, width=round(width * OVERSAMPLE), joint="curve")

    def write(
        self, at: Point, text: str, size: float = 22, colour: Colour = PENCIL, width: float = 2.2
    ) -> float:
        """Write a line of text from `at` (left end of the baseline) and return where it ends."""
        x, y = at
        unit = size / 6
        wide = unit * 0.84
        for letter in text:
            strokes = read_strokes(letter)
            if not strokes:
                x += 3.2 * wide
                continue
            lift, slant = self._wobble(size * 0.05), 0.10 + self._wobble(0.04)
            for stroke in strokes:
                curve = round_corners(stroke) if letter in SMOOTH else stroke
                self._ink(
                    [
                        (
                            x + (px + py * slant) * wide + self._wobble(0.35),
                            y - py * unit + lift + self._wobble(0.35),
                        )
                        for px, py in curve
                    ],
                    colour,
                    width,
                )
            x += (max(px for s in strokes for px, _ in s) + 1.8 + self._wobble(0.2)) * wide
        return x

    def lines(
        self, at: Point, texts: Sequence[str], size: float = 21, colour: Colour = PENCIL, gap: float = 38
    ) -> None:
        """Write several lines under each other."""
        for row, text in enumerate(texts):
            self.write((at[0] + self._wobble(3), at[1] + row * gap), text, size, colour)

    def line(
        self,
        start: Point,
        end: Point,
        colour: Colour = PENCIL,
        width: float = 2.2,
        *,
        arrow: bool = False,
    ) -> None:
        """Draw a line by hand: a little bent, never quite meeting its end."""
        (x0, y0), (x1, y1) = start, end
        bend = self._wobble(4)
        middle = ((x0 + x1) / 2 + bend, (y0 + y1) / 2 - bend)
        self._ink(round_corners([start, middle, end]), colour, width)
        if arrow:
            angle = np.arctan2(y1 - y0, x1 - x0)
            for turn in (2.6, -2.6):
                tip = (x1 + 15 * float(np.cos(angle + turn)), y1 + 15 * float(np.sin(angle + turn)))
                self._ink([end, tip], colour, width)

    def box(self, corner: Point, size: Point, colour: Colour = PENCIL) -> None:
        """Draw a box with four separate strokes."""
        (x, y), (w, h) = corner, size
        for start, end in (
            ((x, y), (x + w, y)),
            ((x + w, y), (x + w, y + h)),
            ((x + w, y + h), (x, y + h)),
            ((x, y + h), (x, y)),
        ):
            self.line(start, end, colour)

    def loop(self, centre: Point, radii: Point, colour: Colour = PENCIL, width: float = 2.2) -> None:
        """Draw a round that overshoots its start, as a hand does."""
        turns = np.linspace(0.2, 2 * np.pi + 0.5, 40)
        swell = 1 + self._wobble(0.02)
        self._ink(
            [
                (centre[0] + radii[0] * float(np.cos(t)) * swell, centre[1] + radii[1] * float(np.sin(t)))
                for t in turns
            ],
            colour,
            width,
        )

    def table(self, corner: Point, rows: Sequence[Sequence[str]], cell: Point, size: float = 21) -> None:
        """Draw a table with its words."""
        (x, y), (w, h) = corner, cell
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                self.box((x + c * w, y + r * h), cell)
                self.write((x + c * w + 12, y + r * h + h * 0.68), text, size)

    def save(self, name: str) -> None:
        """Reduce, keep few colours, write a small PNG without metadata."""
        small = self._image.resize(SIZE, Image.Resampling.LANCZOS)
        target = CYCLES / name
        target.parent.mkdir(parents=True, exist_ok=True)
        small.quantize(40, dither=Image.Dither.NONE).save(target, optimize=True)


def draw_ratio_tables() -> None:
    """Draw a ratio table that adds, and a later one that multiplies and says what a row means."""
    folder = "riverbend-middle/2023-10-ratio-tables"
    sheet = Sheet(1)
    sheet.write((90, 60), "2 scoops make 3 cups. Keep the taste the same.")
    sheet.table((100, 100), [["scoops", "cups"], ["2", "3"], ["3", "4"], ["4", "5"], ["10", "11"]], (150, 57))
    for row in range(3):
        sheet.write((425, 205 + row * 57), "+1    +1", colour=BLUE)
    sheet.lines(
        (90, 450), ["I added the same to both sides so it is", "still the same. It is always 1 more cup."]
    )
    sheet.save(f"{folder}/table-before.png")

    sheet = Sheet(2)
    sheet.write((90, 60), "4 scoops make 6 cups. Keep the taste the same.")
    sheet.table(
        (100, 100), [["scoops", "cups"], ["4", "6"], ["2", "3"], ["1", "1.5"], ["10", "15"]], (150, 57)
    )
    for row, note in enumerate(("/2       /2", "/2       /2", "x10     x10")):
        sheet.write((425, 205 + row * 57), note, colour=BLUE)
    said = ["For every 1 scoop there is 1.5 cups. Each row", "tastes the same because I did the same times"]
    sheet.lines((90, 450), [*said, "to both, not the same plus."])
    sheet.save(f"{folder}/table-after.png")


def draw_argument_maps() -> None:
    """Draw a map where everything is a reason, and a later one that parts reasons from what only looks so."""
    folder = "riverbend-middle/2024-01-is-that-a-reason"
    sheet = Sheet(3, ruled=False)
    sheet.box((280, 40), (400, 70))
    sheet.write((300, 84), "School should start at 9")
    boxes = {40: ("Kids need", "sleep"), 330: ("It should be", "9 not 7:45"), 620: ("My bus is", "at 6:50")}
    for x, words in boxes.items():
        sheet.box((x, 220), (235, 120))
        sheet.lines((x + 16, 262), words)
        sheet.line((460, 112), (x + 118, 216), arrow=True)
    sheet.lines(
        (60, 440), ["All of these are good reasons. The author has", "3 reasons so it is strong."], gap=42
    )
    sheet.save(f"{folder}/map-before.png")

    sheet = Sheet(4, ruled=False)
    sheet.box((270, 36), (400, 66))
    sheet.write((288, 78), "Phones stay out of lunch")
    texts = ("talk goes up when|phones are away", "phones don't|belong at lunch", "most kids own|a phone")
    verdicts = ("why? yes", "same thing again", "true but so what")
    for x, text, verdict in zip((24, 322, 606), texts, verdicts, strict=True):
        colour = GREEN if verdict == "why? yes" else RED
        sheet.box((x, 190), (276, 110), colour)
        sheet.lines((x + 14, 232), text.split("|"), 20)
        sheet.write((x + 14, 345), verdict, 20, colour)
    sheet.line((440, 104), (165, 186), GREEN, arrow=True)
    said = ["Only box 1 makes me believe it more. Box 2 is", "the claim in other words. Box 3 could be used"]
    sheet.lines((50, 440), [*said, "by the other side too."], gap=44)
    sheet.save(f"{folder}/map-after.png")


def draw_lab_page() -> None:
    """Draw the evidence half of a lab report on a new substance."""
    sheet = Sheet(5)
    sheet.write((90, 60), "Lab B: what happened in the bag?")
    text = "property,before,after;color,red,yellow;temp,21 C,34 then 12;gas,no,bag swelled;mass,86.2 g,86.2 g"
    sheet.table((90, 90), [row.split(",") for row in text.split(";")], (220, 52))
    said = ["Claim: a new substance formed.", "Evidence: the gas was not in any of the 3"]
    said += ["things we put in. Color change alone does", "not show it (tea gets lighter too)."]
    sheet.lines((90, 412), [*said, "Mass stayed 86.2 so nothing got away."])
    sheet.save("riverbend-middle/2024-11-new-substance-or-not/lab-b-page.png")


def draw_overflagged_article() -> None:
    """Draw an article on which every line, the sound one too, is ringed as a fallacy."""
    sheet = Sheet(6, ruled=False)
    for row, tag in enumerate(("bandwagon", "scare", "bias", "bias", "expert = bad", "fallacy?")):
        y = 90 + row * 72
        for word in range(6 if row % 2 else 5):
            sheet.line((60 + word * 92, y), (130 + word * 92, y), (150, 152, 158), 5)
        sheet.loop((320, y), (290, 26), RED)
        sheet.write((640, y + 8), tag, colour=RED)
    sheet.write((60, 560), "6 out of 6 are fallacies. Don't trust this.")
    sheet.save("northgate-middle/2024-09-reasons-under-a-lens/flagged-article.png")


def start_tree(seed: int, sun: Colour) -> Sheet:
    """Start a page with a tree, the ground and a sun whose light is an arrow."""
    sheet = Sheet(seed, ruled=False)
    sheet.line((425, 470), (432, 300))
    sheet.line((470, 470), (462, 300))
    for centre, radii in (((385, 245), (75, 60)), ((500, 245), (80, 62)), ((442, 180), (90, 68))):
        sheet.loop(centre, radii, GREEN)
    sheet.line((150, 475), (750, 475))
    sheet.loop((790, 90), (45, 42), sun)
    sheet.line((745, 115), (590, 190), sun, arrow=True)
    return sheet


def draw_tree_models() -> None:
    """Draw a model that feeds the tree from the soil, and a later one with matter and energy kept apart."""
    folder = "northgate-middle/2025-10-where-the-wood-comes-from"
    sheet = start_tree(7, BLUE)
    for x in (330, 450, 560):
        sheet.line((x, 560), (445, 482), RED, arrow=True)
    sheet.write((290, 600), "soil food goes up", colour=RED)
    sheet.lines((650, 215), ("sun makes", "it grow"), colour=BLUE)
    sheet.save(f"{folder}/model-before.png")

    sheet = start_tree(8, RED)
    sheet.lines((650, 205), ("ENERGY", "(not stuff)"), colour=RED, gap=34)
    sheet.line((120, 190), (300, 225), BLUE, arrow=True)
    sheet.write((60, 160), "CO2 from air", colour=BLUE)
    sheet.line((300, 290), (120, 330), BLUE, arrow=True)
    sheet.write((50, 372), "O2 out", colour=BLUE)
    sheet.line((447, 580), (447, 485), BLUE, arrow=True)
    sheet.write((475, 560), "water", colour=BLUE)
    sheet.write((490, 400), "sugar > wood", colour=GREEN)
    sheet.write((60, 622), "blue = matter   red = energy   soil: only a little", 19)
    sheet.save(f"{folder}/model-after.png")


def draw_parking_lot() -> None:
    """Draw a plan of the parking lot, the drain and the creek."""
    sheet = Sheet(9, ruled=False)
    sheet.box((70, 60), (380, 300))
    for x in range(120, 440, 55):
        sheet.line((x, 60), (x, 150))
    sheet.lines((130, 240), ("parking lot", "61 steps x 40"))
    sheet.loop((430, 330), (16, 12), RED)
    sheet.write((300, 400), "drain", colour=RED)
    for start, end in (((180, 310), (400, 325)), ((360, 180), (425, 310)), ((446, 336), (655, 370))):
        sheet.line(start, end, BLUE, arrow=True)
    for offset in (0, 46):
        sheet.line((620 + offset, 40), (690 + offset, 250), BLUE)
        sheet.line((690 + offset, 250), (670 + offset, 450), BLUE)
    sheet.write((765, 210), "creek", colour=BLUE)
    sheet.lines(
        (70, 520), ["oil spots: 14.  grass strip: none on this side", "what if the strip was HERE?"], gap=44
    )
    sheet.line((500, 490), (560, 385), GREEN, arrow=True)
    sheet.save("northgate-middle/2026-10-creek-and-parking-lot/site-plan.png")


# Each hand-out: file, title, foot, then the table, a line a row; `|` parts cells and `/` lines within a cell.
HANDOUTS = (
    (
        "riverbend-middle/2023-10-ratio-tables/ratio-rubric.pdf",
        "Three ratio tasks: what we look for",
        "Juice: 2 scoops, 3 cups. Map: 4 cm, 10 km. Beads: 5 red, 8 blue. The lowest row counts.",
        """|Not yet|Partly|Meets|Beyond
Table|Adds the same/to both numbers|Doubles and/halves only|Any factor|Quickest row
Meaning|No units|Units, no/'for every'|'For every .../there are ...'|Unit rate/both ways
Choice|One drawing/for all|Two drawings,/no reason|Says why/it fits|Shows that/two agree""",
    ),
    (
        "riverbend-middle/2024-01-is-that-a-reason/reason-test.pdf",
        "Is that a reason? A note sheet",
        "Ask in this order. What passes all three is a reason: say so.",
        """Sentence|Says WHY, or/says it AGAIN?|If false, would/you doubt more?|Could the other/side use it?
|||
|||
|||
|||
|||""",
    ),
    (
        "riverbend-middle/2024-11-new-substance-or-not/lab-report-rubric.pdf",
        "Lab report: 24 points",
        "Read the Evidence and Reasoning rows first; the rest can wait for draft two.",
        """4 points a row|1|2|3|4
Question|Names the topic|Asks, cannot be/tested|Can be tested|Names what would/settle it
Data table|Some cells|No units|Complete, units|Repeats shown
Claim|None|Says what was seen|New substance/or not|Says how sure
Evidence|None|One property|Two, before/and after|Two, and one that/does not count
Reasoning|None|'Because it/changed'|Properties tell/substances apart|Rules out mixing/or melting
Precise words|Everyday words|One term|Terms used right|Explains a term""",
    ),
    (
        "northgate-middle/2025-10-where-the-wood-comes-from/model-rubric.pdf",
        "Where does the wood come from? Reading a model",
        "'Linked' in the first two rows counts as proficient. Neat drawing earns nothing.",
        """|Sketch|Parts|Linked|Explains
Matter|Tree, soil, sun|Names CO2/or water|Arrows in and out:/CO2, water, O2|Carbon followed/into the wood
Energy|Sun drawn|Light arrow|Light apart/from matter|Light to stored/energy in sugar
Limits|None|A label 'not sure'|One thing the model/leaves out|What evidence/would change it""",
    ),
    (
        "hanbit-international/2023-09-circle-talk/talk-card.pdf",
        "Circle talk: what a listener can do next",
        "Prepare in Korean or English. Speak in English; a word may be asked for in Korean.",
        """If you heard ...|you could ...|for example
a point with no line/from the text|ask for the line|Where do you see that?
a point you half/agree with|agree with a part|I agree about the ending, but ...
two people saying/different things|put them side by side|You think fear, you think envy./Can both be?
nothing, the English/was too fast|ask for it again|Could you say the last part/once more?
silence|let it be, then/turn a page|Can we look at the closet page?""",
    ),
)


def print_handout(name: str, title: str, foot: str, text: str) -> None:
    """Print a one-page rubric or note sheet as a PDF without dates."""
    head, *rows = [[cell.replace("/", "\n") for cell in line.split("|")] for line in text.split("\n")]
    figure = Figure(figsize=(11, 8.5))
    axes = figure.add_axes((0.05, 0.05, 0.9, 0.9))
    axes.axis("off")
    axes.text(0, 0.97, title, fontsize=18, transform=axes.transAxes)
    axes.text(0, 0.05, foot, fontsize=10, transform=axes.transAxes)
    grid = axes.table(
        cellText=rows, colLabels=head, cellLoc="left", bbox=Bbox.from_bounds(0.0, 0.14, 1.0, 0.78)
    )
    grid.auto_set_font_size(value=False)
    grid.set_fontsize(12)
    for (row, _column), cell in grid.get_celld().items():
        cell.set_edgecolor("#858b95")
        cell.set_facecolor("#ffffff" if row else "#eef2f7")
        cell.PAD = 0.04
    target = CYCLES / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context({"pdf.compression": 9, "pdf.fonttype": 3}):
        figure.savefig(target, metadata={"CreationDate": None, "ModDate": None, "Title": title})


if __name__ == "__main__":
    for draw in (draw_ratio_tables, draw_argument_maps, draw_lab_page, draw_overflagged_article):
        draw()
    draw_tree_models()
    draw_parking_lot()
    for handout in HANDOUTS:
        print_handout(*handout)
