"""The schema as the committed file has it."""

from datetime import datetime

from strawberry.schema.config import StrawberryConfig

from assessments.graphql.mutations import Mutation
from assessments.graphql.queries import Query
from assessments.graphql.schema import Schema
from assessments.graphql.types.scalars import DATE_TIME


def exported() -> str:
    """Give the schema in SDL, sorted.

    A schema of its own, that never runs: sorting one breaks its unions.
    """
    ordered = Schema(
        query=Query,
        mutation=Mutation,
        config=StrawberryConfig(scalar_map={datetime: DATE_TIME}, sort_schema=True),
    )
    return ordered.as_str() + "\n"
