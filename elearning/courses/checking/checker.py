"""Checks a course folder and compiles it: `check_course` never raises, whatever the input."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from elearning.core.markdown import Renderer
from elearning.courses.checking.compiling import Compiler
from elearning.courses.checking.durations import MINUTES_PER_JP, Work, estimate, largest_jp
from elearning.courses.checking.headings import note_dead_headings
from elearning.courses.checking.translating import translated
from elearning.courses.checking.variants import printed, showing, variants_of
from elearning.courses.compiled import Course, Item, Lesson, Quiz
from elearning.courses.diagnostics.notes import Diagnostic, Notebook, Notes
from elearning.courses.folder import ItemFile, Source
from elearning.courses.identity import Decisions, Doubt, match, text_of
from elearning.courses.language.reading import CourseDraft, read_course
from elearning.courses.language.typesetting import Press
from elearning.courses.media.files import lack_captions

#: Minutes that a claim may differ from the estimate without a word.
MINUTES_APART = 5
#: Words that stand in a course's address for something else than a lesson.
RESERVED_KEYS = frozenset({"data-sertifikat", "ikuti", "media", "mengerti", "versi-baru"})


@dataclass(frozen=True, slots=True)
class Known:
    """What exists beyond the folder; None skips the check."""

    #: Codes of the competency dictionary.
    competencies: Collection[str] | None = None
    #: Published courses with their prerequisites.
    courses: Mapping[str, Collection[str]] | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """Figures that an installation may set."""

    #: Bytes of a lesson's HTML and pictures.
    lesson_size: int = 200_000
    minutes_per_jp: int = MINUTES_PER_JP


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check found; `course` is None when an error stops publishing."""

    course: Course | None
    diagnostics: tuple[Diagnostic, ...]
    #: Questions and options of which the author must say "same or new?".
    doubts: tuple[Doubt, ...] = ()
    #: The compiled course even when it has errors, for a preview.
    draft: Course | None = field(default=None, repr=False)
    #: The texts and media that were checked, for those who keep them.
    source: Source = field(default=Source({}, {}), repr=False)
    #: What each lesson and quiz asks of a reader, by key.
    works: Mapping[str, Work] = field(default_factory=dict, repr=False)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        return tuple(each for each in self.diagnostics if each.level == "error")

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        return tuple(each for each in self.diagnostics if each.level == "warning")


def check_course(
    folder: Path,
    renderer: Renderer,
    *,
    previous: Course | None = None,
    decisions: Decisions | None = None,
    known: Known | None = None,
    limits: Limits | None = None,
) -> Checked:
    """Read, render, check and compile a folder; ids follow the previous revision."""
    notebook, press = Notebook(), Press()
    draft = read_course(folder, notebook)
    draft.send_to(press)
    press.run(renderer, draft.context)
    compiler = Compiler(draft, press)
    prints = [printed(each, renderer) for each in variants_of(draft)]
    course = showing(compiler.course(), draft, prints)
    limits = limits or Limits()
    _Checks(draft, compiler, course, notebook, limits).run(known or Known())
    course, doubts = _matched(course, previous, decisions or Decisions(), compiler)
    variants = tuple(translated(course, each, limits.lesson_size) for each in prints)
    course = replace(course, variants=variants)
    diagnostics = notebook.all()
    faulty = any(each.level == "error" for each in diagnostics)
    whole = None if faulty else course
    works = dict(compiler.works)
    return Checked(whole, diagnostics, tuple(doubts), course, draft.source, works)


def _matched(
    course: Course, previous: Course | None, decisions: Decisions, compiler: Compiler
) -> tuple[Course, list[Doubt]]:
    """Give the questions of each quiz the ids they had; a doubt knows its line."""
    before = {quiz.key: quiz for quiz in previous.quizzes} if previous else {}
    items: list[Item] = []
    doubts: list[Doubt] = []
    for item in course.items:
        if isinstance(item, Quiz):
            matched, unsure = match(before.get(item.key), item, decisions)
            items.append(matched)
            doubts += [
                doubt._replace(line=compiler.lines.get((item.key, doubt.new), 0))
                for doubt in unsure
            ]
        else:
            items.append(item)
    return replace(course, items=tuple(items)), doubts


class _Checks:
    """What can be seen only when the whole course is compiled."""

    def __init__(
        self,
        draft: CourseDraft,
        compiler: Compiler,
        course: Course,
        notebook: Notebook,
        limits: Limits,
    ) -> None:
        self.draft = draft
        self.compiler = compiler
        self.course = course
        self.notebook = notebook
        self.limits = limits

    def run(self, known: Known) -> None:
        self._keys()
        self._minutes()
        self._sizes()
        note_dead_headings(self.draft, self.course.items)
        self._jp()
        self._quizzes()
        self._repeated()
        self._media()
        self._competencies(known)
        self._prerequisites(known)

    def _line(self, key: str) -> int:
        """Return the line of a key in course.md."""
        return line_of_key(self.draft.notes, key)

    def _keys(self) -> None:
        keys: dict[str, str] = {}
        numbers: dict[int, str] = {}
        for item in self.draft.items:
            name, number = item.file.name, item.file.number
            if item.key in RESERVED_KEYS:
                item.notes.add("key-reserved", key=item.key, free=f"{item.key}-1")
            if item.key in keys:
                item.notes.add("same-key", key=item.key, other=keys[item.key])
            elif number in numbers:
                rename = self._renumbered(item.file)
                other = numbers[number]
                item.notes.add("same-number", number=number, other=other, rename=rename)
            keys.setdefault(item.key, name)
            numbers.setdefault(number, name)

    def _renumbered(self, file: ItemFile) -> str:
        """Return a file's name with a free number before the next file's, if there is one."""
        taken = sorted({item.file.number for item in self.draft.items})
        after = [number for number in taken if number > file.number]
        new = file.number + 1 if not after else (file.number + after[0]) // 2
        rest = file.name.partition("-")[2]
        return "" if new in taken else f"{new:02d}-{rest}"

    def _minutes(self) -> None:
        """Note minutes that are far from what reading and answering take."""
        for item in self.draft.items:
            claimed, needed = item.fields["menit"], self.compiler.works[item.key].minutes
            if claimed and abs(claimed - needed) > max(MINUTES_APART, needed / 2):
                at = line_of_key(item.notes, "menit")
                item.notes.add("minutes-off", at, minutes=claimed, estimate=needed)

    def _sizes(self) -> None:
        for item, lesson in zip(self.draft.items, self.course.items, strict=True):
            if isinstance(lesson, Lesson) and lesson.size > self.limits.lesson_size:
                size, limit = lesson.size // 1000, self.limits.lesson_size // 1000
                item.notes.add("lesson-large", size=size, limit=limit)

    def _jp(self) -> None:
        minutes = estimate(list(self.compiler.works.values()))
        jp, most = self.course.facts.jp, largest_jp(minutes, self.limits.minutes_per_jp)
        if jp > most:
            each = self.limits.minutes_per_jp
            params = {"jp": jp, "needed": jp * each, "estimate": int(minutes), "most": most}
            self.draft.notes.add("jp-dishonest", self._line("jp"), **params)
        elif jp == 0:
            self.draft.notes.add("jp-zero", self._line("jp"))

    def _quizzes(self) -> None:
        for item, quiz in zip(self.draft.items, self.course.items, strict=True):
            if isinstance(quiz, Quiz):
                if not quiz.pools:
                    code = "pass-unreachable" if quiz.rules.pass_mark else "quiz-empty"
                    item.notes.add(code, 1)
                elif quiz.rules.preset == "survei" and quiz.rules.pass_mark is not None:
                    item.notes.add("pass-unreachable", 1)
                elif quiz.rules.counted == "first" and quiz.required and quiz.rules.pass_mark:
                    line = line_of_key(item.notes, "nilai_dipakai")
                    item.notes.add("first-attempt-final", line)

    def _repeated(self) -> None:
        """Note a practice question that a graded quiz asks again."""
        practised = {
            text_of(question): lesson.key
            for lesson in self.course.lessons
            for question in lesson.practices
        }
        for item, quiz in zip(self.draft.items, self.course.items, strict=True):
            if isinstance(quiz, Quiz) and quiz.rules.preset in {"kuis", "ujian"}:
                for question in quiz.questions:
                    lesson = practised.get(text_of(question))
                    if lesson is not None:
                        line = self.compiler.lines.get((item.key, question.id), 0)
                        item.notes.add("practised-question", line, lesson=lesson)

    def _media(self) -> None:
        cover = self.course.facts.cover
        if cover and cover not in self.draft.media:
            self.draft.notes.add("missing-media", self._line("sampul"), detail=f"media/{cover}")
        shown = {medium.name: medium for medium in self.course.media}
        for name in lack_captions(shown):
            captions = f"{name.rpartition('.')[0]}.id.vtt"
            self.notebook.of(f"media/{name}").add("captions-missing", captions=captions)
        used = set(shown)
        for name in sorted(set(self.draft.media) - used):
            self.notebook.of(f"media/{name}").add("media-unused")

    def _competencies(self, known: Known) -> None:
        for code, _level in self.course.facts.competencies:
            if known.competencies is not None and code not in known.competencies:
                self.draft.notes.add("competency-unknown", self._line("kompetensi"), value=code)

    def _prerequisites(self, known: Known) -> None:
        if known.courses is None:
            return
        slug, line = self.course.slug, self._line("prasyarat")
        for before in self.course.facts.prerequisites:
            if before != slug and before not in known.courses:
                self.draft.notes.add("prerequisite-unknown", line, value=before)
            elif slug in all_before(before, known.courses):
                self.draft.notes.add("prerequisite-cycle", line, value=before)


def line_of_key(notes: Notes, key: str) -> int:
    """Return the line on which the front matter has a key, or the first."""
    lines = enumerate(notes.lines, start=1)
    return next((at for at, line in lines if line.lower().startswith(key)), 1)


def all_before(start: str, courses: Mapping[str, Collection[str]]) -> set[str]:
    """Return every course that must come before one, itself included."""
    reached: set[str] = set()
    open_ends = [start]
    while open_ends:
        slug = open_ends.pop()
        if slug not in reached:
            reached.add(slug)
            open_ends += courses.get(slug, ())
    return reached
