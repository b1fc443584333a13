"""A compiled course travels as JSON and comes back equal."""

import json
from pathlib import Path

import pytest

from elearning.core.markdown import Renderer
from elearning.courses.compiled import Course, Question, canonical
from elearning.courses.kinds.typed import has_room_for
from elearning.courses.questions import BLANK
from tests.courses.folders import SVG, check, lesson, quiz
from tests.quizzes.samples import make_question, one_of_each_kind

BLOCK = "```latihan\n### Soal?\n\n- [x] Ya\n  > Betul.\n- [ ] Bukan\n```"


def test_a_course_survives_its_journey_as_json(tmp_path: Path, renderer: Renderer) -> None:
    files = {
        "10-materi.md": lesson(f"![Alur](media/a.svg)\n\n{BLOCK}", "dasar_hukum: UU 25/2009\n"),
        "20-kuis.quiz.md": quiz(
            "## Kelompok: A {ambil=1}\n\n### S {bobot=2,5}\n\n- [x] a\n- [ ] b",
            "nilai_lulus: 72,5\n",
        ),
        "course.md": "---\njudul: A\njp: 0\nkompetensi: INT: 2\n---\n",
        "media/a.svg": SVG,
    }
    course = check(tmp_path, renderer, files).course
    assert course is not None
    assert Course.from_json(json.loads(canonical(course.to_json()))) == course


def test_canonical_json_has_one_spelling() -> None:
    assert canonical({"b": "é", "a": [1, None]}) == '{"a":[1,null],"b":"é"}'.encode()


@pytest.mark.parametrize("question", one_of_each_kind(), ids=lambda each: each.kind)
def test_a_question_of_every_kind_survives_its_journey(question: Question) -> None:
    assert Question.from_json(json.loads(canonical(question.to_json()))) == question


def test_a_choice_is_written_as_it_always_was() -> None:
    written = make_question("q", key="+-").to_json()
    assert list(written) == [
        *("id", "kind", "stem", "options", "explanation", "hint", "weight", "whole")
    ]
    assert list(written["options"][0]) == ["id", "html", "right", "feedback"]


def test_blanks_stand_only_where_a_field_can() -> None:
    assert has_room_for(f"<p>a {BLANK} <em>{BLANK}</em></p>", 2)
    assert not has_room_for(f'<p><img alt="{BLANK}" src="/a"></p>', 1)
    assert not has_room_for(f"<p><code>{BLANK}</code></p>", 1)
    assert not has_room_for(f'<p><a href="/a">{BLANK}</a></p>', 1)
    assert not has_room_for(f"<p>{BLANK} {BLANK}</p>", 1)
    assert not has_room_for(f"<p><code>{BLANK}</code> {BLANK}</p>", 1)
