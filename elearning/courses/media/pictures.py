"""Makes a picture fit for a lesson: smaller, upright, without what a camera writes into it."""

import io
import re
import struct
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from flask_babel import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from elearning.core.errors import Refused
from elearning.courses.media.image_size import READERS
from elearning.courses.media.svg import check_svg

LONGEST_SIDE = 1600
MAX_BYTES = 30_000_000
#: What a phone's camera makes at most; one picture then takes about 200 MB for a moment.
MAX_PIXELS = 50_000_000
#: A drawing or screenshot above this is worth a little loss.
LARGE = 150_000

SVG = "image/svg+xml"
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
#: Formats of cameras, which have lost detail already.
_LOSSY = frozenset({"JPEG", "WEBP", "AVIF"})
_HEIF = re.compile(rb"....ftyp(heic|heix|hevc|hevx|heim|heis|mif1|msf1)", re.DOTALL)
#: What Pillow's readers raise at damaged files.
BROKEN = (
    *(UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError),
    *(RuntimeError, TypeError, LookupError, ArithmeticError, struct.error),
)

Image.MAX_IMAGE_PIXELS = MAX_PIXELS


class Picture(NamedTuple):
    """A picture as it is kept: a name for `media/`, its bytes and its size in pixels."""

    name: str
    content: bytes
    mime: str
    width: int
    height: int


class _Form(NamedTuple):
    """A way to write a picture."""

    mime: str
    extension: str
    content: bytes


def encoded(content: bytes, name: str) -> Picture:
    """Return a picture of at most 1600 pixels a side in its smallest form, or raise `Refused`.

    Position, camera, time and every other remark in the file are dropped; of a moving picture the
    first moment is kept. A drawing (SVG) stays as it is and is refused when it could do harm.
    """
    if len(content) > MAX_BYTES:
        raise Refused(_("The picture is larger than 30 MB. Make it smaller first."))
    if content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _drawing(content, name)
    image, kind = _read(content)
    best = min(_forms(image, lossy=kind in _LOSSY), key=lambda form: len(form.content))
    return Picture(file_name(name, best.extension), best.content, best.mime, *image.size)


def file_name(name: str, extension: str) -> str:
    """Return a name that can stand in an address: small letters, digits and hyphens."""
    stem = re.sub(r"\.[^.]{0,5}$", "", re.split(r"[/\\]", name)[-1])
    letters = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:80].strip("-")
    return f"{plain or 'gambar'}.{extension}"


def _drawing(content: bytes, name: str) -> Picture:
    drawing = check_svg(content)
    if drawing.faults:
        line, what = drawing.faults[0]
        raise Refused(
            _(
                "The drawing cannot be taken: line %(line)s contains %(what)s. Save it as “Plain "
                "SVG” or as PNG.",
                line=line,
                what=what,
            )
        )
    if drawing.size is None:
        raise Refused(
            _("The drawing does not tell its size. Give it a viewBox, or save it as PNG.")
        )
    return Picture(file_name(name, "svg"), content, SVG, *drawing.size)


def _read(content: bytes) -> tuple[Image.Image, str]:
    """Return the picture, upright, small, in plain colours, and the format it came in."""
    if _HEIF.match(content):
        raise Refused(
            _(
                "Pictures in HEIC cannot be read. Save it as JPEG; on an iPhone choose Most Compatible."
            )
        )
    _refuse_giants(*(size for reader in READERS.values() if (size := reader(content))))
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            _refuse_giants(image.size)
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
            return _plain(upright), image.format or ""
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _giant() from None
    except BROKEN:
        raise Refused(
            _("This is no picture that can be read. Save it as JPEG or PNG and try again.")
        ) from None


def _refuse_giants(*sizes: tuple[int, int]) -> None:
    """A small file may claim a picture that fills the memory, some already when it is opened."""
    if any(width * height > MAX_PIXELS for width, height in sizes):
        raise _giant()


def _giant() -> Refused:
    return Refused(_("The picture has too many pixels. Make it smaller first."))


def _plain(image: Image.Image) -> Image.Image:
    """Return the pixels alone, in the colours of screens: red, green, blue, perhaps opacity."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):  # 16 bits a pixel, which a screen does not show
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    transparent = "transparency" in image.info or image.mode in {"LA", "PA", "RGBA", "RGBa"}
    image = _in_screen_colours(image, profile) if profile else image
    plain = image.convert("RGBA" if transparent else "RGB")
    if transparent and plain.getchannel("A").getextrema() == (255, 255):
        plain = plain.convert("RGB")
    plain.info.clear()
    return plain


def _in_screen_colours(image: Image.Image, profile: bytes) -> Image.Image:
    """Translate a camera's or printer's colours; a broken profile is left out."""
    if image.mode not in {"RGB", "CMYK", "L"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        screen = ImageCms.createProfile("sRGB")
        translated = ImageCms.profileToProfile(image, source, screen, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return translated or image


def _forms(image: Image.Image, *, lossy: bool) -> Iterator[_Form]:
    """Yield the ways to write a picture among which the smallest is taken."""
    if not lossy:
        exact = [
            _form(image, "WEBP", lossless=True, method=4),
            _form(image, "PNG", optimize=True),
        ]
        yield from exact
        if min(len(form.content) for form in exact) < LARGE:
            return
    yield _form(image, "WEBP", quality=82, method=4)
    if image.mode == "RGB":
        yield _form(image, "JPEG", quality=82, optimize=True, progressive=True)


def _form(image: Image.Image, kind: str, **options: object) -> _Form:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    extension = {"JPEG": "jpg"}.get(kind, kind.lower())
    return _Form(f"image/{kind.lower()}", extension, buffer.getvalue())
