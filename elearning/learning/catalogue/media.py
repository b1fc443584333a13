"""How the files of a course are sent."""

from flask import Response, request, send_file

from elearning.core.files import path_of
from elearning.courses.models import CourseMedia

SVG = "image/svg+xml"
SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
#: Word, Excel and PowerPoint: for another program, never for a page of this site.
DOCUMENT = "application/vnd."


def picture(medium: CourseMedia, name: str) -> Response:
    """Stream a file as it is, whole or in part; a document is saved under the name asked for."""
    return send_file(
        path_of(medium.digest),
        mimetype=medium.mime,
        conditional=True,
        etag=medium.digest,
        as_attachment=medium.mime.startswith(DOCUMENT),
        download_name=name.partition("-")[2] or name,
    )


def drawing(medium: CourseMedia) -> Response:
    """Send an SVG whole, so that it leaves compressed, and let nothing in it run."""
    content = path_of(medium.digest).read_bytes()
    answer = Response(content, mimetype=SVG, headers={"Content-Security-Policy": SVG_POLICY})
    answer.set_etag(medium.digest)
    answer.make_conditional(request, accept_ranges=True, complete_length=len(content))
    return answer
