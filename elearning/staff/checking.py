"""The dry run: a roster is compared with the accounts and kept as a plan; nobody is changed.

Rows are read, compared and kept some at a time, so memory does not grow with the file. A plan that
broke off is begun anew.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, func, insert, literal, select, update
from sqlalchemy.orm import aliased

from elearning.accounts.first_rows import FirstRows
from elearning.accounts.models import Person, RoleGrant, Unit
from elearning.accounts.policy import below
from elearning.accounts.roster import COLUMNS, RosterRow, read_rows
from elearning.core.db import db
from elearning.core.tables import Header, Problem, Row, records_below
from elearning.staff.comparing import Chunk, Comparison
from elearning.staff.models import (
    CHANGED,
    CHECKED,
    CHECKING,
    MISSING,
    OUTCOMES,
    UNCHANGED,
    RosterChange,
    RosterLine,
    RosterProblem,
)
from elearning.staff.officers import Officer, holders_beyond
from elearning.staff.plan import forget_plan
from elearning.staff.units import Units

#: Rows compared at once.
CHUNK = 1_000
#: Problems kept of one roster: who has more mends a column, not rows.
MOST_PROBLEMS = 50_000

#: Called after each part with the rows done so far; it may commit what stands so far.
Step = Callable[[int], object]

_boss = aliased(RosterLine)


def begin_check(change: RosterChange) -> None:
    """Forget what an earlier dry run of the same roster found."""
    forget_plan(change.id)
    change.state, change.counts = CHECKING, {}
    db.session.flush()  # what follows are plain statements


def check(
    change: RosterChange,
    header: Header,
    rows: Iterable[Row],
    officer: Officer,
    at: datetime,
    step: Step = lambda _done: None,
) -> None:
    """Compare a roster with the accounts and keep what it would change."""
    begin_check(change)
    root = db.session.get_one(Unit, change.unit_id)
    units = Units(change.id, root)
    titles = {field: title for field, (_column, title) in header.columns.items()}
    with FirstRows() as seen:
        comparison = Comparison(root.path, units, seen, titles)
        found = _numbered(read_rows(records_below(header, rows)))
        while part := list(islice(found, CHUNK)):
            _keep(change.id, part, comparison, officer)
            step(part[-1][0])
    _settle_bosses(change.id, titles.get("supervisor_nip") or COLUMNS["supervisor_nip"][0])
    if change.is_complete:
        _add_missing(change.id, root.path)
        _leave_out(change.id, officer)
    change.counts = _counts(change.id) | {"units": units.planned}
    change.state, change.checked_at = CHECKED, at


Numbered = tuple[int, RosterRow | None, list[Problem]]


def _numbered(found: Iterable[tuple[RosterRow | None, list[Problem]]]) -> Iterator[Numbered]:
    """Yield rows with how many were read so far."""
    for number, (row, problems) in enumerate(found, start=1):
        yield number, row, problems


def _keep(change_id: int, part: list[Numbered], comparison: Comparison, officer: Officer) -> None:
    """Compare some rows and add their lines and problems to the plan."""
    chunk = Chunk([row for _n, row, _wrong in part if row], officer)
    lines, problems = list[dict[str, Any]](), list[Problem]()
    for _n, row, wrong in part:
        problems += wrong
        if row is None:
            continue
        compared = comparison.of(row, chunk)
        problems += compared.problems
        if compared.values is not None:
            lines.append(compared.values | {"change_id": change_id, "period": {}})
    _insert(RosterLine, lines)
    keep_problems(change_id, problems)


def keep_problems(change_id: int, problems: Iterable[Problem]) -> None:
    """Add problems to the plan, while there are not too many to read."""
    kept = select(func.count(RosterProblem.id)).where(RosterProblem.change_id == change_id)
    room = MOST_PROBLEMS - (db.session.scalar(kept) or 0)
    found = sorted(problems, key=lambda problem: problem.level)[: max(0, room)]
    _insert(RosterProblem, [problem._asdict() | {"change_id": change_id} for problem in found])


def _insert(model: type[Any], rows: list[dict[str, Any]]) -> None:
    """Add rows in one statement."""
    if rows:
        db.session.execute(insert(model), rows)


def _settle_bosses(change_id: int, title: str) -> None:
    """Warn of supervisors whom neither the accounts nor the roster know; note who gets a new one."""
    key = 0
    while lines := _bossed(change_id, key):
        key = lines[-1].id
        unknown = [line for line in lines if line.boss_line is None]
        message = str(_("No account has this NIP; the supervisor was left as before."))
        problems = [Problem(line.line, title, message, "warning") for line in unknown]
        keep_problems(change_id, problems)
        _set([line.id for line in unknown], boss_nip="")
        named = [line for line in lines if line.boss_line is not None]
        same = [x for x in named if x.boss_id is not None and x.boss_id == x.supervisor_id]
        _set([line.id for line in same], boss_nip="")
        turned = [x.id for x in named if x not in same and x.outcome == UNCHANGED]
        _set(turned, outcome=CHANGED)


def _bossed(change_id: int, after: int) -> list[Any]:
    """Return lines whose supervisor the accounts do not know, with the supervisor's own line."""
    columns = (RosterLine.id, RosterLine.line, RosterLine.outcome, Person.supervisor_id)
    found = (
        select(*columns, _boss.id.label("boss_line"), _boss.person_id.label("boss_id"))
        .outerjoin(_boss, (_boss.change_id == change_id) & (_boss.nip == RosterLine.boss_nip))
        .outerjoin(Person, Person.id == RosterLine.person_id)
        .where(RosterLine.change_id == change_id, RosterLine.boss_nip != "", RosterLine.id > after)
    )
    return list(db.session.execute(found.order_by(RosterLine.id).limit(CHUNK)))


def _set(ids: list[int], **values: str) -> None:
    """Change some lines of the plan."""
    if ids:
        db.session.execute(update(RosterLine).where(RosterLine.id.in_(ids)).values(**values))


def _add_missing(change_id: int, path: str) -> None:
    """Add the open accounts of a subtree that the file does not name."""
    named = select(RosterLine.id).where(
        RosterLine.change_id == change_id, RosterLine.person_id == Person.id
    )
    empty = literal({}, RosterLine.before.type)
    missing = (
        select(
            *(literal(change_id), Person.nip, Person.name, literal(MISSING), Person.id),
            *(empty, empty, empty, literal(""), literal(False), literal("")),
        )
        .join(Unit, Unit.id == Person.unit_id)
        .where(
            *(Person.active.is_(True), Person.nip.is_not(None), below(Unit.path, path)),
            ~named.exists(),
        )
        .order_by(Person.name, Person.id)
    )
    columns = (
        *("change_id", "nip", "name", "outcome", "person_id"),
        *("before", "after", "period", "boss_nip", "is_chosen", "result"),
    )
    db.session.execute(insert(RosterLine).from_select(columns, missing))


def _leave_out(change_id: int, officer: Officer) -> None:
    """Forget of the missing the officer and whoever holds rights beyond: their doors stay open."""
    missing = (RosterLine.change_id == change_id, RosterLine.outcome == MISSING)
    held = select(RosterLine.person_id).where(
        *missing, RosterLine.person_id.in_(select(RoleGrant.person_id))
    )
    holders = {key for key in db.session.scalars(held) if key is not None}
    spared = holders_beyond(officer, holders) | {officer.id}
    db.session.execute(delete(RosterLine).where(*missing, RosterLine.person_id.in_(spared)))


def _counts(change_id: int) -> dict[str, int]:
    """Count the lines by outcome and the problems by level."""
    lines = select(RosterLine.outcome, func.count()).where(RosterLine.change_id == change_id)
    problems = select(RosterProblem.level, func.count())
    found: list[Any] = [
        *db.session.execute(lines.group_by(RosterLine.outcome)),
        *db.session.execute(
            problems.where(RosterProblem.change_id == change_id).group_by(RosterProblem.level)
        ),
    ]
    return dict.fromkeys((*OUTCOMES, "error", "warning"), 0) | dict(found)
