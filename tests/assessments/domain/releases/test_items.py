"""Which items are looked at first."""

import pytest

from assessments.domain.instruments.instruments import questionnaire_of
from assessments.domain.instruments.questionnaires import Questionnaire
from assessments.domain.releases.items import ReleasedItem, disputed, surprising
from tests.assessments import making


@pytest.fixture
def asked(db: None) -> Questionnaire:
    return questionnaire_of(making.make_tiny())


def item(
    code: str,
    consensus: int | None = None,
    polarisation: int | None = None,
    bias: int | None = None,
) -> ReleasedItem:
    return ReleasedItem(
        item=code,
        shares=(20, 20, 20, 20, 20),
        cant_say=0,
        consensus=consensus,
        polarisation=polarisation,
        predicted=None,
        actual=None,
        bias=bias,
    )


def test_disputed_items_have_the_least_consensus_then_the_most_polarisation(
    asked: Questionnaire,
) -> None:
    items = [
        item("spirit_2", 70, 10),
        item("spirit_1", 40, 20),
        item("realism_2", 40, 60),
        item("realism_1", None, None),
    ]

    found = disputed(items, asked, first=3)

    assert [each.item for each in found] == ["realism_2", "spirit_1", "spirit_2"]
    assert [each.item for each in disputed(items, asked, first=1)] == ["realism_2"]


def test_equally_disputed_items_stay_in_the_order_of_the_instrument(asked: Questionnaire) -> None:
    items = [item("spirit_1", 40, 20), item("realism_2", 40, 20)]

    assert [each.item for each in disputed(items, asked, first=5)] == ["realism_2", "spirit_1"]


def test_surprising_items_are_those_the_group_misjudges_most(asked: Questionnaire) -> None:
    items = [
        item("realism_1", bias=-30),
        item("realism_2"),
        item("spirit_1", bias=12),
        item("spirit_2", bias=0),
    ]

    assert [each.item for each in surprising(items, asked, first=5)] == ["realism_1", "spirit_1"]
    assert [each.item for each in surprising(items, asked, first=1)] == ["realism_1"]
