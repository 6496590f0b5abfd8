"""What a document costs, before it runs."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import strawberry
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)
from strawberry.schema_directive import Location

from assessments.graphql.types.enums import Permission

INTROSPECTION = {"__schema": 100, "__type": 10}
"""What it costs to ask for the schema: as much time as hundreds of objects."""


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION],
    description="What a field costs, together with what is asked below it, times the first of "
    "`multipliers` that is given (a list counts by its length), else times `assumedSize`. "
    "Without this directive an object costs 1 and a scalar nothing.",
)
class Cost:
    """A cost that is not the usual one."""

    # In the order of the alphabet, so that sorting the schema leaves the directive as it is.
    assumed_size: int | None = strawberry.UNSET
    multipliers: list[str] | None = strawberry.UNSET
    weight: int = 1


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION],
    description="The permission that a field needs; without it the field is an error with code "
    "`FORBIDDEN`, never null or an empty list.",
)
class Requires:
    """A permission in the community that the object belongs to."""

    permission: Permission


class Costing:
    """The cost of one operation, linear in its document: every fragment is counted once.

    ``varies`` is set where it depends on a variable.
    """

    def __init__(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
    ) -> None:
        self._schema = schema
        self._operation = operation
        self._variables = variables
        self._fragments = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        self._known: dict[str, int] = {}
        self.varies = False

    @cached_property
    def total(self) -> int:
        """The cost of the operation."""
        root = self._schema.get_root_type(self._operation.operation)
        return self._selections(self._operation.selection_set, root)

    def _selections(
        self, selected: SelectionSetNode | None, parent: GraphQLNamedType | None
    ) -> int:
        cost = 0
        for node in selected.selections if selected else ():
            if isinstance(node, FieldNode):
                cost += self._field(node, parent)
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                within = self._schema.get_type(condition.name.value) if condition else parent
                cost += self._selections(node.selection_set, within)
            elif isinstance(node, FragmentSpreadNode):
                cost += self._fragment(node.name.value)
        return cost

    def _fragment(self, name: str) -> int:
        if name not in self._known:
            node = self._fragments[name]
            within = self._schema.get_type(node.type_condition.name.value)
            self._known[name] = self._selections(node.selection_set, within)
        return self._known[name]

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None) -> int:
        if node.name.value.startswith("__"):
            return INTROSPECTION.get(node.name.value, 0)
        if not isinstance(parent, GraphQLObjectType | GraphQLInterfaceType):
            return 0
        field = parent.fields[node.name.value]
        named = get_named_type(field.type)
        rule = cost_of(field.extensions.get("strawberry-definition"))
        below = self._selections(node.selection_set, named)
        if rule is None:
            return 0 if is_leaf_type(named) else 1 + below
        return (rule.weight + below) * self._times(node, rule)

    def _times(self, node: FieldNode, rule: Cost) -> int:
        given = {argument.name.value: argument.value for argument in node.arguments or ()}
        for name in rule.multipliers or ():
            size = self._size(given.get(name))
            if size is not None:
                return size
        return rule.assumed_size or 1

    def _size(self, value: ValueNode | None) -> int | None:
        if isinstance(value, VariableNode):
            return self._size_of_variable(value.name.value)
        if isinstance(value, IntValueNode):
            return max(int(value.value), 0)
        return len(value.values) if isinstance(value, ListValueNode) else None

    def _size_of_variable(self, name: str) -> int | None:
        self.varies = True
        if name in self._variables:
            given = self._variables[name]
            if isinstance(given, list):
                return len(given)
            whole = isinstance(given, int) and not isinstance(given, bool)
            return max(given, 0) if whole else None
        defaults = {
            each.variable.name.value: each.default_value
            for each in self._operation.variable_definitions or ()
        }
        return self._size(defaults.get(name))


def cost_of(field: Any) -> Cost | None:  # noqa: ANN401 -- Strawberry's definition behind a field
    """Give the directive of a field; None where it costs what is usual."""
    directives = getattr(field, "directives", ())
    return next((each for each in directives if isinstance(each, Cost)), None)


def is_list(kind: Any) -> bool:  # noqa: ANN401 -- any of graphql-core's output types
    """Whether a field gives a list."""
    return is_list_type(kind.of_type if is_non_null_type(kind) else kind)
