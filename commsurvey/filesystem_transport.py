"""The doorbell of the embedded default: kombu's filesystem transport, made safe for many processes.

As shipped, a message is written under the very name consumers look for, so one may be taken half
written; two consumers share a temporary folder; and one torn file stops a worker. Here a file
appears whole or not at all, belongs to whoever removes it, and is set aside when it makes no sense.
"""

import logging
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from typing import Any

from kombu import Connection
from kombu.exceptions import ChannelError
from kombu.transport import filesystem, virtual
from kombu.utils.json import dumps, loads

logger = logging.getLogger(__name__)


def publish(path: Path, content: str) -> None:
    """Write a file so that nobody ever sees a part of it.

    Raises
    ------
    ChannelError
        If the folder cannot be made or written; Celery's publishers turn it into
        ``kombu.exceptions.OperationalError``.
    """
    # The leading dot keeps it from being taken for a message.
    unfinished = path.with_name(f".{uuid.uuid4()}.{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            unfinished.write_text(content, encoding="utf-8")
            unfinished.replace(path)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ChannelError(f"Cannot write to {path.parent}: {error}") from error


class Channel(filesystem.Channel):  # type: ignore[misc]  # kombu has no types
    """Queues as folders of files, exchanges as one file each."""

    def _put(self, queue: str, payload: dict[str, Any], **_: object) -> None:
        name = f"{time.time_ns():020}_{uuid.uuid4()}.{queue}.msg"
        publish(Path(self.data_folder_out) / name, dumps(payload))

    def _get(self, queue: str) -> dict[str, Any]:
        for path in self._waiting(queue):
            payload = self._take(path)
            if payload is not None:
                return payload
        raise Empty

    def _waiting(self, queue: str) -> list[Path]:
        folder = Path(self.data_folder_in)
        try:
            paths = sorted(folder.iterdir())
        except FileNotFoundError:  # nothing was ever published
            return []
        except OSError as error:
            raise ChannelError(f"Cannot read {folder}: {error}") from error
        return [path for path in paths if path.name.partition(".")[2] == f"{queue}.msg"]

    def _take(self, path: Path) -> dict[str, Any] | None:
        """Read and own a message; None when another consumer was quicker or it makes no sense."""
        try:
            payload = loads(path.read_bytes())
            _check(self.Message(payload, channel=self))
        except FileNotFoundError:
            return None
        except Exception as error:  # noqa: BLE001 -- whatever lies in the folder, the worker goes on
            _set_aside(path, error)
            return None
        try:
            path.unlink()  # succeeds for one consumer only
        except FileNotFoundError:
            return None
        return dict(payload)

    def _size(self, queue: str) -> int:
        return len(self._waiting(queue))

    def _purge(self, queue: str) -> int:
        waiting = self._waiting(queue)
        for path in waiting:
            path.unlink(missing_ok=True)
        return len(waiting)

    def get_table(self, exchange: str) -> list[filesystem.exchange_queue_t]:
        path = self._exchange_file(exchange)
        try:
            return [filesystem.exchange_queue_t(*row) for row in loads(path.read_bytes())]
        except FileNotFoundError:
            return []
        except (TypeError, ValueError) as error:
            _set_aside(path, error)  # every queue is bound anew when its worker starts
            return []

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with self._changed(exchange) as table:
            if row not in table:
                table.insert(0, row)

    def _delete(
        self,
        queue: str,
        exchange: str,
        routing_key: str,
        pattern: str,
        *args: object,
        **kwargs: object,
    ) -> None:
        # Not super(): kombu's own filesystem channel would rewrite the table where it stands.
        virtual.Channel._delete(self, queue, exchange, routing_key, pattern, *args, **kwargs)  # noqa: SLF001
        row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with self._changed(exchange) as table:
            if row in table:
                table.remove(row)

    @contextmanager
    def _changed(self, exchange: str) -> Iterator[list[filesystem.exchange_queue_t]]:
        path = self._exchange_file(exchange)
        self.control_folder.mkdir(parents=True, exist_ok=True)
        with (self.control_folder / ".lock").open("w") as file:
            filesystem.lock(file, filesystem.LOCK_EX)
            table = self.get_table(exchange)
            before = list(table)
            yield table
            if table != before:
                publish(path, dumps(table))


class Transport(filesystem.Transport):  # type: ignore[misc]  # kombu has no types
    """What ``broker_transport`` names."""

    Channel = Channel

    def __init__(self, client: Connection, **kwargs: object) -> None:
        super().__init__(client, **kwargs)
        # kombu remembers for a whole process what is bound, whichever folder it was bound in.
        self.state = virtual.BrokerState()


def _check(message: virtual.Message) -> None:
    """Refuse JSON that happens to be no message."""
    if not (message.body and message.content_type and message.delivery_info):
        raise ValueError("no message")


def _set_aside(path: Path, error: Exception) -> None:
    # Without the content: whoever put it there may have meant it for nobody's log.
    logger.warning("%s cannot be read (%s) and is set aside", path, type(error).__name__)
    try:
        path.rename(path.with_name(f"{path.name}.torn"))
    except OSError:  # another consumer was quicker, or the folder went away
        logger.debug("%s is gone", path)
