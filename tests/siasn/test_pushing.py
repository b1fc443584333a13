"""Sending to SIASN against a server on this machine: each record once, whatever fails."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from elearning.accounts.models import Person
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.jobs import DONE, FAILED, Job
from elearning.core.settings import Settings, current_settings
from elearning.notices.models import Notice
from elearning.records.models import Completion
from elearning.siasn import cli, states
from elearning.siasn.failures import SiasnFailed
from elearning.siasn.models import SiasnRecord, SiasnToken
from elearning.siasn.push_work import push_due, start_push
from elearning.siasn.pushing import Run, Session, push
from elearning.siasn.service import Service
from tests.conftest import make_settings
from tests.factories import make_completion, make_course, make_person, work
from tests.reports.offices import NOW, YEAR, Office, make_office, signed_in
from tests.siasn.loopback import SSO, Siasn, siasn_server
from tests.siasn.offices import correct, fresh, number_of, revoke, say, standing

SAVE, UPLOAD, LIST = "POST /kursus/save", "POST /upload-dok-rw", "GET /pns/rw-kursus"
waits: list[float] = []


@pytest.fixture
def siasn() -> Iterator[Siasn]:
    """A SIASN on this machine."""
    waits.clear()
    with siasn_server() as server:
        yield server


@pytest.fixture
def settings(tmp_path: Path, siasn: Siasn) -> Settings:
    """Settings that name the server."""
    port = siasn.url.rpartition(":")[2]
    return make_settings(
        tmp_path,
        siasn_url=f"{siasn.url}/apisiasn/1.0",
        siasn_token_url=f"http://id:secret@127.0.0.1:{port}/token",
        siasn_pause_seconds=0,
        siasn_seconds=1,
    )


@pytest.fixture
def office(app: Application) -> Office:
    """An office with one completion of somebody whose id is known, and one without."""
    with work(app):
        office = make_office()
        course = make_course(title="Pelatihan Uji")
        make_completion(make_person(office.unit, siasn_id="orang-1"), course, NOW)
        make_completion(make_person(office.unit), course, NOW)
        return office


def send(app: Application, office: Office, token: str = SSO) -> Run:
    """Send what is ready in the officer's units."""
    with app.app_context(), app.test_request_context():
        settings = current_settings()
        session = Session(YEAR, (office.own.path,), office.officer.id)
        service = Service(settings, token, waits.append)
        return push(service, settings, session, wait=waits.append)


def first(app: Application) -> int:
    """Return the completion whose person's id is known."""
    with work(app):
        found = select(Completion.id).order_by(Completion.id).limit(1)
        return db.session.scalars(found).one()


def state(app: Application, key: int) -> tuple[str, str, str]:
    """Return where a completion stands."""
    with work(app):
        return standing(key)


def test_a_record_is_saved_with_its_file_and_the_one_without_an_id_stays(
    app: Application, office: Office, siasn: Siasn
) -> None:
    assert send(app, office)[:2] == (1, 0)
    assert state(app, first(app)) == (states.SENT, "rw-1", "")
    (record,), key = siasn.records.values(), first(app)
    with work(app):
        assert record["nomorSertipikat"] == number_of(key)
        assert record["pnsOrangId"] == "orang-1"
        kept = db.session.get_one(SiasnRecord, key)
        assert kept.uploaded_at is not None
    assert b"%PDF" in siasn.files["rw-1"]
    assert send(app, office)[:2] == (0, 0)
    assert siasn.calls == [LIST, SAVE, UPLOAD]


@pytest.mark.parametrize("trouble", ["timeout", "slow"])
def test_a_saved_record_whose_answer_is_lost_is_not_doubled(
    app: Application, office: Office, siasn: Siasn, trouble: str
) -> None:
    siasn.troubles[SAVE] = [trouble]
    assert send(app, office).sent == 1
    assert list(siasn.records) == ["rw-1"]
    assert state(app, first(app))[:2] == (states.SENT, "rw-1")


def test_a_record_that_was_saved_before_a_crash_is_found_again(
    app: Application, office: Office, siasn: Siasn
) -> None:
    assert send(app, office).sent == 1
    key = first(app)
    with work(app):
        db.session.delete(db.session.get_one(SiasnRecord, key))
    assert send(app, office).sent == 1
    assert list(siasn.records) == ["rw-1"]


@pytest.mark.parametrize("trouble", ["500", "429"])
def test_what_passes_is_tried_again_after_a_growing_pause(
    app: Application, office: Office, siasn: Siasn, trouble: str
) -> None:
    siasn.troubles = {LIST: [trouble, trouble], UPLOAD: [trouble]}
    assert send(app, office).sent == 1
    assert [each for each in waits if each] == [1.0, 2.0, 1.0]


def test_a_service_that_stays_away_ends_the_session(
    app: Application, office: Office, siasn: Siasn
) -> None:
    siasn.troubles[LIST] = ["500"] * 9
    run = send(app, office)
    assert run.problem is not None
    assert run.problem.code == "service"
    assert state(app, first(app))[0] == states.UNSENT


def test_a_refusal_is_noted_in_siasns_words_and_the_others_go_on(
    app: Application, office: Office, siasn: Siasn
) -> None:
    with work(app):
        for person in db.session.scalars(select(Person)):
            person.siasn_id = f"orang-{person.id}"
    siasn.troubles[SAVE] = ["refused"]
    assert send(app, office)[:2] == (1, 1)
    kind, _id, note = state(app, first(app))
    assert kind == states.FAILED
    assert "Jenis diklat tidak sesuai" in note


def test_a_record_that_fails_again_and_again_waits_for_a_person(
    app: Application, office: Office, siasn: Siasn
) -> None:
    siasn.troubles[SAVE] = ["refused"] * 9
    assert [send(app, office).failed for _ in range(6)] == [1, 1, 1, 1, 1, 0]


def test_a_file_that_is_not_taken_leaves_the_saved_record_known(
    app: Application, office: Office, siasn: Siasn
) -> None:
    siasn.troubles[UPLOAD] = ["refused"]
    assert send(app, office).failed == 1
    assert state(app, first(app))[:2] == (states.FAILED, "rw-1")
    assert send(app, office).sent == 1
    assert list(siasn.records) == ["rw-1"]


def test_an_expired_sso_token_ends_the_session(
    app: Application, office: Office, siasn: Siasn
) -> None:
    run = send(app, office, "token-lama")
    assert run.problem is not None
    assert run.problem.code == "token"
    assert siasn.records == {}


def test_an_agency_token_that_runs_out_is_fetched_anew(
    app: Application, office: Office, siasn: Siasn
) -> None:
    with app.app_context():
        service = Service(current_settings(), SSO, waits.append)
        service.courses_of("1")
        siasn.agency = "token-baru"
        service.courses_of("1")
    assert siasn.logins == 2


@pytest.mark.parametrize(("trouble", "code"), [("json", "answer"), ("redirect", "answer")])
def test_answers_that_are_none_end_the_session(
    app: Application, office: Office, siasn: Siasn, trouble: str, code: str
) -> None:
    siasn.troubles[LIST] = [trouble]
    run = send(app, office)
    assert run.problem is not None
    assert run.problem.code == code
    assert siasn.calls == [LIST]


def test_wrong_agency_credentials_are_told_from_a_wrong_token(
    app: Application, office: Office, siasn: Siasn
) -> None:
    with app.app_context():
        wrong = current_settings().siasn_token_url.replace("secret", "salah")
        service = Service(replace(current_settings(), siasn_token_url=wrong), SSO)
        with pytest.raises(SiasnFailed) as failed:
            service.courses_of("1")
    assert failed.value.code == "credentials"


def test_a_corrected_record_is_changed_under_its_id_and_a_revoked_one_deleted(
    app: Application, office: Office, siasn: Siasn
) -> None:
    send(app, office)
    old = first(app)
    with work(app):
        newer = correct(db.session.get_one(Completion, old), fresh(office))
        key, number = newer.id, number_of(newer.id)
    assert send(app, office).sent == 1
    assert list(siasn.records) == ["rw-1"]
    assert siasn.records["rw-1"]["nomorSertipikat"] == number
    with work(app):
        revoke(db.session.get_one(Completion, key), fresh(office))
    assert send(app, office).sent == 1
    assert siasn.records == {}
    assert state(app, key)[0] == states.DELETED


def test_a_record_that_is_gone_there_counts_as_deleted(
    app: Application, office: Office, siasn: Siasn
) -> None:
    key = first(app)
    with work(app):
        completion = db.session.get_one(Completion, key)
        say(completion, states.VERIFIED, "rw-9")
        revoke(completion, fresh(office))
    assert send(app, office).sent == 1
    assert state(app, key)[0] == states.DELETED


def start(app: Application, office: Office, token: str = SSO) -> int:
    """Start a session as the page does."""
    with work(app):
        return start_push(office.officer.id, YEAR, (office.own.path,), token, NOW).id


def test_the_worker_sends_and_the_token_is_gone_at_the_end(
    app: Application, office: Office, siasn: Siasn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    job = start(app, office)
    with work(app):
        assert SSO not in db.session.scalars(select(SiasnToken.sealed)).one()
    with app.app_context():
        assert push_due(NOW) == 1
    with work(app):
        ended = db.session.get_one(Job, job)
        assert (ended.state, ended.done) == (DONE, 1)
        assert db.session.scalars(select(SiasnToken)).all() == []
        assert db.session.scalars(select(Notice.id)).all()
    assert SSO not in caplog.text
    assert len(siasn.records) == 1


def test_a_session_that_siasn_ends_says_why(app: Application, office: Office, siasn: Siasn) -> None:
    job = start(app, office, "token-lama")
    with app.app_context():
        push_due(NOW)
    with work(app):
        ended = db.session.get_one(Job, job)
        assert ended.state == FAILED
        assert "SSO" in ended.sentence
        assert db.session.scalars(select(SiasnToken)).all() == []


def test_the_right_that_the_officer_has_at_the_end_decides(
    app: Application, office: Office, siasn: Siasn
) -> None:
    start(app, office)
    with work(app):
        db.session.get_one(Person, office.officer.id).active = False
    with app.app_context():
        push_due(NOW)
    assert siasn.records == {}


def test_an_officer_starts_a_session_from_the_page_one_at_a_time(
    app: Application, office: Office, siasn: Siasn
) -> None:
    page = "/kepegawaian/siasn/kirim"
    visitor = signed_in(app, office.officer).open(page)
    assert "Siap dikirim" in visitor.text
    assert visitor.send(page, token="dua kata").status == 422
    visitor.open(page).send(page, token=SSO)
    assert visitor.address.startswith("/proses/")
    assert "Pengiriman Anda masih berjalan" in visitor.open(page).text
    with app.app_context():
        push_due(NOW)
    assert len(siasn.records) == 1
    assert "Terkirim 1" in visitor.open("/kepegawaian/siasn/").text


def test_the_command_sends_and_says_what_stays(
    app: Application, office: Office, siasn: Siasn
) -> None:
    runner = app.test_cli_runner()
    arguments = ["--unit", "D1", "--year", str(YEAR), "--token", SSO]
    with app.test_request_context():
        told = runner.invoke(cli.send, arguments)
    assert told.exit_code == 0, told.output
    assert len(siasn.records) == 1
    assert "pnsOrangId" in told.output
