"""A rule in the words of the list: who is meant."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from elearning.assignments.conditions import parts_of


def rule_in_words(rule: Any) -> str:
    """Say whom a rule means, each part that narrows it."""
    named = _("named people") if rule.is_listed else ""
    ranks = parts_of(rule.ranks)
    graded = _("rank %(ranks)s", ranks=", ".join(ranks)) if ranks else ""
    parts = (*([named] if named else []), *_values(rule), *([graded] if graded else []))
    return "; ".join(map(str, parts)) or str(_("everybody"))


def later_joiners(days: int) -> str:
    """Say by when those must complete it who come to fit the rule later."""
    if not days:
        return str(_("the same deadline"))
    return str(
        ngettext(
            "at least %(num)s day from when they are told",
            "at least %(num)s days from when they are told",
            days,
        )
    )


def _values(rule: Any) -> list[str]:
    """Return statuses and kinds of position as lists in words."""
    values = (parts_of(rule.statuses), parts_of(rule.position_kinds))
    return [", ".join(each) for each in values if each]
