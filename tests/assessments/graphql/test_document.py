"""The example in docs/graphql.md."""

import json
import re
from typing import Any

from django.conf import settings

from assessments.models import Community
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
