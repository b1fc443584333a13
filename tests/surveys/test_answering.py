"""Saying what one thinks of a course: once, by choice, in time, without a name."""

from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from elearning.core.application import Application
from elearning.core.db import db, writing
from elearning.core.settings import Settings, SettingsError, require_safe
from elearning.learning.completion.correcting import approve
from elearning.notices.models import Notice
from elearning.records.corrections import propose_replacement, propose_revocation
from elearning.records.models import Completion, HistoryEntry
from elearning.surveys.instrument import VALUES, instrument
from elearning.surveys.models import SurveyMark, SurveyText, SurveyWaiting
from elearning.surveys.operations import answer
from elearning.surveys.result_queries import of_course
from tests.conftest import KEY, make_settings
from tests.factories import make_completion, make_course, make_person, make_unit, work
from tests.surveys.answering import NOW, YEAR, complete, form_of, said
from tests.visitor import Visitor


def counted() -> tuple[int, int, int]:
    """Return how many marks, overall answers and texts are kept."""
    overall = SurveyWaiting.item == instrument().overall
    rows = db.session.scalars(select(SurveyWaiting).where(overall))
    answers = sum(row.n1 + row.n2 + row.n3 + row.n4 + row.n5 for row in rows)
    marks, texts = (
        db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in (SurveyMark, SurveyText)
    )
    return marks, answers, texts


def visitor_at(app: Application, unit_name: str = "Unit") -> tuple[Visitor, str, int]:
    """Return somebody who has completed a course, the address of its survey, and the course."""
    with work(app):
        person, completion = complete(make_unit(name=unit_name), make_course())
        nip, address, course_id = (
            person.nip,
            f"/evaluasi/{completion.enrolment_id}",
            completion.course_id,
        )
    return Visitor(app).sign_in(nip), address, course_id


def test_the_questions_are_those_of_the_instrument(app: Application) -> None:
    asked = instrument()
    assert (asked.version, len(asked.items), len(asked.scale)) == (1, 11, 5)
    assert [aspect.name.code for aspect in asked.aspects] == [
        *("isi", "metode", "sistem", "layanan", "hasil", "umum")
    ]
    assert all(aspect.items for aspect in asked.aspects)
    assert asked.overall in {item.code for item in asked.items}
    visitor, address, _course = visitor_at(app)
    page = visitor.open(address).page
    assert len(page.select("form.survey fieldset")) == 11
    assert len(page.select("form.survey input[type=radio]")) == 11 * len(VALUES)
    assert "Materi mudah dipahami" in visitor.text
    assert "tanpa nama" in visitor.text


def test_answers_are_counted_once_however_often_they_are_sent(each_app: Application) -> None:
    visitor, address, course_id = visitor_at(each_app)
    visitor.open(address)
    form = visitor.page
    visitor.send(address, **form_of(4, umum_1="5", saran=" Tambah contoh. ", manfaat=""))
    assert "Terima kasih. Jawaban Anda sudah diterima." in visitor.text
    assert "Anda sudah mengisi evaluasi pelatihan ini" in visitor.text
    token = form.select_one("form.survey input[name=csrf_token]")
    again = visitor.client.post(address, data=form_of(1, csrf_token=token["value"]))
    assert (again.status_code, again.location) == (302, address)
    with work(each_app):
        assert counted() == (1, 1, 1)
        rows = db.session.scalars(select(SurveyWaiting))
        found = {row.item: (row.n1, row.n2, row.n3, row.n4, row.n5) for row in rows}
        assert (found["isi_1"], found["umum_1"]) == ((0, 0, 0, 1, 0), (0, 0, 0, 0, 1))
        assert of_course(course_id, YEAR).number == 0
        assert db.session.scalars(select(SurveyText.text)).all() == ["Tambah contoh."]


def test_of_two_at_once_one_is_counted(each_app: Application) -> None:
    with work(each_app):
        completion_id = complete(make_unit(), make_course())[1].id
    together, results = Barrier(4), []

    def send() -> None:
        with each_app.app_context(), each_app.test_request_context(), writing():
            completion = db.session.get_one(Completion, completion_id)
            db.session.rollback()
            together.wait()
            results.append(answer(completion, said(3), NOW))
            db.session.commit()
            db.session.remove()

    threads = [Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False, False, False, True]
    with work(each_app):
        assert counted() == (1, 1, 0)


def test_what_is_missing_is_told_at_the_field_and_nothing_is_lost(each_app: Application) -> None:
    visitor, address, _course = visitor_at(each_app)
    fields = form_of(2, saran="Sudah baik.")
    del fields["sistem_2"]
    visitor.open(address).send(address, **fields)
    assert visitor.status == 422
    told = visitor.page.select_one("#sistem_2-error")
    assert told is not None
    assert "Pilih salah satu dari lima jawaban." in told.get_text()
    assert visitor.page.select_one(".errors a[href='#sistem_2']")
    assert len(visitor.page.select("input[type=radio][checked][value='2']")) == 10
    assert visitor.page.select_one("#saran").get_text().strip() == "Sudah baik."
    visitor.send(address, sistem_2="1")
    assert "Terima kasih" in visitor.text
    with work(each_app):
        assert counted() == (1, 1, 1)


@pytest.mark.parametrize("wrong", ["0", "6", "x", ""])
def test_only_the_five_values_are_taken(app: Application, wrong: str) -> None:
    visitor, address, _course = visitor_at(app)
    visitor.open(address).send(address, **form_of(3, isi_1=wrong))
    assert visitor.status == 422
    visitor.send(address, isi_1="3", saran="x" * 2001)
    assert visitor.status == 422
    assert "x" * 2001 in visitor.text
    with work(app):
        assert counted() == (0, 0, 0)


def test_a_survey_is_for_whoever_completed_the_course(app: Application) -> None:
    visitor, address, _course = visitor_at(app)
    with work(app):
        other = make_person().nip
    assert Visitor(app).sign_in(other).open(address).status == 404
    assert visitor.open("/evaluasi/999").status == 404


def test_a_completion_that_counts_no_more_cannot_be_evaluated(each_app: Application) -> None:
    with work(each_app):
        unit = make_unit()
        person, completion = complete(unit, make_course())
        nip, address = person.nip, f"/evaluasi/{completion.enrolment_id}"
        first, second = make_person(unit), make_person(unit)
        found = select(HistoryEntry).where(HistoryEntry.completion_id == completion.id)
        entry = db.session.scalars(found).one()
        made = propose_revocation(entry, "not-taken", "", first, NOW)
        approve(made.id, "", second, NOW)
    visitor = Visitor(each_app).sign_in(nip)
    assert visitor.open(address).status == 404
    assert "evaluasi" not in visitor.open("/riwayat/").text.lower()


def test_a_corrected_completion_is_not_evaluated_twice(each_app: Application) -> None:
    with work(each_app):
        unit = make_unit()
        person, completion = complete(unit, make_course())
        assert answer(completion, said(4), NOW)
        first, second = make_person(unit), make_person(unit)
        found = select(HistoryEntry).where(HistoryEntry.completion_id == completion.id)
        entry = db.session.scalars(found).one()
        made = propose_replacement(entry, {"full_name": "Contoh Lestari, M.Si."}, "", first, NOW)
        approve(made.id, "", second, NOW)
        nip, address = person.nip, f"/evaluasi/{completion.enrolment_id}"
    assert "Anda sudah mengisi" in Visitor(each_app).sign_in(nip).open(address).text


class TestWindow:
    """`SURVEY_DAYS` days after the completion; 0 has no end."""

    @pytest.fixture
    def settings(self, tmp_path: Path, request: pytest.FixtureRequest) -> Settings:
        return make_settings(tmp_path, survey_days=request.param)

    @pytest.mark.parametrize(
        ("settings", "ago", "is_open"),
        [(30, 30, True), (30, 31, False), (0, 4000, True)],
        indirect=["settings"],
    )
    def test_a_survey_can_be_answered_for_some_days(
        self, app: Application, ago: int, is_open: bool
    ) -> None:
        with work(app):
            course, at = make_course(), NOW - timedelta(days=ago)
            person, completion = complete(make_unit(), course, at)
            nip, address = person.nip, f"/evaluasi/{completion.enrolment_id}"
        visitor = Visitor(app).sign_in(nip).open(address)
        assert bool(visitor.page.select("form.survey")) is is_open
        assert ("Evaluasi ini sudah ditutup" in visitor.text) is not is_open
        for page in ("/", "/riwayat/", "/pelatihan/pelatihan-contoh/"):
            links = visitor.open(page).page.select(f"main a[href='{address}']")
            assert bool(links) is is_open, page

    @pytest.mark.parametrize("settings", [1], indirect=True)
    def test_a_form_that_was_open_too_long_is_not_counted(self, app: Application) -> None:
        visitor, address, _course = visitor_at(app)
        visitor.open(address)
        with work(app):
            completion = db.session.scalars(select(Completion)).one()
            completion.started_on = completion.completed_on = NOW.date() - timedelta(days=3)
        visitor.send(address, **form_of(3))
        assert "Evaluasi ini sudah ditutup" in visitor.text
        with work(app):
            assert counted() == (0, 0, 0)


def test_the_invitation_goes_when_it_was_followed(app: Application) -> None:
    visitor, address, _course = visitor_at(app)
    for page in ("/", "/riwayat/", "/pelatihan/pelatihan-contoh/"):
        assert visitor.open(page).page.select(f"main a[href='{address}']"), page
    visitor.open(address).send(address, **form_of(5))
    for page in ("/", "/riwayat/", "/pelatihan/pelatihan-contoh/"):
        assert not visitor.open(page).page.select(f"main a[href='{address}']"), page


def test_one_notice_invites_in_the_daily_summary(each_app: Application) -> None:
    with work(each_app):
        person = make_person(make_unit(), email="a@contoh.go.id")
        completion = make_completion(person, make_course(), NOW)
        db.session.flush()
        own = (Notice.person_id == person.id, Notice.kind == "survey")
        notice = db.session.scalars(select(Notice).where(*own)).one()
        assert notice.link == f"/evaluasi/{completion.enrolment_id}"
        assert notice.digest_at is not None


def test_the_certificate_waits_for_no_answer(app: Application) -> None:
    visitor, _address, _course = visitor_at(app)
    assert visitor.open("/riwayat/").page.select("a[href^='/sertifikat/']")


@pytest.mark.parametrize(
    "changes", [{"survey_least": 4}, {"survey_days": -1}, {"survey_wait_months": -1}]
)
def test_settings_that_would_tell_who_answered_are_refused(changes: dict[str, int]) -> None:
    with pytest.raises(SettingsError):
        require_safe(Settings(secret_key=KEY, **changes))
