"""What every kind of question is built with."""

from collections.abc import Iterable

from elearning.courses.diagnostics.notes import Notes
from elearning.courses.identity import distinct_ids, plain, text_id
from elearning.courses.language.drafts import QuestionDraft
from elearning.courses.language.structure import Text
from elearning.courses.language.typesetting import Press
from elearning.courses.questions import AnswerKey, Option, Question


def built(
    kind: str,
    draft: QuestionDraft,
    press: Press,
    *,
    options: tuple[Option, ...] = (),
    key: AnswerKey | None = None,
) -> Question:
    """Compile a question with what its kind has; its id is the author's, or the hash of its text."""
    stem = press.html(draft.stem)
    return Question(
        id=draft.settings.id or text_id("q", stem),
        kind=kind,
        stem=stem,
        options=distinct_ids(options),
        explanation=html_of(press, draft.explanation),
        hint=html_of(press, draft.hint),
        weight=draft.settings.weight,
        whole=draft.settings.whole,
        key=key,
    )


def html_of(press: Press, text: Text | None) -> str:
    """Return a text as HTML, empty when it is absent."""
    return press.html(text) if text else ""


def note_equal(options: Iterable[Option], lines: Iterable[int], notes: Notes) -> None:
    """Note options that say the same, or have one id for two."""
    seen: dict[str, int] = {}
    ids: dict[str, int] = {}
    for option, line in zip(options, lines, strict=True):
        text = plain(option.html)
        if text and text in seen:
            notes.add("same-option", line, first=seen[text])
        elif option.id in ids:
            notes.add("same-option-id", line, id=option.id, first=ids[option.id])
        seen.setdefault(text, line)
        ids.setdefault(option.id, line)
