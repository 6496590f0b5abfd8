"""The schema: types, queries and mutations behind the guard."""

from datetime import datetime

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

from assessments.graphql.errors import log_unexpected
from assessments.graphql.execution import Execution
from assessments.graphql.guard import Guard
from assessments.graphql.mutations import Mutation
from assessments.graphql.queries import Query
from assessments.graphql.types.scalars import DATE_TIME


class Schema(strawberry.Schema):
    """Logs the faults of the service only, without what the caller sent."""

    def process_errors(
        self,
        errors: list[GraphQLError],
        execution_context: ExecutionContext | None = None,  # noqa: ARG002 -- as Strawberry calls it
    ) -> None:
        """Log what is unexpected."""
        log_unexpected(errors)


schema = Schema(
    query=Query,
    mutation=Mutation,
    extensions=[Guard],
    execution_context_class=Execution,
    config=StrawberryConfig(scalar_map={datetime: DATE_TIME}),
)
