"""Who gets what at every address; ``tests/permission_matrix.toml`` says it.

A route that is not declared there fails here with its name.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone
from graphql import GraphQLObjectType

from assessments.domain.accounts.viewers import Viewer, create_api_token
from assessments.domain.communities.invitations import renew_open_link
from assessments.domain.communities.unsubscribing import unsubscribe_link
from assessments.domain.messages.webhooks import add_webhook, announce
from assessments.domain.records.auditing import Channel, record_view
from assessments.domain.waves.waves import close_wave, open_wave
from assessments.graphql.types.node import global_id
from assessments.models import Account, ApiToken, Translation, Wave
from assessments.models.webhooks import Event
from commsurvey.schema import schema
from tests.assessments import making
from tests.assessments.admin.addresses import noun_of
from tests.assessments.routes import address, patterns

TABLE: dict[str, Any] = tomllib.loads(
    (Path(__file__).resolve().parent.parent / "permission_matrix.toml").read_text(encoding="utf-8")
)
ROLES: tuple[str, ...] = tuple(TABLE["roles"])
METHODS = ("GET", "POST")
DONE = range(200, 400)
ROUTES = [route for route, _pattern in patterns()]


@pytest.fixture
def values(db: None) -> dict[str, object]:
    """One thing of every kind that an address names, and people of every role."""
    leader = making.make_account("leader@example.org")
    making.make_community(making.make_account("other_leader@example.org"), "Elsewhere")
    staff = making.make_account("staff@example.org", is_staff=True)
    staff.user_permissions.set(Permission.objects.all())
    making.make_account("superuser@example.org", is_staff=True, is_superuser=True)
    community, tiny = making.make_community(leader), making.make_tiny()
    assessed = making.make_wave(community, tiny, members=5)
    making.answer_all(assessed, sheets=5)
    assessed = making.seal_and_assess(assessed)
    wave = making.make_wave(community, tiny, members=5)
    by_link = open_wave(
        making.make_community(leader, "By link"),
        instrument=tiny,
        now=timezone.now(),
        has_roster=False,
    )
    create_api_token(leader, name="program")
    record_view(Viewer(leader), assessed, Channel.PAGE)
    Translation.objects.create(instrument=tiny, language="de", content={"language": "de"})
    asked = community.members.all()[0]
    removed = add_webhook(community, "https://www.example.org/removed")
    announce(Event.WAVE_OPENED, wave, now=timezone.now())
    return {
        "wave_id": wave.pk,
        "assessed_id": assessed.pk,
        "earlier_id": assessed.pk,
        "community_id": community.pk,
        "slug": community.slug,
        "result_key": assessed.result_key,
        "file": "scores.csv",
        "code": "levels",
        "token": making.token_of(wave, community.members.all()[0]),
        "key": renew_open_link(by_link).rstrip("/").rpartition("/")[2],
        "number": 1,
        "communities/<slug:slug>/waves/<int:number>/close/": (
            f"communities/{community.slug}/waves/{wave.number}/close/"
        ),
        **{
            f"communities/<slug:slug>/waves/<int:number>/{page}": (
                f"communities/by-link/waves/{by_link.number}/{page}"
            )
            for page in ("link/", "link/revoke/", "link/code.svg", "poster/")
        },
        "member": asked.pk,
        "account_id": leader.pk,
        "token_id": ApiToken.objects.get().pk,
        "pk": 1,
        "unsubscribe/<str:key>/": unsubscribe_link(asked).partition("//")[2].partition("/")[2],
        "webhook": add_webhook(community, "https://www.example.org/hook").pk,
        "communities/<slug:slug>/webhooks/<uuid:webhook>/remove/": (
            f"communities/{community.slug}/webhooks/{removed.pk}/remove/"
        ),
        r"api/^v1/(?P<rest>.*)$": "api/v1/nothing",
        r"admin/(?P<url>.*)$": "admin/nothing/",
        r"admin/^(?P<app_label>auth|assessments)/$": "admin/assessments/",
        "id": leader.pk,
        "instrument_id": tiny.pk,
        "form": "toml",
        "content_type_id": 1,
        "rest": "1/1",
        "object_id": Group.objects.create(name="Helpers").pk,
        **{f"{name}.object_id": pk for name, pk in _rows()},
        "wave.object_id": wave.pk,
    }


def _rows() -> Iterator[tuple[str, object]]:
    """Give a row of every model that has pages in the admin; of people, the leader."""
    for model in apps.get_models():
        rows = model._default_manager.order_by("pk")  # noqa: SLF001 -- Django's public name
        row = rows.filter(email="leader@example.org").first() if model is Account else rows.first()
        if site.is_registered(model) and row is not None:
            yield noun_of(row), row.pk


@pytest.fixture
def people(values: dict[str, object]) -> dict[str, Client]:
    """Give a browser of each role; a member's holds the cookie of the open wave."""
    browsers = {role: Client(raise_request_exception=False) for role in ROLES}
    browsers["member"].get(f"/w/{values['wave_id']}/{values['token']}/")
    for role in ROLES[2:]:
        browsers[role].force_login(Account.objects.get(email=f"{role}@example.org"))
    return browsers


def path_of(route: str, values: Mapping[str, object]) -> str:
    noun = route.removeprefix("admin/assessments/").partition("/")[0]
    own = values.get(f"{noun}.object_id", values["object_id"])
    return address(route, {**values, "object_id": own})


def status(client: Client, method: str, path: str) -> int:
    """Ask, and take back whatever it did."""
    cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
    cache.clear()
    try:
        with transaction.atomic():
            answer = client.generic(method, path)
            transaction.set_rollback(True)
            return answer.status_code
    finally:
        client.cookies = cookies


@pytest.mark.parametrize("method", METHODS)
def test_every_route_is_declared(method: str) -> None:
    declared = TABLE[method]

    assert [route for route in ROUTES if route not in declared] == []
    assert [route for route in declared if route not in ROUTES] == []
    assert [route for route in declared if len(declared[route].split()) != len(ROLES)] == []


@pytest.mark.parametrize("method", METHODS)
def test_everybody_gets_what_is_declared(
    people: dict[str, Client], values: dict[str, object], method: str
) -> None:
    surprises = {}
    for route in ROUTES:
        path = path_of(route, values)
        found = [str(status(client, method, path)) for client in people.values()]
        if found != TABLE[method].get(route, "").split():
            surprises[route] = " ".join(found)

    assert surprises == {}


@pytest.mark.slow
def test_nothing_is_written_without_the_token_of_the_form(
    values: dict[str, object], people: dict[str, Client]
) -> None:
    written = {
        (route, role)
        for route in ROUTES
        for role, client in people.items()
        if status(client, "POST", path_of(route, values)) in DONE
    }
    for client in people.values():
        client.handler.enforce_csrf_checks = True
    without = {
        route
        for route, role in written
        if status(people[role], "POST", path_of(route, values)) in DONE
    }
    assert written
    assert without <= set(TABLE["without_csrf"])


def fields() -> Iterator[tuple[str, str]]:
    """Give every field of every object type."""
    for kind in schema._schema.type_map.values():  # noqa: SLF001 -- Strawberry has no public name for it
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__"):
            yield from ((kind.name, name) for name in kind.fields)


def test_every_graphql_field_is_declared() -> None:
    types = {**TABLE["GraphQL_fields_for_leaders"], **TABLE["GraphQL_fields_for_accounts"]}
    declared = {(kind, name) for kind, names in types.items() for name in names.split()}
    roots = {tuple(root.split()[0].split(".")) for root in TABLE["GraphQL"]}

    assert set(fields()) == declared | roots


def asked(root: str, values: Mapping[str, object]) -> str:
    """Give a document that asks a root about the leader's community."""
    name, _space, kind = root.partition(".")[2].partition(" ")
    keys = {
        "Community": values["community_id"],
        "Wave": values["wave_id"],
        "Assessment": values["assessed_id"],
        "Instrument": values["instrument.object_id"],
    }
    ids = {each: global_id(each, UUID(str(key))) for each, key in keys.items()}
    community = f'communityId: "{ids["Community"]}"'
    documents = {
        "viewer": "{ viewer { account { email } } }",
        "community": f'{{ community(slug: "{values["slug"]}") {{ id }} }}',
        "instrument": '{ instrument(key: "tiny") { id } }',
        "instruments": "{ instruments { id } }",
        "node": f'{{ node(id: "{ids.get(kind)}") {{ id }} }}',
        "nodes": f'{{ nodes(ids: ["{ids.get(kind)}"]) {{ id }} }}',
        "createCommunity": 'mutation { createCommunity(input: {name: "New"}) { errors { code } } }',
        "inviteMembers": f'mutation {{ inviteMembers(input: {{{community}, pasted: "a@b.org"}}) '
        "{ errors { code } } }",
        "openWave": f'mutation {{ openWave(input: {{{community}, instrumentKey: "tiny"}}) '
        "{ errors { code } } }",
        "closeWave": f'mutation {{ closeWave(input: {{waveId: "{ids["Wave"]}"}}) '
        "{ errors { code } } }",
        "rateLimit": "{ rateLimit { remaining } }",
        "rescoreWave": "mutation { rescoreWave(input: {waveId: "
        f'"{global_id("Wave", UUID(str(values["assessed_id"])))}"}}) {{ errors {{ code }} }} }}',
        **_steering(community, f'waveId: "{ids["Wave"]}"'),
    }
    return documents[name]


def _steering(community: str, wave: str) -> dict[str, str]:
    """Give a document for each mutation of what is there already."""
    later = (timezone.now() + timedelta(days=30)).isoformat().replace("+00:00", "Z")
    inputs = {
        "updateCommunity": f'{community}, purpose: "Taps."',
        "removeMember": f'{community}, email: "m1@leaky-taps-guild.example.org"',
        "shareOnPlane": f"{community}, shared: false",
        "cloneWave": wave,
        "extendWave": f'{wave}, closesAt: "{later}"',
        "remindMembers": wave,
    }
    return {
        name: f"mutation {{ {name}(input: {{{given}}}) {{ errors {{ code }} }} }}"
        for name, given in inputs.items()
    }


def outcome(client: Client, document: str) -> str:
    """Ask GraphQL, take back whatever it did, and say what came of it."""
    with transaction.atomic():
        answer = client.post("/graphql", {"query": document}, content_type="application/json")
        transaction.set_rollback(True)
    if answer.status_code != 200:
        return str(answer.status_code)
    found = answer.json()
    if "errors" in found:
        return "error"
    (value,) = found["data"].values()
    if value is None or value == [None]:
        return "null"
    return "refused" if isinstance(value, dict) and value.get("errors") else "seen"


@pytest.mark.parametrize("root", TABLE["GraphQL"])
def test_everybody_gets_what_is_declared_of_graphql(
    people: dict[str, Client], values: dict[str, object], root: str
) -> None:
    document = asked(root, values)
    if "openWave" in root or "cloneWave" in root:
        close_wave(UUID(str(values["wave_id"])), now=timezone.now())
    # A reminder goes out a day after the invitation at the earliest.
    earlier = timezone.now() - timedelta(days=2)
    Wave.objects.filter(pk=str(values["wave_id"])).update(opens_at=earlier)

    assert [outcome(client, document) for client in people.values()] == TABLE["GraphQL"][
        root
    ].split()
