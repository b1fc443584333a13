"""A compiled course travels as JSON and comes back equal."""

import json
from pathlib import Path

from elearning.core.markdown import Renderer
from elearning.courses.compiled import Course, canonical
from tests.courses.folders import SVG, check, lesson, quiz

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
