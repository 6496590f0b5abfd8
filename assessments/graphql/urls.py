"""Addresses."""

from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from assessments.graphql.explorer import explorer
from assessments.graphql.progress import progress
from assessments.graphql.schema import schema
from assessments.graphql.view import GraphQLView

urlpatterns = [
    # Sessions are checked in ``signing_in``: programs with a token have no CSRF token.
    path("graphql", csrf_exempt(GraphQLView.as_view(schema=schema)), name="graphql"),
    path("graphql/explorer", explorer, name="explorer"),
    path("waves/<uuid:wave_id>/progress", progress, name="progress"),
]
