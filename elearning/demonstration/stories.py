"""Who learns what and when in the demonstrated course; no database."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple

from elearning.demonstration.calendar import Season, moments
from elearning.demonstration.sources import accounts, further_courses

PASSES, FAILS = (73, 73, 80, 80, 86, 86, 93, 100), (40, 46, 53, 60, 66)
#: Shares of the invented people: completed, failing so far, in progress; the rest has not begun.
COMPLETED, FAILING, LEARNING = 0.30, 0.04, 0.22
#: The longest that somebody takes, and since when those in progress are at it.
LONGEST_DAYS, RECENT_DAYS = 24, 40


#: The course that everybody has been offered.
COURSE = "pelayanan-publik-digital"


class Story(NamedTuple):
    """A person's way through a course: lessons read, scores of the attempts, when each happened."""

    nip: str
    course: str
    lessons: int
    scores: tuple[int, ...]
    moments: tuple[datetime, ...]

    @property
    def end(self) -> datetime:
        """The last moment; the stories are lived in this order."""
        return self.moments[-1]


def stories(nips: Sequence[str], lessons: int, season: Season, chance: Random) -> list[Story]:
    """Return the stories of the accounts and of some of the invented people, the first to end first."""
    told = [*_of_accounts(lessons, season, chance), *_of_invented(nips, lessons, season, chance)]
    return sorted(told, key=lambda story: story.end)


def _of_accounts(lessons: int, season: Season, chance: Random) -> Iterator[Story]:
    """Yield what the table says of the accounts, all of it recent."""
    for row in accounts():
        read, scores = min(int(row["lessons"]), lessons), tuple(map(int, row["scores"].split()))
        if read:
            first = season.last - timedelta(days=LONGEST_DAYS)
            steps = moments(chance, first, season.last, read + len(scores))
            yield Story(row["sign_in"], COURSE, read, scores, steps)
    for row in further_courses():
        read, first = int(row["lessons"]), season.last - timedelta(days=LONGEST_DAYS // 2)
        steps = moments(chance, first, season.last, read)
        yield Story(row["sign_in"], row["course"], read, (), steps)


def _of_invented(
    nips: Sequence[str], lessons: int, season: Season, chance: Random
) -> Iterator[Story]:
    """Yield invented stories for the first of the shuffled people."""
    order = chance.sample(nips, len(nips))
    completed, failing, learning = (round(s * len(nips)) for s in (COMPLETED, FAILING, LEARNING))
    for number, nip in enumerate(order[: completed + failing + learning]):
        if number < completed:
            scores: tuple[int, ...] = _scores(chance)
        else:
            scores = _failures(chance) if number < completed + failing else ()
        read = lessons if scores else chance.randint(1, lessons)
        first, last = _days(season, chance, is_open=not scores)
        steps = moments(chance, first, last, read + len(scores))
        yield Story(nip, COURSE, read, scores, steps)


def _scores(chance: Random) -> tuple[int, ...]:
    """Return a pass, after no, one or two failed attempts."""
    failed = chance.choices((0, 1, 2), weights=(70, 24, 6))[0]
    return (*chance.choices(FAILS, k=failed), chance.choice(PASSES))


def _failures(chance: Random) -> tuple[int, ...]:
    """Return one, two or three failed attempts."""
    return tuple(chance.choices(FAILS, k=chance.randint(1, 3)))


def _days(season: Season, chance: Random, *, is_open: bool) -> tuple[date, date]:
    """Return the first and last day of a story; most who are in progress were there lately."""
    begin = season.first + timedelta(days=1)
    if is_open and chance.random() < 0.7:
        begin = max(begin, season.last - timedelta(days=RECENT_DAYS))
    length = chance.randint(2, LONGEST_DAYS)
    latest = max((season.last - begin).days, length)
    last = begin + timedelta(days=chance.randint(length, latest))
    last = min(last, season.last)
    return max(begin, last - timedelta(days=length)), last
