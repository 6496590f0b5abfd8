"""Room on the interpreter's stack for work that calls many small functions."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

ROOM = 3100
"""Slots of a frame. No chunk of the stack has so many left when it is first taken, so that a chunk
of 64 kB is taken, and some two hundred calls fit into the rest of it."""


def roomy(function: Callable[P, T]) -> Callable[P, T]:
    """Let all that a function calls run in one chunk of the interpreter's stack.

    CPython keeps the frames of functions in chunks of 16 kB. A loop that happens to stand at the
    end of one takes a chunk from the system at each call and gives it back after it, which may
    take longer than the call: an answer of 160 values took twice the time. Where the end lies
    depends on how deep the server calls.
    """

    @wraps(function)
    def called(*args: P.args, **given: P.kwargs) -> T:
        return function(*args, **given)

    of_its_own: Any = called
    of_its_own.__code__ = of_its_own.__code__.replace(co_stacksize=ROOM)
    return called
