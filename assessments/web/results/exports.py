"""Files with all that is released: for leaders of their community, for members of one wave."""

import json
import tempfile
from collections.abc import Iterator
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.domain.accounts.viewers import Viewer
from assessments.domain.exports.exporting import Export
from assessments.domain.exports.files import TEXTS, write_workbook
from assessments.domain.records.auditing import Channel, record_views
from assessments.models.accounts import Account
from assessments.models.waves import Wave
from assessments.web.results.findings import Findings
from assessments.web.results.plots.gallery import GALLERY, picture
from assessments.web.results.plots.specification import Scheme

Response = TypeVar("Response", bound=HttpResponseBase)

IN_MEMORY = 2**20  # bytes of a workbook before it goes into a temporary file

FILES: dict[str, Promise] = {
    "workbook.xlsx": _("Workbook with all tables and their codebook"),
    "scores.csv": _("Scores and findings, one row for each"),
    "items.csv": _("Items, one row for each point of the scale"),
    "breakdowns.csv": _("Declared breakdowns, one row for each score of a band"),
    "participation.csv": _("Who took part, one row for each class of the roster"),
    "release.json": _("Everything with its codebook, for programs"),
    "plots.json": _("The plots as Vega-Lite specifications, by wave"),
    "scores.sps": _("SPSS syntax that reads scores.csv"),
}
"""What there is to download, with what it is."""

SCHEMA = {"$schema": "https://vega.github.io/schema/vega-lite/v6.json"}
CONTENT_TYPES = {"csv": "text/csv", "json": "application/json", "sps": "text/plain"}
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@login_required
@never_cache
def leaders_files(request: HttpRequest, slug: str) -> HttpResponse:
    """List the files of a community."""
    export = _of_community(request, slug)
    addresses = {name: reverse("export", kwargs={"slug": slug, "file": name}) for name in FILES}
    return _listed(request, export, addresses, back=reverse("result", kwargs={"slug": slug}))


@require_safe
@login_required
@never_cache
def leaders_file(request: HttpRequest, slug: str, file: str) -> HttpResponseBase:
    """Give one file with all waves of a community."""
    export = _of_community(request, slug)
    record_views(_viewer(request), [each.wave for each in export.releases], Channel.EXPORT)
    return _written(export, file)


@require_safe
@never_cache
def members_files(request: HttpRequest, result_key: str) -> HttpResponse:
    """List the files of the wave of a result link."""
    export = _of_key(result_key)
    key = {"result_key": result_key}
    addresses = {name: reverse("wave_export", kwargs={**key, "file": name}) for name in FILES}
    return _listed(request, export, addresses, back=reverse("wave_result", kwargs=key))


@require_safe
@never_cache
def members_file(_request: HttpRequest, result_key: str, file: str) -> HttpResponseBase:
    """Give one file with the wave of a result link."""
    return _written(_of_key(result_key), file)


def _of_community(request: HttpRequest, slug: str) -> Export:
    viewer = _viewer(request)
    community = get_object_or_404(viewer.communities(), slug=slug)
    return Export.of(community, [*viewer.waves().filter(community=community)])


def _viewer(request: HttpRequest) -> Viewer:
    if not isinstance(request.user, Account):
        raise Http404
    return Viewer(request.user)


def _of_key(result_key: str) -> Export:
    waves = Wave.objects.select_related("community", "instrument")
    wave = get_object_or_404(waves, result_key=result_key)
    return Export.of(wave.community, [wave])


def _listed(
    request: HttpRequest, export: Export, addresses: dict[str, str], *, back: str
) -> HttpResponse:
    words = {
        "community": export.community,
        "files": [(name, addresses[name], FILES[name]) for name in FILES],
        "waves": [each.wave for each in export.releases],
        "back": back,
    }
    return _discreet(render(request, "assessments/results/exports.html", words))


def _written(export: Export, file: str) -> HttpResponseBase:
    if file not in FILES:
        raise Http404
    name = f"{export.community.slug}-{file}" if file != "scores.csv" else file
    if file == "workbook.xlsx":
        return _discreet(_workbook(export, name))
    response = StreamingHttpResponse(
        (_plots if file == "plots.json" else TEXTS[file])(export),
        content_type=f"{CONTENT_TYPES[file.rpartition('.')[2]]}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
    return _discreet(response)


def _plots(export: Export) -> Iterator[str]:
    for place, each in enumerate(export.releases):
        findings = Findings.of(each.wave)
        pictures = {code: picture(findings, code) for code in GALLERY}
        drawn = {
            code: SCHEMA | found.draw(Scheme.LIGHT) for code, found in pictures.items() if found
        }
        wave = {"wave": each.wave.number, "plots": drawn}
        yield (",\n" if place else "[\n") + json.dumps(wave, cls=DjangoJSONEncoder)
    yield "\n]\n" if export.releases else "[]\n"


def _workbook(export: Export, name: str) -> FileResponse:
    file: Any = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- the response closes it
    write_workbook(export, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=WORKBOOK)


def _discreet(response: Response) -> Response:
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
