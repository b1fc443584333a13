"""Publishing from the studio: the impact that was shown is what happens, once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, text, update

from elearning.accounts.operations import grant
from elearning.core.application import Application
from elearning.core.audit import AuditEntry
from elearning.core.db import db
from elearning.courses import queries
from elearning.courses.models import Course, CourseRevision, Enrolment
from elearning.courses.publishing.sources import source_of
from elearning.courses.queries import MANY, people_in
from elearning.learning.enrolment.operations import enrol, finish_item
from elearning.records.models import Completion
from elearning.studio.drafts.queries import files_of
from elearning.studio.models import Draft
from elearning.studio.reviews.operations import ask_review
from tests.factories import NOW, make_completion, make_course, make_person, work
from tests.studio.drafts import FILES, SLUG, make_draft, make_trainer
from tests.studio.publishing import PUBLISH, STUDIO, Publisher, draft_of, publisher
from tests.visitor import Visitor

READER = "198503172010011987"
LESSON = "10-surat.md"
QUIZ = "20-kuis.quiz.md"


def revisions(app: Application) -> list[tuple[int, str]]:
    """Return number and change class of each revision."""
    with app.app_context():
        found = select(CourseRevision.number, CourseRevision.change_class)
        rows = db.session.execute(found.order_by(CourseRevision.number))
        return [(row.number, row.change_class) for row in rows]


def join(app: Application, nip: str = READER, *, begun: bool = False) -> None:
    """Let somebody join the course, and read its first lesson if wanted."""
    with work(app):
        course = db.session.merge(course_row())
        enrolment = enrol(make_person(nip=nip), course, NOW)
        if begun:
            finish_item(enrolment, "surat", NOW)


def course_row() -> Course:
    return db.session.scalars(select(Course).where(Course.slug == SLUG)).one()


def test_a_draft_is_published_with_its_sources_and_the_studio_keeps_it(
    each_app: Application,
) -> None:
    person = publisher(each_app, published=True)
    assert revisions(each_app) == [(1, "content")]
    assert person.course.kept_in == "studio"
    assert person.open(f"/pelatihan/{SLUG}/").status == 200
    with each_app.app_context():
        assert draft_of().state == "published"
        assert source_of(person.course.revision_id or 0).texts == FILES
        deeds = db.session.scalars(select(AuditEntry.action)).all()
        assert "draft.published" in deeds


def test_what_is_published_already_offers_nothing_to_publish(app: Application) -> None:
    person = publisher(app, published=True)
    assert not person.open(PUBLISH).page.select(f'form[action="{PUBLISH}"]')


def test_the_page_tells_changes_numbers_and_the_proposed_class(each_app: Application) -> None:
    person = publisher(each_app, published=True)
    join(each_app)
    join(each_app, "198503172010011988", begun=True)
    person.write(QUIZ, "Tepat.", "Tepat sekali.")
    page = person.open(PUBLISH)
    assert "Apa yang pertama ditulis?" in page.text
    assert [each.get_text() for each in page.page.select(".stats .n, .stats dd, .stats b")][:3] == [
        "1",
        "1",
        "0",
    ]
    chosen = page.page.select_one("input[name=kelas][checked]")
    assert chosen is not None
    assert chosen["value"] == "cosmetic"


def test_nothing_is_published_before_the_numbers_are_confirmed(app: Application) -> None:
    person = publisher(app, published=True)
    join(app, begun=True)
    person.write(LESSON, "singkat", "pendek")
    assert person.publish().status == 422
    assert person.publish(mengerti="ya").status == 200
    assert [number for number, _class in revisions(app)] == [1, 2]


def test_a_class_that_is_too_mild_is_refused_with_the_reason(each_app: Application) -> None:
    person = publisher(each_app, published=True)
    join(each_app, begun=True)
    person.write(QUIZ, "jenis: kuis", "jenis: kuis\nnilai_lulus: 90")
    page = person.open(PUBLISH)
    assert [field["value"] for field in page.page.select("input[name=kelas][disabled]")] == [
        "cosmetic",
        "content",
    ]
    assert person.publish(mengerti="ya", kelas="content").status == 409
    assert len(revisions(each_app)) == 1
    assert person.publish(mengerti="ya").status == 200
    assert revisions(each_app)[1] == (2, "requirements")


def test_a_stricter_class_may_be_chosen(app: Application) -> None:
    person = publisher(app, published=True)
    person.write(LESSON, "singkat", "pendek")
    person.publish(kelas="requirements")
    assert revisions(app)[1] == (2, "requirements")


def test_errors_stop_publishing_and_are_listed(app: Application) -> None:
    person = publisher(app)
    person.write(QUIZ, "- [x]", "- [ ]")
    page = person.open(PUBLISH)
    assert page.page.select(".faults .error")
    assert not page.page.select(f'form[action="{PUBLISH}"]')
    assert not revisions(app)


def test_what_was_looked_at_is_what_is_published(each_app: Application) -> None:
    person = publisher(each_app)
    person.open(PUBLISH)
    person.write(LESSON, "singkat", "pendek")
    person.send(PUBLISH)
    assert person.address == PUBLISH
    assert not revisions(each_app)
    assert person.page.select(f'form[action="{PUBLISH}"]')
    person.send(PUBLISH)
    assert revisions(each_app) == [(1, "content")]


def test_two_publishers_at_once_publish_once(each_app: Application) -> None:
    first = publisher(each_app)
    second = Publisher(each_app)
    second.app = each_app
    with work(each_app):
        make_trainer("199001012015031001", "Rekan", "penerbit")
        draft = db.session.scalars(select(Draft)).one()
        ask_review(draft, "", draft.authors[0].person_id, NOW)
    second.sign_in("199001012015031001")
    for person in (first, second):
        person.open(PUBLISH)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda person: person.send(PUBLISH), (first, second)))
    assert revisions(each_app) == [(1, "content")]
    assert {first.status, second.status} == {200}


# Same or new?


def reworded(app: Application) -> Publisher:
    """Return a publisher whose quiz asks the same with other words."""
    person = publisher(app, published=True)
    person.write(QUIZ, "Apa yang pertama ditulis?", "Apa yang paling pertama ditulis?")
    return person


def question_ids(app: Application) -> list[str]:
    """Return the ids of the quiz's questions in each revision."""
    with app.app_context():
        found = db.session.scalars(select(CourseRevision.id).order_by(CourseRevision.id)).all()
        quizzes = [queries.compiled_item(each, "kuis") for each in found]
        return [quiz.questions[0].id for quiz in quizzes]  # type: ignore[union-attr]


@pytest.mark.parametrize("is_same", [True, False])
def test_the_author_says_whether_a_question_is_the_same(app: Application, is_same: bool) -> None:
    person = reworded(app)
    page = person.open(PUBLISH)
    assert "Apa yang pertama ditulis?".lower() in page.text.lower()
    assert not page.page.select(f'form[action="{PUBLISH}"][method=post]')
    choices = page.page.select("fieldset input[type=radio]")
    chosen = choices[0 if is_same else 1]
    person.send(PUBLISH, **{str(chosen["name"]): str(chosen["value"])})
    person.send(PUBLISH)
    first, second = question_ids(app)
    assert (first == second) is is_same


def test_an_unanswered_doubt_publishes_nothing(app: Application) -> None:
    person = reworded(app)
    page = person.open(PUBLISH)
    token = person.client.get("/csrf").get_json()["csrf_token"]
    mark = page.page.select_one("input[name=tanda]")
    assert mark is None
    person.client.post(PUBLISH, data={"csrf_token": token, "tanda": "x"})
    assert len(revisions(app)) == 1


# Who may


def test_an_author_without_the_right_sees_the_impact_and_no_button(app: Application) -> None:
    with work(app):
        make_draft()
    visitor = Visitor(app).sign_in("197804122003121992").open(PUBLISH)
    assert visitor.status == 200
    assert not visitor.page.select(f'form[action="{PUBLISH}"] button')
    token = visitor.client.get("/csrf").get_json()["csrf_token"]
    assert visitor.client.post(PUBLISH, data={"csrf_token": token}).status_code == 404


def test_a_trainer_who_is_no_author_finds_nothing(app: Application) -> None:
    with work(app):
        make_draft()
        make_trainer("199001012015031001", "Lain")
    visitor = Visitor(app).sign_in("199001012015031001")
    assert visitor.open(PUBLISH).status == visitor.open(f"{STUDIO}/periksa").status == 404


# The check


def test_the_check_leads_to_the_line_and_mends_in_one_click(app: Application) -> None:
    person = publisher(app)
    person.write(QUIZ, "- [x] Nomor", "-[x] Nomor")
    page = person.open(f"{STUDIO}/periksa")
    assert page.page.select('a.line[href*="baris="]')
    person.send(f"{STUDIO}/periksa/perbaiki")
    with app.app_context():
        assert "- [x] Nomor" in source_text(QUIZ)


def source_text(name: str) -> str:
    """Return a text of the draft."""
    return next(file.text for file in files_of(draft_of().id) if file.name == name)


def test_a_remedy_of_an_old_text_is_not_applied(app: Application) -> None:
    person = publisher(app)
    person.write(QUIZ, "- [x] Nomor", "-[x] Nomor")
    person.open(f"{STUDIO}/periksa")
    person.write(QUIZ, "ditulis?", "dicantumkan?")
    person.send(f"{STUDIO}/periksa/perbaiki")
    with app.app_context():
        assert "-[x] Nomor" in source_text(QUIZ)


# Taking a course back


def taken_back(app: Application) -> Publisher:
    """Return a publisher whose course is out of the catalogue."""
    person = publisher(app, published=True)
    join(app, begun=True)
    person.open(PUBLISH).send(f"{STUDIO}/tarik")
    return person


def test_a_withdrawn_course_is_neither_listed_nor_found_nor_joined(each_app: Application) -> None:
    taken_back(each_app)
    with work(each_app):
        make_person(nip="198503172010011989")
    visitor = Visitor(each_app).sign_in("198503172010011989")
    assert "Tata naskah" not in visitor.open("/pelatihan/").text
    assert "Tata naskah" not in visitor.open("/cari?q=naskah").text
    assert visitor.open(f"/pelatihan/{SLUG}/").status == 404
    token = visitor.client.get("/csrf").get_json()["csrf_token"]
    joined = visitor.client.post(f"/pelatihan/{SLUG}/ikuti", data={"csrf_token": token})
    assert joined.status_code == 409


def test_who_has_joined_a_withdrawn_course_goes_on(each_app: Application) -> None:
    taken_back(each_app)
    visitor = Visitor(each_app).sign_in(READER)
    assert visitor.open(f"/pelatihan/{SLUG}/").status == 200
    assert visitor.open(f"/pelatihan/{SLUG}/surat").status == 200
    assert visitor.open(f"/pelatihan/{SLUG}/kuis").status == 200


def test_withdrawing_touches_no_record(each_app: Application) -> None:
    person = publisher(each_app, published=True)
    each_app.extensions.pop("published", None)  # the revision is told another JP
    with work(each_app):
        db.session.execute(update(CourseRevision).values(jp=1))
        make_completion(make_person(nip=READER), course_row())
    before = records(each_app)
    person.open(PUBLISH).send(f"{STUDIO}/tarik")
    visitor = Visitor(each_app).sign_in(READER)
    assert "Tata naskah" in visitor.open("/riwayat/").text
    assert records(each_app) == before
    person.open(PUBLISH).send(PUBLISH, mengerti="ya")
    assert records(each_app) == before


def records(app: Application) -> list[tuple[object, ...]]:
    """Return completions and enrolments as they stand."""
    with app.app_context():
        done = select(Completion.id, Completion.revision_id, Completion.jp, Completion.course_title)
        own = select(Enrolment.id, Enrolment.revision_id, Enrolment.completed_at)
        return [tuple(row) for query in (done, own) for row in db.session.execute(query)]


def test_publishing_again_opens_the_course_without_a_new_version(each_app: Application) -> None:
    person = taken_back(each_app)
    person.open(PUBLISH).send(PUBLISH, mengerti="ya")
    assert revisions(each_app) == [(1, "content")]
    assert person.course.withdrawn_at is None
    assert "Tata naskah" in person.open("/pelatihan/").text
    assert "Tata naskah" in person.open("/cari?q=naskah").text


def test_an_archived_draft_keeps_its_texts_and_what_is_published(app: Application) -> None:
    person = publisher(app, published=True)
    person.open(PUBLISH).send(f"{STUDIO}/arsip")
    with app.app_context():
        assert draft_of().archived_at is not None
        assert source_text(LESSON) == FILES[LESSON]
    assert person.open(f"/pelatihan/{SLUG}/").status == 200
    person.open(PUBLISH).send(f"{STUDIO}/arsip")
    with app.app_context():
        assert draft_of().archived_at is None


# Counting


def test_people_are_counted_by_where_they_stand(each_app: Application) -> None:
    with work(each_app):
        course, other = make_course(), make_course(slug="lain")
        for each in (course, other):
            enrol(make_person(), each, NOW)
        finish_item(enrol(make_person(), course, NOW), "satu", NOW)
        make_completion(make_person(), course)
        assert people_in(course.id) == (1, 1, 1)
        assert people_in(course.id).total == 3


def test_counting_reads_only_the_index_and_stops(app: Application) -> None:
    with work(app):
        course = make_course()
        found = f"select id from enrolment where course_id = {course.id} and completed_at is null"
        for group in ("and last_key = ''", "and last_key > ''"):
            plan = db.session.execute(
                text(f"explain query plan {found} {group} limit {MANY}")
            ).all()
            assert "ix_enrolment_course_stage" in str(plan)
        assert db.session.scalar(select(func.count(Enrolment.id))) == 0


def test_a_publisher_without_the_role_of_a_trainer_reads_and_publishes(app: Application) -> None:
    with work(app):
        draft = make_draft()
        ask_review(draft, "", draft.authors[0].person_id, NOW)
        grant(make_person(nip="199001012015031001"), "penerbit", None, NOW)
    visitor = Visitor(app).sign_in("199001012015031001")
    visitor.open(PUBLISH).send(PUBLISH)
    assert revisions(app) == [(1, "content")]
