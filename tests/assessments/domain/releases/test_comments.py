"""Comments: read by a moderator, then shown to all or to nobody."""

from collections.abc import Callable

import pytest

from assessments.domain.releases import comments
from assessments.domain.releases.released import Reason, Suppressed
from assessments.models import Comment, Wave
from tests.assessments import making

AssessedWave = Callable[..., Wave]


@pytest.fixture
def commented(assessed_wave: AssessedWave) -> Callable[[int], Wave]:
    """Make a wave of so many sheets with two comments."""

    def make(n: int) -> Wave:
        wave = assessed_wave(n=n, instrument=making.make_tiny())
        Comment.objects.bulk_create([Comment(wave=wave, text=text) for text in ("one", "two")])
        return wave

    return make


def test_nothing_is_shown_before_somebody_has_read_it(commented: Callable[[int], Wave]) -> None:
    wave = commented(12)
    assert comments.shown(wave) == ()
    waiting = comments.queue()
    assert {each.text for each in waiting} == {"one", "two"}

    comments.decide([waiting[0].id], show=True)
    comments.decide([waiting[1].id], show=False)

    assert comments.shown(wave) == (waiting[0].text,)
    assert comments.waiting() == 0
    assert [each.text for each in comments.queue(state="hidden")] == [waiting[1].text]


def test_a_decision_can_be_taken_back(commented: Callable[[int], Wave]) -> None:
    wave = commented(12)
    keys = [each.id for each in comments.queue()]
    assert comments.decide(keys, show=True) == 2

    assert comments.decide(keys[:1], show=False) == 1

    left = comments.shown(wave)
    assert not isinstance(left, Suppressed)
    assert len(left) == 1


def test_comments_of_fewer_than_12_sheets_are_shown_to_nobody(
    commented: Callable[[int], Wave],
) -> None:
    wave = commented(11)
    Comment.objects.update(state=Comment.State.SHOWN)

    assert comments.shown(wave) == Suppressed(reason=Reason.TOO_FEW_ANSWERS, minimum=12)
    assert comments.queue(state="shown") == []
    assert comments.decide([*Comment.objects.values_list("pk", flat=True)], show=False) == 0


def test_a_raised_minimum_holds_for_comments_too(commented: Callable[[int], Wave]) -> None:
    wave = commented(12)
    Comment.objects.update(state=Comment.State.SHOWN)
    Wave.objects.update(minimum_answers=13)
    wave.refresh_from_db()

    assert isinstance(comments.shown(wave), Suppressed)
    assert comments.queue(state="shown") == []


def test_nothing_is_shown_before_the_seal(open_wave: AssessedWave) -> None:
    assert comments.shown(open_wave()) == Suppressed(reason=Reason.WAVE_OPEN, minimum=12)
