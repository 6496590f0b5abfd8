"""What a member's browser asks for: a page of the survey, and the sending of all answers."""

import gzip
import re
from collections.abc import Iterator
from time import process_time
from urllib.parse import urljoin

from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings
from django.urls import reverse

from assessments.domain.instruments.instruments import questionnaire_of
from assessments.domain.instruments.questionnaires import Questionnaire
from assessments.models import Instrument, Wave
from assessments.web.survey.parts import parts_of
from tests.benchmarks import scenes
from tests.benchmarks.table import Goal, Row, Unit, timed
from tests.benchmarks.timing import paired
from tests.benchmarks.visitor import (
    CSRF,
    bare_handler,
    entered,
    expect,
    getting,
    posting,
    queries,
)

ROUNDS, CALLS = 9, 25
PAGE = 2
LINKED = re.compile(r'<(?:link rel="stylesheet"|script)[^>]* (?:href|src)="([^"]+)"')


def rows(instrument: Instrument) -> Iterator[Row]:
    """Measure pages and submissions, by the processor's time."""
    with override_settings(ROOT_URLCONF="tests.benchmarks.addresses"):
        yield from _rows(WSGIHandler(), instrument)


def _rows(handler: WSGIHandler, instrument: Instrument) -> Iterator[Row]:
    wave = scenes.new_wave(instrument, state=Wave.State.OPEN, invited=1)
    invitations, tokens = scenes.invited(wave, ROUNDS * CALLS + 4)
    scenes.with_drafts(invitations, _answers(questionnaire_of(instrument)))
    cookies = [entered(handler, wave, token) for token in tokens]
    yield from _submission(handler, wave, cookies)
    yield from _page(handler, _part(wave, PAGE), cookies[0])


def _submission(handler: WSGIHandler, wave: Wave, cookies: list[str]) -> Iterator[Row]:
    asked = questionnaire_of(wave.instrument)
    last = _part(wave, len(parts_of(asked, seed=1)))
    # The first has yet to look at a page; each of the others sends once.
    sends = [posting(last, {"go": "send"}, cookie=cookie) for cookie in cookies[1:]]
    bare = bare_handler()
    inserts = [posting(f"/bare/insert/{wave.pk}/", _answers(asked)) for _ in sends]
    count = queries(lambda: expect(handler, sends.pop(), "302"))
    timing = paired(
        lambda: expect(handler, sends.pop(), "302"),
        lambda: expect(bare, inserts.pop(), "302"),
        rounds=ROUNDS,
        calls=CALLS,
        clock=process_time,
    )
    stored = wave.answer_sheets.count()
    # One for the queries, and for both what is called once unmeasured.
    if stored != 2 * (ROUNDS * CALLS + 1) + 1:
        raise RuntimeError(f"Not every request left an answer sheet: {stored}")
    yield Row(
        what="send all answers / bare view that inserts a row",
        measured=1 / timing.measured,
        unit=Unit.PER_SECOND,
        baseline=1 / timing.baseline,
        ratio=1 / timing.ratio,
        goal=Goal(least=0.6),
    )
    yield Row(
        what="… queries of it",
        measured=count,
        unit=Unit.QUERIES,
        goal=Goal(most=4, unit=Unit.QUERIES),
    )


def _page(handler: WSGIHandler, path: str, cookie: str) -> Iterator[Row]:
    pages, empties = (
        [getting(address, cookie=_with_csrf(cookie)) for _ in range(ROUNDS * CALLS + 3)]
        for address in (path, "/bare/empty/")
    )
    page = expect(handler, pages.pop(), "200")
    count = queries(lambda: expect(handler, pages.pop(), "200"))
    timing = paired(
        lambda: expect(handler, pages.pop(), "200"),
        lambda: expect(handler, empties.pop(), "200"),
        rounds=ROUNDS,
        calls=CALLS,
        clock=process_time,
    )
    yield timed("get a page / an empty view of the same site", timing, Goal(most=2))
    yield Row(what="… queries of it", measured=count, unit=Unit.QUERIES)
    yield from _weight(handler, path, page, cookie)


def _weight(handler: WSGIHandler, path: str, page: bytes, cookie: str) -> Iterator[Row]:
    linked = [urljoin(path, address) for address in LINKED.findall(page.decode())]
    if not linked:
        raise RuntimeError("The page has no style that could be weighed.")
    assets = [expect(handler, getting(address), "200") for address in linked]
    yield Row(
        what="page with style and script, compressed",
        measured=sum(len(gzip.compress(each, 6)) for each in (page, *assets)),
        unit=Unit.BYTES,
        goal=Goal(most=14_000, unit=Unit.BYTES),
    )
    yield Row(
        what="… requests for it in a visit, the landing's style at hand",
        measured=1 + len({*linked} - _linked_by_landing(handler, path, cookie)),
        unit=Unit.REQUESTS,
        goal=Goal(most=2, unit=Unit.REQUESTS),
    )


def _linked_by_landing(handler: WSGIHandler, path: str, cookie: str) -> set[str]:
    """Give what a browser has fetched before it comes to the first part."""
    landing = path.partition("part/")[0]
    page = expect(handler, getting(landing, cookie=cookie), "200")
    return {urljoin(landing, address) for address in LINKED.findall(page.decode())}


def _with_csrf(cookie: str) -> str:
    """Give the cookies of a browser that has sent a page before."""
    return f"csrftoken={CSRF}; {cookie}"


def _answers(asked: Questionnaire) -> dict[str, int]:
    return {
        code: 1 + number % scale.points for number, (code, scale) in enumerate(asked.scales.items())
    }


def _part(wave: Wave, number: int) -> str:
    return reverse("survey_part", kwargs={"wave_id": wave.pk, "number": number})
