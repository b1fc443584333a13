"""The plain form of an attempt, for browsers without scripting."""

from wtforms import HiddenField, IntegerField
from wtforms.validators import InputRequired, NumberRange
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
