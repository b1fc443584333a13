"""A form writes one question and leaves every other line; what it would lose it does not open."""

from pathlib import Path

import pytest

from elearning.courses.importing.found import Choice, Found
from elearning.courses.writing.questions import (
    appended,
    found_in,
    is_held,
    places_in,
    replaced,
    written,
)

CONTENT = Path(__file__).parents[3] / "content"
QUIZ = """\
---
judul: Kuis
jenis: kuis
---

Pengantar.

## Kelompok: Dasar {ambil=1}

### Apa yang pertama ditulis? {#pertama bobot=2}

- [x] Nomor surat
  > Tepat.
- [ ] Salam penutup

> Petunjuk: lihat contoh.

> Pembahasan: nomor lebih dulu.


### Pasangkan.

Pasangkan:

| Istilah | Arti |
|---|---|
| SPBE | sistem elektronik |
| ASN | aparatur sipil negara |

### Berapa hari?

Jawaban: 30 ± 2
"""


def test_the_questions_of_a_quiz_are_found_with_their_lines() -> None:
    places = places_in("1-kuis.quiz.md", QUIZ)
    assert [place.title for place in places] == [
        "Apa yang pertama ditulis?",
        "Pasangkan.",
        "Berapa hari?",
    ]
    assert places[0].lines[0].startswith("### Apa")
    assert places[0].lines[-1] == "> Pembahasan: nomor lebih dulu."


def test_the_questions_of_a_lesson_stand_in_its_practice_blocks() -> None:
    text = "---\njudul: A\n---\n\n### Bukan soal\n\n```latihan\n### Ya?\n\n- [x] a\n- [ ] b\n```\n"
    (place,) = places_in("1-a.md", text)
    assert place.lines == ("### Ya?", "", "- [x] a", "- [ ] b")


@pytest.mark.parametrize("number", range(3))
def test_rewriting_a_question_as_it_is_keeps_the_rest(number: int) -> None:
    place = places_in("1-kuis.quiz.md", QUIZ)[number]
    found = found_in(place)
    assert found is not None
    again = replaced(QUIZ, place, written(found, place))
    before, after = QUIZ.split("\n"), again.split("\n")
    assert after[: place.start] == before[: place.start]
    assert after[len(after) - len(before) + place.end :] == before[place.end :]
    assert found_in(places_in("1-kuis.quiz.md", again)[number]) == found


def test_the_id_and_the_weight_of_a_question_stay() -> None:
    place = places_in("1-kuis.quiz.md", QUIZ)[0]
    found = found_in(place)
    assert found is not None
    heading = written(found._replace(stem="Apa dulu?"), place).split("\n")[0]
    assert heading == "### Apa dulu? {#pertama bobot=2}"


def test_the_heading_of_a_table_stays() -> None:
    place = places_in("1-kuis.quiz.md", QUIZ)[1]
    found = found_in(place)
    assert found is not None
    assert "| Istilah | Arti |" in written(found, place)


@pytest.mark.parametrize(
    "special",
    [
        "### A?\n\n- [x] a {#satu}\n- [ ] b",
        "### A?\n\n- [x] a\n- [ ] b\n\nTeks sesudahnya.",
        "### A?",
        "### A?\n\n- [x] a\n- [ ] b\n\n> Kutipan lepas.",
    ],
)
def test_a_question_that_a_form_would_change_is_left_to_the_text(special: str) -> None:
    (place,) = places_in("1-a.quiz.md", f"---\njudul: A\n---\n\n{special}\n")
    assert found_in(place) is None


def test_most_questions_of_the_shipped_courses_open_in_the_form() -> None:
    quizzes = [path for path in CONTENT.glob("*/*.md") if not path.name.startswith("course")]
    places = [p for path in quizzes for p in places_in(path.name, path.read_text("utf-8"))]
    # Options with ids of their own belong to courses in two languages: those are edited as text.
    places = [p for p in places if not any(option.id for option in p.draft.options)]
    opened = [place for place in places if found_in(place)]
    assert len(opened) >= 0.9 * len(places) > 20


def test_what_was_typed_must_be_read_as_it_was_meant() -> None:
    choices = (Choice("a", "x", "ya"), Choice("b"))
    assert is_held(Found("single", "Apa?", choices=choices))
    assert not is_held(Found("single", "Apa?\n\n## Judul", choices=choices))


def test_a_new_question_of_a_lesson_gets_a_block() -> None:
    source = written(Found("short", "Singkatan?", answers=("SPBE",)))
    text = appended("1-a.md", "---\njudul: A\n---\nIsi.\n", source)
    assert text.endswith("Isi.\n\n```latihan\n### Singkatan?\n\nJawaban: SPBE\n```\n")
    assert len(places_in("1-a.md", text)) == 1


ESSAYS = """\
---
judul: Kuis
jenis: kuis
---

### Uraikan. {#uraian}

Dua paragraf.

Esai

- [40%] Menyebut waktu
  > Dua hari.
- [60%] Runtut

> Pembahasan: Contohnya.

### Ceritakan.

Esai

- Jelas
- Lengkap

### Pendapat?

Esai
"""


def test_an_essay_is_held_with_its_rubric_and_written_as_it_stood() -> None:
    first, second, third = places_in("1-kuis.quiz.md", ESSAYS)
    found = found_in(first)
    assert found is not None
    assert found.kind == "essay"
    assert found.choices == (
        Choice("Menyebut waktu", "40%", "Dua hari."),
        Choice("Runtut", "60%"),
    )
    for place in (first, second, third):
        kept = found_in(place)
        assert kept is not None
        assert written(kept, place) == place.source
        assert is_held(kept)
