"""What an officer sees before two accounts are joined: both side by side, and what to look out for."""

from collections.abc import Sequence
from typing import NamedTuple

from flask_babel import gettext as _

from elearning.accounts.names import full_name
from elearning.core.languages import long_date
from elearning.home import merge_queries as queries
from elearning.home.merge_queries import Holdings, Side


class Line(NamedTuple):
    """What both accounts hold under one label, in words."""

    label: str
    first: str
    second: str


class Preview(NamedTuple):
    """Two accounts, the one that should remain first."""

    sides: tuple[Side, Side]
    holdings: tuple[Holdings, Holdings]
    warnings: list[str]
    #: Whether the NIPs state different dates of birth.
    differs: bool

    @property
    def has_roles(self) -> bool:
        """Whether the account that should go has roles, which are not carried."""
        return bool(self.holdings[1].roles)

    @property
    def unlike(self) -> list[Line]:
        """What differs, which an officer looks at first."""
        return [line for line in self._lines if line.first != line.second]

    @property
    def alike(self) -> list[Line]:
        """What both accounts have in common."""
        return [line for line in self._lines if line.first == line.second]

    @property
    def _lines(self) -> list[Line]:
        """Both accounts, line by line."""
        pairs = zip(self.sides, self.holdings, strict=True)
        first, second = (_facts(side, holds) for side, holds in pairs)
        return [Line(label, first[label] or "–", second[label] or "–") for label in first]


def _facts(side: Side, holds: Holdings) -> dict[str, str]:
    """Return what an account is and has, by label."""
    return {
        _("Name"): side.full_name,
        _("Born, by the NIP"): long_date(side.born) if side.born else _("no such day"),
        _("ASN status"): side.status,
        _("Work unit"): side.unit,
        _("E-mail address"): side.email or "",
        _("State of the account"): _("open") if side.active else _("closed"),
        _("Courses completed here"): str(holds.completions),
        _("Learning hours by year"): " · ".join(f"{year}: {jp}" for year, jp in holds.years),
        _("Courses in progress"): ", ".join(holds.open_courses),
        _("Roles"): ", ".join(role.label for role in holds.roles),
    }


def preview_of(one: Side, other: Side) -> Preview:
    """Return two accounts side by side, the one that should remain first."""
    into, former = sorted((one, other), key=lambda side: side.preference, reverse=True)
    holdings = queries.holdings_of(into.id), queries.holdings_of(former.id)
    differs = into.born != former.born
    told = warnings_of(former, into, holdings)
    return Preview((into, former), holdings, told, differs)


def warnings_of(former: Side, into: Side, holdings: Sequence[Holdings]) -> list[str]:
    """Return what speaks against one person, and what joining does not settle."""
    found = []
    if former.born != into.born:
        found.append(_("The two NIPs state different dates of birth. Are they one person's?"))
    if _plain(former) != _plain(into):
        found.append(_("The names differ. Compare them with the decree on the new NIP."))
    found += [_about_twin(each) for each in queries.twins_of(former.id, into.id) if each.is_open]
    found += [
        _(
            "“%(title)s” was completed with both accounts in one year, so its JP count twice."
            " Propose a correction afterwards.",
            title=title,
        )
        for title in queries.counted_twice(former.id, into.id)
    ]
    if any(each.roles for each in holdings):
        found.append(
            _("Roles are not carried over. Grant them anew to the account that remains, if needed.")
        )
    return found


def _plain(side: Side) -> str:
    """Return a name without titles and capitals."""
    return " ".join(full_name("", side.name, "").casefold().split())


def _about_twin(twin: queries.Twin) -> str:
    """Return what becomes of a course that both accounts have."""
    if twin.former_completed or twin.into_completed:
        sentence = _(
            "“%(title)s” is completed with one account and open with the other: it counts as"
            " completed.",
            title=twin.title,
        )
        return str(sentence)
    return str(
        _(
            "“%(title)s” is open with both accounts: the progress of the account that remains goes"
            " on, the other one's stays behind.",
            title=twin.title,
        )
    )
