import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.stage import PROTOTYPES, Feature, Stage, stage

CLEAR = [s for s in Stage if s is not Stage.NO_CLEAR_STAGE]


def features(values: np.ndarray | tuple[float, ...]) -> dict[Feature, float | None]:
    return dict(zip(Feature, (float(v) for v in values), strict=True))


@given(st.lists(st.one_of(st.none(), st.floats(0, 100)), min_size=6, max_size=6), st.integers(1, 3))
def test_stage_probabilities_add_up_to_one(values: list[float | None], waves: int) -> None:
    found = stage(dict(zip(Feature, values, strict=True)), waves=waves)

    assert sum(found.probabilities.values()) == pytest.approx(1)
    assert set(found.probabilities) == set(Stage)


@pytest.mark.parametrize("which", CLEAR)
def test_stage_recognises_its_prototypes(which: Stage) -> None:
    rng = np.random.default_rng(1)
    near = rng.normal(0, 8, (1000, 6)) + PROTOTYPES[which]

    found = [stage(features(row), waves=2).stage for row in near]

    # The specification measured 99.5 % over the four stages.
    assert np.mean([s is which for s in found]) > 0.98


def test_stage_of_random_profiles_is_mostly_not_clear() -> None:
    rng = np.random.default_rng(1)
    profiles = rng.uniform(0, 100, (20_000, 6))

    unclear = [stage(features(row), waves=2).stage is Stage.NO_CLEAR_STAGE for row in profiles]

    # The specification measured 85 %; 20,000 profiles have a standard error of .25 %.
    assert np.mean(unclear) == pytest.approx(0.85, abs=0.02)


def test_stage_is_never_emptiness_in_a_first_wave() -> None:
    emptiness = features(PROTOTYPES[Stage.EMPTINESS])
    assert stage(emptiness, waves=2).stage is Stage.EMPTINESS

    first = stage(emptiness, waves=1)

    assert first.probabilities[Stage.EMPTINESS] == 0
    assert first.stage is not Stage.EMPTINESS


def test_stage_without_features_is_its_priors() -> None:
    found = stage({}, waves=2)

    assert found.stage is Stage.NO_CLEAR_STAGE
    assert found.probabilities[Stage.CHAOS] == pytest.approx(0.15)
    assert found.probabilities[Stage.NO_CLEAR_STAGE] == pytest.approx(0.4)
    # .15/.85 and .4/.85 once emptiness is out.
    assert stage({}, waves=1).probabilities[Stage.CHAOS] == pytest.approx(0.15 / 0.85)


def test_stage_needs_a_lead() -> None:
    # Half way between chaos and pseudocommunity neither leads.
    middle = (np.array(PROTOTYPES[Stage.CHAOS]) + PROTOTYPES[Stage.PSEUDOCOMMUNITY]) / 2

    found = stage(features(middle), waves=1)

    assert found.probabilities[Stage.CHAOS] == pytest.approx(
        found.probabilities[Stage.PSEUDOCOMMUNITY]
    )
    assert found.stage is Stage.NO_CLEAR_STAGE


def test_stage_likelihood_has_the_density_of_its_spread() -> None:
    # One feature, at both centres: .15·φ(0)/16 against .4·φ(0)/26 for none, and chaos, 30 away.
    found = stage({Feature.CONFLICT_VOICED: 50}, waves=2)

    emptiness, none = 0.15 / 16, 0.4 / 26
    ratio = found.probabilities[Stage.EMPTINESS] / found.probabilities[Stage.NO_CLEAR_STAGE]
    assert ratio == pytest.approx(emptiness / none)


@pytest.mark.parametrize("wrong", [math.nan, math.inf])
def test_stage_refuses_what_is_no_number(wrong: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        stage({Feature.SAFETY: wrong}, waves=1)


def test_stage_refuses_an_unknown_feature() -> None:
    with pytest.raises(ValueError, match="conflict_voiced"):
        stage({"warmth": 50}, waves=1)  # type: ignore[dict-item]  # on purpose
