"""What a leader's program asks over GraphQL, beside the same rows as Django's values in JSON."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from itertools import cycle, islice
from time import process_time

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from assessments.domain.accounts.viewers import create_api_token
from assessments.domain.instruments.frames import frame_of
from assessments.domain.instruments.instruments import questionnaire_of
from assessments.domain.releases.kept import forget_waves
from assessments.domain.releases.stored import forget_releases
from assessments.domain.releases.storing import store_outdated
from assessments.domain.scores.assessing import assess_wave
from assessments.graphql.answers import ANSWERS
from assessments.graphql.schema import schema
from assessments.graphql.view import GraphQLView
from assessments.models import Account, Community, Instrument, Leadership
from commsurvey.stack import roomy
from scoring import Measure
from tests.benchmarks import scenes
from tests.benchmarks.addresses import values
from tests.benchmarks.table import Goal, Row, Unit, timed
from tests.benchmarks.timing import paired
from tests.benchmarks.visitor import Environ, asking, bare_handler, expect, getting, queries

ROUNDS, CALLS = 9, 6
REQUESTS = ROUNDS * CALLS + 5
GROUPS = REQUESTS + 3
WAVES = 20
VALUE = "... on Estimate { value low high } ... on Band { code } ... on Suppressed { reason }"
HEADLINE = f"""query Headline($slug: String!) {{
  community(slug: $slug) {{ latestWave {{ assessment {{
  verdict {{ ... on Verdict {{ code }} ... on Suppressed {{ reason }} }}
  overall {{ {VALUE} }} consensus {{ value {{ {VALUE} }} }} realism {{ value {{ {VALUE} }} }}
  facing {{ {VALUE} }} claimGap {{ {VALUE} }} loveCore {{ {VALUE} }}
  characteristics {{ characteristic {{ code }} level {{ {VALUE} }} consensus {{ {VALUE} }} }}
}} }} }} }}"""
Send = Callable[[Environ], bytes]
MEASURES = "overall+consensus+realism+facing+claim_gap+love_core+level"
SERIES = f"""query Series($slug: String!) {{ community(slug: $slug) {{ waves(first: {WAVES}) {{
  nodes {{ number assessment {{ characteristics {{
    characteristic {{ code }} level {{ {VALUE} }} }} }} }} }} }} }}"""

COLUMNS = """query Columns($slug: String!) { community(slug: $slug) { series(last: 20) {
  numbers characteristics { characteristic { code } level { values lows highs reasons } } } } }"""


def rows(instrument: Instrument) -> Iterator[Row]:
    """Measure a leader's queries, by the processor's time."""
    frame = frame_of(questionnaire_of(instrument))
    wave = scenes.sealed_wave(instrument, scenes.drawn(frame, scenes.GROUP))
    assess_wave(wave, now=timezone.now())
    wave.refresh_from_db()
    leader = Account.objects.create_user("lea@example.org")
    token = create_api_token(leader, name="bench")
    led = [Community.objects.create(slug=f"led-{n}", name=f"Led {n}") for n in range(GROUPS)]
    Leadership.objects.bulk_create([Leadership(community=each, account=leader) for each in led])
    with transaction.atomic():
        for number, each in enumerate(led):
            scenes.assessed_copies(wave, each, count=1 if number else WAVES)
        store_outdated()
    with override_settings(
        ROOT_URLCONF="tests.benchmarks.addresses", GRAPHQL_HOURLY_COST=1_000_000_000
    ):
        yield from _rows(WSGIHandler(), token, [each.slug for each in led])


def _rows(handler: WSGIHandler, token: str, slugs: list[str]) -> Iterator[Row]:
    many, one, *others = slugs
    _look_at_all(handler, token, slugs)
    usual = _through(handler), _through(handler)
    # Another group each time: what may be kept of an answer does not answer the next.
    headline = _Asked("headline", HEADLINE, MEASURES, others, least_values=20)
    yield from _row(usual, token, headline, Goal(most=2), most_queries=3)
    series = _Asked("20 waves × 8 levels", SERIES, Measure.LEVEL, [many], least_values=WAVES * 8)
    yield from _row(usual, token, series, Goal(most=4), most_queries=4)
    columns = _Asked("20 waves × 8 levels in columns", COLUMNS, Measure.LEVEL, [many], 8)
    # After a start each wave is read once; from then on it is known while its rows are the same.
    yield from _row(usual, token, columns, most_queries=3)
    known = replace(columns, what="… of known waves", forgotten=(ANSWERS.forget,))
    yield from _row(usual, token, known, Goal(most=1.5), most_queries=3)
    for again in (replace(series, forgotten=()), replace(headline, slugs=[one], forgotten=())):
        # A kept answer takes less than the middleware, or all of Django's handler, around both.
        bare = _through(bare_handler()), _through(bare_handler())
        what = f"the same {again.what} again"
        asked = replace(again, what=f"{what}, without middleware")
        yield from _row(bare, token, asked, Goal(most=0.2), most_queries=1)
        views = _seen(GraphQLView.as_view(schema=schema)), _seen(_values_of(again))
        yield from _row(views, token, replace(again, what=f"{what}, view by view"), Goal(most=0.2))


def _through(handler: WSGIHandler) -> Send:
    return lambda environ: expect(handler, environ, "200")


def _seen(view: Callable[..., HttpResponseBase]) -> Send:
    """Ask a view itself, with nothing of Django's handler around it."""

    @roomy
    def send(environ: Environ) -> bytes:
        response = view(WSGIRequest(environ))
        if not isinstance(response, HttpResponse) or response.status_code != HTTPStatus.OK:
            raise RuntimeError(f"{environ['PATH_INFO']}: {response.status_code}")
        return response.content

    return send


def _values_of(asked: "_Asked") -> Callable[..., HttpResponseBase]:
    return partial(values, slug=asked.slugs[0], measures=asked.measures)


@dataclass(frozen=True)
class _Asked:
    """One query about each of some groups in turn, and how many values make a true answer."""

    what: str
    query: str
    measures: str
    slugs: list[str]
    least_values: int
    forgotten: tuple[Callable[[], None], ...] = (ANSWERS.forget, forget_waves, forget_releases)


def _row(
    sends: tuple[Send, Send],
    token: str,
    asked: _Asked,
    goal: Goal | None = None,
    *,
    most_queries: int | None = None,
) -> Iterator[Row]:
    send, send_bare = sends
    # Prepared before: making a request is the work of whoever asks.
    requests = iter([*islice(_requests(asked, token), REQUESTS)])
    bare = iter([*islice(_bare(asked), REQUESTS)])
    body = send(next(requests))
    if b'"errors"' in body or body.count(b'"value') < asked.least_values:
        raise RuntimeError(f"{asked.what}: {body[:500]!r}")

    for _ in range(2):  # what is asked twice is kept
        send(next(requests))

    def ask() -> object:
        # By default nothing is left of the last answer but the prepared document.
        for forget in asked.forgotten:
            forget()
        return send(next(requests))

    count = queries(ask)
    timing = paired(
        ask,
        lambda: send_bare(next(bare)),
        rounds=ROUNDS,
        calls=CALLS,
        clock=process_time,
    )
    yield timed(f"GraphQL: {asked.what} / values() in JSON", timing, goal)
    if most_queries is not None:
        limit = Goal(most=most_queries, unit=Unit.QUERIES)
        yield Row(
            what="… queries of it, sign-in included",
            measured=count,
            unit=Unit.QUERIES,
            goal=limit,
        )


def _look_at_all(handler: WSGIHandler, token: str, slugs: list[str]) -> None:
    """Look at each group once: the first look of a day is written into the audit."""
    for request in islice(
        _requests(_Asked("looking", HEADLINE, MEASURES, slugs, 0), token), len(slugs)
    ):
        expect(handler, request, "200")


def _requests(asked: _Asked, token: str) -> Iterator[Environ]:
    path = reverse("graphql")
    for slug in cycle(asked.slugs):
        body = json.dumps({"query": asked.query, "variables": {"slug": slug}})
        yield asking(path, body, token=token)


def _bare(asked: _Asked) -> Iterator[Environ]:
    for slug in cycle(asked.slugs):
        yield getting(f"/bare/values/{slug}/{asked.measures}/")
