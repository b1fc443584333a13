"""The units that a roster names: found by code or name below a unit, and made where unknown."""

import re
from collections import defaultdict
from typing import NamedTuple

from flask_babel import gettext as _

from elearning.accounts import operations, queries
from elearning.accounts.models import Unit
from elearning.accounts.roster import RosterRow

#: Characters of a code that is made from a name.
CODE_LENGTH = 40


class Place(NamedTuple):
    """Where a row belongs (None: where the person is now), or the column and what is wrong."""

    unit: Unit | None
    problem: tuple[str, str] | None = None


class Units:
    """The units below a root, and those that a roster adds."""

    def __init__(self, root: Unit) -> None:
        self._root = root
        self.new: list[Unit] = []
        self._by_code: dict[str, list[Unit]] = defaultdict(list)
        self._by_name: dict[str, list[Unit]] = defaultdict(list)
        for unit in queries.units_below(root.path):
            self._remember(unit)

    def _remember(self, unit: Unit) -> None:
        """Let a unit be found."""
        self._by_code[_key(unit.code)].append(unit)
        self._by_name[_key(unit.name)].append(unit)

    def place_of(self, row: RosterRow, *, is_new: bool) -> Place:
        """Return the unit of a row: Perangkat Daerah first, then the unit below it."""
        if not (row.department or row.unit_name or row.unit_code):
            return self._unnamed(is_new=is_new)
        above = self._root
        if row.department:
            known = self._below(above, self._by_name[_key(row.department)])
            above = known[0] if known else self._add(above, "", row.department)
        if row.unit_code or row.unit_name:
            return self._unit(above, row)
        return Place(above)

    def _unnamed(self, *, is_new: bool) -> Place:
        """Return where a row without a unit belongs: an agency itself is too vague."""
        if is_new and self._root.kind == "agency":
            message = _("The unit is missing; a new person needs one.")
            return Place(None, ("unit_name", str(message)))
        return Place(self._root if is_new else None)

    def _unit(self, above: Unit, row: RosterRow) -> Place:
        """Return a unit by its code, else by its name, else a new one."""
        coded = self._below(above, self._by_code[_key(row.unit_code)]) if row.unit_code else []
        named = self._below(above, self._by_name[_key(row.unit_name)]) if row.unit_name else []
        found = coded or ([] if row.unit_code and not named else named)
        if len(found) > 1 and above not in found:
            message = _("Several units are called so. Give the code of the unit or its department.")
            return Place(None, ("unit_name", str(message)))
        if found:
            return Place(above if above in found else found[0])
        if not row.unit_name:
            return Place(None, ("unit_code", str(_("No unit has this code."))))
        return Place(self._add(above, row.unit_code, row.unit_name))

    def _below(self, above: Unit, units: list[Unit]) -> list[Unit]:
        """Return those units that lie in a subtree."""
        return [unit for unit in units if unit.path.startswith(above.path)]

    def _add(self, above: Unit, code: str, name: str) -> Unit:
        """Make a unit: a Perangkat Daerah below an agency, a unit below that."""
        kind = "department" if above.kind == "agency" else "unit"
        unit = operations.add_unit(above, kind, code or self._new_code(above, name), name)
        self.new.append(unit)
        self._remember(unit)
        return unit

    def _new_code(self, above: Unit, name: str) -> str:
        """Return a code from the letters of a name that no unit here has."""
        base = re.sub(r"[\W_]+", "-", name.upper()).strip("-")[:CODE_LENGTH] or "UNIT"
        code, number = base, 1
        while any(unit.parent_id == above.id for unit in self._by_code[_key(code)]):
            number += 1
            code = f"{base}-{number}"
        return code


def _key(text: str) -> str:
    """Return what counts of a name or code."""
    return " ".join(text.casefold().split())
