"""A browser over the network, to a web server that may be gone at any moment."""

import http.client
from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import NamedTuple
from urllib.parse import urlencode

CSRF = "c" * 32
TIMEOUT = 30.0  # seconds: longer than anybody waits for SQLite's one writer


class Answer(NamedTuple):
    """What came back, whole."""

    status: int
    location: str
    text: str


class Visitor:
    """Keeps cookies, as a browser does."""

    def __init__(self, port: int, cookies: Mapping[str, str] | None = None) -> None:
        self.port = port
        self.cookies = {"csrftoken": CSRF, **(cookies or {})}

    def ask(self, path: str, fields: Mapping[str, int | str] | None = None) -> Answer | None:
        """Get a page or send a form; None when the server is gone before the answer is whole."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        try:
            if fields is None:
                connection.request("GET", path, headers=headers)
            else:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
                body = urlencode({**fields, "csrfmiddlewaretoken": CSRF})
                connection.request("POST", path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return Answer(response.status, response.headers.get("Location", ""), text)
