"""States that come back with the sheet: looked at first, applied once, never against what is known."""

from typing import NamedTuple

import pytest
from sqlalchemy import select

from elearning.accounts.models import Person, Unit
from elearning.core.application import Application
from elearning.core.db import db
from elearning.notices.broadcasts import announce_due
from elearning.notices.models import Notice
from elearning.records.models import Completion
from elearning.siasn.states import DELETED, FAILED, REJECTED, SENT, TO_DELETE, UNSENT, VERIFIED
from elearning.works import AUDIENCES
from tests.factories import make_completion, make_course, make_person, work
from tests.reports.exports import export
from tests.reports.offices import NOW, Office, make_office, signed_in
from tests.siasn.offices import fresh, number_of, revoke, say, standing
from tests.siasn.sheets import STATE_TITLES, apply, table, upload
from tests.visitor import Visitor


class Done(NamedTuple):
    """A completion with what a sheet names it by."""

    id: int
    nip: str
    number: str


class Stage(NamedTuple):
    """An office, two completions in the officer's unit and one of Dinas Dua."""

    office: Office
    first: Done
    second: Done
    foreign: Done


@pytest.fixture
def stage(app: Application) -> Stage:
    """Three people who completed one course."""
    return make_stage(app)


def make_stage(app: Application) -> Stage:
    """Add the office and the completions."""
    with work(app):
        office = make_office()
        course = make_course(title="Pelatihan Uji")
        units = (office.unit, office.unit, office.other)
        done = [make_completion(make_person(unit), course, NOW) for unit in units]
        return Stage(office, *(Done(each.id, each.nip, number_of(each.id)) for each in done))


def take(app: Application, stage: Stage, *rows: tuple[object, ...], **fields: object) -> Visitor:
    """Let the officer of Dinas Satu upload a sheet of states."""
    visitor = signed_in(app, stage.office.officer)
    return upload(visitor, "states", table(STATE_TITLES, *rows), **fields)


def state_of(app: Application, done: Done) -> tuple[str, str, str]:
    """Return where a completion stands."""
    with work(app):
        return standing(done.id)


def test_nothing_changes_before_the_sheet_is_applied(each_app: Application) -> None:
    stage = make_stage(each_app)
    row = (stage.first.nip, stage.first.number, "rw-1", "Terkirim", "")
    visitor = take(each_app, stage, row)
    assert "Akan berubah" in visitor.text
    assert state_of(each_app, stage.first)[0] == UNSENT
    apply(visitor)
    assert state_of(each_app, stage.first) == (SENT, "rw-1", "")


def test_a_sheet_that_is_applied_already_changes_nothing_again(
    app: Application, stage: Stage
) -> None:
    row = (stage.first.nip, stage.first.number, "rw-1", "Terkirim", "")
    visitor = take(app, stage, row)
    old, sheet = visitor.form(f"{visitor.address}/terapkan"), visitor.address
    apply(visitor)
    token = old.find("input", attrs={"name": "csrf_token"})["value"]  # type: ignore[index]
    answer = visitor.client.post(f"{sheet}/terapkan", data={"csrf_token": token})
    assert answer.status_code == 409
    assert "tidak mengubah apa pun" in take(app, stage, row).text


def test_the_reason_of_a_rejection_comes_along(app: Application, stage: Stage) -> None:
    row = (stage.first.nip, stage.first.number, "", "Ditolak", "Berkas tidak terbaca")
    apply(take(app, stage, row))
    assert state_of(app, stage.first) == (REJECTED, "", "Berkas tidak terbaca")


def test_a_rejection_is_told_to_each_person_and_once_a_run_to_other_officers(
    each_app: Application,
) -> None:
    stage = make_stage(each_app)
    rows = [(each.nip, each.number, "", "Ditolak", "Ganda") for each in stage[1:3]]
    apply(take(each_app, stage, *rows))
    assert titles_of(each_app, stage.office.agency_officer.nip) == [
        "SIASN menolak 2 data dari unit Anda"
    ]
    assert titles_of(each_app, stage.office.officer.nip) == []
    with each_app.app_context(), each_app.test_request_context():
        while announce_due(AUDIENCES, NOW):
            pass
    for done in stage[1:3]:
        assert titles_of(each_app, done.nip) == ["Data pelatihan Anda ditolak SIASN"]
    assert titles_of(each_app, stage.foreign.nip) == []


def titles_of(app: Application, nip: str | None) -> list[str]:
    """Return what a person was told of SIASN."""
    with app.app_context():
        found = select(Notice.title).join(Person, Person.id == Notice.person_id)
        about = (Person.nip == nip, Notice.title.contains("SIASN"))
        return list(db.session.scalars(found.where(*about).order_by(Notice.id)))


def test_a_rejection_stated_by_hand_is_told_too(app: Application, stage: Stage) -> None:
    visitor = signed_in(app, stage.office.officer)
    address = f"/kepegawaian/siasn/catatan/{stage.first.id}"
    visitor.open(address).send(address, status="rejected", catatan="Ganda")
    told = titles_of(app, stage.office.agency_officer.nip)
    assert told == ["SIASN menolak 1 data dari unit Anda"]


def test_the_export_comes_back_as_it_left(app: Application, stage: Stage) -> None:
    visitor = signed_in(app, stage.office.officer)
    file = export(visitor, "csv", tahun="")
    assert "tidak mengubah apa pun" in upload(visitor, "states", file).text
    filled = file.replace(b"Belum Dikirim", b"Terverifikasi")
    apply(upload(visitor, "states", filled))
    assert state_of(app, stage.first)[0] == VERIFIED
    assert state_of(app, stage.second)[0] == VERIFIED


def test_a_whole_export_is_marked_as_sent(app: Application, stage: Stage) -> None:
    visitor = signed_in(app, stage.office.officer)
    file = export(visitor, "csv", tahun="")
    apply(upload(visitor, "states", file, terkirim="y"))
    assert state_of(app, stage.first)[0] == state_of(app, stage.second)[0] == SENT


def test_certificates_of_other_units_are_unknown(app: Application, stage: Stage) -> None:
    row = (stage.foreign.nip, stage.foreign.number, "rw-9", "Terkirim", "")
    visitor = take(app, stage, row)
    unknown = take(app, stage, (stage.foreign.nip, "800/x", "rw-9", "Terkirim", ""))
    sentence = "Tidak ada sertifikat di unit Anda dengan nomor ini."
    assert sentence in visitor.text
    assert sentence in unknown.text
    assert state_of(app, stage.foreign)[0] == UNSENT


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({0: "second"}, "milik NIP lain"),
        ({0: "1,98503E+17"}, "Baris 2, kolom NIP"),
        ({3: "Beres"}, "Status tidak dikenal"),
        ({2: "dengan spasi"}, "Baris 2, kolom ID Riwayat SIASN"),
        ({1: ""}, "Nomor sertifikat kosong"),
        ({3: "Sudah Dihapus di SIASN"}, "Hanya yang dicabut di sini"),
    ],
)
def test_rows_that_contradict_are_to_be_mended(
    app: Application, stage: Stage, changes: dict[int, str], sentence: str
) -> None:
    row = [stage.first.nip, stage.first.number, "rw-1", "Terkirim", ""]
    for index, value in changes.items():
        row[index] = stage.second.nip if value == "second" else value
    visitor = take(app, stage, tuple(row))
    assert "Perlu diperbaiki" in visitor.text
    assert sentence in visitor.text
    assert state_of(app, stage.first)[0] == UNSENT


def test_one_id_is_of_one_record(app: Application, stage: Stage) -> None:
    with work(app):
        completion = db.session.get_one(Completion, stage.second.id)
        say(completion, SENT, "rw-1")
    visitor = take(app, stage, (stage.first.nip, stage.first.number, "rw-1", "Terkirim", ""))
    assert "milik catatan lain" in visitor.text


def test_an_older_sheet_takes_nothing_back(app: Application, stage: Stage) -> None:
    with work(app):
        say(db.session.get_one(Completion, stage.first.id), VERIFIED, "rw-1")
    named = (stage.first.nip, stage.first.number, "rw-1")
    assert "Dilewati" in take(app, stage, (*named, "Terkirim", "")).text
    assert "Dilewati" in take(app, stage, (*named, "Belum Dikirim", "")).text
    assert "Perlu diperbaiki" in take(app, stage, (*named, "Ditolak", "x")).text


def test_what_changed_meanwhile_is_left_alone(app: Application, stage: Stage) -> None:
    visitor = take(app, stage, (stage.first.nip, stage.first.number, "", "Gagal", "x"))
    with work(app):
        say(db.session.get_one(Completion, stage.first.id), VERIFIED, "rw-1")
    apply(visitor)
    assert state_of(app, stage.first)[0] == VERIFIED


def test_an_id_without_a_state_means_that_it_was_sent(app: Application, stage: Stage) -> None:
    row = (stage.first.nip, stage.first.number, "rw-1", "Belum Dikirim", "")
    visitor = take(app, stage, row)
    assert "dihitung terkirim" in visitor.text
    apply(visitor)
    assert state_of(app, stage.first) == (SENT, "rw-1", "")


def test_a_deletion_at_siasn_is_noted_by_the_sheet(app: Application, stage: Stage) -> None:
    with work(app):
        completion = db.session.get_one(Completion, stage.first.id)
        say(completion, SENT, "rw-1")
        revoke(completion, fresh(stage.office))
    assert state_of(app, stage.first)[0] == TO_DELETE
    sent = take(app, stage, (stage.first.nip, stage.first.number, "", "Terkirim", ""))
    assert "dicabut di sini" in sent.text
    row = (stage.first.nip, stage.first.number, "", "Sudah Dihapus di SIASN", "")
    apply(take(app, stage, row))
    assert state_of(app, stage.first)[0] == DELETED


def test_a_failure_is_a_state_too(app: Application, stage: Stage) -> None:
    apply(take(app, stage, (stage.first.nip, stage.first.number, "", "GAGAL", "Token habis")))
    assert state_of(app, stage.first) == (FAILED, "", "Token habis")


def test_a_sheet_is_seen_by_its_officer_only(app: Application, stage: Stage) -> None:
    visitor = take(app, stage, (stage.first.nip, stage.first.number, "", "Terkirim", ""))
    other = signed_in(app, stage.office.agency_officer).open(visitor.address)
    assert other.status == 404


def test_a_rejection_of_a_former_account_is_told_to_the_one_that_remains(
    app: Application, stage: Stage
) -> None:
    with work(app):
        remaining = make_person(db.session.get_one(Unit, stage.office.own.id))
        former = db.session.scalars(select(Person).where(Person.nip == stage[1].nip)).one()
        former.active, former.merged_into_id = False, remaining.id
    apply(take(app, stage, (stage[1].nip, stage[1].number, "", "Ditolak", "Ganda")))
    with app.app_context(), app.test_request_context():
        while announce_due(AUDIENCES, NOW):
            pass
    assert titles_of(app, remaining.nip) == ["Data pelatihan Anda ditolak SIASN"]
    assert titles_of(app, stage[1].nip) == []
    desk = signed_in(app, stage.office.officer).open(f"/kepegawaian/siasn/?cari={remaining.nip}")
    assert stage[1].number in desk.text
