"""The kinds of question: how each is recognised in a draft and what it compiles to.

A new kind is one row of `KINDS` and one function that builds its question.
"""

from collections.abc import Callable
from typing import NamedTuple

from elearning.courses.diagnostics.notes import Notes
from elearning.courses.kinds.arranged import matching, ordering
from elearning.courses.kinds.choice import is_share, many_choices, one_choice, weighted_choices
from elearning.courses.kinds.essay import essay
from elearning.courses.kinds.typed import blanks, is_number, numeric, short_answer
from elearning.courses.language.answers import ANSWER
from elearning.courses.language.drafts import QuestionDraft
from elearning.courses.language.typesetting import Press
from elearning.courses.language.values import nearest
from elearning.courses.questions import FALSE, TRUE, Question


class Kind(NamedTuple):
    """A kind: its compiled name, its word in `{jenis=…}`, how it is known and how it is built."""

    name: str
    word: str
    claims: Callable[[QuestionDraft], bool]
    build: Callable[[str, QuestionDraft, Press, Notes], Question | None]


def _is_weighted(draft: QuestionDraft) -> bool:
    return any(is_share(option.mark) for option in draft.options)


def _is_essay(draft: QuestionDraft) -> bool:
    return draft.written.essay


def _is_matching(draft: QuestionDraft) -> bool:
    return draft.written.rows is not None


def _is_ordering(draft: QuestionDraft) -> bool:
    return draft.written.steps is not None


def _is_numeric(draft: QuestionDraft) -> bool:
    return _is_short(draft) and is_number(
        draft.written.answer.source if draft.written.answer else ""
    )


def _is_short(draft: QuestionDraft) -> bool:
    return not draft.options and draft.written.answer is not None


def _is_blanks(draft: QuestionDraft) -> bool:
    return bool(draft.written.blanks)


def _is_truefalse(draft: QuestionDraft) -> bool:
    words = [option.text.source.strip().rstrip(".").lower() for option in draft.options]
    pair = len(words) == 2 and bool(TRUE & set(words)) and bool(FALSE & set(words))
    return pair and draft.settings.choose != "banyak"


def _is_multiple(draft: QuestionDraft) -> bool:
    many = sum(option.right for option in draft.options) > 1
    return bool(draft.options) and (many or draft.settings.choose == "banyak")


def _is_single(draft: QuestionDraft) -> bool:
    return bool(draft.options)


KINDS = (
    Kind("essay", "esai", _is_essay, essay),
    Kind("weighted", "bobot", _is_weighted, weighted_choices),
    Kind("matching", "menjodohkan", _is_matching, matching),
    Kind("ordering", "urutan", _is_ordering, ordering),
    Kind("numeric", "angka", _is_numeric, numeric),
    Kind("short", "isian", _is_short, short_answer),
    Kind("blanks", "rumpang", _is_blanks, blanks),
    Kind("truefalse", "benar-salah", _is_truefalse, one_choice),
    Kind("multiple", "banyak", _is_multiple, many_choices),
    Kind("single", "tunggal", _is_single, one_choice),
)


def kind_of(draft: QuestionDraft, notes: Notes) -> Kind | None:
    """Return the kind that a heading names or that the writing shows."""
    named = draft.settings.kind
    words = {kind.word: kind for kind in KINDS}
    if named and named not in words:
        meant = nearest(named, words) or ", ".join(words)
        notes.add("kind-unknown", draft.line, value=named, known=meant)
    if named in words:
        return words[named]
    return next((kind for kind in KINDS if kind.claims(draft)), None)


def build_question(draft: QuestionDraft, press: Press, notes: Notes) -> Question | None:
    """Compile a question, or note why it cannot be."""
    kind = kind_of(draft, notes)
    if kind is None:
        _note_unanswered(draft, notes)
        return None
    if sum(claims(draft) for claims in (_is_short, _is_matching, _is_ordering, _is_blanks)) > 1:
        notes.add("answers-twice", draft.line)
    return kind.build(kind.name, draft, press, notes)


def _note_unanswered(draft: QuestionDraft, notes: Notes) -> None:
    """Note that there is nothing to answer; `Jawaban:` in the wrong place is named."""
    for at, line in enumerate(draft.stem.source.split("\n")):
        if ANSWER.match(line.lstrip(" >-*+")):
            notes.add("answer-misplaced", draft.stem.line + at)
            return
    notes.add("no-options", draft.line)
