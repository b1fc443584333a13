"""A draft's contents as its authors see them: what each text holds, asks and still lacks."""

from decimal import Decimal
from math import ceil
from typing import NamedTuple

from elearning.core.settings import current_settings
from elearning.courses.checking.durations import Work, estimate, largest_jp
from elearning.courses.checking.preview import Preview, text_file
from elearning.courses.compiled import Facts, Lesson, Quiz
from elearning.courses.diagnostics.notes import Diagnostic
from elearning.courses.folder import COURSE_FILE, item_file
from elearning.studio.drafts.folder import surroundings_of
from elearning.studio.drafts.queries import files_of
from elearning.studio.models import Draft, DraftFile
from elearning.studio.pages.previews import previewed


class Line(NamedTuple):
    """A lesson, a quiz or course.md in a draft's contents."""

    file: DraftFile
    key: str
    #: "lesson", "quiz" or "course".
    kind: str
    title: str
    minutes: int
    required: bool
    preset: str
    questions: int
    work: Work
    diagnostics: tuple[Diagnostic, ...]

    @property
    def errors(self) -> int:
        return sum(each.level == "error" for each in self.diagnostics)

    @property
    def warnings(self) -> int:
        return len(self.diagnostics) - self.errors


class Hours(NamedTuple):
    """The JP that a draft claims beside what its texts bear, and how that is made up."""

    claimed: int
    minutes: int
    per_jp: int
    #: The most JP that the check lets pass.
    most: int
    words: int
    reading: int
    practices: int
    questions: int
    task: int

    @property
    def honest(self) -> Decimal:
        """The estimate in JP, to a tenth."""
        return round(Decimal(self.minutes) / self.per_jp, 1)

    @property
    def is_too_much(self) -> bool:
        return self.claimed > self.most


class Contents(NamedTuple):
    """All of it."""

    course: Line | None
    items: list[Line]
    hours: Hours
    others: list[DraftFile]


def contents_of(draft: Draft) -> Contents:
    """Return what a draft holds; each text is compiled once and remembered."""
    files, around = files_of(draft.id), surroundings_of(draft)
    course, items, others = None, list[Line](), list[DraftFile]()
    facts = None
    for file in files:
        if file.name == COURSE_FILE or item_file(file.name):
            seen = previewed(file.name, file.text, around)
            facts = seen.facts or facts
            line = line_of(file, seen)
            course, items = (line, items) if seen.facts else (course, [*items, line])
        else:
            others.append(file)
    return Contents(course, items, hours_of(facts, [line.work for line in items]), others)


def line_of(file: DraftFile, seen: Preview) -> Line:
    """Return what a compiled text says of itself."""
    named, item = text_file(file.name), seen.item
    return Line(
        file=file,
        key=item.key if item else (named.key if named else ""),
        kind="course" if named is None else "quiz" if named.is_quiz else "lesson",
        title=item.title if item else (seen.facts.title if seen.facts else ""),
        minutes=item.minutes if item else 0,
        required=item.required if item else True,
        preset=item.rules.preset if isinstance(item, Quiz) else "",
        questions=questions_in(item),
        work=seen.work,
        diagnostics=seen.diagnostics,
    )


def questions_in(item: object) -> int:
    """Return how many questions a quiz or the practice of a lesson holds."""
    if isinstance(item, Quiz):
        return len(item.questions)
    return len(item.practices) if isinstance(item, Lesson) else 0


def hours_of(facts: Facts | None, works: list[Work]) -> Hours:
    """Return the honest estimate beside the claim."""
    per_jp = current_settings().minutes_per_jp
    minutes = estimate(works)
    words = sum(work.words for work in works)
    return Hours(
        claimed=facts.jp if facts else 0,
        minutes=ceil(minutes),
        per_jp=per_jp,
        most=largest_jp(minutes, per_jp),
        words=words,
        reading=ceil(Work(words=words).on_screen),
        practices=sum(work.practices for work in works),
        questions=sum(work.drawn for work in works),
        task=sum(work.task for work in works),
    )
