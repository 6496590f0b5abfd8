"""Addresses."""

from django.urls import path

from assessments.graphql.explorer import explorer
from assessments.graphql.progress import progress
from assessments.graphql.schema import schema
from assessments.graphql.view import GraphQLView

urlpatterns = [
    path("graphql", GraphQLView.as_view(schema=schema), name="graphql"),
    path("graphql/explorer", explorer, name="explorer"),
    path("waves/<uuid:wave_id>/progress", progress, name="progress"),
]
