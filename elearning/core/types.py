"""Column types: moments in UTC, exact scores, JSON, 64-bit keys."""

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Date,
    DateTime,
    Dialect,
    Integer,
    String,
    Text,
    TypeDecorator,
)
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeEngine

HUNDREDTH = Decimal("0.01")

#: A 64-bit key that counts up; SQLite's rowid is an INTEGER.
BigKey = BigInteger().with_variant(Integer(), "sqlite")
Key = Annotated[int, mapped_column(BigKey, primary_key=True)]
#: The largest key that a database holds.
MOST_KEY = 2**63 - 1


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; refuses one without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be stored.")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Score(TypeDecorator[Decimal]):
    """A score from 0 to 100 with two exact decimals, stored as whole hundredths."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        return int((value / HUNDREDTH).quantize(Decimal(1), ROUND_HALF_UP))

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else value * HUNDREDTH


TYPES: dict[Any, TypeEngine[Any]] = {
    str: String(),
    datetime: UtcDateTime(),
    date: Date(),
    Decimal: Score(),
    dict[str, Any]: JSON(),
    list[Any]: JSON(),
}

__all__ = ["MOST_KEY", "TYPES", "BigKey", "Key", "Score", "Text", "UtcDateTime"]
