"""Data Saya: everything held about oneself can be seen and taken along, and nothing of others."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from operator import eq
from pathlib import Path
from typing import Any

import pypdf
import pytest
from sqlalchemy import BinaryExpression, Column, select
from sqlalchemy.sql import visitors

import elearning
from elearning.accounts.models import Person
from elearning.accounts.operations import deactivate
from elearning.accounts.organisation_models import KINDS_OF_CHANGE
from elearning.core import mail
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.personal_data import OWNER, Held
from elearning.core.schema import schema
from elearning.courses.models import Course
from elearning.home.data_labels import LABELS, TECHNICAL, WORDS
from elearning.home.data_words import KINDS, PURPOSES
from elearning.home.own_data_queries import OFFERED, json_of
from elearning.home.own_data_views import MOST_DOWNLOADS
from elearning.learning.feedback.models import LessonQuestion
from tests.factories import NOW, make_completion, make_course, make_person, work
from tests.notices.inbox import tell_something
from tests.statements import statements
from tests.visitor import Visitor

DOCUMENT = Path(__file__).parents[2] / "docs" / "data-saya.md"

#: References to a person that are no data about that person: who acted, inside a record about
#: somebody else or about a course. What they did stands among their deeds in the audit log, or
#: belongs to whom the record is about.
NOT_ABOUT = {
    "access_event.viewer_id": "is part of what the person looked at may see",
    "activation_code.made_by_id": "acts of officers: deed activation.made",
    "api_token.made_by_id": "acts of officers: a program's access, the agency's",
    "webhook.made_by_id": "acts of officers: what another system of the agency is told",
    "api_token.revoked_by_id": "acts of officers: a program's access, the agency's",
    "assignment.made_by_id": "acts of officers: deed assignment.made",
    "certificate_signature.signed_by_id": "acts of signatories: deed certificate.signed",
    "certificate_template.made_by_id": "acts of officers: deeds on the organiser's look",
    "correction.decided_by_id": "acts of officers: deeds on corrections",
    "correction.proposed_by_id": "acts of officers: deeds on corrections",
    "data_request.answered_by_id": "acts of officers: deed data.answered",
    "draft_file.changed_by_id": "repeats the newest version, which is offered",
    "draft_medium.added_by_id": "a picture of a course, the agency's",
    "erasure.decided_by_id": "acts of officers: deed person.erased",
    "erasure.proposed_by_id": "acts of officers: deed erasure.proposed",
    "error_report.handled_by_id": "an act on somebody else's report",
    "essay.second_by_id": "an act on somebody else's essay",
    "extra_chance.decided_by_id": "an act on somebody else's request",
    "exemption.given_by_id": "acts of officers: deed assignment.exempted",
    "legal_hold.lifted_by_id": "acts of officers: deed hold.lifted",
    "legal_hold.placed_by_id": "acts of officers: deed hold.placed",
    "lesson_question.hidden_by_id": "an act on somebody else's question",
    "account_merge.made_by_id": "acts of officers: deed person.merged",
    "account_merge.undone_by_id": "acts of officers: deed person.unmerged",
    "person.merged_into_id": "repeats the accounts that were joined, which are offered",
    "merged_person.person_id": "repeats the employment history, so that a merge can be taken back",
    "person.supervisor_id": "belongs to whose supervisor it is; shown on the page of the account",
    "proposal.decided_by_id": "acts of officers: deeds on proposals",
    "proposal_step.actor_id": "repeats the deeds on proposals",
    "regrade.undone_by_id": "an act on a course: deed in the audit log",
    "review_comment.resolved_by_id": "an act on somebody else's comment",
    "review_link.made_by_id": "an act on a course: deed draft.link-made",
    "review_request.asked_by_id": "an act on a course: deed draft.review-asked",
    "review_request.closed_by_id": "an act on a course: deed in the audit log",
    "saved_export.person_id": "acts of officers: deed export.saved",
    "siasn_sheet.person_id": "acts of officers: deeds siasn.states_imported and others",
    "siasn_sheet_row.subject_id": "an officer's sheet until the next; what came of it is offered",
    "siasn_step.actor_id": "acts of officers: deed siasn.stated",
    "roster_change.made_by_id": "acts of officers: who brought a roster",
    "roster_line.person_id": "what a roster changed stands in the account and the positions",
    "transcript_signature.signed_by_id": "acts of signatories",
    "time_allowance.given_by_id": "an act on somebody else's time limit",
    "unit_change.by_id": "acts of officers: deeds on the organisation",
}
#: Tables that belong to what a person has, and are offered by no row of their own.
NOT_OFFERED = {
    "webhook_delivery": "which entry was told to which system, by its key",
    "siasn_record": "repeats the newest of the steps, which are offered",
    "siasn_sheet_row": "an officer's sheet until the next; what came of it is offered",
    "ledger_line": "a number beside an entry's hash: the entry is offered",
    "draft_file": "texts of courses are the agency's; who changed them when is offered",
}


def own_columns(held: Held) -> set[str]:
    """Return the columns that must hold the owner's key, as the statement says."""
    found: set[str] = set()

    def see(part: BinaryExpression[Any]) -> None:
        is_owner = getattr(part.right, "key", "") == OWNER.key and part.operator is eq
        if is_owner and isinstance(part.left, Column):
            found.add(str(part.left))

    assert held.statement.whereclause is not None
    visitors.traverse(held.statement.whereclause, {}, {"binary": see})
    return found


def tables_of(held: Held) -> set[str]:
    """Return the tables from which a statement reads."""
    found: set[str] = set()
    visitors.traverse(held.statement, {}, {"table": lambda table: found.add(table.name)})
    return found


def references(name: str) -> Iterator[str]:
    """Yield every column of the database that names a row of a table."""
    for table in schema().sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == name:
                yield f"{table.name}.{key.parent.name}"


def test_every_reference_to_a_person_is_offered_or_has_a_reason() -> None:
    offered = set().union(*(own_columns(held) for held in OFFERED))
    known = offered | set(NOT_ABOUT)
    assert set(references("person")) - known == set()
    assert set(NOT_ABOUT) & offered == set()
    assert set(NOT_ABOUT) - set(references("person")) == set()


@pytest.mark.parametrize(
    "name",
    ["enrolment", "attempt", "essay", "completion", "history_entry", "certificate", "proposal"],
)
def test_what_belongs_to_somebodys_things_is_offered_too(name: str) -> None:
    offered = set().union(*(tables_of(held) for held in OFFERED))
    belonging = {each.partition(".")[0] for each in references(name)}
    assert belonging - offered - set(NOT_OFFERED) == set()


def test_every_kind_has_a_purpose_a_name_and_labels() -> None:
    names = [held.name for held in OFFERED]
    assert len(names) == len(set(names))
    assert set(names) == set(KINDS)
    for held in OFFERED:
        assert held.group in PURPOSES
        assert set(held.statement.selected_columns.keys()) <= set(LABELS) | TECHNICAL


def deeds_in_code() -> Iterator[str]:
    """Yield every deed that the code writes into the audit log under a name of its own."""
    for file in Path(elearning.__file__).parent.rglob("*.py"):
        found = re.findall(
            r'(?:record|_?note|_announce)\(\s*"(\w+\.[\w-]+)"', file.read_text("utf-8")
        )
        yield from found


def test_every_deed_in_the_audit_log_has_words() -> None:
    deeds = set(deeds_in_code())
    assert len(deeds) > 50
    assert deeds - set(WORDS) == set()


def test_every_change_of_the_organisation_has_words() -> None:
    deeds = {f"unit.{kind}" for kind in KINDS_OF_CHANGE}
    assert (deeds | {f"{deed}.undone" for deed in deeds}) - set(WORDS) == set()


def make_settled(**fields: object) -> Person:
    """Add somebody who has completed a course and was told so."""
    person = make_person(**fields)
    make_completion(person, make_course())
    tell_something(person)
    return person


def taken(app: Application, person_id: int) -> dict[str, Any]:
    """Return the download of a person."""
    with app.app_context():
        return json.loads("".join(json_of(db.engine, person_id, NOW)))  # type: ignore[no-any-return]


def test_the_download_is_complete_and_says_so(each_app: Application) -> None:
    with work(each_app):
        person_id = make_settled(name="Rini Wulandari").id
    told = taken(each_app, person_id)
    assert (told["format"], told["complete"]) == ("elearning-data-saya/1", True)
    assert set(told["data"]) == {held.name for held in OFFERED}
    assert told["data"]["account"][0]["name"] == "Rini Wulandari"
    assert [each["full_name"] for each in told["data"]["completions"]] == ["Rini Wulandari"]
    assert len(told["data"]["attempts"]) == len(told["data"]["certificates"]) == 1
    assert told["data"]["notices"][-1]["title"] == "Kabar"


def test_a_trainers_download_names_no_learner(each_app: Application) -> None:
    with work(each_app):
        learner = make_settled(name="Peserta Rahasia", nip="199001012015031999")
        trainer = make_person(name="Pengajar")
        key = trainer.id
        db.session.add(answered_question(learner, trainer))
        deactivate(learner, NOW, actor_id=key)
    told = json.dumps(taken(each_app, key))
    assert "Jawaban pengajar" in told
    assert "person.deactivated" in told
    assert "Rahasia" not in told
    assert "199001012015031999" not in told


def answered_question(asker: Person, trainer: Person) -> LessonQuestion:
    """Return a question that names its asker, and the trainer's answer."""
    course = db.session.scalars(select(Course)).one()
    said = {"text": "Saya Rahasia, bertanya.", "answer": "Jawaban pengajar"}
    return LessonQuestion(
        course_id=course.id,
        revision_id=course.revision_id,
        key="satu",
        asker_id=asker.id,
        signed_as="Rahasia",
        fingerprint="1",
        asked_at=NOW,
        answered_at=NOW,
        answered_by_id=trainer.id,
        **said,
    )


def test_an_essays_comment_is_told_when_its_mark_stands() -> None:
    held = next(each for each in OFFERED if each.name == "essay_comments")
    assert "essay.state = :state_1" in str(held.statement)
    named = set().union(*(set(each.statement.selected_columns.keys()) for each in OFFERED))
    assert not named & {"paper", "marks", "seed", "token_hash", "password_hash", "code_hash"}


def test_mail_that_waits_is_shown_to_its_receiver_only(each_app: Application) -> None:
    with work(each_app):
        person, other = make_person(email="a@contoh.go.id"), make_person(email="b@contoh.go.id")
        mail.post("a@contoh.go.id", "Kabar surel", "Isi", NOW)
        keys = (person.id, other.id)
    subjects = [
        [each["subject"] for each in taken(each_app, key)["data"]["waiting_mail"]] for key in keys
    ]
    assert subjects == [["Kabar surel"], []]


def opened(app: Application, nip: str) -> Visitor:
    """Return the browser of a person."""
    return Visitor(app).sign_in(nip)


def test_the_page_says_what_why_on_what_ground_and_how_long(app: Application) -> None:
    with work(app):
        nip = str(make_settled().nip)
    visitor = opened(app, nip).open("/data-saya")
    assert visitor.status == 200
    for purpose in PURPOSES:
        card = visitor.page.select_one(f"section[aria-labelledby={purpose}]")
        assert card is not None
        assert len(card.select("dt")) == 3
    assert "UU 27/2022 Pasal 20" in visitor.text
    assert "24 bulan" in visitor.text


def test_each_purpose_has_a_page_of_rows_that_does_not_ask_more_with_more_rows(
    app: Application,
) -> None:
    with work(app):
        person = make_settled()
        nip = str(person.nip)
    visitor = opened(app, nip)
    for purpose in PURPOSES:
        assert visitor.open(f"/data-saya/rincian/{purpose}").status == 200
    assert visitor.open("/data-saya/rincian/lain").status == 404
    with statements(app) as few:
        visitor.open("/data-saya/rincian/notices")
    with work(app):
        for number in range(60):
            tell_something(db.session.get_one(Person, 1), title=f"Kabar {number}")
    with statements(app) as many:
        visitor.open("/data-saya/rincian/notices")
    assert len(many) == len(few)
    assert "Kabar 59" in visitor.text
    assert "Kabar 2 " not in visitor.text


def test_the_json_is_a_file_that_nobody_keeps_on_the_way(app: Application) -> None:
    with work(app):
        nip = str(make_settled().nip)
    visitor = opened(app, nip).open("/data-saya/unduh.json")
    assert visitor.response is not None
    assert visitor.response.headers["Cache-Control"] == "no-store"
    assert visitor.response.headers["Content-Disposition"].startswith("attachment")
    told = visitor.response.get_json()
    assert told["complete"] is True
    assert [each["action"] for each in told["data"]["deeds"]][-1] == "data.downloaded"


def test_too_many_downloads_have_to_wait(app: Application) -> None:
    with work(app):
        nip = str(make_person().nip)
    visitor = opened(app, nip)
    given = [visitor.open("/data-saya/unduh.json").status for _time in range(MOST_DOWNLOADS + 1)]
    assert given == [200] * MOST_DOWNLOADS + [409]


@pytest.mark.parametrize("name", ["Rini Wulandari", "محمد " * 9, "Nama" * 60])
def test_the_paper_can_be_read_and_archived(app: Application, name: str) -> None:
    with work(app):
        nip = str(make_settled(name=name).nip)
    visitor = opened(app, nip).open("/data-saya/unduh.pdf")
    assert visitor.response is not None
    content = visitor.response.data
    marks = content.decode("latin-1")
    assert "<pdfaid:part>2</pdfaid:part>" in marks
    assert "<pdfuaid:part>1</pdfuaid:part>" in marks
    pages = pypdf.PdfReader(BytesIO(content)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert nip in text
    assert "Pelatihan pelatihan-contoh" in text


def test_every_kind_is_documented_with_its_fields() -> None:
    said = DOCUMENT.read_text(encoding="utf-8").splitlines()
    for held in OFFERED:
        fields = ", ".join(f"`{name}`" for name in held.statement.selected_columns.keys())  # noqa: SIM118
        assert f"| `{held.name}` | {fields} |" in said
