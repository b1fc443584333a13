"""Training from elsewhere: proposed by its holder, decided once by HR of the subtree."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import BytesIO
from threading import Barrier

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from elearning.core import clock
from elearning.core.application import Application
from elearning.core.audit import AuditEntry
from elearning.core.db import db, retrying, writing
from elearning.core.errors import Refused
from elearning.development import proposal_operations as operations
from elearning.development.models import APPROVED, NEEDS_WORK, REJECTED, Proposal
from elearning.development.policy import can_decide_on
from elearning.development.proposal_queries import (
    PAGE,
    alike_to,
    proposal_at,
    waiting_count,
    waiting_proposals,
)
from elearning.learning.completion import correcting
from elearning.notices.models import Notice
from elearning.records.corrections import propose_revocation
from elearning.records.external import record_external
from elearning.records.models import HistoryEntry, PersonYear
from elearning.records.queries import every_entry
from elearning.records.verifying import first_break
from tests.development.papers import (
    NO_FILE,
    make_pdf,
    make_proposal,
    make_training,
    row_of,
    written,
)
from tests.factories import NOW, make_completion, make_course, make_person, work
from tests.reports.offices import Office, make_office, signed_in
from tests.statements import statements
from tests.visitor import Visitor

TODAY = clock.now().date().isoformat()
FACTS = {
    "judul": "Bimtek Arsip Dinamis",
    "penyelenggara": "ANRI",
    "jenis": "8",
    "kompetensi": "Teknis",
    "mulai": TODAY,
    "selesai": TODAY,
    "jp": "16",
    "nomor": "77/ANRI/2025",
}
LATER = NOW + timedelta(days=1)


def entries() -> list[HistoryEntry]:
    """Return every line of every history."""
    return list(db.session.scalars(select(HistoryEntry).order_by(HistoryEntry.id)))


def sent(visitor: Visitor, **changes: object) -> Visitor:
    """Send the form with a certificate."""
    paper = (BytesIO(written(make_pdf())), "sertifikat.pdf")
    return visitor.open("/riwayat/usulan/baru").send(**(FACTS | {"berkas": paper} | changes))


# The rules of a decision


def test_an_approved_proposal_enters_the_history_and_the_year(each_app: Application) -> None:
    with work(each_app):
        person, officer = make_person(), make_person()
        row = row_of(make_proposal(person.id))
        operations.approve(row, officer.id, row.edition, LATER)
        (entry,) = entries()
        assert (entry.kind, entry.title, entry.jp) == ("external", row.title, 4)
        assert db.session.get_one(PersonYear, (person.id, 2025)).jp == 4
        done = proposal_at(row.id)
        assert done is not None
        assert done.state == APPROVED
        assert first_break(every_entry()) is None


def test_a_proposal_alone_changes_no_history(app: Application) -> None:
    with work(app):
        make_proposal(make_person().id)
        assert entries() == []


@pytest.mark.parametrize("decide", [operations.give_back, operations.reject])
def test_what_is_not_approved_stays_out_and_carries_its_reason(
    app: Application, decide: object
) -> None:
    with work(app):
        person, officer = make_person(), make_person()
        row = row_of(make_proposal(person.id))
        decide(row, officer.id, row.edition, "Nomor tidak terbaca.", LATER)  # type: ignore[operator]
        done = proposal_at(row.id)
        assert done is not None
        assert (done.state in (NEEDS_WORK, REJECTED), done.reason) == (True, "Nomor tidak terbaca.")
        assert entries() == []
        db.session.flush()
        told = db.session.scalars(select(Notice)).one()
        assert "Nomor tidak terbaca." in told.text
        assert told.link == f"/riwayat/usulan/{row.id}"


def test_nobody_decides_on_their_own_training(app: Application) -> None:
    with work(app):
        person = make_person()
        row = row_of(make_proposal(person.id))
        with pytest.raises(Refused, match="usulannya sendiri"):
            operations.approve(row, person.id, row.edition, LATER)


def test_a_decision_stands(app: Application) -> None:
    with work(app):
        officer = make_person()
        row = row_of(make_proposal(make_person().id))
        operations.reject(row, officer.id, row.edition, "Bukan pelatihan.", LATER)
        with pytest.raises(Refused, match="sudah diputuskan"):
            operations.approve(row, officer.id, row.edition, LATER)
        with pytest.raises(Refused, match="sudah diputuskan"):
            operations.withdraw(row, LATER)


def test_a_decision_is_on_what_was_read(app: Application) -> None:
    with work(app):
        officer = make_person()
        row = row_of(make_proposal(make_person().id))
        operations.revise(row, make_training(jp=400), 4, NO_FILE, LATER)
        with pytest.raises(Refused, match="sudah mengubah"):
            operations.approve(row, officer.id, row.edition, LATER)
        assert entries() == []


def test_a_mended_proposal_waits_again_from_then_on(app: Application) -> None:
    with work(app):
        officer = make_person()
        row = row_of(make_proposal(make_person().id))
        operations.give_back(row, officer.id, row.edition, "JP keliru.", NOW)
        operations.revise(row, make_training(jp=3), 4, NO_FILE, LATER)
        again = proposal_at(row.id)
        assert again is not None
        assert (again.state, again.jp, again.submitted_at) == ("submitted", 3, LATER)


def test_a_withdrawn_proposal_is_gone_and_the_deed_stays(app: Application) -> None:
    with work(app):
        row = row_of(make_proposal(make_person().id))
        operations.withdraw(row, LATER)
        db.session.flush()
        assert proposal_at(row.id) is None
        deeds = list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
        assert deeds == ["proposal.submitted", "proposal.withdrawn"]


def test_every_decision_is_in_the_audit_log(app: Application) -> None:
    with work(app):
        officer, person = make_person(), make_person()
        row = row_of(make_proposal(person.id))
        operations.approve(row, officer.id, row.edition, LATER)
        (deed,) = db.session.scalars(
            select(AuditEntry).where(AuditEntry.action == "proposal.approved")
        )
        assert (deed.actor_id, deed.subject) == (officer.id, f"person:{person.id}")
        assert deed.details["proposal"] == row.id


def test_two_officers_at_once_approve_once(each_app: Application) -> None:
    with work(each_app):
        row = row_of(make_proposal(make_person().id))
        officers = [make_person().id for _ in range(6)]
    ready = Barrier(len(officers))

    def press(officer: int) -> bool:
        with each_app.app_context(), each_app.test_request_context(), writing():
            ready.wait()

            def decide() -> None:
                operations.approve(row, officer, row.edition, LATER)
                db.session.commit()

            try:
                retrying(decide)
            except Refused:
                db.session.rollback()
                return False
        return True

    with ThreadPoolExecutor(len(officers)) as pool:
        assert sum(pool.map(press, officers)) == 1
    with work(each_app):
        assert len(entries()) == 1
        assert first_break(every_entry()) is None


# Twice


def test_the_same_training_is_proposed_once(each_app: Application) -> None:
    with work(each_app):
        person = make_person()
        make_proposal(person.id)
        with pytest.raises(Refused, match="sudah Anda ajukan"):
            make_proposal(person.id, title="SEMINAR arsip-digital")


def test_the_database_refuses_two_open_proposals_of_one_training(each_app: Application) -> None:
    with work(each_app):
        first = make_proposal(make_person().id)
        facts = {c.name: getattr(first, c.name) for c in Proposal.__table__.columns}
        again = insert(Proposal).values(facts | {"id": first.id + 1})
        nested = db.session.begin_nested()
        with pytest.raises(IntegrityError):
            db.session.execute(again)
        nested.rollback()


def test_what_is_in_the_history_is_refused(app: Application) -> None:
    with work(app):
        person, officer = make_person(), make_person()
        row = row_of(make_proposal(person.id))
        operations.approve(row, officer.id, row.edition, LATER)
        with pytest.raises(Refused, match="sudah ada dalam riwayat"):
            make_proposal(person.id)


def test_a_certificate_of_this_platform_is_refused(app: Application) -> None:
    with work(app):
        person = make_person()
        make_completion(person, make_course())
        number = entries()[0].certificate_number
        with pytest.raises(Refused, match="sudah ada dalam riwayat"):
            make_proposal(person.id, certificate_number=number)


def test_what_entered_the_history_meanwhile_is_not_approved(app: Application) -> None:
    with work(app):
        person, officer = make_person(), make_person()
        row = row_of(make_proposal(person.id))
        training = make_training().entry
        operations.append_entry(operations.lock_chain(person.id), training, NOW)
        with pytest.raises(Refused, match="usulan ganda"):
            operations.approve(row, officer.id, row.edition, LATER)


def test_what_may_be_the_same_is_named(app: Application) -> None:
    with work(app):
        person = make_person()
        make_proposal(person.id)
        near = make_training(title="Seminar Nasional Arsip Digital", certificate_number="")
        numbered = make_training(started_on=date(2024, 1, 1), completed_on=date(2024, 1, 1))
        other = make_training(title="Keuangan Daerah", certificate_number="")
        assert [each.why for each in alike_to(person.id, near)] == ["title"]
        assert [each.why for each in alike_to(person.id, numbered)] == ["number"]
        assert alike_to(person.id, other) == []
        assert alike_to(make_person().id, near) == []


def test_undecided_proposals_are_limited(app: Application) -> None:
    with work(app):
        person = make_person()
        for number in range(operations.MOST_OPEN):
            make_proposal(person.id, certificate_number=str(number))
        with pytest.raises(Refused, match="30 usulan"):
            make_proposal(person.id, certificate_number="lagi")


# Whose it is


@pytest.fixture
def office(app: Application) -> Office:
    """An agency with officers, whose unit's person proposes a training."""
    with work(app):
        return make_office()


def test_the_list_and_the_rule_say_the_same(app: Application, office: Office) -> None:
    with work(app):
        for unit in (office.agency, office.own, office.unit, office.other):
            make_proposal(make_person(unit).id)
        for officer in (office.officer, office.agency_officer):
            make_proposal(officer.id)
        rows = [row_of(each) for each in db.session.scalars(select(Proposal))]
    for officer in (office.officer, office.agency_officer):
        with app.app_context():
            reach = office.own if officer is office.officer else office.agency
            looker = Looker(officer.id, (reach.path,))
            listed = {row.id for row in waiting_proposals(looker)}
            assert listed == {row.id for row in rows if can_decide_on(looker, row)}
            assert waiting_count(looker) == len(listed)


class Looker:
    """Who looks at the list."""

    is_authenticated = True

    def __init__(self, id: int, hr_paths: tuple[str, ...]) -> None:
        self.id, self.hr_paths = id, hr_paths
        self.account_ids = frozenset({id})


def test_the_queue_goes_on_after_a_page(app: Application, office: Office) -> None:
    with work(app):
        for number in range(PAGE + 2):
            at = NOW + timedelta(minutes=number // 2)
            make_proposal(make_person(office.unit).id, at=at)
        looker = Looker(office.officer.id, (office.own.path,))
        first = waiting_proposals(looker)
        rest = waiting_proposals(looker, first[PAGE - 1].id)
        assert len(first) == PAGE + 1
        shown = [row.id for row in [*first[:PAGE], *rest]]
        assert len(set(shown)) == len(shown) == PAGE + 2
        assert [row.submitted_at for row in first] == sorted(row.submitted_at for row in first)


def test_the_queue_asks_as_often_for_many_as_for_one(app: Application, office: Office) -> None:
    def asked() -> int:
        visitor = signed_in(app, office.officer)
        with statements(app) as seen:
            visitor.open("/kepegawaian/usulan/")
        return len(seen)

    with work(app):
        make_proposal(make_person(office.unit).id)
    few = asked()
    with work(app):
        for _ in range(8):
            make_proposal(make_person(office.unit).id)
    assert asked() == few


def test_the_history_asks_as_often_for_many_as_for_one(app: Application, office: Office) -> None:
    def asked() -> int:
        visitor = signed_in(app, office.officer)
        with statements(app) as seen:
            visitor.open("/riwayat/")
        return len(seen)

    with work(app):
        make_proposal(office.officer.id)
    few = asked()
    with work(app):
        for number in range(8):
            row = row_of(make_proposal(office.officer.id, certificate_number=f"n{number}"))
            if number % 2:
                operations.approve(row, office.agency_officer.id, row.edition, LATER)
    assert asked() == few


# The pages


def test_a_training_goes_its_way(app: Application, office: Office) -> None:
    with work(app):
        person = make_person(office.unit, name="Rini Wulandari")
    holder, officer = signed_in(app, person), signed_in(app, office.officer)
    assert "Diajukan" in sent(holder).text
    assert "Bimtek Arsip Dinamis" in holder.open("/riwayat/").text
    assert "Menunggu 16 JP" in holder.text
    queue = officer.open("/kepegawaian/usulan/")
    assert "Rini Wulandari" in queue.text
    address = str(queue.page.select_one("table a")["href"])  # type: ignore[index]
    page = officer.open(address)
    assert "sesuai dengan sertifikat atau kurikulum" in page.text
    preview = page.page.select_one("figure img")
    assert preview is not None
    shown = officer.client.get(str(preview["src"]))
    assert (shown.status_code, shown.mimetype) == (200, "image/png")
    decided = officer.open(address).send(keputusan="perbaiki", alasan="Tulis nomor lengkap.")
    assert "Tidak ada usulan yang menunggu" in decided.text
    key = address.rsplit("/", 1)[1]
    assert "Tulis nomor lengkap." in holder.open(f"/riwayat/usulan/{key}").text
    assert "Terkirim lagi" in holder.open(f"/riwayat/usulan/{key}/ubah").send(nomor="77/A").text
    officer.open(address).send(keputusan="setujui")
    assert "masuk ke riwayat" in holder.open(f"/riwayat/usulan/{key}").text
    assert "77/A" in holder.open("/riwayat/").text


def test_a_file_leaves_as_a_download_that_no_browser_opens(app: Application) -> None:
    with work(app):
        person = make_person()
    holder = sent(signed_in(app, person))
    with holder.client.get(f"{holder.address}/berkas") as answer:
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_refusal_needs_a_reason(app: Application, office: Office) -> None:
    with work(app):
        key = make_proposal(make_person(office.unit).id).id
    page = signed_in(app, office.officer).open(f"/kepegawaian/usulan/{key}").send(keputusan="tolak")
    assert page.status == 422
    assert "Tulis apa yang kurang atau keliru" in page.text


def test_jp_left_empty_follow_the_table(app: Application) -> None:
    with work(app):
        person = make_person()
    visitor = sent(signed_in(app, person), jenis="9", jp="")
    assert "JP menurut pengusul 4 JP" in visitor.text


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"jp": ""}, "Tulis JP yang tercantum pada sertifikat"),
        ({"jp": "0"}, "1 sampai 2000"),
        ({"selesai": "2001-11-01"}, "mendahului"),
        ({"mulai": "2999-01-01", "selesai": "2999-01-02"}, "belum tiba"),
        ({"judul": " "}, "Tulis nama pelatihannya"),
        ({"jenis": "99"}, "Pilih"),
        ({"berkas": (BytesIO(b""), "")}, "Pilih berkas sertifikatnya"),
        ({"berkas": (BytesIO(b"MZ"), "a.pdf")}, "bukan PDF"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(
    app: Application, change: dict[str, object], complaint: str
) -> None:
    with work(app):
        person = make_person()
    visitor = sent(signed_in(app, person), **change)
    assert visitor.status == 422
    assert complaint in visitor.text
    with work(app):
        assert db.session.scalar(select(func.count()).select_from(Proposal)) == 0


def test_a_training_sent_twice_keeps_what_was_typed(app: Application) -> None:
    with work(app):
        person = make_person()
    visitor = sent(signed_in(app, person))
    again = sent(visitor, penyelenggara="Penyelenggara lain")
    assert again.status == 422
    assert "sudah Anda ajukan" in again.text
    assert again.page.select_one("[name=penyelenggara]")["value"] == "Penyelenggara lain"


def test_what_was_revoked_is_not_said_to_stand(app: Application) -> None:
    with work(app):
        person = make_person()
        entry = record_external(person, make_training(), NOW)
        assert entry is not None
        key = propose_revocation(entry, "document", "Surat panitia.", make_person(), NOW).id
        correcting.approve(key, "", make_person(), NOW)
        with pytest.raises(Refused, match="lalu dicabut"):
            make_proposal(person.id)


def test_a_proposal_is_withdrawn_after_asking(app: Application) -> None:
    with work(app):
        person = make_person()
    visitor = sent(signed_in(app, person))
    asked = visitor.open(f"{visitor.address}/tarik")
    assert "Tarik usulan" in asked.text
    assert "Usulan sudah ditarik" in asked.send().text


def test_who_reads_a_proposal_is_noted(app: Application, office: Office) -> None:
    with work(app):
        person = make_person(office.unit)
        key = make_proposal(person.id).id
    signed_in(app, office.officer).open(f"/kepegawaian/usulan/{key}")
    with work(app):
        deed = db.session.scalars(
            select(AuditEntry).where(AuditEntry.action == "person.opened")
        ).one()
        assert (deed.actor_id, deed.subject) == (office.officer.id, f"person:{person.id}")
