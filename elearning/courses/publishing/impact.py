"""What a new version of a course changes for its readers, and of which class that is; no database."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from elearning.courses.compiled import (
    Course,
    Facts,
    Html,
    Item,
    Lesson,
    Option,
    Question,
    Quiz,
    QuizRules,
)
from elearning.courses.identity import plain, seen_in, similarity, text_of
from elearning.courses.models import CHANGE_CLASSES

COSMETIC, CONTENT, REQUIREMENTS = CHANGE_CLASSES

#: From this share of changed words on, a text is proposed as changed content.
NOTABLE = Decimal("0.05")
#: From this share of common letter triples on, a removed and an added item are one, renamed.
SAME_ITEM = 0.6
QUOTE = 90

#: What people were promised when they joined: never less of it for those who are under way.
TERMS = ("title", "code", "jp", "organiser", "competency_kind", "activity_type", "certificate")
TERMS_TOO = ("validity_months", "language", "prerequisites")
DESCRIPTIONS = ("summary", "description", "level", "category", "competencies", "authors", "cover")


class Rule(NamedTuple):
    """The class that a change is proposed as, and the mildest that it may be published as."""

    proposed: str
    mildest: str


_COSMETIC, _NOTABLE = Rule(COSMETIC, COSMETIC), Rule(CONTENT, COSMETIC)
_CONTENT, _REQUIREMENTS = Rule(CONTENT, CONTENT), Rule(REQUIREMENTS, REQUIREMENTS)
RULES: Mapping[str, Rule] = {
    "required-added": _REQUIREMENTS,
    "required-renamed": _REQUIREMENTS,
    "made-required": _REQUIREMENTS,
    "rule-harder": _REQUIREMENTS,
    "term-less": _REQUIREMENTS,
    "optional-added": _CONTENT,
    "optional-renamed": _CONTENT,
    "removed": _CONTENT,
    "made-optional": _CONTENT,
    "rule-changed": _CONTENT,
    "question-added": _CONTENT,
    "question-removed": _CONTENT,
    "question-key": _CONTENT,
    "draw-changed": _CONTENT,
    "term-changed": _CONTENT,
    "question-reworded": _NOTABLE,
    "text-changed": _NOTABLE,
    "text-corrected": _COSMETIC,
    "question-notes": _COSMETIC,
    "touched": _COSMETIC,
    "retitled": _COSMETIC,
    "reordered": _COSMETIC,
    "described": _COSMETIC,
    "glossary": _COSMETIC,
    "translated": _COSMETIC,
}


class Change(NamedTuple):
    """One difference: its code in `RULES`, the lesson or quiz, and what was and is there."""

    code: str
    key: str = ""
    title: str = ""
    #: A rule or fact by its field's name, a question by its text.
    what: str = ""
    before: str = ""
    after: str = ""

    @property
    def rule(self) -> Rule:
        """How grave it is."""
        return RULES[self.code]


class Impact(NamedTuple):
    """Every difference between two versions, in the order of the new one."""

    changes: tuple[Change, ...]

    @property
    def proposed(self) -> str:
        """The class that fits the gravest change."""
        return gravest([change.rule.proposed for change in self.changes])

    @property
    def mildest(self) -> str:
        """The mildest class under which nobody gets new requirements or less than promised unawares."""
        return gravest([change.rule.mildest for change in self.changes])

    @property
    def reasons(self) -> tuple[Change, ...]:
        """The changes that make it the proposed class."""
        return tuple(each for each in self.changes if each.rule.proposed == self.proposed)

    def allows(self, change_class: str) -> bool:
        """Whether the author may publish as a class."""
        return severity(change_class) >= severity(self.mildest)


def severity(change_class: str) -> int:
    """Return how grave a class is: cosmetic 0, content 1, requirements 2."""
    return CHANGE_CLASSES.index(change_class)


def gravest(classes: Sequence[str]) -> str:
    """Return the gravest of some classes, cosmetic when there are none."""
    return max(classes, key=severity, default=COSMETIC)


def impact_of(before: Course, after: Course) -> Impact:
    """Compare two versions of a course; ids of questions are matched already."""
    changes = [*_facts(before.facts, after.facts), *_contents(before, after)]
    if before.glossary != after.glossary:
        changes.append(Change("glossary"))
    changes += _translations(before, after)
    return Impact(tuple(changes))


def _translations(before: Course, after: Course) -> Iterator[Change]:
    """Yield the further languages whose texts are new, changed or gone."""
    old = {variant.language: variant for variant in before.variants}
    new = {variant.language: variant for variant in after.variants}
    for language in sorted(old.keys() | new.keys()):
        if old.get(language) != new.get(language):
            yield Change("translated", what=language)


# Facts


def _facts(before: Facts, after: Facts) -> Iterator[Change]:
    """Yield the facts that changed; fewer JP or no certificate is less than was promised."""
    for name in (*TERMS, *TERMS_TOO):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            less = name in {"jp", "certificate"} and new < old
            code = "term-less" if less else "term-changed"
            yield Change(code, what=name, before=_shown(old), after=_shown(new))
    changed = [name for name in DESCRIPTIONS if getattr(before, name) != getattr(after, name)]
    yield from (Change("described", what=name) for name in changed)


def _shown(value: object) -> str:
    """Return a fact as text; the page words yes and no."""
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


# Contents


def _contents(before: Course, after: Course) -> Iterator[Change]:
    """Yield what happened to lessons and quizzes, in the new order, then what is gone."""
    old = {item.key: item for item in before.items}
    new = {item.key: item for item in after.items}
    renamed = _renamed(
        [item for item in before.items if item.key not in new],
        [item for item in after.items if item.key not in old],
    )
    for item in after.items:
        if item.key in old:
            yield from _item(old[item.key], item)
        else:
            yield _added(item, renamed.get(item.key, ""))
    for item in before.items:
        if item.key not in new and item.key not in renamed.values():
            yield Change("removed", item.key, item.title)
    if [key for key in old if key in new] != [key for key in new if key in old]:
        yield Change("reordered")


def _added(item: Item, old_key: str) -> Change:
    """Return what an item with a new key is: new, or an old one under another name."""
    need = "required" if item.required else "optional"
    deed = "renamed" if old_key else "added"
    return Change(f"{need}-{deed}", item.key, item.title, before=old_key, after=item.key)


def _renamed(gone: Sequence[Item], come: Sequence[Item]) -> dict[str, str]:
    """Return, by new key, the old key of items that only changed their name."""
    found: dict[str, str] = {}
    for item in come:
        likely = [
            other
            for other in gone
            if type(other) is type(item) and other.key not in found.values() and _alike(other, item)
        ]
        if likely:
            found[item.key] = likely[0].key
    return found


def _alike(one: Item, other: Item) -> bool:
    return similarity(_whole(one), _whole(other)) >= SAME_ITEM


def _whole(item: Item) -> str:
    """Return the words of an item."""
    if isinstance(item, Quiz):
        return " ".join(text_of(question) for question in item.questions)
    return " ".join(_texts(item))


def _item(before: Item, after: Item) -> Iterator[Change]:
    """Yield what changed in a lesson or quiz that stays."""
    place = (after.key, after.title)
    if before.title != after.title:
        yield Change("retitled", *place, before=before.title, after=after.title)
    if before.required != after.required:
        yield Change("made-required" if after.required else "made-optional", *place)
    if isinstance(before, Lesson) and isinstance(after, Lesson):
        yield from _lesson(before, after)
    elif isinstance(before, Quiz) and isinstance(after, Quiz):
        yield from _quiz(before, after)
    else:
        yield Change("required-added" if after.required else "optional-added", *place)


def _lesson(before: Lesson, after: Lesson) -> Iterator[Change]:
    """Yield how much of a lesson's text changed."""
    share = changed_share(_texts(before), _texts(after))
    if share:
        code = "text-changed" if share >= NOTABLE else "text-corrected"
        yield Change(code, after.key, after.title, after=str(max(1, round(share * 100))))
    elif (before.parts, before.minutes) != (after.parts, after.minutes):
        yield Change("touched", after.key, after.title)


def _texts(lesson: Lesson) -> list[str]:
    """Return the texts of a lesson and its practice questions."""
    texts = []
    for part in lesson.parts:
        if isinstance(part, Html):
            texts.append(plain(part.html))
        else:
            texts += [text_of(part.question), *map(text_of, part.question.options)]
    return texts


def changed_share(before: Sequence[str], after: Sequence[str]) -> Decimal:
    """Return the share of words that two texts do not have in common, 0 to 1."""
    old = Counter(word for text in before for word in text.split())
    new = Counter(word for text in after for word in text.split())
    whole = old.total() + new.total()
    return 1 - Decimal(2 * (old & new).total()) / whole if whole else Decimal(0)


# Quizzes


def _quiz(before: Quiz, after: Quiz) -> Iterator[Change]:
    """Yield what changed in a quiz's rules and questions."""
    place = (after.key, after.title)
    for name, old, new, is_harder in _rules(before, after):
        harder = is_harder and after.required
        yield Change("rule-harder" if harder else "rule-changed", *place, name, old, new)
    draws = [sum(pool.drawn for pool in quiz.pools) for quiz in (before, after)]
    if draws[0] != draws[1]:
        yield Change("draw-changed", *place, before=str(draws[0]), after=str(draws[1]))
    yield from _questions(before, after)
    if before.introduction != after.introduction or before.minutes != after.minutes:
        yield Change("touched", *place)


#: Each rule that can become harder: its value, higher is harder, none and 0 as they are meant.
_HARDNESS: Mapping[str, Callable[[QuizRules], Decimal]] = {
    "pass_mark": lambda rules: rules.pass_mark or Decimal(0),
    "attempts": lambda rules: Decimal(-rules.attempts if rules.attempts else -1_000_000),
    "minutes_limit": lambda rules: Decimal(-(rules.minutes_limit or 1_000_000)),
}
_OTHER_RULES = (
    *("preset", "shuffle_questions", "shuffle_options", "feedback"),
    *("counted", "pause", "more_after"),
)


def _rules(before: Quiz, after: Quiz) -> Iterator[tuple[str, str, str, bool]]:
    """Yield each rule that changed: its name, what it was and is, whether it became harder."""
    for name in (*_HARDNESS, *_OTHER_RULES):
        old, new = getattr(before.rules, name), getattr(after.rules, name)
        if old != new:
            hardness = _HARDNESS.get(name)
            harder = hardness is not None and hardness(after.rules) > hardness(before.rules)
            yield name, _shown(old), _shown(new), harder
    if before.weight != after.weight:
        yield "weight", str(before.weight), str(after.weight), False


def _questions(before: Quiz, after: Quiz) -> Iterator[Change]:
    """Yield what happened to each question, by its id."""
    old = {question.id: question for question in before.questions}
    new = {question.id: question for question in after.questions}
    for key, question in new.items():
        code = _question(old[key], question) if key in old else "question-added"
        if code:
            yield Change(code, after.key, after.title, quoted(question))
    for key, question in old.items():
        if key not in new:
            yield Change("question-removed", after.key, after.title, quoted(question))


def _question(before: Question, after: Question) -> str:
    """Return what changed in a question, the gravest only."""
    if before == after:
        return ""
    if _answer(before) != _answer(after):
        return "question-key"
    return "question-reworded" if _asked(before) != _asked(after) else "question-notes"


def _answer(question: Question) -> object:
    """Return what makes an answer right, and for how much."""
    counted = [
        (option.id, option.right, option.share, option.match)
        for option in question.options
        if option.right or option.share is not None or option.match is not None
    ]
    in_order = counted if question.kind == "ordering" else sorted(counted, key=str)
    return (question.kind, question.weight, question.whole, question.key, in_order)


def _asked(question: Question) -> tuple[str, frozenset[str]]:
    """Return the words of a question and its options, whatever their order."""
    options: Sequence[Option] = question.options
    return text_of(question), frozenset(map(text_of, options))


def quoted(question: Question) -> str:
    """Return how a question begins."""
    text = seen_in(question.stem)
    return text if len(text) <= QUOTE else f"{text[: QUOTE - 1]}…"
