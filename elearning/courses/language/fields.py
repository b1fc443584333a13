"""The keys of front matter: one table of canonical names, accepted aliases, types and defaults."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from elearning.courses.diagnostics.notes import Notes
from elearning.courses.language import values
from elearning.courses.language.frontmatter import FrontMatter
from elearning.courses.language.values import BadValue, Reader, nearest

LEVELS = {"dasar": "dasar", "menengah": "menengah", "lanjut": "lanjut"} | {
    "basic": "dasar",
    "beginner": "dasar",
    "intermediate": "menengah",
    "advanced": "lanjut",
}
LANGUAGES = {"id": "id", "indonesia": "id", "en": "en", "inggris": "en"}
COMPETENCY_KINDS = {
    "teknis": "Teknis",
    "manajerial": "Manajerial",
    "sosial-kultural": "Sosial Kultural",
    "fungsional": "Fungsional",
    "pemerintahan": "Pemerintahan",
}
PRESETS = {"latihan": "latihan", "kuis": "kuis", "ujian": "ujian", "pretest": "pretest"} | {
    "survei": "survei",
    "practice": "latihan",
    "quiz": "kuis",
    "exam": "ujian",
    "pre-test": "pretest",
    "survey": "survei",
}
FEEDBACK = {
    "langsung": "immediate",
    "setelah-kirim": "after-submit",
    "setelah-lulus": "after-pass",
    "tidak": "never",
} | {name: name for name in ("immediate", "after-submit", "after-pass", "never")}
#: Which attempts count for a quiz's score.
COUNTED = {"terbaik": "best", "terakhir": "last", "pertama": "first", "rata-rata": "average"} | {
    name: name for name in ("best", "last", "first", "average")
}
SHUFFLE = {"soal": "soal", "pilihan": "pilihan", "tidak": "tidak"} | {
    "questions": "soal",
    "options": "pilihan",
    "no": "tidak",
}


class Field(NamedTuple):
    """A key, the other names it is known by, how it is read and what it is when absent."""

    key: str
    aliases: tuple[str, ...]
    read: Reader
    default: Any = None
    required: bool = False


_TITLE = Field("judul", ("title",), values.text(200), "", required=True)
_SUMMARY = Field("ringkasan", ("summary", "deskripsi"), values.text(1000), "")
_MINUTES = Field("menit", ("minutes", "durasi"), values.whole(1, 1000))
_IDENTITY = Field("id", ("kunci", "key"), values.slug)

COURSE = (
    _TITLE,
    _SUMMARY,
    Field("kode", ("code",), values.text(40), ""),
    Field("jp", ("jam_pelajaran", "hours"), values.whole(0, 1000), 0, required=True),
    Field("tingkat", ("level",), values.choice(LEVELS), "dasar"),
    Field("bahasa", ("language", "lang"), values.choice(LANGUAGES), "id"),
    Field("kategori", ("category", "rumpun"), values.text(80), ""),
    Field("kompetensi", ("competencies", "competency"), values.competencies, ()),
    Field("prasyarat", ("prerequisites", "prerequisite"), values.slugs, ()),
    Field("penyusun", ("authors", "author", "penulis"), values.texts, ()),
    Field("penyelenggara", ("organiser", "organizer"), values.text(200), ""),
    Field("jenis_kompetensi", ("competency_kind",), values.choice(COMPETENCY_KINDS), "Teknis"),
    Field("jenis_diklat", ("activity_type",), values.code, "16"),
    Field("sertifikat", ("certificate",), values.yes, True),
    Field("masa_berlaku", ("validity_months",), values.whole(1, 600)),
    Field("sampul", ("cover",), values.medium, ""),
)
LESSON = (
    _TITLE,
    _SUMMARY,
    _MINUTES,
    _IDENTITY,
    Field("tugas", ("homework", "assignment"), values.whole(0, 1000), 0),
    Field("wajib", ("required",), values.yes, True),
    Field("diperbarui", ("updated",), values.day),
    Field("dasar_hukum", ("legal_basis",), values.texts, ()),
)
QUIZ = (
    _TITLE,
    _SUMMARY,
    _MINUTES,
    _IDENTITY,
    Field("jenis", ("preset", "kind", "type"), values.choice(PRESETS), "kuis"),
    Field("wajib", ("required",), values.yes),
    Field("bobot", ("weight",), values.decimal(0, 1000), Decimal(1)),
    Field("nilai_lulus", ("pass_mark", "passing_score", "kkm"), values.decimal(0, 100)),
    Field("percobaan", ("attempts", "kesempatan"), values.whole(0, 100)),
    Field("batas_waktu", ("time_limit", "waktu"), values.whole(1, 600)),
    Field("acak", ("shuffle",), values.choices(SHUFFLE), frozenset()),
    Field("umpan_balik", ("feedback",), values.choice(FEEDBACK)),
    Field("nilai_dipakai", ("counted_score", "grading_method"), values.choice(COUNTED)),
    Field("jeda", ("cooldown", "jeda_percobaan"), values.whole(1, 10_080)),
    Field("jeda_tambahan", ("extra_attempt_after",), values.whole(1, 8_760)),
)
PATH = (
    _TITLE,
    _SUMMARY,
    Field("pelatihan", ("courses", "langkah"), values.steps, (), required=True),
)


class Preset(NamedTuple):
    """What a named kind of quiz means unless its front matter says otherwise."""

    pass_mark: Decimal | None
    attempts: int
    minutes_limit: int | None
    feedback: str
    required: bool


PRESET_RULES = {
    "latihan": Preset(None, 0, None, "immediate", required=False),
    "kuis": Preset(Decimal(70), 3, None, "after-submit", required=True),
    "ujian": Preset(Decimal(70), 2, 60, "after-pass", required=True),
    "pretest": Preset(None, 1, None, "never", required=True),
    "survei": Preset(None, 1, None, "never", required=False),
}


def read_fields(front: FrontMatter, table: tuple[Field, ...], notes: Notes) -> dict[str, Any]:
    """Return every field's value by canonical key; what is amiss is noted and has its default."""
    names = {name: field for field in table for name in (field.key, *field.aliases)}
    _note_unknown(front, names, notes)
    found: dict[str, Any] = {field.key: field.default for field in table}
    seen: dict[str, str] = {}
    for name, entry in front.entries.items():
        field = names.get(name)
        if field is None:
            continue
        if field.key in seen:
            notes.add("front-alias", entry.line, key=name, other=seen[field.key])
        elif name != field.key and field.key not in front.entries:
            notes.add("front-older", entry.line, key=name, meant=field.key)
        seen[field.key] = name
        found[field.key] = _value(field, entry, notes)
    for field in table:
        if field.required and field.key not in seen and front.whole:
            notes.add("front-required", 1, key=field.key)
    return found


def _value(field: Field, entry: Any, notes: Notes) -> Any:
    """Read one value; an empty optional key is as good as an absent one."""
    if not entry.items and not field.required:
        return field.default
    try:
        return field.read(entry)
    except BadValue as bad:
        notes.add(bad.code, bad.line, **bad.params)
        return field.default


def _note_unknown(front: FrontMatter, names: Mapping[str, Field], notes: Notes) -> None:
    for name, entry in front.entries.items():
        if name not in names:
            meant = nearest(name, names)
            code = "front-unknown-near" if meant else "front-unknown"
            notes.add(code, entry.line, key=name, meant=names[meant].key if meant else "")
