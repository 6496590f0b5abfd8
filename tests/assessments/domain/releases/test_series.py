"""One measure over many waves, in columns."""

from assessments.domain.releases.released import Band, Reason
from assessments.domain.releases.releasing import releases
from assessments.domain.releases.series import series
from assessments.models import Community, Instrument
from scoring import Measure
from tests.assessments import making


def test_every_wave_has_one_entry_in_each_column(community: Community, tiny: Instrument) -> None:
    waves = []
    for sheets in (4, 8, 20):
        wave = making.make_wave(community, tiny, members=30)
        making.answer_all(wave, sheets=sheets)
        waves.append(making.seal_and_assess(wave))
    found = releases([*waves, making.make_wave(community, tiny, members=30)])

    levels, words = series(found, Measure.OVERALL), series(found, Measure.CONSENSUS)

    assert levels.reasons == (Reason.TOO_FEW_ANSWERS, None, None, Reason.WAVE_OPEN)
    assert [value is None for value in levels.values] == [True, False, False, True]
    assert levels.values[1] is not None
    assert levels.values[1] % 5 == 0
    assert [low is None for low in levels.lows] == [True, True, False, True]
    assert [high is None for high in levels.highs] == [True, True, False, True]
    # Eight sheets give a word alone, twenty a number with its word.
    assert [value is None for value in words.values] == [True, True, False, True]
    assert [isinstance(band, Band) for band in words.bands] == [False, True, True, False]
