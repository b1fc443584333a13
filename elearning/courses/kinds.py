"""The kinds of question: how each is recognised in a draft and what it compiles to.

A new kind is one row of `KINDS` and one function that builds its question.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from elearning.courses.compiled import Option, Question
from elearning.courses.diagnostics import Notes
from elearning.courses.drafts import QuestionDraft
from elearning.courses.identity import distinct_ids, plain, text_id
from elearning.courses.structure import Block, Text
from elearning.courses.typesetting import Press
from elearning.courses.values import nearest

_ANSWER = re.compile(r"(Jawaban|Answer)\s*:", re.IGNORECASE)
_NUMERIC = re.compile(
    r"(Jawaban|Answer)\s*:\s*[+-]?(?!0\d)\d[\d.,]*(\s*(±|\.\.|\+/-)\s*[+-]?[\d.,]+)?\s*$",
    re.IGNORECASE,
)
_BLANK = re.compile(r"\[\[[^\[\]]+\]\]")
_INLINE_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_TRUE, _FALSE = frozenset({"benar", "true"}), frozenset({"salah", "false"})


class Kind(NamedTuple):
    """A kind: its compiled name, its word in `{jenis=…}`, how it is known and how it is built."""

    name: str
    word: str
    claims: Callable[[QuestionDraft], bool]
    build: Callable[["Kind", QuestionDraft, Press, Notes], Question | None]


# How each kind is written


def _paragraphs(draft: QuestionDraft) -> list[Block]:
    return [block for block in draft.body if block.kind == "paragraph"]


def _answer_line(draft: QuestionDraft) -> str:
    """Return the last paragraph when it opens with `Jawaban:`."""
    last = _paragraphs(draft)[-1:]
    return last[0].text if last and _ANSWER.match(last[0].text) else ""


def _says(draft: QuestionDraft, word: str) -> bool:
    """Tell whether a paragraph is, or the last lines of one are, a kind's word."""
    lines = [block.text.rstrip().rsplit("\n", 1)[-1] for block in _paragraphs(draft)]
    return any(line.strip().rstrip(":").lower() == word for line in lines)


def _has_blanks(draft: QuestionDraft) -> bool:
    blocks = [block.text for block in _paragraphs(draft)]
    heading = draft.stem.source.split("\n", 1)[0]
    return any(_BLANK.search(_INLINE_CODE.sub("", text)) for text in [heading, *blocks])


def _is_weighted(draft: QuestionDraft) -> bool:
    return any(option.mark.rstrip("%").strip(" xX") for option in draft.options)


def _is_essay(draft: QuestionDraft) -> bool:
    return not draft.options and _says(draft, "esai")


def _is_matching(draft: QuestionDraft) -> bool:
    return not draft.options and _says(draft, "pasangkan")


def _is_ordering(draft: QuestionDraft) -> bool:
    return not draft.options and _says(draft, "urutkan")


def _is_numeric(draft: QuestionDraft) -> bool:
    return not draft.options and bool(_NUMERIC.match(_answer_line(draft)))


def _is_short(draft: QuestionDraft) -> bool:
    return not draft.options and bool(_answer_line(draft))


def _is_blanks(draft: QuestionDraft) -> bool:
    return not draft.options and _has_blanks(draft)


def _is_truefalse(draft: QuestionDraft) -> bool:
    words = [option.text.source.strip().rstrip(".").lower() for option in draft.options]
    pair = len(words) == 2 and bool(_TRUE & set(words)) and bool(_FALSE & set(words))
    return pair and draft.settings.choose != "banyak"


def _is_multiple(draft: QuestionDraft) -> bool:
    many = sum(option.right for option in draft.options) > 1
    return bool(draft.options) and (many or draft.settings.choose == "banyak")


def _is_single(draft: QuestionDraft) -> bool:
    return bool(draft.options)


# How each kind is built


def _later(kind: Kind, draft: QuestionDraft, press: Press, notes: Notes) -> None:
    """Recognise a kind that cannot be answered yet."""
    notes.add("kind-later", draft.line, kind=kind.word)


def _one_choice(kind: Kind, draft: QuestionDraft, press: Press, notes: Notes) -> Question | None:
    """Build a question with exactly one right option; in a survey with none."""
    right = [option for option in draft.options if option.right]
    if draft.graded and not right:
        notes.add("no-right", draft.line)
    if len(right) > 1:
        notes.add("many-right", right[1].line)
    return _choices(kind, draft, press, notes)


def _many_choices(kind: Kind, draft: QuestionDraft, press: Press, notes: Notes) -> Question | None:
    """Build a question with any number of right options, at least one."""
    right = sum(option.right for option in draft.options)
    if draft.graded and not right:
        notes.add("no-right", draft.line)
    if draft.settings.choose == "satu":
        notes.add("many-right", draft.line)
    if right == len(draft.options) > 1:
        notes.add("all-right", draft.line)
    return _choices(kind, draft, press, notes)


def _choices(kind: Kind, draft: QuestionDraft, press: Press, notes: Notes) -> Question:
    """Compile stem and options; ids are the author's, or the hash of the text."""
    if len(draft.options) < 2:
        notes.add("one-option", draft.line)
    if _answer_line(draft):
        notes.add("answer-and-options", draft.line)
    options = tuple(
        Option(
            id=option.id or text_id("o", press.html(option.text)),
            html=press.html(option.text),
            right=option.right,
            feedback=_html(press, option.feedback),
        )
        for option in draft.options
    )
    _note_equal_options(draft, options, notes)
    stem = press.html(draft.stem)
    return Question(
        id=draft.settings.id or text_id("q", stem),
        kind=kind.name,
        stem=stem,
        options=distinct_ids(options),
        explanation=_html(press, draft.explanation),
        hint=_html(press, draft.hint),
        weight=draft.settings.weight,
        whole=draft.settings.whole,
    )


def _html(press: Press, text: Text | None) -> str:
    return press.html(text) if text else ""


def _note_equal_options(draft: QuestionDraft, options: tuple[Option, ...], notes: Notes) -> None:
    seen: dict[str, int] = {}
    ids: dict[str, int] = {}
    for written, option in zip(draft.options, options, strict=True):
        text = plain(option.html)
        if text and text in seen:
            notes.add("same-option", written.line, first=seen[text])
        elif option.id in ids:
            notes.add("same-option-id", written.line, id=option.id, first=ids[option.id])
        seen.setdefault(text, written.line)
        ids.setdefault(option.id, written.line)


KINDS = (
    Kind("weighted", "bobot", _is_weighted, _later),
    Kind("essay", "esai", _is_essay, _later),
    Kind("matching", "menjodohkan", _is_matching, _later),
    Kind("ordering", "urutan", _is_ordering, _later),
    Kind("numeric", "angka", _is_numeric, _later),
    Kind("short", "isian", _is_short, _later),
    Kind("blanks", "rumpang", _is_blanks, _later),
    Kind("truefalse", "benar-salah", _is_truefalse, _one_choice),
    Kind("multiple", "banyak", _is_multiple, _many_choices),
    Kind("single", "tunggal", _is_single, _one_choice),
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
    if kind is None or (kind.build is not _later and not draft.options):
        notes.add("no-options", draft.line)
        return None
    return kind.build(kind, draft, press, notes)
