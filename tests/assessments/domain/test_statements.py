"""A statement finds the rows that its query set would find, whatever the values are."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import CharField, DateTimeField, QuerySet, UUIDField, Value
from django.utils import timezone

from assessments.domain.statements import Given, Row, Statement, columns, made
from assessments.models import Account, Community, Draft, Invitation, Member, Wave
from tests.assessments import making

WAVE = columns(Wave)
HOSTILE = [
    "x' OR '1'='1",
    "'; DROP TABLE assessments_community; --",
    '100 % of "it", %s and %(name)s',
    "back\\slash",
    "name",
]
"""Names of communities; the last is also the name of the place."""


@pytest.fixture
def wave(open_wave: Callable[..., Wave]) -> Wave:
    """An open wave of three members."""
    return open_wave(n=3)


def _waves() -> QuerySet[Wave, Row]:
    opened = Wave.objects.filter(
        pk=Given("wave", UUIDField()), closes_at__gt=Given("now", DateTimeField())
    )
    return opened.values_list(*WAVE, "community__name")


def _named() -> QuerySet[Community, Row]:
    return Community.objects.filter(name=Given("name", CharField())).values_list("name")


def test_row_is_that_of_the_query_set(wave: Wave) -> None:
    statement, now = Statement(_waves), timezone.now()

    (row,) = statement.rows(wave=wave.pk, now=now)

    expected = Wave.objects.filter(pk=wave.pk).values_list(*WAVE, "community__name").get()
    assert statement.convert(row) == expected
    assert statement.convert(row[3:6], start=3) == expected[3:6]


def test_json_is_converted_and_nothing_stays_null(wave: Wave) -> None:
    asked, other, _third = Invitation.objects.filter(wave=wave)
    Draft.objects.create(invitation=asked, payload={"answers": {"claim": 5}}, seed=7)
    statement = Statement(
        lambda: Invitation.objects.filter(pk=Given("key", UUIDField())).values_list(
            "pk", "draft__payload", "draft__seed"
        )
    )

    found = [statement.convert(statement.rows(key=each.pk)[0]) for each in (asked, other)]

    assert found == [(asked.pk, {"answers": {"claim": 5}}, 7), (other.pk, None, None)]


def test_other_values_find_other_rows(wave: Wave) -> None:
    statement, now = Statement(_waves), timezone.now()

    assert statement.first(wave=wave.pk, now=now) is not None
    assert statement.first(wave=uuid4(), now=now) is None
    assert statement.first(wave=wave.pk, now=wave.closes_at + timedelta(seconds=1)) is None
    assert statement.first(wave=wave.pk, now=now) is not None


def test_value_that_is_missing_is_an_error(wave: Wave) -> None:
    with pytest.raises(KeyError, match="now"):
        Statement(_waves).rows(wave=wave.pk)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_value_is_a_value(leader: Account, name: str) -> None:
    making.make_community(leader, "Leaky Taps Guild")
    statement = Statement(_named)
    assert statement.rows(name=name) == []

    making.make_community(leader, name)

    assert statement.rows(name=name) == [(name,)]
    assert Community.objects.count() == 2


def test_hostile_text_of_the_statement_itself_is_a_value(leader: Account) -> None:
    for name in HOSTILE:
        making.make_community(leader, name)
    statement = Statement(
        lambda: Community.objects.filter(
            name__in=HOSTILE, leaders=Given("leader", UUIDField())
        ).values_list("name")
    )

    assert {name for (name,) in statement.rows(leader=leader.pk)} == {*HOSTILE}


def test_object_is_that_of_the_query_set(
    wave: Wave, django_assert_num_queries: Callable[[int], object]
) -> None:
    names = [name for name in columns(Member) if name in {"id", "email"}]
    statement = Statement(
        lambda: Member.objects.filter(pk=Given("key", UUIDField())).values_list(*names)
    )
    stored = wave.community.members.order_by("email")[0]

    with django_assert_num_queries(1):  # type: ignore[attr-defined] # a context manager
        (row,) = statement.rows(key=stored.pk)
        member = made(Member, names, iter(statement.convert(row)))
        assert (member, member.email) == (stored, stored.email)

    assert member.get_deferred_fields() == {*columns(Member)} - {*names}
    assert member.language == stored.language


def test_list_has_as_many_places_as_it_has_values(leader: Account) -> None:
    """Whatever stands before and after it, and whatever the values are."""
    made_here = {making.make_community(leader, name).pk: name for name in HOSTILE}
    statement = Statement(
        lambda: Community.objects.filter(
            name__startswith=Given("start", CharField()),
            pk__in=[Given("keys", UUIDField())],
            leaders=Given("leader", UUIDField()),
        ).values_list(Value("100 %s%%"), "name")
    )
    keys = [*made_here]

    for some in (keys, keys[:1], keys[:3], [*keys, uuid4()]):
        rows = statement.rows(start="", keys=some, leader=leader.pk)
        names = {made_here[key] for key in some if key in made_here}
        assert {*rows} == {("100 %s%%", name) for name in names}
    assert statement.rows(start="", keys=[uuid4()], leader=leader.pk) == []
    assert statement.rows(start="", keys=keys, leader=uuid4()) == []


def test_sql_is_written_once(wave: Wave) -> None:
    composed = []

    def compose() -> QuerySet[Community, Row]:
        composed.append("once")
        return _named()

    statement = Statement(compose)

    for _ in range(3):
        statement.rows(name=wave.community.name)

    assert composed == ["once"]


@pytest.mark.django_db(transaction=True)
def test_threads_that_come_first_together_find_their_own_rows() -> None:
    leader = making.make_account()
    names = [f"Guild {number}" for number in range(8)]
    for name in names:
        making.make_community(leader, name)
    statement = Statement(_named)

    def find(name: str) -> list[Row]:
        try:
            return [statement.convert(row) for row in statement.rows(name=name)]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        assert [*threads.map(find, names)] == [[(name,)] for name in names]
