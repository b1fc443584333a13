"""What a learning path says: its courses, where the reader stands, the one next step."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _

from elearning.competencies.dictionary import Competency, competencies
from elearning.courses.paths.queries import PathCourse
from elearning.courses.queries import CourseCard, outline_of
from elearning.learning.catalogue.contents import LEVELS
from elearning.learning.catalogue.tiles import going_on, progress_in
from elearning.learning.enrolment import queries
from elearning.learning.enrolment.progress import Progress
from elearning.learning.enrolment.queries import Learning, Prerequisite
from elearning.learning.languages import read_card


class Stage(NamedTuple):
    """A course of a path, and how the reader stands to it; without a learner the state is empty."""

    card: CourseCard
    reason: str
    #: "done", "now", "todo" or "blocked".
    state: str
    mine: Learning | None
    #: Courses to complete before, that are not completed.
    waits_for: list[Prerequisite]

    @property
    def url(self) -> str:
        """The course's page."""
        return url_for("learning.course", course=self.card.slug)

    @property
    def level(self) -> str:
        """How hard the course is."""
        return str(LEVELS.get(self.card.level, self.card.level))

    @property
    def progress(self) -> Progress | None:
        """How far a course is that is under way."""
        return progress_in(self.mine) if self.mine and self.state == "now" else None

    @property
    def leads_to(self) -> tuple[tuple[str, int], ...]:
        """The competencies that completing brings, or has brought, and their levels."""
        is_done = self.mine is not None and self.state == "done"
        revision_id = self.mine.requirements_id if self.mine and is_done else self.card.revision_id
        return outline_of(revision_id).facts.competencies

    @property
    def skills(self) -> list[tuple[Competency, int]]:
        """The competencies of `leads_to` that the dictionary has, by their names."""
        known = competencies()
        return [(known[code], level) for code, level in self.leads_to if code in known]

    @property
    def jp(self) -> int:
        """The JP that completing brings, or has brought."""
        if self.mine and self.state == "done":
            return outline_of(self.mine.requirements_id).jp
        return self.card.jp


class Skill(NamedTuple):
    """A competency, the level that the path leads to and the level reached; 0 is none."""

    competency: Competency
    level: int
    reached: int


class Step(NamedTuple):
    """The one thing to do next."""

    title: str
    label: str
    url: str


class Way(NamedTuple):
    """A path as one reader sees it."""

    stages: list[Stage]
    skills: list[Skill]
    step: Step
    is_learner: bool

    @property
    def finished(self) -> list[Stage]:
        """The courses that are completed."""
        return [stage for stage in self.stages if stage.state == "done"]

    @property
    def jp(self) -> int:
        """The JP of the whole path."""
        return sum(stage.jp for stage in self.stages)

    @property
    def jp_finished(self) -> int:
        """The JP of the completed courses."""
        return sum(stage.jp for stage in self.finished)


def way_of(courses: Sequence[PathCourse], person_id: int) -> Way | None:
    """Return a path as a person sees it, 0 for nobody; None when nothing of it can be joined."""
    mine = queries.learning_among(person_id, [each.card.id for each in courses])
    shown = [each for each in courses if each.card.id in mine or each.card.withdrawn_at is None]
    needed = needed_before(shown, person_id)
    stages = [stage_of(each, mine.get(each.card.id), needed, person_id) for each in shown]
    if not stages:
        return None
    step = next_step(stages) if person_id else first_step(stages[0])
    return Way(stages, skills_of(stages), step, bool(person_id))


def needed_before(courses: Iterable[PathCourse], person_id: int) -> dict[str, Prerequisite]:
    """Return every course that some course of the path requires, by slug."""
    facts = (outline_of(each.card.revision_id).facts for each in courses)
    slugs = sorted({slug for each in facts for slug in each.prerequisites})
    return {each.slug: each for each in queries.prerequisites(slugs, person_id)}


def stage_of(
    course: PathCourse, mine: Learning | None, needed: Mapping[str, Prerequisite], person_id: int
) -> Stage:
    """Return how a person stands to a course; who has joined it waits for nothing."""
    before = outline_of(course.card.revision_id).facts.prerequisites
    waits_for = [each for slug in before if (each := needed.get(slug)) and not each.completed]
    if mine is not None:
        state = "now" if mine.completed_at is None else "done"
        state = "todo" if mine.completed_at is not None and not mine.counts else state
        return Stage(read_card(course.card), course.reason, state, mine, [])
    state = "blocked" if waits_for else "todo"
    return Stage(read_card(course.card), course.reason, state if person_id else "", None, waits_for)


def first_step(first: Stage) -> Step:
    """Return what a visitor can do: look at the first course."""
    return Step(_("Begin with: %(title)s", title=first.card.title), _("See the course"), first.url)


def next_step(stages: Sequence[Stage]) -> Step:
    """Return what a learner does next: go on, else begin, else what everything waits for."""
    by_state = {stage.state: stage for stage in reversed(stages)}
    if "now" in by_state:
        return step_on(by_state["now"])
    if "todo" in by_state:
        if by_state["todo"] is stages[0]:
            return first_step(stages[0])
        stage = by_state["todo"]
        return Step(_("Next: %(title)s", title=stage.card.title), _("See the course"), stage.url)
    if "blocked" in by_state:
        before = by_state["blocked"].waits_for[0]
        url = url_for("learning.course", course=before.slug)
        return Step(_("Complete first: %(title)s", title=before.title), _("See the course"), url)
    return Step(
        _("You have completed this learning path"),
        _("See your development history"),
        url_for("development.history"),
    )


def step_on(stage: Stage) -> Step:
    """Return where a course under way goes on; at the end stands the certificate's data."""
    assert stage.mine is not None  # noqa: S101  (the state says so)
    on = going_on(stage.mine)
    title = _("Go on with: %(title)s", title=stage.card.title)
    return Step(title, _("Continue learning") if on.next_title else _("Check the data"), on.url)


def skills_of(stages: Sequence[Stage]) -> list[Skill]:
    """Return the competencies of a path in the order in which it comes to them."""
    found: dict[Competency, Skill] = {}
    for stage in stages:
        for competency, level in stage.skills:
            known = found.get(competency, Skill(competency, 0, 0))
            reached = level if stage.state == "done" else 0
            highest = max(level, known.level), max(reached, known.reached)
            found[competency] = Skill(competency, *highest)
    return list(found.values())
