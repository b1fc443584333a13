"""The people and things on the stage of the browser tests: every page has something to show."""

from datetime import timedelta
from fractions import Fraction
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import select, update

from elearning.accounts import access_log, holds, organisation, unit_names
from elearning.accounts.models import Person, Unit
from elearning.accounts.operations import deactivate, grant, make_activation
from elearning.accounts.organisation_models import UnitChange
from elearning.accounts.passwords import hash_password
from elearning.accounts.privacy_models import DONE, DataRequest
from elearning.assessment.essay_operations import Opinion, give
from elearning.assessment.essay_page import question_of
from elearning.assessment.essay_queries import essay_at, held_essay
from elearning.assignments.exemption_operations import exempt
from elearning.certificates.badges import operations as badges
from elearning.certificates.models import Certificate
from elearning.core import clock, files
from elearning.core.application import Application
from elearning.core.db import db
from elearning.courses.compiled import Quiz
from elearning.courses.models import Course, Enrolment
from elearning.courses.queries import compiled_item, outline_of, place_of
from elearning.courses.writing.questions import places_in
from elearning.demonstration.learning import sit
from elearning.development.proposal_operations import StoredFile, give_back, propose
from elearning.development.queries import counting_years
from elearning.development.share_operations import make_link as make_share
from elearning.development.transcript_content import Office, content_of
from elearning.development.transcript_operations import make_transcript
from elearning.development.transcript_queries import holder_of
from elearning.home import data_request_operations, erasure_operations
from elearning.home.merge_operations import merge
from elearning.learning.enrolment import operations as learning
from elearning.learning.feedback.operations import answer_question, ask, report_error
from elearning.learning.feedback.queries import lesson_question, lesson_questions
from elearning.learning.lessons.paragraphs import paragraphs_of
from elearning.learning.notes.operations import bookmark, write_note
from elearning.learning.notes.queries import Spot, own_marks
from elearning.quizzes.models import Attempt
from elearning.quizzes.operations import open_attempt
from elearning.records.corrections import propose_replacement
from elearning.records.models import Completion, HistoryEntry
from elearning.reports.exports.choices import Choice
from elearning.reports.exports.models import ExportFile
from elearning.reports.exports.operations import begin_export, start_job
from elearning.reports.saved.operations import Schedule, save
from elearning.siasn.records import Source, Stated, state_that
from elearning.staff.officers import officer_at
from elearning.studio.desk.operations import add_author
from elearning.studio.drafts.operations import save_text
from elearning.studio.drafts.queries import draft_at, files_of, versions_of
from elearning.studio.reviews import operations as review_operations
from elearning.studio.reviews.reading import blocks_in
from elearning.studio.writing import saving
from elearning.studio.writing.saving import Typed
from elearning.surveys.models import SurveyText
from elearning.surveys.operations import answer
from elearning.webhooks.events import COMPLETED, EVENTS
from elearning.webhooks.models import DEAD, DELIVERED, WAITING
from elearning.webhooks.operations import make_webhook, new_delivery
from tests.assessment.classrooms import take
from tests.assessment.essays import QUIZ as ESSAYS
from tests.assessment.essays import send_essay
from tests.assessment.regrades import make_repaired
from tests.assignments.duties_of_people import make_assignment
from tests.development.papers import make_picture, make_training, row_of
from tests.factories import (
    PASSWORD,
    make_completion,
    make_course,
    make_lesson,
    make_path,
    make_person,
    make_quiz,
    work,
)
from tests.quizzes.samples import close
from tests.siasn.sheets import make_sheets
from tests.staff.rosters import make_rosters
from tests.stage import OFFICER, SLUG, make_learner
from tests.studio.drafts import make_draft, make_drawing
from tests.surveys.answering import make_answers, release, said

#: Each walks alone, so that no test sees what another has done.
SCRIPTED = "198503172010011101"
PLAIN = "198503172010011102"
BY_KEYBOARD = "198503172010011103"
#: Has something on every page.
SETTLED = "198503172010011104"
SMALL = "pelatihan-kecil"
#: A draft that cannot be published.
FAULTY = "naskah-galat"
#: Writes beside the trainer.
COLLEAGUE = "198503172010011105"


class Cast(NamedTuple):
    """The keys of what the addresses name."""

    person: int
    open_attempt: int
    closed_attempt: int
    certificate: int
    code: str
    lesson: str
    quiz: str
    token: str
    mark: int
    #: Of the trainer's draft: a text, a version, an author, the token of a private link.
    text: int = 0
    version: int = 0
    author: int = 0
    review: str = ""
    #: The same draft's course.md, its quiz, a question of it, a text that came too late.
    about: int = 0
    asking: int = 0
    asked: str = ""
    late: int = 0
    #: A repair of a question of the small course's quiz.
    repaired: int = 0
    #: An essay that waits, one that is graded with its attempt, and an open attempt with one.
    waiting_essay: int = 0
    graded_essay: int = 0
    graded_attempt: int = 0
    essay_attempt: int = 0
    #: The settled learner's proposal, shared history and transcript.
    proposal: int = 0
    awaited: int = 0
    shared: str = ""
    transcript: str = ""
    #: The public address of a badge, and a certificate of which none is made yet.
    badge: str = ""
    unmade: int = 0
    #: The settled learner's entry, and a proposal to correct somebody's.
    entry: int = 0
    correction: int = 0
    #: What the settled learner asks to have corrected.
    data_request: int = 0
    #: A mandatory course that is overdue.
    assignment: int = 0
    #: Somebody who has left and whom the administrator proposes to erase.
    leaver: int = 0
    #: Another account of the settled learner, not joined, and one that is.
    twin: int = 0
    merge: int = 0
    #: A job of the officer's that waits, and an export with its file.
    job: int = 0
    export: int = 0
    #: Of a system that answers badly.
    webhook: int = 0
    #: A unit that was renamed, the unit elsewhere into which it could go, and the renaming.
    unit: int = 0
    other_unit: int = 0
    unit_change: int = 0
    #: A staff list whose columns wait, one with an error, one that was checked, one applied.
    roster_read: int = 0
    roster_wrong: int = 0
    roster: int = 0
    roster_done: int = 0
    #: A completion that SIASN rejects, a sheet of states, and a comparison with its list.
    completion: int = 0
    sheet: int = 0
    comparison: int = 0
    #: Enrolments of the settled learner: one whose course was evaluated, one that waits.
    evaluated: int = 0
    unevaluated: int = 0


def call_the_cast(app: Application) -> Cast:
    """Add the learners, the administrator, a trainer and what the settled learner has done."""
    with work(app):
        unit = db.session.scalars(select(Unit).where(Unit.code == "BPI")).one()
        for nip in (SCRIPTED, PLAIN, BY_KEYBOARD):
            make_learner(unit, nip)
        make_admin()
        trainer = make_person(unit, nip=TRAINER)
        grant(trainer, "pengajar", None, clock.now())
        cast = settle(make_learner(unit, SETTLED))
        make_drafts(trainer)
        make_repaired("gagal")  # the settled learner reads of it on the result page
        cast = cast._replace(repaired=make_repaired(SMALL))
        cast = cast._replace(**make_graded(trainer, db.session.get_one(Person, cast.person)))
        cast = cast._replace(**make_riwayat(db.session.get_one(Person, cast.person)))
        cast = cast._replace(**make_shown_badge(cast))
        cast = cast._replace(**make_correction(db.session.get_one(Person, cast.person)))
        cast = cast._replace(data_request=make_data_request(cast.person))
        cast = cast._replace(leaver=make_leaver(unit, cast.person))
        cast = cast._replace(**make_twins(unit, cast.person))
        cast = cast._replace(**make_exports())
        cast = cast._replace(assignment=make_duties(unit, cast.person))
        cast = cast._replace(**make_organisation(unit))
        officer = db.session.scalars(select(Person).where(Person.nip == OFFICER)).one()
        cast = cast._replace(**make_rosters(unit, officer.id, SETTLED))
        cast = cast._replace(**make_at_siasn(cast.certificate, officer.id))
        cast = cast._replace(**make_evaluations(db.session.get_one(Person, cast.person)))
        cast = cast._replace(**make_review(trainer, cast.person), **make_writing(trainer))
    release(app)
    return cast


def make_at_siasn(certificate_id: int, officer_id: int) -> dict[str, int]:
    """Let SIASN reject a record of the settled learner's, and keep two sheets of the officer's."""
    completion_id = db.session.get_one(Certificate, certificate_id).completion_id
    rejected = Stated("rejected", "rw-1", "Berkas tidak terbaca.")
    state_that(completion_id, rejected, Source("sheet", clock.now(), officer_id))
    return make_sheets(officer_id, completion_id)


def make_evaluations(person: Person) -> dict[str, int]:
    """Let the settled learner and others say what they think of the small course."""
    small = db.session.scalars(select(Course).where(Course.slug == SMALL)).one()
    texts = {"manfaat": "Contoh suratnya.", "saran": "Tambah latihan."}
    make_answers(db.session.get_one(Unit, person.unit_id), small, 2, 3, 4, 4, 5, 5, **texts)
    own = select(Completion).where(Completion.person_id == person.id).order_by(Completion.id)
    first, *_others, last = db.session.scalars(own).all()
    assert answer(first, said(4), clock.now())
    db.session.flush()
    db.session.execute(update(SurveyText).values(fresh=False))
    return {"evaluated": first.enrolment_id, "unevaluated": last.enrolment_id}


def make_organisation(unit: Unit) -> dict[str, int]:
    """Add a department with a unit below it, renamed by the officer."""
    officer = db.session.scalars(select(Person).where(Person.nip == OFFICER)).one()
    agency, now = db.session.get_one(Unit, officer.unit_id), clock.now()
    below = organisation.add(agency, "department", "ARSIP", "Dinas Arsip", now, by_id=officer.id)
    day = now.date()
    unit_names.rename(below, "Dinas Kearsipan", day, day, now, by_id=officer.id)
    organisation.add(below, "unit", "SIMPAN", "Bidang Penyimpanan", now, by_id=officer.id)
    change = db.session.scalars(select(UnitChange.id).where(UnitChange.kind == "renamed")).one()
    return {"unit": below.id, "other_unit": unit.id, "unit_change": change}


def make_duties(unit: Unit, person_id: int) -> int:
    """Make a course mandatory that is overdue, exempt one person, and let the learner lead one."""
    now, day = clock.now(), clock.now().date()
    officer = db.session.scalars(select(Person).where(Person.nip == OFFICER)).one()
    agency = db.session.get_one(Unit, officer.unit_id)
    team = db.session.scalars(select(Person).where(Person.nip == PLAIN)).one()
    team.supervisor_id = person_id
    course = make_course(make_lesson(), slug="wajib")
    dates = {"starts_on": day - timedelta(days=9), "due_on": day - timedelta(days=2), "at": now}
    made = make_assignment(agency, officer, course, **dates)
    db.session.flush()
    exempt(made, make_person(unit).id, "study", "Surat 1", officer, now)
    return made.id


def make_exports() -> dict[str, int]:
    """Let the officer have started a job, made an export and kept one."""
    officer = db.session.scalars(select(Person).where(Person.nip == OFFICER)).one()
    now, unit = clock.now(), db.session.get_one(Unit, officer.unit_id)
    log = begin_export(officer.id, unit.id, 2025, Choice(format="zip"), [unit.path], now)
    job = start_job(log, "Sertifikat (ZIP) 2025", 10, now)
    facts = {
        "department": "Dinas Contoh",
        "rows": 9,
        "certificates": 8,
        "left_out": 1,
        "size": 9_000,
    }
    name = "sertifikat-2025-dinas-contoh-1.zip"
    db.session.add(
        ExportFile(export_id=log.id, number=1, name=name, digest="a" * 64, made_at=now, **facts)
    )
    save("Bulanan", Choice(), Schedule("monthly", 1, 6, "Asia/Jakarta"), None, officer.id, now)
    return {"job": job.id, "export": log.id, "webhook": make_failing_webhook(officer)}


def make_failing_webhook(officer: Person) -> int:
    """Let a system be told that answers badly: a message each that arrived, waits and was given up."""
    now, unit_id = clock.now(), officer.unit_id
    assert unit_id is not None
    facts = (officer.id, "SIMPEG", "https://simpeg.contoh.go.id/terima", unit_id, tuple(EVENTS))
    webhook, _secret = make_webhook(*facts, carries_data=True, at=now)
    webhook.failing_since = now
    for state, status, failure in (
        *((DELIVERED, 200, ""), (WAITING, None, "timeout")),
        (DEAD, 500, ""),
    ):
        delivery = new_delivery(webhook.id, COMPLETED, None, now)
        delivery.state, delivery.status, delivery.failure = state, status, failure
        delivery.tries, delivery.tried_at = 3, now
        delivery.ended_at = None if state == WAITING else now
        db.session.add(delivery)
    return webhook.id


TRAINER = "197804122003121992"
TWIN = "199107042022212994"
ADMIN = "admin"
ROLES = {"": "", "learner": SETTLED, "hr": OFFICER, "trainer": TRAINER, "admin": ADMIN}


def make_drafts(trainer: Person) -> None:
    """Let the trainer write on the small course, which people have finished, and on a faulty one."""
    make_draft(trainer, SMALL)
    faulty = make_draft(trainer, FAULTY)
    quiz = files_of(faulty.id)[2]
    text = quiz.text.replace("- [x]", "-[ ]")
    save_text(faulty, quiz, quiz.edition, text, trainer.id, clock.now(), auto=False)


def make_writing(trainer: Person) -> dict[str, Any]:
    """Add a drawing to the small draft, and a text that came too late."""
    draft = draft_at(SMALL)
    assert draft is not None
    make_drawing(draft)
    about, text, quiz = files_of(draft.id)[:3]
    late = saving.keep(draft, text, Typed("Terlambat.", 1, auto=False), trainer.id, clock.now())
    assert late is not None
    asked = places_in(quiz.name, quiz.text)[0].mark
    return {"about": about.id, "asking": quiz.id, "asked": asked, "late": late.id}


def make_review(trainer: Person, reviewer_id: int) -> dict[str, Any]:
    """Let the small draft be reviewed: comments, a private link, and a change since."""
    draft, now = draft_at(SMALL), clock.now()
    assert draft is not None
    text = files_of(draft.id)[1]
    block = blocks_in(draft, text)[0]
    spot = review_operations.Spot(block.digest, block.quote)
    said = review_operations.comment(draft, text, spot, "Tolong diperjelas.", reviewer_id, now)
    review_operations.answer(draft, said, "Baik.", trainer.id, now)
    whole = review_operations.comment(
        draft, text, review_operations.Spot(), "Sudah baik.", reviewer_id, now
    )
    review_operations.resolve(whole, trainer.id, now)
    add_author(draft, make_person(nip=COLLEAGUE), now, actor_id=trainer.id)
    review_operations.ask_review(draft, "Mohon periksa.", trainer.id, now - timedelta(hours=1))
    changed = text.text.replace("singkat", "singkat, padat")
    save_text(draft, text, text.edition, changed, trainer.id, now, auto=False)
    token = review_operations.make_link(draft, "Bagian Hukum", 30, trainer.id, now)
    version = versions_of(text.id)[0].id
    return {"text": text.id, "version": version, "author": trainer.id, "review": token}


def make_graded(trainer: Person, person: Person) -> dict[str, int]:
    """Let the trainer have graded the learner's essay; somebody else's waits, one is under way."""
    course, now = make_course(make_lesson(), ESSAYS, slug="uraian"), clock.now()
    make_draft(trainer, "uraian")
    waiting = send_essay(learning.enrol(make_person(person.unit), course, now), now)
    enrolment = learning.enrol(person, course, now)
    graded = send_essay(enrolment, now)
    row = essay_at(graded.essay_id)
    assert row is not None
    held, opinion = (
        held_essay(row.id, row.attempt_id),
        Opinion([Fraction(1, 4), Fraction(0)], "Kurang."),
    )
    give(held, question_of(row), trainer, opinion, 0, now)
    opened = begin(person, course, ESSAYS.key)
    db.session.flush()
    return {
        "waiting_essay": waiting.essay_id,
        "graded_essay": graded.essay_id,
        "graded_attempt": graded.attempt_id,
        "essay_attempt": opened.id,
    }


def make_riwayat(person: Person) -> dict[str, Any]:
    """Let a learner propose training, share the history and have a transcript made."""
    now = clock.now()
    file = StoredFile(files.store(make_picture("JPEG")), "image/jpeg", files.store(make_picture()))
    made = propose(person.id, make_training(), 4, file, now - timedelta(days=3))
    give_back(row_of(made), make_person(person.unit).id, 1, "Nomor tidak terbaca.", now)
    near = make_training(title="Seminar Arsip", certificate_number="")
    awaited = propose(person.id, near, 3, file, now)
    years = counting_years(person.id)
    content = content_of(holder_of(person.id), years, now.date(), "Widyapada")
    office = Office(person.unit_id or 0, "Kepala", "Ratna Contoh", "", "")
    paper = make_transcript(person.id, content, "http://localhost", now, office)
    token = make_share(person.id, "Panitia", (), now + timedelta(days=7), now, shows_nip=True)
    keys = {"proposal": made.id, "awaited": awaited.id}
    return {**keys, "shared": token, "transcript": paper.code}


def make_twins(unit: Unit, held: int) -> dict[str, int]:
    """Join a former account of the settled learner; add one with another date of birth."""
    former, twin = make_person(unit, status="PPPK"), make_person(unit, nip=TWIN, status="PPPK")
    admin = db.session.scalars(select(Person.id).where(Person.username == ADMIN)).one()
    now = clock.now()
    made = merge(former.id, held, "SK 821/15/2026", officer_at(admin), now)
    learning.enrol(twin, db.session.scalars(select(Course).where(Course.slug == SMALL)).one(), now)
    return {"twin": twin.id, "merge": made.id}


def make_leaver(unit: Unit, held: int) -> int:
    """Propose to erase somebody who has left, and hold the data of somebody else."""
    leaver, now = make_person(unit), clock.now()
    deactivate(leaver, now, actor_id=None)
    admin = db.session.scalars(select(Person).where(Person.username == ADMIN)).one()
    by = {"by_id": admin.id, "on": now.date(), "at": now}
    erasure_operations.propose(leaver, "request", "Surat 12/2026", [], **by)
    holds.place(held, "LHP Inspektorat Nomor 700/12/2026", until=None, is_shown=True, **by)
    return leaver.id


def make_data_request(person_id: int) -> int:
    """Let a person ask twice for a correction, answer one, and look at them; return the open one."""
    person, now = db.session.get_one(Person, person_id), clock.now()
    path = db.session.get_one(Unit, person.unit_id).path
    officer = db.session.scalars(select(Person).where(Person.nip == OFFICER)).one()
    for about in ("name", "unit"):
        data_request_operations.ask(person, path, about, "Contoh Lestari, M.AP.", "", 72, now)
    keys = db.session.scalars(select(DataRequest.id).order_by(DataRequest.id)).all()
    data_request_operations.answer(keys[0], officer.id, DONE, "Sudah diperbarui.", now)
    access_log.note_view(person_id, officer.id, access_log.RECORD, now)
    return keys[1]


def make_correction(person: Person) -> dict[str, Any]:
    """Propose to correct somebody's certificate; an entry of the learner's can be corrected too."""
    entries = select(HistoryEntry).order_by(HistoryEntry.id.desc())
    own = db.session.scalars(entries.where(HistoryEntry.person_id == person.id)).first()
    course = db.session.scalars(select(Course).where(Course.slug == SMALL)).one()
    make_completion(make_person(person.unit), course, clock.now())
    other = db.session.scalars(entries).first()
    assert own is not None
    assert other is not None
    by, changes = make_person(person.unit), {"full_name": "Contoh Lestari, S.Sos."}
    made = propose_replacement(other, changes, "Gelar belum tercetak.", by, clock.now())
    return {"entry": own.id, "correction": made.id}


def make_shown_badge(cast: Cast) -> dict[str, Any]:
    """Let the settled learner show a badge of one certificate and have another without."""
    now, certificate = clock.now(), db.session.get_one(Certificate, cast.certificate)
    badge = badges.make_badge(certificate, "contoh@contoh.go.id", now)
    badges.share(badge)
    person = db.session.get_one(Person, cast.person)
    completion = make_completion(person, make_course(slug="tanpa-lencana"), now)
    found = select(Certificate.id).where(Certificate.completion_id == completion.id)
    return {"badge": badge.share_code, "unmade": db.session.scalars(found).one()}


def make_admin() -> None:
    """Add the administrator, who has no NIP and no unit."""
    admin = Person(
        username=ADMIN,
        name="Administrator",
        password_hash=hash_password(PASSWORD),
        created_at=clock.now(),
    )
    db.session.add(admin)
    db.session.flush()  # the role names the new key
    grant(admin, "admin", None, clock.now())


def settle(person: Person) -> Cast:
    """Let a learner complete one course, fail the quiz of another and be at work in the real one."""
    now = clock.now()
    small = make_course(make_lesson(), make_quiz(), slug=SMALL)
    make_completion(person, small, now)
    for line in ("00", "00", "01", "01", "01", "11", "10", "1."):
        take(learning.enrol(make_person(person.unit), small, now), line, now)
    proof = db.session.scalars(select(Certificate)).one()
    begun = make_course(make_lesson(), make_quiz(), slug="gagal")
    failed = begin(person, begun, "kuis")
    close(failed, quiz_of(failed), now)
    real = db.session.scalars(select(Course).where(Course.slug == SLUG)).one()
    assert real.revision_id is not None
    pretest, first, *_others, last = outline_of(real.revision_id).items
    lesson, quiz = first.key, last.key
    attempt = begin(person, real, quiz)
    enrolment = db.session.get_one(Enrolment, attempt.enrolment_id)
    sit(enrolment, pretest, 50, now - timedelta(days=1), Random(1))
    db.session.flush()
    make_path(small, begun, real, make_course(slug="menunggu", prerequisites=("gagal",)))
    token = make_activation(person, "link", made_by_id=None, valid=timedelta(days=1), at=now)
    mark = write_to_the_trainers(person, lesson)
    return Cast(person.id, attempt.id, failed.id, proof.id, proof.code, lesson, quiz, token, mark)


def write_to_the_trainers(person: Person, lesson: str) -> int:
    """Let a learner mark, report and ask at a lesson's first paragraphs; return the mark's key."""
    now, place = clock.now(), place_of(person.id, SLUG)
    assert place is not None
    first, second = paragraphs_of(place.revision_id, lesson)[:2]
    write_note(Spot(person.id, place.course_id, lesson, first, None), "Ingat ini.", now)
    bookmark(Spot(person.id, place.course_id, lesson, second, None), now)
    report_error(person, place, lesson, first, "Pasal itu sudah diubah.", now)
    for text in ("Mengapa delapan?", "Sejak kapan?"):
        ask(person, place, lesson, text, now)
    question = lesson_questions([place.course_id])[0]
    asked = lesson_question(question.id)
    assert asked is not None
    answer_question(asked, "Karena pasal 18 menyebut delapan.", person, now)
    return own_marks(person.id)[0].id


def begin(person: Person, course: Course, key: str) -> Attempt:
    """Let a person join a course, finish its first lesson and open its quiz."""
    now = clock.now()
    yesterday = now - timedelta(days=1)
    enrolment: Enrolment = learning.enrol(person, course, yesterday)
    items = outline_of(enrolment.revision_id).items
    first = next((item for item in items if item.kind == "lesson"), items[0])
    learning.finish_item(enrolment, first.key, yesterday)
    quiz = compiled_item(enrolment.revision_id, key)
    assert isinstance(quiz, Quiz)
    return open_attempt(enrolment, key, quiz, enrolment.revision_id, now)


def quiz_of(attempt: Attempt) -> Quiz:
    """Return the quiz of an attempt."""
    quiz = compiled_item(attempt.revision_id, attempt.quiz_key)
    assert isinstance(quiz, Quiz)
    return quiz
