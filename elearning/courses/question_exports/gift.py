"""Writes a quiz in GIFT, its texts as HTML; Moodle and our own importer read it."""

import re
from collections.abc import Iterator

from elearning.courses.compiled import Quiz
from elearning.courses.importing.losses import Losses, Place
from elearning.courses.question_exports.exported import (
    Exported,
    note_rules,
    number,
    percent,
    shares,
    texts,
    true_option,
)
from elearning.courses.questions import BLANK, Blanks, Question, Rubric, Span, Spans, Wordings

_SIGNS = re.compile(r"([\\~=#{}:])")
_PARAGRAPH = re.compile(r"\A<p>([^<]*)</p>\Z")
_FORMAT = "[html]"


def gift(quiz: Quiz) -> Exported:
    """Return a quiz as GIFT; what it cannot say is a loss at the question's number."""
    losses = Losses()
    note_rules(quiz, losses)
    writer = _Writer(losses)
    pieces: list[str] = []
    count = 0
    for pool in quiz.pools:
        if pool.title:
            pieces.append(f"$CATEGORY: {pool.title.replace('/', '//')}")
        for question in pool.questions:
            count += 1
            pieces += writer.question(question, Place("question", count))
    return Exported("\n\n".join([*pieces, ""]), losses.all())


def escaped(text: str) -> str:
    """Return a text on one line whose signs part nothing; a single paragraph needs no tags."""
    bare = _PARAGRAPH.sub(r"\1", text.strip())
    return _SIGNS.sub(r"\\\1", bare).replace("\n", "\\n")


class _Writer:
    """Writes one question after the other."""

    def __init__(self, losses: Losses) -> None:
        self.losses = losses

    def question(self, question: Question, place: Place) -> Iterator[str]:
        """Yield a question, unless GIFT has no such kind."""
        answers = self._answers(question, place)
        if answers is None:
            self.losses.add("export-kind", place, question.stem, kind=question.kind)
            return
        self._note(question, place)
        general = f"####{escaped(question.explanation)}" if question.explanation else ""
        braces = f"{{{answers}{general}}}"
        stem = escaped(question.stem)
        if question.kind == "blanks":
            yield f"{_FORMAT}{stem.replace(escaped(BLANK), braces)}"
        else:
            yield f"{_FORMAT}{stem} {braces}"

    def _note(self, question: Question, place: Place) -> None:
        """Note what of a question GIFT cannot say."""
        if question.hint:
            self.losses.add("export-hint", place)
        if question.weight != 1:
            self.losses.add("export-weight", place)
        if question.whole:
            self.losses.add("export-whole", place)
        if any("<img" in text for text in texts(question)):
            self.losses.add("export-picture", place)

    def _answers(self, question: Question, place: Place) -> str | None:
        """Return what stands in the braces; None for what GIFT cannot ask."""
        key = question.key
        if question.kind == "truefalse":
            return _true_false(question)
        if question.kind == "matching":
            return _matching(question)
        if question.kind == "essay":
            self._note_rubric(question, place)
            return ""
        if isinstance(key, Wordings):
            return _typed(key)
        if isinstance(key, Spans):
            return _numbers(key)
        if isinstance(key, Blanks):
            return _typed(key.blanks[0]) if len(key.blanks) == 1 else None
        return self._choices(question, place) if question.kind != "ordering" else None

    def _note_rubric(self, question: Question, place: Place) -> None:
        if isinstance(question.key, Rubric) and question.key.criteria:
            self.losses.add("export-rubric", place)

    def _choices(self, question: Question, place: Place) -> str:
        """Return the options: `=` for the right one of single choice, else shares."""
        one = question.kind in {"single", "weighted-one"}
        earned = shares(question)
        if one and not any(share == 1 for share in earned):
            self.losses.add("export-best", place)
        lines = []
        for option, share in zip(question.options, earned, strict=True):
            sign = "=" if one and share == 1 else f"~%{percent(share)}%" if share else "~"
            feedback = f"#{escaped(option.feedback)}" if option.feedback else ""
            lines.append(f"\n{sign}{escaped(option.html)}{feedback}")
        return "".join([*lines, "\n"])


def _true_false(question: Question) -> str:
    """Feedback on the wrong choice comes first."""
    true, false = true_option(question)
    right, wrong = (true, false) if true.right else (false, true)
    of_right = f"#{escaped(right.feedback)}" if right.feedback else ""
    of_wrong = f"#{escaped(wrong.feedback)}" if wrong.feedback or of_right else ""
    said = of_wrong + of_right
    return f"{'TRUE' if true.right else 'FALSE'}{said}"


def _matching(question: Question) -> str:
    lines = [f"\n={escaped(each.html)} -> {escaped(each.match or '')}" for each in question.options]
    return "".join([*lines, "\n"])


def _typed(key: Wordings) -> str:
    return " ".join(f"={escaped(pattern)}" for pattern in key.patterns)


def _numbers(key: Spans) -> str:
    if len(key.spans) == 1:
        return f"#{_span(key.spans[0])}"
    return "#" + " ".join(f"={_span(span)}" for span in key.spans)


def _span(span: Span) -> str:
    return number(span.low) if span.low == span.high else f"{number(span.low)}..{number(span.high)}"
