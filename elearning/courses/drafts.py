"""Questions and quizzes as written: Markdown with line numbers, before rendering."""

from collections.abc import Iterator
from typing import NamedTuple

from elearning.courses.settings_language import QuestionSettings
from elearning.courses.structure import Block, Text


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


class QuestionDraft(NamedTuple):
    """A question; `body` holds the stem's blocks, for the kinds that are not written as options."""

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

    def texts(self) -> Iterator[Text]:
        """Yield every text to render."""
        yield self.stem
        yield from (text for text in (self.explanation, self.hint) if text)
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
