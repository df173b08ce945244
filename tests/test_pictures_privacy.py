"""What a picture carries besides its pixels stays at home, and what is seen is what was taken."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import ExifTags, Image, ImageCms, ImageDraw, PngImagePlugin

from coaching_cycles.pictures import Picture, is_picture, name_variant, remake

CANARY = "CANARY-7319"
FORMATS = {"a.jpg": "JPEG", "a.png": "PNG", "a.webp": "WEBP", "a.gif": "GIF"}
SIGNATURES = {"a.jpg": b"\xff\xd8\xff", "a.png": b"\x89PNG", "a.webp": b"RIFF", "a.gif": b"GIF8"}
RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)
Colour = tuple[int, int, int]
CORNERS = (RED, GREEN, BLUE, WHITE)


def encode(image: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def quarters(width: int = 120, height: int = 80) -> Image.Image:
    """Red and green over blue and white: every turn and mirror image looks different."""
    image = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(image)
    for index, colour in enumerate(CORNERS):
        left, top = index % 2 * width // 2, index // 2 * height // 2
        draw.rectangle((left, top, left + width // 2, top + height // 2), fill=colour)
    return image


def made(data: bytes, name: str = "a.jpg") -> Picture:
    picture = remake(data, name)
    assert isinstance(picture, Picture), picture
    return picture


def opened(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


def corners(image: Image.Image) -> tuple[Colour, ...]:
    """The colours in the middle of each quarter, rounded to full or none."""
    rgb = image.convert("RGB")
    places = [(x, y) for y in (0.25, 0.75) for x in (0.25, 0.75)]
    found: list[Colour] = []
    for x, y in places:
        pixel = rgb.getpixel((int(x * rgb.width), int(y * rgb.height)))
        assert isinstance(pixel, tuple)
        red, green, blue = (255 if value > 127 else 0 for value in pixel)
        found.append((red, green, blue))
    return tuple(found)


def exif(orientation: int) -> Image.Exif:
    tags = Image.Exif()
    tags[ExifTags.Base.Orientation] = orientation
    tags[ExifTags.Base.Artist] = CANARY
    tags[ExifTags.Base.ImageDescription] = CANARY
    tags[ExifTags.Base.DateTime] = "2026:10:05 09:00:00"
    tags.get_ifd(ExifTags.IFD.GPSInfo).update(
        {ExifTags.GPS.GPSLatitudeRef: "N", ExifTags.GPS.GPSLatitude: (47.0, 36.0, 12.0)}
    )
    tags.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = CANARY.encode()
    return tags


# What is stored so that, turned by the tag, it shows the four quarters: the inverse of each turn.
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp"])
def test_photo_is_upright(name: str, orientation: int) -> None:
    turn = STORED[orientation]
    stored = quarters() if turn is None else quarters().transpose(turn)
    data = encode(stored, FORMATS[name], exif=exif(orientation))
    main = made(data, name).main
    assert (main.width, main.height) == (120, 80) == opened(main.content).size
    assert corners(opened(main.content)) == CORNERS
    assert opened(main.content).getexif().get(ExifTags.Base.Orientation) is None


def test_orientation_of_a_viewer_is_ours() -> None:
    """An example that needs no table: 6 is a phone held upright, the picture's top stored at the right."""
    stored = quarters()
    main = made(encode(stored, "JPEG", exif=exif(6))).main
    assert (main.width, main.height) == (80, 120)
    assert corners(opened(main.content)) == (BLUE, RED, WHITE, GREEN)


def xmp() -> bytes:
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>{CANARY}</dc:creator></x:xmpmeta>'.encode()


def png_text() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", CANARY)
    info.add_itxt("XML:com.adobe.xmp", xmp().decode())
    info.add_text("Comment", CANARY, zip=True)
    return info


def loaded(name: str) -> bytes:
    """A picture with a canary in every place of its format that is not a pixel."""
    image = quarters()
    if name == "a.gif":
        return encode(image.quantize(16), "GIF", comment=CANARY.encode())
    thumbnail = encode(quarters(16, 16), "JPEG", comment=CANARY.encode())
    tags = exif(1)
    tags[0x501B] = thumbnail
    options: dict[str, object] = {"exif": tags, "icc_profile": profile("sRGB")}
    if name == "a.png":
        options["pnginfo"] = png_text()
    else:
        options["xmp"] = xmp()
    if name == "a.jpg":
        options["comment"] = CANARY
    return encode(image, FORMATS[name], **options)


def profile(space: str) -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(space)).tobytes()  # type: ignore[arg-type]


def unpacked(content: bytes) -> bytes:
    """The bytes, and after them what any packed stretch in them unpacks to."""
    found = [content]
    for start in range(len(content) - 1):
        if content[start] == 0x78:
            try:
                found.append(zlib.decompressobj().decompress(content[start:], 1 << 20))
            except zlib.error:
                continue
    return b"".join(found)


@pytest.mark.parametrize("name", FORMATS)
def test_no_canary_comes_through(name: str) -> None:
    data = loaded(name)
    if name != "a.gif":
        assert opened(data).getexif(), "the test plants nothing"
    assert CANARY.encode() in unpacked(data)
    for file in made(data, name).files:
        clean = opened(file.content)
        assert CANARY.encode() not in unpacked(file.content)
        assert b"Exif" not in file.content
        assert b"xmpmeta" not in file.content
        assert dict(clean.getexif()) == {}
        assert set(clean.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"} | {
            "progressive",
            "progression",
            "loop",
            "background",
            "timestamp",
            "duration",
            "version",
            "extension",
        }


@pytest.mark.parametrize("name", FORMATS)
def test_kind_stays(name: str) -> None:
    main = made(loaded(name), name).main
    assert main.name == name
    assert main.content.startswith(SIGNATURES[name])


def test_what_was_cropped_away_or_erased_is_gone() -> None:
    """Trailing data of an older, larger picture, and colours left under pixels that can't be seen."""
    image = Image.new("RGBA", (40, 40), (255, 255, 255, 255))
    secret = Image.effect_noise((20, 40), 80)
    image.paste(Image.merge("RGBA", (secret, secret, secret, Image.new("L", (20, 40), 0))), (0, 0))
    older = encode(Image.new("RGB", (99, 99), (9, 9, 9)), "PNG")
    main = made(encode(image, "PNG") + older[8:], "a.png").main
    clean = opened(main.content)
    assert clean.mode == "RGBA"
    assert clean.crop((0, 0, 20, 40)).getcolors() == [(800, (255, 255, 255, 0))]
    assert clean.crop((20, 0, 40, 40)).getcolors() == [(800, (255, 255, 255, 255))]
    assert main.content.count(b"IEND") == 1


def test_unused_colours_of_a_palette_are_gone() -> None:
    image = Image.new("P", (30, 30), 0)
    image.putpalette(list(RED) + list(CANARY.encode() * 9)[:99])
    data = encode(image, "PNG")
    assert CANARY.encode() in data
    assert CANARY.encode() not in made(data, "a.png").main.content


@pytest.mark.parametrize(
    ("stored", "seen"),
    [
        # By the published matrices of the two spaces and their curves, outside this project's code.
        ((100, 180, 100), (64, 184, 89)),
        ((180, 100, 60), (194, 95, 45)),
        ((128, 128, 128), (128, 128, 128)),
    ],
)
def test_colours_of_a_wide_screen_become_those_of_any(stored: Colour, seen: Colour) -> None:
    plain = Image.new("RGB", (60, 60), stored)
    for name in ("a.png", "a.jpg", "a.webp"):
        data = encode(plain, FORMATS[name], icc_profile=display_p3())
        shown = opened(made(data, name).main.content)
        assert "icc_profile" not in shown.info
        pixel = shown.convert("RGB").getpixel((30, 30))
        assert isinstance(pixel, tuple)
        assert all(abs(a - b) <= 3 for a, b in zip(pixel, seen, strict=True)), (name, pixel)


def display_p3() -> bytes:
    """A profile of Apple's Display P3, written out: primaries adapted to D50, the curve as a gamma of 2.2."""

    def s15(*values: float) -> bytes:
        return b"".join(struct.pack(">i", round(value * 65536)) for value in values)

    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(2.2 * 256)) + bytes(2)
    tags = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", 3) + b"P3\0" + bytes(79),
        b"wtpt": b"XYZ " + bytes(4) + s15(0.9642, 1, 0.8249),
        b"rXYZ": b"XYZ " + bytes(4) + s15(0.51512, 0.24120, -0.00105),
        b"gXYZ": b"XYZ " + bytes(4) + s15(0.29198, 0.69225, 0.04189),
        b"bXYZ": b"XYZ " + bytes(4) + s15(0.15710, 0.06657, 0.78407),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    table, body = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for tag, content in tags.items():
        padded = content + bytes(-len(content) % 4)
        table += tag + struct.pack(">II", start + len(body), len(content))
        body += padded
    size = start + len(body)
    head = struct.pack(">I4sI4s4s4s", size, bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    head += bytes(12) + b"acsp" + bytes(28) + s15(0.9642, 1, 0.8249)
    return head + bytes(128 - len(head)) + table + body


def test_a_broken_profile_is_left_aside() -> None:
    data = encode(quarters(), "JPEG", icc_profile=b"not a profile at all")
    assert corners(opened(made(data).main.content)) == CORNERS


def test_print_colours() -> None:
    main = made(encode(quarters().convert("CMYK"), "JPEG")).main
    assert opened(main.content).mode == "RGB"
    assert corners(opened(main.content)) == CORNERS


def test_16_bits_keep_their_greys() -> None:
    ramp = Image.frombytes("I;16", (256, 2), struct.pack("<512H", *([v * 257 for v in range(256)] * 2)))
    main = made(encode(ramp, "PNG"), "a.png").main
    assert list(opened(main.content).convert("L").tobytes()) == list(range(256)) * 2


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA"])
def test_every_mode_of_a_png_shows_the_same(mode: str) -> None:
    image = quarters().convert("L") if mode in {"1", "L", "LA"} else quarters()
    image = image.convert(mode)
    main = made(encode(image, "PNG"), "a.png").main
    assert opened(main.content).convert("RGBA").tobytes() == image.convert("RGBA").tobytes()


@pytest.mark.parametrize(("name", "kind"), [("a.png", "PNG"), ("a.gif", "GIF")])
def test_palette_with_a_clear_colour(name: str, kind: str) -> None:
    image = quarters().quantize(4)
    clear = image.getpixel((1, 1))
    main = made(encode(image, kind, transparency=clear), name).main
    shown = opened(main.content).convert("RGBA")
    assert shown.getpixel((30, 20))[3] == 0  # type: ignore[index]
    assert shown.getpixel((90, 20)) == (*GREEN, 255)
    assert shown.getpixel((90, 60)) == (*WHITE, 255)


@pytest.mark.parametrize(
    ("size", "shown", "narrow"),
    [
        ((4032, 3024), (1600, 1200), (800, 600)),
        ((3024, 4032), (1200, 1600), (800, 1067)),
        ((1601, 9), (1600, 9), (800, 4)),
        ((999, 999), (999, 999), None),
        ((1000, 500), (1000, 500), (800, 400)),
        ((30000, 3), (1600, 1), (800, 1)),
        ((1, 1), (1, 1), None),
    ],
)
def test_size(size: tuple[int, int], shown: tuple[int, int], narrow: tuple[int, int] | None) -> None:
    data = encode(quarters(*size) if min(size) > 8 else Image.new("RGB", size), "JPEG")
    picture = made(data, "logs/Page.of.work.JPG")
    assert (picture.main.width, picture.main.height) == shown == opened(picture.main.content).size
    assert picture.main.name == "logs/Page.of.work.JPG"
    assert [(f.name, f.width, f.height) for f in picture.files[1:]] == (
        [] if narrow is None else [("logs/Page.of.work-800.JPG", *narrow)]
    )
    for file in picture.files[1:]:
        assert opened(file.content).size == (file.width, file.height)


def test_names() -> None:
    assert name_variant("x/before.jpeg", 800) == "x/before-800.jpeg"
    assert is_picture("a/B.JPG")
    assert not is_picture("a.svg")
    assert not is_picture("png")


def test_a_drawing_keeps_each_of_its_colours() -> None:
    image = quarters()
    for name in ("a.png", "a.gif"):
        main = made(encode(image, FORMATS[name]), name).main
        assert opened(main.content).convert("RGB").tobytes() == image.tobytes()


def test_an_animation_becomes_its_first_image() -> None:
    frames = [Image.new("RGB", (40, 40), colour) for colour in (RED, GREEN, BLUE)]
    for name in ("a.gif", "a.png", "a.webp"):
        data = encode(frames[0], FORMATS[name], save_all=True, append_images=frames[1:], duration=100)
        picture = made(data, name)
        assert picture.moving
        still = opened(picture.main.content)
        assert getattr(still, "n_frames", 1) == 1
        assert corners(still) == (RED,) * 4
        assert not made(encode(frames[0], FORMATS[name]), name).moving


def test_what_a_phone_appends_is_dropped_without_a_word() -> None:
    """A second exposure (MPO), and a film of the moment: not an animation, not a fault."""
    twice = encode(quarters(), "MPO", save_all=True, append_images=[quarters(60, 40)])
    film = encode(quarters(), "JPEG") + b"\0\0\0\x18ftypmp42" + CANARY.encode() + bytes(9000) + b"PK\x03\x04"
    for data in (twice, film):
        picture = made(data)
        assert not picture.moving
        assert corners(opened(picture.main.content)) == CORNERS
        assert picture.main.content.endswith(b"\xff\xd9")
        assert CANARY.encode() not in picture.main.content


def test_sample_portfolio(root: Path) -> None:
    files = [file for file in sorted((root / "cycles").rglob("*")) if is_picture(file.name)]
    assert len(files) > 20
    for file in files:
        data = file.read_bytes()
        picture = made(data, file.name)
        assert opened(picture.main.content).convert("RGB").tobytes() == opened(data).convert("RGB").tobytes()
        assert opened(picture.main.content).info == {}
