"""Relay: nodes with opaque ids, and lists in pages."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar
from uuid import UUID

import strawberry

from assessments.graphql.errors import bad_input

T = TypeVar("T")
Row = TypeVar("Row")

USUAL_PAGE = 20
LARGEST_PAGE = 100
_UUID_BYTES = 16

First = Annotated[
    int | None, strawberry.argument(description="The first n, from 0 to 100; 20 if left out.")
]
After = Annotated[str | None, strawberry.argument(description="Only what follows this cursor.")]
Last = Annotated[int | None, strawberry.argument(description="The last n, from 0 to 100.")]
Before = Annotated[str | None, strawberry.argument(description="Only what precedes this cursor.")]


@strawberry.interface(description="An object with a globally unique, opaque id.")
class Node:
    """What ``Query.node`` finds."""

    id: strawberry.ID = strawberry.field(description="The globally unique, opaque id.")


def global_id(kind: str, key: UUID) -> strawberry.ID:
    """Give the id of an object: opaque to callers, the type's name and the UUID inside."""
    return strawberry.ID(base64.urlsafe_b64encode(kind.encode() + key.bytes).decode().rstrip("="))


def read_id(text: str) -> tuple[str, UUID] | None:
    """Give type name and key of an id; None if it is none of ours."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        kind, key = raw[:-_UUID_BYTES].decode("ascii"), UUID(bytes=raw[-_UUID_BYTES:])
    except (ValueError, binascii.Error):
        return None
    return (kind, key) if global_id(kind, key) == text else None


def key_of(kind: str, text: str) -> UUID | None:
    """Give the key of an id of one type; None for any other id."""
    found = read_id(text)
    return found[1] if found and found[0] == kind else None


@strawberry.type(description="How a page lies in its list.")
class PageInfo:
    """See the Relay specification of connections."""

    has_next_page: bool = strawberry.field(description="Whether more follows after the page.")
    has_previous_page: bool = strawberry.field(description="Whether more comes before the page.")
    start_cursor: str | None = strawberry.field(
        description="The cursor of the first object of the page; null if it is empty."
    )
    end_cursor: str | None = strawberry.field(
        description="The cursor of the last object of the page; null if it is empty."
    )


@strawberry.type(description="An object of a list, with its cursor.")
class Edge(Generic[T]):
    """See the Relay specification of connections."""

    cursor: str = strawberry.field(description="The place in the list, for `after` and `before`.")
    node: T = strawberry.field(description="The object.")


@strawberry.type(description="One page of a list.")
class Connection(Generic[T]):
    """See the Relay specification of connections."""

    edges: list[Edge[T]] = strawberry.field(description="The objects with their cursors.")
    nodes: list[T] = strawberry.field(description="The objects.")
    page_info: PageInfo = strawberry.field(description="How the page lies in the list.")
    total_count: int = strawberry.field(description="How many objects the whole list has.")


@dataclass(frozen=True, kw_only=True)
class Window:
    """Which part of a list is asked for; a key for loading that part of many lists at once."""

    first: int | None = None
    after: str | None = None
    last: int | None = None
    before: str | None = None

    def __post_init__(self) -> None:
        for name, size in (("first", self.first), ("last", self.last)):
            if size is not None and not 0 <= size <= LARGEST_PAGE:
                raise bad_input(f"`{name}` is from 0 to {LARGEST_PAGE}.")
        if self.first is not None and self.last is not None:
            raise bad_input("Ask for `first` or for `last`, not for both.")

    @property
    def has_cursor(self) -> bool:
        """Whether it starts or ends at an object, and so means one list only."""
        return self.after is not None or self.before is not None

    def bounds(self, cursors: Sequence[object]) -> tuple[int, int]:
        """Give start and end of the part; a cursor that is not in the list is refused."""
        start = 0 if self.after is None else 1 + _place(cursors, self.after)
        end = len(cursors) if self.before is None else _place(cursors, self.before)
        if self.last is not None:
            return max(start, end - self.last), max(start, end)
        size = USUAL_PAGE if self.first is None else self.first
        return start, max(start, min(end, start + size))


def connection(
    rows: Sequence[Row], window: Window, *, cursor: Callable[[Row], str], node: Callable[[Row], T]
) -> Connection[T]:
    """Cut the part of a list that was asked for."""
    cursors = [cursor(row) for row in rows]
    start, end = window.bounds(cursors)
    nodes = [node(row) for row in rows[start:end]]
    shown = cursors[start:end]
    return Connection(
        edges=[Edge(cursor=place, node=each) for place, each in zip(shown, nodes, strict=True)],
        nodes=nodes,
        page_info=PageInfo(
            has_next_page=end < len(rows),
            has_previous_page=start > 0,
            start_cursor=shown[0] if shown else None,
            end_cursor=shown[-1] if shown else None,
        ),
        total_count=len(rows),
    )


def _place(cursors: Sequence[object], cursor: str) -> int:
    try:
        return cursors.index(cursor)
    except ValueError:
        raise bad_input("This cursor is not in the list.") from None
