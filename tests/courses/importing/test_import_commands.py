"""`elearning courses import` and `elearning quizzes import`."""

from pathlib import Path

from click.testing import Result

from elearning.core.application import Application
from elearning.core.errors import Refused
from elearning.courses.cli import courses
from elearning.quizzes.cli import quizzes
from tests.courses.folders import write_folder
from tests.courses.importing.documents import word
from tests.courses.importing.test_word import module


def run(app: Application, *words: str) -> Result:
    command = quizzes if words[0] == "quizzes" else courses
    return app.test_cli_runner().invoke(command, list(words[1:]))


def test_a_document_becomes_a_course_folder(app: Application, tmp_path: Path) -> None:
    source, folder = tmp_path / "modul.docx", tmp_path / "kursus-baru"
    source.write_bytes(word(module))
    result = run(app, "courses", "import", str(source), str(folder))
    assert result.exit_code == 0, result.output
    assert (folder / "10-bab-i-pendahuluan.md").is_file()
    assert str(folder) in result.output


def test_a_quiz_is_put_into_a_course_and_its_losses_are_told_by_line(
    app: Application, tmp_path: Path
) -> None:
    folder, source = write_folder(tmp_path), tmp_path / "soal.gift"
    source.write_text("A {=a ~b}\n\nKeterangan saja.\n", encoding="utf-8")
    result = run(app, "quizzes", "import", str(source), "--into", str(folder))
    assert result.exit_code == 0, result.output
    assert (folder / "30-soal.quiz.md").is_file()
    assert "Keterangan saja." in result.output
    assert "3:" in result.output


def test_a_refusal_and_a_wrong_use_are_told_apart(app: Application, tmp_path: Path) -> None:
    folder, source = write_folder(tmp_path), tmp_path / "soal.txt"
    source.write_text("apa saja", encoding="utf-8")
    assert isinstance(
        run(app, "quizzes", "import", str(source), "--into", str(folder)).exception, Refused
    )
    words = ["quizzes", "import", str(source), "--format", "pdf", "--into", str(folder)]
    assert run(app, *words).exit_code == 2
    assert run(app, "quizzes", "import", str(source)).exit_code == 2
