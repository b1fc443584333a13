"""Who deals with records at SIASN: kepegawaian, for what concerns their part of the organisation."""

from typing import Any

from elearning.accounts.policy import is_hr


def can_handle(officer: Any, _line: Any) -> bool:
    """An officer handles the records that concern their subtrees; the query finds no others."""
    return is_hr(officer)


def is_own_sheet(officer: Any, sheet: Any) -> bool:
    """A sheet is seen by whoever uploaded it."""
    return bool(officer.id == sheet.person_id)
