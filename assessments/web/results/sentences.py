"""A release in plain words: the verdict and why, and what each score means."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _

from assessments.domain.releases.release import Release
from assessments.domain.releases.released import Band, Banded, Released, Shown, Suppressed, Verdict
from assessments.domain.releases.rounding import HIGHEST, LOWEST
from scoring import Measure
from scoring.verdict import LEVEL_CUT, OVERALL_CUT

Names = Mapping[str, str]
"""The names of the characteristics in the reader's language, by code, in their order."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """A released value as the reader sees it: a number, a word, both, or why there is neither."""

    number: str = ""
    interval: str = ""
    word: str = ""
    reason: str = ""


def say(released: Released) -> Said:
    """Put a released value into words."""
    match released:
        case Shown():
            word = str(released.band.label) if released.band else ""
            return Said(number=number(released), interval=interval(released), word=word)
        case Banded(band=band):
            return Said(word=str(band.label))
        case Suppressed():
            return Said(reason=released.message)


def not_shown(reason: str) -> str:
    """Give a reason that stands alone, where a reader would ask what it is a reason for."""
    return _("Not shown.") + " " + reason


def number(shown: Shown) -> str:
    """Give the number with a true minus sign."""
    return shown.text.replace("-", "−")


def interval(shown: Shown) -> str:
    """Give the ends of the interval; an end where the scale is cut off carries the same sign."""
    if shown.low is None or shown.high is None:
        return ""
    if shown.low == shown.high:
        return _("within one point")
    return ranged(_end(shown.low), _end(shown.high))


def ranged(low: str, high: str) -> str:
    """Join two ends, the lower first in the direction of reading, each with its sign before it."""
    if not get_language_bidi():
        return f"{low}–{high}"
    return f"\u2067{isolated(low)}–{isolated(high)}\u2069"


def _end(value: float) -> str:
    return f"{value:.0f}" + ("+" if value >= HIGHEST else "−" if value <= LOWEST else "")


def verdict(release: Release) -> str:
    """Say the verdict in one sentence."""
    name = {"name": isolated(release.wave.community.name)}
    match release.verdict:
        case Verdict.TRUE_COMMUNITY:
            return _("%(name)s is a true community") % name
        case Verdict.AUDIENCE:
            return _("%(name)s is an audience") % name
        case Verdict.NOT_A_COMMUNITY_YET:
            return _("%(name)s is not a community yet") % name
        case Verdict.NOT_YET_KNOWN:
            return _("Whether %(name)s is a true community is not yet known") % name
        case Verdict.NOT_MEASURED:
            return _("Whether %(name)s is a true community was not measured") % name
    return _("There is no result to show for %(name)s") % name


def because(release: Release, names: Names) -> str:
    """Say why the verdict is what it is, from nothing but the release."""
    match release.verdict:
        case Verdict.TRUE_COMMUNITY:
            return _(
                "All eight characteristics of a true community are there, and by a margin that "
                "hearing the remaining members would hardly change."
            )
        case Verdict.AUDIENCE:
            return _(
                "Attention goes to the front more than to each other, and the eight "
                "characteristics of a true community are not there as a whole."
            )
        case Verdict.NOT_A_COMMUNITY_YET:
            return _because_not_yet(release, names)
        case Verdict.NOT_YET_KNOWN:
            return _because_unknown(release, names)
        case Verdict.NOT_MEASURED:
            return _because_not_measured(release, names)
        case Suppressed() as suppressed:
            return suppressed.message


def _because_not_yet(release: Release, names: Names) -> str:
    low = [names[code] for code, level in _levels(release, names) if _under(level, LEVEL_CUT)]
    if low:
        return _("Too little of this is there yet: %(names)s.") % {"names": listed(low)}
    return _("The eight characteristics of a true community are not there as a whole yet.")


def _because_unknown(release: Release, names: Names) -> str:
    overall = release.score(Measure.OVERALL)
    if _straddles(overall, OVERALL_CUT):
        return _(
            "Too few were heard to tell: the overall level could lie on either side of %(cut)s."
        ) % {"cut": OVERALL_CUT}
    unsure = [names[code] for code, each in _levels(release, names) if _straddles(each, LEVEL_CUT)]
    if unsure:
        return _("Too few were heard to tell. It depends on: %(names)s.") % {
            "names": listed(unsure)
        }
    return _("Too few were heard to tell; the members not heard could tip it either way.")


def _because_not_measured(release: Release, names: Names) -> str:
    missing = [names[c] for c, level in _levels(release, names) if isinstance(level, Suppressed)]
    if missing:
        return _("It takes all eight characteristics. Too few answers on: %(names)s.") % {
            "names": listed(missing)
        }
    return _(
        "This wave asked about %(names)s. A verdict takes all eight characteristics of a true "
        "community."
    ) % {"names": listed(names.values())}


def _levels(release: Release, names: Names) -> list[tuple[str, Released]]:
    return [(code, release.score(Measure.LEVEL, code)) for code in names]


def _under(level: Released, cut: float) -> bool:
    """Whether a level lies under the cut, with its interval or else with what was rounded."""
    if not isinstance(level, Shown):
        return False
    high = level.value + level.step / 2 if level.high is None else level.high
    return high < cut


def _straddles(level: Released, cut: float) -> bool:
    """Whether the rounded interval holds the cut: a verdict wants the true ends beyond it."""
    if not isinstance(level, Shown) or level.low is None or level.high is None:
        return False
    return level.low <= cut <= level.high


CONSENSUS_SENTENCES: Mapping[Band, Promise] = {
    Band.VERY_STRONG: gettext_lazy("Members see their group almost alike."),
    Band.STRONG: gettext_lazy("Members see their group much alike."),
    Band.MODERATE: gettext_lazy("Members see their group alike in most things, not in all."),
    Band.WEAK: gettext_lazy("Members see their group differently in many things."),
    Band.LITTLE: gettext_lazy("Members see their group very differently."),
    Band.DIVIDED: gettext_lazy("Members are divided over what their group is like."),
    Band.NO_MORE_THAN_CHANCE: gettext_lazy("Members agree no more than by chance."),
}
REALISM_SENTENCES: Mapping[Band, Promise] = {
    Band.VERY_HIGH: gettext_lazy("The group is very realistic about itself."),
    Band.HIGH: gettext_lazy("The group is realistic about itself on the whole."),
    Band.MIDDLING: gettext_lazy("The group is realistic about itself in part."),
    Band.LOW: gettext_lazy("The group is hardly realistic about itself."),
    Band.VERY_LOW: gettext_lazy("The group is not realistic about itself."),
}
CALIBRATION_SENTENCES: Mapping[Band, Promise] = {
    Band.VERY_HIGH: gettext_lazy("Members guess very well what the others think."),
    Band.HIGH: gettext_lazy("Members guess well what the others think."),
    Band.MIDDLING: gettext_lazy("Members guess what the others think partly right."),
    Band.LOW: gettext_lazy("Members guess poorly what the others think."),
    Band.VERY_LOW: gettext_lazy("Members guess quite wrongly what the others think."),
}


def sentence(released: Released, sentences: Mapping[Band, Promise]) -> str:
    """Give the sentence of a value's band; empty where it has none."""
    band = released.band if isinstance(released, Shown | Banded) else None
    return str(sentences.get(band, "")) if band else ""


def against_chance(release: Release) -> str:
    """Say how consensus stands to what chance alone would give."""
    consensus, line = release.score(Measure.CONSENSUS), release.score(Measure.CHANCE_LINE)
    if isinstance(consensus, Suppressed):
        return ""
    if consensus.band is Band.NO_MORE_THAN_CHANCE:
        plain = _("Members who answer at random would agree as much.")
        lined = _("Members who answer at random would agree as much: up to %(line)s.")
    else:
        plain = _("It is more than chance alone would give.")
        lined = _("It is more than chance alone would give, which is up to %(line)s.")
    return lined % {"line": number(line)} if isinstance(line, Shown) else plain


def listed(names: Iterable[str]) -> str:
    """Join names into one list; they hold commas themselves."""
    return _("; ").join(isolated(name) for name in names)


def either(steps: Sequence[str]) -> str:
    """Name one step, or the two there are."""
    if len(steps) == 1:
        return steps[0]
    return _("%(fine)s or %(coarse)s") % {"fine": steps[0], "coarse": steps[-1]}


def isolated(text: str) -> str:
    """Keep a text of unknown direction from turning a right-to-left sentence around."""
    return f"\u2068{text}\u2069" if get_language_bidi() else text
