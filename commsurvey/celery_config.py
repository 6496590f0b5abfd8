"""How tasks travel, and when the regular ones are due.

The broker is only a doorbell: what is to be done stands in the database, and the sweep finds it
again whatever the broker loses.
"""

from typing import Any

from celery.schedules import crontab
from django.conf import settings

broker_url: str = settings.CELERY_BROKER_URL or "filesystem://localhost"
broker_transport: str | None = None
# A web request may wait this long for a broker that is away, once; then it goes on without.
broker_connection_timeout = 1  # seconds
broker_transport_options: dict[str, Any] = {"max_retries": 1, "interval_start": 0}
task_publish_retry_policy = {"max_retries": 1, "interval_start": 0, "interval_step": 0.1}

_scheme = broker_url.partition("://")[0]
if _scheme == "filesystem":
    _folder = settings.VAR_FOLDER / "broker"
    broker_transport = "commsurvey.filesystem_transport:Transport"
    # A folder that cannot be read may be there again soon; without this the worker would end.
    broker_channel_error_retry = True
    broker_transport_options |= {
        "data_folder_in": str(_folder / "messages"),
        "data_folder_out": str(_folder / "messages"),
        "control_folder": str(_folder / "exchanges"),
        "polling_interval": 0.1,  # seconds
    }
elif _scheme in {"amqp", "amqps"}:
    broker_transport_options |= {"confirm_publish": True}
elif _scheme in {"redis", "rediss"}:
    broker_transport_options |= {
        "visibility_timeout": 60,  # seconds until an unfinished task rings again
        "unacked_restore_interval": 1,  # seconds
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 1,  # seconds
        "socket_timeout": 2,  # seconds; twice as long as the worker waits for a message
    }

accept_content = ["json"]
task_serializer = "json"
timezone = "UTC"
enable_utc = True

task_default_queue = "commsurvey"
task_default_queue_type = "quorum" if _scheme in {"amqp", "amqps"} else "classic"
task_ignore_result = True
task_acks_late = True
task_reject_on_worker_lost = True

worker_consumer = "commsurvey.consumer:Consumer"
worker_pool = "threads"
worker_concurrency = 2
worker_prefetch_multiplier = 1
worker_enable_remote_control = False  # one thing less that listens
worker_hijack_root_logger = False
worker_redirect_stdouts = False

beat_schedule_filename = str(settings.VAR_FOLDER / "beat-schedule")
beat_schedule = {
    "sweep": {
        "task": "assessments.sweep",
        "schedule": 5.0,  # seconds
        # A sweep nobody was there to do is done by the next.
        "options": {"expires": 5},  # seconds
    },
    # A machine that was off at night purges when it is on again.
    "purge": {"task": "assessments.purge", "schedule": crontab(hour="3", minute="17")},
}
