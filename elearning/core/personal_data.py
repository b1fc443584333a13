"""What a package holds about a person: the shape in which each offers it to the page Data Saya."""

from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Select, bindparam

#: Whose data are meant; every statement of `Held` is run with it.
OWNER: BindParameter[Any] = bindparam("person_id")


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
