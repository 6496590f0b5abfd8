"""How the result page tells to read its numbers: captions, namesakes, and in which direction."""

from dataclasses import replace

import pytest
from django.utils import translation

from assessments.domain.instruments.questionnaires import questionnaire, read_content
from assessments.domain.releases.released import Band, Changed, Direction, Released, Shown
from assessments.web.results.cards import Cards
from assessments.web.results.changes import say_change
from assessments.web.results.findings import Findings
from assessments.web.results.page import ResultPage
from assessments.web.results.plots.levels import levels_plot
from assessments.web.results.plots.plane import Point, plane_picture
from assessments.web.results.plots.specification import Scheme, percent
from assessments.web.results.sentences import say
from scoring import Measure
from tests.assessments.making import TINY
from tests.assessments.web.results.test_cautions import QUIET

COARSE = (Shown(value=55, step=5), Shown(value=60, step=10))
FINE = Shown(value=55, step=1, low=53, high=57)


def page_of(*levels: Released) -> ResultPage:
    """Give the page of a release with these levels, which is not stored anywhere."""
    asked = questionnaire(read_content(TINY))
    codes = (each.code for each in asked.characteristics)
    scores = {(Measure.LEVEL.value, code): level for code, level in zip(codes, levels, strict=True)}
    overall = {(Measure.OVERALL.value, ""): Shown(value=60, step=10)}
    return ResultPage(Findings(replace(QUIET, scores=scores | overall), asked))


@pytest.mark.parametrize(
    ("levels", "caption"),
    [
        (
            (COARSE[0], COARSE[0]),  # whatever the step of the overall level is
            "Each circle is a level from 0 to 100, to the nearest 5.",
        ),
        (COARSE, "Each circle is a level from 0 to 100, to the nearest 5 or 10."),
        ((FINE, FINE), "Each dot is a level from 0 to 100; the bar is its interval."),
        (
            (FINE, COARSE[1]),
            (
                "Each dot is a level from 0 to 100; the bar is its interval. "
                "Each circle is a level from 0 to 100, to the nearest 10."
            ),
        ),
    ],
)
def test_caption_tells_the_steps_that_the_levels_have(
    levels: tuple[Released, ...], caption: str
) -> None:
    assert page_of(*levels).levels_caption == caption


def test_realism_is_told_from_the_characteristic_of_its_name(db: None) -> None:
    findings = page_of(FINE, FINE).findings
    scores = {(Measure.REALISM.value, ""): Shown(value=86, step=1)}
    (card,) = (
        each
        for each in Cards(replace(findings, release=replace(QUIET, scores=scores))).headlines
        if each.title == "Realism"
    )

    assert "realism" in findings.names
    assert card.sentences[-1] == "The characteristic of the same name is only one part of it."


def test_ends_of_intervals_follow_the_direction_of_reading() -> None:
    change = Changed(value=8, step=1, low=5, high=11, direction=Direction.UP, clear=True)

    assert say(FINE).interval == "53–57"
    assert say_change(change).interval == "+5 to +11"
    with translation.override("ar"):
        # The lower end comes first from the right; each sign stays on the left of its number.
        assert say(FINE).interval == "\u2067\u206853\u2069–\u206857\u2069\u2069"
        assert "\u2068+5\u2069" in say_change(change).interval
        assert "\u2068+11\u2069" in say_change(change).interval
        assert percent(43) == "\u206743 %\u2069"


def test_long_words_of_agreement_stand_whole_below_their_track() -> None:
    code = questionnaire(read_content(TINY)).characteristics[0].code
    scores: dict[tuple[str, str], Released] = {
        (Measure.LEVEL.value, code): FINE,
        (Measure.CONSENSUS.value, code): Shown(value=49, step=1, band=Band.NO_MORE_THAN_CHANCE),
    }
    drawn = {}
    for language in ("en", "de"):
        with translation.override(language):
            plot = levels_plot(replace(QUIET, scores=scores), {code: "Level"}, Scheme.LIGHT)
            drawn[language] = plot["data"]["values"][0]["agreement"]

    assert drawn == {
        "en": "consensus: no more agreement than chance 49",
        "de": "nicht mehr Übereinstimmung als durch Zufall 49",
    }


def test_counts_of_connections_are_grouped_as_the_language_groups_them() -> None:
    point = Point(name="Guild", connections=97_300_000, overall=33, said="33", own=True)

    for language, told in (("en", "97,300,000"), ("de", "97.300.000")):
        with translation.override(language):
            picture = plane_picture([point])
            assert picture is not None
            assert picture.rows == (("Guild", told, "33"),)
