"""Two hundred invented civil servants; no database.

Their NIPs carry serials above 900, which are next to never given out.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, islice
from random import Random
from typing import NamedTuple
from uuid import UUID

from elearning.accounts.ranks import PNS_RANKS
from elearning.demonstration.sources import Row, rows

PEOPLE = 200
FIRST_SERIAL = 901
#: A promotion takes four years; a PNS of the demonstration is at most so old.
YEARS_PER_RANK = 4
OLDEST = 56
FIRST_PPPK, FIRST_PART_TIME = 2021, 2025
RANKS = tuple(PNS_RANKS)
#: Tugas Belajar, CLTN: a few do not work at present.
STANDINGS = ("03", "03", "02")


class Post(NamedTuple):
    """A position in a unit, with the ranks and titles of those who can hold it."""

    unit: str
    position: str
    kind: str
    ranks: tuple[str, ...]
    grade: str
    front: str
    backs: tuple[str, ...]
    is_head: bool = False


class Invented(NamedTuple):
    """A person as the accounts keep them; the unit by its code."""

    nip: str
    front_title: str
    name: str
    back_title: str
    status: str
    rank: str
    post: Post
    start: date
    legal_standing: str
    siasn_id: str


class Name(NamedTuple):
    """A name and the NIP's digit for sex, 1 for men."""

    name: str
    sex: int


class Service(NamedTuple):
    """How somebody serves and since when."""

    status: str
    rank: str
    start: date
    age: int


def invent_people(year: int, chance: Random) -> list[Invented]:
    """Return the heads of the units and their staff, 200 in all, as of a year."""
    posts = islice(chain(head_posts(), staff_posts(chance)), PEOPLE)
    names = unique_names(chance)
    people = [_person(number, post, next(names), year, chance) for number, post in enumerate(posts)]
    for person, standing in zip(
        chance.sample(range(PEOPLE // 2, PEOPLE), 3), STANDINGS, strict=True
    ):
        people[person] = people[person]._replace(legal_standing=standing)
    return people


def head_posts() -> Iterator[Post]:
    """Yield the post of each unit's head."""
    for row in rows("units"):
        if row["head"]:
            ranks, titles = tuple(row["ranks"].split()), tuple(row["titles"].split(";"))
            yield Post(row["code"], row["head"], "Struktural", ranks, "", "", titles, is_head=True)


def staff_posts(chance: Random) -> Iterator[Post]:
    """Yield posts of the units in turn, without end: their own trade as often as the common ones."""
    units = [row["code"] for row in rows("units") if row["parent"]]
    while True:
        for unit in units:
            own = positions_of(unit, unit.partition(".")[0])
            row = chance.choice(chance.choice([own, positions_of("*")]) or positions_of("*"))
            yield Post(
                unit,
                row["position"],
                row["kind"],
                tuple(row["ranks"].split()),
                row["grade"],
                row["front"],
                tuple(row["back"].split(";")),
            )


def positions_of(*units: str) -> list[Row]:
    """Return the positions that some units have; `*` stands for every unit."""
    return [row for row in rows("positions") if set(units) & set(row["unit"].split())]


def unique_names(chance: Random) -> Iterator[Name]:
    """Yield names from every region, none twice."""
    lists = [(row, sex) for row in rows("names") for sex in ("men", "women") if row[sex]]
    known = set()
    while True:
        row, sex = chance.choice(lists)
        parts = (chance.choice(row[part].split(";")) for part in (sex, "second"))
        name = " ".join(part for part in parts if part)
        if name not in known:
            known.add(name)
            yield Name(name, 1 if sex == "men" else 2)


def _person(number: int, post: Post, name: Name, year: int, chance: Random) -> Invented:
    """Invent who holds a post."""
    back = chance.choice(post.backs)
    service = _service(post, back, year, chance)
    born = date(year - service.age, 1, 1) + timedelta(days=chance.randrange(365))
    return Invented(
        nip=nip_of(born, service, name.sex, FIRST_SERIAL + number % 99),
        front_title=post.front,
        name=name.name,
        back_title=back,
        status=service.status,
        rank=service.rank,
        post=post,
        start=service.start,
        legal_standing="01",
        siasn_id=str(UUID(int=chance.getrandbits(128), version=4)) if chance.random() < 0.9 else "",
    )


def _service(post: Post, back: str, year: int, chance: Random) -> Service:
    """Choose PNS, CPNS or PPPK as the post allows."""
    if post.grade and chance.random() < (0.45 if post.ranks else 1):
        return _contract(post, year, chance)
    entry = RANKS.index(_entry_rank(back))
    rank = chance.choice([rank for rank in post.ranks if RANKS.index(rank) >= entry])
    steps = RANKS.index(rank) - entry
    is_new = steps == 0 and chance.random() < 0.3
    years = 1 if is_new else max(2, YEARS_PER_RANK * steps + chance.randrange(YEARS_PER_RANK))
    start = date(year - years, chance.choice((1, 3, 4, 12)), 1)
    age = min(chance.randint(23, 30) + years, OLDEST)
    return Service("CPNS" if is_new else "PNS", rank, start, age)


def _entry_rank(back: str) -> str:
    """Return the rank at which an education enters: school, diploma or degree."""
    if not back:
        return "II/a"
    return "II/c" if back.startswith("A.Md") else "III/a"


def _contract(post: Post, year: int, chance: Random) -> Service:
    """Choose a PPPK's contract; some of the lower grades work part-time."""
    part_time = post.grade in ("V", "VII") and chance.random() < 0.4
    earliest = FIRST_PART_TIME if part_time else FIRST_PPPK
    start = date(max(earliest, year - chance.randint(1, 4)), chance.choice((3, 6, 10)), 1)
    return Service(
        "PPPK Paruh Waktu" if part_time else "PPPK", post.grade, start, chance.randint(27, 46)
    )


def nip_of(born: date, service: Service, sex: int, serial: int) -> str:
    """Return the NIP of a birthday and a first appointment; a PPPK's is that of a first contract."""
    month = "21" if service.status.startswith("PPPK") else f"{service.start:%m}"
    return f"{born:%Y%m%d}{service.start.year}{month}{sex}{serial}"
