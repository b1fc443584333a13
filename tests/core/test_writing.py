"""What is written past the session: at once, in the transaction, and known to what the session holds."""

import pytest
from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from elearning.accounts.models import Person, Throttle
from elearning.core.application import Application
from elearning.core.db import Base, db, insert_new, rows, write, writing
from elearning.core.prepared import Prepared
from tests.factories import NOW

_COUNTS = select(Throttle.key, Throttle.count).order_by(Throttle.key)
_NAME = select(Person.name).where(Person.id == bindparam("person_id"))
_ADDED = insert(Throttle.__table__).values(  # type: ignore[arg-type]
    {name: bindparam(name) for name in ("key", "window_ends_at", "count")}
)


def line(key: str, count: int = 0) -> dict[str, object]:
    """Return a row's values."""
    return {"key": key, "window_ends_at": NOW, "count": count}


def test_each_line_is_written_in_the_transaction(each_app: Application) -> None:
    with each_app.app_context(), writing():
        write(_ADDED, line("a", 1), line("b", 2))
        assert rows(_COUNTS) == [("a", 1), ("b", 2)]
        db.session.rollback()
        assert rows(_COUNTS) == []


def test_a_broken_rule_is_told_by_sqlalchemy(each_app: Application) -> None:
    with each_app.app_context(), writing():
        with pytest.raises(IntegrityError) as told:
            write(_ADDED, line("rahasia"), line("rahasia"))
        assert "rahasia" not in str(told.value.statement)
        db.session.rollback()


class Stamped(Base):
    """A table that no migration makes."""

    __tablename__ = "stamped_in_a_test"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    seen: Mapped[int] = mapped_column(default=7)
    stamp: Mapped[str] = mapped_column(default=lambda: "now")


Base.metadata.remove(Stamped.__table__)  # type: ignore[arg-type]
_NAMED = insert(Stamped.__table__).values(  # type: ignore[arg-type]
    name=bindparam("name"), stamp=bindparam("stamp")
)


def test_what_an_insert_leaves_out_takes_its_default(each_app: Application) -> None:
    with each_app.app_context():
        text = Prepared(_NAMED, db.engine.dialect)
        assert text.constants["seen"] == 7


def test_a_default_that_is_worked_out_must_be_named(each_app: Application) -> None:
    named = insert(Stamped.__table__).values(name=bindparam("name"))  # type: ignore[arg-type]
    with each_app.app_context(), pytest.raises(TypeError, match="stamp"):
        Prepared(named, db.engine.dialect)


def test_a_row_that_is_there_is_left_alone(each_app: Application) -> None:
    with each_app.app_context(), writing():
        insert_new(Throttle, line("a", 1), ["key"])
        insert_new(Throttle, line("a", 2), ["key"])
        assert rows(_COUNTS) == [("a", 1)]
        db.session.rollback()
