"""A database of invented completions, made by direct inserts: people, enrolments, certificates."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, insert

from elearning.accounts.models import Person, Unit
from elearning.certificates.models import Certificate
from elearning.courses.models import Course, CourseRevision, Enrolment
from elearning.records.models import Completion

PEOPLE = 25_000
UNITS = 50
DEPARTMENTS = 10
BATCH = 5_000
START = datetime(2025, 1, 1, tzinfo=UTC)

Rows = list[dict[str, Any]]


def build(connection: Connection, rows: int) -> None:
    """Fill an empty database with so many completions of 25,000 people."""
    connection.execute(insert(Unit), units())
    connection.execute(insert(Course), [course(n) for n in range(rows // PEOPLE + 1)])
    connection.execute(insert(CourseRevision), [revision()])
    for first in range(0, PEOPLE, BATCH):
        connection.execute(insert(Person), [person(n) for n in range(first, first + BATCH)])
    for numbers in batches(rows):
        connection.execute(insert(Enrolment), [enrolment(n) for n in numbers])
        connection.execute(insert(Completion), [completion(n) for n in numbers])
        connection.execute(insert(Certificate), [certificate(n) for n in numbers])


def batches(rows: int) -> Iterator[range]:
    """Yield the numbers of the completions, some thousands at a time."""
    for first in range(0, rows, BATCH):
        yield range(first, min(first + BATCH, rows))


def units() -> Rows:
    """Return an agency, its departments and their units."""
    agency = unit(1, None, "agency", "Pemerintah Kabupaten Contoh", "/1/")
    departments = [
        unit(2 + n, 1, "department", f"Dinas Contoh {n}", f"/1/{2 + n}/")
        for n in range(DEPARTMENTS)
    ]
    leaves = [
        unit(100 + n, 2 + n % DEPARTMENTS, "unit", f"Bidang Contoh {n}", leaf_path(n))
        for n in range(UNITS)
    ]
    return [agency, *departments, *leaves]


def unit(key: int, parent: int | None, kind: str, name: str, path: str) -> dict[str, Any]:
    """Return one unit."""
    values = {"id": key, "parent_id": parent, "agency_id": 1, "kind": kind}
    return values | {"code": f"U{key}", "name": name, "path": path}


def leaf_path(n: int) -> str:
    """Return the path of a person's unit."""
    return f"/1/{2 + n % UNITS % DEPARTMENTS}/{100 + n % UNITS}/"


def person(n: int) -> dict[str, Any]:
    """Return one person."""
    return {
        "id": n + 1,
        "nip": f"{198503172010010000 + n}",
        "name": f"Contoh Lestari {n}",
        "status": "PNS",
        "unit_id": 100 + n % UNITS,
        "created_at": START,
    }


def course(n: int) -> dict[str, Any]:
    """Return one course."""
    words = dict.fromkeys(("search_text", "summary", "category", "level"), "")
    numbers = {"jp": 4, "minutes": 180, "items": 7}
    return (
        {"id": n + 1, "slug": f"contoh-{n}", "code": "PDP", "title": f"Contoh {n}"}
        | words
        | numbers
    )


def revision() -> dict[str, Any]:
    """Return the revision that every enrolment is pinned to."""
    return {
        "id": 1,
        "course_id": 1,
        "number": 1,
        "content_hash": "",
        "change_class": "content",
        "title": "Contoh",
        "jp": 4,
        "facts": {},
        "outline": [],
        "published_at": START,
    }


def enrolment(n: int) -> dict[str, Any]:
    """Return the enrolment of a completion."""
    return {
        "id": n + 1,
        "person_id": n % PEOPLE + 1,
        "course_id": n // PEOPLE + 1,
        "revision_id": 1,
        "requirements_id": 1,
        "started_at": START,
        "seen_at": START,
    }


def completion(n: int) -> dict[str, Any]:
    """Return one completion: people, numbers and addresses differ, the rest repeats."""
    who, day = n % PEOPLE, date(2025, 1, 1) + timedelta(n % 300)
    return {
        "id": n + 1,
        "person_id": who + 1,
        "course_id": n // PEOPLE + 1,
        "cycle": 1,
        "enrolment_id": n + 1,
        "revision_id": 1,
        "completed_at": START,
        "started_on": day,
        "completed_on": day + timedelta(7),
        "year": day.year,
        "jp": 4,
        "score": Decimal(n % 1000) / 10,
        "predicate": "Baik",
        "full_name": f"Dra. Contoh Lestari {who}, M.AP.",
        "nip": f"{198503172010010000 + who}",
        "status": "PNS",
        "rank": "Penata Muda, III/a",
        "position": "Analis Kebijakan Ahli Pertama",
        "position_kind": "Fungsional",
        "unit": f"Bidang Pelayanan Informasi {who % UNITS}",
        "department": f"Dinas Komunikasi dan Informatika {who % DEPARTMENTS}",
        "agency": "Pemerintah Kabupaten Contoh",
        "unit_path": leaf_path(who),
        "course_title": "Pelindungan Data Pribadi untuk Layanan Publik",
        "course_code": "PDP",
        "course_version": 1,
        "competency_kind": "Teknis",
        "activity_type": "16",
        "organiser": "BKPSDM Kabupaten Contoh",
        "siasn_id": "",
        "curriculum": [["Materi contoh", "30 menit"]] * 7,
    }


def certificate(n: int) -> dict[str, Any]:
    """Return the certificate of a completion."""
    signatory = ("prefix", "position", "name", "rank", "nip")
    return {
        "completion_id": n + 1,
        "organiser_id": 1,
        "year": 2025,
        "serial": n + 1,
        "number": f"800.2/{n + 1:05d}/PDP/BKPSDM/2025",
        "code": f"{n:026d}",
        "check_code": f"{n:010d}",
        "issued_at": START,
        "issued_on": date(2025, 1, 8),
        "verify_url": f"https://belajar.contoh.go.id/verifikasi/{n:026d}",
        "minutes_per_jp": 45,
        **dict.fromkeys(("place", "letterhead", "letterhead_unit", "legal_basis"), "Contoh"),
        **{f"signatory_{field}": "Contoh" for field in signatory},
    }
