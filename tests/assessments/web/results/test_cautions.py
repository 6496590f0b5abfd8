"""What the page says besides scores: changes, cautions, notes and closer looks."""

from dataclasses import replace

import pytest

from assessments.domain.instruments.questionnaires import Questionnaire, questionnaire, read_content
from assessments.domain.releases.items import ReleasedItem
from assessments.domain.releases.release import Release
from assessments.domain.releases.released import (
    Band,
    Banded,
    Changed,
    Direction,
    Moved,
    Reason,
    Shown,
    Stage,
    Suppressed,
    Verdict,
)
from assessments.models import Community, Wave
from assessments.web.results.cautions import cautions
from assessments.web.results.changes import say_change
from assessments.web.results.findings import Findings
from assessments.web.results.notes import notes
from assessments.web.results.sections import Section, sections
from scoring import Measure
from tests.assessments.making import TINY

FEW = Suppressed(reason=Reason.TOO_FEW_ANSWERS, minimum=12)
QUIET = Release(
    wave=Wave(community=Community(name="Guild"), number=1, state=Wave.State.ASSESSED, sheets=20),
    scores={},
    verdict=Verdict.NOT_MEASURED,
    stage=Suppressed(reason=Reason.NOT_MEASURED, minimum=5),
    two_camps=False,
    separating_items=(),
    withheld=None,
    flagged=False,
)
GUESSED = ReleasedItem(
    item="realism_1", shares=(10, 20, 30, 30, 10), cant_say=0, consensus=40, polarisation=30,
    predicted=80, actual=40, bias=40,
)  # fmt: skip


@pytest.fixture
def asked() -> Questionnaire:
    return questionnaire(read_content(TINY))


def found(
    release: Release,
    asked: Questionnaire,
    items: tuple[ReleasedItem, ...] | Suppressed = FEW,
    history: tuple[Release, ...] = (),
) -> Findings:
    """Give findings of a release that is not stored anywhere."""
    findings = Findings(release, asked)
    vars(findings).update(items=items, history=(*history, release))
    return findings


def look(findings: Findings, code: str) -> Section:
    (section,) = (each for each in sections(findings) if each.code == code)
    return section


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Changed(value=5, step=1, low=2, high=8, direction=Direction.UP, clear=True),
         ("▲", "+5", "+2 to +8", "up")),
        (Changed(value=-3, step=1, low=-7, high=1, direction=Direction.DOWN),
         ("▼", "−3", "−7 to +1", "")),
        (Changed(value=0, step=5, direction=Direction.LEVEL), ("●", "0", "", "")),
        (Moved(Direction.DOWN), ("▼", "", "", "")),
        (FEW, ("", "", "", "")),
    ],
)  # fmt: skip
def test_change_is_coloured_only_where_it_is_clear(
    change: Changed | Moved | Suppressed, said: tuple[str, ...]
) -> None:
    told = say_change(change)

    assert (told.arrow, told.number, told.interval, told.clear) == said
    assert told.reason == (FEW.message if change is FEW else "")


def test_cautions_name_two_camps_with_what_they_differ_on(asked: Questionnaire) -> None:
    camps = replace(QUIET, two_camps=True, separating_items=("spirit_1", "realism_2"))

    (caution,) = cautions(found(camps, asked))

    assert caution.title == "Two camps"
    assert caution.statements == (
        "Members are at peace here.",
        "Members act as if they always know best.",
    )
    assert cautions(found(QUIET, asked)) == ()


def test_cautions_say_nothing_of_what_may_not_be_said(asked: Questionnaire) -> None:
    small = replace(QUIET, two_camps=FEW, separating_items=FEW, flagged=None)

    assert cautions(found(small, asked)) == ()
    assert [each.title for each in cautions(found(replace(QUIET, flagged=True), asked))] == [
        "Perhaps an echo chamber"
    ]


def test_notes_name_the_level_without_careless_answers() -> None:
    key = (Measure.OVERALL_WITHOUT_CARELESS.value, "")
    careless = replace(QUIET, scores={key: Shown(value=48, step=1)})

    assert any("would be 48" in note for note in notes(careless, intervals=False, not_measured=""))
    assert not any("careless" in note for note in notes(QUIET, intervals=False, not_measured=""))


def test_sections_leave_out_what_was_not_measured(asked: Questionnaire) -> None:
    codes = [section.code for section in sections(found(QUIET, asked))]

    assert codes == ["disputed"]


@pytest.mark.parametrize(
    ("stage", "said"),
    [(Stage.CHAOS, "Chaos is the likeliest"), (None, "No stage is clearly the likeliest.")],
)
def test_stage_is_named_in_words_where_its_probabilities_may_not_be_shown(
    asked: Questionnaire, stage: Stage | None, said: str
) -> None:
    scores = {(Measure.STAGE.value, "community"): FEW}

    section = look(found(replace(QUIET, stage=stage, scores=scores), asked), "stages")

    assert section.experimental
    assert section.sentences[0].startswith(said)
    assert section.picture is None
    assert section.reason == f"The probabilities are not shown. {FEW.message}"


def test_predictions_name_the_most_misjudged_statement(asked: Questionnaire) -> None:
    scores = {(Measure.CALIBRATION.value, ""): Shown(value=40, step=1, band=Band.LOW)}
    release = replace(QUIET, scores=scores)

    section = look(found(release, asked, (GUESSED,)), "predictions")
    near = look(found(release, asked, (replace(GUESSED, predicted=44, bias=4),)), "predictions")

    assert section.sentences[1] == (
        "Most misjudged: “Members admit when they are wrong.” "
        "Members expected 80 % to agree; 40 % do."
    )
    assert section.picture is not None
    assert near.sentences[1] == "No guess is off by more than 4 percentage points."


def test_predictions_of_a_small_group_are_told_in_words(asked: Questionnaire) -> None:
    scores = {(Measure.CALIBRATION.value, ""): Banded(Band.LOW)}

    section = look(found(replace(QUIET, scores=scores), asked), "predictions")

    assert section.picture is None
    assert section.said is not None
    assert section.said.word == "low"
    assert section.sentences == ("Members guess poorly what the others think.",)
    assert section.reason.endswith(FEW.message)


def test_history_begins_with_the_second_wave(asked: Questionnaire) -> None:
    codes = [each.code for each in sections(found(QUIET, asked, history=(QUIET,)))]

    assert codes == ["disputed", "history"]
