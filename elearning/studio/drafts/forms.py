"""Forms of the studio."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional, Regexp

from elearning.core.forms import PostForm
from elearning.studio.drafts.addresses import key_of

KEY = r"[a-z0-9]+(-[a-z0-9]+)*\Z"
TEMPLATE_NAMES = {
    "kosong": _("Guided start: one lesson and one quiz that show how to write"),
    "singkat": _("Short class of about 1 JP: three lessons and a quiz"),
    "lengkap": _("Whole course: pre-test, six lessons and a final exam"),
}


def plain(text: str | None) -> str:
    """Return what was typed without spaces around it."""
    return (text or "").strip()


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


class AddItemForm(TitledForm):
    """A new lesson or quiz."""

    jenis = RadioField(
        _("Kind"),
        choices=options({"materi": _("Lesson"), "kuis": _("Quiz")}),
        default="materi",
    )
