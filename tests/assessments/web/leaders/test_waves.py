"""What leaders do with a wave: extend, remind, ask again, and compare it with another."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from assessments.domain.instruments.instruments import load_shipped
from assessments.domain.waves import waves
from assessments.models import Community, Instrument, Mail, Wave
from tests.assessments import making
from tests.assessments.web.browsing import html_of, text_of

OpenWave = Callable[..., Wave]
PATH = "/communities/leaky-taps-guild/"
NOWHERE = ("", "soon", "9999-12-31T23:59", "2020-01-01T12:00", "\x00")


def stated(days: float) -> dict[str, str]:
    return {"closes_at": f"{timezone.now() + timedelta(days=days):%Y-%m-%dT%H:%M}"}


def test_wave_is_extended(leading: Client, wave: Wave) -> None:
    before = wave.closes_at

    assert leading.post(f"{PATH}waves/1/extend/", stated(30))["Location"] == f"{PATH}waves/1/"

    wave.refresh_from_db()
    assert wave.closes_at > before + timedelta(days=15)


@pytest.mark.parametrize("days", [1, 91])
def test_wave_is_not_shortened_nor_open_for_ever(leading: Client, wave: Wave, days: int) -> None:
    refused = leading.post(f"{PATH}waves/1/extend/", stated(days))

    assert refused.status_code == 422
    assert ("later time" if days == 1 else "next 90 days") in text_of(refused)
    assert Wave.objects.get().closes_at == wave.closes_at


@pytest.mark.parametrize("closes_at", NOWHERE)
def test_closing_time_that_is_none_is_refused(leading: Client, wave: Wave, closes_at: str) -> None:
    refused = leading.post(f"{PATH}waves/1/extend/", {"closes_at": closes_at})

    assert refused.status_code == 422
    assert Wave.objects.get().closes_at == wave.closes_at


def test_closed_wave_is_not_extended(leading: Client, wave: Wave) -> None:
    waves.close_wave(wave.pk, now=timezone.now())

    assert leading.post(f"{PATH}waves/1/extend/", stated(30)).status_code == 422
    assert Wave.objects.get().closes_at == wave.closes_at


def test_reminder_is_offered_after_a_day_and_says_nothing_of_whom(
    leading: Client, wave: Wave
) -> None:
    assert "Remind them now" not in text_of(leading.get(f"{PATH}waves/1/"))
    leading.post(f"{PATH}waves/1/remind/")
    assert "a day after the last mail" in text_of(leading.get(f"{PATH}waves/1/"))
    assert not Mail.objects.filter(kind=Mail.Kind.REMINDER).exists()

    Wave.objects.update(opens_at=timezone.now() - timedelta(days=3))
    assert "Remind them now" in text_of(leading.get(f"{PATH}waves/1/"))
    leading.post(f"{PATH}waves/1/remind/")

    page = text_of(leading.get(f"{PATH}waves/1/"))
    assert "Whoever has not answered gets a reminder." in page
    assert "1 of 2 reminders has been sent." in page
    assert Mail.objects.filter(kind=Mail.Kind.REMINDER).count() == 3


def test_page_after_a_reminder_is_the_same_whoever_has_answered(
    leading: Client, open_wave: OpenWave
) -> None:
    wave = open_wave(n=3)
    Wave.objects.update(opens_at=timezone.now() - timedelta(days=3))
    leading.post(f"{PATH}waves/1/remind/")
    leading.get(PATH)  # the message is read
    before = text_of(leading.get(f"{PATH}waves/1/"))

    making.answer_all(wave, sheets=2)

    assert text_of(leading.get(f"{PATH}waves/1/")) == before


def test_asking_again_confirms_the_time_and_opens_alike(
    leading: Client, community: Community, tiny: Instrument
) -> None:
    making.make_members(community, 3)
    first = waves.open_wave(community, instrument=tiny, now=timezone.now(), breakdowns=["tenure"])
    waves.close_wave(first.pk, now=timezone.now())
    assert "A new wave opens at once" in text_of(leading.get(f"{PATH}waves/1/again/"))
    assert Wave.objects.count() == 1

    opened = leading.post(f"{PATH}waves/1/again/", stated(5))

    assert opened["Location"] == f"{PATH}waves/2/"
    again = Wave.objects.get(number=2)
    assert (again.instrument, again.breakdowns, again.invited) == (tiny, ["tenure"], 3)


@pytest.mark.parametrize("closes_at", NOWHERE)
def test_asking_again_without_a_time_is_refused(
    leading: Client, wave: Wave, closes_at: str
) -> None:
    waves.close_wave(wave.pk, now=timezone.now())

    assert leading.post(f"{PATH}waves/1/again/", {"closes_at": closes_at}).status_code == 422
    assert Wave.objects.count() == 1


def test_asking_again_while_a_wave_is_open_says_why_not(leading: Client, wave: Wave) -> None:
    refused = leading.post(f"{PATH}waves/1/again/", stated(5))

    assert refused.status_code == 422
    assert "Another wave of this community is open" in text_of(refused)


def test_breakdowns_are_declared_when_the_wave_opens(
    leading: Client, community: Community, tiny: Instrument
) -> None:
    making.make_members(community, 2)
    asked = {"instrument": str(tiny.pk), "asks": "roster", "breakdowns": ["tenure"], **stated(7)}

    leading.post(f"{PATH}waves/", asked)

    assert Wave.objects.get().breakdowns == ["tenure"]
    assert "Tenure" in text_of(leading.get(f"{PATH}waves/1/"))


def test_breakdown_that_the_instrument_does_not_ask_for_is_refused(
    leading: Client, community: Community, tiny: Instrument
) -> None:
    making.make_members(community, 2)
    asked = {"instrument": str(tiny.pk), "asks": "roster", "breakdowns": ["shoes"], **stated(7)}

    assert leading.post(f"{PATH}waves/", asked).status_code == 422
    assert not Wave.objects.exists()


def test_members_link_of_a_result_is_shown_to_leaders(leading: Client, wave: Wave) -> None:
    assert wave.result_key not in html_of(leading.get(f"{PATH}waves/1/"))

    waves.close_wave(wave.pk, now=timezone.now())

    assert f"/r/{wave.result_key}/" in html_of(leading.get(f"{PATH}waves/1/"))


def test_two_waves_are_compared(
    leading: Client, assessed_wave: Callable[..., Wave], tiny: Instrument
) -> None:
    assert "It takes two waves" in text_of(leading.get(f"{PATH}compare/"))
    assessed_wave(n=12, instrument=tiny, level=0.4, seed=1)
    assessed_wave(n=12, instrument=tiny, level=0.8, seed=2)

    page = text_of(leading.get(f"{PATH}compare/"))
    turned = text_of(leading.get(f"{PATH}compare/?earlier=2&later=1"))

    assert "▲ up" in page
    assert "A spirit: Level" in page
    assert page == turned
    assert "Choose two different waves" in text_of(leading.get(f"{PATH}compare/?earlier=1&later=1"))
    assert leading.get(f"{PATH}compare/?earlier=x&later=999999999999999999999").status_code == 200


def test_open_wave_cannot_be_compared(
    leading: Client, assessed_wave: Callable[..., Wave], open_wave: OpenWave, tiny: Instrument
) -> None:
    for seed in (1, 2):
        assessed_wave(n=6, instrument=tiny, seed=seed)
    open_wave(n=6)

    assert 'value="3"' not in html_of(leading.get(f"{PATH}compare/?later=3"))


def test_comparing_takes_the_same_queries_for_more_waves(
    leading: Client,
    assessed_wave: Callable[..., Wave],
    tiny: Instrument,
    django_assert_num_queries: Callable[..., object],
) -> None:
    for seed in range(4):
        assessed_wave(n=5, instrument=tiny, seed=seed)

    # Session, account, community, waves; the stored releases of two.
    with django_assert_num_queries(6):  # type: ignore[attr-defined]
        leading.get(f"{PATH}compare/")


def test_instruments_on_offer_are_named_in_the_language_of_the_reader(
    leading: Client, community: Community
) -> None:
    load_shipped("peck-40")

    assert "Peck's eight characteristics (about" in text_of(leading.get(PATH))
    # The name in assessments/instruments/peck-40.ar.toml.
    assert "خصائص بيك الثماني (" in text_of(leading.get(f"{PATH}?lang=ar", follow=True))
