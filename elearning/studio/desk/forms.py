"""Forms of beginning a course, and of writing it together."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from elearning.core.forms import PostForm, plain
from elearning.studio.drafts.addresses import key_of
from elearning.studio.drafts.forms import KEY, TitledForm, options

TEMPLATE_NAMES = {
    "kosong": _("Guided start: one lesson and one quiz that show how to write"),
    "singkat": _("Short class of about 1 JP: three lessons and a quiz"),
    "lengkap": _("Whole course: pre-test, six lessons and a final exam"),
}


class NewCourseForm(TitledForm):
    """A title, an address and a template."""

    alamat = StringField(
        _("Web address"),
        filters=[plain],
        validators=[
            Optional(),
            Length(max=80),
            Regexp(KEY, message=_("Use small letters, digits and hyphens, such as tata-naskah.")),
        ],
    )
    contoh = RadioField(_("Begin with"), choices=options(TEMPLATE_NAMES), default="kosong")

    @property
    def slug(self) -> str:
        """The address that was chosen, else one made of the title."""
        return self.alamat.data or key_of(self.title, "pelatihan")


class OpenPublishedForm(PostForm):
    """Which published course to write on."""

    pelatihan = SelectField(_("Published course"), validators=[InputRequired()])

    def offer(self, courses: Any) -> None:
        """Fill the list with slugs and titles."""
        self.pelatihan.choices = options(courses)


class AuthorForm(PostForm):
    """Who shall write with us."""

    nip = StringField(
        _("NIP"),
        [DataRequired(_("Enter the NIP of a trainer.")), Length(max=60)],
        filters=[plain],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
