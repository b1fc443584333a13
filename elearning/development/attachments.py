"""The file that proves a training: judged by its content, never by its name.

A picture is encoded anew. A PDF stays as it is, because it may be signed, but is refused when it can
act or carries other files; it is read in a process of its own that is killed when it takes too long.
"""

import io
import json
from typing import NamedTuple

from flask_babel import gettext as _

from elearning.core import bare_process
from elearning.core.errors import Refused

PROCESS = "elearning.development.pdf_process"
LARGEST = 2 * 1024 * 1024
LONGEST_SIDE = 2200
SECONDS = 10
MEMORY = 1536 * 1024 * 1024
PDF, JPEG = "application/pdf", "image/jpeg"
ENDINGS = {PDF: "pdf", JPEG: "jpg"}
#: What the pictures are that are shown of them.
PREVIEW_TYPES = {PDF: "image/png", JPEG: JPEG}


class Attachment(NamedTuple):
    """A file as it is kept, with the picture that is shown of it."""

    content: bytes
    type: str
    #: Empty when the file cannot be drawn.
    preview: bytes


def examined(content: bytes) -> Attachment:
    """Return an uploaded file as it is kept, or raise `Refused`."""
    if len(content) > LARGEST:
        raise Refused(_("The file is larger than 2 MB. Scan it with fewer dots per inch."))
    if b"%PDF-" in content[:1024]:
        return document(content)
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return picture(content)
    raise Refused(_("This is no PDF, JPG or PNG. Save the certificate as one of these."))


def document(content: bytes) -> Attachment:
    """Return a PDF that only shows something."""
    fault, preview = _asked(content)
    if fault:
        raise Refused(_words(fault))
    return Attachment(content, PDF, preview)


def _asked(content: bytes) -> tuple[str, bytes]:
    """Ask the process what is wrong with a PDF, and for its picture."""
    answer = bare_process.ask(PROCESS, str(MEMORY), given=content, seconds=SECONDS)
    drawn = answer.output.partition(b"\n")[2] if answer.code is not None else b""
    return _fault(answer.output), drawn


def _fault(answer: bytes) -> str:
    """Return what the process said first; a process that said nothing was overwhelmed."""
    line, newline, _rest = answer.partition(b"\n")
    return str(json.loads(line)["fault"]) if newline else "complicated"


def _words(fault: str) -> str:
    """Say what is wrong with a PDF and what helps."""
    words = {
        "encrypted": _("The PDF is protected by a password. Save it without one."),
        "active": _("The PDF holds a program or a form. Print it to PDF and send that."),
        "carrying": _("The PDF carries other files inside. Print it to PDF and send that."),
        "pages": _("The PDF has no page, or more than 30. Send the certificate alone."),
        "complicated": _(
            "The PDF is too complicated to be examined. Print it to PDF and send that."
        ),
    }
    return str(
        words.get(fault) or _("The PDF is damaged and cannot be read. Save or scan it again.")
    )


def picture(content: bytes) -> Attachment:
    """Return a picture without what a camera writes into it."""
    from PIL import Image, ImageOps  # Pillow loads when a picture comes

    from elearning.courses.media.pictures import BROKEN, MAX_PIXELS

    too_large = Refused(_("The picture has too many pixels. Make it smaller first."))
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > MAX_PIXELS:
                raise too_large
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
            plain = upright.convert("RGBA" if "A" in upright.getbands() else "RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise too_large from None
    except BROKEN:
        raise Refused(_("The picture is damaged and cannot be read. Save it again.")) from None
    sheet = Image.new("RGB", plain.size, "white")
    sheet.paste(plain, mask=plain.getchannel("A") if plain.mode == "RGBA" else None)
    buffer = io.BytesIO()
    sheet.save(buffer, "JPEG", quality=88, optimize=True)
    return Attachment(buffer.getvalue(), JPEG, buffer.getvalue())
