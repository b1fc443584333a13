"""Choosing what comes by e-mail."""

from collections.abc import Iterable

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from elearning.core.forms import PostForm
from elearning.notices.kinds import WAYS, Kind


class ChoicesForm(PostForm):
    """For each kind of notice, what happens by e-mail."""

    @property
    def ways(self) -> dict[str, str]:
        """What was chosen, by kind."""
        return {field.name: field.data for field in self if isinstance(field, SelectField)}


def choices_form(kinds: Iterable[Kind], ways: dict[str, str]) -> ChoicesForm:
    """Return the form of some kinds, with what was chosen so far."""
    offered = [SelectChoice(way, label) for way, label in WAYS.items()]
    fields = {
        kind.code: SelectField(
            kind.label, choices=offered, default=ways[kind.code], description=kind.hint
        )
        for kind in kinds
    }
    form: ChoicesForm = type("OwnChoicesForm", (ChoicesForm,), fields)()
    return form
