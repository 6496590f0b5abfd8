"""Every picture of a wave by its code, which is its name in addresses and files."""

from collections.abc import Callable, Mapping

from assessments.domain.releases.released import Shown
from assessments.web.results.findings import Findings
from assessments.web.results.plots.chairs import chairs_picture
from assessments.web.results.plots.disputed import Disputed, disputed_picture
from assessments.web.results.plots.history import history_picture
from assessments.web.results.plots.levels import levels_picture
from assessments.web.results.plots.picture import Picture
from assessments.web.results.plots.plane import Point, plane_picture
from assessments.web.results.plots.predictions import predictions_picture
from assessments.web.results.plots.stages import stages_picture
from assessments.web.results.sentences import number
from scoring import Measure


def _levels(findings: Findings) -> Picture | None:
    return levels_picture(findings.release, findings.names)


def _predictions(findings: Findings) -> Picture | None:
    return predictions_picture(findings.shown_items, findings.texts)


def _chairs(findings: Findings) -> Picture | None:
    return chairs_picture(findings.release)


def _stages(findings: Findings) -> Picture | None:
    return stages_picture(findings.release)


def _disputed(findings: Findings) -> Picture | None:
    asked = findings.asked
    return disputed_picture(
        Disputed(items=findings.disputed, texts=findings.texts, scale=asked.scale)
    )


def _history(findings: Findings) -> Picture | None:
    return history_picture(findings.history, findings.names)


def _plane(findings: Findings) -> Picture | None:
    return plane_picture(points(findings))


def points(findings: Findings) -> tuple[Point, ...]:
    """Place the community on the plane, by what it states of its connections, among the others.

    The others have no names here, and their connections are rounded: they chose to be seen by
    those who share, not by everybody who holds a result link.
    """
    release = findings.release
    community, overall = release.wave.community, release.score(Measure.OVERALL)
    if not community.connections or not isinstance(overall, Shown):
        return ()
    own = Point(
        name=community.name,
        connections=community.connections,
        overall=overall.value,
        said=number(overall),
        own=True,
    )
    others = (
        Point(
            name="",
            connections=roughly(each.connections),
            overall=each.overall.value,
            said=number(each.overall),
            own=False,
        )
        for each in findings.others
    )
    return (own, *others)


def roughly(count: int) -> int:
    """Round to one figure: 97,300,000 is about 100,000,000."""
    return round(count, 1 - len(str(count)))


GALLERY: Mapping[str, Callable[[Findings], Picture | None]] = {
    "levels": _levels,
    "predictions": _predictions,
    "chairs": _chairs,
    "stages": _stages,
    "disputed": _disputed,
    "history": _history,
    "plane": _plane,
}


def picture(findings: Findings, code: str) -> Picture | None:
    """Make a picture; nothing where there is none of this code, or nothing to show."""
    make = GALLERY.get(code)
    if make is None or findings.release.withheld:
        return None
    return make(findings)
