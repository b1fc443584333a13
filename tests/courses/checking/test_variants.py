"""A language variant translates and does nothing else: same keys, same ids, same rules."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from elearning.core.application import Application
from elearning.core.db import db, writing
from elearning.core.markdown import Renderer
from elearning.courses import compiled
from elearning.courses.archives import unpacked, zip_of
from elearning.courses.checking.checker import Checked, check_course
from elearning.courses.checking.preview import Surroundings, preview
from elearning.courses.checking.variants import variant_name
from elearning.courses.cli import courses
from elearning.courses.compiled import Lesson, Quiz, Variant
from elearning.courses.models import Course
from elearning.courses.operations import publish
from elearning.courses.publishing.impact import impact_of
from elearning.courses.queries import (
    compiled_item,
    item_in,
    latest_revision,
    outline_in,
    outline_of,
    published_course,
)
from tests.courses.folders import SVG, Files, check, codes, lesson, quiz, write_folder
from tests.factories import NOW, work

COURSE = "---\njudul: Course\nringkasan: Short.\n---\nIn English.\n"
LESSON = """---
judul: Materi
menit: 5
---
## Awal

Lihat [akhir](#akhir).

```latihan
### Soal latihan? {#lat}

- [x] Ya {#y}
- [ ] Bukan {#b}
```

## Akhir

Tamat.
"""
LESSON_EN = """---
judul: Lesson
ringkasan: In brief.
---
## Beginning

See [the end](#the-end) of [this](10-materi.md) or [this](10-materi.en.md#the-end).

```latihan
### Practice? {#lat}

- [ ] No {#b}
- [x] Yes {#y}
```

## The end

Done.
"""
QUIZ = """---
judul: Kuis
nilai_lulus: 80
---
## Kelompok: Satu {ambil=1}

### Pilih satu. {#p1}

- [x] Ya {#a}
- [ ] Bukan {#b}

### Urutkan. {#u1 bobot=2}

Urutkan:

1. Dulu {#s1}
2. Lalu {#s2}
3. Akhirnya {#s3}

## Kelompok: Dua

### Jodohkan. {#m1}

Pasangkan:

| Kiri | Kanan |
|---|---|
| Air {#k1} | Cair |
| Es {#k2} | Padat |
| Batu {#k3} | Padat |

### Ibu kota? {#t1}

Jawaban: Jakarta ; DKI

### Benarkah? {#bs}

- [x] Benar {#ya}
- [ ] Salah {#tidak}
"""
QUIZ_EN = """---
judul: Quiz
---
## Kelompok: One {ambil=1}

### Choose one. {#p1}

- [x] Yes {#a}
  > Right.
- [ ] No {#b}

### Order. {#u1 bobot=2}

Urutkan:

1. First {#s1}
2. Then {#s2}
3. Last {#s3}

## Kelompok: Two

### Match. {#m1}

Pasangkan:

| Left | Right |
|---|---|
| Stone {#k3} | Solid |
| Water {#k1} | Liquid |
| Ice {#k2} | Solid |

### Capital? {#t1}

Jawaban: Jakarta ; DKI

### Is it so? {#bs}

- [x] True {#ya}
- [ ] False {#tidak}
"""
WHOLE: Files = {
    "10-materi.md": LESSON,
    "20-kuis.quiz.md": QUIZ,
    "course.en.md": COURSE,
    "10-materi.en.md": LESSON_EN,
    "20-kuis.quiz.en.md": QUIZ_EN,
}


def changed(*pairs: tuple[str, str], name: str = "20-kuis.quiz.en.md") -> Files:
    """Return the whole course with one text changed."""
    text = str(WHOLE[name])
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    return {**WHOLE, name: text}


def variant_in(checked: Checked) -> Variant:
    assert checked.course, checked.diagnostics
    (variant,) = checked.course.variants
    return variant


def test_a_whole_variant_passes_the_check(tmp_path: Path, renderer: Renderer) -> None:
    checked = check(tmp_path, renderer, WHOLE)
    assert codes(checked) == []
    variant = variant_in(checked)
    assert (variant.language, variant.title, variant.summary) == ("en", "Course", "Short.")
    assert [item.title for item in variant.items] == ["Lesson", "Quiz"]
    assert [item.key for item in variant.items] == ["materi", "kuis"]


def test_a_variant_has_the_ids_rules_and_answers_of_the_course(
    tmp_path: Path, renderer: Renderer
) -> None:
    checked = check(tmp_path, renderer, WHOLE)
    course, variant = checked.course, variant_in(checked)
    assert course
    own, (theirs,) = course.quizzes[0], [i for i in variant.items if isinstance(i, Quiz)]
    assert own.rules == theirs.rules
    for here, there in zip(own.questions, theirs.questions, strict=True):
        assert (here.id, here.kind, here.key, here.weight) == (
            there.id,
            there.kind,
            there.key,
            there.weight,
        )
        assert [(o.id, o.right) for o in here.options] == [(o.id, o.right) for o in there.options]
    assert [o.match for o in theirs.questions[2].options] == ["Liquid", "Solid", "Solid"]


def test_options_stand_in_the_order_of_the_course(tmp_path: Path, renderer: Renderer) -> None:
    """A practice question is answered by places: they must mean the same in both languages."""
    (translated,) = [
        item for item in variant_in(check(tmp_path, renderer, WHOLE)).items if item.key == "materi"
    ]
    assert isinstance(translated, Lesson)
    assert [o.id for o in translated.practices[0].options] == ["y", "b"]
    assert "Yes" in translated.practices[0].options[0].html


def test_headings_have_the_anchors_of_the_course(tmp_path: Path, renderer: Renderer) -> None:
    """One stops in one language and goes on in the other."""
    (translated,) = [
        item for item in variant_in(check(tmp_path, renderer, WHOLE)).items if item.key == "materi"
    ]
    html = str(translated.to_json())
    assert '<h2 id="isi-awal">Beginning</h2>' in html
    assert 'href="#isi-akhir"' in html
    assert 'href="/pelatihan/uji-coba/materi#isi-akhir"' in html
    assert "the-end" not in html


def test_the_hash_covers_the_variant_and_stays_without_one(
    tmp_path: Path, renderer: Renderer
) -> None:
    whole = check(tmp_path / "a", renderer, WHOLE).course
    other = check(tmp_path / "b", renderer, changed(("Choose one", "Choose 1"))).course
    alone = check(
        tmp_path / "c", renderer, {"10-materi.md": LESSON, "20-kuis.quiz.md": QUIZ}
    ).course
    assert whole
    assert other
    assert alone
    assert len({whole.content_hash, other.content_hash, alone.content_hash}) == 3
    assert "variants" not in alone.to_json()
    assert compiled.Course.from_json(whole.to_json()) == whole


@pytest.mark.parametrize(
    ("before", "after", "code", "line"),
    [
        ("Choose one. {#p1}", "Choose one.", "variant-id", 6),
        ("{#p1}", "{#p9}", "variant-id-unknown", 6),
        ("Yes {#a}", "Yes", "variant-option-id", 8),
        ("Yes {#a}", "Yes {#z}", "variant-option-unknown", 8),
        ("- [x] Yes {#a}", "- [ ] Yes {#a}", "variant-answer", 8),
        ("1. First {#s1}\n2. Then {#s2}", "1. Then {#s2}\n2. First {#s1}", "variant-answer", 12),
        ("{#k3} | Solid", "{#k3} | Liquid", "variant-answer", 22),
        ("Jakarta ; DKI", "Jakarta", "variant-answer", 32),
        ("{#u1 bobot=2}", "{#u1}", "variant-weight", 12),
        ("{ambil=1}", "{ambil=2}", "variant-draw", 6),
        ("## Kelompok: Two\n", "", "variant-pools", 1),
        ("judul: Quiz", "judul: Quiz\npercobaan: 9", "variant-differs", 3),
        ("judul: Quiz", "judul: Quiz\nnilai_lulus: 70", "variant-differs", 3),
        ("Jawaban: Jakarta ; DKI", "- [x] Jakarta {#j}\n- [ ] Bogor {#g}", "variant-kind", 32),
    ],
)
def test_what_does_more_than_translate_is_an_error(
    tmp_path: Path, renderer: Renderer, before: str, after: str, code: str, line: int
) -> None:
    checked = check(tmp_path, renderer, changed((before, after)))
    found = [each for each in checked.errors if each.code == code]
    assert [(each.file, each.line) for each in found] == [("20-kuis.quiz.en.md", line)]
    assert checked.course is None


def test_a_missing_question_or_option_is_named(tmp_path: Path, renderer: Renderer) -> None:
    gone = QUIZ_EN[QUIZ_EN.index("### Is it so") :]
    checked = check(tmp_path, renderer, changed((gone, ""), ("- [ ] No {#b}\n", "- [ ] Na\n")))
    told = {each.code: each for each in checked.errors}
    assert set(told) == {"variant-question", "variant-option-id"}
    assert "bs" in told["variant-question"].message
    assert "Benarkah?" in told["variant-question"].message
    assert "{#b}" in told["variant-option-id"].remedy


def test_a_question_in_another_group_is_an_error(tmp_path: Path, renderer: Renderer) -> None:
    first, second = "### Choose one. {#p1}", "### Is it so? {#bs}"
    swapped = changed((first, "### @"), (second, first), ("### @", second))
    assert "variant-pool" in codes(check(tmp_path, renderer, swapped))


def test_practice_questions_need_their_ids_too(tmp_path: Path, renderer: Renderer) -> None:
    files = changed(("Practice? {#lat}", "Practice?"), name="10-materi.en.md")
    (error,) = check(tmp_path, renderer, files).errors
    assert (error.code, error.line) == ("variant-id", 10)
    assert "{#lat}" in error.remedy
    assert "10-materi.md" in error.message


def test_an_id_that_the_text_of_the_course_yields_can_be_named(
    tmp_path: Path, renderer: Renderer
) -> None:
    """The course's own text need not carry the id: publishing keeps it."""
    plain = "### Soal satu?\n\n- [x] Ya\n- [ ] Bukan\n"
    alone = check(tmp_path / "a", renderer, {"20-kuis.quiz.md": quiz(plain)}).course
    assert alone
    (question,) = alone.quizzes[0].questions
    yes, no = question.options
    text = f"### One? {{#{question.id}}}\n\n- [x] Yes {{#{yes.id}}}\n- [ ] No {{#{no.id}}}\n"
    files: Files = {
        "20-kuis.quiz.md": quiz(plain),
        "20-kuis.quiz.en.md": quiz(text),
        "course.en.md": COURSE,
        "10-materi.en.md": lesson("English."),
    }
    assert codes(check(tmp_path / "b", renderer, files)) == []


def test_what_is_not_translated_yet_is_a_warning(tmp_path: Path, renderer: Renderer) -> None:
    files: Files = {"10-materi.md": LESSON, "20-kuis.quiz.md": QUIZ, "10-materi.en.md": LESSON_EN}
    checked = check(tmp_path, renderer, files)
    assert codes(checked) == ["variant-missing", "variant-missing"]
    assert [each.file for each in checked.warnings if each.code == "variant-missing"] == [
        "20-kuis.quiz.md",
        "course.md",
    ]
    assert [item.key for item in variant_in(checked).items] == ["materi"]
    assert variant_in(checked).title == "Uji coba"


def test_a_variant_keeps_its_text_when_the_course_is_renumbered(
    tmp_path: Path, renderer: Renderer
) -> None:
    files = {**WHOLE, "10-materi.md": None, "15-materi.md": LESSON}
    files["10-materi.en.md"] = LESSON_EN.replace("(10-materi.md)", "(15-materi.md)")
    assert codes(check(tmp_path, renderer, files)) == []


def test_two_texts_cannot_translate_the_same_one(tmp_path: Path, renderer: Renderer) -> None:
    again = check(tmp_path, renderer, {**WHOLE, "15-materi.en.md": LESSON_EN})
    assert codes(again) == ["variant-twice"]


def test_other_headings_are_a_warning(tmp_path: Path, renderer: Renderer) -> None:
    files = changed(("## The end", "Done already.\n\n### The end"), name="10-materi.en.md")
    assert codes(check(tmp_path, renderer, files)) == ["variant-headings"]


def test_a_variant_may_have_pictures_and_terms_of_its_own(
    tmp_path: Path, renderer: Renderer
) -> None:
    text = LESSON_EN + "\n![A flow of two steps.](media/alur-en.svg)\n\nThe SPBE grows.\n"
    files: Files = {
        **WHOLE,
        "10-materi.en.md": text,
        "media/alur-en.svg": SVG,
        "glosarium.csv": "istilah,penjelasan\nSPBE,Sistem pemerintahan\n",
        "glosarium.en.csv": "istilah,penjelasan\nSPBE,Electronic government\n",
    }
    checked = check(tmp_path, renderer, files)
    assert codes(checked) == []
    assert checked.course
    assert [medium.name for medium in checked.course.media] == ["alur-en.svg"]
    html = str(variant_in(checked).to_json())
    assert "Electronic government" in html
    assert "Sistem pemerintahan" not in html


def test_what_is_amiss_in_a_variant_is_noted_at_its_line(
    tmp_path: Path, renderer: Renderer
) -> None:
    files = changed(("Done.", "![x](media/tidak-ada.svg)"), name="10-materi.en.md")
    (error,) = check(tmp_path, renderer, files).errors
    assert (error.file, error.code, error.line) == ("10-materi.en.md", "missing-media", 18)


def test_names_of_variants() -> None:
    assert variant_name("10-materi.md", "en") == "10-materi.en.md"
    assert variant_name("20-kuis.quiz.md", "en") == "20-kuis.quiz.en.md"


# Published


def published(app: Application, tmp_path: Path, renderer: Renderer, files: Files) -> int:
    """Publish a folder and return its revision."""
    course = check(tmp_path, renderer, files).course
    assert course
    return publish(course, change_class="content", by_id=None, at=NOW).revision_id


def test_a_published_variant_is_read_by_language(
    each_app: Application, tmp_path: Path, renderer: Renderer
) -> None:
    with work(each_app):
        revision_id = published(each_app, tmp_path, renderer, WHOLE)
    with each_app.app_context():
        own, english = outline_of(revision_id), outline_in(revision_id, "en")
        assert (own.title, english.title) == ("Uji coba", "Course")
        assert [item.title for item in english.items] == ["Lesson", "Quiz"]
        assert [item.key for item in english.items] == [item.key for item in own.items]
        assert english.facts.jp == own.facts.jp
        assert own.languages_of("materi") == ("id", "en")
        assert outline_in(revision_id, "fr") is own
        english_quiz, own_quiz = (
            item_in(revision_id, "kuis", "en"),
            compiled_item(revision_id, "kuis"),
        )
        assert isinstance(english_quiz, Quiz)
        assert "Choose one." in english_quiz.questions[0].stem
        assert item_in(revision_id, "kuis", "id") is own_quiz
        assert item_in(revision_id, "tidak-ada", "en") is None


def test_what_is_not_translated_is_read_in_the_language_of_the_course(
    app: Application, tmp_path: Path, renderer: Renderer
) -> None:
    files: Files = {"10-materi.md": LESSON, "20-kuis.quiz.md": QUIZ, "10-materi.en.md": LESSON_EN}
    with work(app):
        revision_id = published(app, tmp_path, renderer, files)
        assert item_in(revision_id, "kuis", "en") == compiled_item(revision_id, "kuis")
        assert outline_of(revision_id).languages_of("kuis") == ("id",)
        assert [i.title for i in outline_in(revision_id, "en").items] == ["Lesson", "Kuis"]


def test_a_published_course_comes_back_with_its_variants(
    app: Application, tmp_path: Path, renderer: Renderer
) -> None:
    course = check(tmp_path, renderer, WHOLE).course
    assert course
    with work(app):
        publish(course, change_class="content", by_id=None, at=NOW)
        revision = latest_revision("uji-coba")
        assert revision
        assert published_course(revision, "uji-coba").variants == course.variants
        again = publish(course, change_class="content", by_id=None, at=NOW)
        assert not again.is_new


def test_a_new_translation_is_a_small_correction(tmp_path: Path, renderer: Renderer) -> None:
    """Nobody's work changes; readers of the course's own language need no notice."""
    before = check(tmp_path / "a", renderer, {"10-materi.md": LESSON, "20-kuis.quiz.md": QUIZ})
    after = check(tmp_path / "b", renderer, WHOLE)
    assert before.course
    assert after.course
    impact = impact_of(before.course, after.course)
    assert [(change.code, change.what) for change in impact.changes] == [("translated", "en")]
    assert impact.proposed == "cosmetic"
    assert not impact_of(after.course, after.course).changes


def test_the_catalogue_knows_the_titles_of_both_languages(
    app: Application, tmp_path: Path, renderer: Renderer
) -> None:
    with work(app):
        published(app, tmp_path, renderer, WHOLE)
        course = db.session.query(Course).one()
        assert course.variants == {"en": ["Course", "Short."]}
        assert "course" in course.search_text
        assert "uji coba" in course.search_text


# Writing


def test_a_translation_is_begun_with_the_ids_of_every_question(
    app: Application, tmp_path: Path, renderer: Renderer
) -> None:
    question = "### Soal satu?\n\n- [x] Ya\n- [ ] Bukan\n"
    practice = "Isi.\n\n```latihan\n### Lain?\n\n- [x] Itu\n- [ ] Ini\n```\n"
    files: Files = {
        "10-materi.md": lesson(practice, "menit: 3\nwajib: tidak\nringkasan: Ringkas.\n"),
        "20-kuis.quiz.md": quiz(question, "percobaan: 2\n"),
        "glosarium.csv": "istilah,penjelasan\nSPBE,Sistem\n",
    }
    folder = write_folder(tmp_path, files)
    before = check_course(folder, renderer).course
    with app.app_context(), writing():
        ran = CliRunner().invoke(courses, ["translate", str(folder), "en"])
    assert ran.exit_code == 0, ran.output
    written = (folder / "10-materi.en.md").read_text()
    assert written.startswith("---\njudul: Materi\nringkasan: Ringkas.\n---\n")
    assert written.count("{#q-") == 1
    assert written.count("{#o-") == 2
    assert "percobaan" not in (folder / "20-kuis.quiz.en.md").read_text()
    checked = check_course(folder, renderer)
    assert codes(checked) == []
    assert checked.course
    assert before
    assert replace(checked.course, variants=()).content_hash == before.content_hash
    assert len(variant_in(checked).items) == 2


def test_a_translation_that_is_there_is_left_as_it_is(
    app: Application, tmp_path: Path, renderer: Renderer
) -> None:
    folder = write_folder(tmp_path, WHOLE)
    with app.app_context(), writing():
        CliRunner().invoke(courses, ["translate", str(folder), "en"])
    assert (folder / "10-materi.en.md").read_text() == LESSON_EN
    assert codes(check_course(folder, renderer)) == []


def test_a_variant_is_previewed_in_its_language(renderer: Renderer) -> None:
    around = Surroundings("uji", ("10-materi.md", "10-materi.en.md"), glossary=(("end", "akhir"),))
    shown = preview("10-materi.en.md", LESSON_EN, around, renderer)
    assert shown.diagnostics == ()
    assert shown.item
    assert (shown.item.key, shown.item.title) == ("materi", "Lesson")
    assert "akhir" not in str(shown.item.to_json())
    course = preview("course.en.md", COURSE, around, renderer)
    assert course.facts
    assert course.facts.title == "Course"
    assert course.diagnostics == ()


def test_a_zip_keeps_every_variant(tmp_path: Path) -> None:
    texts = {name: str(text) for name, text in WHOLE.items()}
    texts |= {"course.md": COURSE, "glosarium.en.csv": "istilah,penjelasan\n"}
    assert unpacked(zip_of(texts, {})).files == texts
