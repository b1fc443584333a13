"""What a regrade would do, before anything is written."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from elearning.assessment.regrade_queries import (
    MOST_NAMES,
    finished_among,
    layers,
    people_by_id,
    scores_among,
)
from elearning.assessment.regrade_walk import (
    Regraded,
    Subject,
    changes_in,
    chunks_of,
    stretches_of,
)
from elearning.courses.compiled import QuizRules
from elearning.quizzes.counting import Score, counted_score
from elearning.quizzes.grading import is_pass
from elearning.quizzes.regrading import Change, Effect, effect_of
from elearning.quizzes.repair_queries import repairs_in_force
from elearning.quizzes.repairs import Repair


class PersonLine(NamedTuple):
    """A person as a preview names them."""

    name: str
    unit: str


class Preview(NamedTuple):
    """The effect on all attempts, and on people: who would pass anew, who would no longer."""

    effect: Effect
    gained: int
    gained_people: list[PersonLine]
    spared: int
    spared_people: list[PersonLine]
    #: The preview holds while this is the same (`regrade_queries.layers`).
    seen: str


class _People:
    """Collects whom the changes concern; a person, not an attempt, passes a quiz."""

    def __init__(self, quiz_key: str) -> None:
        self.quiz_key = quiz_key
        #: People by enrolment.
        self.gained: dict[int, int] = {}
        self.spared: dict[int, int] = {}
        #: New scores by attempt: of the chunk, or of all where several attempts count together.
        self.scores: dict[int, Score] = {}

    def note(self, rules: QuizRules, found: Sequence[Regraded]) -> None:
        """Note a chunk's changes."""
        self.spared.update({e.enrolment_id: e.person_id for e in found if e.change.is_spared})
        new = {each.change.attempt_id: each.change.after.score for each in found}
        self.scores = self.scores | new if rules.counted else new
        judged = {
            each.enrolment_id: each.person_id for each in found if may_finish(each.change, rules)
        }
        if judged:
            self._judge(rules, judged)

    def _judge(self, rules: QuizRules, judged: dict[int, int]) -> None:
        """Note who passes now; who has finished the quiz already gains nothing."""
        waiting = set(judged) - finished_among(judged, self.quiz_key)
        lines = scores_among(waiting, self.quiz_key)
        for enrolment_id, attempts in groupby(lines, key=itemgetter(0)):
            line = [
                self.scores.get(attempt_id, score) for _enrolment, attempt_id, score in attempts
            ]
            self.gained.pop(enrolment_id, None)
            if is_pass(counted_score(rules.counted, line), rules):
                self.gained[enrolment_id] = judged[enrolment_id]


def may_finish(change: Change, rules: QuizRules) -> bool:
    """Whether a change may finish the quiz: a new pass, or another score where several count."""
    if rules.counted is not None:
        return change.is_move
    is_graded_now = change.before.score is None and change.after.score is not None
    return change.is_new_pass or (is_graded_now and change.after.passed is None)


def preview_of(subject: Subject, proposed: Repair) -> Preview:
    """Return what a repair would do on top of those in force."""
    repairs = (*repairs_in_force(subject.course_id, subject.quiz_key), proposed)
    people = _People(subject.quiz_key)

    def changes() -> Iterator[Change]:
        for stretch in stretches_of(subject):
            for chunk in chunks_of(stretch, subject):
                found = changes_in(chunk, stretch.quiz, subject.question, repairs)
                people.note(stretch.quiz.rules, found)
                yield from (each.change for each in found)

    effect = effect_of(changes())
    return Preview(
        effect,
        len(people.gained),
        _named(people.gained),
        len(people.spared),
        _named(people.spared),
        layers(subject.course_id, subject.quiz_key),
    )


def _named(people: dict[int, int]) -> list[PersonLine]:
    """Return the first hundred people by name."""
    found = people_by_id(list(people.values())[:MOST_NAMES]).values()
    return sorted(PersonLine(p.full_name, p.unit.name if p.unit else "") for p in found)
