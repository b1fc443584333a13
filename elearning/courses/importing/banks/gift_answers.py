"""Reads what stands between the braces of a GIFT question."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from elearning.courses.importing.banks.gift_signs import shown
from elearning.courses.importing.banks.texts import Texts
from elearning.courses.importing.found import Found
from elearning.courses.importing.losses import Losses, Place
from elearning.courses.importing.marking import Marked, choices_of, numeric_of, short_of, true_false

_WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:\.\d*)?)%")
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
_TRUE, _FALSE = frozenset({"T", "TRUE"}), frozenset({"F", "FALSE"})
_GAP = "\\_\\_\\_\\_\\_"


class _Answer(NamedTuple):
    """An answer as written: its sign (`=`, `~` or none), weight, text and feedback."""

    sign: str
    share: Decimal | None
    text: str
    feedback: str


class AnswerReader:
    """Tells the kind of a question from its answers, in the order that Moodle asks."""

    def __init__(self, texts: Texts, losses: Losses) -> None:
        self.texts = texts
        self.losses = losses
        self.form = "moodle"
        self.place = Place()

    def read(self, answers: str, form: str, around: tuple[str, str], place: Place) -> Found | None:
        """Return the question; None when its answers mean nothing, which is noted."""
        self.form, self.place = form, place
        body, _hashes, general = answers.partition("####")
        body = body.strip()
        found = self._found(body, around)
        if found is None:
            self.losses.add("unread-question", place, shown("".join(around)))
            return None
        return found._replace(place=place, explanation=self._text(general))

    def _found(self, body: str, around: tuple[str, str]) -> Found | None:
        stem = self._stem(around)
        if not body:
            return Found("essay", stem)
        if body.startswith("#"):
            return self._numeric(body[1:], stem)
        if "~" in body:
            return self._choices(body, stem)
        if "=" in body and "->" in body:
            return self._matching(body, stem)
        word = body.partition("#")[0].strip()
        if word in _TRUE | _FALSE:
            return self._true_false(body, stem, is_true=word in _TRUE)
        return self._short(body, around, stem)

    def _stem(self, around: tuple[str, str]) -> str:
        """Return the question's text; a gap stands where the answers stood within it."""
        before, after = around
        if not after.strip():
            return self._text(before)
        gap = "\ue010"
        return self._text(f"{before}{gap}{after}").replace(gap, _GAP)

    def _text(self, text: str) -> str:
        """Return a text as Markdown, in its own format or the question's."""
        found = _FORMAT.match(text)
        form = found[1] if found else self.form
        return self.texts.markdown(shown(text[found.end() if found else 0 :]), form, self.place)

    # Kinds

    def _choices(self, body: str, stem: str) -> Found:
        """One right answer when a `=` says so, else several with shares."""
        answers = list(_answers(body))
        one = any(answer.sign == "=" for answer in answers)
        marked = [
            Marked(self._text(answer.text), _share(answer), self._text(answer.feedback))
            for answer in answers
        ]
        return choices_of(stem, marked, self.losses, self.place, one=one)

    def _true_false(self, body: str, stem: str, *, is_true: bool) -> Found:
        """`TRUE#feedback when wrong#feedback when right`."""
        _word, *feedback = [self._text(part) for part in body.split("#")]
        wrong, right = (*feedback, "", "")[:2]
        return true_false(stem, is_true=is_true, right=right, wrong=wrong)

    def _matching(self, body: str, stem: str) -> Found | None:
        pairs = []
        for answer in _answers(body):
            left, arrow, right = answer.text.partition("->")
            if not arrow or not right.strip():
                return None
            if answer.feedback:
                self._lose_feedback(answer.feedback)
            pairs.append((self._text(left), self.texts.line(shown(right))))
        if len([left for left, _right in pairs if left]) < 2:
            self.losses.add("pairs-few", self.place, shown(body))
            return None
        return Found("matching", stem, pairs=tuple(pairs))

    def _short(self, body: str, around: tuple[str, str], stem: str) -> Found | None:
        answers = [
            Marked(shown(answer.text).strip(), _share(answer), self._text(answer.feedback))
            for answer in _answers(body)
        ]
        found = short_of(stem, answers, self.losses, self.place)
        if found is None or not around[1].strip() or stem.count(_GAP) != 1:
            return found
        return found._replace(
            kind="blanks", stem=stem.replace(_GAP, f"[[{';'.join(found.answers)}]]"), answers=()
        )

    def _numeric(self, body: str, stem: str) -> Found | None:
        """Numbers with tolerances or ranges; after `~` stands feedback on everything else."""
        body, _tilde, otherwise = body.partition("~")
        if otherwise.strip("# \n"):
            self._lose_feedback(otherwise.strip("# \n"))
        answers = [
            Marked(shown(answer.text).strip(), _share(answer), self._text(answer.feedback))
            for answer in _answers(body)
        ]
        return numeric_of(stem, answers, self.losses, self.place)

    def _lose_feedback(self, feedback: str) -> None:
        self.losses.add("answer-feedback", self.place, feedback=self._text(feedback)[:100])


def _answers(body: str) -> Iterator[_Answer]:
    """Part answers at their signs."""
    pieces = re.split(r"([=~])", body)
    pairs = [("", pieces[0]), *zip(pieces[1::2], pieces[2::2], strict=True)]
    for sign, piece in pairs:
        if sign or piece.strip():
            weight = _WEIGHT.match(piece)
            rest = piece[weight.end() :] if weight else piece
            text, _hash, feedback = rest.partition("#")
            yield _Answer(sign, Decimal(weight[1]) if weight else None, text, feedback.strip())


def _share(answer: _Answer) -> Decimal:
    """Return what an answer earns, in percent: all unless a weight or a tilde says otherwise."""
    if answer.share is not None:
        return answer.share
    return Decimal(0 if answer.sign == "~" else 100)
