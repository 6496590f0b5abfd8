"""A plot as the page shows it: drawn, described, and as a table."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assessments.web.results.plots.canvas import WIDTH
from assessments.web.results.plots.specification import Scheme, Specification

Draw = Callable[[Scheme], Specification]
"""Gives the specification in the colours of a scheme."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A plot with its words and its numbers.

    ``code`` is its name in addresses; ``head`` and ``rows`` are its table, whose rows begin with
    what they are about.
    """

    code: str
    title: str
    description: str
    height: int
    draw: Draw
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    width: int = WIDTH

    @property
    def labelled(self) -> Iterator[tuple[tuple[str, str], ...]]:
        """The rows of the table, each cell with the head of its column."""
        return (tuple(zip(self.head, row, strict=True)) for row in self.rows)
