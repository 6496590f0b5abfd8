"""Documents that were parsed, measured and validated, kept for when they come again."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from graphql import DocumentNode, GraphQLError, GraphQLSchema, parse, specified_rules, validate
from graphql.validation.validate import ValidationAbortedError

from assessments.graphql.errors import too_large
from assessments.graphql.execution import Plans
from assessments.graphql.selection import measures_read
from assessments.graphql.shape import Shape, count_tokens
from scoring import Measure

CACHED_DOCUMENTS = 256
MOST_ERRORS = 20


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A document that was parsed, measured and validated.

    ``measures`` are those it reads, None for all of them.
    """

    document: DocumentNode
    shape: Shape
    errors: Sequence[GraphQLError] = ()
    measures: Collection[Measure] | None = None
    costs: dict[str, int] = field(default_factory=dict)
    known_plans: Plans = field(default_factory=Plans)

    @property
    def plans(self) -> Plans:
        """What executions put together: each its own, where directives may leave fields out."""
        return Plans() if self.shape.directives else self.known_plans


@dataclass
class Documents:
    """Prepared documents, the least recently used going first. Only valid ones are kept."""

    size: int = CACHED_DOCUMENTS
    _kept: OrderedDict[bytes, Prepared] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def prepared(self, schema: GraphQLSchema, text: str) -> Prepared:
        """Give a document, prepared now or before."""
        key = hashlib.sha256(text.encode()).digest()
        with self._lock:
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
                return known
        fresh = prepare(schema, text)
        if not fresh.errors:
            with self._lock:
                self._kept[key] = fresh
                while len(self._kept) > self.size:
                    self._kept.popitem(last=False)
        return fresh

    def forget(self) -> None:
        """Keep nothing of what was prepared."""
        with self._lock:
            self._kept.clear()


def prepare(schema: GraphQLSchema, text: str) -> Prepared:
    """Parse, measure and validate a document.

    Raises
    ------
    GraphQLError
        If it is not GraphQL, or larger than allowed.
    """
    count_tokens(text)
    document = parse(text)
    shape = Shape(document)
    shape.check()
    return Prepared(
        document=document,
        shape=shape,
        errors=_errors(schema, document),
        measures=measures_read(shape.names, schema),
    )


def _errors(schema: GraphQLSchema, document: DocumentNode) -> list[GraphQLError]:
    """Validate a document; where graphql-core gave up, say what was too much for it."""
    errors = validate(schema, document, specified_rules, max_errors=MOST_ERRORS)
    if not errors or not isinstance(errors[-1], ValidationAbortedError):
        return errors
    if len(errors) > MOST_ERRORS:
        message = f"There are more mistakes; only the first {MOST_ERRORS} are told."
    else:
        message = (
            "Too many selections of the same field have to be compared. Write each field once in a "
            "selection, and select from it once."
        )
    return [*errors[:-1], too_large(message)]


DOCUMENTS = Documents()
