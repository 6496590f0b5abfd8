"""How far the scoring of a wave is: as a short stream of events, or asked again and again."""

from collections.abc import Iterator
from http import HTTPStatus
from threading import BoundedSemaphore
from time import monotonic, sleep
from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from assessments.domain.accounts.viewers import Viewer
from assessments.graphql.refusal import Refusal
from assessments.graphql.signing_in import reader_of
from assessments.models.waves import Wave
from assessments.models.work import Work

EVENTS = "text/event-stream"
LONGEST = 25.0  # seconds; a stream keeps a thread of the web server
MOST_STREAMS = 2
"""At the same time, of all who ask: the web server has four threads, and others want an answer."""

PAUSE = 1.0
AGAIN = 2000  # milliseconds after which a client connects again

STATES = {
    Wave.State.PLANNED: "planned",
    Wave.State.OPEN: "open",
    Wave.State.SEALED: "sealed",
    Wave.State.ASSESSED: "assessed",
}
IN_WORK, STOPPED = "in_work", "stopped"
METHODS = "GET, HEAD"
VARY = ("Accept", "Authorization", "Cookie", "Accept-Language")

_STREAMS = BoundedSemaphore(MOST_STREAMS)


@csrf_exempt  # nothing is changed here; other methods are told so, whoever asks
def progress(request: HttpRequest, wave_id: UUID) -> HttpResponseBase:
    """Tell whoever may see the wave how far it is: sealed, in work, assessed, or stopped.

    Stopped is scoring that failed three times and waits for an admin.
    """
    try:
        response = _answer(request, wave_id)
    except Refusal as refusal:
        response = _refused(refusal)
    response["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, VARY)
    return response


def _answer(request: HttpRequest, wave_id: UUID) -> HttpResponseBase:
    if request.method not in {"GET", "HEAD"}:
        message = _("Progress is asked for with GET.")
        raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, message, {"Allow": METHODS})
    viewer = reader_of(request)
    state = _state(viewer, wave_id)
    if state is None:
        raise Refusal(HTTPStatus.NOT_FOUND, _("There is no such wave."))
    if EVENTS not in request.headers.get("Accept", ""):
        return JsonResponse({"state": state})
    if not _first(viewer, wave_id):
        return HttpResponse(_event(state), content_type=EVENTS)
    response = StreamingHttpResponse(_stream(viewer, wave_id, state), content_type=EVENTS)
    response["X-Accel-Buffering"] = "no"
    return response


def _stream(viewer: Viewer, wave_id: UUID, state: str) -> Iterator[str]:
    """Tell the states that follow; where others keep all streams, only the one there is now."""
    if not _STREAMS.acquire(blocking=False):
        yield _event(state)
        return
    try:
        yield from _events(viewer, wave_id)
    finally:
        _STREAMS.release()


def _events(viewer: Viewer, wave_id: UUID) -> Iterator[str]:
    """Tell the state, and each other one that follows, for a while; the end state ends it."""
    until = monotonic() + LONGEST
    told = None
    while (state := _state(viewer, wave_id)) is not None:
        if state != told:
            yield _event(state)
            told = state
        if state in {STATES[Wave.State.ASSESSED], STOPPED} or monotonic() > until:
            return
        sleep(PAUSE)


def _event(state: str) -> str:
    return f'retry: {AGAIN}\nevent: progress\ndata: {{"state": "{state}"}}\n\n'


def _state(viewer: Viewer, wave_id: UUID) -> str | None:
    wave = viewer.waves().filter(pk=wave_id).only("state", "community", "instrument").first()
    if wave is None:
        return None
    if wave.state == Wave.State.SEALED:
        work = Work.objects.filter(wave=wave_id, kind=Work.Kind.ASSESS).order_by("due_at").last()
        if work and work.state == Work.State.LEASED:
            return IN_WORK
        if work and work.state == Work.State.QUARANTINED:
            return STOPPED
    return STATES[Wave.State(wave.state)]


def _first(viewer: Viewer, wave_id: UUID) -> bool:
    """Whether the viewer has no other stream of the wave: each keeps a thread."""
    return cache.add(f"progress:{viewer.account.pk}:{wave_id}", 1, timeout=LONGEST)


def _refused(refusal: Refusal) -> HttpResponse:
    code = {"code": refusal.code}
    errors = [{"message": refusal.message, "extensions": code}]
    response = JsonResponse({"errors": errors}, status=refusal.status)
    for name, value in refusal.headers.items():
        response[name] = value
    return response
