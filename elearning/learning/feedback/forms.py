"""What readers write to the trainers and what these answer, as plain text."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from elearning.core.forms import PostForm, plain

LONGEST_MESSAGE = 1000


def _text(label: Any, missing: Any) -> TextAreaField:
    """Return a field for a message to the trainers."""
    return TextAreaField(
        label,
        filters=[plain],
        validators=[DataRequired(missing), Length(max=LONGEST_MESSAGE)],
        render_kw={"rows": "5", "maxlength": str(LONGEST_MESSAGE)},
    )


class ReportForm(PostForm):
    """A paragraph, or none for the whole lesson, and what is wrong there."""

    paragraf = HiddenField()
    teks = _text(_("What is wrong?"), _("Describe the mistake."))


class QuestionForm(PostForm):
    """A question to the trainers."""

    teks = _text(_("Your question"), _("Write your question."))


class AnswerForm(PostForm):
    """A trainer's answer to one of the messages on a page."""

    jawaban = TextAreaField(_("Answer"), filters=[plain])

    @classmethod
    def to(cls, key: int, longest: int, **values: Any) -> "AnswerForm":
        """Return the form below the message with a key; its field has an id of its own."""
        form = cls(**values)
        form.jawaban.id = form.jawaban.label.field_id = f"jawaban-{key}"
        form.jawaban.render_kw = {"maxlength": str(longest)}
        return form

    @property
    def answer(self) -> str:
        """What was written."""
        return self.jawaban.data or ""
