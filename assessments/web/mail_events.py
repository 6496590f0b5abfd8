"""What a mail service tells about mails: which came back, and who wants no more.

Inert unless a service and a secret are configured. Whatever is sent here, nothing of it is logged.
"""

import logging
from collections.abc import Iterable
from importlib import import_module
from typing import Any
from uuid import UUID

from anymail.exceptions import AnymailWebhookValidationFailure
from anymail.signals import AnymailTrackingEvent, EventType
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from assessments.domain.communities.bounces import note_bounce, note_complaint
from assessments.web import limits

logger = logging.getLogger(__name__)

VIEWS = {
    "brevo": "BrevoTrackingWebhookView",
    "postmark": "PostmarkTrackingWebhookView",
    "sparkpost": "SparkPostTrackingWebhookView",
}
CAME_BACK = {EventType.BOUNCED, EventType.REJECTED, EventType.FAILED}
WANTS_NO_MORE = {EventType.COMPLAINED, EventType.UNSUBSCRIBED}


@never_cache
@csrf_exempt  # a service posts here; it signs in with the secret instead
@require_POST
def events(request: HttpRequest) -> HttpResponse:
    """Note what the configured service tells about mails that we sent."""
    if not (settings.MAIL_SERVICE and getattr(settings, "ANYMAIL", {}).get("WEBHOOK_SECRET")):
        raise Http404
    if limits.exhausted(request, "mail_events"):
        return limits.too_many(request)
    hook = _hook(settings.MAIL_SERVICE)
    try:
        hook.run_validators(request)
    except AnymailWebhookValidationFailure:
        limits.count(request, "mail_events")
        return HttpResponse(status=401)
    try:
        _note(hook.parse_events(request))
    except Exception as error:  # noqa: BLE001 -- whatever a parser makes of a hostile body
        logger.warning("A mail event could not be read: %s", type(error).__name__)
        return HttpResponse(status=400)
    return HttpResponse(status=204)


def _hook(service: str) -> Any:  # noqa: ANN401 -- Anymail has no types
    return getattr(import_module(f"anymail.webhooks.{service}"), VIEWS[service])()


def _note(told: Iterable[AnymailTrackingEvent | None]) -> None:
    for event in told:
        mail_id = _mail_id(event)
        if event is None or mail_id is None:
            continue
        if event.event_type in CAME_BACK:
            note_bounce(mail_id)
        elif event.event_type in WANTS_NO_MORE:
            note_complaint(mail_id)


def _mail_id(event: AnymailTrackingEvent | None) -> UUID | None:
    try:
        return UUID(str((event.metadata or {})["mail"])) if event else None
    except (KeyError, ValueError, TypeError):
        return None
