"""How many JP a form of development is worth where its certificate names none; no database.

The figures are the setting `jp_conversion`: the annex of the regulation was never seen, so each
carries what it rests on.
"""

from datetime import date
from typing import NamedTuple

DAY, SESSION, ACTIVITY = "hari", "sesi", "kegiatan"
#: What the figures rest on, by SIASN's code; every other form counts as its organiser states.
CUSTOM, CIRCULAR, UNSURE = "custom", "circular", "unsure"
GROUNDS = {
    **dict.fromkeys(("9",), CUSTOM),
    **dict.fromkeys(("10", "14", "15", "18", "20", "21", "22", "23"), CIRCULAR),
    **dict.fromkeys(("4", "7", "19", "24"), UNSURE),
}


class Rule(NamedTuple):
    """JP for each day, for a session, or for the whole activity."""

    jp: int
    per: str


def rules_of(setting: str) -> dict[str, Rule]:
    """Read the setting: `9:4/hari,20:10/kegiatan`, SIASN's code, JP and what they are for."""
    rules = {}
    for part in filter(None, (part.strip() for part in setting.split(","))):
        code, _, worth = part.partition(":")
        jp, _, per = worth.partition("/")
        if per not in (DAY, SESSION, ACTIVITY):
            raise ValueError(f"{part!r} does not end with /{DAY}, /{SESSION} or /{ACTIVITY}")
        rules[code] = Rule(int(jp), per)
    return rules


def suggested_jp(
    rules: dict[str, Rule], activity_type: str, started_on: date, completed_on: date
) -> int | None:
    """Return the JP that the table gives, of one session where it counts sessions."""
    rule = rules.get(activity_type)
    if rule is None:
        return None
    days = (completed_on - started_on).days + 1
    return rule.jp * days if rule.per == DAY else rule.jp
