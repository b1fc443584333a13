"""The forms of a quiz: the plain form of an attempt, and the request for one more."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, IntegerField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import HiddenInput

from elearning.core.forms import PostForm
from elearning.quizzes.answers import LARGEST_SEQ


class AnswersForm(PostForm):
    """How far the page had seen the answers saved; the answers carry the paper's ids."""

    saved_seq = IntegerField(
        widget=HiddenInput(), validators=[InputRequired(), NumberRange(0, LARGEST_SEQ)]
    )
    #: `tinjau` when the person wants to send the answers, empty to save and go on.
    lanjut = HiddenField()


class ChanceForm(PostForm):
    """Why somebody asks for one more attempt."""

    alasan = TextAreaField(
        _("Your reason in a sentence"),
        filters=[lambda text: " ".join((text or "").split())],
        validators=[DataRequired(), Length(max=500)],
    )
