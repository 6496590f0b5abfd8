"""Errors as the answer shows them: ours as they are, unexpected ones masked."""

import logging
import traceback
from collections.abc import Iterable

from django.utils.translation import gettext as _
from graphql import GraphQLError

logger = logging.getLogger(__name__)


def bad_input(message: str) -> GraphQLError:
    """Refuse an argument."""
    return GraphQLError(message, extensions={"code": "BAD_INPUT"})


def too_large(message: str) -> GraphQLError:
    """Refuse a document or variables that are more than the service takes."""
    return GraphQLError(message, extensions={"code": "TOO_LARGE"})


def forbidden(message: str) -> GraphQLError:
    """Refuse a field of an object that the caller sees."""
    return GraphQLError(message, extensions={"code": "FORBIDDEN"})


def is_unexpected(error: GraphQLError) -> bool:
    """Whether an error is a fault of the service: not raised as an answer to the caller."""
    original = error.original_error
    return original is not None and not isinstance(original, GraphQLError)


def masked(error: GraphQLError) -> GraphQLError:
    """Give an error as the caller may see it."""
    if not is_unexpected(error):
        return error
    return GraphQLError(
        _("Something went wrong here; it has been logged."),
        nodes=error.nodes,
        path=error.path,
        extensions={"code": "INTERNAL"},
    )


def log_unexpected(errors: Iterable[GraphQLError]) -> None:
    """Log the faults of the service: kind and place.

    Never the message or the document, in which values of the caller may stand.
    """
    for error in errors:
        original = error.original_error
        if original is not None and is_unexpected(error):
            place = "".join(traceback.format_tb(original.__traceback__))
            path = ".".join(str(step) for step in error.path or ())
            logger.error("%s in GraphQL at %r\n%s", type(original).__name__, path, place)
