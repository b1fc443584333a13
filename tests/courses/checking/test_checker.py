"""The checker says what is wrong, where, and what to do."""

from decimal import Decimal
from pathlib import Path

import pytest

from elearning.core.markdown import Renderer
from elearning.courses.checking.checker import Known, Limits, check_course
from elearning.courses.checking.preview import Surroundings, preview
from elearning.courses.compiled import Html, Practice
from elearning.courses.diagnostics.notes import MOST_ALIKE
from elearning.courses.folder import MAX_LINES
from tests.courses.folders import (
    COURSE,
    LESSON,
    QUIZ,
    SVG,
    check,
    codes,
    lesson,
    quiz,
    write_folder,
)

OPTIONS = "\n\n- [x] Ya\n- [ ] Bukan\n"


def test_a_valid_course_compiles_without_a_word(tmp_path: Path, renderer: Renderer) -> None:
    checked = check(tmp_path, renderer)
    assert codes(checked) == []
    assert checked.course is not None
    assert [item.key for item in checked.course.items] == ["materi", "kuis"]
    assert checked.course.facts.description == "<p>Pengantar.</p>"


def test_a_diagnostic_prints_its_place_its_line_and_the_remedy(
    tmp_path: Path, renderer: Renderer
) -> None:
    text = quiz("### Soal?\n\n- [ ] Satu\n- [ ] Dua")
    (found,) = check(tmp_path, renderer, {"20-kuis.quiz.md": text}).errors
    assert str(found) == (
        "20-kuis.quiz.md:4: error: No option is marked as right.\n"
        "    | ### Soal?\n"
        "    → Put [x] before the right answer."
    )


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "front-missing", 1),
        ("judul: Materi\n\nIsi", "front-missing", 1),
        ("---\njudul: Materi\n\nIsi", "front-unclosed", 1),
        ("---\nbukan kunci\n---\nIsi", "front-line", 2),
        ("---\njudul: A\njudul: B\n---\nIsi", "front-twice", 3),
        ("---\njudul: A\ntitle: B\n---\nIsi", "front-alias", 3),
        ("---\nmenit: 5\n---\nIsi", "front-required", 1),
        ("---\njudul:\n---\nIsi", "value-empty", 2),
        ("---\njudul: A\njudull: B\n---\nIsi", "front-unknown-near", 3),
        ("---\njudul: A\nqqqq: B\n---\nIsi", "front-unknown", 3),
        ("---\njudul: A\nmenit: lima\n---\nIsi", "value-whole", 3),
        ("---\njudul: A\nwajib: mungkin\n---\nIsi", "value-yes", 3),
        ("---\njudul: A\ndiperbarui: 2026-02-30\n---\nIsi", "value-date", 3),
        ("---\njudul: A\nid: Bukan Kunci\n---\nIsi", "value-slug", 3),
        ("---\njudul: A\n---\n", "lesson-empty", 4),
        ("---\njudul: A\n---\nIsi\n\n[x](hilang.md)", "dead-link", 6),
        ("---\njudul: A\n---\nIsi\n\n![x](media/hilang.png)", "missing-media", 6),
        ("---\njudul: A\n---\nIsi\n\n[x](javascript:1)", "unsafe-link", 6),
        ("---\njudul: A\n---\nIsi <nama> Anda", "dropped-html", 4),
        ("---\njudul: A\n---\nIsi\n\n!!! awas\n    x", "unknown-box", 6),
        ("---\njudul: A\n---\nIsi\n\n##Judul", "heading-glued", 6),
        ("---\njudul: A\n---\nIsi\n\n```\nterbuka", "unclosed", 6),
        ("---\njudul: A\n---\nIsi\n\n<!-- terbuka", "unclosed", 6),
        ("---\njudul: A\n---\nIsi\n" + "[" * 4000, "refused", 4),
        ("---\njudul: A\n---\n```latihan\nTanpa judul\n```", "practice-heading", 4),
        ("---\njudul: A\n---\n- a\n\n  ```latihan\n  ### S\n  ```", "practice-nested", 6),
        ("---\njudul: A\n---\n!!! tips\n    ```latihan\n    ### S\n    ```", "practice-nested", 5),
        (
            "---\njudul: A\n---\n<div>\n\n```latihan\n### S" + OPTIONS + "```\n</div>",
            "practice-nested",
            7,
        ),
    ],
)
def test_a_fault_of_a_lesson_is_noted_at_its_line(
    tmp_path: Path, renderer: Renderer, text: str, code: str, line: int
) -> None:
    found = check(tmp_path, renderer, {"10-materi.md": text}).diagnostics
    assert (code, line) in [(each.code, each.line) for each in found]


@pytest.mark.parametrize(
    ("front", "code"),
    [
        ("jenis: ulangan", "value-choice"),
        ("nilai_lulus: 170", "value-number"),
        ("nilai_lulus: tujuh", "value-number"),
        ("percobaan: -1", "value-whole"),
        ("acak: semua", "value-choice"),
        ("umpan_balik: nanti", "value-choice"),
        ("batas_waktu: 0", "value-whole"),
        ("bobot: berat", "value-number"),
        ("nilai_dipakai: tertinggi", "value-choice"),
        ("jeda: 0", "value-whole"),
        ("jeda_tambahan: sehari", "value-whole"),
        ("jenis: survei\nnilai_lulus: 70", "pass-unreachable"),
    ],
)
def test_a_bad_value_of_a_quiz_is_an_error(
    tmp_path: Path, renderer: Renderer, front: str, code: str
) -> None:
    text = quiz("### Soal?" + OPTIONS, front + "\n")
    assert codes(check(tmp_path, renderer, {"20-kuis.quiz.md": text})) == [code]


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("nilai_lulus: 70\nnilai_dipakai: pertama", ["first-attempt-final"]),
        ("nilai_lulus: 70\nnilai_dipakai: pertama\nwajib: tidak", []),
        ("nilai_lulus: 70\nnilai_dipakai: terakhir", []),
    ],
)
def test_a_first_attempt_that_decides_for_ever_is_warned_of(
    tmp_path: Path, renderer: Renderer, front: str, expected: list[str]
) -> None:
    text = quiz("### Soal?" + OPTIONS, front + "\n")
    assert codes(check(tmp_path, renderer, {"20-kuis.quiz.md": text})) == expected


def test_a_graded_quiz_without_questions_cannot_be_passed(
    tmp_path: Path, renderer: Renderer
) -> None:
    found = codes(check(tmp_path, renderer, {"20-kuis.quiz.md": quiz("Pengantar")}))
    assert found == ["pass-unreachable"]


@pytest.mark.parametrize(
    ("front", "code"),
    [
        ("tingkat: mahir", "value-choice"),
        ("jenis_kompetensi: gaib", "value-choice"),
        ("jenis_diklat: enam belas", "value-code"),
        ("kompetensi:\n  - INT", "value-competency"),
        ("kompetensi:\n  - INT: 9", "value-competency"),
        ("prasyarat: Bukan Slug", "value-slug"),
        ("sampul: hilang.svg", "missing-media"),
        ("masa_berlaku: selamanya", "value-whole"),
    ],
)
def test_a_bad_fact_of_a_course_is_an_error(
    tmp_path: Path, renderer: Renderer, front: str, code: str
) -> None:
    text = f"---\njudul: Uji\njp: 0\n{front}\n---\n"
    assert codes(check(tmp_path, renderer, {"course.md": text})) == [code]


def test_a_course_needs_its_file_and_an_item(tmp_path: Path, renderer: Renderer) -> None:
    nothing = {"course.md": None, "10-materi.md": None, "20-kuis.quiz.md": None}
    assert codes(check(tmp_path, renderer, nothing)) == ["course-empty", "course-missing"]


def test_a_missing_folder_is_a_diagnostic(tmp_path: Path, renderer: Renderer) -> None:
    assert "folder-unreadable" in codes(check_course(tmp_path / "tidak-ada", renderer))


def test_two_items_cannot_share_a_key_and_should_not_share_a_number(
    tmp_path: Path, renderer: Renderer
) -> None:
    files = {"30-materi.md": LESSON, "10-lain.md": LESSON}
    assert codes(check(tmp_path, renderer, files)) == ["same-number", "same-key"]


def test_an_id_in_the_front_matter_is_the_key(tmp_path: Path, renderer: Renderer) -> None:
    checked = check(tmp_path, renderer, {"10-materi.md": lesson("Isi", "id: tetap\n")})
    assert checked.course is not None
    assert checked.course.items[0].key == "tetap"


def test_jp_above_the_honest_estimate_is_an_error(tmp_path: Path, renderer: Renderer) -> None:
    text = COURSE.replace("jp: 0", "jp: 1")
    (found,) = check(tmp_path, renderer, {"course.md": text}).errors
    assert (found.code, found.line) == ("jp-dishonest", 3)


def test_jp_within_the_estimate_is_fine(tmp_path: Path, renderer: Renderer) -> None:
    files = {
        "course.md": COURSE.replace("jp: 0", "jp: 2"),
        "10-materi.md": lesson("kata " * 14000),
    }
    assert codes(check(tmp_path, renderer, files)) == []


def test_a_lesson_over_its_size_budget_is_an_error(tmp_path: Path, renderer: Renderer) -> None:
    folder = write_folder(tmp_path, {"10-materi.md": lesson("kata " * 500)})
    checked = check_course(folder, renderer, limits=Limits(lesson_size=1000))
    assert codes(checked) == ["lesson-large"]


def test_a_lessons_size_counts_its_pictures(tmp_path: Path, renderer: Renderer) -> None:
    text = lesson("![Alur](media/alur.svg)")
    course = check(tmp_path, renderer, {"10-materi.md": text, "media/alur.svg": SVG}).course
    assert course is not None
    (part,) = course.lessons[0].parts
    assert isinstance(part, Html)
    assert course.lessons[0].size == len(part.html) + len(SVG)


def test_media_that_nothing_shows_is_left_out_with_a_warning(
    tmp_path: Path, renderer: Renderer
) -> None:
    checked = check(tmp_path, renderer, {"media/alur.svg": SVG})
    assert codes(checked) == ["media-unused"]
    assert checked.course is not None
    assert checked.course.media == ()


def test_a_lesson_is_cut_at_its_practice_questions(tmp_path: Path, renderer: Renderer) -> None:
    block = "```latihan\n### Soal?" + OPTIONS + "```\n"
    four = "````latihan\n### Kode?\n\n- [x] Ya\n\n  ```\n  x\n  ```\n- [ ] Bukan\n````\n"
    text = lesson(f"Satu[^a].\n{block}\nDua.\n\n{four}\n[^a]: Kaki.")
    checked = check(tmp_path, renderer, {"10-materi.md": text})
    assert checked.course is not None
    parts = checked.course.lessons[0].parts
    assert [type(part) for part in parts] == [Html, Practice, Html, Practice, Html]
    assert "latihan" not in "".join(part.html for part in parts if isinstance(part, Html))
    assert "<code>x" in checked.course.lessons[0].practices[1].options[0].html


def test_a_practice_fence_shown_inside_a_longer_fence_is_text(
    tmp_path: Path, renderer: Renderer
) -> None:
    text = lesson("````\n```latihan\n### Soal?\n```\n````")
    checked = check(tmp_path, renderer, {"10-materi.md": text})
    assert codes(checked) == []
    assert checked.course is not None
    assert checked.course.lessons[0].practices == ()


def test_a_graded_quiz_should_not_repeat_a_practice_question(
    tmp_path: Path, renderer: Renderer
) -> None:
    text = lesson("Isi\n\n```latihan\n### Soal satu?" + OPTIONS + "```")
    assert codes(check(tmp_path, renderer, {"10-materi.md": text})) == ["practised-question"]


def test_a_preset_fills_in_what_the_front_matter_leaves_open(
    tmp_path: Path, renderer: Renderer
) -> None:
    text = quiz("### Soal?" + OPTIONS, "jenis: ujian\npercobaan: 1\nacak: soal, pilihan\n")
    course = check(tmp_path, renderer, {"20-kuis.quiz.md": text}).course
    assert course is not None
    rules = course.quizzes[0].rules
    assert (rules.pass_mark, rules.attempts, rules.minutes_limit) == (Decimal(70), 1, 60)
    assert (rules.feedback, rules.shuffle_questions, rules.shuffle_options) == (
        "after-pass",
        True,
        True,
    )


@pytest.mark.parametrize(
    ("preset", "mark", "attempts", "limit", "feedback", "required"),
    [
        ("latihan", None, 0, None, "immediate", False),
        ("kuis", 70, 3, None, "after-submit", True),
        ("ujian", 70, 2, 60, "after-pass", True),
        ("pretest", None, 1, None, "never", True),
        ("survei", None, 1, None, "never", False),
    ],
)
def test_each_preset_means_what_the_format_says(
    tmp_path: Path,
    renderer: Renderer,
    preset: str,
    mark: int | None,
    attempts: int,
    limit: int | None,
    feedback: str,
    required: bool,
) -> None:
    text = quiz("### Soal?" + OPTIONS, f"jenis: {preset}\n")
    course = check(tmp_path, renderer, {"20-kuis.quiz.md": text}).course
    assert course is not None
    made = course.quizzes[0]
    rules = made.rules
    assert (rules.pass_mark, rules.attempts, rules.minutes_limit) == (mark, attempts, limit)
    assert (rules.feedback, made.required) == (feedback, required)
    assert (rules.counted, rules.pause, rules.more_after) == (None, None, None)


@pytest.mark.parametrize(
    ("written", "counted"),
    [
        ("nilai_dipakai: terbaik", None),
        ("nilai_dipakai: best", None),
        ("nilai_dipakai: terakhir", "last"),
        ("nilai_dipakai: last", "last"),
        ("nilai_dipakai: pertama", "first"),
        ("nilai_dipakai: rata-rata", "average"),
        ("nilai_dipakai: rata rata", "average"),
        ("nilai_dipakai: average", "average"),
    ],
)
def test_front_matter_says_which_score_counts(
    tmp_path: Path, renderer: Renderer, written: str, counted: str | None
) -> None:
    front = f"{written}\nwajib: tidak\njeda: 30\njeda_tambahan: 24\n"
    found = check(tmp_path, renderer, {"20-kuis.quiz.md": quiz("### Soal?" + OPTIONS, front)})
    assert (codes(found), found.course is None) == ([], False)
    assert found.course is not None
    rules = found.course.quizzes[0].rules
    assert (rules.counted, rules.pause, rules.more_after) == (counted, 30, 24)
    assert ("counted" in rules.to_json()) is (counted is not None)


def test_a_survey_needs_no_right_answer(tmp_path: Path, renderer: Renderer) -> None:
    text = quiz("### Bagaimana?\n\n- [ ] Baik\n- [ ] Cukup", "jenis: survei\n")
    checked = check(tmp_path, renderer, {"20-kuis.quiz.md": text})
    assert codes(checked) == []
    assert checked.course is not None
    assert not checked.course.quizzes[0].required


def test_unknown_competencies_and_prerequisites_are_errors(
    tmp_path: Path, renderer: Renderer
) -> None:
    text = COURSE.replace("jp: 0", "jp: 0\nkompetensi: XX: 1\nprasyarat: lain, hilang")
    folder = write_folder(tmp_path, {"course.md": text})
    known = Known(competencies={"INT"}, courses={"lain": ["uji-coba"]})
    found = {each.code for each in check_course(folder, renderer, known=known).errors}
    assert found == {"competency-unknown", "prerequisite-unknown", "prerequisite-cycle"}


def test_the_glossary_explains_words_in_lessons(tmp_path: Path, renderer: Renderer) -> None:
    files = {
        "glosarium.csv": "istilah,arti\nSKM,Survei Kepuasan Masyarakat\n",
        "10-materi.md": lesson("Ukur dengan SKM."),
    }
    course = check(tmp_path, renderer, files).course
    assert course is not None
    assert '<abbr title="Survei Kepuasan Masyarakat">SKM</abbr>' in str(course.lessons[0].parts)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("kata,isi\na,b", "glossary-columns"),
        ("istilah,arti\na", "glossary-row"),
        ("istilah,arti\na,b\na,c", "glossary-twice"),
        ("", "glossary-columns"),
    ],
)
def test_a_bad_glossary_is_noted(tmp_path: Path, renderer: Renderer, text: str, code: str) -> None:
    assert codes(check(tmp_path, renderer, {"glosarium.csv": text})) == [code]


def test_links_between_lessons_follow_the_key_and_media_carry_their_digest(
    tmp_path: Path, renderer: Renderer
) -> None:
    files = {
        "10-materi.md": lesson("[Kuis](20-kuis.quiz.md) ![Alur](media/alur.svg)"),
        "media/alur.svg": SVG,
    }
    course = check(tmp_path, renderer, files).course
    assert course is not None
    html = str(course.lessons[0].parts)
    assert 'href="/pelatihan/uji-coba/kuis"' in html
    assert f'src="/pelatihan/uji-coba/media/{course.media[0].digest[:16]}-alur.svg"' in html


def test_equal_content_has_an_equal_hash_wherever_it_lies(
    tmp_path: Path, renderer: Renderer
) -> None:
    one, other = check(tmp_path / "a", renderer).course, check(tmp_path / "b", renderer).course
    changed = check(tmp_path / "c", renderer, {"10-materi.md": lesson("Lain")}).course
    assert one is not None
    assert other is not None
    assert changed is not None
    assert one.content_hash == other.content_hash != changed.content_hash


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(
    tmp_path: Path, renderer: Renderer
) -> None:
    windows = b"\xef\xbb\xbf" + QUIZ.replace("\n", "\r\n").encode()
    one = check(tmp_path / "a", renderer).course
    other = check(tmp_path / "b", renderer, {"20-kuis.quiz.md": windows}).course
    assert one == other


def test_the_same_slip_is_said_so_often_that_the_author_sees_it_not_a_thousand_times(
    tmp_path: Path, renderer: Renderer
) -> None:
    found = check(tmp_path, renderer, {"10-materi.md": lesson("##a\n" * 500)})
    assert codes(found).count("heading-glued") == MOST_ALIKE


def test_a_preview_of_endless_lines_is_cut_and_says_so(renderer: Renderer) -> None:
    shown = preview("10-materi.md", lesson("Isi.\n\n" * MAX_LINES), Surroundings("uji"), renderer)
    assert "file-lines" in [each.code for each in shown.diagnostics]
