"""Decoding a picture and encoding what can be seen in it. The only module that loads Pillow."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import cache
from io import BytesIO

from PIL import ExifTags, GifImagePlugin, Image, ImageCms, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from coaching_cycles.pictures.header import DAMAGED, Refusal, refuse_size
from coaching_cycles.pictures.kept import Made
from coaching_cycles.pictures.structure import Header, chunks

LONGEST = 1600
"""Pixels of the longer side: a page of handwriting fills a laptop's screen and can be read."""

NARROW = 800
"""Pixels of width for a phone, or for two pictures side by side."""

_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"iCCP", b"eXIf"})
"""Chunks that a decoder is given: pixels, colours, which way is up. Others may be packed text of any size."""

_WORTH_A_COPY = NARROW * 5 // 4
_PALETTE = 256
_PIXELS_16 = 1 / 257
_PROFILE_LIMIT = 4 * 1024 * 1024

_OPEN: dict[str, Callable[[BytesIO], Image.Image]] = {
    "JPEG": JpegImagePlugin.JpegImageFile,
    "PNG": PngImagePlugin.PngImageFile,
    "GIF": GifImagePlugin.GifImageFile,
    "WebP": WebPImagePlugin.WebPImageFile,
}
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What to do to the stored pixels, by the EXIF tag Orientation (Exif 2.32, 4.6.4)."""


def make(data: bytes, header: Header) -> tuple[Made, ...] | Refusal:
    """The picture as it was taken, and a narrower copy when it is wide, from pixels alone."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about metadata, which is dropped
            return _make(data, header)
    except MemoryError:
        return Refusal(
            "E611", "needs more memory than this computer has", "save it smaller: 1600 pixels are shown"
        )
    except Exception:  # noqa: BLE001 - a decoder that is fed a stranger's bytes raises whatever it comes upon
        return DAMAGED


def _make(data: bytes, header: Header) -> tuple[Made, ...] | Refusal:
    pixels = _strip_png(data) if header.kind == "PNG" else data[: header.end]
    with _OPEN[header.kind](BytesIO(pixels)) as image:
        refused = refuse_size(*image.size)
        if refused is not None:
            return refused
        turn = _TURNS.get(_orientation(image))
        wanted = _fit(*image.size)
        # JPEG can be decoded at a half, a quarter or an eighth: four times as fast for a phone's photo.
        image.draft(None, wanted)
        image.load()
        seen = _flatten(image).resize(wanted, Image.Resampling.LANCZOS, reducing_gap=3.0)
        seen = _hide_transparent(_to_srgb(seen, image.info.get("icc_profile")))
    if turn is not None:
        seen = seen.transpose(turn)
    sizes = [seen.size]
    if seen.width >= _WORTH_A_COPY:
        sizes.append((NARROW, max(1, round(seen.height * NARROW / seen.width))))
    return tuple(
        Made(_encode(seen.resize(size, Image.Resampling.LANCZOS), header.kind), *size) for size in sizes
    )


def _strip_png(data: bytes) -> bytes:
    """A PNG without the chunks that say nothing of its pixels: some can be unpacked to any size."""
    return data[:8] + b"".join(data[start:end] for kind, start, end in chunks(data) if kind in _PNG_KEPT)


def _fit(width: int, height: int) -> tuple[int, int]:
    longer = max(width, height)
    if longer <= LONGEST:
        return width, height
    return max(1, round(width * LONGEST / longer)), max(1, round(height * LONGEST / longer))


def _orientation(image: Image.Image) -> int:
    try:
        value = image.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # noqa: BLE001 - as above; a picture with broken metadata is still a picture
        return 1
    return value if isinstance(value, int) else 1


def _flatten(image: Image.Image) -> Image.Image:
    """The same pixels in one of the modes L, RGB, RGBA and CMYK, 8 bits each."""
    if image.mode.startswith("I"):
        # Pillow would cut 16 bits off at 255 instead of scaling them.
        return image.convert("I").point(lambda value: value * _PIXELS_16 + 0.5).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode in {"L", "RGB", "CMYK"}:
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


@cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def _to_srgb(image: Image.Image, profile: object) -> Image.Image:
    """The colours as a screen without colour management shows them right.

    A profile that can't be used is dropped.
    """
    mode = "RGB" if image.mode == "CMYK" else image.mode
    if not isinstance(profile, bytes) or len(profile) > _PROFILE_LIMIT:
        return image.convert(mode)
    colours = image.convert("RGB") if mode == "RGBA" else image
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        shown = ImageCms.profileToProfile(
            colours,
            source,
            _srgb(),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, ImportError, OSError):
        shown = None
    if shown is None:
        return image.convert(mode)
    if mode == "RGBA":
        shown.putalpha(image.getchannel("A"))
    return shown.convert(mode)


def _hide_transparent(image: Image.Image) -> Image.Image:
    """Without the colours under pixels that can't be seen: some programs keep what was erased there."""
    if image.mode != "RGBA":
        return image
    alpha = image.getchannel("A")
    if alpha.getextrema() == (255, 255):
        return image.convert("RGB")
    blank = Image.new("RGBA", image.size, (255, 255, 255, 0))
    return Image.composite(image, blank, alpha.point(lambda value: 255 if value else 0))


def _encode(image: Image.Image, kind: str) -> bytes:
    """The bytes of a new picture with these pixels.

    Every parameter is fixed, so that they are the same on any computer.
    """
    # A new image: saving the one that was opened would write its comment and its profile again.
    clean = Image.frombytes(image.mode, image.size, image.tobytes())
    out = BytesIO()
    if kind == "JPEG":
        clean.save(out, "JPEG", quality=85, subsampling="4:2:0", optimize=True, progressive=True)
    elif kind == "PNG":
        _few_colours(clean).save(out, "PNG", compress_level=6)
    elif kind == "WebP":
        clean.save(out, "WEBP", quality=85, method=4, alpha_quality=100, exact=False)
    else:
        packed, options = _palette(clean)
        packed.save(out, "GIF", optimize=False, interlace=0, **options)
    return out.getvalue()


def _few_colours(image: Image.Image, most: int = _PALETTE) -> Image.Image:
    """A drawing in a few colours as a palette of them, a third of the size; any other picture as it is."""
    if image.mode != "RGB":
        return image
    colours = image.getcolors(most)
    if colours is None:
        return image
    packed = image.quantize(len(colours), Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    return packed if packed.convert("RGB").tobytes() == image.tobytes() else image


def _palette(image: Image.Image) -> tuple[Image.Image, dict[str, int]]:
    """At most 256 colours, for a GIF: each as it was where there are no more; and which one can't be seen."""
    clear = _PALETTE - 1
    most = clear if image.mode == "RGBA" else _PALETTE
    packed = _few_colours(image.convert("RGB"), most)
    if packed.mode != "P":
        packed = packed.quantize(most, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    if image.mode != "RGBA":
        return packed, {}
    # A GIF's pixel can be seen or not, nothing between.
    packed.paste(clear, mask=image.getchannel("A").point(lambda value: 0 if value > clear // 2 else 255))
    return packed, {"transparency": clear}
