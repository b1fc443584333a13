"""What a sheet of NIP and pnsOrangId would change: an id for each person who lacks it."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from elearning.siasn import sheet_queries as queries
from elearning.siasn.sheet_queries import Owner
from elearning.siasn.sheet_rows import PersonRow, Trouble
from elearning.siasn.state_plans import CHANGE, PROBLEM, SAME, SKIPPED, NotTaken, Planned


def plan_people(rows: Sequence[PersonRow], paths: Sequence[str]) -> Iterator[Planned]:
    """Yield a verdict on each row; only people of the subtrees are found."""
    owners = queries.owners_by_nip({row.nip for row in rows} - {""}, paths)
    holders = queries.owners_of_ids({row.siasn_id for row in rows} - {""})
    given: dict[str, str] = {}
    seen: dict[str, str] = {}
    for row in rows:
        yield _judge(row, owners.get(row.nip), holders, given, seen)


def _judge(
    row: PersonRow,
    owner: Owner | None,
    holders: dict[str, int],
    given: dict[str, str],
    seen: dict[str, str],
) -> Planned:
    """Return the verdict on a row; `given` and `seen` remember the ids and NIPs of rows above."""
    if row.troubles:
        return _planned(row, PROBLEM, row.troubles)
    try:
        found = _required(row, owner)
        if given.setdefault(row.siasn_id, row.nip) != row.nip:
            raise NotTaken(_("Another row of this sheet gives the same id."), "siasn_id")
        if seen.setdefault(row.nip, row.siasn_id) != row.siasn_id:
            raise NotTaken(_("A row above gives this person another id."), "siasn_id")
        if holders.get(row.siasn_id, found.person_id) != found.person_id:
            raise NotTaken(
                _("Another account has this id already. Check it in data-utama."), "siasn_id"
            )
    except NotTaken as reason:
        trouble = Trouble(row.titles.get(reason.field, ""), str(reason))
        return _planned(row, reason.verdict, (trouble,))
    if found.siasn_id == row.siasn_id:
        return _planned(row, SAME)
    return _planned(row, CHANGE, (), found)


def _required(row: PersonRow, owner: Owner | None) -> Owner:
    """Return whose row it is; raises NotTaken."""
    if not row.siasn_id:
        raise NotTaken(_("The id is empty; nothing is changed."), "siasn_id", SKIPPED)
    if owner is None:
        raise NotTaken(
            _("Nobody in your units has this NIP. Check it, or import the roster first."), "nip"
        )
    return owner


def _planned(
    row: PersonRow,
    verdict: str,
    troubles: Sequence[Trouble] = (),
    owner: Owner | None = None,
) -> Planned:
    """Return a row with its verdict and what the page shows of it."""
    details = {
        "line": row.line,
        "nip": row.nip,
        "siasn_id": row.siasn_id,
        "troubles": [list(trouble) for trouble in troubles],
    }
    if owner is None:
        return Planned(verdict, details)
    details |= {"name": owner.name, "before": owner.siasn_id}
    return Planned(verdict, details, subject_id=owner.person_id)
