"""What an export was to hold, in words."""

from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from elearning.core.languages import long_date
from elearning.reports.exports import forms
from elearning.reports.exports.choices import (
    BUTTONS,
    DEPARTMENTS,
    PDF,
    PEOPLE,
    RECORDS,
    THIS_YEAR,
    ZIP,
    Choice,
)
from elearning.reports.exports.forms import PERIOD_NAMES
from elearning.siasn.states import LABELS

#: Where the form of recaps makes each kind.
PLACES = {PEOPLE: "per-pegawai", DEPARTMENTS: "per-pd", PDF: "siap"}


def format_words(choice: Choice) -> str:
    """Return what kind of file it is."""
    words = {"siasn": _("JSON lines for SIASN"), ZIP: _("Certificates (ZIP)"), PDF: "PDF"}
    return str(words.get(choice.format, choice.format.upper()))


def address_of(choice: Choice) -> str:
    """Return the address of the form that makes a choice."""
    if choice.content == RECORDS:
        return url_for("reports.export", **forms.values_of(choice))
    place = PLACES.get(choice.format) or PLACES[choice.content]
    return url_for("reports.recap", _anchor=place, **_recap_values(choice))


def _recap_values(choice: Choice) -> dict[str, Any]:
    """Return the choice of a recap as the address of its form says it; without a day it is today."""
    values = {"unit": str(choice.unit_id or ""), "status": choice.status, "sampai": choice.until}
    values["belum"] = "y" if choice.below else ""
    kinds = {kind: button for button, kind in BUTTONS.items()}
    values["rekap"] = kinds.get((choice.content, choice.format), "")
    return {name: value for name, value in values.items() if value}


def words_of(choice: Choice) -> list[tuple[str, str]]:
    """Return each part of a choice with its label, only what narrows it."""
    recaps = {
        PEOPLE: _("Recap of JP for each person"),
        DEPARTMENTS: _("Recap of JP for each Perangkat Daerah"),
    }
    pairs = [
        (_("Content"), recaps.get(choice.content, "")),
        (_("File"), format_words(choice)),
        (_("Work unit"), choice.unit or _("All work units")),
        (_("Year"), _year(choice)),
        (_("Period"), str(PERIOD_NAMES[choice.period]) if choice.period else ""),
        (_("Completed from"), _day(choice.since)),
        (_("Completed up to"), _day(choice.until)),
        (_("Course"), choice.course),
        (_("Status ASN"), choice.status),
        (_("State at SIASN"), str(LABELS[choice.siasn]) if choice.siasn else ""),
    ]
    return [(label, value) for label, value in pairs if value]


def _year(choice: Choice) -> str:
    return _("The current year") if choice.year == THIS_YEAR else choice.year or _("All years")


def _day(iso: str) -> str:
    return long_date(date.fromisoformat(iso)) if iso else ""
