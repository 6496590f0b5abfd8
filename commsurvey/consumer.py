"""How a worker comes back to its broker: soon, however long the broker was away.

As shipped, Celery waits two seconds longer before each trial, up to half a minute, and all that
time nobody hears the doorbell.
"""

import logging
from typing import Any

from celery.worker import consumer
from celery.worker.state import maybe_shutdown

logger = logging.getLogger(__name__)

PULSE = 2  # seconds between two trials


class Consumer(consumer.Consumer):
    """What ``worker_consumer`` names."""

    def ensure_connected(self, conn: Any) -> Any:  # noqa: ANN401 -- kombu has no types
        """Try to connect until the broker answers or the worker is told to stop."""

        def tell(error: Exception, _interval: float) -> None:
            logger.warning("The broker does not answer: %s", type(error).__name__)

        return conn.ensure_connection(
            tell,
            interval_start=PULSE,
            interval_step=0,
            interval_max=PULSE,
            callback=maybe_shutdown,
        )
