import dataclasses

import pytest

from scoring.absent import Absent, Estimate, Reason


def test_reasons_are_spelt_as_their_names() -> None:
    # They are stored, and spoken in the API.
    assert [reason.value for reason in Reason] == [reason.name for reason in Reason]


def test_a_result_cannot_be_changed() -> None:
    estimate = Estimate(value=61.5, answers=12)

    assert (estimate.low, estimate.high) == (None, None)
    with pytest.raises(dataclasses.FrozenInstanceError):
        estimate.value = 0  # type: ignore[misc]  # the point of the test
    assert Absent(Reason.NOT_MEASURED) != Absent(Reason.TOO_FEW_ANSWERS)
