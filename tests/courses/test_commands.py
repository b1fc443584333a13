"""`elearning courses` as an author meets it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from elearning.app import create_app
from elearning.core.application import Application
from elearning.core.db import writing
from elearning.courses.cli import courses
from tests.conftest import make_settings
from tests.courses.folders import COURSE, SVG, Files, lesson, quiz, write_folder

Run = Callable[..., Result]
BAD = quiz("### Berapa: 50%, ya?\n\n- [ ] Satu\n- [ ] Dua")
DONE, REFUSED, USAGE = 0, 1, 2


@pytest.fixture
def run(app: Application) -> Run:
    """A command as it is typed; a stack trace is never an answer."""

    def typed(*words: object) -> Result:
        with app.app_context(), writing():
            result = CliRunner().invoke(courses, [str(word) for word in words])
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return typed


@pytest.mark.parametrize("form", ["text", "json", "github"])
@pytest.mark.parametrize(
    ("files", "status"),
    [
        ({}, DONE),
        ({"10-materi.md": lesson("Isi", "aneh: x\n")}, DONE),
        ({"20-kuis.quiz.md": BAD}, REFUSED),
    ],
)
def test_only_an_error_makes_the_check_fail(
    run: Run, tmp_path: Path, form: str, files: Files, status: int
) -> None:
    folder = write_folder(tmp_path, files)
    assert run("check", "--format", form, folder).exit_code == status


def test_a_mistake_of_usage_is_told_apart(run: Run, tmp_path: Path) -> None:
    assert run("check", tmp_path / "tidak-ada").exit_code == USAGE
    assert run("check", "--format", "xml", write_folder(tmp_path)).exit_code == USAGE
    assert run("publish").exit_code == USAGE
    assert run("export", "uji-coba").exit_code == USAGE


def test_the_check_knows_the_courses_beside_one_before_they_are_published(
    run: Run, tmp_path: Path
) -> None:
    folder = write_folder(tmp_path, {"course.md": "---\njudul: A\njp: 0\nprasyarat: dasar\n---\n"})
    assert run("check", folder).exit_code == REFUSED
    (tmp_path / "dasar").mkdir()
    (tmp_path / "dasar" / "course.md").write_text(COURSE)
    assert run("check", folder).exit_code == DONE
    assert run("publish", folder).exit_code == REFUSED


def test_a_checkout_is_checked_without_a_database(tmp_path: Path) -> None:
    needs = {"course.md": "---\njudul: A\njp: 0\nprasyarat: entah\n---\n"}
    good = write_folder(tmp_path / "baik", needs)
    bad = write_folder(tmp_path / "buruk", {"20-kuis.quiz.md": BAD})
    (tmp_path / "jalur").mkdir()
    (tmp_path / "var").mkdir()
    with create_app(make_settings(tmp_path / "var")).app_context(), writing():
        results = [CliRunner().invoke(courses, ["check", str(each)]) for each in (good, bad)]
    assert [result.exit_code for result in results] == [DONE, REFUSED]


def test_json_tells_everything_of_a_diagnostic(run: Run, tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {"10-materi.md": lesson("##Judul")})
    found = {
        each["code"]: each for each in json.loads(run("check", "--format", "json", folder).stdout)
    }
    told = found["heading-glued"]
    assert (told["path"], told["file"]) == (str(folder / "10-materi.md"), "10-materi.md")
    assert (told["line"], told["level"], told["quote"]) == (4, "error", "##Judul")
    assert told["message"] != told["remedy"]
    assert told["fix"] == {
        "file": "10-materi.md",
        "first": 4,
        "last": 4,
        "lines": ["## Judul"],
        "rename": "",
    }
    assert found["jp-zero"]["fix"] is None


def test_a_clean_course_is_an_empty_list(run: Run, tmp_path: Path) -> None:
    long = lesson("kata " * 8000)
    files: Files = {"course.md": "---\njudul: A\njp: 1\n---\n", "10-materi.md": long}
    assert json.loads(run("check", "--format", "json", write_folder(tmp_path, files)).stdout) == []


def test_a_forges_review_gets_commands_that_nothing_breaks_out_of(run: Run, tmp_path: Path) -> None:
    folder = write_folder(
        tmp_path / "a,b:c%", {"10-materi.md": lesson("Isi", "50%an: x\nañ%: y\n")}
    )
    lines = run("check", "--format", "github", folder).stdout.splitlines()
    assert lines
    for line in lines:
        command, _mark, text = line.removeprefix("::").partition("::")
        level, _space, pairs = command.partition(" ")
        named = dict(pair.split("=", 1) for pair in pairs.split(","))
        assert level in {"error", "warning"}
        assert set(named) <= {"file", "line", "title"}
        assert "a%2Cb%3Ac%25" in named["file"]
        assert "%" not in text.replace("%25", "")


def test_what_is_remedied_is_said_and_done(run: Run, tmp_path: Path) -> None:
    folder = write_folder(
        tmp_path, {"10-materi.md": lesson("##Judul\n\nIsi"), "10-lain.md": lesson("Isi")}
    )
    told = run("check", "--fix", folder)
    assert told.exit_code == DONE
    assert "10-materi.md:4" in told.stdout
    assert "15-materi.md" in told.stdout
    assert "## Judul" in (folder / "15-materi.md").read_text()
    assert (
        json.loads(run("check", "--fix", "--format", "json", folder).stdout)[0]["code"] == "jp-zero"
    )


def ends(result: Result) -> list[str]:
    """Return what is said of each folder, without its path."""
    return [line.rpartition(": ")[2].rpartition(" ")[2] for line in result.stdout.splitlines()]


def test_only_changed_folders_are_published(run: Run, tmp_path: Path) -> None:
    one, two = write_folder(tmp_path / "x"), tmp_path / "x" / "dua"
    two.mkdir()
    for path in one.glob("*.md"):
        (two / path.name).write_bytes(path.read_bytes())
    assert ends(run("publish", "--changed", one.parent)) == ["1", "1"]
    (two / "10-materi.md").write_text(lesson("Lain."))
    told = run("publish", "--changed", one.parent)
    assert told.exit_code == DONE
    assert [line.split(":")[0] for line in told.stdout.splitlines()] == [str(one), str(two)]
    assert ends(told)[1] == "2"


def test_changed_looks_at_the_folder_one_stands_in(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(write_folder(tmp_path))
    assert run("publish", "--changed").exit_code == DONE
    assert run("export", "uji-coba", tmp_path / "keluar").exit_code == DONE


def test_a_faulty_folder_is_not_published(run: Run, tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {"20-kuis.quiz.md": BAD})
    assert run("publish", "--changed", folder).exit_code == REFUSED


def test_every_course_is_exported_and_comes_back_unchanged(run: Run, tmp_path: Path) -> None:
    files: Files = {"10-materi.md": lesson("![Alur](media/alur.svg)"), "media/alur.svg": SVG}
    run("publish", write_folder(tmp_path, files))
    told = run("export", "all", tmp_path / "keluar")
    assert str(tmp_path / "keluar" / "uji-coba") in told.stdout
    again = run("publish", "--changed", tmp_path / "keluar")
    assert again.exit_code == DONE
    assert run("export", "--zip", "all", tmp_path / "keluar").exit_code == DONE
    assert (tmp_path / "keluar" / "uji-coba.zip").exists()
