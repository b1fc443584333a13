"""Completing a course: the whole story of what an ASN has earned, in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from flask_babel import gettext as _

from elearning.accounts.models import Person, Unit
from elearning.accounts.queries import ancestors, organiser_named, person_with_unit
from elearning.certificates.models import Certificate
from elearning.certificates.operations import issue
from elearning.certificates.seals import seal_of
from elearning.core.clock import local_date
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.core.settings import Settings, current_settings
from elearning.core.types import HUNDREDTH
from elearning.courses.models import Enrolment
from elearning.courses.queries import Outline, outline_of
from elearning.learning.completion import notices
from elearning.learning.enrolment.progress import still_required
from elearning.learning.enrolment.queries import finished_keys
from elearning.quizzes.chance_queries import counted_scores
from elearning.records.days import months_after
from elearning.records.models import Completion
from elearning.records.operations import append_entry, count_completion, entry_of, lock_chain
from elearning.surveys.operations import invite


class UnderWay(Protocol):
    """An enrolment as it stands, locked: a row or a model."""

    @property
    def id(self) -> int: ...
    @property
    def requirements_id(self) -> int: ...
    @property
    def confirmed_at(self) -> datetime | None: ...
    @property
    def completed_at(self) -> datetime | None: ...


def advance(enrolment: UnderWay, at: datetime) -> Completion | None:
    """Complete the course when everything required is done and the printed data are confirmed.

    The caller holds the enrolment's lock (`enrolment_at`): of a confirmation and a last lesson
    that arrive at once, the later one sees the other.
    """
    if enrolment.completed_at is not None or enrolment.confirmed_at is None:
        return None
    if missing_keys(enrolment):
        return None
    return complete(db.session.get_one(Enrolment, enrolment.id), at)


def missing_keys(enrolment: UnderWay) -> tuple[str, ...]:
    """Return the required lessons and quizzes that are not done, by the enrolment's requirements."""
    requirements = outline_of(enrolment.requirements_id)
    return tuple(item.key for item in still_required(requirements, finished_keys(enrolment.id)))


def complete(enrolment: Enrolment, at: datetime) -> Completion:
    """Freeze the completion, issue its certificate and add it to the history, exactly once.

    The enrolment's lock, which the caller holds, lets one request in; unique constraints stand
    behind it.
    """
    head = lock_chain(enrolment.person_id)
    person, settings = working_person(enrolment.person_id), current_settings()
    completion = freeze(enrolment, person, settings, at)
    enrolment.completed_at = at
    certificate = certify(completion, person, enrolment, settings, at)
    number, seal = (certificate.number, seal_of(certificate)) if certificate else ("", "")
    append_entry(head, entry_of(completion, number, seal), at)
    count_completion(completion)
    notices.course_was_completed(person, completion.course_title, number, at)
    invite(person, completion, at)
    return completion


def working_person(person_id: int) -> Person:
    """Return a person who has a unit: the certificate prints it."""
    person = person_with_unit(person_id)
    if person is None or person.unit is None or person.nip is None:
        raise Refused(
            _("Your work unit is not known yet. Ask the HR office to add it, then try again.")
        )
    return person


def freeze(enrolment: Enrolment, person: Person, settings: Settings, at: datetime) -> Completion:
    """Copy everything that will be printed and exported, as it is now."""
    outline = outline_of(enrolment.revision_id)
    line = ancestors(person.unit) if person.unit else ()
    zone = (line[0].timezone if line else "") or settings.timezone
    score = final_score(outline, counted_scores(enrolment.id, enrolment.revision_id))
    completion = Completion(
        person_id=person.id,
        course_id=enrolment.course_id,
        cycle=enrolment.cycle,
        enrolment_id=enrolment.id,
        revision_id=enrolment.revision_id,
        completed_at=at,
        started_on=local_date(enrolment.started_at, zone),
        completed_on=local_date(at, zone),
        year=local_date(at, zone).year,
        jp=outline.jp,
        score=score,
        predicate=settings.predicate_for(score) if score is not None else "",
        valid_until=valid_until(local_date(at, zone), outline),
        **printed_person(person, line),
        **printed_course(outline, line),
    )
    db.session.add(completion)
    db.session.flush()  # the certificate and the history name the new key
    return completion


def valid_until(day: date, outline: Outline) -> date | None:
    """Return the last day on which a completion counts; None when the course names no time."""
    months = outline.facts.validity_months
    return None if months is None else months_after(day, months)


def printed_person(person: Person, line: Sequence[Unit]) -> dict[str, str]:
    """Return what is printed of a person and of the units from their agency down to their own."""
    department = next((unit.name for unit in line if unit.kind == "department"), line[0].name)
    return {
        "full_name": person.full_name,
        "nip": person.nip or "",
        "status": person.status,
        "rank": person.rank_label,
        "position": person.position,
        "position_kind": person.position_kind,
        "unit": line[-1].name,
        "department": department,
        "agency": line[0].name,
        "unit_path": line[-1].path,
        "siasn_id": person.siasn_id,
    }


def printed_course(outline: Outline, line: Sequence[Unit]) -> dict[str, object]:
    """Return what is printed of a course's revision; without an organiser, the agency's own."""
    facts = outline.facts
    return {
        "course_title": facts.title,
        "course_code": facts.code,
        "course_version": outline.number,
        "competency_kind": facts.competency_kind,
        "activity_type": facts.activity_type,
        "organiser": facts.organiser or line[0].organiser_name or line[0].name,
        "curriculum": [[item.title, f"{item.minutes} menit"] for item in outline.items],
    }


def final_score(outline: Outline, scores: Mapping[str, Decimal]) -> Decimal | None:
    """Return the ujian's score, else the mean of the required quizzes by weight, half up.

    Source: content-format, "Scoring". None when the course has no graded quiz.
    """
    graded = [item for item in outline.items if item.is_graded and item.key in scores]
    exams = [item for item in graded if item.preset == "ujian"]
    counted = exams[-1:] or [item for item in graded if item.required]
    weights = sum((Decimal(item.weight) for item in counted), Decimal(0))
    if not weights:
        return None
    total = sum((scores[item.key] * Decimal(item.weight) for item in counted), Decimal(0))
    return (total / weights).quantize(HUNDREDTH, ROUND_HALF_UP)


def certify(
    completion: Completion, person: Person, enrolment: Enrolment, settings: Settings, at: datetime
) -> Certificate | None:
    """Issue the certificate, numbered by the course's organiser; None when the course gives none."""
    facts = outline_of(enrolment.revision_id).facts
    if not facts.certificate or person.unit is None:
        return None
    organiser = organiser_named(facts.organiser) or ancestors(person.unit)[0]
    return issue(completion, organiser, ancestors(organiser)[0].name, settings, at)
