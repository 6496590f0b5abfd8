"""The installation's addresses, and bare views to compare them with."""

from functools import cache
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.urls import path

from assessments.domain.instruments.instruments import questionnaire_of
from assessments.models import AnswerSheet, Score, Wave
from commsurvey.urls import urlpatterns as site


def empty(_: HttpRequest) -> HttpResponse:
    """Answer with nothing."""
    return HttpResponse()


def insert(request: HttpRequest, wave_id: UUID) -> HttpResponse:
    """Check every field by dictionary, and insert one packed row; the middleware checks CSRF."""
    sent = request.POST
    try:
        packed = bytes(values[sent[code]] for code, values in _allowed(wave_id).items())
    except KeyError:
        return HttpResponseBadRequest()
    AnswerSheet(receipt_hash=uuid4().hex, wave_id=wave_id, packed=packed).save(force_insert=True)
    return HttpResponse(status=302, headers={"Location": "/"})


def values(_: HttpRequest, slug: str, measures: str) -> HttpResponse:
    """Give stored scores of all waves of a group."""
    scores = Score.objects.filter(
        assessment__wave__community__slug=slug, measure__in=measures.split("+")
    ).values("assessment__wave__number", "measure", "subject", "value", "low", "high")
    return JsonResponse([*scores], safe=False)


@cache
def _allowed(wave_id: UUID) -> dict[str, dict[str, int]]:
    asked = questionnaire_of(Wave.objects.select_related("instrument").get(pk=wave_id).instrument)
    return {
        code: {str(value): value for value in range(256) if scale.allows(value)}
        for code, scale in asked.scales.items()
    }


urlpatterns = [
    path("bare/empty/", empty),
    path("bare/values/<slug:slug>/<str:measures>/", values),
    path("bare/insert/<uuid:wave_id>/", insert),
    *site,
]
