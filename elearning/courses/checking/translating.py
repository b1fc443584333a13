"""Puts a variant's words into the course: the same questions, options and rules, other texts.

The course's own language decides everything but words, so no language can be marked differently.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from elearning.courses.checking.variants import Print
from elearning.courses.compiled import (
    Course,
    Html,
    Item,
    Lesson,
    Option,
    Pool,
    Practice,
    Question,
    Quiz,
    Variant,
    item_url,
)
from elearning.courses.diagnostics.notes import Notes
from elearning.courses.identity import shown_text
from elearning.courses.language.drafts import QuestionDraft
from elearning.courses.language.reading import ItemDraft
from elearning.courses.questions import Rubric

_HEADING = re.compile(r'<(h[1-6])[^>]* id="isi-([^"]+)"')
_ANCHOR = re.compile(r'( id="|href="([^"#]*)#)isi-([^"]+)"')
QUOTE = 60
#: What stands in a remedy where nobody can know the id.
WHICH = "id"

#: By key of a lesson: the course's anchors by those of the variant.
Anchors = Mapping[str, Mapping[str, str]]


class _Sheet(NamedTuple):
    """A variant's text, the name of what it translates, and how its questions are written."""

    notes: Notes
    main: str
    draft_of: Callable[[Question], QuestionDraft]


def translated(course: Course, written: Print, size: int) -> Variant:
    """Return a variant of a course; whatever does more than translate is noted."""
    own = {item.key: item for item in course.items}
    items = [
        _item(own[item.key], item, _sheet(draft, written, size, item))
        for draft, item in zip(written.draft.items, written.course.items, strict=True)
    ]
    drafts = {draft.key: draft for draft in written.draft.items}
    anchors = {
        each.key: _anchors(own[each.key], each, drafts[each.key].notes)
        for each in items
        if isinstance(each, Lesson)
    }
    facts = written.course.facts
    return Variant(
        facts.language,
        facts.title,
        facts.summary,
        facts.description if facts.description.strip() else course.facts.description,
        tuple(_anchored(each, course.slug, anchors) for each in items),
        written.course.glossary,
    )


def _sheet(draft: ItemDraft, written: Print, size: int, item: Item) -> _Sheet:
    """Return how a text is written; one that is too large is noted."""
    if isinstance(item, Lesson) and item.size > size:
        draft.notes.add("lesson-large", size=item.size // 1000, limit=size // 1000)
    main = written.draft.main
    names = {each.key: each.file.name for each in main.items} if main else {}
    drafts = written.compiler.drafts
    return _Sheet(draft.notes, names[draft.key], lambda each: _found(drafts, draft, each))


def _found(
    drafts: Mapping[tuple[str, str], QuestionDraft], item: ItemDraft, question: Question
) -> QuestionDraft:
    """Return how a question is written; of two with one id the second has a number behind it."""
    place = (item.key, question.id)
    return drafts[place] if place in drafts else drafts[item.key, question.id.rpartition("-")[0]]


def _item(main: Item, own: Item, sheet: _Sheet) -> Item:
    if isinstance(main, Lesson) and isinstance(own, Lesson):
        return _lesson(main, own, sheet)
    assert isinstance(main, Quiz)  # noqa: S101  (a variant's file name ends as its course's)
    assert isinstance(own, Quiz)  # noqa: S101
    return _quiz(main, own, sheet)


def _lesson(main: Lesson, own: Lesson, sheet: _Sheet) -> Lesson:
    """Return a lesson whose practice questions are the course's, in other words."""
    _compare(main.practices, own.practices, sheet)
    known = {question.id: question for question in main.practices}
    parts = tuple(
        Practice(_worded(known.get(part.question.id, part.question), part.question))
        if isinstance(part, Practice)
        else part
        for part in own.parts
    )
    return replace(own, minutes=main.minutes, required=main.required, parts=parts)


def _quiz(main: Quiz, own: Quiz, sheet: _Sheet) -> Quiz:
    """Return a quiz with the course's rules and questions, in other words."""
    _compare_pools(main, own, sheet)
    _compare(main.questions, own.questions, sheet)
    words = {question.id: question for question in own.questions}
    titles = [pool.title for pool in own.pools]
    pools = tuple(
        replace(
            pool,
            title=titles[at] if at < len(titles) else pool.title,
            questions=tuple(_worded(each, words.get(each.id, each)) for each in pool.questions),
        )
        for at, pool in enumerate(main.pools)
    )
    return replace(main, title=own.title, introduction=own.introduction, pools=pools)


def _worded(main: Question, own: Question) -> Question:
    """Return a question of the course in the words of a variant."""
    words = {option.id: option for option in own.options}
    options = tuple(
        replace(option, html=said.html, feedback=said.feedback, match=said.match)
        for option in main.options
        for said in [words.get(option.id, option)]
    )
    key = own.key if isinstance(own.key, Rubric) and _counted(main) == _counted(own) else main.key
    return replace(
        main,
        stem=own.stem,
        options=options,
        explanation=own.explanation,
        hint=own.hint,
        key=key,
    )


# What must be the same


def _compare_pools(main: Quiz, own: Quiz, sheet: _Sheet) -> None:
    """Note pools that are not those of the course, or do not hold the same questions."""
    if len(main.pools) != len(own.pools):
        sheet.notes.add("variant-pools", 1, count=len(own.pools), wanted=len(main.pools))
        return
    for theirs, ours in zip(main.pools, own.pools, strict=True):
        first = sheet.draft_of(ours.questions[0]).line if ours.questions else 1
        if theirs.draw != ours.draw:
            params = {"pool": ours.title, "draw": ours.drawn, "wanted": theirs.drawn}
            sheet.notes.add("variant-draw", first, **params)
        _compare_pool(theirs, ours, main, sheet)


def _compare_pool(theirs: Pool, ours: Pool, main: Quiz, sheet: _Sheet) -> None:
    """Note questions that stand in another pool in the course."""
    elsewhere = {each.id for each in main.questions} - {each.id for each in theirs.questions}
    for question in ours.questions:
        if question.id in elsewhere:
            line = sheet.draft_of(question).line
            sheet.notes.add("variant-pool", line, id=question.id, main=sheet.main)


def _compare(main: Sequence[Question], own: Sequence[Question], sheet: _Sheet) -> None:
    """Note questions without an id, with one that the course does not know, and missing ones."""
    known, as_many = {question.id: question for question in main}, len(main) == len(own)
    unmarked = False
    for at, question in enumerate(own):
        draft = sheet.draft_of(question)
        if not draft.settings.id:
            unmarked = True
            meant = main[at].id if as_many else WHICH
            sheet.notes.add("variant-id", draft.line, meant=meant, main=sheet.main)
        elif question.id not in known:
            sheet.notes.add("variant-id-unknown", draft.line, id=question.id, main=sheet.main)
        else:
            _compare_question(known[question.id], question, draft, sheet)
    if not unmarked:
        for each in _without(main, {question.id for question in own}):
            params = {"id": each.id, "text": quoted(each), "main": sheet.main}
            sheet.notes.add("variant-question", 1, **params)


def _compare_question(main: Question, own: Question, draft: QuestionDraft, sheet: _Sheet) -> None:
    """Note what is asked, marked or weighed differently."""
    if main.kind != own.kind:
        params = {"kind": own.kind, "wanted": main.kind, "main": sheet.main}
        sheet.notes.add("variant-kind", draft.line, **params)
        return
    if (main.weight, main.whole) != (own.weight, own.whole):
        sheet.notes.add("variant-weight", draft.line, main=sheet.main)
    same = _compare_options(main, own, draft, sheet)
    if _counted(main) != _counted(own) or (same and _order(main) != _order(own)):
        sheet.notes.add("variant-answer", draft.line, main=sheet.main)


def _compare_options(main: Question, own: Question, draft: QuestionDraft, sheet: _Sheet) -> bool:
    """Note options as questions are noted; tell whether they are those of the course."""
    known, before = {option.id: option for option in main.options}, len(sheet.notes.diagnostics)
    as_many, unmarked = len(main.options) == len(own.options), False
    for at, (option, (mark, line)) in enumerate(zip(own.options, _marks(draft), strict=False)):
        there = known.get(option.id)
        if not mark:
            unmarked = True
            meant = main.options[at].id if as_many else WHICH
            sheet.notes.add("variant-option-id", line, meant=meant, main=sheet.main)
        elif there is None:
            sheet.notes.add("variant-option-unknown", line, id=option.id, main=sheet.main)
        elif (there.right, there.share) != (option.right, option.share):
            sheet.notes.add("variant-answer", line, main=sheet.main)
    if not unmarked:
        for each in _without(main.options, {option.id for option in own.options}):
            params = {"id": each.id, "text": quoted(each), "main": sheet.main}
            sheet.notes.add("variant-option", draft.line, **params)
    return len(sheet.notes.diagnostics) == before


def _marks(draft: QuestionDraft) -> Iterator[tuple[str, int]]:
    """Yield the id that each option, row or step is given, and its line."""
    yield from ((each.id, each.line) for each in draft.options)
    yield from ((each.id, each.line) for each in draft.written.rows or ())
    steps = zip(draft.written.step_ids, draft.written.steps or (), strict=True)
    yield from ((own, step.line) for own, step in steps)


def _order(question: Question) -> object:
    """Return what else makes an answer right: the order of steps, which left sides share a right one."""
    if question.kind == "ordering":
        return [option.id for option in question.options]
    if question.kind == "matching":
        options, sides = question.options, {option.match for option in question.options}
        pairs = {frozenset(o.id for o in options if o.match == side) for side in sides}
        return pairs, {option.id for option in options if option.html}
    return None


def _counted(question: Question) -> object:
    """Return what is accepted where the answer is typed; of an essay how much each criterion counts."""
    key = question.key
    return [each.share for each in key.criteria] if isinstance(key, Rubric) else key


def _without(things: Iterable[Question | Option], ids: set[str]) -> Iterator[Question | Option]:
    return (thing for thing in things if thing.id not in ids)


def quoted(thing: Question | Option) -> str:
    """Return how a question or option begins."""
    text = shown_text(thing)
    return text if len(text) <= QUOTE else f"{text[: QUOTE - 1]}…"


# Anchors


def _anchors(main: Item, own: Lesson, notes: Notes) -> dict[str, str]:
    """Return the course's anchors by the variant's: one stops and goes on in either language."""
    theirs, ours = _headings(main), _headings(own)
    if [level for level, _name in theirs] != [level for level, _name in ours]:
        notes.add("variant-headings", 1, count=len(ours), wanted=len(theirs))
        return {}
    pairs = zip(theirs, ours, strict=True)
    return {name: other for (_level, other), (_same, name) in pairs}


def _headings(item: Item) -> list[tuple[str, str]]:
    parts = item.parts if isinstance(item, Lesson) else ()
    return [
        each for part in parts if isinstance(part, Html) for each in _HEADING.findall(part.html)
    ]


def _anchored(item: Item, slug: str, anchors: Anchors) -> Item:
    """Give a text, and the links in it, the anchors of the course."""
    keys = {"": item.key} | {item_url(slug, key): key for key in anchors}

    def renamed(found: re.Match[str]) -> str:
        before, page, anchor = found.groups()
        names = anchors.get(keys.get(page or "", ""), {})
        return f'{before}isi-{names.get(anchor, anchor)}"'

    def walked(value: object) -> object:
        if isinstance(value, str):
            return _ANCHOR.sub(renamed, value)
        if isinstance(value, dict):
            return {name: walked(each) for name, each in value.items()}
        return [walked(each) for each in value] if isinstance(value, list) else value

    data = walked(item.to_json())
    assert isinstance(data, dict)  # noqa: S101  (so it was before)
    return type(item).from_json(data)
