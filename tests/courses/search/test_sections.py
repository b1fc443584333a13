"""Lessons cut at their headings, and passages quoted from them."""

from hypothesis import given
from hypothesis import strategies as st

from elearning.courses.search.entries import entries_of, lesson_entries
from elearning.courses.search.quoting import ELLIPSIS, LEAD, LENGTH, Piece, quote
from elearning.courses.search.sections import Section, plain, sections_of
from elearning.courses.search.stems import WORD, asked_stems, stems
from tests.factories import make_compiled, make_lesson, make_quiz


def quoted(text: str, question: str) -> list[Piece]:
    """Quote a text for a question."""
    return quote(text, stems(text), asked_stems(question))


def spelled(pieces: list[Piece]) -> str:
    """Return a quotation as a reader sees it, marks in brackets."""
    return "".join(f"[{piece.text}]" if piece.is_asked else piece.text for piece in pieces)


def test_a_page_is_cut_at_its_headings() -> None:
    html = '<p>Awal.</p><h2 id="isi-a">Satu <em>A</em></h2><p>Isi<br>dua</p><h3 id="isi-b">B</h3>'
    assert sections_of([html]) == [
        Section("", "", "Awal."),
        Section("isi-a", "Satu A", "Isi dua"),
        Section("isi-b", "B", ""),
    ]


def test_a_section_runs_on_through_the_parts_of_a_lesson() -> None:
    parts = ['<h2 id="isi-a">A</h2><p>sebelum</p>', "<p>sesudah</p>"]
    assert sections_of(parts)[1].text == "sebelum sesudah"


def test_cells_and_items_part_words_but_letters_in_bold_do_not() -> None:
    assert plain("<table><tr><td>satu</td><td>dua</td></tr></table>") == "satu · dua"
    assert plain("<p>Awal:</p><ul><li>satu</li><li></li><li>dua;</li></ul>") == "Awal: satu · dua;"
    assert plain("<p>men<strong>ulis</strong></p>") == "menulis"


def test_the_way_back_from_a_footnote_is_no_text() -> None:
    assert (
        plain('<p>Catatan <a class="footnote-backref" href="#x">↩</a> kaki</p>') == "Catatan kaki"
    )


def test_text_of_a_page_is_read_and_not_its_markup() -> None:
    assert plain("<p>a &lt;b&gt; &amp; c</p>") == "a <b> & c"


@given(st.lists(st.text(max_size=200), max_size=4))
def test_no_page_breaks_the_cutting(parts: list[str]) -> None:
    assert sections_of(parts)[0].anchor == ""


def test_practice_questions_and_quizzes_are_not_found() -> None:
    course = make_compiled(make_lesson(practice=True), make_quiz())
    texts = " ".join(f"{each.title} {each.text}" for each in entries_of(course))
    assert "Isi satu" in texts
    assert "Kuis kuis" in texts  # the contents list is public
    for secret in ("Soal", "Pilihan", "Pembahasan", "Umpan"):
        assert secret not in texts


def test_a_lesson_is_found_by_its_title_at_its_top() -> None:
    top, heading = lesson_entries(make_lesson())
    assert (top.title, top.anchor, top.context) == ("Materi satu", "", "")
    assert (heading.title, heading.anchor, heading.context) == ("Awal", "isi-awal", "Materi satu")


def test_a_quotation_marks_every_relative_of_the_words_asked_for() -> None:
    text = "Petugas melayani warga; pelayanan itu hak."
    assert spelled(quoted(text, "layanan")) == "Petugas [melayani] warga; [pelayanan] itu hak."


def test_a_quotation_is_taken_where_most_different_words_stand() -> None:
    rest = "kata " * 60
    text = f"aduan aduan aduan {rest} aduan dan tenggat {rest}"
    assert "[aduan] dan [tenggat]" in spelled(quoted(text, "aduan tenggat"))


def test_a_quotation_says_where_it_is_cut() -> None:
    text = f"{'awal ' * 50}sasaran {'akhir ' * 50}"
    found = spelled(quoted(text, "sasaran"))
    assert found.startswith(ELLIPSIS)
    assert found.endswith(ELLIPSIS)
    assert len(WORD.findall(found)) <= LENGTH + LEAD


def test_a_quotation_begins_with_its_sentence() -> None:
    text = f"{'awal ' * 20}. Kalimat ini menyebut sasaran."
    assert spelled(quoted(text, "sasaran")) == "…Kalimat ini menyebut [sasaran]."


def test_a_quotation_without_a_word_asked_for_is_the_beginning() -> None:
    assert spelled(quoted("Satu dua tiga.", "empat")) == "Satu dua tiga."


def test_a_wall_of_signs_does_not_fill_the_page() -> None:
    assert len(spelled(quoted(f"satu {'.' * 100_000} dua", "dua"))) < 200


@given(st.text(max_size=400), st.text(max_size=60))
def test_a_quotation_says_only_what_the_text_says(text: str, question: str) -> None:
    pieces = [piece.text for piece in quoted(text, question) if piece.text != ELLIPSIS]
    assert "".join(pieces) in text
