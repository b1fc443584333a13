"""The whole story without scripting: from a course folder to the row in HR's export."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from elearning.app import create_app
from elearning.core.application import Application
from elearning.core.db import db
from tests.conftest import make_settings
from tests.proofs import as_printed, printed, rows
from tests.stage import (
    COURSE,
    LEARNER,
    OFFICER,
    Taught,
    all_fields,
    right_answers,
    right_places,
    set_stage,
    taught,
)
from tests.visitor import Visitor


@pytest.fixture(scope="module")
def app(
    tmp_path_factory: pytest.TempPathFactory, empty_database: Path, kept_templates: Path
) -> Iterator[Application]:
    """The application with the real course, published by the command."""
    folder = tmp_path_factory.mktemp("journey")
    shutil.copy(empty_database, folder / "elearning.db")
    app = create_app(make_settings(folder, public_url="https://belajar.contoh.go.id"))
    app.keep_templates(kept_templates)
    set_stage(app)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def course(app: Application) -> Taught:
    """What the course teaches."""
    return taught(app)


def test_from_the_course_to_the_export(app: Application, course: Taught) -> None:
    learner = Visitor(app)
    sign_in_from_the_course(learner)
    enrol(learner, course)
    take_the_pretest(learner, app, course)
    read_everything(learner, course)
    confirm_the_data(learner, course)
    answer_the_quiz(learner, app, course)
    certificate = download_the_certificate(learner)
    front = printed(certificate)
    find_it_in_the_history(learner, front)
    verify_it(app, front)
    file_name, row = export_it(app, front["nip"])
    assert as_printed(row) == front
    assert row["Nama Berkas Sertifikat"] == file_name_of(learner)
    assert file_name.endswith(".xlsx")


def sign_in_from_the_course(learner: Visitor) -> None:
    """A visitor reads what the course offers, signs in and comes back to it."""
    learner.open("/").open("/pelatihan/").open(f"{COURSE}/")
    assert learner.status == 200
    way_in = learner.page.select_one(f"main a[href='/masuk?next={COURSE}/']")
    assert way_in is not None
    learner.open(str(way_in["href"]))
    learner.send("/masuk", identifier="19850317 201001 1 987", password="belajar-kapan-saja")
    assert (learner.status, learner.address) == (200, f"{COURSE}/")


def enrol(learner: Visitor, course: Taught) -> None:
    """The learner joins; before that, lessons stay closed."""
    first = f"{COURSE}/{course.lessons[0].key}"
    assert learner.open(first).address == f"{COURSE}/"
    learner.send(f"{COURSE}/ikuti")
    assert learner.page.select_one(f"main a[href^='{first}']")


def take_the_pretest(learner: Visitor, app: Application, course: Taught) -> None:
    """Before the first lesson the learner finds out what is known already; no answer is told."""
    address = f"{COURSE}/{course.pretest.key}"
    learner.open(address).send(f"{address}/percobaan")
    attempt = learner.address
    answers = right_answers(app, course.pretest, int(attempt.rpartition("/")[2]))
    assert len(learner.page.select("fieldset[data-question]")) == len(answers) == 8
    learner.send(f"{attempt}/jawaban", lanjut="tinjau", **all_fields(answers))
    learner.send(f"{attempt}/kirim")
    assert (learner.status, learner.address) == (200, attempt)
    assert not learner.page.select(".feedback")


def read_everything(learner: Visitor, course: Taught) -> None:
    """The learner practises in each lesson and marks it as finished, led from one to the next."""
    keys = [lesson.key for lesson in course.lessons] + [course.quiz.key]
    learner.open(f"{COURSE}/{keys[0]}")
    for lesson, following in zip(course.lessons, keys[1:], strict=True):
        address = f"{COURSE}/{lesson.key}"
        assert (learner.status, learner.address) == (200, address)
        form = learner.page.select_one("form.practice")
        assert form is not None
        name = str(form["id"]).removeprefix("latihan-")
        answer = {name: right_places(lesson.practices[0])}
        learner.send(f"{address}/latihan/{name}", **answer)
        assert learner.page.select_one(".verdict.ok"), learner.text
        learner.open(address).send(address)
        assert learner.address == f"{COURSE}/{following}"


def confirm_the_data(learner: Visitor, course: Taught) -> None:
    """Before the last graded quiz the learner checks what will be printed."""
    front = learner.page.select_one(f"main a[href^='{COURSE}/data-sertifikat']")
    assert front is not None
    learner.open(str(front["href"]))
    assert "Dra. Contoh Lestari, M.AP." in learner.text
    assert LEARNER in learner.text.replace(" ", "")
    learner.send()
    assert (learner.status, learner.address) == (200, f"{COURSE}/{course.quiz.key}")


def answer_the_quiz(learner: Visitor, app: Application, course: Taught) -> None:
    """The learner answers in two sittings, reviews, sends, and sees the score and the notes."""
    learner.send(f"{COURSE}/{course.quiz.key}/percobaan")
    attempt = learner.address
    answers = right_answers(app, course.quiz, int(attempt.rpartition("/")[2]))
    assert len(learner.page.select("fieldset[data-question]")) == len(answers) == 15
    first = all_fields(dict(list(answers.items())[:7]))
    learner.send(f"{attempt}/jawaban", press="lanjut", **first)
    assert learner.address == attempt
    assert [each.get_text() for each in learner.page.select("[data-answered]")] == ["7"]
    learner.send(f"{attempt}/jawaban", lanjut="tinjau", **all_fields(answers))
    assert learner.address == f"{attempt}/kirim"
    learner.send(f"{attempt}/kirim")
    assert (learner.status, learner.address) == (200, attempt)
    assert "100" in learner.page.select_one(".result").get_text()  # type: ignore[union-attr]
    assert learner.page.select(".feedback")


def download_the_certificate(learner: Visitor) -> bytes:
    """The course's page offers the certificate."""
    learner.open(f"{COURSE}/")
    link = learner.page.select_one("main a[href^='/sertifikat/'][href$='.pdf']")
    assert link is not None
    assert learner.open(str(link["href"])).status == 200
    assert learner.response is not None
    assert learner.response.mimetype == "application/pdf"
    return learner.response.get_data()


def file_name_of(learner: Visitor) -> str:
    """Return the name under which the certificate is downloaded."""
    learner.open("/riwayat/")
    link = learner.page.select_one("main a[href^='/sertifikat/'][href$='.pdf']")
    assert link is not None
    response = learner.open(str(link["href"])).response
    assert response is not None
    return re.findall(r"filename=\"?([^\";]+)", response.headers["Content-Disposition"])[0]


def find_it_in_the_history(learner: Visitor, front: dict[str, str]) -> None:
    """The history shows the course with its learning hours."""
    learner.open("/riwayat/")
    assert front["title"] in learner.text
    assert f"{front['jp']} JP" in learner.text


def verify_it(app: Application, front: dict[str, str]) -> None:
    """Whoever holds the code sees what it proves, and nothing more."""
    anybody = Visitor(app).open(front["address"].removeprefix("https://belajar.contoh.go.id"))
    assert anybody.status == 200
    for shown in ("number", "name", "title"):
        assert front[shown] in anybody.text
    assert front["nip"] not in anybody.text
    assert front["position"] not in anybody.text


def export_it(app: Application, nip: str) -> tuple[str, dict[str, object]]:
    """HR finds the learner, opens the record and downloads the table."""
    officer = Visitor(app).sign_in(OFFICER).open("/kepegawaian/")
    assert "Contoh Lestari" in officer.text
    officer.open("/kepegawaian/ekspor")
    officer.send("/kepegawaian/ekspor", press="format")
    assert officer.response is not None
    name = re.findall(r"filename=\"?([^\";]+)", officer.response.headers["Content-Disposition"])[0]
    (row,) = (each for each in rows(officer.response.get_data()) if each["NIP"] == nip)
    return name, row
