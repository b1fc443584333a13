"""Forms of reviews and private links."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length

from elearning.core.forms import PostForm, plain

LONGEST_COMMENT, LONGEST_NOTE, LONGEST_PURPOSE = 4_000, 1_000, 120


class AskForm(PostForm):
    """What reviewers should look at."""

    pesan = TextAreaField(
        _("Message for the reviewers"),
        [Length(max=LONGEST_NOTE)],
        filters=[plain],
    )


class GiveBackForm(PostForm):
    """Why a draft is given back."""

    alasan = TextAreaField(
        _("What the authors should change"),
        [
            DataRequired(_("Write the reason, so that the authors know what to change.")),
            Length(max=LONGEST_NOTE),
        ],
        filters=[plain],
    )


class LinkForm(PostForm):
    """For whom a private link is, and for how long."""

    untuk = StringField(
        _("Made for"),
        [
            DataRequired(_("Write for whom the link is, so that you can revoke the right one.")),
            Length(max=LONGEST_PURPOSE),
        ],
        filters=[plain],
    )
    hari = SelectField(
        _("Valid for"),
        coerce=int,
        choices=[
            SelectChoice(7, _("7 days")),
            SelectChoice(30, _("30 days")),
            SelectChoice(90, _("90 days")),
        ],
        default=30,
    )


class CommentForm(PostForm):
    """What somebody says of a paragraph or of a whole text."""

    paragraf = HiddenField(validators=[Length(max=40)])
    komentar = TextAreaField(
        _("Comment"),
        [DataRequired(_("Write your comment.")), Length(max=LONGEST_COMMENT)],
        filters=[plain],
    )
