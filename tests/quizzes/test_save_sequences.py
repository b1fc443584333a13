"""Whatever two tabs send in whatever order, the server holds what it acknowledged."""

import shutil
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from elearning.app import create_app
from elearning.core.application import Application
from elearning.core.db import db
from elearning.courses.models import Enrolment
from elearning.quizzes.answer_values import BadAnswers
from elearning.quizzes.answers import read_batch
from elearning.quizzes.drawing import paper_of
from elearning.quizzes.models import Attempt
from elearning.quizzes.operations import StaleAnswers, open_attempt, save_answers
from elearning.quizzes.queries import answers_of
from tests.conftest import make_settings
from tests.factories import NOW, work
from tests.quizzes.samples import Learner, close, make_batch, make_learner, make_quiz

QUIZ = make_quiz(3, attempts=0)

#: A tab (0 or 1), then: send new answers, repeat the last batch, repeat it altered, look again.
steps = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from(["send", "repeat", "alter", "look"]),
        st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=3),
    ),
    max_size=12,
)


@pytest.fixture(scope="module")
def learner(
    tmp_path_factory: pytest.TempPathFactory, empty_database: Path, kept_templates: Path
) -> Iterator[tuple[Application, Learner]]:
    """Someone in a quiz without a limit, for every example."""
    folder = tmp_path_factory.mktemp("sequences")
    shutil.copy(empty_database, folder / "elearning.db")
    app = create_app(make_settings(folder))
    app.keep_templates(kept_templates)
    yield app, make_learner(app, QUIZ)
    with app.app_context():
        db.engine.dispose()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_what_was_acknowledged_is_what_the_server_holds(
    learner: tuple[Application, Learner], steps: list[Any]
) -> None:
    app, who = learner
    with work(app):
        enrolment = db.session.get_one(Enrolment, who.enrolment_id)
        attempt = open_attempt(enrolment, QUIZ.key, QUIZ, who.revision_id, NOW)
        model = Model(attempt)
        for tab, action, picks in steps:
            getattr(model, action)(tab, picks)
            assert attempt.saved_seq == model.seq
            assert answers_of(attempt.id) == model.answers
        close(attempt, QUIZ, NOW)


class Model:
    """What the answers must be, beside two tabs that know what they were told."""

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt
        self.paper = paper_of(attempt.paper)
        self.seq = 0
        self.answers: dict[str, tuple[str, ...]] = {}
        self.bases = [0, 0]
        self.last: list[dict[str, Any] | None] = [None, None]

    def save(self, data: dict[str, Any]) -> int:
        """Send a batch to the server."""
        return save_answers(self.attempt, read_batch(data, self.paper), NOW).saved_seq

    def send(self, tab: int, picks: list[tuple[int, int]]) -> None:
        """New answers are taken from the tab that saw the last state, refused from the other."""
        chosen = {self.paper[q].id: [self.paper[q].options[o][0]] for q, o in picks}
        data = make_batch(chosen, self.bases[tab])
        if self.bases[tab] != self.seq:
            with pytest.raises(StaleAnswers) as stale:
                self.save(data)
            assert (stale.value.saved_seq, stale.value.answers) == (self.seq, self.answers)
            return
        self.seq = self.bases[tab] = self.save(data)
        self.last[tab] = data
        self.answers |= {question: tuple(answer) for question, answer in chosen.items()}

    def repeat(self, tab: int, _picks: object) -> None:
        """A batch whose answer got lost is sent again: nothing changes."""
        if data := self.last[tab]:
            assert self.save(data) == self.seq

    def alter(self, tab: int, _picks: object) -> None:
        """The same ids with other answers are refused whole."""
        if data := deepcopy(self.last[tab]):
            data["events"][-1]["answer"] = []
            with pytest.raises(BadAnswers):
                self.save(data)

    def look(self, tab: int, _picks: object) -> None:
        """The tab loads the page again."""
        self.bases[tab] = self.seq
