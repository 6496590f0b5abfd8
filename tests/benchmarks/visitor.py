"""Asks the installation as its web server does, without a network in between."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Wave
from commsurvey.stack import roomy

Environ = dict[str, Any]
CSRF = "c" * 32


class Answer(NamedTuple):
    """What came back."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


def bare_handler() -> WSGIHandler:
    """Make a handler with no middleware but the check of CSRF."""
    with override_settings(MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware"]):
        return WSGIHandler()


def getting(path: str, *, cookie: str = "", **headers: str) -> Environ:
    """Prepare the fetching of a page."""
    return _factory({"Cookie": cookie, **headers}).get(path).environ


def asking(path: str, body: str, *, token: str) -> Environ:
    """Prepare a request of a program, in JSON."""
    factory = _factory({"Authorization": f"Bearer {token}", "Accept": "application/json"})
    return factory.post(path, body, content_type="application/json").environ


def expect(handler: WSGIHandler, environ: Environ, status: str) -> bytes:
    """Have a request answered, and give the body.

    Raises
    ------
    RuntimeError
        If the status is another: what was timed would be a page of errors.
    """
    came = answer(handler, environ)
    if not came.status.startswith(status):
        raise RuntimeError(f"{environ['PATH_INFO']}: {came.status}: {came.body[:300]!r}")
    return came.body


def queries(act: Callable[[], object]) -> int:
    """Count what an act asks of the database, BEGIN and COMMIT aside.

    Raises
    ------
    RuntimeError
        If no query is seen: all that is measured here makes some.
    """
    with CaptureQueriesContext(connection) as captured:
        act()
    # At once: the next request forgets them.
    asked = [query["sql"].split(maxsplit=1)[0] for query in captured.captured_queries]
    count = sum(word in {"SELECT", "INSERT", "UPDATE", "DELETE"} for word in asked)
    if not count:
        raise RuntimeError("No query was seen.")
    return count


def posting(path: str, fields: Mapping[str, int | str], *, cookie: str = "") -> Environ:
    """Prepare the sending of a form, as a page of the same site sends it."""
    cookie = f"csrftoken={CSRF}; {cookie}" if cookie else f"csrftoken={CSRF}"
    body = "&".join(f"{name}={value}" for name, value in fields.items())
    body = f"{body}&csrfmiddlewaretoken={CSRF}"
    form = "application/x-www-form-urlencoded"
    return _factory({"Cookie": cookie}).post(path, body, content_type=form).environ


def answer(handler: WSGIHandler, environ: Environ) -> Answer:
    """Have a request answered to the last byte."""
    started: list[tuple[str, list[tuple[str, str]]]] = []
    written: list[bytes] = []

    def start(
        status: str, headers: list[tuple[str, str]], _error: object = None, /
    ) -> Callable[[bytes], object]:
        started.append((status, headers))
        return written.append

    response = _roomy(handler, environ, start)
    try:
        body = b"".join(response)
    finally:
        response.close()
    return Answer(*started[0], body)


def entered(handler: WSGIHandler, wave: Wave, token: str) -> str:
    """Come by a personal link, and give the cookie that it is exchanged for."""
    address = reverse("enter", kwargs={"wave_id": wave.pk, "token": token})
    came = answer(handler, getting(address))
    if not came.status.startswith("302"):
        raise RuntimeError(f"{address}: {came.status}")
    cookies = [value for name, value in came.headers if name == "Set-Cookie"]
    return "; ".join(cookie.partition(";")[0] for cookie in cookies)


@roomy
def _roomy(handler: WSGIHandler, environ: Environ, start: Any) -> Any:
    """Have a request answered with as much room on the stack as ``commsurvey.wsgi`` gives."""
    return handler(environ, start)


def _factory(headers: Mapping[str, str]) -> RequestFactory:
    return RequestFactory(headers=headers, SERVER_NAME="localhost")
