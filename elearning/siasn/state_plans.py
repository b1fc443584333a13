"""What a sheet of states would change: a verdict on each row, with a sentence where it is not taken."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from flask_babel import gettext as _

from elearning.siasn import sheet_queries as queries
from elearning.siasn.sheet_queries import Held
from elearning.siasn.sheet_rows import StateRow, Trouble
from elearning.siasn.states import (
    DELETED,
    FAILED,
    LABELS,
    REJECTED,
    SENT,
    STATED,
    TO_DELETE,
    TO_RESEND,
    UNSENT,
    VERIFIED,
)

#: Verdicts on a row; of those that are the same only the number is kept.
CHANGE, SAME, SKIPPED, PROBLEM = "change", "same", "skipped", "problem"


class Planned(NamedTuple):
    """A row with its verdict, as it is kept until the sheet is applied."""

    verdict: str
    details: dict[str, Any]
    completion_id: int | None = None
    subject_id: int | None = None


class NotTaken(Exception):  # noqa: N818
    """A row is not taken: skipped, or a problem that somebody must mend."""

    def __init__(self, text: str, field: str = "number", verdict: str = PROBLEM) -> None:
        super().__init__(text)
        self.field, self.verdict = field, verdict


class Taken(NamedTuple):
    """What becomes of a record: its state, and what the officer should know."""

    state: str
    remark: str = ""


def plan_states(
    rows: Sequence[StateRow], paths: Sequence[str], *, as_sent: bool
) -> Iterator[Planned]:
    """Yield a verdict on each row; `as_sent` takes every row without a state as sent."""
    plan = _Plan(rows, paths, as_sent)
    for row in rows:
        yield plan.judge(row)


class _Plan:
    """One sheet, compared with the completions that concern some subtrees."""

    def __init__(self, rows: Sequence[StateRow], paths: Sequence[str], as_sent: bool) -> None:
        self.held = queries.held_by_number({row.number for row in rows} - {""}, paths)
        self.holders = queries.holders_of_ids({row.siasn_id for row in rows} - {""})
        self.as_sent = as_sent
        self.lines: dict[str, int] = {}
        self.ids: dict[str, str] = {}

    def judge(self, row: StateRow) -> Planned:
        """Return the verdict on a row."""
        if row.troubles:
            return planned(row, PROBLEM, row.troubles)
        try:
            if not row.number:
                return self._without_number(row)
            held = self._held(row)
            taken = transition(row, held, as_sent=self.as_sent)
        except NotTaken as reason:
            trouble = Trouble(row.titles.get(reason.field, ""), str(reason))
            return planned(row, reason.verdict, (trouble,))
        note = row.note if row.state in STATED else held.note
        said = (taken.state, row.siasn_id or held.siasn_id, note)
        if taken.state not in STATED or said == (held.state, held.siasn_id, held.note):
            return planned(row, SAME)
        troubles = (Trouble(row.titles.get("state", ""), taken.remark),) if taken.remark else ()
        return planned(row._replace(note=note), CHANGE, troubles, held, taken.state)

    def _without_number(self, row: StateRow) -> Planned:
        """A row without a certificate can say nothing, but may stand in an export."""
        if row.siasn_id or row.state not in ("", UNSENT):
            raise NotTaken(
                _("The certificate number is missing; without it the record is not known.")
            )
        return planned(row, SAME)

    def _held(self, row: StateRow) -> Held:
        """Return the completion that a row means."""
        held = self.held.get(row.number)
        if held is None:
            raise NotTaken(_("No certificate of your units has this number. Check the number."))
        if row.nip not in (held.nip, held.nip_now):
            raise NotTaken(
                _("This certificate belongs to another NIP. Check both before importing."), "nip"
            )
        earlier = self.lines.setdefault(row.number, row.line)
        if earlier != row.line:
            raise NotTaken(
                _("This certificate stands in row %(line)s already.", line=earlier),
                verdict=SKIPPED,
            )
        self._require_own_id(row, held)
        return held

    def _require_own_id(self, row: StateRow, held: Held) -> None:
        """An id of SIASN is of one completion."""
        if not row.siasn_id:
            return
        first = self.ids.setdefault(row.siasn_id, row.number)
        if first != row.number or self.holders.get(row.siasn_id, held.same) != held.same:
            raise NotTaken(
                _("This SIASN id belongs to another record. Check it at SIASN."), "siasn_id"
            )


def transition(row: StateRow, held: Held, *, as_sent: bool) -> Taken:
    """Return the state that a row leads to; raises NotTaken."""
    if row.state in STATED:
        return _stated(row, held)
    if row.siasn_id and held.state in (UNSENT, TO_RESEND):
        return Taken(SENT, "" if as_sent else _("It has an id of SIASN, so it counts as sent."))
    if as_sent and held.state in (UNSENT, TO_RESEND):
        return Taken(SENT)
    if row.state and row.state != held.state:
        state = LABELS[held.state]
        raise NotTaken(
            _("Here it is already: %(state)s. An older sheet changes nothing.", state=state),
            "state",
            SKIPPED,
        )
    return Taken(held.state)


def _stated(row: StateRow, held: Held) -> Taken:
    """Return the state that a row names, unless it contradicts what is known."""
    if (row.state == DELETED) != (held.state in (TO_DELETE, DELETED)):
        raise NotTaken(_deletion(row.state), "state")
    if held.state == VERIFIED and row.state == SENT:
        raise NotTaken(_("It is verified already, so it stays so."), "state", SKIPPED)
    if held.state == VERIFIED and row.state in (REJECTED, FAILED):
        raise NotTaken(
            _(
                "It is verified here. If SIASN took it back, change the state on the record's own"
                " page, with the reason."
            ),
            "state",
        )
    if row.state == REJECTED and not row.note:
        return Taken(row.state, _("Without a note the person does not learn why."))
    return Taken(row.state)


def _deletion(state: str) -> str:
    """Say why a record cannot be deleted, or no longer be anything else."""
    if state == DELETED:
        return str(_("Only what was revoked here is deleted at SIASN. Revoke it first."))
    return str(_("This training was revoked here. Delete it at SIASN, then import it as deleted."))


def planned(
    row: StateRow,
    verdict: str,
    troubles: Sequence[Trouble] = (),
    held: Held | None = None,
    state: str = "",
) -> Planned:
    """Return a row with its verdict and what the page shows of it."""
    details: dict[str, Any] = {
        "line": row.line,
        "nip": row.nip,
        "number": row.number,
        "troubles": [list(trouble) for trouble in troubles],
    }
    if held is None:
        return Planned(verdict, details)
    details |= {"name": held.full_name, "title": held.title, "from": held.state, "to": state}
    details |= {"siasn_id": row.siasn_id, "note": row.note}
    return Planned(verdict, details, completion_id=held.completion_id)
