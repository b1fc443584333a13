"""Nothing of a key leaves before it is due: every answer of every door is read to its last byte."""

import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from flask import Response, session
from sqlalchemy import select

from elearning.app import create_app
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.markdown import Renderer
from elearning.courses.compiled import Course as Compiled
from elearning.courses.models import Course
from elearning.learning.questions.practising import practice_name
from elearning.quizzes.drawing import paper_of
from elearning.quizzes.models import Attempt
from elearning.studio.drafts.operations import create_draft
from elearning.studio.reviews.operations import make_link
from tests.conftest import make_settings
from tests.factories import NOW, make_person, work
from tests.learning import canaries
from tests.learning.canaries import GUIDANCE, KEY, KINDS, NAME, POOL, SHOWN, WORD, Seen
from tests.learning.doors import LEFT_OUT, Leak, Person, Watch, name_of
from tests.quizzes.samples import answers_with, enrol, make_batch
from tests.studio.drafts import make_trainer

SLUG = "uji-coba"
LESSON, QUIZ = f"/pelatihan/{SLUG}/materi", f"/pelatihan/{SLUG}/kuis"
PRESETS = ("latihan", "kuis", "ujian", "pretest", "survei")
FEEDBACK = ("immediate", "after-submit", "after-pass", "never")
#: Each preset with the feedback that it has unless a course says otherwise.
USUAL = dict(
    zip(PRESETS, ("immediate", "after-submit", "after-pass", "never", "never"), strict=True)
)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compiled]:
    """The course of canaries as the publisher compiles it."""
    with Renderer() as renderer:
        yield canaries.compiled(tmp_path_factory.mktemp("kenari"), renderer)


@pytest.fixture(scope="module")
def shared(
    tmp_path_factory: pytest.TempPathFactory, empty_database: Path, kept_templates: Path
) -> Iterator[Application]:
    """One application for many sittings: each publishes a revision and has its own people."""
    folder = tmp_path_factory.mktemp("kenari")
    shutil.copy(empty_database, folder / "elearning.db")
    app = create_app(make_settings(folder))
    app.keep_templates(kept_templates)
    with work(app):
        trainer = make_trainer()
        draft = create_draft(SLUG, canaries.files(), trainer, NOW)
        make_link(draft, "Peninjau", 30, trainer.id, NOW)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


class Sitting:
    """A learner with an open attempt, somebody else who is enrolled, and a visitor."""

    def __init__(self, app: Application, course: Compiled, preset: str, feedback: str) -> None:
        graded = preset in {"kuis", "ujian"}
        changed = canaries.with_rules(
            course,
            preset=preset,
            feedback=feedback,
            minutes_limit=60 if preset == "ujian" else None,
            pass_mark=Decimal(70) if graded else None,
        )
        self.app, self.quiz = app, changed.quizzes[0]
        with work(app):
            canaries.publish_course(changed)
            record = db.session.scalars(select(Course).where(Course.slug == SLUG)).one()
            people = [enrol(make_person(), record, confirmed_at=NOW)[:2] for _person in range(2)]
        self.learner, self.other = (Watch(app, Person(*each), feedback) for each in people)
        self.visitor = Watch(app, Person(), feedback)
        self.learner.waits_for_essays = preset != "survei"
        self.learner.ask("POST", f"{QUIZ}/percobaan")

    @property
    def attempt(self) -> Attempt:
        """The learner's newest attempt."""
        with self.app.app_context():
            mine = Attempt.enrolment_id == self.learner.person.enrolment_id
            newest = select(Attempt).where(mine).order_by(Attempt.id.desc())
            found = db.session.scalars(newest).first()
            assert found is not None
            db.session.expunge(found)
            return found

    @property
    def url(self) -> str:
        """Where the attempt is."""
        return f"/percobaan/{self.attempt.id}"

    def answers(self, *, right: bool) -> dict[str, Any]:
        """Return answers to everything; essays are of no moment here."""
        quiz, paper = self.quiz, paper_of(self.attempt.paper)
        answers = answers_with(tuple(s for s in paper if s.kind != "essay"), quiz, right=right)
        return answers | {slot.id: "Isi." for slot in paper if slot.kind == "essay"}

    def practice(self, name: str) -> str:
        """Return what pages call a practice question."""
        with self.app.app_context():
            return practice_name(f"{NAME}x{name}x2")

    def values(self) -> dict[str, tuple[object, ...]]:
        """Return what stands for the names in the addresses."""
        asked = [each.id for each in self.quiz.questions]
        return {
            "course": (SLUG,),
            "draft": (SLUG,),
            "slug": (SLUG,),
            "key": ("materi", "kuis"),
            "question": (asked[0], f"{NAME}xlatihtunggalx2", self.practice("latihtunggal")),
            "attempt_id": (self.attempt.id, 999),
            "name": (self.picture(), "none.svg"),
            "token": ("none",),
            "code": ("en",),
            "file_id": (1, 3),
        }

    def picture(self) -> str:
        """Return the file of the only picture that the open attempt may show."""
        digits = canaries.files_digits(canaries.SHOWN_FILE)
        return f"{digits}.svg"


def try_attempt(sitting: Sitting) -> None:
    """Do in an open attempt whatever a page, its script or somebody curious can do."""
    learner, url, feedback = sitting.learner, sitting.url, sitting.learner.feedback
    for address in (url, f"{url}/kirim", QUIZ, LESSON):
        for more in ({}, {"headers": {"Accept-Language": "en"}}, {"query_string": "bahasa=en"}):
            learner.ask("GET", address, **more)
        for method in ("HEAD", "DELETE", "PUT"):
            learner.ask(method, address)
    try_saving(sitting)
    for slot in sitting.attempt.paper:
        for headers in ({"X-Fragment": "check"}, {}):
            data = {"periksa": slot["id"], "saved_seq": "1"}
            learner.ask("POST", f"{url}/periksa", data=data, headers=headers)
    assert (Seen(KEY, KINDS[0]) in learner.seen) is (feedback == "immediate")
    for stranger in (sitting.other, sitting.visitor):
        for address in (url, f"{url}/kirim"):
            stranger.ask("GET", address)
        stranger.ask("POST", f"{url}/jawaban", json=make_batch(sitting.answers(right=True)))
        stranger.ask("POST", f"{url}/periksa", data={"periksa": sitting.attempt.paper[0]["id"]})


def try_saving(sitting: Sitting) -> None:
    """Save rightly and in every wrong way: 200, 400, 409, 413 and 422, by script and by form."""
    learner, url, paper = sitting.learner, f"{sitting.url}/jawaban", sitting.attempt.paper
    wrong, right = (sitting.answers(right=each) for each in (False, True))
    first, saved = make_batch(wrong), str(len(paper))
    is_json = {"content_type": "application/json"}
    tries: list[tuple[int, dict[str, Any]]] = [
        (400, {"data": b"{", **is_json}),
        (422, {"json": {}}),
        (422, {"json": make_batch({paper[0]["question"]: ["1"]})}),
        (422, {"json": make_batch({paper[0]["id"]: {"": None}})}),
        (413, {"data": b"[" * 70_000, **is_json}),
        (413, {"data": {"a": "x" * 1_100_000}}),
        (422, {"data": {"saved_seq": "x"}}),
        (200, {"json": first}),
        (200, {"json": first}),
        (409, {"json": make_batch(right)}),
        (409, {"data": {"saved_seq": "0"}}),
        (302, {"data": {"saved_seq": saved, "lanjut": "tinjau"}}),
        (200, {"json": make_batch(wrong, 2 * len(paper))}),
    ]
    for status, body in tries:
        assert learner.ask("POST", url, **body).status_code == status, body


def try_practice(sitting: Sitting) -> None:
    """Answer the practice questions: each answer tells of its own question only."""
    learner = sitting.learner
    for kind in KINDS:
        name = f"latih{kind}"
        due = frozenset({Seen(KEY, name)})
        for value in ("", "1", "99", "8404217"):
            question = sitting.practice(name)
            data = {question: value}
            learner.ask("POST", f"{LESSON}/latihan/{question}", due=due, data=data)
    for each in sitting.quiz.questions:
        data = {each.id: "1"}
        assert learner.ask("POST", f"{LESSON}/latihan/{each.id}", data=data).status_code == 404
        assert learner.ask("POST", f"{QUIZ}/latihan/{each.id}", data=data).status_code == 404


NONSENSE = "qqqqzzzz"
FOUND_NOWHERE = (f"{KEY}xtunggalx5", f"{SHOWN}xambilduax3", f"{GUIDANCE}xesaix4", "8404217")


def try_search(sitting: Sitting) -> None:
    """Look for the keys: a search finds none, and says so as of any word that stands nowhere."""
    for person in (sitting.learner, sitting.other, sitting.visitor):
        for language in ("id", "en"):
            person.ask("GET", f"/bahasa/{language}")
            person.ask("GET", f"/cari?q={WORD}")
            for each in (
                f"{KEY}xtunggalx5",
                f"{SHOWN}xambilduax3",
                f"{GUIDANCE}xesaix4",
                "8404217",
            ):
                pages = [person.open(f"/cari?q={word}").text for word in (each, NONSENSE)]
                assert pages[0].replace(each, "") == pages[1].replace(NONSENSE, "")


@pytest.mark.parametrize("preset", PRESETS)
def test_no_door_tells_a_key_during_an_open_attempt(
    shared: Application, course: Compiled, preset: str
) -> None:
    sitting = Sitting(shared, course, preset, USUAL[preset])
    people = (sitting.learner, sitting.other, sitting.visitor)
    for person in people:
        person.try_every_door(sitting.values())
    declared = {
        rule.endpoint for rule in shared.url_map.iter_rules() if "static" not in rule.endpoint
    }
    assert [declared - LEFT_OUT - each.tried for each in people] == [set()] * 3
    try_practice(sitting)
    try_search(sitting)
    try_attempt(sitting)
    for address in ("/catatan", "/catatan.txt", "/catatan/kiriman", f"{LESSON}/catatan.json", "/"):
        sitting.learner.ask("GET", address)
    asked = {name_of(slot) for slot in sitting.attempt.paper}
    assert {seen.question for seen in sitting.learner.seen if seen.level == SHOWN} >= asked
    assert len(asked & set(POOL)) == 1


@pytest.mark.parametrize(("preset", "feedback"), list(product(PRESETS, FEEDBACK)))
def test_a_result_tells_what_its_feedback_rule_says(
    shared: Application, course: Compiled, preset: str, feedback: str
) -> None:
    sitting = Sitting(shared, course, preset, feedback)
    learner = sitting.learner
    try_attempt(sitting)
    learner.ask("POST", f"{sitting.url}/kirim")
    learner.seen.clear()
    first = sitting.url
    learner.ask("GET", first)
    told = {seen.question for seen in learner.seen if seen.level == KEY}
    asked = {name_of(slot) for slot in sitting.attempt.paper} - {"esai"}
    assert told >= asked - {"bobot", "terbaik"} if feedback in FEEDBACK[:2] else told == set()
    learner.ask("POST", f"{QUIZ}/percobaan")
    assert sitting.url != first
    for address in (first, sitting.url, f"{sitting.url}/kirim", f"{first}/kirim", QUIZ):
        learner.ask("GET", address)
    sitting.other.ask("GET", first)


LEAKS: dict[str, Callable[[Response], None]] = {
    "body": lambda answer: answer.set_data(answer.get_data() + b"<!-- kuncixtunggalx5 -->"),
    "header": lambda answer: answer.headers.set("ETag", '"KUNCIXtunggalX5"'),
    "redirect": lambda answer: answer.headers.set("Location", "/a%20kunci%78tunggalx5"),
    "cookie": lambda answer: session.update(_flashes=[["info", "kuncixtunggalx5"]]),
    "figure": lambda answer: answer.headers.set("X-Range", "8.404.214–8.404.220"),
    "share": lambda answer: answer.headers.set("X-Share", "4137/10000"),
    "undrawn": lambda answer: answer.headers.set("Link", "tampakxtakadax3"),
    "name": lambda answer: answer.headers.set("Content-Disposition", "namaxtunggalx90.svg"),
}


@pytest.mark.parametrize("way", LEAKS)
def test_a_leak_made_on_purpose_is_found(shared: Application, course: Compiled, way: str) -> None:
    sitting = Sitting(shared, course, "kuis", "after-submit")
    url = sitting.url
    sitting.learner.ask("GET", url)

    def leak(answer: Response) -> Response:
        answer.direct_passthrough = False
        LEAKS[way](answer)
        return answer

    hooks = shared.after_request_funcs.setdefault(None, [])
    hooks.append(leak)
    try:
        with pytest.raises(Leak):
            sitting.learner.ask("GET", url)
    finally:
        hooks.remove(leak)
