"""What a package holds about a person: how each offers it to Data Saya, and how it is erased."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam

#: Whose data are meant; every statement of `Held` and `Erased` is run with it.
OWNER: BindParameter[Any] = bindparam("owner_id")

#: What stands in the place of a name that was erased; the same in every language, for it is stored.
ERASED_NAME = "Data dihapus"


class Held(NamedTuple):
    """One kind of data: which rows are the owner's, without anybody else's name in them.

    A column's label is its name in the download; answer keys and tokens are never among them.
    """

    #: What the rows are called in the download.
    name: str
    #: Code of the purpose that they serve, see `home.data_words`.
    group: str
    statement: Select[*tuple[Any, ...]]
    #: What brings the rows into the order in which they came about.
    order: Any


class Moved(NamedTuple):
    """Rows that go over to the account that remains when two accounts of a person are joined.

    Nothing that is sealed is among them: that stays where it was earned and is read from there.
    """

    #: The mapped class, and its column that names the account.
    model: Any
    column: str = "person_id"
    #: Columns of which one person has the same once only: a row with a twin stays.
    twin: tuple[str, ...] = ()
    #: Which rows can have a twin at all; all when nothing is said.
    twins_among: ColumnElement[bool] | None = None
    #: Column whose moment, when it lies behind the joining, keeps a row where it went.
    settled: str = ""


class Erased(NamedTuple):
    """What an erasure does to the rows of one table, in an order in which no reference is left behind.

    What stays proves or counts something, and no longer says about whom.
    """

    #: The mapped class.
    model: Any
    #: Which rows are the person's.
    whose: ColumnElement[bool]
    #: New values by column, where the rows stay; without any they are removed.
    blanked: Mapping[str, Any] = MappingProxyType({})
    #: Columns that name files of the store, which go with the rows.
    files: tuple[str, ...] = ()
