"""The form with which an essay is graded: a level for each criterion, a comment, a second opinion."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, IntegerField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError
from wtforms.widgets import HiddenInput

from elearning.assessment.essay_operations import Opinion
from elearning.core.forms import PostForm
from elearning.quizzes.essays import LEVELS

LONGEST_COMMENT = 5000
WORDS = (
    _("Not met"),
    _("A little"),
    _("Half"),
    _("Mostly"),
    _("Fully"),
)
#: What the form sends for each level: `3/4`.
CHOICES = [SelectChoice(str(level), word) for level, word in zip(LEVELS, WORDS, strict=True)]


def trimmed(text: str | None) -> str:
    """Return a text of several lines as it is kept."""
    return (text or "").replace("\r\n", "\n").strip()


class ReviewForm(PostForm):
    """What every essay's form has; the levels are added by `review_form`."""

    #: How many reviews there were when the page was made.
    dilihat = IntegerField(
        widget=HiddenInput(), validators=[InputRequired(), NumberRange(0, 10_000)]
    )
    komentar = TextAreaField(
        _("Comment to the learner"), filters=[trimmed], validators=[Length(max=LONGEST_COMMENT)]
    )
    alasan = TextAreaField(
        _("Why you want a second opinion"), filters=[trimmed], validators=[Length(max=1000)]
    )
    #: `kedua` when a second opinion is wanted.
    tindakan = HiddenField()

    @property
    def levels(self) -> list[RadioField]:
        """The fields of the criteria."""
        return [field for field in self if isinstance(field, RadioField)]

    def validate_alasan(self, field: TextAreaField) -> None:
        """Whoever wants a second opinion says why."""
        if self.tindakan.data == "kedua" and not field.data:
            raise ValidationError(_("Write in a sentence why somebody else should look at it too."))

    def opinion(self) -> Opinion:
        """Return what was filled in."""
        levels = [Fraction(field.data) for field in self.levels]
        reason = self.alasan.data if self.tindakan.data == "kedua" else ""
        return Opinion(levels, self.komentar.data or "", reason or "")


def review_form(count: int, **values: Any) -> ReviewForm:
    """Return the form for so many criteria."""
    needed = InputRequired(_("Choose how well the criterion is met."))
    radios = {
        f"tingkat_{number}": RadioField(
            _("Criterion %(number)s", number=number), choices=CHOICES, validators=[needed]
        )
        for number in range(1, count + 1)
    }
    form: ReviewForm = type("EssayForm", (ReviewForm,), radios)(**values)
    return form


def showing(count: int, seen: int, levels: Sequence[str] = (), comment: str = "") -> ReviewForm:
    """Return the form with what the grader found last, or empty."""
    chosen = {
        f"tingkat_{number}": str(Fraction(level)) for number, level in enumerate(levels, start=1)
    }
    return review_form(count, data={"dilihat": seen, "komentar": comment, **chosen})
