"""Runs operations; what is plain data below a field is written in one go.

graphql-core resolves and completes field by field, which is most of the time of an answer with
hundreds of numbers. Below, the fields that only read an attribute, or call a method that needs
nothing but its object, are put together once for each document. Whatever such a part cannot write,
an error included, is left to graphql-core, which says what is wrong and where.
"""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from math import isfinite
from operator import attrgetter
from types import NoneType
from typing import Any, cast

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLField,
    GraphQLFloat,
    GraphQLID,
    GraphQLLeafType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLString,
    GraphQLUnionType,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
    is_union_type,
)
from graphql.execution.collect_fields import CollectedFields, FieldDetails, GroupedFieldSet
from graphql.pyutils import Path, Undefined
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.types.field import StrawberryField

Write = Callable[[Any], Any]
Plan = list[tuple[str, list[FieldDetails], Write | None]]


class Plans:
    """What was put together for one document: the same for each of its executions."""

    def __init__(self) -> None:
        self.collected: dict[tuple[object, ...], CollectedFields] = {}
        self.fields: dict[int, tuple[GroupedFieldSet, Plan]] = {}


class NotPlainError(Exception):
    """A value that graphql-core has to complete."""


class Execution(StrawberryGraphQLCoreExecutionContext):
    """Executes an operation, the plain parts of it at once."""

    plans: Plans | None = None

    def execute_fields(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,  # noqa: ANN401 -- any object of the schema
        path: Path | None,
        grouped_field_set: GroupedFieldSet,
        position_context: Any,  # noqa: ANN401 -- as graphql-core passes it on
    ) -> dict[str, Any]:
        """Write the fields of an object."""
        results: dict[str, Any] = {}
        for name, details, write in self._plan(parent_type, grouped_field_set):
            if write is not None:
                try:
                    results[name] = write(source_value)
                except Exception:  # noqa: BLE001, S110 -- graphql-core meets it again, and reports it
                    pass
                else:
                    continue
            place = Path(path, name, parent_type.name)
            found = self.execute_field(parent_type, source_value, details, place, position_context)
            if found is not Undefined:
                results[name] = found
        return results

    def collect_subfields(
        self, return_type: GraphQLObjectType, field_details_list: list[FieldDetails]
    ) -> CollectedFields:
        """Collect the fields below a field, once for all executions of a document."""
        known = self._plans.collected
        key = (return_type, *[id(each.node) for each in field_details_list])
        if key not in known:
            known[key] = super().collect_subfields(return_type, field_details_list)
        return known[key]

    @property
    def _plans(self) -> Plans:
        if self.plans is None:
            self.plans = self.context_value.plans
        return self.plans

    def _plan(self, parent_type: GraphQLObjectType, fields: GroupedFieldSet) -> Plan:
        known = self._plans.fields
        found = known.get(id(fields))
        if found is None:
            plan = [(name, each, self._field(parent_type, each)) for name, each in fields.items()]
            # The set is kept with its plan: its id then stays its own.
            found = known[id(fields)] = fields, plan
        return found[1]

    def _field(self, parent_type: GraphQLObjectType, details: list[FieldDetails]) -> Write | None:
        name = details[0].node.name.value
        if name == "__typename":
            return lambda _source: parent_type.name
        field = parent_type.fields.get(name)
        read = _reader(field) if field else None
        if field is None or read is None:
            return None
        try:
            write = self._writer(field.type, details)
        except NotPlainError:
            return None
        return _quick(read, write, field.type) or (lambda source: write(read(source)))

    def _writer(
        self, kind: GraphQLOutputType, details: list[FieldDetails], *, required: bool = False
    ) -> Write:
        if is_non_null_type(kind):
            return self._writer(kind.of_type, details, required=True)
        if is_list_type(kind):
            write = self._writer(kind.of_type, details)
            return _each(write, _as_it_is(kind.of_type), required=required)
        if is_leaf_type(kind):
            return _leaf(kind, required=required)
        if is_union_type(kind):
            return self._union(kind, details, required=required)
        if is_object_type(kind):
            return self._object(kind, details, required=required)
        raise NotPlainError

    def _object(
        self, kind: GraphQLObjectType, details: list[FieldDetails], *, required: bool
    ) -> Write:
        below = self.collect_subfields(kind, details).grouped_field_set
        fields = [(name, self._plain_field(kind, each)) for name, each in below.items()]

        def written(source: object) -> Any:  # noqa: ANN401 -- JSON
            if source is None:
                return _nothing(required=required)
            found = {}
            for name, write in fields:
                found[name] = write(source)
            return found

        return written

    def _plain_field(self, parent_type: GraphQLObjectType, details: list[FieldDetails]) -> Write:
        write = self._field(parent_type, details)
        if write is None:
            raise NotPlainError
        return write

    def _union(
        self, union: GraphQLUnionType, details: list[FieldDetails], *, required: bool
    ) -> Write:
        writers: dict[type, Write] = {}
        for kind in union.types:
            definition = kind.extensions.get("strawberry-definition")
            if definition is None or definition.concrete_of:
                raise NotPlainError
            writers[definition.origin] = self._object(kind, details, required=True)
        if not required:
            writers[NoneType] = lambda _source: None
        return lambda source: writers[type(source)](source)


def _reader(field: GraphQLField) -> Write | None:
    """Give what reads a field from its object, where nothing but the object is needed."""
    definition = field.extensions.get("strawberry-definition")
    if not isinstance(definition, StrawberryField) or definition.extensions:
        return None
    resolver = definition.base_resolver
    if resolver is None:
        return attrgetter(definition.python_name)
    needs_more = resolver.arguments or resolver.info_parameter or resolver.is_async
    if needs_more or not resolver.self_parameter:
        return None
    return cast("Write", resolver.wrapped_func)


def _quick(read: Write, write: Write, kind: GraphQLOutputType) -> Write | None:
    """Give what writes a value of the usual type as it is, without asking the leaf's writer."""
    leaf = kind.of_type if is_non_null_type(kind) else kind
    usual = _AS_THEY_ARE.get(leaf) if is_leaf_type(leaf) else None
    if usual is None:
        return None
    if usual is float:

        def number(source: object) -> Any:  # noqa: ANN401 -- JSON
            value = read(source)
            return value if type(value) is float and isfinite(value) else write(value)

        return number

    def as_it_is(source: object) -> Any:  # noqa: ANN401 -- JSON
        value = read(source)
        return value if type(value) is usual else write(value)

    return as_it_is


def _nothing(*, required: bool) -> Any:  # noqa: ANN401 -- JSON
    """Write null, where the schema allows it."""
    if required:
        raise NotPlainError
    return None


def _each(write: Write, plain: AbstractSet[type], *, required: bool) -> Write:
    """Write a list; at once where it holds nothing but values of plain types."""

    def listed(source: Sequence[Any] | None) -> Any:  # noqa: ANN401 -- JSON
        if source is None:
            return _nothing(required=required)
        kinds = {*map(type, source)}
        if kinds <= plain and (float not in kinds or isfinite(sum(each or 0 for each in source))):
            return [*source]
        return [write(each) for each in source]

    return listed


_AS_THEY_ARE: dict[GraphQLLeafType, type] = {
    GraphQLString: str,
    GraphQLID: str,
    GraphQLBoolean: bool,
    GraphQLFloat: float,
}


def _as_it_is(kind: GraphQLOutputType) -> AbstractSet[type]:
    """Give the types of the values that are written as they are, null among them."""
    if is_non_null_type(kind):
        return _as_it_is(kind.of_type) - {NoneType}
    if not is_leaf_type(kind):
        return set()
    usual = _AS_THEY_ARE.get(kind)
    return {usual, NoneType} if usual else {NoneType}


def _leaf(kind: GraphQLLeafType, *, required: bool) -> Write:
    usual = _AS_THEY_ARE.get(kind)
    known: dict[object, Any] | None = {} if isinstance(kind, GraphQLEnumType) else None

    def coerced(source: Any) -> Any:  # noqa: ANN401 -- JSON
        if source is None:
            return _nothing(required=required)
        if type(source) is usual and (usual is not float or isfinite(cast("float", source))):
            return source
        if usual is float and isinstance(source, int) and type(source) is not bool:
            return float(source)
        if known is not None and source in known:
            return known[source]
        written = kind.coerce_output_value(source)
        if written is None or written is Undefined:
            raise NotPlainError
        if known is not None:
            known[source] = written
        return written

    return coerced
