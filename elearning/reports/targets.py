"""How a person's JP of a year stand against the target or the cap."""

from typing import NamedTuple

from flask_babel import gettext as _

from elearning.accounts.standings import STANDINGS
from elearning.core.settings import Settings


class JpState(NamedTuple):
    """JP against a limit, with the sentence and the tone of its tag."""

    jp: int
    limit: int
    text: str
    tone: str


def jp_state(status: str, standing: str, jp: int, settings: Settings) -> JpState:
    """Return how JP stand: a PNS has a target (PP 11/2017), a PPPK a cap (PP 49/2018).

    Whose legal standing does not count is told so; their JP are shown all the same.
    """
    is_contract = status.startswith("PPPK")
    limit = settings.jp_cap_pppk if is_contract else settings.jp_target
    if standing not in settings.counted_standings:
        return JpState(
            jp, limit, _("Not counted: %(why)s", why=STANDINGS.get(standing, standing)), ""
        )
    if is_contract:
        return _contract_state(jp, limit)
    if jp >= limit:
        return JpState(jp, limit, _("Target reached"), "ok")
    return JpState(
        jp, limit, _("%(missing)s JP to go", missing=limit - jp), "warn" if jp else "late"
    )


def _contract_state(jp: int, cap: int) -> JpState:
    """Return how a PPPK's JP stand against the cap of the contract year; above it is a warning."""
    if jp > cap:
        return JpState(jp, cap, _("Above the PPPK cap of %(cap)s JP", cap=cap), "warn")
    return JpState(jp, cap, _("PPPK: at most %(cap)s JP", cap=cap), "go")
