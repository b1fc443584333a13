"""Telling people something, reading it, and choosing what comes by e-mail."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta

from flask_babel import force_locale
from sqlalchemy import update

from elearning.accounts.models import Person
from elearning.core import clock
from elearning.core.db import db, insert_into
from elearning.core.settings import current_settings
from elearning.notices import letters, queries
from elearning.notices.kinds import AT_ONCE, DAILY, Kind
from elearning.notices.models import Broadcast, MailChoice, Notice

#: Title and paragraphs of a notice, made in the receiver's language.
Message = Callable[[], tuple[str, ...]]


def tell(
    person: Person | None, kind: Kind, message: Message, at: datetime, *, link: str = ""
) -> None:
    """Tell a person something in the caller's transaction, and mail it as they choose.

    Nobody and closed accounts are told nothing; of merged accounts the one that remains is told.
    `link` is the address on this site where they act.
    """
    if person is not None and person.merged_into_id is not None:
        person = db.session.get(Person, person.merged_into_id)
    if person is not None:
        tell_all([person], kind, message, at, link=link)


def tell_all(
    people: Sequence[Person], kind: Kind, message: Message, at: datetime, *, link: str = ""
) -> None:
    """Tell several people the same, each in their language."""
    told = [person for person in people if person.active]
    if not told:
        return
    ways = queries.ways_of([person.id for person in told])
    by_mail = {p.id: ways.get((p.id, kind.code), kind.way) for p in told if p.email}
    daily = [person_id for person_id, way in by_mail.items() if way == DAILY]
    due = _next_digests(daily, at) if daily else {}
    words: dict[str, tuple[str, str]] = {}
    for person in told:
        notice = _notice(person, kind, _in_words(person, message, words), link, at)
        notice.digest_at = due.get(person.id)
        db.session.add(notice)
        if by_mail.get(person.id) == AT_ONCE:
            letters.post_notice(person, notice, at)


def _in_words(
    person: Person, message: Message, known: dict[str, tuple[str, str]]
) -> tuple[str, str]:
    """Return title and text in the person's language, made once a language."""
    language = letters.language_of(person)
    if language not in known:
        with force_locale(language):
            title, *paragraphs = message()
            known[language] = (str(title), "\n\n".join(filter(None, map(str, paragraphs))))
    return known[language]


def _notice(person: Person, kind: Kind, words: tuple[str, str], link: str, at: datetime) -> Notice:
    """Return a notice that nobody has read."""
    title, text = words
    return Notice(
        person_id=person.id, kind=kind.code, title=title, text=text, link=link, made_at=at
    )


def _next_digests(person_ids: Sequence[int], at: datetime) -> dict[int, datetime]:
    """Return when each person's next daily summary is due, by their own clock."""
    settings, zones = current_settings(), queries.zones_of(person_ids)
    hour = settings.digest_hour
    return {each: next_digest(at, zones.get(each, settings.timezone), hour) for each in person_ids}


def next_digest(at: datetime, zone_name: str, hour: int) -> datetime:
    """Return the next time after a moment that it is `hour` o'clock in a zone."""
    zone = clock.zone(zone_name)
    today = datetime.combine(at.astimezone(zone).date(), time(hour), zone)
    due = (
        today
        if today > at
        else datetime.combine(today.date() + timedelta(days=1), time(hour), zone)
    )
    return due.astimezone(UTC)


def read(notice: Notice, at: datetime) -> None:
    """Note that a notice was read."""
    notice.read_at = notice.read_at or at


def read_all(person_id: int, newest: int, at: datetime) -> None:
    """Note that somebody has read everything up to the newest notice that they saw."""
    seen = (Notice.person_id == person_id, Notice.id <= newest, Notice.read_at.is_(None))
    db.session.execute(update(Notice).where(*seen).values(read_at=at))


def choose(person_id: int, ways: Mapping[str, str]) -> None:
    """Keep what a person wants by e-mail for each kind."""
    rows = [{"person_id": person_id, "kind": kind, "way": way} for kind, way in ways.items()]
    fresh = insert_into(MailChoice).values(rows)
    keys = [MailChoice.person_id, MailChoice.kind]
    db.session.execute(
        fresh.on_conflict_do_update(index_elements=keys, set_={"way": fresh.excluded.way})
    )


def broadcast(audience: str, about_id: int, at: datetime) -> None:
    """Let the worker tell an audience of something, however many they are."""
    db.session.add(Broadcast(audience=audience, about_id=about_id, made_at=at))
