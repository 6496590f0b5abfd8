"""The GraphQL schema of the installation, where tools look for it."""

from assessments.graphql.schema import schema

__all__ = ["schema"]
