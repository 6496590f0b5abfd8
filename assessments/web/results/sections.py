"""The sections of the result page that look closer: a sentence, a picture, and its numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.domain.releases.released import Band, Released, Stage, Suppressed
from assessments.web.results.findings import Findings
from assessments.web.results.headlines import headline, measured
from assessments.web.results.plots.gallery import picture
from assessments.web.results.plots.picture import Picture
from assessments.web.results.sentences import CALIBRATION_SENTENCES, Said, isolated, say, sentence
from scoring import Measure

STAGE_SENTENCES: Mapping[Stage, Promise] = {
    Stage.PSEUDOCOMMUNITY: gettext_lazy(
        "Pseudocommunity is the likeliest: members are nice to each other and keep differences "
        "out of sight."
    ),
    Stage.CHAOS: gettext_lazy(
        "Chaos is the likeliest: differences are in the open, and members fight over them. "
        "That is a step on from keeping them hidden."
    ),
    Stage.EMPTINESS: gettext_lazy(
        "Emptiness is the likeliest: members let go of what stands between them."
    ),
    Stage.COMMUNITY: gettext_lazy(
        "Community is the likeliest: members speak openly, are safe with each other, and know "
        "each other."
    ),
}

FACING_SENTENCES: Mapping[Band, Promise] = {
    Band.FACING_FRONT: gettext_lazy(
        "Attention goes to the front: members listen to the leaders more than to each other."
    ),
    Band.FACING_BOTH: gettext_lazy("Attention goes both ways: to the leaders and to each other."),
    Band.FACING_EACH_OTHER: gettext_lazy(
        "Attention goes round: members talk with each other and help each other."
    ),
}


WORTH_NAMING = 10
"""Per cent between what was expected and what was said, from which on a statement is named."""


@dataclass(frozen=True, kw_only=True)
class Section:
    """One closer look.

    ``reason`` says why there is no picture; ``caption`` how to read the one there is.
    """

    code: str
    title: str
    meaning: str
    said: Said | None = None
    sentences: tuple[str, ...] = ()
    picture: Picture | None = None
    caption: str = ""
    reason: str = ""
    experimental: bool = False


def sections(findings: Findings) -> tuple[Section, ...]:
    """Give what there is a closer look at; what was not measured is left out."""
    found = (
        _predictions(findings),
        _disputed(findings),
        _chairs(findings),
        _stages(findings),
        _history(findings),
        _plane(findings),
    )
    return tuple(section for section in found if section is not None)


def _predictions(findings: Findings) -> Section | None:
    release = findings.release
    if not measured(release, Measure.CALIBRATION):
        return None
    calibration = headline(release, Measure.CALIBRATION, meaning="")
    shown = picture(findings, "predictions")
    said = sentence(release.score(Measure.CALIBRATION), CALIBRATION_SENTENCES)
    return Section(
        code="predictions",
        title=_("How well members know each other"),
        meaning=_("Members guessed how many of the others would agree: 50 is what “half of them” "
                  "gives every time, 100 is knowing each other."),
        said=calibration.said,
        sentences=tuple(filter(None, (said, _most_misjudged(findings)))),
        picture=shown,
        caption=_("The ring is what members expected of the others, the dot what these said."),
        reason="" if shown else _items_reason(findings),
    )  # fmt: skip


def _most_misjudged(findings: Findings) -> str:
    worst = findings.surprising[:1]
    if not worst:
        return ""
    gap = abs(worst[0].bias or 0)
    if gap < WORTH_NAMING:
        return _("No guess is off by more than %(gap)s percentage points.") % {"gap": gap}
    said = {
        "text": isolated(findings.texts[worst[0].item]),
        "expected": worst[0].predicted,
        "actual": worst[0].actual,
    }
    return (
        _("Most misjudged: “%(text)s” Members expected %(expected)s %% to agree; %(actual)s %% do.")
        % said
    )


def _items_reason(findings: Findings) -> str:
    if isinstance(findings.items, Suppressed):
        return _("Single statements are not shown.") + " " + findings.items.message
    return _("No statement has answers enough to be shown.")


def _chairs(findings: Findings) -> Section | None:
    facing = findings.release.score(Measure.FACING)
    if not measured(findings.release, Measure.FACING):
        return None
    shown = picture(findings, "chairs")
    return Section(
        code="chairs",
        title=_("Which way the chairs are facing"),
        meaning=_("From whom members talk with, who helps whom, and whether the group would go "
                  "on without its leaders: 0 is an audience, 100 a community."),
        said=say(facing),
        sentences=tuple(filter(None, [sentence(facing, FACING_SENTENCES)])),
        picture=shown,
        caption=_("Every chair is turned by this one score; it shows nobody’s own answer."),
    )  # fmt: skip


def _stages(findings: Findings) -> Section | None:
    release = findings.release
    likelihood = release.score(Measure.STAGE, "community")
    if not measured_stage(findings):
        return None
    shown = picture(findings, "stages")
    return Section(
        code="stages",
        title=_("Stage"),
        meaning=_("Groups on their way to community pass through these stages; none is a grade."),
        sentences=tuple(filter(None, [_stage_sentence(findings)])),
        picture=shown,
        caption=_("How likely the group is in each stage, to 10 %."),
        reason=_stages_reason(release.stage, likelihood),
        experimental=True,
    )


def _stages_reason(stage: Stage | Suppressed | None, likelihood: Released) -> str:
    if isinstance(likelihood, Suppressed):
        return _("The probabilities are not shown.") + " " + likelihood.message
    return stage.message if isinstance(stage, Suppressed) else ""


def measured_stage(findings: Findings) -> bool:
    """Whether the wave asked for what stages are told by."""
    stage = findings.release.stage
    shown = findings.release.score(Measure.STAGE, "community")
    suppressed = (each for each in (stage, shown) if isinstance(each, Suppressed))
    return all(each.reason != each.reason.NOT_MEASURED for each in suppressed)


def _stage_sentence(findings: Findings) -> str:
    match findings.release.stage:
        case Stage() as stage:
            return str(STAGE_SENTENCES[stage])
        case Suppressed():
            return ""
    return _("No stage is clearly the likeliest.")


def _disputed(findings: Findings) -> Section | None:
    shown = picture(findings, "disputed")
    return Section(
        code="disputed",
        title=_("Where members see it most differently"),
        meaning=_(
            "The statements with the least consensus: differences to talk about, not faults."
        ),
        picture=shown,
        caption=_("Per cent of the answers to each statement; its middle stands on the line."),
        reason="" if shown else _items_reason(findings),
    )


def _history(findings: Findings) -> Section | None:
    shown = picture(findings, "history")
    if shown is None:
        return None
    return Section(
        code="history",
        title=_("From wave to wave"),
        meaning=_("The stronger the colour, the higher the level, from 0 to 100."),
        picture=shown,
        caption=_("A dash is a level that may not be shown."),
    )


def _plane(findings: Findings) -> Section | None:
    shown = picture(findings, "plane")
    connections = findings.release.wave.community.connections
    if shown is None or connections is None:
        return None
    others = (
        _("The other dots are communities that share where they lie.") if findings.others else ""
    )
    return Section(
        code="plane",
        title=_("Connections and community"),
        meaning=_("Connections are what can become a community. How many there are says nothing "
                  "about whether it is one."),
        sentences=(
            _("The group counts %(connections)s connections.")
            % {"connections": number_format(connections, force_grouping=True)},
            *filter(None, [others]),
        ),
        picture=shown,
        caption=_("Right: more connections. Up: more of a community. The dashed line is where a "
                  "true community begins."),
    )  # fmt: skip
