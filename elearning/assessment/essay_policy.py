"""Who may grade which essay, and when: nobody their own, a second opinion somebody else."""

from collections.abc import Collection
from enum import Enum
from typing import Any

from elearning.assessment.policy import can_assess
from elearning.quizzes.essay_operations import GRADED, SECOND


class Part(Enum):
    """What a person does with an essay."""

    GRADE = "grade"
    #: A second opinion, without seeing the first.
    SECOND = "second"
    #: Theirs is the first opinion; somebody else's is awaited.
    AWAIT = "await"
    #: They have graded it and may change their mind.
    CHANGE = "change"
    LOOK = "look"


#: The parts that give a mark.
GIVING = frozenset({Part.GRADE, Part.SECOND, Part.CHANGE})


def can_see_essay(person: Any, essay: Any) -> bool:
    """Whoever assesses the course sees its essays, but never their own (`person_id`)."""
    return essay.person_id not in person.account_ids and can_assess(person, essay)


def part_of(person_id: int, state: str, reviewers: Collection[int]) -> Part:
    """Return what a person who sees an essay does with it."""
    has_graded = person_id in reviewers
    if state == SECOND:
        return Part.AWAIT if has_graded else Part.SECOND
    if state == GRADED:
        return Part.CHANGE if has_graded else Part.LOOK
    return Part.GRADE
