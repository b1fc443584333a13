"""The demonstration, built once: agency, course, people, earlier trainings, a season of learning.

Each person's learning is a transaction of its own. What was interrupted goes on where it stopped:
the plan follows from the moment of the first build, and nothing is done twice.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from random import Random

from flask_babel import gettext as _
from sqlalchemy import select

from elearning.accounts.models import STANDING_ACTIVE, Person
from elearning.accounts.passwords import hash_password
from elearning.core.db import db, reading, writing
from elearning.core.errors import Refused
from elearning.courses.models import Course
from elearning.courses.publishing.shipped import publish_shipped, publish_shipped_paths
from elearning.courses.queries import outline_of
from elearning.demonstration import training
from elearning.demonstration.agency import ORGANISER, appoint_signatory, build_agency
from elearning.demonstration.calendar import Season, season_before
from elearning.demonstration.corrections import correct_some
from elearning.demonstration.evaluations import evaluate_some
from elearning.demonstration.learning import live
from elearning.demonstration.mandatory import make_mandatory
from elearning.demonstration.people import add_people
from elearning.demonstration.proposals import propose_trainings
from elearning.demonstration.sources import PASSWORD, accounts
from elearning.demonstration.state import BEGUN, BUILT, has_people, note, noted
from elearning.demonstration.stories import COURSE, Story, stories
from elearning.demonstration.training import Learner

#: Accounts are there some days before the course.
PREPARED = timedelta(days=4)

Watch = Callable[[Sequence[Story]], Iterable[Story]]


def build(now: datetime, watch: Watch = iter) -> bool:
    """Build the demonstration; False when it is there. A database with other people is refused."""
    with reading():
        begun, built = noted(BEGUN), noted(BUILT)
        is_settled = has_people()
    if built is not None:
        return False
    if is_settled and begun is None:
        raise Refused(
            _("This database has other people. Set DATA_DIR or DATABASE_URL to an empty one.")
        )
    begun = begun or now
    season = season_before(begun)
    if not is_settled:
        settle(season, begun)
    publish_shipped(season.opening)
    publish_shipped_paths(season.opening)
    learn(season, begun, watch)
    return True


def settle(season: Season, now: datetime) -> None:
    """Make the agency and its people, all in one transaction."""
    password_hash, at = hash_password(PASSWORD), season.opening - PREPARED
    with writing():
        note(BEGUN, now, at)
        units = build_agency()
        heads = add_people(units, at, password_hash, chance_of("people"))
        appoint_signatory(units[ORGANISER], heads[ORGANISER])
        db.session.commit()


def learn(season: Season, now: datetime, watch: Watch) -> None:
    """Bring in earlier trainings, live every story in the order of its end, and this year's too."""
    with reading():
        people = learners()
        courses = {course.slug: course.id for course in db.session.scalars(select(Course))}
        told = plan_stories(people, courses[COURSE], season)
    earlier = training.earlier_trainings(people, season, chance_of("earlier"))
    training.bring_in(earlier, season.opening)
    for story in watch(told):
        with writing():
            course = db.session.get_one(Course, courses[story.course])
            live(story, course, chance_of(f"{story.nip} {story.course}"))
            db.session.commit()
    recent = training.recent_trainings(people, season, chance_of("recent"))
    training.bring_in(recent, now)
    propose_trainings(now)
    evaluate_some(chance_of("evaluations"), now)
    with writing():
        correct_some(now)
        make_mandatory(now)
        note(BUILT, now, now)
        db.session.commit()


def plan_stories(people: Sequence[Learner], course_id: int, season: Season) -> list[Story]:
    """Tell the stories of the invented people who work at present, and of the accounts."""
    named = {row["sign_in"] for row in accounts()}
    working = [p.nip for p in people if p.nip not in named and p.standing == STANDING_ACTIVE]
    course = db.session.get_one(Course, course_id)
    assert course.revision_id is not None  # noqa: S101  (it was just published)
    lessons = sum(item.kind == "lesson" for item in outline_of(course.revision_id).items)
    return stories(working, lessons, season, chance_of("stories"))


def learners() -> list[Learner]:
    """Return everybody with a NIP, in the order in which they were added."""
    columns = select(Person.nip, Person.status, Person.legal_standing)
    rows = db.session.execute(columns.where(Person.nip.is_not(None)).order_by(Person.id))
    return [Learner(nip, status, standing) for nip, status, standing in rows if nip is not None]


def chance_of(what: str) -> Random:
    """Return the same dice every time for one part of the demonstration."""
    return Random(f"demonstration {what}")  # noqa: S311  (invented data, not secrets)
