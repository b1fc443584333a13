"""A mechanical remedy removes its diagnostic and brings no new one."""

import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from elearning.core.markdown import Renderer
from elearning.courses.checking.checker import Checked, check_course
from elearning.courses.checking.repairing import repair
from elearning.courses.diagnostics.fixing import Fix, apply
from tests.courses.folders import (
    COURSE,
    LESSON,
    QUIZ,
    SVG,
    Files,
    check,
    lesson,
    quiz,
    write_folder,
)

LESSON_FILE, QUIZ_FILE, COURSE_FILE = "10-materi.md", "20-kuis.quiz.md", "course.md"
OPTIONS = "\n\n- [x] Ya\n- [ ] Bukan\n"
OTHER = lesson("## Alur layanan\n\nIsi.")

#: File, what it holds, the code that is noted, and a line that the remedy writes.
TEXTS: list[tuple[str, str, str, str]] = [
    (LESSON_FILE, lesson("Isi", "ringkassan: x\n"), "front-unknown-near", "ringkasan: x"),
    (LESSON_FILE, lesson("Isi", "summary: Ini: itu\n"), "front-older", "ringkasan: Ini: itu"),
    (QUIZ_FILE, quiz("### S?" + OPTIONS, "kkm: 80\n"), "front-older", "nilai_lulus: 80"),
    (QUIZ_FILE, quiz("### S?" + OPTIONS, "jenis: kuiz\n"), "value-choice", "jenis: kuis"),
    (QUIZ_FILE, quiz("### S?" + OPTIONS, "umpan_balik: langsun\n"), "value-choice", "langsung"),
    (
        LESSON_FILE,
        lesson("Isi", "diperbarui: 1 Mei 2026\n"),
        "value-date",
        "diperbarui: 2026-05-01",
    ),
    (LESSON_FILE, lesson("Isi", "menit: 90\n"), "minutes-off", "menit: 1"),
    (LESSON_FILE, "---\nringkasan: x\n---\nIsi", "front-required", "judul: Materi"),
    (LESSON_FILE, "Isi saja.", "front-missing", "judul: Materi"),
    (LESSON_FILE, "judul: Satu\nwajib: ya\n---\nIsi", "front-missing", "judul: Satu"),
    (LESSON_FILE, "judul: Satu\n\nIsi", "front-missing", "judul: Satu"),
    (LESSON_FILE, "---\njudul: Satu\ndasar_hukum:\n- UU 25\n\nIsi", "front-unclosed", "---"),
    (LESSON_FILE, lesson("##Judul\n\nIsi"), "heading-glued", "## Judul"),
    (LESSON_FILE, lesson("Kalimat.\n| a | b |\n|---|---|\n| 1 | 2 |"), "table-glued", ""),
    (LESSON_FILE, lesson("!!! awas\n    Isi"), "unknown-box", "!!! catatan"),
    (LESSON_FILE, lesson('??? contho "A"\n    Isi'), "unknown-box", '??? contoh "A"'),
    (LESSON_FILE, lesson("!!! tips Ingat ini\n    Isi"), "box-title", '!!! tips "Ingat ini"'),
    (LESSON_FILE, lesson("!!! tips\n  satu\n  dua\n\nSesudah"), "box-outside", "    dua"),
    (LESSON_FILE, lesson("[x](30-Lain.md)"), "dead-link-near", "[x](30-lain.md)"),
    (LESSON_FILE, lesson("[x](lain.md)"), "dead-link-near", "[x](30-lain.md)"),
    (LESSON_FILE, lesson("[x](40-lain.md#alur-layanan)"), "dead-link-near", "30-lain.md#alur"),
    (LESSON_FILE, lesson("[x](www.menpan.go.id)"), "dead-link-near", "https://www.menpan.go.id"),
    (LESSON_FILE, lesson("![a](media/Alur.svg)"), "missing-media-near", "media/alur.svg"),
    (LESSON_FILE, lesson("![a](alur.svg)"), "missing-media-near", "media/alur.svg"),
    (LESSON_FILE, lesson("## Satu dua\n\n[x](#satu_dua)"), "dead-anchor-near", "#satu-dua"),
    (LESSON_FILE, lesson("[x](30-lain.md#alur_layanan)"), "dead-heading-near", "#alur-layanan"),
    (LESSON_FILE, lesson("[Lihat] (30-lain.md)"), "marks-left", "[Lihat](30-lain.md)"),
    (
        LESSON_FILE,
        lesson(unicodedata.normalize("NFD", "Kafé\n\nbiasa\n\nkafé")),
        "letters-apart",
        "Kafé",
    ),
    (QUIZ_FILE, quiz("### S?\n\n-[x] Ya\n-[ ] Bukan"), "option-glued", "- [x] Ya"),
    (
        QUIZ_FILE,
        quiz("### S?\n\n1. [x] Ya\n   > Tepat.\n2. [ ] Bukan"),
        "options-numbered",
        "- [x] Ya",
    ),
    (QUIZ_FILE, quiz("### S? {bobott=2}" + OPTIONS), "setting-unknown", "### S? {bobot=2}"),
    (QUIZ_FILE, quiz("### S? {jenis=tungal}" + OPTIONS), "kind-unknown", "{jenis=tunggal}"),
    (
        QUIZ_FILE,
        quiz("### S?\n\n- [ ] Ya\n- [x] Bukan\n  > Pembahasan: sebab itu."),
        "explanation-in-option",
        "> Pembahasan: sebab itu.",
    ),
    (COURSE_FILE, COURSE.replace("judul", "title"), "front-older", "judul: Uji coba"),
]
SURROUNDINGS: Files = {"30-lain.md": OTHER, "media/alur.svg": SVG}


def counted(checked: Checked) -> Counter[str]:
    return Counter(each.code for each in checked.diagnostics)


@pytest.mark.parametrize(("name", "text", "code", "written"), TEXTS)
def test_a_remedy_removes_its_diagnostic_and_adds_none(
    tmp_path: Path, renderer: Renderer, name: str, text: str, code: str, written: str
) -> None:
    before = check(tmp_path, renderer, {**SURROUNDINGS, name: text})
    (found,) = (each for each in before.diagnostics if each.code == code)
    assert found.fix
    assert found.fix.file == name
    fixed = apply(before.source.texts[name], found.fix)
    assert written in fixed
    after = check(tmp_path, renderer, {**SURROUNDINGS, name: fixed})
    assert code not in counted(after)
    assert not counted(after) - counted(before) - Counter({"media-unused": 1})


@pytest.mark.parametrize(
    "text",
    [
        lesson("![a](media/foto-2.svg)"),
        lesson("Isi", "title: A\n"),
        lesson("Isi", "diperbarui: 31 Februari 2026\n"),
        lesson("Isi", "diperbarui: besok\n"),
        lesson("Isi", "wajib: mungkin\n"),
        lesson("!!! tips"),
        lesson("**tebal"),
        lesson("![](media/foto-1.svg)"),
        quiz("### S?\n\n- [ ] Ya\n- [ ] Bukan"),
        quiz("### S? {jenis=zzz}" + OPTIONS),
        "---\nmenit: 3\n---\nIsi",
    ],
)
def test_what_needs_a_decision_has_no_remedy_at_a_click(
    tmp_path: Path, renderer: Renderer, text: str
) -> None:
    files: Files = {QUIZ_FILE if "### S?" in text else LESSON_FILE: text, "media/foto-1.svg": SVG}
    found = check(tmp_path, renderer, files).diagnostics
    mechanical = {"front-required"}
    assert found
    assert [each.code for each in found if each.fix and each.code not in mechanical] == []


def test_a_course_without_a_title_or_jp_needs_a_person(tmp_path: Path, renderer: Renderer) -> None:
    found = check(tmp_path, renderer, {"course.md": "---\njudul: A\n---\n"}).diagnostics
    assert [(each.code, each.fix) for each in found if each.code == "front-required"] == [
        ("front-required", None)
    ]


@pytest.mark.parametrize(
    ("fix", "text"),
    [
        (Fix("a.md", 2, 2, ("x", "y")), "a\nx\ny\nc"),
        (Fix("a.md", 2, 1, ("x",)), "a\nx\nb\nc"),
        (Fix("a.md", 1, 3, ()), ""),
        (Fix("a.md", 1, 0, (), "b.md"), "a\nb\nc"),
    ],
)
def test_a_fix_replaces_puts_in_or_takes_out_lines(fix: Fix, text: str) -> None:
    assert apply("a\nb\nc", fix) == text


RENAMES: list[tuple[Files, str, str]] = [
    ({"10-lain.md": LESSON}, "same-number", "15-materi.md"),
    ({"10-Materi Dua.md": LESSON}, "file-name", "10-materi-dua.md"),
    ({"30-Kuis Dua.Quiz.md": QUIZ}, "file-name", "30-kuis-dua.quiz.md"),
    ({"media/Gambar Satu.SVG": SVG}, "media-name", "media/gambar-satu.svg"),
]


@pytest.mark.parametrize(("files", "code", "name"), RENAMES)
def test_a_file_that_is_named_wrongly_gets_a_name(
    tmp_path: Path, renderer: Renderer, files: Files, code: str, name: str
) -> None:
    found = {each.code: each.fix for each in check(tmp_path, renderer, files).diagnostics}
    fix = found[code]
    assert fix
    assert fix.rename == name


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"10-lain.md": LESSON, "11-ini.md": LESSON}, "same-number"),
        ({"10-Materi.md": LESSON}, "file-name"),
        ({"Materi.md": LESSON}, "file-name"),
        ({"media/— .svg": SVG}, "media-name"),
    ],
)
def test_no_name_is_given_that_is_taken_or_unknown(
    tmp_path: Path, renderer: Renderer, files: Files, code: str
) -> None:
    found = check(tmp_path, renderer, files).diagnostics
    assert [each.fix for each in found if each.code == code] == [None]


def test_a_reserved_key_gets_an_id_of_its_own(tmp_path: Path, renderer: Renderer) -> None:
    folder = write_folder(tmp_path, {"15-media.md": LESSON})
    done, after = repair(folder, lambda: check_course(folder, renderer))
    assert [each.code for each in done] == ["key-reserved"]
    assert "key-reserved" not in counted(after)
    assert after.course
    assert after.course.items[1].key == "media-1"


def test_everything_mechanical_is_done_in_one_go(tmp_path: Path, renderer: Renderer) -> None:
    files: Files = {
        "10-materi.md": None,
        "10-Materi Dua.md": lesson(
            "##Satu\n\n[x](10-Kuis.md)\n\n##Dua\n\n![a](media/Foto%20Satu.SVG)"
        ),
        "media/Foto Satu.SVG": SVG,
        "20-kuis.quiz.md": quiz("### S?\n\n-[X] Ya\n-[] Bukan", "kkm: 80\n"),
    }
    folder = write_folder(tmp_path, files)
    done, after = repair(folder, lambda: check_course(folder, renderer))
    assert counted(after) == {"jp-zero": 1}
    text = (folder / "10-materi-dua.md").read_text()
    assert "## Satu" in text
    assert "## Dua" in text
    assert "](media/foto-satu.svg)" in text
    assert "](20-kuis.quiz.md)" in text
    assert len(done) >= 7


def test_a_repaired_file_keeps_its_kind_of_line_ends(tmp_path: Path, renderer: Renderer) -> None:
    folder = write_folder(tmp_path, {LESSON_FILE: lesson("##Judul").replace("\n", "\r\n")})
    repair(folder, lambda: check_course(folder, renderer))
    assert (folder / LESSON_FILE).read_bytes() == lesson("## Judul").replace("\n", "\r\n").encode()


def test_a_folder_without_fault_is_left_as_it_is(tmp_path: Path, renderer: Renderer) -> None:
    folder = write_folder(tmp_path)
    times = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    done, _after = repair(folder, lambda: check_course(folder, renderer))
    assert done == []
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == times
