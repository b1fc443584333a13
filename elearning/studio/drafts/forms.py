"""What forms of the studio share."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length

from elearning.core.forms import PostForm, plain

KEY = r"[a-z0-9]+(-[a-z0-9]+)*\Z"


def options(named: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Return the choices of a list: what is sent, and what is read."""
    pairs = named.items() if isinstance(named, Mapping) else named
    return [SelectChoice(value, label) for value, label in pairs]


class TitledForm(PostForm):
    """Something that gets a title."""

    judul = StringField(_("Title"), filters=[plain], validators=[InputRequired(), Length(max=200)])

    @property
    def title(self) -> str:
        """The title that was typed."""
        return self.judul.data or ""
