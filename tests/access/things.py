"""The things of the owner and of others that the addresses of the table name."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from elearning.accounts import unit_names
from elearning.accounts.models import Person, Unit
from elearning.accounts.operations import deactivate, make_activation
from elearning.accounts.organisation_models import UnitChange
from elearning.accounts.privacy_models import DataRequest
from elearning.accounts.queries import person_with_unit
from elearning.api.models import ApiToken
from elearning.api.token_operations import make_token
from elearning.assignments.exemption_operations import exempt
from elearning.certificates.badges import operations as badges
from elearning.certificates.badges.keys import name_of, signing_keys
from elearning.certificates.models import Certificate, Signatory
from elearning.core import clock, files, jobs
from elearning.core.db import db
from elearning.core.settings import current_settings
from elearning.courses.models import Course, CourseMedia, Enrolment
from elearning.courses.queries import compiled_item, place_of
from elearning.courses.writing.questions import places_in
from elearning.development.models import ShareLink
from elearning.development.proposal_operations import StoredFile, propose
from elearning.development.share_operations import make_link as make_share
from elearning.development.transcript_content import Office
from elearning.development.transcript_operations import make_transcript
from elearning.home import data_request_operations, erasure_operations
from elearning.home.merge_operations import merge
from elearning.learning.enrolment import operations as learning
from elearning.learning.feedback.models import ErrorReport, LessonQuestion
from elearning.learning.feedback.operations import ask, report_error
from elearning.learning.lessons.paragraphs import digest_of, letters_of
from elearning.learning.notes.operations import bookmark
from elearning.learning.notes.queries import own_marks, spot_at
from elearning.learning.questions.practising import practice_name
from elearning.notices.models import Notice
from elearning.quizzes.models import Attempt, Essay, ExtraChance, TimeAllowance
from elearning.quizzes.operations import open_attempt
from elearning.records.corrections import propose_revocation
from elearning.records.external import ExternalTraining, record_external
from elearning.records.models import Completion, HistoryEntry
from elearning.reports.exports.choices import Choice
from elearning.reports.exports.models import ExportFile
from elearning.reports.exports.operations import begin_export
from elearning.reports.saved.operations import Schedule, save
from elearning.staff.officers import officer_at
from elearning.studio.drafts.queries import files_of, media_of, versions_of
from elearning.studio.models import Draft, ReviewLink
from elearning.studio.reviews import operations as review_operations
from elearning.studio.reviews.operations import Spot
from elearning.studio.writing import saving
from elearning.studio.writing.saving import Typed
from elearning.webhooks.operations import make_webhook
from tests.assessment.classrooms import take
from tests.assessment.regrades import make_repaired
from tests.assignments.duties_of_people import make_assignment
from tests.development.papers import make_picture, make_training
from tests.factories import (
    NOW,
    make_completion,
    make_course,
    make_lesson,
    make_path,
    make_person,
    make_quiz,
)
from tests.studio.drafts import make_draft, make_drawing


def make_things(owner: Person) -> dict[str, Any]:
    """Give the owner a certificate, a course in progress, an open attempt and an unused link."""
    now = clock.now()
    make_completion(owner, make_course(make_lesson(), make_quiz(), slug="selesai"), now)
    proof = db.session.scalars(select(Certificate)).one()
    lesson, quiz = make_lesson(practice=True), make_quiz()
    course = make_course(lesson, quiz, slug="berjalan")
    course.cover = f"/pelatihan/{course.slug}/media/cover.svg"
    make_path(course)
    enrolment = learning.enrol(owner, course, now)
    enrolment.seen_at = now + timedelta(
        hours=1
    )  # a position is refused however long the table takes
    taught = compiled_item(enrolment.revision_id, "kuis")
    attempt = open_attempt(enrolment, "kuis", taught, enrolment.revision_id, now)  # type: ignore[arg-type]
    taken = take(learning.enrol(make_person(), course, now), "01", now)
    return {
        "person": owner.id,
        "nip": owner.nip,
        "course": course.slug,
        "asked": practice_name(lesson.practices[0].id),
        "paragraph": digest_of(letters_of("Isi satu")),
        "mark": make_mark(owner, course.slug),
        "attempt": attempt.id,
        "regrade": make_repaired(course.slug),
        "essay": make_essay(taken, course),
        **make_grants(enrolment),
        **make_correction(owner),
        "data_request": make_data_request(owner),
        "leaver": make_leaver(owner),
        "certificate": proof.id,
        "completion": proof.completion_id,
        "evaluated": db.session.get_one(Completion, proof.completion_id).enrolment_id,
        "notice": db.session.scalars(select(Notice.id).where(Notice.person_id == owner.id)).first(),
        **make_shared_badge(proof, now),
        "code": proof.code,
        "year": str(proof.year),
        "number": proof.number,
        "check_code": proof.check_code,
        **make_signatory(proof),
        "cover": make_medium(course, "cover.svg"),
        "picture": make_medium(course, "picture.svg"),
        "token": make_activation(owner, "link", made_by_id=None, valid=timedelta(1), at=now),
    }


def make_signatory(proof: Certificate) -> dict[str, int]:
    """Let somebody sign the organiser's certificates."""
    facts = {"position": "Kepala", "name": "Uji", "rank": "", "nip": ""}
    signatory = Signatory(organiser_id=proof.organiser_id, valid_from=proof.issued_on, **facts)
    db.session.add(signatory)
    db.session.flush()
    return {"organiser": proof.organiser_id, "signatory": signatory.id}


def make_correction(owner: Person) -> dict[str, int]:
    """Return an entry of the owner's, and a proposal to revoke another one."""
    day = clock.now().date()
    seminar = ExternalTraining("Seminar", "ANRI", "9", day, day, 3, "S/1")
    entry = db.session.scalars(select(HistoryEntry)).one()
    other = record_external(owner, seminar, clock.now())
    assert other is not None
    made = propose_revocation(other, "twice", "Ganda.", make_person(), clock.now())
    return {"entry": entry.id, "correction": made.id}


def make_data_request(owner: Person) -> int:
    """Let the owner ask for a correction of their data."""
    path = db.session.get_one(Unit, owner.unit_id).path
    data_request_operations.ask(owner, path, "name", "Contoh L.", "", 72, clock.now())
    return db.session.scalars(select(DataRequest.id)).one()


def make_twins(owner: Person) -> dict[str, Any]:
    """Join a former account of the owner, and add another one that is not joined yet."""
    unit = db.session.get_one(Unit, owner.unit_id)
    former, twin = make_person(unit), make_person(unit)
    made = merge(former.id, owner.id, "SK 821/15/2026", officer_at(by_admin()), clock.now())
    return {"former": former.id, "twin": twin.id, "twin_nip": twin.nip, "merge": made.id}


def by_admin() -> int:
    """Return the administrator's key."""
    return db.session.scalars(select(Person.id).where(Person.username == "admin")).one()


def make_leaver(colleague: Person) -> int:
    """Let somebody have left whose data another administrator proposes to erase."""
    now, unit = clock.now(), db.session.get_one(Unit, colleague.unit_id)
    leaver, proposer = make_person(unit), make_person(unit)
    deactivate(leaver, now, actor_id=None)
    by = {"by_id": proposer.id, "on": now.date(), "at": now}
    erasure_operations.propose(leaver, "request", "Surat 12/2026", [], **by)
    return leaver.id


def make_shared_badge(certificate: Certificate, at: datetime) -> dict[str, str]:
    """Let the owner show a badge of the certificate; return its public address and a key's name."""
    badge = badges.make_badge(certificate, None, at)
    badges.share(badge)
    keys = signing_keys(current_settings())
    badges.publish_keys(keys, at)
    return {"badge": badge.share_code or "", "badge_key": name_of(keys.token.public_key())}


def make_riwayat(owner: Person, officer: Person) -> dict[str, Any]:
    """Let the owner propose training, share the history and have a transcript; HR proposes too."""
    now, content = clock.now(), {"nip": owner.nip, "made_on": "2025-11-22", "name": "Contoh"}
    stored, drawn = make_picture("JPEG"), make_picture()
    file = StoredFile(files.store(stored), "image/jpeg", files.store(drawn))
    proposals = [propose(each.id, make_training(), 4, file, now) for each in (owner, officer)]
    lines = {"years": [2025], "lines": [], "jp": 0, "site": "", "unit": "", "agency": ""}
    identity = {"rank": "", "position": "", "status": "PNS"}
    office = Office(owner.unit_id or 0, "Kepala", "Ratna Contoh", "", "")
    paper = make_transcript(owner.id, content | lines | identity, "http://localhost", now, office)
    token = make_share(owner.id, "", (), now + timedelta(days=7), now, shows_nip=False)
    return {
        "proposal": proposals[0].id,
        "own_proposal": proposals[1].id,
        "transcript": paper.id,
        "transcript_code": paper.code,
        "share": db.session.scalars(select(ShareLink.id)).one(),
        "share_token": token,
    }


def make_exports(officer: Person) -> dict[str, int]:
    """Let the officer of the agency have started a job, made an export and kept one."""
    now, unit = clock.now(), db.session.get_one(Unit, officer.unit_id)
    job = jobs.start("test", "Uji", {}, now, person_id=officer.id)
    log = begin_export(officer.id, unit.id, 2025, Choice(), [unit.path], now)
    facts = {"department": "", "rows": 1, "certificates": 0, "left_out": 0, "size": 1}
    file = ExportFile(
        export_id=log.id, number=1, name="a.csv", digest="0" * 64, made_at=now, **facts
    )
    db.session.add(file)
    schedule = Schedule("", 0, 6, "Asia/Jakarta")
    saved = save("Harian", Choice(), schedule, None, officer.id, now)
    return {"job": job.id, "export": log.id, "export_file": file_key(file), "saved": saved.id}


def file_key(file: ExportFile) -> int:
    """Return the key of a file that was just added."""
    db.session.flush()  # the table names the new key
    return file.id


def make_mandatory(people: dict[str, Person]) -> dict[str, int]:
    """Make a course mandatory in the agency, of whose people one is exempt; the owner leads one."""
    people["other"].supervisor_id = people["owner"].id
    officer, here = people["hr"], db.session.get_one(Unit, people["owner"].unit_id)
    agency, colleague = db.session.get_one(Unit, officer.unit_id), make_person(here)
    made = make_assignment(agency, officer, due_on=date(2029, 12, 31), at=clock.now())
    db.session.flush()
    given = exempt(made, colleague.id, "study", "", officer, clock.now())
    db.session.flush()
    return {"assignment": made.id, "exemption": given.id, "pelatihan": made.course_id}


def make_unit_change(owner: Person, other: Person) -> dict[str, int | None]:
    """Rename the owner's unit, and name the unit elsewhere into which it could go."""
    unit, day = db.session.get_one(Unit, owner.unit_id), clock.now().date()
    unit_names.rename(unit, "Bidang Arsip", day, day, clock.now(), by_id=other.id)
    change = db.session.scalars(select(UnitChange.id)).one()
    return {"unit": unit.id, "unit_change": change, "elsewhere_unit": other.unit_id}


def make_api_token(officer: Person) -> dict[str, int | None]:
    """Let the officer of the agency give a token for all of it."""
    agency = officer.unit_id
    assert agency is not None
    later = clock.now() + timedelta(days=30)
    make_token(officer.id, "SIMPEG", agency, ["courses:read"], later, clock.now())
    token = db.session.scalars(select(ApiToken.id)).one()
    facts = (officer.id, "SIMPEG", "https://simpeg.example/terima", agency, ["completion.created"])
    webhook, _secret = make_webhook(*facts, carries_data=False, at=clock.now())
    return {"agency": agency, "api_token": token, "webhook": webhook.id}


def make_mark(owner: Person, slug: str) -> int:
    """Let the owner put a bookmark at the only paragraph of a lesson, and return its key."""
    place = place_of(owner.id, slug)
    assert place is not None
    spot = spot_at(owner.id, place, "satu", digest_of(letters_of("Isi satu")))
    assert spot is not None
    bookmark(spot, NOW)
    return own_marks(owner.id)[0].id


def make_essay(attempt: Attempt, course: Course) -> int:
    """Let a question of a closed attempt wait for its mark as an essay does, and return its key."""
    essay = Essay(attempt_id=attempt.id, course_id=course.id, sent_at=NOW, state="waiting")
    essay.question = attempt.paper[0]["id"]
    db.session.add(essay)
    db.session.flush()  # the table names the new key
    return essay.id


def make_grants(enrolment: Enrolment) -> dict[str, int]:
    """Let a learner ask for one more attempt and have extra time."""
    mine = {"enrolment_id": enrolment.id, "course_id": enrolment.course_id, "quiz_key": "kuis"}
    chance = ExtraChance(**mine, state="asked", request="Listrik padam.", asked_at=clock.now())
    by = enrolment.person_id
    extra = TimeAllowance(
        person_id=by, course_id=enrolment.course_id, percent=50, reason="Surat", given_at=NOW
    )
    extra.given_by_id = by
    db.session.add_all([chance, extra])
    db.session.flush()  # the table names the new keys
    return {"chance": chance.id, "extra": extra.id}


def make_studio(trainer: Person, reader: Person) -> dict[str, Any]:
    """Give the trainer a draft of the course that the reader is in, reports and asks about."""
    draft = make_draft(trainer, "berjalan")
    place, by = place_of(reader.id, draft.slug), person_with_unit(reader.id)
    assert place is not None
    assert by is not None
    report_error(by, place, "satu", None, "Salah ketik.", clock.now())
    ask(by, place, "satu", "Mengapa?", clock.now())
    return {
        "draft": draft.slug,
        "quiz": files_of(draft.id)[2].id,
        **make_review(draft, trainer),
        "report": db.session.scalars(select(ErrorReport.id)).one(),
        "question": db.session.scalars(select(LessonQuestion.id)).one(),
    }


def make_review(draft: Draft, trainer: Person) -> dict[str, Any]:
    """Let a draft be read by a private link, with a drawing and a comment of its author."""
    now, text = clock.now(), files_of(draft.id)[1]
    said = review_operations.comment(draft, text, Spot(), "Hm.", trainer.id, now)
    token = review_operations.make_link(draft, "Peninjau", 30, trainer.id, now)
    drawing = make_drawing(draft)
    return {
        "text": text.id,
        "version": versions_of(text.id)[0].id,
        "author": trainer.id,
        "trainer_nip": trainer.nip,
        "review": token,
        "link": db.session.scalars(select(ReviewLink.id)).one(),
        "comment": said.id,
        "drawing": f"{drawing.digest[:16]}-{drawing.name}",
        **make_writing(draft, trainer),
    }


def make_writing(draft: Draft, trainer: Person) -> dict[str, Any]:
    """Let a text of a draft come too late, and name a medium and a question of it."""
    text, quiz = files_of(draft.id)[1:3]
    late = saving.keep(draft, text, Typed("Terlambat.", 0, auto=False), trainer.id, clock.now())
    assert late is not None
    return {
        "late": late.id,
        "medium": media_of(draft.id)[0].id,
        "asked_in_draft": places_in(quiz.name, quiz.text)[0].mark,
    }


def make_medium(course: Course, name: str) -> str:
    """Add a picture to a course and return its name."""
    digest = files.store(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    db.session.add(
        CourseMedia(course_id=course.id, name=name, digest=digest, mime="image/svg+xml", size=41)
    )
    return name
