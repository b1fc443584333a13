"""Learning paths: what the checker says of them, and how they are published."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.markdown import Renderer
from elearning.courses.models import LearningPath
from elearning.courses.paths.checker import CheckedPaths, CompiledPath, check_paths
from elearning.courses.paths.operations import publish_path
from elearning.courses.paths.queries import path_at, path_cards, paths_with, steps_of
from tests.courses.folders import write_folder
from tests.courses.test_commands import DONE, REFUSED, Run, run
from tests.factories import NOW, make_course, work

__all__ = ["run"]

COURSES = {"dasar": (), "lanjut": ("dasar",), "lain": (), "satu": ("dua",), "dua": ("satu",)}
FRONT = "---\njudul: Jalur uji\nringkasan: Ringkas.\npelatihan:\n{steps}---\n\nUntuk siapa.\n"


def text(*steps: str) -> str:
    """Return a path's file with steps as they are written."""
    return FRONT.format(steps="".join(f"- {step}\n" for step in steps))


def write(parent: Path, content: str, name: str = "uji.md") -> Path:
    """Write a path into the folder of paths."""
    folder = parent / "jalur"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(content, "utf-8")
    return folder


Check = Callable[..., CheckedPaths]


@pytest.fixture
def check(app: Application, renderer: Renderer, tmp_path: Path) -> Check:
    """Check a path of some steps against the example courses."""

    def checked(*steps: str) -> CheckedPaths:
        with app.test_request_context():
            return check_paths(write(tmp_path, text(*steps)), renderer, COURSES)

    return checked


def noted(checked: CheckedPaths) -> list[tuple[str, int]]:
    return [(each.code, each.line) for each in checked.diagnostics]


def test_a_path_keeps_its_courses_in_order_with_the_reason_of_each(check: Check) -> None:
    checked = check("dasar: Mulai di sini: dari dasar.", "lanjut: Lalu ini.")
    assert checked.diagnostics == ()
    (path,) = checked.paths
    assert (path.slug, path.title, path.summary) == ("uji", "Jalur uji", "Ringkas.")
    assert path.steps == (("dasar", "Mulai di sini: dari dasar."), ("lanjut", "Lalu ini."))
    assert path.description == "<p>Untuk siapa.</p>"


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (("hilang: x",), [("step-unknown", 5)]),
        (("dasar: x", "lanju: x"), [("step-unknown-near", 6)]),
        (("dasar: x", "lain: x", "dasar: x"), [("step-twice", 7)]),
        (("lanjut: x", "dasar: x"), [("step-early", 5)]),
        (("satu: x", "dua: x"), [("step-cycle", 5)]),
        (("lanjut: x",), [("step-outside", 5)]),
        (("dasar",), [("step-unreasoned", 5)]),
        (("Bukan Slug: x",), [("value-step", 5)]),
        ((), [("value-empty", 4)]),
    ],
)
def test_what_is_amiss_is_noted_at_its_line(
    check: Check, steps: tuple[str, ...], expected: list[tuple[str, int]]
) -> None:
    assert noted(check(*steps)) == expected


def test_an_order_that_nobody_can_follow_is_refused_with_both_courses_named(check: Check) -> None:
    checked = check("lanjut: x", "dasar: x")
    assert checked.paths == ()
    (early,) = checked.errors
    assert early.quote == "- lanjut: x"
    assert "“lanjut”" in early.message
    assert "“dasar”" in early.remedy


def test_a_prerequisite_outside_the_path_is_only_a_warning(check: Check) -> None:
    checked = check("lanjut: x")
    assert [each.code for each in checked.warnings] == ["step-outside"]
    assert len(checked.paths) == 1


def test_a_faulty_text_is_noted_and_stops_only_its_own_path(
    app: Application, renderer: Renderer, tmp_path: Path
) -> None:
    write(tmp_path, text("dasar: x"))
    write(tmp_path, text("dasar: x").replace("Untuk siapa.", "[ini](tidak-ada.md)"), "buruk.md")
    folder = write(tmp_path, text("dasar: x"), "Nama Buruk.md")
    with app.test_request_context():
        checked = check_paths(folder, renderer, COURSES)
    assert [each.slug for each in checked.paths] == ["uji"]
    assert {(each.file, each.code) for each in checked.errors} == {
        ("buruk.md", "dead-link"),
        ("Nama Buruk.md", "path-name"),
    }


PATH = CompiledPath("uji", "Jalur uji", "Ringkas.", "<p>Isi.</p>", (("b", "Satu."), ("a", "Dua.")))


def test_a_published_path_is_read_back_in_order(each_app: Application) -> None:
    with work(each_app):
        first, _second = make_course(slug="a", jp=2), make_course(slug="b", jp=3)
        assert publish_path(PATH, NOW)
        first_id = first.id
    with each_app.test_request_context():
        path = path_at("uji")
        assert path is not None
        assert (path.title, path.description) == ("Jalur uji", "<p>Isi.</p>")
        steps = steps_of(path.id)
        assert [(step.card.slug, step.reason) for step in steps] == [("b", "Satu."), ("a", "Dua.")]
        assert [(card.slug, card.courses, card.jp) for card in path_cards()] == [("uji", 2, 5)]
        assert [link.slug for link in paths_with(first_id)] == ["uji"]
        assert path_at("lain") is None


def test_publishing_again_replaces_a_path_and_equal_content_does_nothing(
    each_app: Application,
) -> None:
    with work(each_app):
        for slug in ("a", "b", "c"):
            make_course(slug=slug)
        publish_path(PATH, NOW)
        assert not publish_path(PATH, NOW)
        changed = CompiledPath("uji", "Lain", "", "", (("c", "Baru."), ("b", "Tetap.")))
        assert publish_path(changed, NOW)
    with each_app.test_request_context():
        path = path_at("uji")
        assert path is not None
        assert [step.card.slug for step in steps_of(path.id)] == ["c", "b"]
        assert path.title == "Lain"


def published(app: Application) -> int | None:
    with app.app_context():
        return db.session.scalar(select(func.count(LearningPath.id)))


def test_paths_are_published_together_with_the_courses(
    app: Application, run: Run, tmp_path: Path
) -> None:
    write_folder(tmp_path)
    write(tmp_path, text("uji-coba: Mulai di sini."))
    assert run("check", tmp_path).exit_code == DONE
    told = run("publish", tmp_path)
    assert told.exit_code == DONE, told.output
    assert str(tmp_path / "jalur" / "uji.md") in told.stdout
    assert published(app) == 1
    again = run("publish", "--changed", tmp_path)
    assert again.exit_code == DONE
    assert len(again.stdout.splitlines()) == 2


def test_a_faulty_path_is_told_with_its_file_and_not_published(
    app: Application, run: Run, tmp_path: Path
) -> None:
    folder = write(tmp_path, text("hilang: x"))
    for command in ("check", "publish"):
        told = run(command, folder)
        assert told.exit_code == REFUSED
        assert "uji.md:5" in told.stdout
    assert published(app) == 0


def test_the_check_of_a_path_knows_the_courses_beside_it_before_they_are_published(
    run: Run, tmp_path: Path
) -> None:
    write_folder(tmp_path)
    assert run("check", write(tmp_path, text("uji-coba: x"))).exit_code == DONE
    assert run("publish", tmp_path / "jalur").exit_code == REFUSED


def test_what_needs_no_decision_is_remedied_in_a_path_too(run: Run, tmp_path: Path) -> None:
    write_folder(tmp_path)
    folder = write(tmp_path, text("uji-coba: x").replace("ringkasan", "ringkasn"))
    assert run("check", "--fix", folder).exit_code == DONE
    assert "ringkasan: Ringkas." in (folder / "uji.md").read_text("utf-8")
