"""Draw the made-up student work and the hand-outs of the elementary sample cycles.

No child made these: the sample portfolio shows what a work sample looks like without showing anybody's
work. The same script gives the same bytes. Run it from the root of the project:
`python scripts/draw_samples_elementary.py`.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.figure import Figure
from PIL import Image, ImageDraw

Point = tuple[float, float]
Color = tuple[int, int, int]

CYCLES = Path(__file__).resolve().parent.parent / "cycles"
LINES = CYCLES / "lakeside-elementary/2023-10-fraction-number-lines"
OPINION = CYCLES / "lakeside-elementary/2024-02-opinion-evidence"
WEATHER = CYCLES / "lakeside-elementary/2025-10-weather-and-what-to-wear"
POND = CYCLES / "juniper-hill-elementary/2025-04-who-survives-here"
SHARING = CYCLES / "juniper-hill-elementary/2025-11-sharing-and-fractions"
FLUENCY = CYCLES / "escuela-del-rio/2024-02-fluidez-lectora"

SCALE = 3  # drawn large and reduced: Pillow's own lines have hard edges
PENCIL, BLUE, GRAY, YELLOW = (70, 70, 80), (60, 110, 190), (130, 138, 150), (235, 180, 30)
GREEN, RED, ORANGE, BROWN = (70, 150, 80), (200, 70, 60), (235, 130, 40), (140, 95, 60)

# One-stroke print as taught in first grade. A letter is strokes; a stroke is pairs of digits, x then y, on a
# grid that runs down from 0 (top of a tall letter) over 6 (the line) to 8 (end of a tail).
LETTERS = {
    "a": "43230416364543 4346", "b": "0006 0523344516 06", "c": "43230415264645", "d": "4046 43230415264645",
    "e": "0444432304152646", "f": "3020112126 0333", "g": "43230415264543 43472807", "h": "0006 04233346",
    "i": "1316 1111", "j": "23271807 2121", "k": "0006 430446", "l": "0006", "m": "0306 04132326 24334346",
    "n": "0306 04233346", "o": "23041526354423", "p": "0308 0423344526 0506", "q": "43230415264543 4348",
    "r": "0306 04233343", "s": "432304144536 3606", "t": "202536 0343", "u": "0305162645 4346", "v": "032643",
    "w": "0316243643", "x": "0346 4306", "y": "0326 4308", "z": "03430646", "A": "062046 1434",
    "B": "0006 0030413203 0344452606 06", "E": "40000646 0333", "I": "0040 2026 0646",
    "R": "0006 00304132 0346",
    "S": "402001124445260605", "W": "0016233640", "C": "412010010516264645",
    "0": "20010516354130 3020", "1": "112026 0646", "2": "01103041320646", "3": "01203041322344452605",
    "4": "30044444 3036", "5": "4000 0002 02324345362605", "6": "4020020516264534 3404", "7": "004016",
    "8": "2304152636452342 4130102132", "9": "42230201203042 4146", "/": "4006", "=": "0343 0545",
    "+": "2226 0444",
    ".": "1516", ":": "1314 1516", "'": "1011", ",": "1517", "-": "0444",
}  # fmt: skip
ANGULAR = set("AEIMNRVWXYkvwxyz147/=+-")


def round_corners(points: list[Point]) -> list[Point]:
    """Cut each corner twice (Chaikin), so that an o is round."""
    for _ in range(2):
        inner: list[Point] = []
        for (x0, y0), (x1, y1) in pairwise(points):
            inner += [
                (0.75 * x0 + 0.25 * x1, 0.75 * y0 + 0.25 * y1),
                (0.25 * x0 + 0.75 * x1, 0.25 * y0 + 0.75 * y1),
            ]
        points = [points[0], *inner[1:-1], points[-1]]
    return points


class Paper:
    """A sheet that takes wobbly lines; each has its own seed, so that one can change alone."""

    def __init__(self, seed: int, size: tuple[int, int] = (760, 480), paper: Color = (253, 252, 247)) -> None:
        """Lay out a sheet of `size` pixels."""
        self.size = size
        self.hand = random.Random(seed)
        self.image = Image.new("RGB", (size[0] * SCALE, size[1] * SCALE), paper)
        self.draw = ImageDraw.Draw(self.image)

    def stroke(
        self, points: Sequence[Point], color: Color = PENCIL, width: float = 2.4, wobble: float = 1.2
    ) -> None:
        """Draw through the points with a hand that is not quite steady."""
        drift = self.hand.uniform(0, math.tau)
        path: list[Point] = []
        for (x0, y0), (x1, y1) in pairwise(points):
            steps = max(2, int(math.hypot(x1 - x0, y1 - y0) / 6))
            for i in range(steps):
                drift += self.hand.uniform(-0.5, 0.7)
                shift = wobble * math.sin(drift)
                path.append((x0 + (x1 - x0) * i / steps + shift, y0 + (y1 - y0) * i / steps + shift))
        path.append(points[-1])
        scaled = [(x * SCALE, y * SCALE) for x, y in path]
        self.draw.line(scaled, fill=color, width=round(width * SCALE), joint="curve")

    def loop(self, center: Point, radii: Point, color: Color = PENCIL, width: float = 2.4) -> None:
        """An oval whose ends overlap a little, as they do by hand."""
        turn = self.hand.uniform(0, 1)
        angles = [turn + math.tau * i / 28 for i in range(30)]
        ring = [(center[0] + radii[0] * math.cos(a), center[1] + radii[1] * math.sin(a)) for a in angles]
        self.stroke(ring, color, width, 1.5)

    def arc(self, start: Point, end: Point, height: float, color: Color = PENCIL) -> None:
        """A hop from one point to the next."""
        (x0, y0), (x1, y1) = start, end
        hop = [
            (x0 + (x1 - x0) * i / 8, y0 + (y1 - y0) * i / 8 - height * math.sin(math.pi * i / 8))
            for i in range(9)
        ]
        self.stroke(hop, color, 2.0, 0.6)

    def scribble(self, box: tuple[float, float, float, float], color: Color, gap: float = 9) -> None:
        """Fill a box as a crayon does: back and forth, missing some."""
        x0, y0, x1, y1 = box
        rows = int((y1 - y0) / gap)
        zigzag = [((x0, x1)[i % 2] + self.hand.uniform(-7, 7), y0 + i * gap) for i in range(rows + 1)]
        self.stroke(zigzag, color, 4.5, 2.5)

    def write(
        self, at: Point, text: str, size: float = 4.0, color: Color = PENCIL, neat: float = 1.0
    ) -> None:
        """Print a line; `size` is the grid step in pixels, a smaller `neat` a less certain hand."""
        x, y = at
        for letter in text:
            lift = self.hand.uniform(-1, 1) * size * 0.45 / neat
            grow = size * (1 + self.hand.uniform(-0.08, 0.08) / neat)
            strokes = LETTERS.get(letter, "").split()
            widest = 0
            for stroke in strokes:
                dots = [(int(stroke[i]), int(stroke[i + 1])) for i in range(0, len(stroke), 2)]
                widest = max(widest, *(dot[0] for dot in dots))
                path = [(x + dx * grow, y + lift + dy * grow) for dx, dy in dots]
                if len(path) > 1:
                    self.stroke(path if letter in ANGULAR else round_corners(path), color, 2.2, 0.35)
            x += (widest + 1.7) * size if strokes else 3.2 * size

    def save(self, path: Path) -> None:
        """Reduce the sheet to its size and write it as a small PNG without metadata."""
        small = self.image.resize(self.size, Image.Resampling.LANCZOS)
        small.quantize(96, dither=Image.Dither.NONE).save(path, optimize=True)


def draw_line_before(path: Path) -> None:
    """Marks counted from 0 itself, so that three fourths lands in the middle."""
    page = Paper(11, (760, 340))
    page.stroke([(70, 150), (690, 152)])
    for x in (80, 225, 380, 560, 680):
        page.stroke([(x, 132), (x + 2, 170)])
    page.write((72, 182), "0", 5)
    page.write((674, 182), "1", 5)
    page.write((366, 70), "3", 5)
    page.stroke([(358, 105), (398, 104)])
    page.write((366, 110), "4", 4.2)
    page.write((70, 265), "because it is the 3 line", 5.2, neat=0.8)
    page.save(path)


def draw_line_after(path: Path) -> None:
    """Eight equal parts from 0 to 2, five hops, five fourths."""
    page = Paper(12, (760, 380))
    step, left, line = 75, 80, 200
    page.stroke([(left - 12, line), (left + 8 * step + 12, line + 2)])
    for i in range(9):
        page.stroke(
            [(left + i * step, line - 17), (left + i * step + 1, line + 19)], width=3.4 if i % 4 == 0 else 2.2
        )
    for i in range(5):
        page.arc((left + i * step, line - 20), (left + (i + 1) * step, line - 20), 42, BLUE)
    for i, name in ((0, "0"), (4, "1"), (8, "2")):
        page.write((left + i * step - 9, line + 30), name, 5)
    page.write((left + 5 * step - 8, line + 28), "5/4", 4.4, BLUE)
    page.write((70, 285), "one hop is one fourth long.", 4.8)
    page.write((70, 332), "I did 5 hops.", 4.8)
    page.save(path)


def draw_strips(path: Path) -> None:
    """Three strips of colored paper, one under another."""
    page = Paper(13, (760, 420))
    lines = (
        ("Reason", ("we would be calmer after", "lunch"), (252, 226, 190)),
        ("Evidence", ("source B says the nurse", "saw fewer kids on walk days"), (205, 227, 245)),
        ("So what", ("this shows walking helps", "us settle"), (216, 238, 208)),
    )
    for i, (name, words, shade) in enumerate(lines):
        top = 22 + i * 130
        tilt = page.hand.uniform(-5, 5)
        corners = [(24, top + tilt), (736, top), (738, top + 112), (22, top + 114 + tilt)]
        page.draw.polygon([(x * SCALE, y * SCALE) for x, y in corners], fill=shade)
        page.write((44, top + 16), name, 3.4, GRAY, neat=2)
        for row, text in enumerate(words):
            page.write((206, top + 18 + row * 44), text, 4.0, neat=1.3)
    page.save(path)


def draw_figure(page: Paper, at: Point, coat: Color, *, hood: bool) -> None:
    """A person as five-year-olds draw one."""
    x, y = at
    page.loop((x, y), (26, 27))
    page.stroke([(x - 9, y - 5), (x - 8, y - 2)], width=4)
    page.stroke([(x + 9, y - 5), (x + 10, y - 2)], width=4)
    page.arc((x - 10, y + 9), (x + 11, y + 8), -8, RED)
    page.scribble((x - 24, y + 34, x + 24, y + 98), coat)
    page.stroke([(x - 26, y + 45), (x - 58, y + 70)])
    page.stroke([(x + 26, y + 45), (x + 60, y + 66)])
    page.stroke([(x - 12, y + 104), (x - 14, y + 150)])
    page.stroke([(x + 12, y + 104), (x + 15, y + 150)])
    if hood:
        page.arc((x - 34, y + 22), (x + 34, y + 22), 82, coat)
        page.scribble((x - 30, y + 148, x - 4, y + 172), BROWN, 7)
        page.scribble((x + 6, y + 148, x + 34, y + 172), BROWN, 7)


def draw_weather_before(path: Path) -> None:
    """A sun, whatever the sky says."""
    page = Paper(14, (720, 480))
    page.loop((600, 95), (58, 56), YELLOW, 5)
    page.scribble((560, 55, 640, 140), YELLOW, 8)
    for i in range(12):
        a = math.tau * i / 12
        ray = [
            (600 + 72 * math.cos(a), 95 + 70 * math.sin(a)),
            (600 + 105 * math.cos(a), 95 + 100 * math.sin(a)),
        ]
        page.stroke(ray, YELLOW, 4)
    draw_figure(page, (270, 210), RED, hood=False)
    page.scribble((20, 385, 700, 455), GREEN, 10)
    page.save(path)


def draw_weather_after(path: Path) -> None:
    """The sky that was seen, and what it asks for."""
    page = Paper(15, (720, 480))
    for x in (120.0, 250.0, 400.0, 560.0):
        page.loop((x, 70 + page.hand.uniform(-8, 8)), (72, 38), GRAY, 4)
        page.scribble((x - 48, 52, x + 48, 92), GRAY, 9)
    for _ in range(34):
        x, y = page.hand.uniform(40, 680), page.hand.uniform(125, 350)
        page.stroke([(x, y), (x + 13, y + 32)], BLUE, 3, 0.5)
    page.stroke([(560, 190), (562, 410)], BROWN, 5)
    page.stroke([(562, 195), (660, 212), (660, 232), (562, 240), (562, 195)], ORANGE, 4)
    page.scribble((575, 206, 645, 232), ORANGE, 8)
    draw_figure(page, (250, 225), BLUE, hood=True)
    page.write((590, 150), "wind", 5.5, neat=0.5)
    page.write((60, 180), "rain", 5.5, neat=0.5)
    page.write((310, 375), "boots", 5.5, neat=0.5)
    page.scribble((20, 425, 700, 460), GREEN, 10)
    page.save(path)


def draw_pond_before(path: Path) -> None:
    """A fox beside the pond, crossed out, and a reason that is none."""
    page = Paper(16, (760, 430))
    page.loop((520, 190), (170, 78), BLUE, 3)
    for y in (170, 195, 220):
        page.stroke([(430, y), (470, y - 6), (510, y), (550, y - 6), (590, y)], BLUE, 2)
    page.loop((180, 190), (68, 36))
    page.loop((262, 150), (32, 28))
    page.stroke([(242, 128), (246, 100), (262, 122), (280, 98), (286, 130)])
    page.stroke([(292, 156), (304, 160)], width=4)
    for x in (130, 158, 205, 230):
        page.stroke([(x, 220), (x - 3, 272)])
    page.stroke([(114, 182), (66, 150), (58, 176), (112, 200)])
    page.stroke([(50, 90), (318, 285)], RED, 4)
    page.stroke([(312, 88), (54, 290)], RED, 4)
    page.write((50, 325), "the fox can not live here", 4.6)
    page.write((50, 375), "because it is a fox", 4.6)
    page.save(path)


def draw_pond_after(path: Path) -> None:
    """A frog that hides, a fish that does not, and a claim about the place."""
    page = Paper(17, (760, 520))
    page.stroke([(20, 20), (738, 22), (740, 330), (22, 332), (20, 20)], GRAY)
    page.stroke([(380, 22), (382, 330)], GRAY)
    for x in range(50, 350, 24):
        page.stroke([(x, 300), (x + page.hand.uniform(-14, 14), 120)], GREEN, 3.4)
    page.loop((200, 255), (52, 32), GREEN, 4)
    page.loop((178, 216), (13, 13), GREEN, 3.5)
    page.loop((222, 216), (13, 13), GREEN, 3.5)
    page.write((60, 50), "green, hides", 4.2)
    for y in (170, 290):
        page.stroke([(400, y), (470, y - 8), (540, y), (610, y - 8), (720, y)], BLUE, 2.6)
    page.loop((540, 232), (62, 30), ORANGE, 4)
    page.scribble((500, 218, 580, 250), ORANGE, 8)
    page.stroke([(600, 232), (648, 206), (646, 260), (600, 232)], ORANGE, 4)
    page.write((430, 50), "bright", 4.2)
    for row, text in enumerate(
        ("the frog lives better here than", "the gold fish because the heron", "hunts by looking")
    ):
        page.write((40, 362 + row * 48), text, 4.0, neat=1.2)
    page.save(path)


def draw_sandwiches(path: Path) -> None:
    """Four sandwiches cut for five people, and the share named."""
    page = Paper(18, (760, 400))
    for i in range(4):
        left, top, side = 45 + i * 178, 40, 140
        right, foot = left + side, top + side
        page.stroke([(left, top), (right, top + 2), (right, foot), (left, foot), (left, top)], BROWN, 3)
        for cut in range(1, 5):
            page.stroke([(left + cut * side / 5, top), (left + cut * side / 5, foot)])
        for person in range(5):
            page.write((left + person * side / 5 + 8, top + 58), str(person + 1), 3.2)
    for row, text in enumerate(("each person gets 1 strip from", "each one. 4 strips.", "4/5 of a sandwich")):
        page.write((45, 225 + row * 54), text, 4.2)
    page.save(path)


def draw_rule(path: Path) -> None:
    """The rule, the larger number first."""
    page = Paper(19, (760, 260))
    page.write((60, 50), "5", 6)
    page.stroke([(112, 72), (142, 72)])
    for y in (61, 83):
        page.loop((127, y), (2, 2), PENCIL, 3)
    page.write((164, 50), "4 = 1", 6)
    page.write((318, 54), "1/4", 4.6)
    page.write((60, 130), "they each get 1 and 1/4", 4.8)
    page.write((60, 185), "sandwiches", 4.8)
    page.save(path)


HANDOUTS = (
    (
        LINES / "two-lines-rubric.pdf",
        0.13,
        """
        Two lines, one explanation
        Line A runs from 0 to 1: place 3/4. Line B runs from 0 to 2: place 5/4. Explain one of them.
         | Equal parts | The point | The explanation
        Starting | Parts differ widely~or are missing | Neither fits~its own parts | Names the~digits
        Partial | Equal in intention~on line A | One fits; 0 may~be counted as 1 | Names~the mark
        Secure | Equal in intention~on both lines | Both fit; 1 is~kept on line B | Length and~how many
        Extending | Equal, and says~what one part is | Both fit; another~name for 5/4 | And why not~elsewhere
        """,
    ),
    (
        OPINION / "reason-evidence-strips.pdf",
        0.24,
        """
        Reason, evidence, so what
        Cover strip 1. If you can guess it word for word from strip 2, look in the packet again.
        Strip | Ask yourself | My words
        1  Reason | Why do I think so? |
        2  Evidence | Which source? Which line?~What did I not know before? |
        3  So what | What does it show?~Who could disagree? |
        """,
    ),
    (
        POND / "field-claim-organizer.pdf",
        0.16,
        """
        Who can live here?
        Look at the place first. Then choose who to argue for.
         | Words to lean on | What I saw, what I say
        The place | There is … There is no … |
        Claim | … lives better here than … |
        Evidence 1 | It has … so it can …~The place has … so … |
        Evidence 2 | I saw …  I read … |
        Could not live | It has no … so it cannot … |
        """,
    ),
    (
        FLUENCY / "rubrica-fluidez.pdf",
        0.13,
        """
        Leer para que otros escuchen
        Cinco minutos para preparar el texto. Se escucha una vez. No se mide el tiempo.
         | Frases | Pausas | Voz
        Inicial | Palabra por palabra | Donde se acaba el aire | Un solo tono
        En desarrollo | Dos o tres palabras;~corta en el renglón | Algunos puntos | Cambia~a veces
        Logrado | Casi siempre por frases | Puntos y comas | Se nota la pregunta,~la sorpresa, el final
        Avanzado | Por frases, también~si son largas | También las que el~texto no marca | Se sabe quién habla
        """,
    ),
)


def print_handout(path: Path, tall: float, text: str) -> None:
    """A title, a line of advice, and a table headed by its first row; `~` breaks a line in a cell."""
    title, note, *lines = [line.strip() for line in text.strip().splitlines()]
    rows = [[cell.strip().replace("~", "\n") for cell in line.split("|")] for line in lines]
    figure = Figure(figsize=(11, 8.5))
    FigureCanvasPdf(figure)
    figure.text(0.06, 0.9, title, fontsize=20, weight="bold")
    figure.text(0.06, 0.855, note, fontsize=11.5)
    axes = figure.add_axes((0.06, 0.06, 0.88, 0.76))
    axes.set_axis_off()
    others = len(rows[0]) - 1
    table = axes.table(rows, cellLoc="left", loc="upper left", colWidths=[0.16] + [0.84 / others] * others)
    table.auto_set_font_size(False)  # noqa: FBT003 - matplotlib takes it by position
    table.set_fontsize(10.5)
    for (row, column), cell in table.get_celld().items():
        cell.set_height(0.08 if row == 0 else tall)
        cell.set_edgecolor("#9aa1ad")
        cell.PAD = 0.04
        if row == 0 or column == 0:
            cell.get_text().set_fontweight("bold")
            cell.set_facecolor("#eef1f5")
    # No dates in the file: the same script must give the same bytes on any day.
    figure.savefig(path, format="pdf", metadata={"Title": title, "CreationDate": None})


SHEETS = (
    (draw_line_before, LINES / "before-number-line.png"),
    (draw_line_after, LINES / "after-number-line.png"),
    (draw_strips, OPINION / "strip-after.png"),
    (draw_weather_before, WEATHER / "weather-before.png"),
    (draw_weather_after, WEATHER / "weather-after.png"),
    (draw_pond_before, POND / "pond-probe.png"),
    (draw_pond_after, POND / "pond-field-claim.png"),
    (draw_sandwiches, SHARING / "sandwich-drawing.png"),
    (draw_rule, SHARING / "sandwich-rule.png"),
)


def main() -> None:
    """Draw every sheet into the folder of its cycle."""
    for draw, picture in SHEETS:
        draw(picture)
    for handout in HANDOUTS:
        print_handout(*handout)
    for path in [sheet[1] for sheet in SHEETS] + [handout[0] for handout in HANDOUTS]:
        print(f"{path.relative_to(CYCLES)}  {path.stat().st_size / 1000:.1f} kB")


if __name__ == "__main__":
    main()
