"""The form of the page that brings courses along."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, Optional, Regexp, ValidationError

from elearning.core.forms import PostForm, plain
from elearning.studio.drafts.forms import KEY


class ImportForm(PostForm):
    """A file, and where it goes: a new course, or a draft that is there."""

    berkas = FileField(_("File"), validators=[FileRequired(_("Choose a file."))])
    sebagai = RadioField(
        _("What is in it"),
        choices=[
            SelectChoice(
                "pelatihan",
                _("A course: a zip of a course folder, a Word document, a presentation"),
            ),
            SelectChoice(
                "kuis", _("One quiz: GIFT, Aiken, Moodle XML, or a Word list of questions")
            ),
        ],
        default="pelatihan",
    )
    ke = SelectField(_("Where to"))
    alamat = StringField(
        _("Address of the course"),
        filters=[plain],
        validators=[
            Optional(),
            Length(max=80),
            Regexp(KEY, message=_("Use small letters, digits and hyphens, such as tata-naskah.")),
        ],
    )
    cermin = BooleanField(_("Remove texts that the zip does not hold; they can be put back"))

    def offer(self, drafts: Any) -> None:
        """Fill the list of drafts."""
        named = (SelectChoice(each.slug, each.title) for each in drafts)
        self.ke.choices = [SelectChoice("", _("A new course")), *named]

    def validate_ke(self, field: SelectField) -> None:
        """A quiz needs a course to stand in."""
        if self.sebagai.data == "kuis" and not field.data:
            raise ValidationError(_("Choose the course in which the quiz shall stand."))
