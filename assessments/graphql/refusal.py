"""Requests that never become an operation."""

from collections.abc import Mapping
from http import HTTPStatus


class Refusal(Exception):  # noqa: N818 -- an answer, not a fault
    """The answer to a request that is refused: status, sentence and headers."""

    def __init__(
        self,
        status: HTTPStatus,
        message: str,
        headers: Mapping[str, str] | None = None,
        *,
        code: str = "",
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code or status.name
        self.headers = {**(headers or {})}
