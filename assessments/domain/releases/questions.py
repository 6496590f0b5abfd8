"""Three questions for a group to discuss, chosen from nothing but its release.

Where the group is small the release holds coarse levels and words, and the choice rests on these.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.domain.releases.release import Release
from assessments.domain.releases.released import AGREEMENT_ORDER, Banded, Released, Shown
from scoring import Measure

HOW_MANY = 3


@dataclass(frozen=True, kw_only=True)
class DiscussionQuestion:
    """A question to discuss; ``characteristic`` is a code, or empty for the whole group."""

    characteristic: str
    text: str


ON_LEVEL: Mapping[str, Promise] = {
    "inclusivity": gettext_lazy("Who is not quite one of us yet, and what would change that?"),
    "realism": gettext_lazy("Which view of things is missing when we decide?"),
    "contemplation": gettext_lazy("When did we last look at how we are with each other?"),
    "safe_place": gettext_lazy("What can nobody say here, and what would make it possible?"),
    "disarmament": gettext_lazy("When did somebody here put down their guard, and what followed?"),
    "graceful_fighting": gettext_lazy(
        "Which disagreement do we keep avoiding, and how could we have it well?"
    ),
    "all_leaders": gettext_lazy("What would happen next month if our leaders were away?"),
    "spirit": gettext_lazy("When did we last feel that we were more than a set of people?"),
}
"""What to ask where a characteristic stands lowest."""

ON_CONSENSUS: Mapping[str, Promise] = {
    "inclusivity": gettext_lazy("Who feels they belong, who does not, and what do they see?"),
    "realism": gettext_lazy("Some find our picture of things whole, others partial: what differs?"),
    "contemplation": gettext_lazy("How much do we look at ourselves, and how much should we?"),
    "safe_place": gettext_lazy("For whom is this a safe place, and for whom less so?"),
    "disarmament": gettext_lazy("Where do some of us feel at peace and others on their guard?"),
    "graceful_fighting": gettext_lazy("What does a good fight look like to each of us?"),
    "all_leaders": gettext_lazy("Who decides here? Let each tell how it looks to them."),
    "spirit": gettext_lazy("What holds us together? Let each say it in one word."),
}
"""What to ask where members agree least."""


def discussion_questions(
    release: Release, *, names: Mapping[str, str] | None = None
) -> tuple[DiscussionQuestion, ...]:
    """Choose three questions: two lowest levels, then the least consensus among the others.

    Equal ones are taken in the order of the instrument. Nothing is asked where no level is shown.
    ``names`` gives the names of characteristics in the reader's language.
    """
    shown = names or {each.code: each.name for each in release.questionnaire.characteristics}
    codes = [each.code for each in release.questionnaire.characteristics]
    lowest = _lowest(release, Measure.LEVEL, codes)
    if not lowest:
        return ()
    chosen = [
        DiscussionQuestion(characteristic=code, text=_level_question(code, shown[code]))
        for code in lowest[: HOW_MANY - 1]
    ]
    disputed = _lowest(release, Measure.CONSENSUS, codes)
    fresh = [code for code in disputed if code not in lowest[: HOW_MANY - 1]] or disputed
    chosen += [
        DiscussionQuestion(characteristic=code, text=_consensus_question(code, shown[code]))
        for code in fresh[:1]
    ]
    return (*chosen, *_closing())[:HOW_MANY]


def _lowest(release: Release, measure: Measure, codes: Iterable[str]) -> list[str]:
    ranks = {code: _rank(release.score(measure, code)) for code in codes}
    known = {code: rank for code, rank in ranks.items() if rank is not None}
    return sorted(known, key=known.__getitem__)


def _rank(released: Released) -> float | None:
    match released:
        case Shown(value=value):
            return value
        case Banded(band=band):
            return AGREEMENT_ORDER.index(band)
    return None


def _level_question(code: str, name: str) -> str:
    known = ON_LEVEL.get(code)
    return str(known) if known else _("What would make “%(name)s” stronger here?") % {"name": name}


def _consensus_question(code: str, name: str) -> str:
    known = ON_CONSENSUS.get(code)
    if known:
        return str(known)
    return _("Where do we see “%(name)s” differently, and why?") % {"name": name}


def _closing() -> tuple[DiscussionQuestion, ...]:
    texts = (
        _("What in this result surprises us?"),
        _("What is one thing we want to do differently by the next wave?"),
    )
    return tuple(DiscussionQuestion(characteristic="", text=text) for text in texts)
