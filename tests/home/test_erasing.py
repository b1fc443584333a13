"""Erasure: what says who somebody was goes, what proves and counts stays."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import JSON, String, Text, func, select
from sqlalchemy.sql import visitors

from elearning.accounts import holds
from elearning.accounts.activation import tell_of_new_password
from elearning.accounts.models import Person, Unit
from elearning.accounts.operations import change_employment, deactivate, grant
from elearning.accounts.privacy_models import Erasure
from elearning.assessment.message_operations import send_message
from elearning.assessment.models import LEARNING
from elearning.certificates.badges.models import Badge
from elearning.certificates.badges.operations import make_badge, share
from elearning.certificates.models import Certificate
from elearning.certificates.printing import stored_pdf
from elearning.certificates.queries import proof
from elearning.core import clock, mail
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.core.files import path_of
from elearning.core.jobs import start
from elearning.core.outbox import OutboxEvent
from elearning.core.personal_data import ERASED_NAME
from elearning.core.schema import schema
from elearning.courses.compiled import Quiz
from elearning.courses.models import Enrolment
from elearning.courses.queries import compiled_item
from elearning.development import share_operations
from elearning.development.file_sweeping import sweep_files
from elearning.development.proposal_operations import StoredFile, propose
from elearning.home.data_request_operations import ask as ask_for_correction
from elearning.home.erased_words import TABLES
from elearning.home.erasing import ERASED, affected, erase
from elearning.home.own_data_queries import counts_of
from elearning.home.people_cli import people
from elearning.learning.completion.correcting import approve
from elearning.learning.enrolment import operations as learning
from elearning.notices.broadcasts import announce_due
from elearning.notices.kinds import WORK
from elearning.notices.models import Notice
from elearning.notices.operations import tell
from elearning.quizzes.models import Attempt
from elearning.quizzes.operations import open_attempt
from elearning.records.corrections import propose_replacement, propose_revocation
from elearning.records.ledger import checkpoint_due, number_due
from elearning.records.models import Completion, HistoryEntry, PersonYear
from elearning.reports.cli import records
from elearning.reports.exports import files as export_files
from elearning.reports.exports.choices import Choice
from elearning.reports.exports.files import sweep_exports
from elearning.reports.exports.models import ExportFile
from elearning.reports.exports.operations import begin_export
from elearning.works import AUDIENCES
from tests.development.papers import make_training
from tests.factories import make_completion, make_course, make_person, make_unit, work
from tests.home.test_own_data import references
from tests.learning.readers import FIRST, digest_of, lesson_of, post
from tests.visitor import Visitor

CANARY = "zyxwvut"
NIP = "199912312024019876"
NOW = clock.now()
TODAY = NOW.date()

#: References to a person that stay: a key without a name, of who did something for the agency.
STAYS = {
    "account_merge.made_by_id": "an act on somebody else's accounts",
    "account_merge.undone_by_id": "an act on somebody else's accounts",
    "person.merged_into_id": "two keys without a name, so that both stay nobody's",
    "access_event.viewer_id": "part of what another person may see: a key without a name",
    "activation_code.made_by_id": "an act for somebody else",
    "api_token.made_by_id": "a program's access, the agency's; it ends with the account",
    "webhook.made_by_id": "acts of officers: what another system of the agency is told",
    "api_token.revoked_by_id": "an act on a program's access",
    "chain_head.person_id": "the chain stays, so that it still verifies",
    "correction.decided_by_id": "an act on somebody else's history",
    "correction.proposed_by_id": "an act on somebody else's history",
    "course_revision.published_by_id": "an act on a course",
    "certificate_template.made_by_id": "an act on the organiser's look",
    "data_request.answered_by_id": "an act on somebody else's request",
    "draft_author.person_id": "who wrote a course: a key without a name",
    "draft_file.changed_by_id": "a text of a course, the agency's",
    "draft_medium.added_by_id": "a picture of a course, the agency's",
    "enrolment.person_id": "counts of a course; without a name",
    "error_report.handled_by_id": "an act on somebody else's report",
    "erasure.decided_by_id": "an act on somebody else's data",
    "erasure.proposed_by_id": "an act on somebody else's data",
    "essay.second_by_id": "an act on somebody else's essay",
    "essay_review.reviewer_id": "the mark of somebody else's essay",
    "export_log.person_id": "an act: which export left the house",
    "extra_chance.decided_by_id": "an act on somebody else's request",
    "file_version.by_id": "a text of a course, the agency's",
    "legal_hold.lifted_by_id": "an act on somebody else's data",
    "legal_hold.placed_by_id": "an act on somebody else's data",
    "lesson_question.answered_by_id": "an answer for the readers of a course",
    "lesson_question.hidden_by_id": "an act on somebody else's question",
    "person_year.person_id": "sums of JP; without a name",
    "proposal.decided_by_id": "an act on somebody else's proposal",
    "proposal_step.actor_id": "an act on somebody else's proposal",
    "regrade.made_by_id": "an act on a course",
    "regrade.undone_by_id": "an act on a course",
    "review_comment.by_id": "a comment on a course, the agency's",
    "review_comment.resolved_by_id": "an act on a course",
    "review_link.made_by_id": "an act on a course",
    "review_request.asked_by_id": "an act on a course",
    "review_request.closed_by_id": "an act on a course",
    "assignment.made_by_id": "an act on a course and a unit",
    "certificate_signature.signed_by_id": "an act on somebody else's certificate",
    "exemption.given_by_id": "an act for somebody else",
    "merged_person.person_id": "which keys a merge of units moved",
    "roster_change.made_by_id": "an act: who brought a roster",
    "siasn_sheet.person_id": "an act: who brought a sheet",
    "siasn_step.actor_id": "an act on somebody else's record",
    "transcript_signature.signed_by_id": "an act on somebody else's transcript",
    "unit_change.by_id": "an act on the organisation",
    "time_allowance.given_by_id": "an act on somebody else's time limit",
}
#: Tables that belong to what a person has and stay as they are.
STAYING_TABLES = {
    "item_finish": "what was finished when, for the counts of a course",
    "ledger_line": "a number beside an entry's hash",
    "webhook_delivery": "which entry was told to which system, by its key",
}
#: Texts of rows that stay and are not blanked.
STAYING_TEXTS = {
    "attempt": {"quiz_key": "of the course"},
    "badge": {"uuid": "random; its place in the status list stays"},
    "certificate": dict.fromkeys(
        (
            *("number", "code", "check_code", "place", "letterhead", "letterhead_unit"),
            *("legal_basis", "letterhead_address", "logo_digest", "electronic_notice", "left_out"),
            *("verify_url", "signatory_prefix", "signatory_position", "signatory_name"),
            *("signatory_rank", "signatory_nip", "status", "status_reason"),
        ),
        "number, codes, look and signatory: sealed, and nobody's name but the signatory's",
    ),
    "completion": dict.fromkeys(
        (
            *("predicate", "course_title", "course_code", "competency_kind", "activity_type"),
            *("organiser", "curriculum"),
        ),
        "a fact of the course, sealed",
    )
    | {"unit_path": "totals count there for ever"},
    "correction": {"action": "a code", "reason": "a code", "state": "a code"},
    "course_message": dict.fromkeys(
        ("reach", "title", "text", "fingerprint"), "the agency's message"
    ),
    "erasure": {
        "ground": "a code",
        "basis": "number of the letter, the proof of the erasure",
        "state": "a code",
    },
    "history_entry": dict.fromkeys(
        (
            *("kind", "identity", "title", "organiser", "activity_type", "competency_kind"),
            *("certificate_number", "previous_hash", "hash", "frozen", "personal", "certified"),
            "reason",
        ),
        "covered by the chain's hash: facts of the training, digests and codes",
    ),
    "roster_line": dict.fromkeys(
        (*("nip", "name", "outcome", "before", "after", "period", "result"),),
        "a line about somebody else",
    ),
    "siasn_record": dict.fromkeys(("state", "how"), "a code"),
    "siasn_step": dict.fromkeys(("state", "how"), "a code"),
    "job": dict.fromkeys(
        ("kind", "subject", "link", "details", "reached", "state"), "codes and keys"
    ),
    "notice": dict.fromkeys(("kind", "title", "link"), "somebody else's notice"),
}


def own_columns() -> Iterator[str]:
    """Yield every column that a condition of an erasure looks at."""
    for each in ERASED:
        found: set[str] = set()
        visitors.traverse(each.whose, {}, {"column": lambda column, to=found: to.add(str(column))})
        yield from found


def test_every_reference_to_a_person_is_erased_or_has_a_reason() -> None:
    erased = set(own_columns())
    assert set(references("person")) - erased - set(STAYS) == set()
    assert set(STAYS) - set(references("person")) == set()


@pytest.mark.parametrize(
    "name",
    ["enrolment", "attempt", "essay", "completion", "history_entry", "certificate", "proposal"],
)
def test_what_belongs_to_somebodys_things_is_erased_too(name: str) -> None:
    belonging = {each.partition(".")[0] for each in references(name)}
    assert belonging - {each.model.__tablename__ for each in ERASED} - set(STAYING_TABLES) == set()


def test_every_text_of_a_row_that_stays_is_blanked_or_has_a_reason() -> None:
    blanked: dict[str, set[str]] = {}
    for each in ERASED:
        if each.blanked:
            blanked.setdefault(each.model.__tablename__, set()).update(each.blanked)
    for name, columns in blanked.items():
        table = schema().tables[name]
        texts = {c.name for c in table.columns if isinstance(c.type, String | Text | JSON)}
        assert texts - columns == set(STAYING_TEXTS.get(name, {})), name


def test_every_table_that_is_changed_has_a_word() -> None:
    assert {each.model.__tablename__ for each in ERASED} == set(TABLES)


def make_leaver(app: Application) -> int:
    """Let somebody who is called like a canary do everything that people do here, and leave."""
    with work(app):
        agency = make_unit()
        person = make_person(
            agency,
            name=f"{CANARY} Lestari",
            nip=NIP,
            email=f"{CANARY}@contoh.go.id",
            front_title=CANARY,
            back_title=CANARY,
            position=CANARY,
            siasn_id=CANARY,
        )
        grant(person, "pengajar", None, NOW)
        key, path = person.id, agency.path
        course = make_course()
        completion = make_completion(person, course, NOW)
        officer = make_person(agency)
        entry = db.session.scalars(select(HistoryEntry)).one()
        changes = {"full_name": f"{CANARY} Dua"}
        made = propose_replacement(entry, changes, f"Atas surat {CANARY}.", officer, NOW)
        approve(made.id, f"Setuju {CANARY}", make_person(agency), NOW)
        newest = db.session.scalars(select(HistoryEntry).order_by(HistoryEntry.id.desc())).first()
        assert newest is not None
        propose_revocation(newest, "twice", CANARY, officer, NOW)
        certificate = db.session.scalars(
            select(Certificate).order_by(Certificate.id.desc())
        ).first()
        assert certificate is not None
        badge = make_badge(certificate, person.email, NOW)
        share(badge)
        stored = StoredFile("1" * 64, "application/pdf", "2" * 64)
        propose(key, make_training(title=f"Seminar {CANARY}"), 4, stored, NOW)
        share_operations.make_link(key, CANARY, (), NOW + timedelta(days=7), NOW, shows_nip=True)
        ask_for_correction(person, path, "name", CANARY, CANARY, 72, NOW)
        mail.post(f"{CANARY}@contoh.go.id", CANARY, CANARY, NOW)
        tell(person, WORK, lambda: (CANARY, CANARY), NOW, link="/")
        make_course(lesson_of(FIRST), slug="kedua")
        assert completion.id
    with app.app_context():
        found = db.session.scalar(select(func.max(Certificate.id)))
        held = proof(found or 0)
        assert held is not None
        stored_pdf(held)
    visitor = Visitor(app).sign_in(NIP)
    address, where = "/pelatihan/kedua/satu", {"paragraf": digest_of(FIRST)}
    assert post(visitor, "/pelatihan/kedua/ikuti") == 302
    assert post(visitor, f"{address}/catatan", **where, catatan=CANARY) == 302
    assert post(visitor, f"{address}/laporan", **where, teks=f"Salah ketik {CANARY}.") == 302
    assert post(visitor, f"{address}/tanya", teks=f"Saya {CANARY}, bertanya.") == 302
    with work(app):
        deactivate(db.session.get_one(Person, key), NOW, actor_id=None)
    return key


def told(app: Application) -> dict[str, list[str]]:
    """Return the rows of every table that name the canary."""
    found: dict[str, list[str]] = {}
    with app.app_context():
        for table in schema().sorted_tables:
            for row in db.session.execute(select(table)):
                said = str(tuple(row)).casefold()
                if CANARY in said or NIP in said:
                    found.setdefault(table.name, []).append(said[:300])
    return found


def erased(app: Application, key: int) -> None:
    """Erase somebody."""
    with work(app):
        erase(db.session.get_one(Person, key), "request", TODAY, NOW, actor_id=None)


def test_nothing_anywhere_tells_who_it_was(each_app: Application) -> None:
    key = make_leaver(each_app)
    before = told(each_app)
    assert {"person", "employment", "completion", "proposal", "notice", "data_request"} <= set(
        before
    )
    assert {"correction", "share_link", "outbox_event"} <= set(before)
    with each_app.app_context():
        files = [
            path_of(each) for each in db.session.scalars(select(Certificate.pdf_digest)) if each
        ]
    assert any(each.exists() for each in files)
    erased(each_app, key)
    assert told(each_app) == {}
    with each_app.app_context():
        sweep_files(NOW + timedelta(days=2))
    assert [each for each in files if each.exists()] == []
    with each_app.app_context():
        person = db.session.get_one(Person, key)
        assert (person.name, person.nip, person.active) == (ERASED_NAME, None, False)


def test_the_history_the_log_and_the_totals_stay_as_they_were(each_app: Application) -> None:
    key = make_leaver(each_app)
    with each_app.app_context():
        number_due(NOW)
        checkpoint_due(NOW)
        before = counted(key)
    erased(each_app, key)
    result = each_app.test_cli_runner().invoke(records, ["verify"])
    assert result.exit_code == 0, result.output
    with each_app.app_context():
        assert counted(key) == before
        made = db.session.scalars(select(Completion).where(Completion.person_id == key)).all()
        assert {(each.full_name, each.nip, each.unit) for each in made} == {(ERASED_NAME, "", "")}
        assert all(each.unit_path for each in made)


def counted(key: int) -> tuple[object, ...]:
    """Return what an erasure leaves: JP, attempts, numbers and hashes."""
    of_person = HistoryEntry.person_id == key
    return (
        db.session.execute(
            select(PersonYear.year, PersonYear.jp).order_by(PersonYear.year, PersonYear.jp)
        ).all(),
        db.session.execute(select(Attempt.score, Attempt.passed).order_by(Attempt.id)).all(),
        db.session.execute(
            select(Certificate.number, Certificate.serial).order_by(Certificate.number)
        ).all(),
        db.session.execute(
            select(HistoryEntry.hash, HistoryEntry.personal)
            .where(of_person)
            .order_by(HistoryEntry.hash)
        ).all(),
        db.session.scalar(select(func.count(Badge.id))),
    )


def test_letters_that_wait_go_whatever_their_address_is(each_app: Application) -> None:
    with work(each_app):
        person = make_person(email=f"{CANARY}@contoh.go.id", name=CANARY)
        tell_of_new_password(person, NOW)
        tell(person, WORK, lambda: (CANARY, CANARY), NOW)
        tell(make_person(email="lain@contoh.go.id"), WORK, lambda: ("Lain", "Lain"), NOW)
        person.email = None
        deactivate(person, NOW, actor_id=None)
        db.session.flush()
        assert counts_of(person.id)["waiting_mail"] == 2
        erase(person, "request", TODAY, NOW, actor_id=None)
    assert told(each_app) == {}
    with each_app.app_context():
        waiting = db.session.scalars(select(OutboxEvent).where(OutboxEvent.topic == "mail"))
        assert [each.payload["subject"] for each in waiting] == ["Lain"]


def test_letters_to_others_that_name_a_trainer_go_and_their_notices_stay(
    each_app: Application,
) -> None:
    with work(each_app):
        trainer, course = make_person(name=f"{CANARY} Lestari"), make_course()
        learner = make_person(email="peserta@contoh.go.id")
        learning.enrol(learner, course, NOW)
        send_message(course.id, LEARNING, "Jadwal", "Besok.", trainer, NOW)
        deactivate(trainer, NOW, actor_id=None)
        key, reader = trainer.id, learner.id
    with each_app.app_context():
        while announce_due(AUDIENCES, NOW):
            pass
    assert "outbox_event" in told(each_app)
    erased(each_app, key)
    assert told(each_app) == {}
    with each_app.app_context():
        (notice,) = db.session.scalars(select(Notice).where(Notice.person_id == reader))
        assert (notice.title, ERASED_NAME in notice.text) == ("Jadwal", True)


def test_what_a_person_let_the_worker_do_keeps_no_name_of_theirs(each_app: Application) -> None:
    with work(each_app):
        person = make_person()
        start("export", f"Rekap {CANARY}", {"export": 1}, NOW, person_id=person.id)
        deactivate(person, NOW, actor_id=None)
        key = person.id
    assert set(told(each_app)) == {"job"}
    erased(each_app, key)
    assert told(each_app) == {}


def kept_export(unit: Unit, content: bytes) -> int:
    """Keep a file of an export of a unit's people, as the worker does."""
    log = begin_export(None, unit.id, None, Choice(), [unit.path], NOW)
    digest = hashlib.sha256(content).hexdigest()
    export_files.folder().mkdir(parents=True, exist_ok=True)
    export_files.path_of(digest).write_bytes(content)
    facts = {"department": "", "rows": 1, "certificates": 0, "left_out": 0, "size": len(content)}
    file = ExportFile(export_id=log.id, number=1, name="a", digest=digest, made_at=NOW, **facts)
    db.session.add(file)
    db.session.flush()
    return file.id


def test_files_of_exports_that_may_hold_somebody_are_kept_no_more(each_app: Application) -> None:
    with work(each_app):
        agency = make_unit()
        here, before, beside = (make_unit(agency, "department", name=n) for n in "ABC")
        person = make_person(before)
        change_employment(person, TODAY, unit_id=here.id)
        files = [kept_export(unit, unit.name.encode()) for unit in (agency, here, before, beside)]
        deactivate(person, NOW, actor_id=None)
        key = person.id
    with each_app.app_context():
        sweep_exports(NOW)
        assert len(list(export_files.folder().iterdir())) == 4
    erased(each_app, key)
    with each_app.app_context():
        sweep_exports(NOW)
        kept = [db.session.get_one(ExportFile, each).removed_at is None for each in files]
        assert kept == [False, False, False, True]
        assert [path.read_bytes() for path in export_files.folder().iterdir()] == [b"C"]


def test_an_open_attempt_is_closed_and_nothing_grades_it(each_app: Application) -> None:
    with work(each_app):
        person, course = make_person(), make_course()
        enrolment = learning.enrol(person, course, NOW)
        open_quiz(enrolment)
        key = person.id
        deactivate(person, NOW, actor_id=None)
    erased(each_app, key)
    with each_app.app_context():
        attempt = db.session.scalars(select(Attempt)).one()
        assert (attempt.close_reason, attempt.passed, attempt.paper) == ("expired", False, [])
        assert attempt.marks is None
        assert attempt.closed_at is not None


def open_quiz(enrolment: Enrolment) -> None:
    """Open the quiz of the usual course."""
    quiz = compiled_item(enrolment.revision_id, "kuis")
    assert isinstance(quiz, Quiz)
    open_attempt(enrolment, "kuis", quiz, enrolment.revision_id, NOW)


def test_a_certificate_says_no_more_than_that_it_was_issued(app: Application) -> None:
    key = make_leaver(app)
    erased(app, key)
    with app.app_context():
        made = db.session.scalars(select(Certificate)).first()
        assert made is not None
        code, number, certificate = made.code, made.number, made.id
    page = Visitor(app).open(f"/verifikasi/{code}")
    assert page.status == 200
    assert number in page.text
    assert "dihapus" in page.text
    assert ERASED_NAME not in page.text
    with work(app):
        officer = make_person(db.session.scalars(select(Unit)).first(), nip="198503172010011987")
        grant(officer, "kepegawaian", db.session.scalars(select(Unit)).first(), NOW)
    visitor = Visitor(app).sign_in("198503172010011987")
    assert visitor.open(f"/sertifikat/{certificate}.pdf").status == 404


def refusal(person: Person) -> str:
    """Return why somebody is not erased."""
    with pytest.raises(Refused) as refused:
        erase(person, "request", TODAY, NOW, actor_id=None)
    return str(refused.value)


def test_only_who_has_left_is_erased_and_once(each_app: Application) -> None:
    with work(each_app):
        person = make_person()
        assert "masih" in refusal(person)
        deactivate(person, NOW, actor_id=None)
        erase(person, "request", TODAY, NOW, actor_id=None)
        assert "sudah" in refusal(db.session.get_one(Person, person.id))


def test_a_hold_keeps_everything_until_it_ends(each_app: Application) -> None:
    with work(each_app):
        person, officer = make_person(), make_person()
        deactivate(person, NOW, actor_id=None)
        day = {"on": TODAY, "at": NOW, "by_id": officer.id}
        hold = holds.place(person.id, "LHP 700/12", until=TODAY, is_shown=True, **day)
        db.session.flush()
        assert "ditangguhkan" in refusal(person).casefold()
        with pytest.raises(Refused):
            holds.place(person.id, "Lagi", until=None, is_shown=True, **day)
        later = TODAY + timedelta(days=1)
        assert holds.hold_of(person.id, later) is None
        holds.lift(hold, officer.id, NOW)
        db.session.flush()
        erase(person, "request", TODAY, NOW, actor_id=None)
        assert affected(person.id) == {"person": 1}


def test_the_operator_erases_on_their_own_word(app: Application) -> None:
    key = make_leaver(app)
    run = app.test_cli_runner().invoke
    words = ["erase", NIP, "--reason", "request", "--basis", "Surat 12/2026"]
    assert run(people, [*words, "--dry-run"]).exit_code == 0
    assert told(app)
    result = run(people, words)
    assert result.exit_code == 0, result.output
    assert told(app) == {}
    assert run(people, words).exit_code == 1
    with app.app_context():
        assert db.session.scalars(select(Erasure.state).where(Erasure.person_id == key)).all() == [
            "done"
        ]
