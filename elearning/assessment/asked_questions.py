"""The questions of a quiz that attempts have drawn, with the versions in which they were asked."""

from collections import Counter
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from elearning.courses.compiled import Question
from elearning.courses.identity import shown_text
from elearning.learning.attempts.answering import quiz_at
from elearning.quizzes.repair_queries import marks_in, revisions_of
from elearning.quizzes.repairs import FULL, KEY, VOID, version_of

REMEDIES = {
    VOID: lazy_gettext("Question voided"),
    FULL: lazy_gettext("Full marks for everybody"),
    KEY: lazy_gettext("Key corrected"),
}


class Version(NamedTuple):
    """A wording and key of a question, the revisions that have it, and how it was answered."""

    digest: str
    question: Question
    revisions: list[int]
    drawn: int
    right: int

    @property
    def revisions_in_words(self) -> str:
        """Write `Revision 1, 2`."""
        return str(_("Revision %(numbers)s", numbers=", ".join(map(str, self.revisions))))


class AskedQuestion(NamedTuple):
    """A question that closed attempts have drawn; the newest version first."""

    id: str
    versions: list[Version]

    @property
    def text(self) -> str:
        """How the newest version reads."""
        return shown_text(self.versions[0].question)

    @property
    def drawn(self) -> int:
        """How many closed attempts drew it."""
        return sum(version.drawn for version in self.versions)

    @property
    def right(self) -> int:
        """In how many of them it earned the whole mark."""
        return sum(version.right for version in self.versions)

    @property
    def share(self) -> int | None:
        """That as a percentage."""
        return round(100 * self.right / self.drawn) if self.drawn else None

    def version(self, digest: str) -> Version:
        """Return a version; unless it is known the newest that was drawn."""
        known = {version.digest: version for version in self.versions}
        drawn = next((each for each in self.versions if each.drawn), self.versions[0])
        return known.get(digest, drawn)


def asked_questions(course_id: int, key: str, only: str = "") -> list[AskedQuestion]:
    """Return the drawn questions, as the newest revision orders them, then those that are gone."""
    found: dict[str, dict[str, Version]] = {}
    for revision_id, number in reversed(revisions_of(course_id)):
        quiz = quiz_at(revision_id, key)
        drawn, right = _tallies(revision_id, key, only) if quiz else (Counter(), Counter())
        for question in quiz.questions if quiz else ():
            if not only or question.id == only:
                tally = (drawn[question.id], right[question.id])
                _add(found.setdefault(question.id, {}), question, number, *tally)
    asked = [AskedQuestion(each, list(versions.values())) for each, versions in found.items()]
    return [each for each in asked if each.drawn]


def _add(
    versions: dict[str, Version], question: Question, number: int, drawn: int, right: int
) -> None:
    """Count a revision to the version that it has."""
    digest = version_of(question)
    known = versions.get(digest, Version(digest, question, [], 0, 0))
    versions[digest] = known._replace(
        revisions=[number, *known.revisions], drawn=known.drawn + drawn, right=known.right + right
    )


def _tallies(revision_id: int, key: str, only: str) -> tuple[Counter[str], Counter[str]]:
    """Count by question how many attempts drew it, and in how many it earned everything."""
    drawn, right = Counter[str](), Counter[str]()
    for questions, marks in marks_in(revision_id, key, only):
        drawn.update(questions)
        pairs = zip(questions, marks, strict=True)
        right.update(question for question, (earned, _weight) in pairs if earned == "1")
    return drawn, right


def asked_question(course_id: int, key: str, question: str) -> AskedQuestion | None:
    """Return one question that attempts have drawn."""
    return next(iter(asked_questions(course_id, key, question)), None)
