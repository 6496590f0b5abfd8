"""Instruments as files, and two versions side by side."""

import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.instruments.comparing import Kind, Part, compare
from assessments.domain.instruments.instrument_files import as_json, as_toml, preview
from assessments.domain.instruments.instruments import load_instrument
from assessments.domain.refusals import FaultsError
from assessments.models import Instrument
from tests.assessments import making

SECOND = (
    making.TINY.replace("version = 1", "version = 2")
    .replace("Members are at peace here.", "Members are at ease here.")
    .replace('code = "spirit_2"', 'code = "spirit_3"')
    .replace("reversed = true", "reversed = false")
)


def test_an_exported_instrument_loads_as_the_same(instrument: Instrument) -> None:
    for text in (as_toml(instrument.content), as_json(instrument.content)):
        found = preview(text)

        assert found.loaded_already
        assert tomllib.loads(found.toml) == instrument.content


values = st.recursive(
    st.text() | st.integers(-(2**40), 2**40) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


def plain(value: object) -> bool:
    """Whether tables are only in lists of tables, as in instruments."""
    if isinstance(value, dict):
        return all(plain(each) for each in value.values())
    if isinstance(value, list):
        tables = [isinstance(each, dict) for each in value]
        return all(plain(each) for each in value) and (all(tables) or not any(tables))
    return True


def nested(value: object) -> bool:
    return isinstance(value, list) and any(
        isinstance(each, list) and any(isinstance(deep, dict) for deep in each) for each in value
    )


@given(st.dictionaries(st.text(), values, max_size=4).filter(plain))
def test_what_is_written_as_toml_is_read_as_it_was(content: dict[str, object]) -> None:
    try:
        written = as_toml(content)
    except ValueError:
        return  # tables inside lists of lists have no place

    assert tomllib.loads(written) == content


@pytest.mark.parametrize("text", ["{", '{"key": null}', "{" * 5000, '{"a": [[{}]]}', "key = ", ""])
def test_a_broken_file_has_faults_and_loads_nothing(db: None, text: str) -> None:
    with pytest.raises(FaultsError):
        preview(text)


def test_a_preview_loads_nothing(db: None) -> None:
    found = preview(making.TINY)

    assert (found.loaded_already, found.newest) == (False, None)
    assert found.questionnaire.items[0].code == "realism_1"
    assert not Instrument.objects.exists()


def test_a_preview_refuses_a_loaded_version_with_other_content(tiny: Instrument) -> None:
    with pytest.raises(FaultsError, match="higher version"):
        preview(SECOND.replace("version = 2", "version = 1"))


def test_versions_are_compared_by_code(tiny: Instrument) -> None:
    second = load_instrument(SECOND)

    found = compare(tiny, second)

    kinds = {(each.part, each.code): each.kind for each in found.differences}
    assert kinds == {
        (Part.ITEM, "realism_2"): Kind.CHANGED,
        (Part.ITEM, "spirit_1"): Kind.CHANGED,
        (Part.ITEM, "spirit_2"): Kind.REMOVED,
        (Part.ITEM, "spirit_3"): Kind.ADDED,
    }
    keyed = next(each for each in found.differences if each.code == "realism_2")
    assert (keyed.before, keyed.after) == ({"reversed": "True"}, {})
    # The whole, two characteristics, one item and three questions.
    assert found.same == 7


def test_a_version_does_not_differ_from_itself(tiny: Instrument) -> None:
    assert compare(tiny, tiny).differences == []


def test_json_is_written_for_people(tiny: Instrument) -> None:
    assert json.loads(as_json(tiny.content)) == tiny.content
