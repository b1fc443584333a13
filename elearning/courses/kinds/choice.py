"""Builds the questions whose options are chosen: one, several, or weighted ones."""

import re
from decimal import Decimal
from fractions import Fraction

from elearning.courses.diagnostics.notes import Notes
from elearning.courses.identity import text_id
from elearning.courses.kinds.building import built, html_of, note_equal
from elearning.courses.language.drafts import OptionDraft, QuestionDraft
from elearning.courses.language.typesetting import Press
from elearning.courses.questions import Option, Question

#: Weights are rounded when they are written: 33,33 % three times is everything.
NEARLY_ALL = (Fraction(9999, 10_000), Fraction(10_001, 10_000))
_SHARE = re.compile(r"([-+]?)([0-9]+(?:[.,][0-9]+)?)\s*(?:%|/\s*([0-9]+))")


def one_choice(kind: str, draft: QuestionDraft, press: Press, notes: Notes) -> Question | None:
    """Build a question with exactly one right option; in a survey with none."""
    right = [option for option in draft.options if option.right]
    if draft.graded and draft.options and not right:
        notes.add("no-right", draft.line)
    if len(right) > 1:
        notes.add("many-right", right[1].line)
    return _choices(kind, draft, press, notes)


def many_choices(kind: str, draft: QuestionDraft, press: Press, notes: Notes) -> Question | None:
    """Build a question with any number of right options, at least one."""
    right = sum(option.right for option in draft.options)
    if draft.graded and draft.options and not right:
        notes.add("no-right", draft.line)
    if draft.settings.choose == "satu":
        notes.add("many-right", draft.line)
    if right == len(draft.options) > 1:
        notes.add("all-right", draft.line)
    return _choices(kind, draft, press, notes)


def weighted_choices(
    kind: str, draft: QuestionDraft, press: Press, notes: Notes
) -> Question | None:
    """Build a question whose options earn a share each: all that are right, or the best one."""
    takes_one = draft.settings.choose == "satu"
    question = _choices(f"{kind}-one" if takes_one else kind, draft, press, notes)
    if question is None:
        return None
    gains = [option.share for option in question.options if option.share and option.share > 0]
    reached = max(gains, default=Fraction(0)) if takes_one else sum(gains, Fraction(0))
    if draft.graded and not NEARLY_ALL[0] <= reached <= NEARLY_ALL[1]:
        code = "weights-best" if takes_one else "weights-sum"
        notes.add(code, draft.line, reached=percent(reached))
    return question


def percent(share: Fraction) -> str:
    """Write a share with two decimals at most: `33,33`."""
    return f"{float(share * 100):.2f}".rstrip("0").rstrip(".").replace(".", ",")


def is_share(mark: str) -> bool:
    """Tell whether what stands in an option's brackets is a weight."""
    return mark not in {"", "x", "X"}


def _choices(kind: str, draft: QuestionDraft, press: Press, notes: Notes) -> Question | None:
    """Compile stem and options."""
    if not draft.options:
        notes.add("no-options", draft.line)
        return None
    if len(draft.options) < 2:
        notes.add("one-option", draft.line)
    if draft.written.answer:
        notes.add("answer-and-options", draft.line)
    weighs = kind.startswith("weighted")
    options = tuple(_option(option, press, notes, weighs=weighs) for option in draft.options)
    note_equal(options, [option.line for option in draft.options], notes)
    return built(kind, draft, press, options=options)


def _option(draft: OptionDraft, press: Press, notes: Notes, *, weighs: bool) -> Option:
    """Compile an option; its id is the author's, or the hash of its text."""
    html = press.html(draft.text)
    share = share_of(draft, notes) if weighs else None
    return Option(
        id=draft.id or text_id("o", html),
        html=html,
        right=draft.right if share is None else share > 0,
        feedback=html_of(press, draft.feedback),
        share=share,
    )


def share_of(draft: OptionDraft, notes: Notes) -> Fraction:
    """Read what choosing an option earns: `[x]` everything, `[ ]` nothing, `[1/3]` a third."""
    if not is_share(draft.mark):
        return Fraction(int(draft.right))
    found = _SHARE.fullmatch(draft.mark.replace("−", "-"))
    if found is None or (found[3] and (not int(found[3]) or not found[2].isdigit())):
        notes.add("weight-unreadable", draft.line, value=draft.mark)
        return Fraction(0)
    size = Fraction(Decimal(found[2].replace(",", ".")))
    share = size / int(found[3]) if found[3] else size / 100
    return -share if found[1] == "-" else share
