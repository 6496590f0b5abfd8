"""The examples in docs/graphql.md."""

import json
import re
from typing import Any

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from assessments.domain.accounts.viewers import create_api_token
from assessments.models import Community
from tests.assessments import making
from tests.assessments.conftest import OpenWave
from tests.assessments.graphql.conftest import Ask

TEXT = (settings.FOLDER / "docs" / "graphql.md").read_text(encoding="utf-8")


def example(language: str) -> str:
    """Give the only block of a language."""
    (block,) = re.findall(rf"```{language}\n(.*?)```", TEXT, flags=re.DOTALL)
    return str(block)


def shape(value: Any) -> Any:
    """Give the names in an answer without its values."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    return [shape(each) for each in value] if isinstance(value, list) else None


def test_example_in_the_document_answers_as_it_says(
    ask: Ask, community: Community, assessed_wave: OpenWave
) -> None:
    assessed_wave(n=24, invited=28)

    answer = ask(example("graphql"), slug=community.slug)

    assert shape(answer) == shape(json.loads(example("json")))
    assert answer["extensions"] == json.loads(example("json"))["extensions"]


@pytest.mark.django_db(transaction=True)
def test_python_client_of_the_document_prints_the_waves(
    live_server: LiveServer, capsys: pytest.CaptureFixture[str]
) -> None:
    leader = making.make_account()
    wave = making.make_wave(making.make_community(leader), making.make_peck(), members=12)
    making.answer_all(wave, sheets=12)
    making.seal_and_assess(wave)
    names = {"ADDRESS": live_server.url, "TOKEN": create_api_token(leader, name="document")}

    exec(example("python"), names)  # noqa: S102 -- the document's own lines

    number, value = capsys.readouterr().out.split()
    assert number == "1"
    assert 50 < float(value) < 90
