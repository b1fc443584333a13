"""Releasing: answers are shown in batches of several, at the lowest level that has so many.

They wait in the cell of their unit. What has no company there after a whole month goes up to the
unit above, and waits anew. Every figure is a sum of such batches, so the difference of any two is
nobody's answer or that of a whole batch (decision 0025).
"""

from datetime import datetime
from functools import partial
from typing import NamedTuple

from elearning.core.db import db, reading, retrying, writing
from elearning.core.settings import Settings, current_settings
from elearning.surveys import queries
from elearning.surveys.sums import OF_UNITS, RELEASED, WAITING, Cell, Waited, add, month_of, take


class Rule(NamedTuple):
    """When the answers of a cell are enough, and when they have waited for too long."""

    least: int
    #: The month of now.
    month: int
    #: Cells in which the last answer came before this month go up.
    before: int


def rule_at(at: datetime, settings: Settings) -> Rule:
    """Return what holds at a moment."""
    month = month_of(at)
    return Rule(settings.survey_least, month, month - settings.survey_wait_months)


def release_due(at: datetime) -> int:
    """Let cells that wait for too long go up and then release full ones; return how many.

    What goes up first finds company above before that is released.
    """
    rule = rule_at(at, current_settings())
    with reading():
        cells = queries.cells_before(rule.before) or queries.full_cells(rule.least)
    if not cells:
        return 0
    with writing():
        return sum(retrying(partial(settle, cell, rule)) for cell in cells)


def settle(cell: Cell, rule: Rule) -> bool:
    """Release a cell or let it go up; False when it is no longer due."""
    db.session.rollback()
    waited = take(cell)
    if waited is None or not (_release(cell, waited, rule) or _go_up(cell, waited, rule)):
        db.session.rollback()
        return False
    db.session.commit()
    return True


def _release(cell: Cell, waited: Waited, rule: Rule) -> bool:
    """Show answers from now on where there are enough."""
    is_full = waited.number >= rule.least
    if is_full:
        add(RELEASED, cell._asdict(), waited.counts)
        add(OF_UNITS, {"unit_id": cell.unit_id, "year": cell.year}, waited.counts)
    return is_full


def _go_up(cell: Cell, waited: Waited, rule: Rule) -> bool:
    """Let answers wait with those of the unit above, where there is one."""
    above = queries.unit_above(cell.unit_id) if waited.month < rule.before else None
    if above is not None:
        add(WAITING, cell._replace(unit_id=above)._asdict(), waited.counts, month=rule.month)
    return above is not None
