"""Questions that a learner marks for later: a cookie of the attempt, so that it stays on the device.

The page's script writes the same cookie; without it the plain form does.
"""

from flask import request, url_for
from werkzeug import Response

from elearning.quizzes.drawing import Paper

COOKIE = "tanda"
MONTH = 30 * 24 * 3600


def marked_in(paper: Paper) -> frozenset[str]:
    """Return the marked questions of a paper."""
    return frozenset(request.cookies.get(COOKIE, "").split(".")) & {slot.id for slot in paper}


def keep_marks(answer: Response, attempt_id: int, paper: Paper) -> Response:
    """Keep what the plain form has marked; another form changes nothing."""
    if "penanda" in request.form:
        known = {slot.id for slot in paper}
        chosen = [each for each in request.form.getlist("tandai") if each in known]
        answer.set_cookie(
            COOKIE,
            ".".join(chosen),
            max_age=MONTH,
            path=_path(attempt_id),
            secure=request.is_secure,
            samesite="Lax",
        )
    return answer


def forget_marks(answer: Response, attempt_id: int) -> Response:
    """Forget the marks of an attempt that was sent."""
    if COOKIE in request.cookies:
        answer.delete_cookie(COOKIE, path=_path(attempt_id), samesite="Lax")
    return answer


def _path(attempt_id: int) -> str:
    """Return the address under which the cookie is sent."""
    return url_for("learning.attempt", attempt_id=attempt_id)
