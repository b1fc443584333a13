"""What readers tell a trainer, each with the way to its place in the draft."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

from elearning.learning.feedback_queries import Question, Report
from elearning.learning.source_lines import line_of
from elearning.studio.models import DraftFile
from elearning.studio.queries import ToldCourse, texts_of_keys

Message = TypeVar("Message", Report, Question)


class Source(NamedTuple):
    """Where a message's paragraph stands in a draft; line 0 is the whole text."""

    file_id: int
    name: str
    line: int


def sources_of(
    messages: Sequence[Report] | Sequence[Question], courses: Mapping[int, ToldCourse]
) -> dict[int, Source]:
    """Return the place of each message by its id; none where there is no draft or no such text."""
    wanted = {each.id: _place(each, courses) for each in messages}
    files = texts_of_keys({place for place in wanted.values() if place})
    found = ((each, files.get(wanted[each.id] or (0, ""))) for each in messages)
    return {each.id: _source(each, file) for each, file in found if file}


def _place(message: Report | Question, courses: Mapping[int, ToldCourse]) -> tuple[int, str] | None:
    draft_id = courses[message.course_id].draft_id
    return (draft_id, message.key) if draft_id is not None else None


def _source(message: Report | Question, file: DraftFile) -> Source:
    quote = message.quote if isinstance(message, Report) else ""
    return Source(file.id, file.name, line_of(file.text, quote) or 0 if quote else 0)
