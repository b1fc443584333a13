"""The signatory's desk: who opens it, and what signing there does."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from elearning.accounts.models import Throttle
from elearning.accounts.operations import grant
from elearning.core.application import Application
from elearning.core.db import db
from elearning.development import signing_views
from tests.certificates.signing.authority import NIK, PASSPHRASE, WRONG
from tests.certificates.signing.desks import (
    SIGNATORY_NIP,
    key_of,
    make_waiting,
    signing_app,
    states,
)
from tests.certificates.signing.service import running
from tests.factories import make_completion, make_course, make_person, make_unit, work
from tests.statements import statements
from tests.visitor import Visitor

DESK = "/kepegawaian/tanda-tangan/"


@pytest.fixture
def pades(app: Application, tmp_path: Path) -> Application:
    """The application signing with the agency's key."""
    return signing_app(app, signing="pades", signing_pkcs12=key_of(tmp_path))


def signatory(app: Application) -> Visitor:
    """Return the signatory at the desk."""
    return Visitor(app).sign_in(SIGNATORY_NIP).open(DESK)


def test_the_signatory_signs_everything_with_one_passphrase(pades: Application) -> None:
    make_waiting(pades, 3)
    desk = signatory(pades)
    assert "3 dokumen menunggu tanda tangan Anda" in desk.text
    desk.send(DESK, passphrase=PASSPHRASE)
    assert "3 dokumen ditandatangani." in desk.text
    assert {each.state for each in states(pades)} == {"signed"}
    assert len({each.signed_by_id for each in states(pades)} - {None}) == 1


def test_a_wrong_passphrase_is_told_and_shown_nowhere(pades: Application) -> None:
    make_waiting(pades)
    desk = signatory(pades).send(DESK, passphrase=WRONG)
    assert "Passphrase salah." in desk.text
    notice, form = desk.page.select_one("main .notice.error"), desk.page.select_one("main form")
    assert notice in form.find_all_previous()  # what is wrong stands above where it is put right
    assert desk.text.count("Penandatanganan terhenti") == 1
    assert desk.response is not None
    assert WRONG not in desk.response.get_data(as_text=True)
    assert states(pades)[0].state == "waiting"


def test_an_empty_passphrase_is_asked_for(pades: Application) -> None:
    make_waiting(pades)
    desk = signatory(pades).send(DESK, passphrase="")
    assert desk.status == 422


def test_wrong_passphrases_are_throttled(pades: Application) -> None:
    make_waiting(pades)
    desk = signatory(pades)
    for _ in range(signing_views.WRONG_PASSPHRASES):
        assert desk.send(DESK, passphrase=WRONG).status == 200
    assert desk.send(DESK, passphrase=PASSPHRASE).status == 429
    assert states(pades)[0].state == "waiting"


def test_a_passphrase_is_counted_before_it_is_tried_and_the_right_one_given_back(
    app: Application,
) -> None:
    with running() as service:
        app = signing_app(app, signing="bsre", bsre_url=service.url)
        make_waiting(app)
        desk, meanwhile = signatory(app), []
        service.before_answer = lambda: meanwhile.append(spent(app))
        desk.send(DESK, passphrase=PASSPHRASE, nik=NIK)
    assert "1 dokumen ditandatangani." in desk.text
    assert meanwhile == [spent(app) + 2]  # one for the person, one for the door


def spent(app: Application) -> int:
    """Return how many tries are counted now."""
    with app.app_context():
        return db.session.scalar(select(func.sum(Throttle.count))) or 0


def test_a_batch_longer_than_a_request_goes_on_with_the_next_press(
    pades: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_views, "CHUNK_SECONDS", 0.0)
    make_waiting(pades, 2)
    desk = signatory(pades).send(DESK, passphrase=PASSPHRASE)
    assert "1 dokumen ditandatangani. Ketik passphrase lagi" in desk.text
    assert "1 dokumen menunggu tanda tangan Anda" in desk.text
    desk.send(DESK, passphrase=PASSPHRASE)
    assert "Tidak ada yang menunggu tanda tangan" in desk.text


def test_a_script_is_told_how_many_are_left(
    pades: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_views, "CHUNK_SECONDS", 0.0)
    make_waiting(pades, 2)
    desk = signatory(pades)
    token = desk.page.find("input", {"name": "csrf_token"})
    assert token is not None
    for left in ("1", "0"):
        answer = desk.client.post(
            DESK,
            data={"csrf_token": token["value"], "passphrase": PASSPHRASE},
            headers={"X-Fragment": "signing"},
        )
        assert f'data-waiting="{left}"' in answer.get_data(as_text=True)


def test_bsre_asks_for_the_nik_each_time(app: Application) -> None:
    with running() as service:
        app = signing_app(app, signing="bsre", bsre_url=service.url)
        make_waiting(app)
        desk = signatory(app).send(DESK, passphrase=PASSPHRASE, nik="123")
        assert "NIK terdiri atas 16 angka." in desk.text
        desk.send(DESK, passphrase=PASSPHRASE, nik=f" {NIK[:6]} {NIK[6:]} ")
        assert "1 dokumen ditandatangani." in desk.text


def test_what_failed_is_tried_again_when_somebody_says_so(app: Application) -> None:
    with running() as service:
        app = signing_app(app, signing="bsre", bsre_url=service.url)
        make_waiting(app)
        service.mood = "picky"
        desk = signatory(app).send(DESK, passphrase=PASSPHRASE, nik=NIK)
        assert "Layanan menolak dokumen ini." in desk.text
        desk.send(f"{DESK}ulang")
        assert "1 dokumen menunggu tanda tangan Anda" in desk.text


def test_nobody_signs_for_another_signatory(app: Application) -> None:
    with running() as service:
        app = signing_app(app, signing="bsre", bsre_url=service.url)
        agency = make_waiting(app)
        with work(app):
            officer = make_person(agency)
            grant(officer, "kepegawaian", agency, officer.created_at)
            nip = officer.nip
        assert nip is not None
        desk = Visitor(app).sign_in(nip).open(DESK)
        assert "1 dokumen menunggu tanda tangan pejabat" in desk.text
        assert desk.page.find("input", {"name": "passphrase"}) is None


def test_hr_of_the_organiser_may_use_the_agencys_own_key(pades: Application) -> None:
    agency = make_waiting(pades)
    with work(pades):
        officer = make_person(agency)
        grant(officer, "kepegawaian", agency, officer.created_at)
        elsewhere = make_unit()
        stranger = make_person(elsewhere)
        grant(stranger, "kepegawaian", elsewhere, officer.created_at)
        nips = (officer.nip, stranger.nip)
    own, other = (Visitor(pades).sign_in(str(nip)).open(DESK) for nip in nips)
    assert "Tidak ada yang menunggu tanda tangan" in other.text
    own.send(DESK, passphrase=PASSPHRASE)
    assert {each.state for each in states(pades)} == {"signed"}


def test_a_learner_finds_no_desk(pades: Application) -> None:
    make_waiting(pades)
    with work(pades):
        nip = make_person().nip
    assert nip is not None
    assert Visitor(pades).sign_in(nip).open(DESK).status == 404


def test_with_signing_off_the_desk_says_so(app: Application) -> None:
    make_waiting(app)
    assert "Tanda tangan elektronik belum diaktifkan" in signatory(app).text


def test_the_desk_asks_no_more_when_more_waits(pades: Application) -> None:
    agency = make_waiting(pades, 1)
    with statements(pades) as few:
        signatory(pades)
    with work(pades):
        course = make_course(slug="lain")
        for _ in range(12):
            make_completion(make_person(agency), course)
    with statements(pades) as many:
        signatory(pades)
    assert len(many) == len(few)
