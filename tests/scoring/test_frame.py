from dataclasses import replace

import pytest

from scoring import Characteristic, Frame, Item, Question
from tests.scoring.waves import frame

FRAME = frame()


def test_frame_of_the_product_has_a_column_for_everything() -> None:
    # 40 items, 8 predictions, 14 questions, the careless mark.
    assert FRAME.width == 63
    assert FRAME.largest[0] == 5
    assert FRAME.largest[40] == 11
    assert FRAME.largest[-1] == 2


def test_frame_is_a_key() -> None:
    assert {FRAME: 1}[frame()] == 1


def test_frame_finds_questions_and_characteristics_by_code() -> None:
    assert FRAME.question("claim") == Question(code="claim", column=48, options=11)
    assert FRAME.question("age") is None
    realism = FRAME.characteristic("realism")
    assert realism is not None
    assert realism.items == (5, 6, 7, 8, 9)
    assert FRAME.characteristic("wealth") is None


def test_frame_refuses_a_gap_between_columns() -> None:
    with pytest.raises(ValueError, match="columns must be 0 to 62"):
        replace(FRAME, careless=63)


def test_frame_refuses_two_of_one_code() -> None:
    with pytest.raises(ValueError, match="twice"):
        replace(FRAME, items=(*FRAME.items[:-1], replace(FRAME.items[-1], code="realism_1")))


def test_frame_refuses_references_to_what_is_no_item() -> None:
    with pytest.raises(ValueError, match="not items"):
        replace(FRAME, consensus_items=(48,))


def test_frame_refuses_an_item_in_two_characteristics() -> None:
    doubled = replace(FRAME.characteristics[1], items=(0, 5))

    with pytest.raises(ValueError, match="shares none"):
        replace(FRAME, characteristics=(FRAME.characteristics[0], doubled))


def test_frame_refuses_two_predictions_of_one_item() -> None:
    first, second = FRAME.predictions[:2]

    with pytest.raises(ValueError, match="predicted twice"):
        replace(FRAME, predictions=(first, (second[0], first[1]), *FRAME.predictions[2:]))


@pytest.mark.parametrize("options", [1, 12])
def test_frame_refuses_scales_too_short_or_too_long(options: int) -> None:
    with pytest.raises(ValueError, match="options"):
        Frame(
            options=options,
            characteristics=(Characteristic(code="c", items=(0,)),),
            items=(Item(code="i", column=0),),
            careless=1,
        )


def test_frame_refuses_a_scored_question_with_other_options() -> None:
    with pytest.raises(ValueError, match="claim has 11 options"):
        Frame(
            options=5,
            characteristics=(),
            items=(),
            questions=(Question(code="claim", column=0, options=5),),
            careless=1,
        )


def test_frame_refuses_a_mirror_on_another_scale() -> None:
    with pytest.raises(ValueError, match="mirrors"):
        Frame(
            options=5,
            characteristics=(),
            items=(Item(code="i", column=0),),
            questions=(Question(code="self_1", column=1, options=7, mirrors=0),),
            careless=2,
        )
