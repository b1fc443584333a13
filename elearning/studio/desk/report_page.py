"""What readers tell a trainer, each with the way to its place in the draft."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

from elearning.courses.publishing import sources
from elearning.learning.feedback.queries import Question, Report
from elearning.learning.lessons.source_lines import line_of
from elearning.studio.drafts.queries import ToldCourse, texts_of_keys
from elearning.studio.models import DraftFile

Message = TypeVar("Message", Report, Question)


class Source(NamedTuple):
    """Where a message's paragraph stands; line 0 is the whole text.

    Without a draft it is the published file, which the studio cannot open.
    """

    file_id: int | None
    name: str
    line: int


def sources_of(
    messages: Sequence[Report] | Sequence[Question], courses: Mapping[int, ToldCourse]
) -> dict[int, Source]:
    """Return the place of each message by its id: in the draft, else in the file that was published."""
    wanted = {each.id: _place(each, courses) for each in messages}
    files = texts_of_keys({place for place in wanted.values() if place})
    found = ((each, files.get(wanted[each.id] or (0, ""))) for each in messages)
    placed = {each.id: _source(each, file) for each, file in found if file}
    return placed | _published([each for each in messages if each.id not in placed])


def _published(messages: Sequence[Report | Question]) -> dict[int, Source]:
    """Return the places of messages in the files of the revisions that were read."""
    texts = sources.texts_of_keys({(each.revision_id, each.key) for each in messages})
    found = ((each, texts.get((each.revision_id, each.key))) for each in messages)
    return {each.id: Source(None, file[0], _line(each, file[1])) for each, file in found if file}


def _place(message: Report | Question, courses: Mapping[int, ToldCourse]) -> tuple[int, str] | None:
    draft_id = courses[message.course_id].draft_id
    return (draft_id, message.key) if draft_id is not None else None


def _source(message: Report | Question, file: DraftFile) -> Source:
    return Source(file.id, file.name, _line(message, file.text))


def _line(message: Report | Question, text: str) -> int:
    """Return the line of a report's paragraph; a question is asked of the whole text."""
    quote = message.quote if isinstance(message, Report) else ""
    return line_of(text, quote) or 0 if quote else 0
