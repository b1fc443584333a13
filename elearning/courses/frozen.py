"""Values that travel as JSON and never change."""

import json
from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction
from typing import Any, Self, TypeAlias

Json: TypeAlias = dict[str, Any]


def canonical(value: object) -> bytes:
    """Return the one spelling of a JSON value: sorted keys, no spaces, UTF-8."""
    spelled = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return spelled.encode("utf-8", "surrogatepass")


def _plain(value: object) -> object:
    """Return a field's value as JSON knows it; exact numbers become text."""
    if isinstance(value, Compiled):
        return value.to_json()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, Decimal | Fraction) else value


@dataclass(frozen=True, slots=True)
class Compiled:
    """A value whose JSON has one key per field; what may be None and is, is left out."""

    def to_json(self) -> Json:
        values = ((field, getattr(self, field.name)) for field in fields(self))
        return {
            field.name: _plain(value)
            for field, value in values
            if value is not None or field.default is not None
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        return cls(**data)
