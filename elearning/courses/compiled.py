"""A course as it is published: plain values that travel as JSON and never change.

Every HTML in here is already sanitised; every link is absolute.
"""

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from typing import Self, TypeAlias

from elearning.courses.frozen import Compiled, Json
from elearning.courses.frozen import canonical as canonical
from elearning.courses.questions import Option as Option
from elearning.courses.questions import Question as Question


@dataclass(frozen=True, slots=True)
class Pool(Compiled):
    """Questions of which `draw` are drawn; None draws all."""

    title: str
    draw: int | None
    questions: tuple[Question, ...]

    @classmethod
    def from_json(cls, data: Json) -> Self:
        questions = tuple(Question.from_json(each) for each in data["questions"])
        return cls(**{**data, "questions": questions})

    @property
    def drawn(self) -> int:
        """How many questions an attempt gets from this pool."""
        return len(self.questions) if self.draw is None else self.draw


@dataclass(frozen=True, slots=True)
class QuizRules(Compiled):
    """How a quiz is taken; `preset` is latihan, kuis, ujian, pretest or survei."""

    preset: str
    pass_mark: Decimal | None
    #: 0 is unlimited.
    attempts: int
    minutes_limit: int | None
    shuffle_questions: bool
    shuffle_options: bool
    #: immediate, after-submit, after-pass or never.
    feedback: str
    #: Which attempts count: last, first or average; None is the best one.
    counted: str | None = None
    #: Minutes between the end of an attempt and the next one.
    pause: int | None = None
    #: Hours after which one more attempt opens, each time the limit is used up.
    more_after: int | None = None

    @classmethod
    def from_json(cls, data: Json) -> Self:
        mark = data["pass_mark"]
        return cls(**{**data, "pass_mark": None if mark is None else Decimal(mark)})


@dataclass(frozen=True, slots=True)
class Html(Compiled):
    """A stretch of a lesson to read."""

    html: str


@dataclass(frozen=True, slots=True)
class Practice(Compiled):
    """A question inside a lesson; it counts for nothing."""

    question: Question

    @classmethod
    def from_json(cls, data: Json) -> Self:
        return cls(Question.from_json(data["question"]))


Part: TypeAlias = Html | Practice


@dataclass(frozen=True, slots=True)
class Lesson(Compiled):
    """A page to read; `size` is the bytes of its HTML and of the pictures it shows."""

    key: str
    title: str
    minutes: int
    required: bool
    words: int
    summary: str
    #: ISO date.
    updated: str | None
    legal_basis: tuple[str, ...]
    parts: tuple[Part, ...]
    size: int

    @classmethod
    def from_json(cls, data: Json) -> Self:
        parts = tuple(
            Html.from_json(each) if "html" in each else Practice.from_json(each)
            for each in data["parts"]
        )
        return cls(**{**data, "parts": parts, "legal_basis": tuple(data["legal_basis"])})

    @property
    def practices(self) -> tuple[Question, ...]:
        """The practice questions in reading order."""
        return tuple(part.question for part in self.parts if isinstance(part, Practice))


@dataclass(frozen=True, slots=True)
class Quiz(Compiled):
    """Pools of questions and the rules for taking them."""

    key: str
    title: str
    minutes: int
    required: bool
    weight: Decimal
    introduction: str
    rules: QuizRules
    pools: tuple[Pool, ...]

    @classmethod
    def from_json(cls, data: Json) -> Self:
        pools = tuple(Pool.from_json(each) for each in data["pools"])
        rules = QuizRules.from_json(data["rules"])
        return cls(**{**data, "pools": pools, "rules": rules, "weight": Decimal(data["weight"])})

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question of every pool, in writing order."""
        return tuple(question for pool in self.pools for question in pool.questions)


Item: TypeAlias = Lesson | Quiz


@dataclass(frozen=True, slots=True)
class Media(Compiled):
    """A file beside the lessons; `digest` is the SHA-256 of its bytes in hex."""

    name: str
    digest: str
    mime: str
    size: int
    width: int | None
    height: int | None


@dataclass(frozen=True, slots=True)
class Facts(Compiled):
    """What the catalogue and the certificate say of a course."""

    title: str
    code: str
    summary: str
    description: str
    jp: int
    #: dasar, menengah or lanjut.
    level: str
    language: str
    category: str
    competencies: tuple[tuple[str, int], ...]
    prerequisites: tuple[str, ...]
    authors: tuple[str, ...]
    organiser: str
    competency_kind: str
    #: SIASN's code of the kind of training.
    activity_type: str
    certificate: bool
    validity_months: int | None
    #: The name of a medium, empty when there is none.
    cover: str

    @classmethod
    def from_json(cls, data: Json) -> Self:
        pairs = tuple((code, level) for code, level in data["competencies"])
        texts = {name: tuple(data[name]) for name in ("prerequisites", "authors")}
        return cls(**{**data, **texts, "competencies": pairs})


def _items(data: list[Json]) -> tuple[Item, ...]:
    return tuple(
        Quiz.from_json(each) if "pools" in each else Lesson.from_json(each) for each in data
    )


@dataclass(frozen=True, slots=True)
class Variant(Compiled):
    """A course in a further language: other texts under the same keys, ids and rules."""

    language: str
    title: str
    summary: str
    description: str
    #: What is translated, in the order of the course.
    items: tuple[Item, ...]
    glossary: tuple[tuple[str, str], ...] = ()

    @classmethod
    def from_json(cls, data: Json) -> Self:
        glossary = tuple((term, meaning) for term, meaning in data["glossary"])
        return cls(**{**data, "items": _items(data["items"]), "glossary": glossary})


@dataclass(frozen=True, slots=True)
class Course(Compiled):
    """A whole course; equal content has an equal hash."""

    slug: str
    facts: Facts
    items: tuple[Item, ...]
    media: tuple[Media, ...]
    #: Terms and what they mean, by term.
    glossary: tuple[tuple[str, str], ...] = ()
    #: The course in each further language that it has.
    variants: tuple[Variant, ...] = ()

    @classmethod
    def from_json(cls, data: Json) -> Self:
        media = tuple(Media.from_json(each) for each in data["media"])
        glossary = tuple((term, meaning) for term, meaning in data["glossary"])
        variants = tuple(Variant.from_json(each) for each in data.get("variants", ()))
        facts = Facts.from_json(data["facts"])
        return cls(data["slug"], facts, _items(data["items"]), media, glossary, variants)

    def to_json(self) -> Json:
        """Leave out what only a course of several languages has: the hashes of others stay."""
        values = Compiled.to_json(self)
        return values if self.variants else {k: v for k, v in values.items() if k != "variants"}

    @property
    def content_hash(self) -> str:
        """The SHA-256 of the canonical JSON, in hex."""
        return hashlib.sha256(canonical(self.to_json())).hexdigest()

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        return tuple(item for item in self.items if isinstance(item, Lesson))

    @property
    def quizzes(self) -> tuple[Quiz, ...]:
        return tuple(item for item in self.items if isinstance(item, Quiz))


def media_url(slug: str, medium: Media) -> str:
    """Return where a medium is served: new content has a new address."""
    return f"/pelatihan/{slug}/media/{medium.digest[:16]}-{medium.name}"


def item_url(slug: str, key: str) -> str:
    """Return the address of a lesson or quiz."""
    return f"/pelatihan/{slug}/{key}"
