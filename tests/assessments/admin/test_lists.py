"""What the admin lists, finds and filters."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.domain.accounts.viewers import Viewer, create_api_token
from assessments.domain.instruments.instruments import load_instrument
from assessments.domain.messages.webhooks import add_webhook
from assessments.domain.records.auditing import Channel, record_view
from assessments.models import Community, Translation, Wave
from tests.assessments import making
from tests.assessments.admin.addresses import listed, noun_of

NOUNS = (
    "account",
    "apitoken",
    "assessment",
    "community",
    "delivery",
    "instrument",
    "member",
    "releaseview",
    "translation",
    "wave",
    "webhook",
    "work",
)


def more_of_everything(number: int) -> None:
    """Make one more row of every noun, all of them by what the domain offers."""
    leader = making.make_account(f"leader{number}@example.org")
    create_api_token(leader, name="program")
    community = making.make_community(leader, f"Community {number}")
    instrument = load_instrument(making.TINY.replace("version = 1", f"version = {number}"))
    Translation.objects.create(instrument=instrument, language="de", content={"language": "de"})
    add_webhook(community, "https://www.example.org/hook")
    wave = making.make_wave(community, making.make_tiny(), members=5)
    making.answer_all(wave, sheets=5)
    record_view(Viewer(leader), making.seal_and_assess(wave), Channel.PAGE)


def test_only_these_nouns_have_pages() -> None:
    registered = {model for model in apps.get_models() if site.is_registered(model)}

    assert {noun_of(model()) for model in registered} == {*NOUNS, "group"}


@pytest.mark.parametrize(
    "noun",
    [
        "answersheet",
        "chunk",
        "comment",
        "draft",
        "invitation",
        "itemresult",
        "mail",
        "mark",
        "pendingcomment",
        "score",
        "token",
    ],
)
def test_nothing_behind_an_answer_has_a_page(admin: Client, noun: str) -> None:
    assert admin.get("/admin/assessments/wave/").status_code == 200
    assert admin.get(f"/admin/assessments/{noun}/").status_code == 404


def test_the_start_page_opens(admin: Client) -> None:
    assert "commsurvey" in admin.get("/admin/").content.decode()


def test_statements_do_not_grow_with_rows(admin: Client) -> None:
    more_of_everything(1)
    before = {noun: statements(admin, noun) for noun in NOUNS}
    more_of_everything(2)
    more_of_everything(3)

    assert {noun: statements(admin, noun) for noun in NOUNS} == before


def statements(admin: Client, noun: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert admin.get(listed(noun)).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    ("noun", "term"), [("member", "m1@"), ("community", "leaky"), ("wave", "leaky")]
)
def test_a_search_finds(
    admin: Client, open_wave: Callable[..., Wave], noun: str, term: str
) -> None:
    open_wave(n=2)

    assert admin.get(listed(noun), {"q": term}).context["cl"].result_count == 1
    assert admin.get(listed(noun), {"q": "no such thing"}).context["cl"].result_count == 0


@pytest.mark.parametrize(
    ("noun", "lookup"),
    [
        ("account", "password__startswith"),
        ("account", "email__startswith"),
        ("apitoken", "sha256__startswith"),
        ("assessment", "verdict"),
        ("assessment", "two_camps__exact"),
        ("assessment", "stage__startswith"),
        ("assessment", "input_hash__startswith"),
        ("assessment", "scores__value__gte"),
        ("member", "invitations__mark__isnull"),
        ("member", "invitations__isnull"),
        ("member", "community__waves__answer_sheets__packed__isnull"),
        ("wave", "result_key__startswith"),
        ("wave", "sheets__lt"),
        ("wave", "invitations__mark__isnull"),
        ("wave", "state__regex"),
        ("instrument", "waves__answer_sheets__isnull"),
        ("work", "wave__sheets"),
        ("webhook", "secret__startswith"),
        ("webhook", "url__startswith"),
        ("delivery", "webhook__secret__startswith"),
        ("delivery", "wave__sheets"),
    ],
)
def test_no_list_filters_by_what_it_does_not_offer(admin: Client, noun: str, lookup: str) -> None:
    assert admin.get(listed(noun)).status_code == 200
    assert admin.get(listed(noun), {lookup: "1"}).status_code == 400


@pytest.mark.parametrize(
    ("noun", "query"),
    [
        ("wave", {"state__exact": "open"}),
        ("wave", {"opens_at__gte": "2026-01-01 00:00:00+00:00"}),
        ("member", {"role__exact": "leader"}),
        ("member", {"active__exact": "1"}),
        ("work", {"state__exact": "quarantined"}),
    ],
)
def test_the_offered_filters_work(admin: Client, noun: str, query: dict[str, str]) -> None:
    assert admin.get(listed(noun), query).status_code == 200


def test_assessments_are_ordered_by_nothing_they_found(admin: Client) -> None:
    orders = {
        order.strip("-")
        for column in range(6)
        for order in admin.get(listed("assessment"), {"o": column})
        .context["cl"]
        .queryset.query.order_by
    }
    assert "scoring_version" in orders
    assert orders <= {"wave", "scoring_version", "computed_at", "pk"}


@pytest.mark.parametrize(
    "query",
    [
        "p=99999999999999999999",
        "p=x",
        "q=%00",
        "o=-9.x",
        "all=1",
        "state__exact=%00",
        "e=1&_popup=1",
    ],
)
@pytest.mark.parametrize("noun", ["wave", "member", "assessment"])
def test_a_strange_query_is_never_the_servers_fault(admin: Client, noun: str, query: str) -> None:
    assert admin.get(f"{listed(noun)}?{query}").status_code < 500


def test_a_strange_selection_is_never_the_servers_fault(
    admin: Client, open_wave: Callable[..., Wave]
) -> None:
    open_wave()
    wish = {"action": "seal_now", "_selected_action": "not-an-id"}

    assert admin.post(listed("wave"), wish).status_code == 400


def test_completing_ignores_what_no_text_holds(admin: Client, community: Community) -> None:
    wish = {"app_label": "assessments", "model_name": "member", "field_name": "community"}

    found = admin.get("/admin/autocomplete/", {**wish, "term": "leaky\x00"}).json()

    assert [each["text"] for each in found["results"]] == [community.name]


@pytest.mark.parametrize("path", ["/admin/", "/admin/assessments/wave/"])
def test_pages_need_no_looser_policy(admin: Client, path: str) -> None:
    answer = admin.get(path)

    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert b"<style" not in answer.content
    assert b" style=" not in answer.content
