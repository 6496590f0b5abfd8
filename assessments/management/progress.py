"""Showing at a terminal how far something is."""

from dataclasses import dataclass

from django.core.management.base import OutputWrapper


@dataclass(frozen=True)
class Progress:
    """Writes ``3 of 5 …`` over itself; where nobody watches, only when all is done."""

    output: OutputWrapper
    what: str

    def __call__(self, done: int, total: int) -> None:
        """Show so many done of the total."""
        if self.output.isatty() or done == total:
            ending = "\n" if done == total else ""
            # Progress goes where errors go, and is none: not in red.
            self.output.write(f"\r{done} of {total} {self.what}", str, ending=ending)
