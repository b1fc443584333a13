"""What a form answers with: the page it leads to, or the way there.

A redirect costs a second trip, on a weak signal half of the wait. A page whose script can put its
own address right is sent at once; without scripting a reload would send the form again, so there the
redirect stays.
"""

from collections.abc import Callable

from flask import g, make_response, redirect, request
from werkzeug import Response

from elearning.core.db import reading

#: The field that a page's script fills in.
FIELD = "langsung"


def lead_to(address: str, page: Callable[[], object]) -> Response:
    """Answer a form whose work is committed with the page of an address, or send the browser there."""
    if not request.form.get(FIELD):
        return redirect(address)
    g.address = address
    with reading():
        answer = make_response(page())
    answer.headers["Content-Location"] = address
    return answer
