"""Brokers that go away and come back, and this with the real ones: nothing else is stopped."""

import socket
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Protocol
from urllib.parse import urlsplit


class Broker(Protocol):
    """A broker as an installation sees it."""

    url: str

    def go_away(self) -> None:
        """Be there for nobody."""

    def come_back(self) -> None:
        """Be there again."""


class FolderBroker:
    """The files of the embedded default; while they are away a file lies where the folder was."""

    url = ""

    def __init__(self, folder: Path) -> None:
        self.messages = folder / "broker" / "messages"

    def go_away(self) -> None:
        """Put something in the way."""
        self.messages.parent.mkdir(exist_ok=True)
        if self.messages.exists():
            self.messages.rename(self.messages.with_name("away"))
        self.messages.write_text("in the way")

    def come_back(self) -> None:
        """Clear the way; what was in the folder is lost."""
        self.messages.unlink()


class DistantBroker:
    """A real broker behind a port of our own, which closes as that of a stopped broker does."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._behind = (parts.hostname or "127.0.0.1", parts.port or 5672)
        self._ears: list[socket.socket] = []
        self._port = 0
        self.come_back()
        secret, _, _ = parts.netloc.rpartition("@")
        self.url = parts._replace(
            netloc=f"{secret}{'@' if secret else ''}127.0.0.1:{self._port}"
        ).geturl()

    def go_away(self) -> None:
        """Refuse who comes, and hang up on who is there."""
        for ear in self._ears:
            with suppress(OSError):
                ear.shutdown(socket.SHUT_RDWR)
            ear.close()
        self._ears = []

    def come_back(self) -> None:
        """Listen again, at the same port."""
        ear = socket.create_server(("127.0.0.1", self._port))
        self._port = ear.getsockname()[1]
        self._ears = [ear]
        Thread(target=self._listen, args=(ear,), daemon=True).start()

    def _listen(self, ear: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = ear.accept()
                far = socket.create_connection(self._behind)
                self._ears += [near, far]
                for one, other in ((near, far), (far, near)):
                    Thread(target=_pass_on, args=(one, other), daemon=True).start()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while some := one.recv(65_536):
            other.sendall(some)
    for end in (one, other):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
