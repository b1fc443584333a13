"""Questions as their author checks them: with the key, every note, the explanation."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from flask_babel import gettext as _
from markupsafe import Markup

from elearning.core.languages import decimal
from elearning.core.trusted import trusted
from elearning.courses.questions import Blanks, Option, Question, Rubric, Spans, Wordings


class ShownOption(NamedTuple):
    """An option; the right ones have the state "key"."""

    id: str
    html: Markup
    state: str | None
    feedback: Markup | None
    #: What choosing it earns, in words, where options are weighted.
    worth: str = ""


class ShownQuestion(NamedTuple):
    """A question with all that is known of it; `number` is None in a lesson."""

    id: str
    number: int | None
    kind: str
    stem: Markup
    options: tuple[ShownOption, ...]
    #: Right answers in words, of the kinds that have no options to choose.
    answers: tuple[str, ...]
    #: Left and right sides, or steps in their order.
    pairs: tuple[tuple[Markup, Markup], ...]
    hint: Markup
    explanation: Markup
    #: An essay's criteria: text, share in words, what only graders read.
    criteria: tuple[tuple[Markup, str, Markup], ...] = ()

    def through(self, change: Callable[[str], Markup]) -> "ShownQuestion":
        """Return the question with every text changed."""
        options = tuple(
            option._replace(
                html=change(option.html),
                feedback=change(option.feedback) if option.feedback else None,
            )
            for option in self.options
        )
        pairs = tuple((change(left), change(right)) for left, right in self.pairs)
        criteria = tuple(
            (change(text), share, change(guidance)) for text, share, guidance in self.criteria
        )
        return self._replace(
            criteria=criteria,
            stem=change(self.stem),
            hint=change(self.hint),
            explanation=change(self.explanation),
            options=options,
            pairs=pairs,
        )


CHOICES = frozenset({"single", "multiple", "truefalse", "weighted", "weighted-one"})


def shown_question(question: Question, number: int | None = None) -> ShownQuestion:
    """Return a question with its key."""
    is_choice = question.kind in CHOICES
    return ShownQuestion(
        question.id,
        number,
        question.kind,
        trusted(question.stem),
        tuple(map(_option, question.options)) if is_choice else (),
        tuple(_answers(question)),
        () if is_choice else tuple(_pairs(question)),
        trusted(question.hint),
        trusted(question.explanation),
        criteria_of(question),
    )


def criteria_of(question: Question) -> tuple[tuple[Markup, str, Markup], ...]:
    """Return the criteria of an essay with everything that is known of them."""
    rubric = question.key.criteria if isinstance(question.key, Rubric) else ()
    return tuple(
        (trusted(each.html), share_in_words(each.share), trusted(each.guidance)) for each in rubric
    )


def share_in_words(share: Fraction) -> str:
    """Write a share as percent, with two decimals at most."""
    return str(_("%(share)s%%", share=decimal(Decimal(round(share * 10_000)) / 100)))


def _option(option: Option) -> ShownOption:
    """Return an option, its worth in words where it is weighted."""
    share = option.share
    worth = "" if share is None else _("%(share)s%%", share=decimal(float(100 * share)))
    is_right = option.right or (share or 0) > 0
    feedback = trusted(option.feedback) or None
    return ShownOption(
        option.id, trusted(option.html), "key" if is_right else None, feedback, worth
    )


def _pairs(question: Question) -> Iterator[tuple[Markup, Markup]]:
    for option in question.options:
        yield trusted(option.html), trusted(option.match or "")


def _answers(question: Question) -> Iterator[str]:
    """Yield what is accepted where an answer is typed."""
    key = question.key
    if isinstance(key, Wordings):
        yield from key.patterns
    elif isinstance(key, Spans):
        for span in key.spans:
            ends = decimal(span.low), decimal(span.high)
            yield ends[0] if span.low == span.high else f"{ends[0]} – {ends[1]}"
    elif isinstance(key, Blanks):
        for place, blank in enumerate(key.blanks, start=1):
            yield f"{place}. {' / '.join(blank.patterns)}"
