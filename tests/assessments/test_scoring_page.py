"""What docs/scoring.md says of bands and of what is shown is what the release does."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.conf import settings

from assessments.domain.releases.released import (
    AGREEMENT_CUTS,
    CLAIM_CUTS,
    FACING_CUTS,
    KNOWLEDGE_CUTS,
    SHARE_CUTS,
    Band,
)
from assessments.domain.releases.rounding import RULES
from scoring import Measure

PAGE = (Path(settings.FOLDER) / "docs" / "scoring.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("cuts", "below"), [(AGREEMENT_CUTS, Band.DIVIDED), (KNOWLEDGE_CUTS, Band.VERY_LOW)]
)
def test_page_has_the_words_for_consensus_and_knowledge(
    cuts: Sequence[tuple[float, Band]], below: Band
) -> None:
    limits = " | ".join(f"≥ {cut:g}" for cut, _band in cuts)
    words = " | ".join([*(str(band.label) for _cut, band in cuts), str(below.label)])

    assert re.search(rf"{re.escape(limits)} \| below.*\n.*\n\| word \| {re.escape(words)} ", PAGE)


def test_page_has_the_other_cuts() -> None:
    (more, _), (fits, _) = CLAIM_CUTS
    (each_other, _), (both, _) = FACING_CUTS
    (most, _), (half, _), _some = SHARE_CUTS

    claim, facing, share = (
        next(line for line in PAGE.splitlines() if line.startswith(f"| {start}"))
        for start in ("claim gap | ≥", "facing | ≥", "love core, out of")
    )
    assert f"≥ {more:g} " in claim
    assert f"≥ {fits:g} ".replace("-", "−") in claim
    assert f"≥ {each_other:g} to each other · ≥ {both:g} both ways" in facing
    assert f"≥ {most:.0%} most · ≥ {half:.0%} about half".replace("%", " %") in share


def test_page_names_what_is_shown_nowhere() -> None:
    found = re.search(r"shown nowhere: (.+?)\.\n", PAGE, flags=re.DOTALL)

    assert found is not None
    assert set(re.findall(r"`(\w+)`", found[1])) == {*Measure} - {*RULES}
