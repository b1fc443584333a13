"""Builds the question that a trainer grades: an essay with its rubric."""

from fractions import Fraction

from elearning.courses.diagnostics.notes import Notes
from elearning.courses.identity import plain
from elearning.courses.kinds.building import built, html_of
from elearning.courses.kinds.choice import NEARLY_ALL, is_share, percent, share_of
from elearning.courses.language.drafts import OptionDraft, QuestionDraft
from elearning.courses.language.typesetting import Press
from elearning.courses.questions import Criterion, Question, Rubric


def essay(kind: str, draft: QuestionDraft, press: Press, notes: Notes) -> Question:
    """Build an essay; its rubric says what is looked at and how much each part counts."""
    if draft.written.answer:
        notes.add("essay-answer", draft.written.answer.line)
    for option in draft.options:
        if option.right:
            notes.add("essay-options", option.line)
    shares = _shares(draft, notes)
    pairs = zip(draft.options, shares, strict=True)
    criteria = tuple(_criterion(option, share, press) for option, share in pairs)
    _note_equal(draft.options, criteria, notes)
    return built(kind, draft, press, key=Rubric(criteria))


def _criterion(draft: OptionDraft, share: Fraction, press: Press) -> Criterion:
    """Compile a criterion; a quote below it is read by graders only."""
    return Criterion(press.html(draft.text), share, html_of(press, draft.feedback))


def _shares(draft: QuestionDraft, notes: Notes) -> list[Fraction]:
    """Return what each criterion counts: all alike, or as written, everything together."""
    marked = [option for option in draft.options if is_share(option.mark)]
    if not marked:
        return [Fraction(1, len(draft.options)) for _option in draft.options]
    unmarked = [option for option in draft.options if not is_share(option.mark)]
    if unmarked:
        notes.add("rubric-mixed", unmarked[0].line)
    shares = [share_of(option, notes) for option in draft.options]
    for option, share in zip(draft.options, shares, strict=True):
        if is_share(option.mark) and share <= 0:
            notes.add("rubric-share", option.line, value=option.mark)
    total = sum(shares, Fraction(0))
    if not unmarked and not NEARLY_ALL[0] <= total <= NEARLY_ALL[1]:
        notes.add("rubric-sum", draft.options[0].line, reached=percent(total))
    return shares


def _note_equal(
    drafts: tuple[OptionDraft, ...], criteria: tuple[Criterion, ...], notes: Notes
) -> None:
    """Note a criterion that is written twice."""
    seen: dict[str, int] = {}
    for draft, criterion in zip(drafts, criteria, strict=True):
        text = plain(criterion.html)
        if text and text in seen:
            notes.add("rubric-same", draft.line, first=seen[text])
        seen.setdefault(text, draft.line)
