"""Statements built at import: compiled once, then handed to the driver itself.

SQLAlchemy writes the SQL and converts the values; only its path from a statement to the cursor is
left out, which costs more than the database on a page of two statements.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

Converter = Callable[[Any], Any]

#: More than the code has; the statements of a page are built once, at import.
KEPT = 512


class Prepared:
    """A statement in the words of one database; `bindparam("name")` are its values."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        compiled: SQLCompiler = statement.compile(dialect=dialect)
        given = [name for name, bind in compiled.binds.items() if bind.required]
        expanded = compiled.construct_expanded_state(dict.fromkeys(given))
        self.dialect = dialect
        self.text = expanded.statement
        self.binders = converters_in(compiled, dialect)
        order = expanded.positiontup if compiled.positional else None
        self.names: list[tuple[str, Converter | None]] | None = (
            None if order is None else [(name, self.binders.get(name)) for name in order]
        )
        self.constants = {
            name: self.bound(name, value)
            for name, value in expanded.parameters.items()
            if name not in given
        } | {column.key: self.default(column) for column in compiled.insert_prefetch}
        self.converters = converters_out(statement, dialect)

    def bound(self, name: str, value: object) -> object:
        """Return a value as the driver takes it."""
        binder = self.binders.get(name)
        return value if binder is None else binder(value)

    def default(self, column: Any) -> object:
        """Return what the driver writes into a column that an insert leaves out."""
        if not column.default.is_scalar:
            raise TypeError(f"The default of {column} is not a constant: name its value.")
        return self.bound(column.key, column.default.arg)

    def run(self, connection: Any, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """Run the statement on a driver's connection and return its rows."""
        cursor = connection.cursor()
        try:
            cursor.execute(self.text, self._arguments(values, self.constants))
            found = cursor.fetchall()
        except self.dialect.loaded_dbapi.Error as error:
            raise told(error, self.text, self.dialect) from error
        finally:
            cursor.close()
        return [self._converted(row) for row in found] if self.converters else found

    def run_each(
        self,
        connection: Any,
        lines: Sequence[Mapping[str, object]],
        shared: Mapping[str, object],
    ) -> None:
        """Run a statement that returns nothing once for each line of values beside shared ones."""
        bound = self.constants | {name: self.bound(name, shared[name]) for name in shared}
        cursor = connection.cursor()
        try:
            cursor.executemany(self.text, [self._arguments(line, bound) for line in lines])
        except self.dialect.loaded_dbapi.Error as error:
            raise told(error, self.text, self.dialect) from error
        finally:
            cursor.close()

    def stream(self, connection: Any, fetched: int) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a statement without values, some fetched at once.

        PostgreSQL reads on while they are worked at, where a cursor on its side would wait.
        """
        cursor = connection.cursor()
        arguments = self._arguments({}, self.constants)
        try:
            if self.dialect.name == "postgresql":
                found = cursor.stream(self.text, arguments, size=fetched)
            else:
                found = cursor.execute(self.text, arguments)
            with closing(found):  # one that is broken off ends on PostgreSQL's side, too
                yield from map(self._converted, found) if self.converters else found
        except self.dialect.loaded_dbapi.Error as error:
            raise told(error, self.text, self.dialect) from error
        finally:
            cursor.close()

    def _arguments(self, values: Mapping[str, object], bound: dict[str, object]) -> Any:
        """Return the values of a run as the driver takes them; some are bound already."""
        if self.names is None:
            return bound | {name: self.bound(name, values[name]) for name in values}
        return [
            bound[name]
            if name not in values
            else values[name]
            if bind is None
            else bind(values[name])
            for name, bind in self.names
        ]

    def _converted(self, row: Sequence[Any]) -> tuple[Any, ...]:
        """Return a row with the values that Python wants."""
        cells = list(row)
        for index, convert in self.converters:
            cells[index] = convert(cells[index])
        return tuple(cells)


def told(error: Exception, text: str, dialect: Dialect) -> BaseException:
    """Return a driver's error as SQLAlchemy tells it, without the values: they are people's."""
    kind = dialect.loaded_dbapi.Error
    return DBAPIError.instance(text, None, error, kind, hide_parameters=True, dialect=dialect)


def converters_in(compiled: SQLCompiler, dialect: Dialect) -> dict[str, Converter]:
    """Return what turns values into the driver's, by name, where something must."""
    found = (
        (name, bind.type.dialect_impl(dialect).bind_processor(dialect))
        for name, bind in compiled.binds.items()
    )
    return {name: convert for name, convert in found if convert is not None}


def converters_out(statement: Any, dialect: Dialect) -> list[tuple[int, Converter]]:
    """Return what turns the driver's values into Python's, by column, where something must."""
    found = (
        (index, column.type.dialect_impl(dialect).result_processor(dialect, None))
        for index, column in enumerate(statement.exported_columns)
    )
    return [(index, convert) for index, convert in found if convert is not None]


prepared = lru_cache(maxsize=KEPT)(Prepared)
