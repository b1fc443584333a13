"""Forms whose complaints are in the language of the page.

WTForms ships no Indonesian, so its sentences stand in our catalogue (`tools/messages.py`).
"""

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from babel.support import NullTranslations
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from sqlalchemy.exc import IntegrityError
from wtforms import Form, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from elearning.core.db import db, unique_rule
from elearning.core.errors import Refused
from elearning.core.languages import catalogue

T = TypeVar("T")
#: Characters that nobody types and that could make a text look like another.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")


class Words:
    """Where WTForms finds its sentences."""

    def get_translations(self, _form: Form) -> NullTranslations:
        """Return the texts of the request's language."""
        return catalogue()


class PostForm(FlaskForm):  # type: ignore[misc]
    """A form that changes something, with the token of its session."""

    Meta = Words


class PlainForm(Form):
    """A form without a token: a search, or a part of another form."""

    Meta = Words


class MultiCheckboxField(SelectMultipleField):
    """Several of some choices, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def plain(text: str | None) -> str:
    """Return a text with `\\n` line ends, without control characters, trimmed."""
    lines = re.sub(r"\r\n?", "\n", text or "")
    return _UNSEEN.sub("", lines).strip()


def accepted(form: Form, deed: Callable[[], T], fields: Mapping[str, str]) -> T | None:
    """Do what a form asks; what is refused about one of its values is told at the field instead.

    `fields` gives the name of the field for each value that can be refused. Then, and when
    somebody else saved the same value at the same moment, nothing is done and None returned;
    so the deed itself returns something.
    """
    try:
        made = deed()
        db.session.flush()  # unique rules speak now
    except Refused as refusal:
        name, sentence = fields.get(refusal.about), str(refusal)
        if name is None:
            raise
    except IntegrityError as error:
        broken = unique_rule(error)
        name = next((fields[each] for each in fields if broken.endswith(f"_{each}")), None)
        sentence = str(_("Somebody has just saved the same. Use another, or look at theirs."))
        if name is None:
            raise
    else:
        return made
    db.session.rollback()
    form[name].errors = [sentence]
    return None
