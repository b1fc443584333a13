"""The whole schema: the tables of every package, whatever this process has loaded so far."""

from functools import cache
from importlib import import_module
from pkgutil import walk_packages

from sqlalchemy import MetaData

import elearning
from elearning.core import audit, jobs, outbox  # tables that stand beside what uses them
from elearning.core.db import Base

__all__ = ["audit", "jobs", "outbox", "schema"]


@cache
def schema() -> MetaData:
    """Return every table; those of a package lie in its modules whose names end in `models`."""
    for each in walk_packages(elearning.__path__, "elearning."):
        if each.name.endswith("models"):
            import_module(each.name)
    return Base.metadata
