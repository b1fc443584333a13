"""A question as a form, for those who would rather not write its Markdown."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, FieldList, FormField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from elearning.core.forms import PlainForm, PostForm, plain
from elearning.courses.importing.found import Choice, Found
from elearning.courses.kinds.choice import NEARLY_ALL
from elearning.courses.language.values import number

#: The kinds by their word in the address.
KINDS = {
    "pilihan": _("One or several right answers"),
    "benar-salah": _("True or false"),
    "bobot": _("Weighted answers"),
    "isian": _("Short answer"),
    "angka": _("Number"),
    "rumpang": _("Gaps to fill"),
    "menjodohkan": _("Matching"),
    "urutan": _("Ordering"),
    "esai": _("Essay"),
}
_WORDS = {
    "single": "pilihan",
    "multiple": "pilihan",
    "truefalse": "benar-salah",
    "weighted": "bobot",
    "weighted-one": "bobot",
    "short": "isian",
    "numeric": "angka",
    "blanks": "rumpang",
    "matching": "menjodohkan",
    "ordering": "urutan",
    "essay": "esai",
}
_COMPILED = {"bobot": "weighted", "isian": "short", "angka": "numeric", "rumpang": "blanks"} | {
    "menjodohkan": "matching",
    "urutan": "ordering",
    "benar-salah": "truefalse",
    "esai": "essay",
}
#: Which parts of the form a kind needs.
PARTS = {
    "pilihan": "pilihan",
    "benar-salah": "pilihan",
    "bobot": "pilihan",
    "isian": "jawaban",
    "angka": "jawaban",
    "rumpang": "",
    "menjodohkan": "pasangan",
    "urutan": "langkah",
    "esai": "kriteria",
}
#: Empty rows after those that are filled.
SPARE, MOST = 2, 30
TEXT = Length(max=4000)


class ChoiceRow(PlainForm):
    """An answer to choose."""

    teks = TextAreaField(_("Answer"), filters=[plain], validators=[TEXT])
    benar = BooleanField(_("Right answer"))
    bagian = StringField(
        _("Worth"),
        filters=[plain],
        validators=[
            Optional(),
            Regexp(r"[-+]?\d{1,3}([.,]\d{1,4})?%?\Z", message=_("Write a share such as 50%.")),
        ],
    )
    umpan = TextAreaField(_("Feedback"), filters=[plain], validators=[TEXT])


class CriterionRow(PlainForm):
    """What graders look at in an essay."""

    teks = TextAreaField(_("Criterion"), filters=[plain], validators=[TEXT])
    bagian = StringField(
        _("Share of the mark"),
        filters=[plain],
        validators=[
            Optional(),
            Regexp(
                r"\d{1,3}([.,]\d{1,4})?%?\Z|\d{1,3}/\d{1,3}\Z",
                message=_("Write a share such as 50%."),
            ),
        ],
    )
    umpan = TextAreaField(_("Guidance for graders"), filters=[plain], validators=[TEXT])


class PairRow(PlainForm):
    """A left side and the right side that matches it."""

    kiri = StringField(_("Left"), filters=[plain], validators=[TEXT])
    kanan = StringField(_("Right side"), filters=[plain], validators=[TEXT])


class QuestionForm(PostForm):
    """One question of a kind; `asal` is the question as it was when the form was opened."""

    teks = TextAreaField(_("Question"), filters=[plain], validators=[InputRequired(), TEXT])
    pilihan = FieldList(FormField(ChoiceRow), max_entries=MOST)
    pasangan = FieldList(FormField(PairRow), max_entries=MOST)
    kriteria = FieldList(FormField(CriterionRow), max_entries=MOST)
    jawaban = TextAreaField(_("Accepted answers"), filters=[plain], validators=[TEXT])
    langkah = TextAreaField(_("Steps in their order"), filters=[plain], validators=[TEXT])
    petunjuk = TextAreaField(_("Hint"), filters=[plain], validators=[TEXT])
    pembahasan = TextAreaField(_("Explanation"), filters=[plain], validators=[TEXT])
    bobot = StringField(_("Weight"), filters=[plain], default="1")
    utuh = BooleanField(_("All or nothing: no marks for a part"))
    jenis = "pilihan"

    @classmethod
    def showing(cls, kind: str, found: Found | None = None) -> "QuestionForm":
        """Return the form of a kind with a question, or empty."""
        form = cls(data=_data(found) if found else _begun(kind))
        form.jenis = kind
        return form

    @classmethod
    def sent(cls, kind: str) -> "QuestionForm":
        """Return the form as it was sent."""
        form = cls()
        form.jenis = kind
        return form

    def validate_bobot(self, field: Field) -> None:
        """A weight is a number above 0."""
        weight = number(field.data or "1")
        if weight is None or not 0 < weight <= 1000:
            raise ValidationError(gettext("Write a number above 0."))

    def validate_pilihan(self, _field: Field) -> None:
        """Two answers at least; a right one among them, and only one of true and false."""
        if PARTS[self.jenis] != "pilihan":
            return
        choices = self.choices()
        if len(choices) < 2:
            raise ValidationError(gettext("Write two answers at least."))
        if self.jenis != "bobot" and not any(choice.mark for choice in choices):
            raise ValidationError(gettext("Tick the right answer."))
        if self.jenis == "benar-salah" and sum(choice.mark == "x" for choice in choices) > 1:
            raise ValidationError(gettext("A sentence is true or false: tick only one of the two."))

    def validate_pasangan(self, _field: Field) -> None:
        """Two pairs at least."""
        if PARTS[self.jenis] == "pasangan" and len(self.pairs()) < 2:
            raise ValidationError(gettext("Write two pairs at least."))

    def validate_jawaban(self, field: Field) -> None:
        """An answer at least."""
        if PARTS[self.jenis] == "jawaban" and not lines(field.data):
            raise ValidationError(gettext("Write an answer at least."))

    def validate_langkah(self, field: Field) -> None:
        """Two steps at least."""
        if PARTS[self.jenis] == "langkah" and len(lines(field.data)) < 2:
            raise ValidationError(gettext("Write two steps at least."))

    def validate_kriteria(self, _field: Field) -> None:
        """Either every criterion has a share, all of them together 100 %, or none has."""
        marks = [criterion.mark for criterion in self.criteria()]
        if not any(marks) or any(row.errors for row in self.kriteria):
            return
        if not all(marks):
            raise ValidationError(gettext("Give every criterion a share, or none of them."))
        total = sum(map(share_read, marks))
        if not NEARLY_ALL[0] <= total <= NEARLY_ALL[1]:
            raise ValidationError(gettext("The shares of the criteria must add up to 100%%."))

    def criteria(self) -> tuple[Choice, ...]:
        """Return the criteria that were written; their feedback is for graders."""
        rows: Iterable[dict[str, Any]] = (row for row in self.kriteria.data if row["teks"])
        return tuple(Choice(row["teks"], percents(row["bagian"]), row["umpan"]) for row in rows)

    def choices(self) -> tuple[Choice, ...]:
        """Return the answers that were written."""
        rows: Iterable[dict[str, Any]] = (row for row in self.pilihan.data if row["teks"])
        return tuple(Choice(row["teks"], self._mark(row), row["umpan"]) for row in rows)

    def _mark(self, row: dict[str, Any]) -> str:
        if self.jenis != "bobot":
            return "x" if row["benar"] else ""
        return f"{row['bagian'].rstrip('%') or 0}%"

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return the pairs that were written."""
        return tuple((row["kiri"], row["kanan"]) for row in self.pasangan.data if row["kanan"])

    def found(self, before: Found | None = None) -> Found:
        """Return the question that was written."""
        part = PARTS[self.jenis]
        choices = self.choices() if part == "pilihan" else ()
        criteria = self.criteria() if part == "kriteria" else ()
        several = sum(choice.mark == "x" for choice in choices) > 1
        kind = _COMPILED.get(self.jenis, "multiple" if several else "single")
        takes_one = before is not None and before.kind == "weighted-one"
        return Found(
            kind="weighted-one" if takes_one and kind == "weighted" else kind,
            stem=self.teks.data or "",
            choices=choices or criteria,
            answers=tuple(lines(self.jawaban.data)) if part == "jawaban" else (),
            pairs=self.pairs() if part == "pasangan" else (),
            steps=tuple(lines(self.langkah.data)) if part == "langkah" else (),
            explanation=self.pembahasan.data or "",
            hint=self.petunjuk.data or "",
            weight=number(self.bobot.data or "1") or Decimal(1),
            many=bool(before and before.many and not several),
            whole=bool(self.utuh.data),
        )


def percents(share: str) -> str:
    """Return a share with its sign: `40%`, `1/3`; nothing when there is none."""
    return share if not share or "/" in share else f"{share.rstrip('%')}%"


def share_read(mark: str) -> Fraction:
    """Return what a share means."""
    if "/" in mark:
        above, below = mark.split("/")
        return Fraction(int(above), int(below) or 1)
    return Fraction(Decimal(mark.rstrip("%").replace(",", "."))) / 100


def lines(text: str | None) -> list[str]:
    """Return the filled lines of a field."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def word_of(found: Found) -> str:
    """Return the word of a question's kind."""
    return _WORDS[found.kind]


def _data(found: Found) -> dict[str, Any]:
    """Return what the form of a question holds, with some empty rows."""
    return {
        "teks": found.stem,
        "pilihan": [
            {
                "teks": choice.text,
                "benar": choice.mark == "x",
                "bagian": {"x": "100%", "": "0%"}.get(choice.mark, choice.mark),
                "umpan": choice.feedback,
            }
            for choice in found.choices
        ]
        + [{}] * SPARE,
        "kriteria": [
            {"teks": each.text, "bagian": each.mark, "umpan": each.feedback}
            for each in found.choices
        ]
        + [{}] * SPARE,
        "pasangan": [{"kiri": left, "kanan": right} for left, right in found.pairs] + [{}] * SPARE,
        "jawaban": "\n".join(found.answers),
        "langkah": "\n".join(found.steps),
        "petunjuk": found.hint,
        "pembahasan": found.explanation,
        "bobot": f"{found.weight.normalize():f}".replace(".", ","),
        "utuh": found.whole,
    }


def _begun(kind: str) -> dict[str, Any]:
    """Return what an empty form holds."""
    rows: list[dict[str, Any]] = [{} for _row in range(2 + SPARE)]
    if kind == "benar-salah":
        rows = [{"teks": "Benar", "benar": True}, {"teks": "Salah"}]
    spare: list[dict[str, Any]] = [{}] * (2 + SPARE)
    return {"pilihan": rows, "pasangan": spare, "kriteria": spare}
