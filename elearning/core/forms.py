"""Forms whose complaints are in the language of the page.

WTForms ships no Indonesian, so its sentences stand in our catalogue (`tools/messages.py`).
"""

from babel.support import NullTranslations
from flask_wtf import FlaskForm
from wtforms import Form, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from elearning.core.languages import catalogue


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
