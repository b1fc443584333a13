"""What the process is asked, and what it answers."""

from typing import Any

import pytest

from elearning.courses.importing import jobs, process
from elearning.courses.importing.jobs import Job
from elearning.courses.importing.losses import Losses, Place
from elearning.courses.importing.refusing import REASONS, ImportRefused
from tests.courses.importing.documents import bullet_slide, slides, word
from tests.courses.importing.test_word import module, questions


def test_the_answer_holds_files_media_and_losses() -> None:
    told = process.answer(Job("quiz", "gift", "soal_akhir.gift"), b"A {=a ~%50%b}\n\nuraian")
    assert list(told["files"]) == ["10-soal-akhir.quiz.md"]
    assert told["losses"] == [("line", 3, "description", "uraian", {})]


def test_a_refusal_travels_by_its_code() -> None:
    told = process.answer(Job("quiz", "moodle-xml", "a.xml"), b"<quiz><a></quiz>")
    assert told == {"refused": ["xml-broken", {"line": 1}]}
    assert process.answer(Job("quiz", "gift", "a"), b"uraian") == {"refused": ["no-questions", {}]}
    assert process.answer(Job("quiz", "gift", "a"), b"") == {"refused": ["empty", {}]}


def test_documents_and_slides_become_courses() -> None:
    assert "course.md" in process.answer(Job("course", "word", "a.docx"), word(module))["files"]
    data = slides(lambda each: bullet_slide(each, "Judul", (0, "isi")))
    assert "10-judul.md" in process.answer(Job("course", "slides", "a.pptx"), data)["files"]
    assert len(jobs.parsed("word", word(questions)).questions) == 2
    assert len(jobs.parsed("word", b"1. Apa?\na. x\nb. y\nKunci: A").questions) == 1


def test_a_quiz_that_no_course_may_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("elearning.courses.importing.jobs.MAX_TEXT", 10)
    with pytest.raises(ImportRefused):
        jobs.imported(Job("quiz", "gift", "a"), b"A {=a ~b}")


def test_too_many_questions_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("elearning.courses.importing.grouping.MAX_QUESTIONS", 1)
    with pytest.raises(ImportRefused):
        jobs.imported(Job("quiz", "gift", "a"), b"A {T}\n\nB {T}")


@pytest.mark.parametrize("code", REASONS)
def test_every_reason_is_a_sentence(code: str) -> None:
    words: dict[str, Any] = {"limit": 1, "line": 1}
    assert str(ImportRefused(code, **words)).endswith(".")


def test_a_long_quote_is_cut_and_the_same_loss_kept_once() -> None:
    losses = Losses()
    for _again in range(2):
        losses.add("description", Place("line", 3), "kata " * 100)
    (loss,) = losses.all()
    assert len(loss.quote) == 120
    assert str(loss).startswith("Line 3: lost: ")
