"""Forms for front matter: what the catalogue says of a course, how a lesson or quiz is taken."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    Field,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from elearning.competencies.dictionary import LEVELS as COMPETENCY_LEVELS
from elearning.competencies.dictionary import competency_names
from elearning.core.forms import PostForm, plain
from elearning.courses.language.fields import COMPETENCY_KINDS
from elearning.learning.catalogue.contents import LEVELS
from elearning.studio.drafts.forms import KEY, options

Facts = Mapping[str, str | list[str]]

KINDS = {
    "latihan": _("Practice: any number of tries, counts for nothing"),
    "kuis": _("Quiz: must be passed, three tries"),
    "ujian": _("Exam: must be passed, two tries, one hour"),
    "pretest": _("Pre-test: once, before the lessons, without a pass mark"),
    "survei": _("Survey: once, without right answers"),
}
FEEDBACKS = {
    "": _("As the kind has it"),
    "langsung": _("At once"),
    "setelah-kirim": _("After sending"),
    "setelah-lulus": _("After passing"),
    "tidak": _("Never"),
}


COUNTED = {
    "": _("The best"),
    "terakhir": _("The last"),
    "pertama": _("The first"),
    "rata-rata": _("The mean of all"),
}


class MultiCheckboxField(SelectMultipleField):
    """Several of a list, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _lines(text: str | None) -> list[str]:
    """Return the lines of a field that takes a value a line."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _whole(low: int, high: int, label: object) -> IntegerField:
    return IntegerField(label, validators=[Optional(), NumberRange(low, high)])  # type: ignore[arg-type]


class FactsForm(PostForm):
    """The keys that all texts have."""

    judul = StringField(_("Title"), filters=[plain], validators=[InputRequired(), Length(max=200)])
    ringkasan = TextAreaField(_("Summary"), filters=[plain], validators=[Length(max=1000)])

    #: Keys whose values stand on a line each.
    lists: frozenset[str] = frozenset()

    @classmethod
    def showing(cls, facts: Facts) -> "FactsForm":
        """Return the form with what a text says."""
        data: dict[str, Any] = dict(facts)
        for key in cls.lists:
            data[key] = "\n".join(facts.get(key, ()))
        for key in ("wajib", "sertifikat"):
            data[key] = facts.get(key) == "ya"
        return cls(data=data)

    def facts(self) -> dict[str, str | list[str]]:
        """Return what the form says, by key."""
        fields = [field for field in self if field.name in self.keys()]
        return {field.name: self._value(field) for field in fields}

    def keys(self) -> frozenset[str]:
        """The keys of front matter among the fields."""
        return frozenset(field.name for field in self) - {"csrf_token", "kunci"}

    def _value(self, field: Field) -> str | list[str]:
        if field.name in self.lists:
            return _lines(field.data)
        if isinstance(field, BooleanField):
            return "ya" if field.data else "tidak"
        if isinstance(field, SelectMultipleField):
            return list(field.data or [])
        return "" if field.data is None else " ".join(str(field.data).split())


class CourseForm(FactsForm):
    """course.md: what the catalogue and the certificate say."""

    kode = StringField(_("Code"), filters=[plain], validators=[Length(max=40)])
    jp = IntegerField(_("Learning hours (JP)"), validators=[InputRequired(), NumberRange(0, 1000)])
    tingkat = SelectField(_("Level"), choices=options(LEVELS))
    kategori = StringField(_("Category"), filters=[plain], validators=[Length(max=80)])
    penyusun = TextAreaField(_("Written by"), validators=[Length(max=2000)])
    penyelenggara = StringField(_("Organiser"), filters=[plain], validators=[Length(max=200)])
    jenis_kompetensi = SelectField(
        _("Kind of competency"), choices=options((name, name) for name in COMPETENCY_KINDS.values())
    )
    kompetensi = MultiCheckboxField(_("Competencies"), choices=[], validate_choice=False)
    prasyarat = MultiCheckboxField(_("Prerequisites"))
    sertifikat = BooleanField(_("Gives a certificate"))
    masa_berlaku = _whole(1, 600, _("Valid for so many months"))
    sampul = SelectField(_("Cover picture"))

    lists = frozenset({"penyusun"})

    def offer(self, facts: Facts, courses: Iterable[tuple[str, str]], pictures: list[str]) -> None:
        """Fill the lists; what the text names stays choosable even when nobody knows it."""
        known = dict(courses)
        strange = [slug for slug in facts["prasyarat"] if slug not in known]
        self.prasyarat.choices = options(known | dict(zip(strange, strange, strict=True)))
        cover = str(facts["sampul"])
        names = [*pictures, *([cover] if cover and cover not in pictures else [])]
        self.sampul.choices = options({"": _("No picture")} | dict(zip(names, names, strict=True)))

    def levels(self) -> list[tuple[str, str, int]]:
        """Return every competency with its name and the level that the form says, 0 for none."""
        chosen = dict(pair.split(": ") for pair in self.kompetensi.data or [] if ": " in pair)
        names = competency_names()
        codes = [*names, *(code for code in chosen if code not in names)]
        return [(code, names.get(code, code), int(chosen.get(code, 0))) for code in codes]

    def take_levels(self, values: Mapping[str, str]) -> None:
        """Read the level of each competency; `tingkat-kode` is the name of its field."""
        allowed = {str(level) for level in COMPETENCY_LEVELS}
        pairs = ((code, values.get(f"tingkat-{code}", "")) for code, *_rest in self.levels())
        self.kompetensi.data = [f"{code}: {level}" for code, level in pairs if level in allowed]


class ItemForm(FactsForm):
    """What lessons and quizzes have in common."""

    kunci = StringField(
        _("Key"),
        filters=[plain],
        validators=[
            InputRequired(),
            Length(max=80),
            Regexp(KEY, message=_("Use small letters, digits and hyphens, such as tata-naskah.")),
        ],
    )
    wajib = BooleanField(_("Required to complete the course"))
    menit = _whole(1, 1000, _("Minutes"))


class LessonForm(ItemForm):
    """A lesson."""

    tugas = _whole(0, 1000, _("Minutes of work away from the screen"))
    dasar_hukum = TextAreaField(_("Legal basis"), validators=[Length(max=4000)])

    lists = frozenset({"dasar_hukum"})


class QuizForm(ItemForm):
    """A quiz."""

    jenis = SelectField(_("Kind"), choices=options(KINDS))
    nilai_lulus = StringField(
        _("Pass mark"),
        filters=[plain],
        validators=[
            Optional(),
            Regexp(r"(100|\d{1,2}([.,]\d{1,2})?)\Z", message=_("Write a number from 0 to 100.")),
        ],
    )
    percobaan = _whole(0, 100, _("Tries"))
    batas_waktu = _whole(1, 600, _("Time limit in minutes"))
    acak = MultiCheckboxField(
        _("Shuffle"),
        choices=options({"pilihan": _("Order of answers"), "soal": _("Order of questions")}),
    )
    umpan_balik = SelectField(_("Feedback"), choices=options(FEEDBACKS))
    nilai_dipakai = SelectField(_("Score that counts"), choices=options(COUNTED))
    jeda = _whole(1, 10_080, _("Pause between two tries in minutes"))
    jeda_tambahan = _whole(1, 8_760, _("One more try after so many hours, when all are used up"))
