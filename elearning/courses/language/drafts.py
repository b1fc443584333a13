"""Questions and quizzes as written: Markdown with line numbers, before rendering."""

from collections.abc import Iterator
from typing import NamedTuple

from elearning.courses.language.settings import QuestionSettings
from elearning.courses.language.structure import Block, Text


class OptionDraft(NamedTuple):
    """An option: what stands in its brackets, its text, its feedback, its id when it has one."""

    mark: str
    text: Text
    feedback: Text | None
    id: str
    line: int

    @property
    def right(self) -> bool:
        return self.mark in {"x", "X"}


class RowDraft(NamedTuple):
    """A row of a table: its line, the Markdown of its cells, its id when it has one."""

    line: int
    cells: tuple[Text, ...]
    id: str = ""


class Written(NamedTuple):
    """An answer that is not written as options; None when there is none of that kind."""

    #: What stands after `Jawaban:`.
    answer: Text | None = None
    #: The rows of the table below `Pasangkan:`; none when the table is missing.
    rows: tuple[RowDraft, ...] | None = None
    #: The items of the list below `Urutkan:`; none when the list is missing.
    steps: tuple[Text, ...] | None = None
    #: The id of each step, empty where it has none.
    step_ids: tuple[str, ...] = ()
    #: What stands in each `[[…]]` of the stem.
    blanks: tuple[Text, ...] = ()
    #: `Esai` stands alone on a line; the options are then the criteria of its rubric.
    essay: bool = False

    def texts(self) -> Iterator[Text]:
        """Yield every text to render."""
        for row in self.rows or ():
            yield from row.cells
        yield from self.steps or ()


class QuestionDraft(NamedTuple):
    """A question; `body` holds the stem's blocks."""

    line: int
    stem: Text
    settings: QuestionSettings
    options: tuple[OptionDraft, ...]
    explanation: Text | None
    hint: Text | None
    body: tuple[Block, ...]
    lines: list[str]
    #: Surveys have no right answers.
    graded: bool = True
    written: Written = Written()

    def texts(self) -> Iterator[Text]:
        """Yield every text to render."""
        yield self.stem
        yield from (text for text in (self.explanation, self.hint) if text)
        yield from self.written.texts()
        for option in self.options:
            yield option.text
            if option.feedback:
                yield option.feedback


class PoolDraft(NamedTuple):
    """A pool; draw None draws all."""

    title: str
    draw: int | None
    line: int
    questions: tuple[QuestionDraft, ...]


class QuizDraft(NamedTuple):
    """A quiz below its front matter."""

    introduction: Text
    pools: tuple[PoolDraft, ...]
