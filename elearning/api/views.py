"""API v1: what other systems read. Nothing here knows a session, nothing is changed."""

import re
from typing import Any

from flask import Blueprint, Response, abort, jsonify

from elearning.accounts.access_log import CERTIFICATE, RECORD, note_view
from elearning.api import queries
from elearning.api.gate import reads, tell_share
from elearning.api.openapi import document
from elearning.api.parameters import page_asked, require_known
from elearning.api.shapes import (
    certificate_told,
    course_told,
    entry_told,
    history_told,
    page_told,
)
from elearning.api.token_queries import Bearer
from elearning.core import clock
from elearning.core.access import public
from elearning.core.db import db, retrying, writing
from elearning.core.problems import Problem, told
from elearning.core.settings import current_settings
from elearning.records.ledger import number_due

bp = Blueprint("api", __name__)
bp.register_error_handler(Problem, told)
bp.after_request(tell_share)

V1 = "/api/v1"
#: Entries that a request numbers itself when no worker has done so.
NUMBERED = 1_000
NIP = re.compile(r"[0-9]{18}")


@bp.get(f"{V1}/completions")
@reads("completions:read")
def completions(bearer: Bearer) -> dict[str, Any]:
    """Tell the entries of all histories in the order of their log; reversals are entries too."""
    asked = page_asked()
    if asked.after + asked.limit >= queries.log_size():
        number_due(clock.now(), NUMBERED)
    if asked.after > queries.log_size():
        raise Problem(409, parameter="after")
    return page_told(queries.feed(bearer.unit_path, *asked), entry_told)


@bp.get(f"{V1}/completions/<key(min=1):key>")
@reads("completions:read")
def completion(bearer: Bearer, key: int) -> dict[str, Any]:
    """Tell one entry."""
    require_known()
    entry = queries.entry_at(bearer.unit_path, key) or abort(404)
    note(entry.person_id, bearer, RECORD)
    return entry_told(entry)


@bp.get(f"{V1}/people/<nip>/history")
@reads("people:read")
def history(bearer: Bearer, nip: str) -> dict[str, Any]:
    """Tell the whole history of a person who is in the token's units now."""
    require_known()
    holder = queries.holder_of(bearer.unit_path, nip) if NIP.fullmatch(nip) else None
    if holder is None:
        abort(404)
    note(holder.id, bearer, RECORD)
    return history_told(holder, queries.jp_of(holder), queries.history_of(holder))


@bp.get(f"{V1}/courses")
@reads("courses:read")
def courses(_bearer: Bearer) -> dict[str, Any]:
    """Tell the courses of the catalogue."""
    return page_told(queries.courses(*page_asked()), course_told)


@bp.get(f"{V1}/certificates/<code>")
@reads("certificates:read")
def certificate(bearer: Bearer, code: str) -> dict[str, Any]:
    """Tell a certificate by the code of its QR."""
    require_known()
    issued = queries.certificate_at(bearer.unit_path, code) or abort(404)
    note(issued.person_id, bearer, CERTIFICATE)
    return certificate_told(issued)


@bp.get(f"{V1}/openapi.json")
@public
def openapi() -> Response:
    """Describe the API; the description names nobody and needs no token."""
    return jsonify(document(current_settings().public_url + V1))


def note(person_id: int, bearer: Bearer, page: str) -> None:
    """Note in a short transaction of its own whose data the token's maker has made readable."""
    with writing():
        retrying(lambda: noted(person_id, bearer.made_by_id, page))


def noted(person_id: int, viewer_id: int, page: str) -> None:
    """Add the line to the access log."""
    db.session.rollback()
    note_view(person_id, viewer_id, page, clock.now())
    db.session.commit()
