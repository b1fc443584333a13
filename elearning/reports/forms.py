"""What forms of the HR pages share: lists to choose from, of units and of years."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Form, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from elearning.accounts.unit_choices import UnitChoice

YEARS = 10
INDENT = "\u2003"


class Offered(SelectField):
    """A list to choose from, which may have changed since the page was opened."""

    def __init__(self, label: object, **options: Any) -> None:
        gone = _("This choice is no longer offered. Choose again.")
        super().__init__(label, **{"invalid_choice_message": gone, **options})  # type: ignore[arg-type]

    @property
    def is_offered(self) -> bool:
        """Whether what was chosen is in the list."""
        return any(is_chosen for _value, _label, is_chosen, _more in self.iter_choices())


def all_offered(form: Form) -> bool:
    """Whether all that an address chooses is offered: nobody is shown the whole in place of a part."""
    return all(field.is_offered for field in form if isinstance(field, Offered))


def choices(*pairs: tuple[Any, Any]) -> list[SelectChoice]:
    """Return values with their labels as the options of a field."""
    return [SelectChoice(value, label) for value, label in pairs]


def last_years(this_year: int) -> range:
    """Return this year and the years before it that a filter offers."""
    return range(this_year, this_year - YEARS, -1)


def unit_options(units: Sequence[UnitChoice]) -> list[tuple[str, str]]:
    """Return units as options, indented by how deep they lie."""
    return [(str(unit.id), INDENT * unit.depth + unit.name) for unit in units]
