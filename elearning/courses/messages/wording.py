"""The shape of a message: how grave it is, what is wrong, what to do."""

from typing import Any, NamedTuple


class Wording(NamedTuple):
    """A message and its remedy, translated when shown; the level is "error" or "warning"."""

    level: str
    message: Any
    remedy: Any
