"""In which language a reader reads a course, and the way to the other one."""

from typing import NamedTuple
from urllib.parse import quote

from elearning.core.languages import request_locale
from elearning.courses.compiled import Item, item_url
from elearning.courses.queries import CourseCard, Outline, Place, item_in, outline_in, outline_of

#: Each in the language that it leads to, for those who do not read this page well.
LABELS = {
    "en": {
        "lesson": "Read this lesson in English",
        "quiz": "Take this quiz in English",
        "course": "Read this course in English",
    },
    "id": {
        "lesson": "Baca materi ini dalam bahasa Indonesia",
        "quiz": "Kerjakan kuis ini dalam bahasa Indonesia",
        "course": "Baca pelatihan ini dalam bahasa Indonesia",
    },
}


class Way(NamedTuple):
    """A link to the same page in another language."""

    language: str
    label: str
    url: str


class Tongue(NamedTuple):
    """In which language a text stands on a page, and where it stands in others."""

    language: str
    ways: tuple[Way, ...]
    #: The course can be read in the language of the page, this text cannot.
    is_untranslated: bool = False

    @property
    def is_foreign(self) -> bool:
        """Whether it is not the language of the page."""
        return self.language != request_locale()


def read_item(place: Place, key: str) -> Item | None:
    """Return a lesson or quiz in the reader's language."""
    return item_in(place.revision_id, key, request_locale())


def read_outline(revision_id: int) -> Outline:
    """Return a course's contents in the reader's language."""
    return outline_in(revision_id, request_locale())


def read_title(revision_id: int, title: str) -> str:
    """Return a course's title in the reader's language; as it is when there is no other."""
    variant = outline_of(revision_id).variants.get(request_locale())
    return variant.title if variant else title


def read_place(place: Place) -> Place:
    """Return a place with the course's title in the reader's language."""
    title = read_title(place.revision_id, place.title)
    return place if title is place.title else place._replace(title=title)


def read_card(card: CourseCard) -> CourseCard:
    """Return a card of the catalogue in the reader's language."""
    title, summary = card.text_in(request_locale())
    return card._replace(title=title, summary=summary)


def tongue_of_item(slug: str, outline: Outline, key: str, kind: str) -> Tongue:
    """Return the languages of a lesson or quiz."""
    languages = outline.languages_of(key)
    shown = request_locale() if request_locale() in languages else outline.language
    missing = request_locale() in outline.variants and request_locale() not in languages
    return Tongue(shown, _ways(languages, shown, kind, item_url(slug, key)), missing)


def tongue_of_course(slug: str, revision_id: int) -> Tongue:
    """Return the languages of a course."""
    outline = outline_of(revision_id)
    languages = (outline.language, *outline.variants)
    shown = request_locale() if request_locale() in languages else outline.language
    return Tongue(shown, _ways(languages, shown, "course", f"/pelatihan/{slug}/"))


def _ways(languages: tuple[str, ...], shown: str, kind: str, address: str) -> tuple[Way, ...]:
    """Return a link to each other language."""
    return tuple(
        Way(code, LABELS[code][kind], f"/bahasa/{code}?next={quote(address)}")
        for code in languages
        if code != shown
    )
