"""Orders, ids, sizes, work and file names say nothing of the key: they are the same for any key."""

import re
import shutil
from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from elearning.app import create_app
from elearning.core.application import Application
from elearning.core.db import db, writing
from elearning.core.files import store
from elearning.courses.compiled import Option, Practice, Question
from elearning.courses.models import Course, CourseMedia, Rendering
from elearning.courses.questions import Blanks, Criterion, Rubric, Span, Spans, Wordings
from elearning.quizzes.drawing import Paper, Slot, draw_paper
from tests.conftest import make_settings
from tests.factories import make_lesson, work
from tests.learning.browsers import FRONT, Browser, browser
from tests.quizzes.samples import (
    make_batch,
    make_essay,
    make_matching,
    make_mixed_quiz,
    make_ordering,
    make_question,
    make_quiz,
    one_of_each_kind,
    with_questions,
)
from tests.statements import statements

SEEDS = 4000
#: A difference that chance makes once in a hundred million runs, for up to 24 places.
FAR = 100
OPEN: dict[str, Any] = {"shuffle_questions": False, "shuffle_options": False}


def papers(*questions: Question, **rules: Any) -> Iterator[Paper]:
    """Draw many papers, the same ones in every run."""
    quiz = with_questions(make_quiz(0, **rules), *questions)
    return (draw_paper(quiz, f"benih {number}") for number in range(SEEDS))


def unevenness(seen: Counter[Hashable], places: int) -> float:
    """Return the chi-square of counts against all places being equally frequent."""
    even = seen.total() / places
    return sum((count - even) ** 2 / even for count in seen.values()) + even * (places - len(seen))


def place_of(slot: Slot, option: str) -> int:
    """Return where an option of the author is shown."""
    return [own for _shown, own in slot.options].index(option)


def rank_of(slot: Slot, option: str) -> int:
    """Return how many ids of the question are smaller than that of an option."""
    ids = {own: shown for shown, own in slot.options}
    return sorted(ids.values()).index(ids[option])


@pytest.mark.parametrize("right", range(4))
def test_the_right_option_stands_everywhere_alike(right: int) -> None:
    question = make_question(key="".join("+" if n == right else "-" for n in range(4)))
    own = question.options[right].id
    places: Counter[Hashable] = Counter(place_of(slot, own) for (slot,) in papers(question))
    assert unevenness(places, 4) < FAR


def test_unevenness_is_seen_where_options_are_not_shuffled() -> None:
    question = make_question(key="-+--")
    own = question.options[1].id
    drawn = papers(question, shuffle_options=False)
    assert unevenness(Counter(place_of(slot, own) for (slot,) in drawn), 4) > FAR


@pytest.mark.parametrize("rules", [{}, OPEN])
def test_ids_are_no_hint_either(rules: dict[str, Any]) -> None:
    question = make_question(key="+---")
    ranks: Counter[Hashable] = Counter(
        rank_of(slot, question.options[0].id) for (slot,) in papers(question, **rules)
    )
    assert unevenness(ranks, 4) < FAR


def test_no_id_comes_twice() -> None:
    ids = [part for slot in papers(*one_of_each_kind()) for each in slot for part in ids_in(each)]
    assert len(set(ids)) == len(ids)


def ids_in(slot: Slot) -> list[str]:
    """Return the ids that a page shows of a question."""
    return [slot.id, *(shown for shown, _own in (*slot.options, *slot.rights))]


@pytest.mark.parametrize("rules", [{}, OPEN])
def test_steps_are_never_in_order_already_and_every_other_order_is_as_frequent(
    rules: dict[str, Any],
) -> None:
    question = make_ordering(steps=4)
    right = tuple(option.id for option in question.options)
    orders: Counter[Hashable] = Counter(
        tuple(own for _shown, own in slot.options) for (slot,) in papers(question, **rules)
    )
    assert right not in orders
    assert set(orders) == set(permutations(right)) - {right}
    assert unevenness(orders, 23) < FAR


@pytest.mark.parametrize("rules", [{}, OPEN])
def test_the_match_of_a_left_side_stands_everywhere_alike(rules: dict[str, Any]) -> None:
    question = make_matching(rights="a b c d", extra="")
    for option in question.options:
        places: Counter[Hashable] = Counter(
            [own for _shown, own in slot.rights].index(option.id)
            for (slot,) in papers(question, **rules)
        )
        assert unevenness(places, 4) < FAR


@pytest.mark.parametrize("words", [("Benar", "Salah."), ("Salah", "Benar."), ("False", "True")])
def test_true_stands_before_false_however_it_is_written(words: tuple[str, str]) -> None:
    options = tuple(Option(each, f"<p>{each}</p>", right=each == words[0]) for each in words)
    question = replace(make_question(kind="truefalse"), options=options)
    shown = {slot.options[0][1].strip(".") for (slot,) in papers(question)}
    assert len(shown) == 1
    assert shown <= {"Benar", "True"}


# The same pages for any key


def other_key(question: Question) -> Question:
    """Return a question that looks the same and has another key, with longer notes on it."""
    count = len(question.options)
    turned = [question.options[(at + 1) % count] for at in range(count)]
    options = tuple(
        replace(own, right=other.right, share=other.share, feedback=f"{own.feedback}<p>Lagi.</p>")
        for own, other in zip(question.options, turned, strict=True)
    )
    more = {"explanation": question.explanation * 3, "weight": Decimal(3), "whole": True}
    return replace(question, options=options, key=_other(question.key), **more)  # type: ignore[arg-type]


def _other(key: object) -> object:
    """Return what else would be accepted."""
    if isinstance(key, Wordings):
        return Wordings(("z", "kata lain yang jauh lebih panjang"))
    if isinstance(key, Spans):
        return Spans((Span(Decimal(1), Decimal(1)),))
    if isinstance(key, Blanks):
        return Blanks(tuple(Wordings(("z",)) for _blank in key.blanks))
    return Rubric((Criterion("<p>Lain</p>", Fraction(1), ""),)) if key else None


def asked() -> list[Question]:
    """Return a question of every kind whose parts keep the author's order."""
    kinds = [*one_of_each_kind(), make_essay("q11")]
    return [each for each in kinds if each.kind not in {"matching", "ordering"}]


def answers_to(app: Application, *questions: Question) -> list[str]:
    """Return everything that a learner gets during an attempt, without what is new each time."""
    quiz = with_questions(make_quiz(0, **OPEN), *questions)
    lesson = make_lesson("satu")
    parts = (*lesson.parts, *(Practice(replace(each, id=f"l{each.id}")) for each in questions))
    learner = browser(app, quiz, replace(lesson, parts=parts)).begin()
    texts = [learner.open(learner.url).response, learner.open(f"{learner.url}/kirim").response]
    texts += [learner.open(FRONT).response, learner.open(FRONT.replace("kuis", "satu")).response]
    ticks = {slot["id"]: first_answer(slot) for slot in learner.attempt.paper}
    tries: list[dict[str, Any]] = [make_batch(ticks), make_batch(ticks), {"events": []}]
    texts += [post(learner, data) for data in tries]
    texts += [learner.open(learner.url).response]
    return [evened(text) for text in texts]


def first_answer(slot: dict[str, Any]) -> Any:
    """Return an answer that stands in every paper at the same place."""
    if slot["options"]:
        return [slot["options"][0][0]]
    return ["a"] * slot["blanks"] if slot.get("blanks") else "7"


def post(learner: Browser, data: object) -> Any:
    """Save as quiz.js does and return the whole answer."""
    token = learner.client.get("/csrf").get_json()["csrf_token"]
    return learner.client.post(f"{learner.url}/jawaban", json=data, headers={"X-CSRFToken": token})


NEW = re.compile(
    r"[\w.-]{80,}|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{12,16}|\b\d{18}\b|\d{4}-\d\d-\d\dT[\d:.+Z-]+|\d\d[.:]\d\d"
)


def evened(response: Any) -> str:
    """Return status, headers and body with ids, tokens and times alike."""
    headers = [f"{n}: {v}" for n, v in response.headers if n != "Set-Cookie"]
    text = "\n".join([response.status, *headers, response.get_data(as_text=True)])
    even = NEW.sub("#", text)
    return "".join(sorted(even)) if response.is_json else even  # JSON is sorted by the new ids


@pytest.fixture
def second(
    app: Application, tmp_path_factory: pytest.TempPathFactory, kept_templates: Path
) -> Iterator[Application]:
    """Another application, as empty as the first."""
    folder = tmp_path_factory.mktemp("kedua")
    with app.app_context():
        path = db.engine.url.database
    assert path
    shutil.copy(path, folder / "elearning.db")
    other = create_app(make_settings(folder))
    other.keep_templates(kept_templates)
    yield other
    with other.app_context():
        db.session.remove()
        db.engine.dispose()


def test_every_answer_is_the_same_to_the_last_byte_for_another_key(
    app: Application, second: Application
) -> None:
    questions = asked()
    one, other = answers_to(app, *questions), answers_to(second, *map(other_key, questions))
    assert one == other


def test_a_page_that_tells_how_long_a_key_is_would_differ(
    app: Application, second: Application
) -> None:
    questions = asked()
    longer = [replace(each, hint=f"{len(each.options)}" * n) for n, each in enumerate(questions)]
    assert answers_to(app, *questions) != answers_to(second, *longer)


def test_saving_does_not_look_at_the_key(app: Application) -> None:
    learner = browser(app, make_mixed_quiz(attempts=0), make_lesson()).begin()
    token = learner.client.get("/csrf").get_json()["csrf_token"]
    with app.app_context(), writing():
        db.session.execute(delete(Rendering))
        db.session.commit()
    app.extensions["published"].clear()
    work_of, sizes = [], []
    for base, answers in ((0, learner.right()), (10, learner.wrong())):
        batch, url = make_batch(answers, base), learner.url
        with statements(app) as made:
            answer = learner.client.post(
                f"{url}/jawaban", json=batch, headers={"X-CSRFToken": token}
            )
        assert answer.status_code == 200
        work_of.append([re.sub(r"'[^']*'|\d+", "?", statement) for statement in made])
        sizes.append(len(answer.get_data()))
    assert work_of[0] == work_of[1]
    assert sizes[0] == sizes[1]
    assert learner.open(learner.url).status == 500


# Names of files


PICTURE = b"<svg xmlns='http://www.w3.org/2000/svg'/>"


def pictured(app: Application) -> tuple[Browser, str]:
    """Let a learner be asked with a picture whose name tells the answer; return its digits."""
    with app.app_context():
        digits = store(PICTURE)[:16]
    address = f"/pelatihan/pelatihan-contoh/media/{digits}-jawaban-benar.svg"
    picture = f'<p><img src="{address}" alt="Gambar"></p>'
    question = make_question(stem=picture)
    options = tuple(replace(each, html=picture) for each in question.options)
    quiz = with_questions(make_quiz(0), replace(question, options=options, hint=picture))
    lesson = make_lesson("satu")
    practice = Practice(replace(question, id="latih", options=options))
    lesson = replace(lesson, parts=(*lesson.parts, practice))
    learner = browser(app, quiz, lesson).begin()
    with work(app):
        course = db.session.query(Course).one()
        medium = CourseMedia(
            course_id=course.id,
            name=f"{digits}-jawaban-benar.svg",
            digest=store(PICTURE),
            mime="image/svg+xml",
            size=len(PICTURE),
        )
        db.session.add(medium)
    return learner, digits


def test_a_question_shows_its_pictures_without_their_names(app: Application) -> None:
    learner, digits = pictured(app)
    for address in (learner.url, FRONT.replace("kuis", "satu")):
        learner.open(address)
        shown = [str(each["src"]) for each in learner.page.select("fieldset img")]
        assert set(shown) == {f"/pelatihan/pelatihan-contoh/media/{digits}.svg"}
    assert learner.response is not None
    assert "jawaban-benar" not in learner.response.get_data(as_text=True)
    answer = learner.client.get(shown[0])
    assert (answer.status_code, answer.get_data()) == (200, PICTURE)
    assert "benar" not in str(answer.headers)


def test_guessing_a_pictures_name_tells_nothing(app: Application) -> None:
    learner, digits = pictured(app)
    media = "/pelatihan/pelatihan-contoh/media"
    names = (f"{digits}-jawaban-benar.svg", f"{digits}-jawaban-salah.svg")
    answers = [learner.client.get(f"{media}/{name}") for name in names]
    assert [each.status_code for each in answers] == [200, 200]
    for name in (f"{digits}.png", f"{digits[:-1]}0.svg", digits, "jawaban-benar.svg"):
        assert learner.client.get(f"{media}/{name}").status_code == 404
