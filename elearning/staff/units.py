"""The units that a roster names: found by code or name below a unit, and planned where unknown."""

import re
from collections import defaultdict
from typing import NamedTuple

from flask_babel import gettext as _

from elearning.accounts import queries
from elearning.accounts.models import Unit
from elearning.accounts.roster import RosterRow
from elearning.core.db import db
from elearning.staff.models import RosterUnit

#: Characters of a code that is made from a name.
CODE_LENGTH = 40


class Spot(NamedTuple):
    """A unit that exists or is planned; the path of a planned one only says below what it lies."""

    unit_id: int | None
    planned_id: int | None
    path: str
    kind: str
    code: str
    #: With the unit above it, for whoever must tell two of one name apart.
    called: str
    is_open: bool = True


class Place(NamedTuple):
    """Where a row belongs (None: where the person is now), or the column and what is wrong."""

    spot: Spot | None
    problem: tuple[str, str] | None = None


class Units:
    """The units below a root, and those that a roster would add."""

    def __init__(self, change_id: int, root: Unit) -> None:
        self._change_id = change_id
        self._names: dict[str, str] = {}
        self._root = self._known(root)
        self.planned = 0
        self._by_code: dict[str, list[Spot]] = defaultdict(list)
        self._by_name: dict[str, list[Spot]] = defaultdict(list)
        for unit in queries.units_below(root.path):
            self._remember(self._known(unit), unit.name)

    def _known(self, unit: Unit) -> Spot:
        """Return a unit of the organisation."""
        called = self._called(unit.path, unit.name)
        return Spot(unit.id, None, unit.path, unit.kind, unit.code, called, unit.active)

    def _called(self, path: str, name: str) -> str:
        """Return a unit's name after that of the unit above it, where that is known."""
        self._names[path] = name
        above = self._names.get(path.rstrip("/").rpartition("/")[0] + "/")
        return f"{above} / {name}" if above else name

    def _remember(self, spot: Spot, name: str) -> None:
        """Let a unit be found."""
        self._by_code[_key(spot.code)].append(spot)
        self._by_name[_key(name)].append(spot)

    def place_of(self, row: RosterRow, *, is_here: bool) -> Place:
        """Return the unit of a row: Perangkat Daerah first, then the unit below it."""
        if not (row.department or row.unit_name or row.unit_code):
            return self._unnamed(is_here=is_here)
        above, *others = self._departments(row)
        if others:
            return Place(None, ("department", _namesakes(row, above, others[0])))
        place = self._unit(above, row) if row.unit_code or row.unit_name else Place(above)
        if place.spot and not place.spot.is_open:
            message = _("This unit is closed. Name the unit that has its tasks now, or reopen it.")
            return Place(None, (_naming(row), str(message)))
        return place

    def _departments(self, row: RosterRow) -> list[Spot]:
        """Return the Perangkat Daerah that a row may name, a new one where none is called so."""
        if not row.department:
            return [self._root]
        called = self._below(self._root, self._by_name[_key(row.department)])
        departments = [spot for spot in called if spot.kind == "department"]
        return departments or called or [self._add(self._root, "", row.department)]

    def _unnamed(self, *, is_here: bool) -> Place:
        """Return where a row without a unit belongs: an agency itself is too vague."""
        if is_here:
            return Place(None)
        if self._root.kind == "agency":
            message = _("The unit is missing; a new person needs one.")
            return Place(None, ("unit_name", str(message)))
        return Place(self._root)

    def _unit(self, above: Spot, row: RosterRow) -> Place:
        """Return a unit by code and name; by what the other does not know; else a new one."""
        coded = self._below(above, self._by_code[_key(row.unit_code)]) if row.unit_code else []
        named = self._below(above, self._by_name[_key(row.unit_name)]) if row.unit_name else []
        both = [spot for spot in coded if spot in named]
        if coded and named and not both:
            return Place(None, ("unit_code", _contradiction(row, coded[0], named[0])))
        found = both or coded or named
        if above in found and not coded:
            return Place(above)
        if len(found) > 1:
            told = _several(found, both_given=bool(both))
            return Place(None, ("unit_code" if coded else "unit_name", told))
        if found:
            return Place(found[0])
        if not row.unit_name:
            return Place(None, ("unit_code", str(_("No unit has this code."))))
        return Place(self._add(above, row.unit_code, row.unit_name))

    def _below(self, above: Spot, spots: list[Spot]) -> list[Spot]:
        """Return those units that lie in a subtree; closed ones only where no open one does."""
        inside = [spot for spot in spots if spot.path.startswith(above.path)]
        return [spot for spot in inside if spot.is_open] or inside

    def _add(self, above: Spot, code: str, name: str) -> Spot:
        """Plan a unit: a Perangkat Daerah below an agency, a unit below that."""
        unit = RosterUnit(
            change_id=self._change_id,
            parent_id=above.unit_id,
            above_id=above.planned_id,
            kind="department" if above.kind == "agency" else "unit",
            code=code or self._new_code(above, name),
            name=name,
        )
        db.session.add(unit)
        db.session.flush()  # lines name the new key
        self.planned += 1
        path = f"{above.path}+{unit.id}/"
        spot = Spot(None, unit.id, path, unit.kind, unit.code, self._called(path, name))
        self._remember(spot, name)
        return spot

    def _new_code(self, above: Spot, name: str) -> str:
        """Return a code from the letters of a name that no unit here has."""
        base = re.sub(r"[\W_]+", "-", name.upper()).strip("-")[:CODE_LENGTH] or "UNIT"
        code, number = base, 1
        while any(_is_right_below(above, spot) for spot in self._by_code[_key(code)]):
            number += 1
            code = f"{base}-{number}"
        return code


def _contradiction(row: RosterRow, coded: Spot, named: Spot) -> str:
    """Say that a code and a name are those of two units."""
    sentence = _(
        "The code %(code)s belongs to “%(coded)s”, the name to “%(named)s”, whose code is %(other)s."
        " Correct one of them.",
        code=row.unit_code,
        coded=coded.called,
        named=named.called,
        other=named.code,
    )
    return str(sentence)


def _several(found: list[Spot], *, both_given: bool) -> str:
    """Say which units a row may mean, two of them by name, and what would tell them apart."""
    two = {"first": found[0].called, "second": found[1].called}
    if both_given:
        sentence = _(
            "Several units have this code and name: “%(first)s”, “%(second)s”. Give the Perangkat"
            " Daerah.",
            **two,
        )
    else:
        sentence = _(
            "Several units are called so: “%(first)s”, “%(second)s”. Give code and name, or the"
            " Perangkat Daerah.",
            **two,
        )
    return str(sentence)


def _namesakes(row: RosterRow, first: Spot, second: Spot) -> str:
    """Say which Perangkat Daerah have one name, by their codes, and how to name one of them."""
    sentence = _(
        "Two Perangkat Daerah are called “%(name)s”, with the codes %(first)s and %(second)s. Leave"
        " this column empty and give the code of the unit.",
        name=row.department,
        first=first.code,
        second=second.code,
    )
    return str(sentence)


def _naming(row: RosterRow) -> str:
    """Return the column by which a row names its unit."""
    if row.unit_name:
        return "unit_name"
    return "unit_code" if row.unit_code else "department"


def _is_right_below(above: Spot, spot: Spot) -> bool:
    """Whether nothing lies between two units."""
    return spot.path.startswith(above.path) and spot.path.count("/") == above.path.count("/") + 1


def _key(text: str) -> str:
    """Return what counts of a name or code."""
    return " ".join(text.casefold().split())
