"""The pictures of the result page: made of released values, and drawn by the real engine."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.core.cache import cache
from django.utils import translation

from assessments.domain.instruments.questionnaires import Scale
from assessments.domain.releases.items import ReleasedItem
from assessments.domain.releases.release import Release
from assessments.domain.releases.released import (
    Band,
    Banded,
    Reason,
    Released,
    Shown,
    Suppressed,
    Verdict,
)
from assessments.models import Community, Wave
from assessments.web.results.plots.chairs import CHAIRS, chairs_picture
from assessments.web.results.plots.colours import BLACK, WHITE, between, contrast, readable_on
from assessments.web.results.plots.disputed import Disputed, disputed_picture
from assessments.web.results.plots.drawing import drawn
from assessments.web.results.plots.gallery import roughly
from assessments.web.results.plots.history import MOST_WAVES, history_picture
from assessments.web.results.plots.picture import Picture
from assessments.web.results.plots.plane import Point, plane_picture
from assessments.web.results.plots.predictions import predictions_picture
from assessments.web.results.plots.specification import Scheme
from assessments.web.results.plots.stages import stages_picture
from assessments.web.results.plots.statements import shortened
from scoring import Measure

NAMES = {"realism": "Realism", "spirit": "A spirit"}
TEXTS = {
    "realism_1": "In this group, members admit it.",
    "spirit_1": "In this group, members are at peace.",
}
AGREEING = Scale(points=5, lowest=1, labels=("No!", "No", "So-so", "Yes", "Yes!"))
FEW = Suppressed(reason=Reason.TOO_FEW_ANSWERS, minimum=12)

Scores = Mapping[tuple[Measure, str], Released]


@pytest.fixture(autouse=True)
def _no_drawings_kept() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def release_of(scores: Scores, *, number: int = 1) -> Release:
    """Build the release of a wave that is not stored anywhere."""
    wave = Wave(
        community=Community(name="Guild"), number=number, state=Wave.State.ASSESSED, sheets=20
    )
    return Release(
        wave=wave,
        scores={(measure.value, subject): score for (measure, subject), score in scores.items()},
        verdict=Verdict.NOT_MEASURED,
        stage=None,
        two_camps=False,
        separating_items=(),
        withheld=None,
    )


def item(code: str, *shares: int, predicted: int | None = None, actual: int = 0) -> ReleasedItem:
    return ReleasedItem(
        item=code,
        shares=shares,
        cant_say=0,
        consensus=50,
        polarisation=50,
        predicted=predicted,
        actual=None if predicted is None else actual,
        bias=None if predicted is None else predicted - actual,
    )


def shown(picture: Picture | None) -> Picture:
    assert picture is not None
    return picture


def rows(picture: Picture | None) -> list[dict[str, Any]]:
    return shown(picture).draw(Scheme.LIGHT)["data"]["values"]


LEVELS: Scores = {
    (Measure.LEVEL, "realism"): Shown(value=40, step=1),
    (Measure.LEVEL, "spirit"): FEW,
    (Measure.OVERALL, ""): Shown(value=95, step=1),
}
STAGES: Scores = {
    (Measure.STAGE, stage): Shown(value=share, step=0.1)
    for stage, share in {"chaos": 0.7, "no_clear_stage": 0.3}.items()
}
GUESSED = [
    item("realism_1", 10, 20, 30, 30, 10, predicted=45, actual=40),
    item("spirit_1", 60, 20, 10, 10, 0, predicted=70, actual=10),
]
POINTS = [
    Point(name="Guild", connections=97_300_000, overall=33, said="33", own=True),
    Point(name="", connections=9, overall=70, said="70", own=False),
]


def every_picture() -> list[Picture]:
    """Give one picture of each kind."""
    facing: Scores = {(Measure.FACING, ""): Shown(value=64, step=1)}
    return [
        shown(predictions_picture(GUESSED, TEXTS)),
        shown(disputed_picture(Disputed(items=GUESSED, texts=TEXTS, scale=AGREEING))),
        shown(chairs_picture(release_of(facing))),
        shown(stages_picture(release_of(STAGES))),
        shown(history_picture([release_of(LEVELS, number=n) for n in (1, 2)], NAMES)),
        shown(plane_picture(POINTS)),
    ]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("scheme", Scheme)
def test_every_picture_is_drawn_as_large_as_it_says_with_words_and_without_inline_styles(
    scheme: Scheme, language: str
) -> None:
    with translation.override(language):
        pictures = every_picture()
        drawings = {picture.code: drawn(picture.draw(scheme)) for picture in pictures}

    for picture in pictures:
        svg = drawings[picture.code]
        root = ET.fromstring(svg)  # noqa: S314 -- drawn here
        assert (root.get("width"), root.get("height")) == ("320", str(picture.height))
        assert root.findtext("{http://www.w3.org/2000/svg}title")
        assert not re.search(r"style=|<style", svg)
        assert "NaN" not in svg


def test_every_picture_says_in_its_table_as_many_columns_as_its_head() -> None:
    for picture in every_picture():
        assert picture.title
        assert picture.rows
        assert {len(row) for row in picture.rows} == {len(picture.head)}
        assert picture.description


def test_predictions_put_the_most_misjudged_first_and_leave_out_what_nobody_predicts() -> None:
    picture = shown(predictions_picture([*GUESSED, item("spirit_2", 0, 0, 0, 0, 100)], TEXTS))

    assert picture.rows == (
        (TEXTS["spirit_1"], "70 %", "10 %", "+60"),
        (TEXTS["realism_1"], "45 %", "40 %", "+5"),
    )
    assert [(row["predicted"], row["actual"]) for row in rows(picture)] == [(70, 10), (45, 40)]
    assert predictions_picture([item("spirit_2", 0, 0, 0, 0, 100)], TEXTS) is None


def test_disputed_bars_stand_with_the_middle_of_the_scale_on_the_line() -> None:
    picture = disputed_picture(Disputed(items=GUESSED[:1], texts=TEXTS, scale=AGREEING))

    # 10 + 20 lie before the middle point, of which one half lies on either side.
    assert [(row["start"], row["end"]) for row in rows(picture)] == [
        (-45, -35), (-35, -15), (-15, 15), (15, 45), (45, 55),
    ]  # fmt: skip
    assert shown(picture).rows[0][1:] == ("10 %", "20 %", "30 %", "30 %", "10 %")


def test_disputed_bars_of_an_even_scale_part_at_the_line_and_skip_what_nobody_chose() -> None:
    even = replace(AGREEING, points=4, labels=("1", "2", "3", "4"))
    picture = disputed_picture(
        Disputed(items=[item("spirit_1", 25, 25, 0, 50)], texts=TEXTS, scale=even)
    )

    assert [(row["start"], row["end"]) for row in rows(picture)] == [(-50, -25), (-25, 0), (0, 50)]


@pytest.mark.parametrize(
    ("facing", "turned"),
    [
        (Shown(value=5, step=1), 0.05),
        (Shown(value=64, step=1), 0.64),
        (Banded(Band.FACING_FRONT), 0.1),
        (Banded(Band.FACING_EACH_OTHER), 0.9),
    ],
)
def test_chairs_are_all_turned_alike_by_the_one_score(facing: Released, turned: float) -> None:
    chairs = rows(chairs_picture(release_of({(Measure.FACING, ""): facing})))

    assert len(chairs) == CHAIRS
    # The first chair right of the front would turn round by 180 - 360 / 28 degrees to look at
    # the middle, its mirror image as far the other way.
    round_about = 180 - 360 / 28
    assert chairs[0]["angle"] == pytest.approx(-turned * round_about, abs=0.06)
    assert chairs[-1]["angle"] == pytest.approx(turned * round_about, abs=0.06)


def test_chairs_are_not_drawn_where_facing_may_not_be_shown() -> None:
    assert chairs_picture(release_of({(Measure.FACING, ""): FEW})) is None


def test_stages_mark_the_likeliest_and_are_not_drawn_for_a_small_group() -> None:
    picture = stages_picture(release_of(STAGES))

    assert shown(picture).rows == (("Chaos", "70 %"), ("No clear stage", "30 %"))
    assert [row["likeliest"] for row in rows(picture)] == [True, False]
    assert stages_picture(release_of({(Measure.STAGE, "chaos"): FEW})) is None


def test_history_takes_two_waves_and_shows_a_dash_for_what_is_suppressed() -> None:
    picture = history_picture([release_of(LEVELS, number=n) for n in (1, 2)], NAMES)

    assert [row["number"] for row in rows(picture)] == ["40", "40", "–", "–", "95", "95"]
    assert shown(picture).head == ("Characteristic", "Wave 1", "Wave 2")
    assert shown(picture).rows[1] == ("A spirit", FEW.message, FEW.message)
    assert history_picture([release_of(LEVELS)], NAMES) is None


def test_history_leaves_out_waves_of_which_nothing_is_shown() -> None:
    withheld = replace(release_of({}, number=2), withheld=Reason.TOO_FEW_ANSWERS)

    assert history_picture([release_of(LEVELS), withheld], NAMES) is None


def test_history_draws_the_newest_waves_and_tells_all_in_its_table() -> None:
    picture = history_picture([release_of(LEVELS, number=n) for n in range(1, 12)], NAMES)

    assert len(rows(picture)) == 3 * MOST_WAVES
    assert len(shown(picture).head) == 1 + 11


def test_plane_shows_the_own_community_by_name_first_and_others_without() -> None:
    picture = plane_picture(POINTS)

    assert shown(picture).rows == (
        ("Guild", "97,300,000", "33"),
        ("Another community", "9", "70"),
    )
    assert plane_picture(POINTS[1:]) is None


def test_plane_runs_from_one_connection_to_a_thousand_million() -> None:
    points = [replace(POINTS[0], connections=0), replace(POINTS[1], connections=10**12)]

    assert [row["connections"] for row in rows(plane_picture(points))] == [1, 10**9]


@pytest.mark.parametrize(
    ("count", "about"), [(0, 0), (9, 9), (412, 400), (18_400, 20_000), (97_300_000, 100_000_000)]
)
def test_roughly_keeps_one_figure(count: int, about: int) -> None:
    assert roughly(count) == about


def test_pictures_differ_by_scheme_in_nothing_but_colours() -> None:
    def without_colours(picture: Picture, scheme: Scheme) -> str:
        return re.sub(r"#[0-9a-f]{3,6}", "#", json.dumps(picture.draw(scheme)))

    for picture in every_picture():
        light, dark = (without_colours(picture, scheme) for scheme in Scheme)
        assert light == dark


@pytest.mark.parametrize(
    ("texts", "stem", "rests"),
    [
        (["In our group we a b.", "In our group we c."], "In our group we …", ["… a b.", "… c."]),
        (["We sing well.", "We sing."], "", ["We sing well.", "We sing."]),
        (["Alone here we stand."], "", ["Alone here we stand."]),
        (["a b c d", "a b c d"], "a b c …", ["… d", "… d"]),
        ([], "", []),
    ],
)  # fmt: skip
def test_shortened_takes_out_what_all_statements_begin_with(
    texts: Sequence[str], stem: str, rests: list[str]
) -> None:
    assert shortened(texts) == (stem, rests)


def test_contrast_is_that_of_wcag() -> None:
    # https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio: black on white is 21, a colour on itself 1;
    # #767676 is the lightest grey that reaches 4.5 on white.
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#123456", "#123456") == 1
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


def test_every_shade_of_the_history_can_be_read() -> None:
    for low, high in (("#f1ede4", "#0f5e57"), ("#0c1215", "#74c7b9")):
        for level in range(101):
            shade = between(low, high, level / 100)
            assert contrast(readable_on(shade, BLACK, WHITE), shade) >= 4.5
