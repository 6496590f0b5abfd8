"""The guard before every operation: what is too large or too costly never runs."""

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import DocumentNode, GraphQLSchema, OperationDefinitionNode, get_operation_ast
from strawberry.extensions import SchemaExtension

from assessments.graphql.context import Context
from assessments.graphql.cost import Costing
from assessments.graphql.documents import DOCUMENTS, Prepared
from assessments.graphql.errors import bad_input, forbidden, too_large
from assessments.graphql.shape import MOST_LIST_INPUTS

MOST_COST = 5000


class Guard(SchemaExtension):
    """Prepares the document, refuses what is too much, and reports the cost."""

    cost: int | None = None

    def on_operation(self) -> Iterator[None]:
        """Run before anything else of an operation."""
        context = self.execution_context
        if context.query:
            self._guard(context.query)
        yield

    def _guard(self, text: str) -> None:
        context = self.execution_context
        asking: Context = context.context
        check_variables(context.variables or {})
        schema: GraphQLSchema = context.schema._schema  # noqa: SLF001 -- Strawberry has no public way
        prepared = DOCUMENTS.prepared(schema, text)
        if not prepared.shape.operations:
            raise bad_input("A document has a query or a mutation; this has none.")
        context.graphql_document = prepared.document
        context.pre_execution_errors = [*prepared.errors]
        if prepared.errors:
            return
        asking.prepared = prepared
        if prepared.shape.introspections and not asking.may_introspect:
            raise forbidden("Introspection is for tokens, leaders and admins; see schema.graphql.")
        operation = _operation(prepared.document, asking.operation_name)
        self.cost = _cost(schema, prepared, operation, context.variables or {})
        if self.cost > MOST_COST:
            raise too_large(f"This costs {self.cost}; an operation costs at most {MOST_COST}.")
        asking.allowance.charge(self.cost)
        asking.cost = self.cost

    def get_results(self) -> dict[str, Any]:
        """Give what the answer says under ``extensions``."""
        if self.cost is None:
            return {}
        return {"cost": {"requested": self.cost, "maximum": MOST_COST}}


def _operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    # Strawberry would take the first of several when the request names none.
    operation = get_operation_ast(document, name)
    if operation is not None:
        return operation
    given = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    names = [each.name.value for each in given if each.name]
    if not names:
        raise bad_input("Leave `operationName` out: the operation in the document has no name.")
    raise bad_input(
        f"Name one of the operations in the document as `operationName`: {', '.join(names)}."
    )


def _cost(
    schema: GraphQLSchema,
    prepared: Prepared,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
) -> int:
    name = operation.name.value if operation.name else ""
    if name not in prepared.costs:
        costing = Costing(schema, prepared.document, operation, variables)
        total = costing.total
        if costing.varies:
            return total
        prepared.costs[name] = total
    return prepared.costs[name]


def check_variables(variables: Any) -> None:  # noqa: ANN401 -- decoded JSON
    """Refuse lists that are too long, at any depth, and texts that a database cannot hold."""
    waiting = [variables]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            if len(value) > MOST_LIST_INPUTS:
                raise too_large(f"A list in the variables has at most {MOST_LIST_INPUTS} values.")
            waiting.extend(value)
        elif isinstance(value, str) and "\0" in value:
            raise bad_input("Texts have no NUL character.")
