"""Sending the media of a draft as those of a published course are sent."""

from flask import Response

from elearning.courses.compiled import media_url
from elearning.courses.models import CourseMedia
from elearning.learning.catalogue.media import SVG, drawing, picture
from elearning.studio.drafts.folder import media_value
from elearning.studio.models import DraftMedium


def sent(medium: DraftMedium) -> Response:
    """Return the bytes of a medium; nothing in a drawing runs."""
    name = media_url("", media_value(medium)).rpartition("/")[2]
    values = {"digest": medium.digest, "mime": medium.mime, "size": medium.size}
    shown = CourseMedia(name=name, **values)
    return drawing(shown) if medium.mime == SVG else picture(shown, name)
