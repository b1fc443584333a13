"""What is told of each thing: explicit fields in English, days and moments in ISO 8601."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from elearning.api.queries import CourseLine, Entry, Holder, Issued, Page

#: Of a query's row nothing leaves that only the house needs.
HIDDEN = {"person_id"}


def told(value: Any) -> Any:
    """Return a value as JSON holds it; a row becomes an object of its fields."""
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        fields = value._asdict().items()
        return {name: told(each) for name, each in fields if name not in HIDDEN}
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def entry_told(entry: Entry) -> dict[str, Any]:
    """Return an entry; it counts unless a line takes it back or it is such a line itself."""
    counts = entry.kind != "reversal" and entry.reversed_by is None
    return {**told(entry), "counts": counts}


def course_told(course: CourseLine) -> dict[str, Any]:
    """Return a course."""
    return {name: value for name, value in told(course).items() if name != "id"}


def certificate_told(certificate: Issued) -> dict[str, Any]:
    """Return a certificate."""
    return dict(told(certificate))


def page_told(page: Page, item: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """Return a page; `next` is kept by the reader and given back as `after`."""
    items = [item(each) for each in page.items]
    return {"items": items, "next": str(page.next), "has_more": page.has_more}


def history_told(holder: Holder, jp: list[tuple[int, int]], entries: list[Entry]) -> dict[str, Any]:
    """Return a person's history with the JP of its years."""
    return {
        "nip": holder.nip,
        "full_name": holder.full_name,
        "unit": holder.unit,
        "years": [{"year": year, "jp": each} for year, each in jp],
        "entries": [entry_told(entry) for entry in entries],
    }
