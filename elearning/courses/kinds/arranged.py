"""Builds the questions whose parts are matched or put in order."""

from elearning.courses.diagnostics.notes import Notes
from elearning.courses.identity import plain, seen_in, text_id
from elearning.courses.kinds.building import built, note_equal
from elearning.courses.language.drafts import QuestionDraft, RowDraft
from elearning.courses.language.typesetting import Press
from elearning.courses.questions import Option, Question

COLUMNS = 2


def matching(kind: str, draft: QuestionDraft, press: Press, notes: Notes) -> Question | None:
    """Build pairs; a row without a left side is a right side that nothing matches."""
    if not draft.written.rows:
        notes.add("match-table", draft.line)
        return None
    rows = [row for row in draft.written.rows if _is_row(row, notes)]
    options = tuple(_pair(row, press, notes) for row in rows)
    _note_equal_left_sides(rows, options, notes)
    asked = [option for option in options if option.html]
    if len(asked) < 2 or len({option.match for option in options}) < 2:
        notes.add("match-few", draft.line)
        return None
    return built(kind, draft, press, options=options)


def _is_row(row: RowDraft, notes: Notes) -> bool:
    """Tell whether a row has two cells, the right one filled."""
    if len(row.cells) != COLUMNS:
        notes.add("match-columns", row.line, count=len(row.cells))
    elif not row.cells[1].source:
        notes.add("match-empty", row.line)
    else:
        return True
    return False


def _pair(row: RowDraft, press: Press, notes: Notes) -> Option:
    """Compile a row; its right side is shown in a list box, which holds text only."""
    left, right = press.html(row.cells[0]) if row.cells[0].source else "", press.html(row.cells[1])
    text = seen_in(right)
    if "<img" in right or not text:
        notes.add("match-picture", row.line)
    return Option(row.id or text_id("o", left or right), left, right=True, match=text)


def _note_equal_left_sides(rows: list[RowDraft], options: tuple[Option, ...], notes: Notes) -> None:
    """Note a left side that is asked twice."""
    seen: dict[str, int] = {}
    for row, option in zip(rows, options, strict=True):
        text = plain(option.html)
        if text and text in seen:
            notes.add("match-same-left", row.line, first=seen[text])
        seen.setdefault(text, row.line)


def ordering(kind: str, draft: QuestionDraft, press: Press, notes: Notes) -> Question | None:
    """Build steps, written in their right order."""
    steps = draft.written.steps
    if not steps:
        notes.add("order-list", draft.line)
        return None
    if len(steps) < 2:
        notes.add("order-few", steps[0].line)
        return None
    html = [press.html(step) for step in steps]
    ids = (
        own or text_id("o", each) for own, each in zip(draft.written.step_ids, html, strict=True)
    )
    options = tuple(Option(own, each, right=True) for own, each in zip(ids, html, strict=True))
    note_equal(options, [step.line for step in steps], notes)
    for step in steps:
        if not step.source.strip():
            notes.add("option-empty", step.line)
    return built(kind, draft, press, options=options)
