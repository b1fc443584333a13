"""A question of a Word list while it is read, and what it becomes."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from elearning.courses.importing.found import Choice, Found
from elearning.courses.importing.losses import Losses, Place
from elearning.courses.importing.marking import accepted, true_false
from elearning.courses.importing.office.answer_keys import letters_of
from elearning.courses.kinds.numbers import has_leading_zero, read_span

_OUTER = re.compile(r"^(?:\*\*|<u>)+(.*?)(?:\*\*|</u>)+$", re.DOTALL)
_TRUE = frozenset({"benar", "b", "true", "ya"})
_FALSE = frozenset({"salah", "s", "false", "tidak"})
_LONGEST_ANSWER = 60
_ASKS = re.compile(r"(\?|…|\.\.\.+|_{3,}|:)\W*$")


class Option(NamedTuple):
    """An option: its text, marked with an asterisk, all emphasised, and its feedback."""

    text: str
    starred: bool
    strong: bool
    feedback: str = ""


@dataclass(slots=True)
class Draft:
    """A question whose lines are `start` to `end`."""

    number: int
    place: Place
    start: int
    end: int
    stem: list[str]
    options: list[Option] = field(default_factory=list)
    key: str = ""
    keyed: bool = False
    hint: list[str] = field(default_factory=list)
    explanation: list[str] = field(default_factory=list)
    closed: bool = False

    def expects(self, letter: str) -> bool:
        """Options are lettered in order, and come before the key."""
        return not self.keyed and ord(letter) - ord("a") == len(self.options)

    def explain(self, text: str) -> None:
        """Take an explanation: below an option it is that option's feedback, for now."""
        if self.options and not self.keyed and not self.options[-1].feedback:
            self.options[-1] = self.options[-1]._replace(feedback=text)
        else:
            self.explanation.append(text)

    def add_to_stem(self, text: str, *, joined: bool) -> None:
        self.stem.append(f"\n{text}" if joined else f"\n\n{text}")

    def go_on(self, text: str) -> None:
        """Add a line to what stands last."""
        if self.explanation:
            self.explanation[-1] += f"\n{text}"
        elif self.options:
            last = self.options[-1]
            more = f"{last.feedback or last.text}\n{text}"
            self.options[-1] = (
                last._replace(feedback=more) if last.feedback else last._replace(text=more)
            )
        else:
            self.add_to_stem(text, joined=True)

    @property
    def emphasised(self) -> list[int]:
        """The options that stand out; none when all do or none does."""
        marked = [at for at, each in enumerate(self.options) if each.starred or _is_strong(each)]
        return marked if len(marked) < len(self.options) else []

    @property
    def has_key(self) -> bool:
        """Tell whether something says which answer is right."""
        return bool(self.key) or bool(self.emphasised)

    @property
    def asks(self) -> bool:
        """Tell whether the stem ends as questions end."""
        return _ASKS.search("".join(self.stem).rstrip("* ")) is not None


def _is_strong(option: Option) -> bool:
    return option.strong or _OUTER.fullmatch(option.text.strip()) is not None


def found_of(draft: Draft, losses: Losses) -> Found | None:
    """Return the question that a draft is."""
    stem = "".join(draft.stem).strip()
    found = _chosen(draft, stem, losses) if len(draft.options) > 1 else _typed(draft, stem, losses)
    if found is None:
        return None
    explanation = "\n\n".join([*draft.explanation, found.explanation]).strip()
    return found._replace(place=draft.place, explanation=explanation, hint="\n\n".join(draft.hint))


def _chosen(draft: Draft, stem: str, losses: Losses) -> Found:
    """Return a question with options."""
    right = _right(draft, stem, losses)
    if not right:
        losses.add("no-right", draft.place, stem)
    *early, last = draft.options
    explanation = ""
    if last.feedback and not any(option.feedback for option in early):
        draft.options[-1], explanation = last._replace(feedback=""), last.feedback
    choices = tuple(
        Choice(_bare(option.text), "x" if at in right else "", option.feedback)
        for at, option in enumerate(draft.options)
    )
    return Found(
        "multiple" if len(right) > 1 else "single",
        stem,
        draft.place,
        choices,
        explanation=explanation,
    )


def _right(draft: Draft, stem: str, losses: Losses) -> set[int]:
    """Return the right options: those of the key, else those that stand out."""
    if not draft.keyed:
        if draft.emphasised:
            losses.add("key-from-style", Place())
        return set(draft.emphasised)
    named = [ord(letter) - ord("a") for letter in letters_of(draft.key)]
    texts = [_bare(option.text).casefold().strip(" .") for option in draft.options]
    if not named and draft.key.casefold().strip(" .") in texts:
        named = [texts.index(draft.key.casefold().strip(" ."))]
    if not named or max(named) >= len(texts):
        losses.add("key-strange", draft.place, stem, key=draft.key[:40])
    return {at for at in named if at < len(texts)}


def _bare(text: str) -> str:
    """Return an option without the emphasis that marks all of it."""
    found = _OUTER.fullmatch(text.strip())
    return found[1].strip() if found and "**" not in found[1] else text.strip()


def _typed(draft: Draft, stem: str, losses: Losses) -> Found | None:
    """Return a question without options: by its key short, numeric, true or false; else an essay."""
    for option in draft.options:
        stem = f"{stem}\n\n{option.text}"
    key = _bare(draft.key)
    if not stem:
        losses.add("unread-question", draft.place, key)
        return None
    if not key:
        return Found("essay", stem)
    if key.casefold() in _TRUE | _FALSE:
        return true_false(stem, is_true=key.casefold() in _TRUE)
    if read_span(key) and not has_leading_zero(key):
        return Found("numeric", stem, answers=(key,))
    if len(key) > _LONGEST_ANSWER:
        losses.add("long-answer", draft.place, stem, answer=key[:60])
        return Found("essay", stem, explanation=key)
    parts = [accepted(_plain(part), losses, draft.place) for part in re.split(r"[;|]|\s/\s", key)]
    return Found(
        "short", stem, answers=tuple(part for part in parts if part.strip("* ")) or (_plain(key),)
    )


def _plain(text: str) -> str:
    """Return a typed answer without Markdown's backslashes."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text).replace("**", "").strip()
