"""What people read of the conversion to JP, and on what the figures rest."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from elearning.development.conversion import CIRCULAR, CUSTOM, DAY, GROUNDS, SESSION, UNSURE, Rule
from elearning.records.activity_types import ACTIVITY_TYPES

STATED = lazy_gettext("as the certificate or curriculum states")
WORDS = {
    CUSTOM: lazy_gettext("common practice; the text of the rule was not found"),
    CIRCULAR: lazy_gettext("a province's circular of 2025, read at second hand"),
    UNSURE: lazy_gettext("uncertain; sources differ"),
}


class RuleLine(NamedTuple):
    """A form of development with its figure and what that rests on."""

    name: str
    worth: str
    ground: Any


def jp_rules(rules: Mapping[str, Rule]) -> list[RuleLine]:
    """Return the conversion of every form of development, as the form's page lists it."""
    return [
        RuleLine(kind.name, worth_of(rules.get(code)), WORDS.get(GROUNDS.get(code, ""), ""))
        for code, kind in ACTIVITY_TYPES.items()
    ]


def worth_of(rule: Rule | None) -> str:
    """Return what a form of development is worth in words."""
    if rule is None:
        return str(STATED)
    if rule.per == DAY:
        return str(_("%(jp)s JP a day", jp=rule.jp))
    if rule.per == SESSION:
        return str(_("%(jp)s JP a session", jp=rule.jp))
    return str(_("%(jp)s JP an activity", jp=rule.jp))
