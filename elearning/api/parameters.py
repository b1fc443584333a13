"""Reading what an address asks for; what is not known is refused, for a slip would go unseen."""

import re
from typing import NamedTuple

from flask import request

from elearning.core.problems import Problem

MOST_ITEMS = 500
USUAL_ITEMS = 100

LIMIT = re.compile(r"[1-9][0-9]{0,2}")
#: What the API itself gave as `next`.
CURSOR = re.compile(r"0|[1-9][0-9]{0,17}")


class Asked(NamedTuple):
    """Which page is wanted."""

    after: int
    limit: int


def page_asked() -> Asked:
    """Return which page the address asks for."""
    require_known("after", "limit")
    limit = number("limit", LIMIT, USUAL_ITEMS)
    if limit > MOST_ITEMS:
        raise Problem(422, parameter="limit")
    return Asked(number("after", CURSOR, 0), limit)


def require_known(*names: str) -> None:
    """Refuse parameters that mean nothing here, and one that is given twice."""
    for name, values in request.args.lists():
        if name not in names or len(values) > 1:
            raise Problem(422, parameter=name)


def number(name: str, pattern: re.Pattern[str], usual: int) -> int:
    """Return a parameter's number."""
    text = request.args.get(name)
    if text is None:
        return usual
    if not pattern.fullmatch(text):
        raise Problem(422, parameter=name)
    return int(text)
