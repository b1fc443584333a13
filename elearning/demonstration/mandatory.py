"""Two mandatory courses: one of the whole agency near its deadline, one of an office overdue."""

from datetime import datetime, timedelta

from sqlalchemy import select

from elearning.accounts.models import Person, Unit
from elearning.assignments.conditions import part_of
from elearning.assignments.exemption_operations import exempt
from elearning.assignments.models import Assignment
from elearning.assignments.operations import assign
from elearning.core.clock import local_date
from elearning.core.db import db
from elearning.courses.models import Course
from elearning.demonstration.calendar import TIMEZONE

OFFICER, EXEMPT = "198111232006042991", "199207042022212993"
#: The demonstrated department, where the accounts work.
DEPARTMENT = "DISKOMINFO"
SERVICE, DATA = "pelayanan-publik-digital", "pelindungan-data-pribadi"


def make_mandatory(now: datetime) -> None:
    """Assign both courses, some weeks ago; the worker tells people only what is still to come."""
    officer = db.session.scalars(select(Person).where(Person.nip == OFFICER)).first()
    department = db.session.scalars(select(Unit).where(Unit.code == DEPARTMENT)).first()
    if officer is None or department is None or department.agency_id is None:
        return
    agency = db.session.get_one(Unit, department.agency_id)
    basis = "Surat Edaran Sekretaris Daerah Nomor 800/412/BKPSDM tentang Pelayanan Publik Digital."
    _assign(SERVICE, agency, basis, (-30, 5), ("PNS", "CPNS", "PPPK"), officer, now)
    basis = "Tindak lanjut hasil audit keamanan informasi Dinas Komunikasi dan Informatika."
    overdue = _assign(DATA, department, basis, (-45, -4), (), officer, now)
    someone = db.session.scalars(select(Person).where(Person.nip == EXEMPT)).one()
    note = "Surat izin Nomor 851/27/DISKOMINFO."
    exempt(overdue, someone.id, "leave", note, officer, now - timedelta(days=20))


def _assign(
    slug: str,
    unit: Unit,
    basis: str,
    days: tuple[int, int],
    statuses: tuple[str, ...],
    by: Person,
    now: datetime,
) -> Assignment:
    """Assign a course from one day to another, counted from today."""
    course = db.session.scalars(select(Course).where(Course.slug == slug)).one()
    today = local_date(now, TIMEZONE)
    starts_on, due_on = (today + timedelta(days=each) for each in days)
    described = Assignment(
        course_id=course.id,
        unit_id=unit.id,
        agency_id=unit.agency_id or unit.id,
        statuses=part_of(statuses),
        ranks="",
        position_kinds="",
        is_listed=False,
        starts_on=starts_on,
        due_on=due_on,
        timezone=TIMEZONE,
        basis=basis,
        counts_earlier=True,
        grace_days=0,
    )
    return assign(described, (), by, now + timedelta(days=days[0]))
