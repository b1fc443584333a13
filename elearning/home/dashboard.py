"""What a learner reads first: the year's JP, where to go on, what would fit next."""

from datetime import date, datetime
from typing import NamedTuple

from flask_babel import gettext as _

from elearning.accounts.member import Member
from elearning.assignments.duties import Duty, carried
from elearning.core import clock
from elearning.core.settings import Settings
from elearning.courses.queries import CourseCard, outline_of
from elearning.home.queries import Achievement, not_begun, year_of
from elearning.learning.catalogue.tiles import Tile, course_tiles, going_on
from elearning.learning.enrolment.progress import Progress
from elearning.learning.enrolment.queries import Learning, in_progress
from elearning.learning.languages import read_title
from elearning.surveys.queries import open_since

SHOWN_COURSES = 6
SHOWN_COMPLETIONS = 3
SUGGESTIONS = 2
#: More than are shown: some of them build on other courses.
CONSIDERED = 6


class Target(NamedTuple):
    """The year's JP against what the person's status asks; a PPPK has a cap and no target."""

    year: int
    jp: int
    target: int | None
    cap: int | None

    @property
    def missing(self) -> int:
        """JP that are still missing until the target."""
        return max(0, (self.target or 0) - self.jp)


class Course(NamedTuple):
    """A course in progress, with the address at which the person goes on."""

    slug: str
    title: str
    progress: Progress
    #: Empty when everything required is done.
    next_title: str
    url: str


class Dashboard(NamedTuple):
    """Everything on the first page of a learner."""

    greeting: str
    target: Target
    courses: list[Course]
    suggestions: list[Tile]
    recent: tuple[Achievement, ...]
    #: Answers of trainers that the person has not read.
    unread: int
    #: Mandatory courses that are not completed, the nearest deadline first.
    duties: list[Duty]
    today: date
    has_team: bool


def dashboard_of(member: Member, settings: Settings, at: datetime) -> Dashboard:
    """Read the first page of a learner in three statements."""
    local = at.astimezone(clock.zone(member.timezone or settings.timezone))
    since = open_since(local.date(), settings.survey_days)
    year = year_of(member.id, local.date(), SHOWN_COMPLETIONS, since)
    target = target_of(member.status, local.year, year.jp, settings)
    learning = in_progress(member.id, SHOWN_COURSES)
    fitting = not_begun(member.id, target.missing, CONSIDERED)
    return Dashboard(
        greeting_at(local, member.short_name),
        target,
        [course_of(mine) for mine in learning],
        course_tiles(without_prerequisites(fitting)[:SUGGESTIONS]),
        year.recent,
        year.unread,
        carried(year.duties),
        local.date(),
        year.has_team,
    )


def target_of(status: str, year: int, jp: int, settings: Settings) -> Target:
    """Return the target of a PNS or CPNS, the cap of a PPPK; others have neither."""
    return Target(
        year,
        jp,
        target=settings.jp_target if status in {"PNS", "CPNS"} else None,
        cap=settings.jp_cap_pppk if status.startswith("PPPK") else None,
    )


def without_prerequisites(cards: list[CourseCard]) -> list[CourseCard]:
    """Return the courses that one can join at once."""
    return [card for card in cards if not outline_of(card.revision_id).facts.prerequisites]


def course_of(mine: Learning) -> Course:
    """Return an enrolment with the place to go on."""
    title = read_title(mine.revision_id, mine.title)
    return Course(mine.slug, title, *going_on(mine))


def greeting_at(local: datetime, name: str) -> str:
    """Greet by the hour of the day, as one does in Indonesia: pagi, siang, sore, malam."""
    if 4 <= local.hour < 11:
        return str(_("Good morning, %(name)s", name=name))
    if 11 <= local.hour < 15:
        return str(_("Good day, %(name)s", name=name))
    if 15 <= local.hour < 18:
        return str(_("Good afternoon, %(name)s", name=name))
    return str(_("Good evening, %(name)s", name=name))
