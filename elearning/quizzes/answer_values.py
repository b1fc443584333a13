"""The answer of each kind, read strictly: `contract.md` says its JSON, the plain form its fields.

Choices and steps are the paper's ids, blanks and typed answers are texts, pairs are ids by ids.
"""

import unicodedata
from collections.abc import Callable, Mapping

from elearning.quizzes.drawing import Slot
from elearning.quizzes.essays import LONGEST_ESSAY
from elearning.quizzes.marking import Answer

LONGEST_TEXT = 1000


class BadAnswers(ValueError):  # noqa: N818
    """Answers that none of our pages sends; nothing of them is saved."""


def read_answer(value: object, slot: Slot) -> Answer:
    """Return an answer in the one form it is kept in; an empty one takes an answer back."""
    return _READERS.get(slot.kind, _choices)(value, slot)


def kept_answer(stored: object) -> Answer:
    """Return an answer as it was saved."""
    return tuple(stored) if isinstance(stored, list) else stored  # type: ignore[return-value]


def _texts(value: object) -> list[str]:
    """Return a list of texts."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise BadAnswers("answer")
    return value


def _typed(value: object) -> str:
    """Return a typed text in one line, without what no database keeps."""
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise BadAnswers("answer")
    if value.isprintable():
        return value.strip()
    shown = (
        " " if unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} else sign for sign in value
    )
    return "".join(shown).strip()


def _choices(value: object, slot: Slot) -> tuple[str, ...]:
    """Read the chosen options, in the paper's order."""
    given = _texts(value)
    chosen = set(given)
    ordered = tuple(option for option, _ in slot.options if option in chosen)
    if len(ordered) != len(given) or (len(ordered) > 1 and not slot.is_multiple):
        raise BadAnswers("answer")
    return ordered


def _text(value: object, _slot: Slot) -> str:
    """Read a typed word or number; what is no number is kept as it is."""
    return _typed(value)


def _essay(value: object, _slot: Slot) -> str:
    """Read an essay; its line breaks stay, all alike."""
    if not isinstance(value, str):
        raise BadAnswers("answer")
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LONGEST_ESSAY:
        raise BadAnswers("answer")
    kept = (
        sign if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"} else " "
        for sign in text
    )
    return "".join(kept).strip()


def _blanks(value: object, slot: Slot) -> tuple[str, ...]:
    """Read what was typed in every blank."""
    filled = tuple(_typed(each) for each in _texts(value))
    if len(filled) not in {0, slot.blanks}:
        raise BadAnswers("answer")
    return filled if any(filled) else ()


def _pairs(value: object, slot: Slot) -> dict[str, str]:
    """Read the right sides by left sides, in the paper's order; a right side may come twice."""
    if not isinstance(value, dict):
        raise BadAnswers("answer")
    rights = {right for right, _ in slot.rights}
    if any(not isinstance(right, str) or right not in rights for right in value.values()):
        raise BadAnswers("answer")
    paired = {left: value[left] for left, _ in slot.options if left in value}
    if len(paired) != len(value):
        raise BadAnswers("answer")
    return paired


def _order(value: object, slot: Slot) -> tuple[str, ...]:
    """Read the steps in their order; a place without a step is empty."""
    given = _texts(value)
    placed = [each for each in given if each]
    known = {step for step, _ in slot.options}
    if len(given) > len(known) or len(set(placed)) != len(placed) or not known.issuperset(placed):
        raise BadAnswers("answer")
    last = max((at for at, each in enumerate(given, start=1) if each), default=0)
    return tuple(given[:last])


_READERS: dict[str, Callable[[object, Slot], Answer]] = {
    "short": _text,
    "numeric": _text,
    "essay": _essay,
    "blanks": _blanks,
    "matching": _pairs,
    "ordering": _order,
}


# The plain form


def part_name(slot_id: str, part: str) -> str:
    """Return the name of the field for a left side or a step."""
    return f"{slot_id}.{part}"


def form_answer(fields: Mapping[str, list[str]], slot: Slot) -> Answer:
    """Return the answer that a plain form gives to one question."""
    return read_answer(_FORMS.get(slot.kind, _ticks)(fields, slot), slot)


def _ticks(fields: Mapping[str, list[str]], slot: Slot) -> object:
    return fields.get(slot.id, [])


def _field(fields: Mapping[str, list[str]], slot: Slot) -> object:
    return fields.get(slot.id, [""])[0]


def _chosen_parts(fields: Mapping[str, list[str]], slot: Slot) -> dict[str, str]:
    """Return what was chosen for each left side or step."""
    names = ((part, part_name(slot.id, part)) for part, _ in slot.options)
    chosen = {part: fields[name][0] for part, name in names if name in fields}
    return {part: value for part, value in chosen.items() if value}


def _places(fields: Mapping[str, list[str]], slot: Slot) -> object:
    """Return the steps by place; of two at one place the second has none."""
    steps = [""] * len(slot.options)
    for step, place in _chosen_parts(fields, slot).items():
        if not place.isdecimal() or len(place) > 3 or not 1 <= int(place) <= len(steps):
            raise BadAnswers("answer")
        steps[int(place) - 1] = steps[int(place) - 1] or step
    return steps


_FORMS: dict[str, Callable[[Mapping[str, list[str]], Slot], object]] = {
    "short": _field,
    "numeric": _field,
    "essay": _field,
    "matching": _chosen_parts,
    "ordering": _places,
}
