"""Statements that change rows where many waves pass: Django writes their SQL once, not each time.

An object for each row, and the SQL of each statement, take several times as long as the database
needs. No signal is sent, and what refers to deleted rows is not looked for: it is for rows that
have neither history nor dependants.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection, connections
from django.db.models import (
    AutoField,
    BinaryField,
    BooleanField,
    CharField,
    Field,
    FloatField,
    IntegerField,
    Model,
    QuerySet,
    TextField,
    UUIDField,
)
from django.db.models.sql import DeleteQuery, Query, UpdateQuery
from django.db.transaction import TransactionManagementError

from assessments.domain.statements import filled

Compose = Callable[[], "QuerySet[Any, Any]"]

_AS_THEY_ARE = (BinaryField, BooleanField, CharField, FloatField, IntegerField, TextField)
"""Fields whose values every database takes as they are."""


class Insert:
    """New rows of a model, given as values in the order of ``names``.

    Every column is named, a key that the database numbers aside: the defaults of a model are not
    asked for. ``once`` passes over rows that would break a rule that they be unique.
    """

    def __init__(self, model: type[Model], *names: str, once: bool = False) -> None:
        fields = {field.attname: field for field in model._meta.concrete_fields}  # noqa: SLF001 -- Django's public name
        needed = {name for name, field in fields.items() if not isinstance(field, AutoField)}
        if {*names} != needed:
            raise TypeError(f"{model.__name__}: {', '.join(sorted(needed ^ {*names}))}")
        self._table = model._meta.db_table  # noqa: SLF001 -- Django's public name
        self._columns = [fields[name].column for name in names]
        self._once = once
        self._converted: list[tuple[int, Field[Any, Any]]] = [
            (place, getattr(fields[name], "target_field", fields[name]))
            for place, name in enumerate(names)
            if not isinstance(fields[name], _AS_THEY_ARE)
        ]

    def rows(self, rows: Iterable[Sequence[object]]) -> int:
        """Insert rows, all or none, and give how many are new.

        Raises
        ------
        TransactionManagementError
            Outside of a transaction, where each row would be one of its own.
        django.db.IntegrityError
            If a row breaks a rule of the table.
        """
        if not connection.in_atomic_block:
            raise TransactionManagementError("Rows are inserted inside of a transaction.")
        stored = self._stored(rows)
        if not stored:
            return 0
        with connection.cursor() as cursor:
            cursor.executemany(self._sql, stored)
            return int(cursor.rowcount)

    def _stored(self, rows: Iterable[Sequence[object]]) -> list[list[Any]]:
        table: list[list[Any]] = [[*row] for row in rows]
        for place, field in self._converted:
            store = _storing(field)
            last: object = None
            stored = None
            for row in table:
                if row[place] is not last:  # the rows of one parent have its very key
                    last = row[place]
                    stored = store(last)
                row[place] = stored
        return table

    @property
    def _sql(self) -> str:
        quote = connection.ops.quote_name
        columns = ", ".join(quote(str(column)) for column in self._columns)
        places = ", ".join(["%s"] * len(self._columns))
        # Not what Django writes for SQLite, which would pass over broken checks as well.
        conflict = " ON CONFLICT DO NOTHING" if self._once else ""
        return f"INSERT INTO {quote(self._table)} ({columns}) VALUES ({places}){conflict}"  # noqa: S608 -- names of models, not values


def _storing(field: "Field[Any, Any]") -> Callable[[object], object]:
    """Give what turns a value of a field into what the database takes."""
    database = connections[connection.alias]
    if not isinstance(field, UUIDField) or database.features.has_native_uuid_field:
        return partial(field.get_db_prep_save, connection=database)
    # As the field does it, without its way by way of texts.
    return lambda value: (
        value.hex if isinstance(value, UUID) else field.get_db_prep_save(value, database)
    )


class _Change:
    """Rows that a query set with places finds, changed by a statement written once."""

    def __init__(self, compose: Compose) -> None:
        self._compose = compose
        self._written: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def run(self, **values: object) -> int:
        """Change the rows that these values find, and give how many they are."""
        sql, parameters = self._written.get(connection.vendor) or self._write()
        database = connections[connection.alias]
        with database.cursor() as cursor:
            cursor.execute(sql, [filled(each, values, database) for each in parameters])
            return int(cursor.rowcount)

    def _query(self, found: Query) -> Query:
        raise NotImplementedError

    def _write(self) -> tuple[str, tuple[Any, ...]]:
        query = self._query(self._compose().query)
        sql, parameters = query.get_compiler(connection=connection).as_sql()
        self._written[connection.vendor] = (sql, tuple(parameters))
        return self._written[connection.vendor]


class Delete(_Change):
    """Deletes the rows of a query set."""

    def _query(self, found: Query) -> Query:
        return found.chain(DeleteQuery)


class Update(_Change):
    """Changes the rows of a query set: some columns to a value, a place or an expression."""

    def __init__(self, compose: Compose, **columns: object) -> None:
        super().__init__(compose)
        self._columns = columns

    def _query(self, found: Query) -> Query:
        query: Any = found.chain(UpdateQuery)
        query.add_update_values(self._columns)
        changed: Query = query
        return changed
