"""Course folders for tests: a small valid one, changed file by file."""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from elearning.core.markdown import Renderer
from elearning.courses.checking.checker import Checked, check_course

Files: TypeAlias = Mapping[str, str | bytes | None]

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><path d="M0 0h9"/></svg>'
COURSE = "---\njudul: Uji coba\njp: 0\n---\nPengantar.\n"
LESSON = "---\njudul: Materi\n---\nIsi materi.\n"
QUIZ = "---\njudul: Kuis\n---\n### Soal satu?\n\n- [x] Ya\n- [ ] Bukan\n"


def write_folder(parent: Path, files: Files | None = None) -> Path:
    """Write a valid course with other or further files; None leaves one out."""
    folder = parent / "uji-coba"
    (folder / "media").mkdir(parents=True, exist_ok=True)
    whole = {"course.md": COURSE, "10-materi.md": LESSON, "20-kuis.quiz.md": QUIZ, **(files or {})}
    for name, content in whole.items():
        if content is not None:
            data = content.encode() if isinstance(content, str) else content
            (folder / name).write_bytes(data)
    return folder


def check(parent: Path, renderer: Renderer, files: Files | None = None) -> Checked:
    return check_course(write_folder(parent, files), renderer)


def codes(checked: Checked) -> list[str]:
    """Return what was noted, but for the missing JP of these tests."""
    return [each.code for each in checked.diagnostics if each.code != "jp-zero"]


def lesson(body: str, front: str = "") -> str:
    return f"---\njudul: Materi\n{front}---\n{body}\n"


def quiz(body: str, front: str = "") -> str:
    return f"---\njudul: Kuis\n{front}---\n{body}\n"
