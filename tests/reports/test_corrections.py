"""The pages of corrections: what HR proposes, what a second person decides, who sees what."""

from typing import NamedTuple

import pytest
from sqlalchemy import select

from elearning.accounts import operations as accounts
from elearning.accounts.models import Person
from elearning.certificates.models import Certificate
from elearning.core.application import Application
from elearning.core.db import db
from elearning.notices.models import Notice
from elearning.records.corrections import propose_revocation
from elearning.records.external import ExternalTraining, record_external
from elearning.records.models import Completion, Correction, HistoryEntry
from tests.factories import make_completion, make_course, make_person, work
from tests.reports.offices import NOW, TODAY, YEAR, Office, make_office, signed_in
from tests.statements import statements
from tests.visitor import Visitor

QUEUE = "/kepegawaian/koreksi/"


class Stage(NamedTuple):
    """An office, somebody who has completed a course there, and the entry."""

    office: Office
    person: Person
    entry: int


@pytest.fixture
def stage(app: Application) -> Stage:
    """Somebody whose name lacks a title on the certificate."""
    with work(app):
        office = make_office()
        person = make_person(office.unit, name="Ayu Lestari")
        make_completion(person, make_course(title="Pelatihan Uji"), NOW)
        entry = db.session.scalars(select(HistoryEntry.id)).one()
        person.back_title, person.rank = "S.Sos.", "III/b"
        return Stage(office, person, entry)


def propose(app: Application, stage: Stage, **values: str) -> Visitor:
    """Let the officer propose today's data and return their browser."""
    visitor = signed_in(app, stage.office.officer)
    visitor.open(f"{QUEUE}ganti/{stage.entry}?isi=sekarang")
    address = f"{QUEUE}ganti/{stage.entry}"
    return visitor.send(address, catatan="SK terlampir.", **values)


def decide(app: Application, officer: Person, word: str, **values: str) -> Visitor:
    """Let somebody decide on the only proposal and return their browser."""
    with work(app):
        key = db.session.scalars(select(Correction.id)).one()
    visitor = signed_in(app, officer).open(f"{QUEUE}{key}")
    return visitor.send(f"{QUEUE}{key}", keputusan=word, **values)


def test_todays_data_are_proposed_shown_and_carried_out(app: Application, stage: Stage) -> None:
    record = signed_in(app, stage.office.officer).open(f"/kepegawaian/pegawai/{stage.person.id}")
    assert record.page.select_one(f'a[href="{QUEUE}ganti/{stage.entry}"]')
    shown = propose(app, stage)
    for words in ("Ayu Lestari, S.Sos.", "Penata Muda Tingkat I, III/b", "SK terlampir."):
        assert words in shown.text
    assert not shown.page.select("button[name=keputusan]")
    done = decide(app, stage.office.agency_officer, "setujui")
    assert "Dilaksanakan" in done.text
    with work(app):
        new = db.session.scalars(select(Completion).where(Completion.version == 2)).one()
        assert (new.full_name, new.rank) == ("Ayu Lestari, S.Sos.", "Penata Muda Tingkat I, III/b")
        assert {notice.person_id for notice in db.session.scalars(select(Notice))} >= {
            stage.person.id,
            stage.office.agency_officer.id,
        }


def test_the_old_code_names_the_new_number_and_a_revoked_one_says_why(
    app: Application, stage: Stage
) -> None:
    propose(app, stage)
    decide(app, stage.office.agency_officer, "setujui")
    with work(app):
        old, new = db.session.scalars(select(Certificate).order_by(Certificate.id))
        assert new.number in Visitor(app).open(f"/verifikasi/{old.code}").text
        last = db.session.scalars(select(HistoryEntry).order_by(HistoryEntry.seq.desc())).first()
        assert last is not None
        propose_revocation(last, "requirements", "Rahasia.", stage.office.officer, NOW)
        db.session.commit()
        key = db.session.scalars(select(Correction.id).where(Correction.state == "proposed")).one()
        old_code, new_code = old.code, new.code
    visitor = signed_in(app, stage.office.agency_officer).open(f"{QUEUE}{key}")
    visitor.send(f"{QUEUE}{key}", keputusan="setujui")
    page = Visitor(app).open(f"/verifikasi/{new_code}")
    assert "Sertifikat ini telah dicabut" in page.text
    assert "Persyaratan tidak terpenuhi" in page.text
    assert "Rahasia" not in page.text
    assert "kemudian dicabut" in Visitor(app).open(f"/verifikasi/{old_code}").text


def test_the_person_sees_both_lines_and_the_reason(app: Application, stage: Stage) -> None:
    propose(app, stage)
    decide(app, stage.office.agency_officer, "setujui")
    page = signed_in(app, stage.person).open("/riwayat/").page
    lines = page.select("ol.timeline li")
    assert len(lines) == 3
    assert [("void" in (line.get("class") or [])) for line in lines] == [False, True, True]
    assert "Data tercatat keliru" in lines[1].get_text()
    assert "-4 JP" in lines[1].get_text()


def test_the_proposer_cannot_decide(app: Application, stage: Stage) -> None:
    propose(app, stage)
    with work(app):
        key = db.session.scalars(select(Correction.id)).one()
    visitor = signed_in(app, stage.office.officer).open(f"{QUEUE}{key}")
    token = visitor.open("/akun").page.select_one("[name=csrf_token]")
    assert token is not None
    data = {"csrf_token": token["value"], "keputusan": "setujui"}
    answer = visitor.client.post(f"{QUEUE}{key}", data=data)
    assert answer.status_code == 409


def test_a_refusal_needs_a_reason(app: Application, stage: Stage) -> None:
    propose(app, stage)
    page = decide(app, stage.office.agency_officer, "tolak")
    assert page.status == 422
    page = decide(app, stage.office.agency_officer, "tolak", jawaban="SK tidak sesuai.")
    assert "SK tidak sesuai." in page.text
    with work(app):
        assert db.session.scalars(select(Correction.state)).one() == "refused"


def test_a_unit_moves_with_its_department(app: Application, stage: Stage) -> None:
    with work(app):
        accounts.change_employment(
            db.session.get_one(Person, stage.person.id), TODAY, unit_id=stage.office.own.id
        )
    propose(app, stage, tempat="sekarang")
    with work(app):
        changes = db.session.scalars(select(Correction.changes)).one()
        assert (changes["unit"], changes["unit_path"]) == ("Dinas Satu", stage.office.own.path)


@pytest.mark.parametrize(
    "values", [{"nip": "123"}, {"full_name": ""}, {"catatan": ""}, {"full_name": "x" * 501}]
)
def test_wrong_fields_are_told(app: Application, stage: Stage, values: dict[str, str]) -> None:
    visitor = signed_in(app, stage.office.officer).open(f"{QUEUE}ganti/{stage.entry}")
    page = visitor.send(f"{QUEUE}ganti/{stage.entry}", **({"catatan": "SK."} | values))
    assert page.status == 422


def test_training_elsewhere_is_corrected_field_by_field(app: Application) -> None:
    with work(app):
        office = make_office()
        day = TODAY.replace(year=YEAR - 1)
        seminar = ExternalTraining("Seminer", "ANRI", "9", day, day, 3, "S/1")
        entry = record_external(make_person(office.unit), seminar, NOW)
        assert entry is not None
        key = entry.id
    visitor = signed_in(app, office.officer).open(f"{QUEUE}ganti/{key}")
    wrong = visitor.send(f"{QUEUE}ganti/{key}", jp="5000", completed_on="2001-01-01", catatan="x")
    assert wrong.status == 422
    visitor.open(f"{QUEUE}ganti/{key}").send(
        f"{QUEUE}ganti/{key}", title="Seminar", jp="4", catatan="Sesuai sertifikat."
    )
    decide(app, office.agency_officer, "setujui")
    with work(app):
        last = db.session.scalars(select(HistoryEntry).order_by(HistoryEntry.seq.desc())).first()
        assert last is not None
        assert (last.title, last.jp, last.started_on) == ("Seminar", 4, day)


def test_the_queue_holds_ones_own_subtree_and_counts_few_statements(app: Application) -> None:
    counts = []
    with work(app):
        office = make_office()
        course = make_course()
    visitor = signed_in(app, office.officer)
    for more in (1, 9):
        with work(app):
            for unit in [office.unit] * more + [office.other]:
                make_completion(make_person(unit), course, NOW)
            entries = db.session.scalars(
                select(HistoryEntry).order_by(HistoryEntry.id.desc()).limit(more + 1)
            )
            for entry in list(entries):
                propose_revocation(entry, "twice", "Ganda.", office.agency_officer, NOW)
        with statements(app) as found:
            page = visitor.open(QUEUE)
        counts.append(len(found))
        assert len(page.page.select("tbody tr")) == (1 if more == 1 else 10)
    assert counts[0] == counts[1]
    assert "Belum ada yang diputuskan" in visitor.open(f"{QUEUE}?keadaan=diputuskan").text


def test_nobody_opens_a_correction_of_their_own_history(app: Application) -> None:
    with work(app):
        office = make_office()
        make_completion(office.officer, make_course(), NOW)
        key = db.session.scalars(select(HistoryEntry.id)).one()
    visitor = signed_in(app, office.officer)
    assert visitor.client.get(f"{QUEUE}ganti/{key}").status_code == 409
    record = visitor.open(f"/kepegawaian/pegawai/{office.officer.id}")
    assert not record.page.select(f'a[href="{QUEUE}ganti/{key}"]')
