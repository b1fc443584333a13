"""An agency's logo: whatever picture is sent is drawn anew as a small PNG."""

from io import BytesIO

from flask_babel import gettext as _

from elearning.core.errors import Refused

LARGEST = 2 * 1024 * 1024
#: Twice what a printer shows in 16 mm.
LONGEST_SIDE = 400


def logo_png(content: bytes) -> bytes:
    """Return a logo as PNG without what was hidden in its file, or raise `Refused`.

    A drawing (SVG) is refused: it may hold what a certificate must not.
    """
    from PIL import Image  # loads when a logo comes

    from elearning.courses.media.pictures import SVG, encoded

    if len(content) > LARGEST:
        raise Refused(_("The logo is larger than 2 MB. Make it smaller first."))
    picture = encoded(content, "logo")
    if picture.mime == SVG:
        raise Refused(_("Save the logo as PNG or JPG; a drawing (SVG) cannot be taken."))
    target = BytesIO()
    with Image.open(BytesIO(picture.content)) as image:
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
        image.save(target, "PNG", optimize=True)
    return target.getvalue()
