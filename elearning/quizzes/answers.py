"""Answers as they arrive: the JSON of `contract.md` and the plain form, read strictly."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import uuid4

from elearning.quizzes.answer_values import BadAnswers, form_answer, read_answer
from elearning.quizzes.drawing import Paper, Slot
from elearning.quizzes.grading import Answers
from elearning.quizzes.marking import Answer

LARGEST_BATCH = 100
LARGEST_SEQ = 2**31 - 1
PLAIN_FORM = "form"
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
ISO_8601 = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?", re.ASCII
)


class Event(NamedTuple):
    """One answer to one question."""

    id: str
    seq: int
    question: str
    answer: Answer
    at: str


class Batch(NamedTuple):
    """Answers of one tab that are saved together or not at all."""

    client: str
    events: tuple[Event, ...]


def read_batch(data: object, paper: Paper) -> Batch:
    """Read a batch: types, known questions and options, numbers that continue from `base`."""
    body = _object(data)
    client, base, events = body.get("client"), body.get("base"), body.get("events")
    if not isinstance(events, list) or not 1 <= len(events) <= LARGEST_BATCH:
        raise BadAnswers("events")
    slots = {slot.id: slot for slot in paper}
    read = tuple(_read_event(_object(each), slots) for each in events)
    _require_order(_whole(base, "base"), read)
    return Batch(_text(client, UUID, "client"), read)


def _read_event(data: Mapping[str, object], slots: Mapping[str, Slot]) -> Event:
    """Read one event."""
    question = data.get("question")
    slot = slots.get(question) if isinstance(question, str) else None
    if slot is None:
        raise BadAnswers("question")
    return Event(
        _text(data.get("id"), UUID, "id"),
        _whole(data.get("seq"), "seq"),
        slot.id,
        read_answer(data.get("answer"), slot),
        _text(data.get("at"), ISO_8601, "at"),
    )


def _require_order(base: int, events: Sequence[Event]) -> None:
    """Refuse gaps: numbers go up by one, from the number after `base` or before it."""
    first = events[0].seq
    in_order = all(event.seq == first + step for step, event in enumerate(events))
    if not in_order or not 1 <= first <= base + 1:
        raise BadAnswers("seq")
    if len({event.id for event in events}) != len(events):
        raise BadAnswers("id")


def _object(value: object) -> Mapping[str, Any]:
    """Return a JSON object."""
    if not isinstance(value, dict):
        raise BadAnswers("object")
    return value


def _whole(value: object, name: str) -> int:
    """Return a number of the sequence; true and false are none."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST_SEQ:
        raise BadAnswers(name)
    return value


def _text(value: object, shape: re.Pattern[str], name: str) -> str:
    """Return a text of a shape."""
    if not isinstance(value, str) or not shape.fullmatch(value):
        raise BadAnswers(name)
    return value


def read_form(fields: Mapping[str, list[str]], paper: Paper) -> dict[str, Answer]:
    """Return the answers of a whole plain form; a question without any is unanswered."""
    return {slot.id: form_answer(fields, slot) for slot in paper}


def differing(mine: Answers, saved: Answers) -> tuple[str, ...]:
    """Return the questions on which two versions differ, in the order of the first."""
    return tuple(each for each in mine if (mine[each] or None) != (saved.get(each) or None))


def form_batch(mine: Answers, saved: Answers, saved_seq: int, at: datetime) -> Batch:
    """Turn a plain form's changes into events that the server makes."""
    events = (
        Event(str(uuid4()), saved_seq + number, question, mine[question], at.isoformat())
        for number, question in enumerate(differing(mine, saved), start=1)
    )
    return Batch(PLAIN_FORM, tuple(events))
