"""What the columns of the data that are held are called, and the codes in them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from elearning.accounts.browsers import browser_in_words
from elearning.accounts.role_names import ROLE_NAMES
from elearning.assignments.forms import REASON_NAMES
from elearning.core import clock
from elearning.core.languages import decimal, long_date
from elearning.home.deed_words import DEEDS
from elearning.notices.kinds import KINDS as NOTICES
from elearning.notices.kinds import WAYS

#: Columns that only the download shows: they mean something to programs.
TECHNICAL = frozenset(
    {
        *("hash", "salt", "uuid", "subject_uuid", "identity_hash", "share_code", "content"),
        *("changes", "file_digest", "file_type", "link", "cycle", "version", "reverses"),
        *("verify_url", "tries", "entries", "legal_standing", "siasn_id", "activity_type"),
        *("proposal", "seq", "remedy", "deed", "reversed_at"),
    }
)

LABELS: dict[str, Any] = {
    "edition": _("Edition"),
    "ground": _("Ground"),
    "lifted_at": _("Lifted at"),
    "undone_at": _("Undone at"),
    "until": _("Until"),
    "withdrawn_at": _("Withdrawn at"),
    "about": _("Datum"),
    "action": _("Act"),
    "active": _("Account is open"),
    "added_at": _("Added at"),
    "address": _("Network address"),
    "agency": _("Agency"),
    "answer": _("Answer"),
    "answered_at": _("Answered at"),
    "asked_at": _("Asked at"),
    "at": _("Time"),
    "attempt": _("Number of the attempt's record"),
    "attempt_number": _("Attempt"),
    "back_title": _("Title behind the name"),
    "bookmarked": _("Bookmarked"),
    "browser": _("Browser"),
    "changed_at": _("Changed at"),
    "check_code": _("Check code"),
    "checked_at": _("Seen at"),
    "close_reason": _("How it ended"),
    "closed_at": _("Ended at"),
    "code": _("Code"),
    "comment": _("Comment"),
    "competency_kind": _("Kind of competency"),
    "completed_at": _("Completed at"),
    "completed_on": _("Last day"),
    "confirmed_at": _("Data confirmed at"),
    "course": _("Training"),
    "created_at": _("Made at"),
    "deadline_at": _("Deadline"),
    "decided_at": _("Decided at"),
    "department": _("Perangkat Daerah"),
    "due_at": _("Due at"),
    "earned": _("Mark (0 to 1)"),
    "due_on": _("Deadline"),
    "told_at": _("Told at"),
    "week": _("Week from"),
    "basis": _("Legal basis or reason"),
    "email": _("E-mail address"),
    "ended_at": _("Ended at"),
    "expires_at": _("Valid until"),
    "format": _("Format"),
    "front_title": _("Title before the name"),
    "full_name": _("Full name with titles"),
    "given_at": _("Given at"),
    "graded_at": _("Graded at"),
    "granted_at": _("Given at"),
    "handled_at": _("Handled at"),
    "has_password": _("A password is set"),
    "issued_at": _("Issued at"),
    "item": _("Lesson or quiz"),
    "jp": _("JP"),
    "kind": _("Kind"),
    "locale": _("Language"),
    "made_at": _("Made at"),
    "mails_certificates": _("Certificates by e-mail"),
    "name": _("Name"),
    "nip": _("NIP"),
    "note": _("Note"),
    "number": _("Certificate number"),
    "opened_at": _("Opened at"),
    "organiser": _("Organiser"),
    "page": _("What was seen"),
    "passed": _("Passed"),
    "passed_after": _("Passed after"),
    "passed_before": _("Passed before"),
    "percent": _("Percent more time"),
    "position": _("Position"),
    "position_kind": _("Kind of position"),
    "predicate": _("Predicate"),
    "placed_at": _("Since"),
    "proposed_at": _("Proposed at"),
    "question": _("Question's code in the attempt"),
    "quote": _("Paragraph"),
    "rank": _("Rank"),
    "read_at": _("Read at"),
    "reason": _("Reason"),
    "received_at": _("Saved at"),
    "recorded_at": _("Recorded at"),
    "reported_at": _("Reported at"),
    "reviewed_at": _("Graded at"),
    "revoked_at": _("Revoked at"),
    "role": _("Role"),
    "rows": _("Rows"),
    "score": _("Score"),
    "score_after": _("Score after"),
    "score_before": _("Score before"),
    "seen_at": _("Last used"),
    "sent_at": _("Sent at"),
    "shows_nip": _("Shows the NIP"),
    "signature": _("Electronic signature"),
    "signed_as": _("Shown as"),
    "signed_at": _("Signed at"),
    "started_at": _("Begun at"),
    "started_on": _("First day"),
    "state": _("State"),
    "status": _("ASN status"),
    "status_at": _("Changed at"),
    "step": _("Step"),
    "subject": _("Subject"),
    "submitted_at": _("Sent at"),
    "text": _("Text"),
    "title": _("Title"),
    "unit": _("Work unit"),
    "used_at": _("Used at"),
    "username": _("User name"),
    "valid_from": _("Since"),
    "valid_until": _("Until"),
    "wanted": _("What is right"),
    "way": _("By e-mail"),
    "year": _("Year"),
    "years": _("Years"),
}

#: Codes that are shown in words; others stand for themselves.
WORDS: dict[str, Any] = {
    "submitted": _("Submitted"),
    "needs_work": _("Needs mending"),
    "approved": _("Approved"),
    "rejected": _("Rejected"),
    "refused": _("Rejected"),
    "declined": _("Rejected"),
    "done": _("Finished"),
    "proposed": _("Submitted"),
    "revised": _("Sent again"),
    "new": _("New"),
    "handled": _("Handled"),
    "asked": _("Asked"),
    "given": _("Given"),
    "waiting": _("Waiting"),
    "second": _("Second opinion"),
    "graded": _("Graded"),
    "signed": _("Signed"),
    "failed": _("Failed"),
    "valid": _("Valid"),
    "revoked": _("Revoked"),
    "replaced": _("Replaced"),
    "expired": _("Time was up"),
    "course": _("On this platform"),
    "external": _("Elsewhere"),
    "reversal": _("Correction"),
    "link": _("Link by e-mail"),
    "slip": _("Printed slip"),
    **ROLE_NAMES,
    "record": _("Your record at the HR office"),
    "proposal": _("Your proposed training"),
    "essay": _("An essay of yours"),
    "shared": _("Your shared history"),
    "certificate": _("A certificate of yours"),
    "merge": _("Your accounts, to join or part them"),
    "request": _("Your request for correction"),
    **REASON_NAMES,
    **DEEDS,
    **{code: kind.label for code, kind in NOTICES.items()},
    **WAYS,
}
#: Columns that hold codes.
CODED = frozenset(
    {"state", "kind", "way", "role", "page", "action", "close_reason", "signature", "step"}
)


def shown(name: str, value: Any, zone: str) -> str:
    """Return a value as people read it; nothing is a dash."""
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, bool):
        return str(gettext("Yes") if value else gettext("No"))
    if isinstance(value, date):
        return shown_time(value, zone)
    if isinstance(value, Decimal):
        return decimal(value)
    if isinstance(value, str):
        return shown_text(name, value)
    return shown_parts(value)


def shown_time(value: date, zone: str) -> str:
    """Return a day, or a moment in a zone."""
    if not isinstance(value, datetime):
        return long_date(value)
    local = value.astimezone(clock.zone(zone))
    return f"{long_date(local)}, {local:%H.%M}"


def shown_text(name: str, text: str) -> str:
    """Return a text, a code in words."""
    if name == "browser":
        return browser_in_words(text)
    return str(WORDS.get(text, text)) if name in CODED else text


def shown_parts(value: Any) -> str:
    """Return an answer or a list, its parts in one line."""
    if isinstance(value, dict):
        return "; ".join(f"{key}: {part}" for key, part in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
