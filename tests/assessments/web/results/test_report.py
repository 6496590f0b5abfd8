"""The report of a wave, on a page and as a file: both say what the release says."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from assessments.models import Account, Wave
from assessments.web.results.findings import Findings
from assessments.web.results.page import ResultPage
from assessments.web.results.report import Report
from assessments.web.results.report_pdf import pdf
from tests.assessments.web.browsing import text_of

AssessedWave = Callable[..., Wave]
PAGES_OF_EIGHT = 10  # a cover, a page for each characteristic, the guide


@pytest.fixture(autouse=True)
def _nothing_cached() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def report_of(wave: Wave) -> Report:
    return Report(ResultPage(Findings.of(wave)))


def pages(content: bytes) -> int:
    return content.count(b"/Type /Page\n")


def test_report_shows_leaders_and_members_the_same(
    client: Client, leader: Account, assessed_wave: AssessedWave
) -> None:
    wave = assessed_wave(n=12, invited=14)
    client.force_login(leader)
    led, open_to_members = f"/c/{wave.community.slug}/{wave.number}/", f"/r/{wave.result_key}/"

    page, same = (c.get(f"{u}report/") for c, u in ((client, led), (Client(), open_to_members)))
    file, same_file = (
        c.get(f"{u}report.pdf") for c, u in ((client, led), (Client(), open_to_members))
    )

    main = text_of(page)
    assert main[main.index("12 of 14") :] == text_of(same)[text_of(same).index("12 of 14") :]
    assert "In this group, members" in main
    assert file.headers["Content-Type"] == "application/pdf"
    assert "leaky-taps-guild-1.pdf" in file.headers["Content-Disposition"]
    assert file.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in file.headers["Cache-Control"]
    assert file.content == same_file.content
    assert pages(file.content) == PAGES_OF_EIGHT


def test_report_of_a_small_group_says_why_statements_are_missing_and_has_no_interval(
    assessed_wave: AssessedWave,
) -> None:
    report = report_of(assessed_wave(n=6))

    assert len(report.pages) == 8
    assert all(not page.statements and "at least 12" in page.reason for page in report.pages)
    assert all(not page.row.level.interval for page in report.pages)
    assert pages(pdf(report)) == PAGES_OF_EIGHT


def test_report_of_4_shows_nothing(assessed_wave: AssessedWave) -> None:
    wave = assessed_wave(n=4)

    page = Client().get(f"/r/{wave.result_key}/report/")

    assert "Too few members answered" in text_of(page)
    assert "Consensus" not in text_of(page)
    assert pages(pdf(report_of(wave))) == 1


def test_report_is_missing_before_the_result(assessed_wave: AssessedWave) -> None:
    wave = assessed_wave(n=5)
    addresses = [f"/r/{wave.result_key}/{page}" for page in ("report/", "report.pdf")]
    assert [Client().get(address).status_code for address in addresses] == [200, 200]

    Wave.objects.filter(pk=wave.pk).update(state=Wave.State.SEALED)

    assert [Client().get(address).status_code for address in addresses] == [404, 404]


@pytest.mark.slow
def test_report_is_written_in_each_language_and_the_same_to_the_last_byte(
    assessed_wave: AssessedWave,
) -> None:
    wave = assessed_wave(n=12)
    wave.community.name = "نقابة <الصنابير> & Größe"
    files = {}
    for language in ("en", "de", "es", "ar"):
        with translation.override(language):
            files[language] = pdf(report_of(wave))
            cache.clear()
            assert pdf(report_of(wave)) == files[language]
        # A sheet may overflow where a language needs more room, and none may be lost.
        assert pages(files[language]) >= PAGES_OF_EIGHT

    assert len({*files.values()}) == len(files)


def test_report_is_written_once_while_it_says_the_same(
    assessed_wave: AssessedWave, monkeypatch: pytest.MonkeyPatch
) -> None:
    wave = assessed_wave(n=5)
    written = pdf(report_of(wave))
    # From here on no fonts are found, so nothing new can be written.
    monkeypatch.setattr("assessments.web.results.paper.FACES", {"": "missing"})
    monkeypatch.setattr("assessments.web.results.paper._faces", dict)

    assert pdf(report_of(wave)) == written
    wave.community.name = "Another name"
    with pytest.raises(Exception, match="font"):
        pdf(report_of(wave))
