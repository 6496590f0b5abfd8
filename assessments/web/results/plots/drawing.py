"""Drawing a specification as SVG, once: drawings are kept in Django's cache by their content."""

import atexit
import hashlib
import json
import subprocess
import sys
import threading
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from xml.sax.saxutils import escape

from django.core.cache import cache

from assessments.web.results.plots.specification import Specification

PROGRAM = Path(__file__).with_name("draftsman.py")
KEPT = 7 * 24 * 3600  # seconds
ATTEMPTS = 2


class DrawingError(Exception):
    """A plot could not be drawn; the table beside it still says all."""


class Draftsman:
    """The drawing program, started at the first plot and again whenever it has ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None

    def draw(self, text: str) -> str:
        """Have one specification drawn; threads take turns."""
        with self._lock:
            for _attempt in range(ATTEMPTS):
                # It may have run out of patience since the last plot: then a fresh one draws.
                answer = self._ask(text)
                if answer:
                    return _svg(answer)
        raise DrawingError("the drawing program ended without an answer")

    def close(self) -> None:
        """End the program."""
        if self._process is None:
            return
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        self._process.wait()
        self._process = None

    def _ask(self, text: str) -> str:
        process = self._running()
        if process.stdin is None or process.stdout is None:
            raise DrawingError("the drawing program has no pipes")
        try:
            process.stdin.write(text + "\n")
            process.stdin.flush()
            return process.stdout.readline()
        except BrokenPipeError:
            return ""

    def _running(self) -> subprocess.Popen[str]:
        if self._process is not None and self._process.poll() is not None:
            self.close()
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603 -- our own program
                [sys.executable, str(PROGRAM)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
            )
        return self._process


def _svg(answer: str) -> str:
    reply = json.loads(answer)
    if "error" in reply:
        raise DrawingError(reply["error"])
    return str(reply["svg"])


DRAFTSMAN = Draftsman()
atexit.register(DRAFTSMAN.close)


def drawn(specification: Specification) -> str:
    """Give the SVG of a specification, from the cache where it has been drawn before.

    The key follows from the specification, thus from the released values, the language and the
    colours: what the release no longer shows is never found.

    Raises
    ------
    DrawingError
        If the drawing program refuses the specification or cannot be started.
    """
    text = json.dumps(specification, sort_keys=True)
    key = cache_key(text)
    svg: str | None = cache.get(key)
    if svg is None:
        svg = _titled(DRAFTSMAN.draw(text), specification)
        cache.set(key, svg, KEPT)
    return svg


def cache_key(text: str) -> str:
    """Give the key under which the drawing of a specification's JSON is kept."""
    engine = version("vl-convert-python")
    return "plot." + hashlib.sha256(f"{engine} {text}".encode()).hexdigest()


def _titled(svg: str, specification: Specification) -> str:
    """Write title and description into the drawing, for those who open it by itself."""
    read_out = specification["usermeta"]
    head, tail = svg.replace("<svg ", '<svg role="img" ', 1).split(">", 1)
    title, description = escape(read_out["title"]), escape(read_out["description"])
    return f"{head}><title>{title}</title><desc>{description}</desc>{tail}"
