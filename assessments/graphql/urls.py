"""Addresses."""

from django.urls import path

from assessments.graphql.schema import schema
from assessments.graphql.view import GraphQLView

urlpatterns = [path("graphql", GraphQLView.as_view(schema=schema), name="graphql")]
