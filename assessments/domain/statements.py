"""Statements that are asked at every request: Django writes their SQL once, not each time.

Writing it takes several times as long as the database needs to answer.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model, QuerySet, Value
from django.db.models.base import ModelState
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.query import Query

M = TypeVar("M", bound=Model)
Row = tuple[Any, ...]
Converter = tuple[int, Callable[..., Any], Any]
"""The place of a column, what turns its values into Python's, and the expression this asks for."""


class Given(Value):
    """The place of a value that each request gives by name, stored as ``field`` would store it.

    Inside ``__in=[...]`` it is the place of a list of any length but none.
    """

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(name, output_field=field)

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:  # noqa: ARG002 -- as Django asks
        """Write a place for one value, and stand among the parameters until it is there."""
        return "%s", [self]


class _Written(NamedTuple):
    sql: str
    parameters: Row
    converters: Sequence[Converter]
    of_parts: dict[tuple[int, int], Sequence[Converter]]


class Statement:
    """A query set of ``values_list`` with places for what each request gives.

    ``compose`` gives the query set. It is called before the first use, once for each kind of
    database; threads that come first together write the same.
    """

    def __init__(self, compose: "Callable[[], QuerySet[Any, Row]]") -> None:
        self._compose = compose
        self._written: dict[str, _Written] = {}

    def rows(self, **values: object) -> list[Row]:
        """Give the rows that these values find, as the database driver gives them."""
        database = connections[DEFAULT_DB_ALIAS]
        sql, parameters, *_ = self._written.get(database.vendor) or self._write(database)
        given = [filled(each, values, database) for each in parameters]
        if any(isinstance(each, list) for each in given):
            sql, given = _spread(sql, given)
        with database.cursor() as cursor:
            cursor.execute(sql, given)
            found: list[Row] = cursor.fetchall()
        return found

    def first(self, **values: object) -> Row | None:
        """Give the first of these rows; None without one."""
        return next(iter(self.rows(**values)), None)

    def convert(self, part: Row, *, start: int = 0) -> Row:
        """Give part of a row as Python knows it; ``start`` is the place of its first column.

        What is null stays None: no converter of Django's makes anything else of it.
        """
        database = connections[DEFAULT_DB_ALIAS]
        written, stop = self._written[database.vendor], start + len(part)
        converters = written.of_parts.get((start, stop))
        if converters is None:
            converters = [each for each in written.converters if start <= each[0] < stop]
            written.of_parts[start, stop] = converters
        converted = list(part)
        for place, convert, column in converters:
            value = converted[place - start]
            if value is not None:
                converted[place - start] = convert(value, column, database)
        return tuple(converted)

    def _write(self, database: BaseDatabaseWrapper) -> _Written:
        # What Django's own iterator over values does before it asks the database.
        compiler: Any = self._compose().query.get_compiler(connection=database)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        of_columns = [
            (place, convert, column)
            for place, (converts, column) in sorted(converters.items())
            for convert in converts
        ]
        written = _Written(_shortened(sql, compiler.query), tuple(parameters), of_columns, {})
        self._written[database.vendor] = written
        return written


def columns(model: type[Model]) -> list[str]:
    """Name all columns of a model, in their order."""
    return [field.attname for field in model._meta.concrete_fields]  # noqa: SLF001 -- Django's public name


def made(model: type[M], names: list[str], values: Iterator[object]) -> M:
    """Make an object of the next values of a row; other columns are read when they are needed.

    The names are some of ``columns``, in their order. It is what ``Model.from_db`` makes, without
    the signals of a new object, to which nothing listens here.
    """
    found = model.__new__(model)
    found.__dict__ |= {"_state": _stored_state(), **dict(zip(names, values, strict=False))}
    return found


def copied(known: M, **referred: Model) -> M:
    """Give an object of one's own with the columns of another, and the objects it refers to."""
    fresh = type(known).__new__(type(known))
    state = _stored_state()
    # What setting the references one by one would lead to, several times as slow.
    state.fields_cache = referred
    fresh.__dict__ |= {**known.__dict__, "_state": state}
    return fresh


def filled(parameter: object, values: dict[str, object], database: BaseDatabaseWrapper) -> Any:  # noqa: ANN401 -- as the driver wants it
    """Give what stands at a place of a statement: what the request gave, or a value of its own."""
    if not isinstance(parameter, Given):
        return parameter
    store, given = parameter.output_field.get_db_prep_value, values[parameter.value]
    if isinstance(given, list):
        return [store(each, database) for each in given]
    return store(given, database)


def _stored_state() -> ModelState:
    """Say of an object that it lies in the database."""
    state = ModelState()
    state.db, state.adding = DEFAULT_DB_ALIAS, False
    return state


def _shortened(sql: str, query: Query) -> str:
    """Take out what only lengthens a text that is searched for places, and sent, at each request.

    Columns are read by place and need no names, and tables are called by a letter and a number.
    """
    sql = re.sub(r'(?<=") AS "\w+"', "", sql)
    for number, (name, table) in enumerate(query.alias_map.items()):
        if name == table.table_name:
            sql = re.sub(rf'\b(FROM|JOIN) "{name}"(?! U\d)', rf'\1 "{name}" t{number}', sql)
            sql = sql.replace(f'"{name}".', f"t{number}.")
    return sql


def _spread(sql: str, parameters: list[Any]) -> tuple[str, list[Any]]:
    """Make as many places of the place of a list as it has values."""
    lists = [each if isinstance(each, list) else [each] for each in parameters]
    places = iter([", ".join(["%s"] * len(values)) for values in lists])
    spread = re.sub("%[%s]", lambda each: "%%" if each[0] == "%%" else next(places), sql)
    return spread, [*chain.from_iterable(lists)]
