"""Which way the chairs are facing: a circle of chairs, turned from the front to each other.

Every chair is turned alike, by the group's facing: a picture of one score. The answers behind it
are not spread over the chairs, since their distribution is never released.
"""

import math
from collections.abc import Mapping

from django.utils.translation import gettext as _

from assessments.domain.releases.release import Release
from assessments.domain.releases.released import Band, Banded, Released, Shown
from assessments.web.results.plots.canvas import WIDTH, Canvas
from assessments.web.results.plots.picture import Picture
from assessments.web.results.plots.specification import Part, Scheme, Specification
from assessments.web.results.sentences import say
from scoring import Measure

CHAIRS = 14
HEIGHT, CENTER, RADIUS = 284, 172, 88  # px
FRONT = 34  # px from the top to the line of the front
TURNS: Mapping[Band, float] = {
    Band.FACING_FRONT: 0.1,
    Band.FACING_BOTH: 0.5,
    Band.FACING_EACH_OTHER: 0.9,
}
"""How far the chairs of a small group are turned, of which only the word may be shown."""

SEAT = (
    "M-.5,-.62 H.5 Q.62,-.62 .62,-.5 V.32 H-.62 V-.5 Q-.62,-.62 -.5,-.62 Z M-.8,.5 H.8 V.78 H-.8 Z"
)
"""A chair seen from above, looking up: the seat, and behind it the back."""


def chairs_picture(release: Release) -> Picture | None:
    """Picture facing; nothing where it was not measured or may not be shown."""
    facing = release.score(Measure.FACING)
    turn = _turn(facing)
    if turn is None:
        return None
    said = say(facing)
    told = " ".join(filter(None, (said.number, said.word)))
    return Picture(
        code="chairs",
        title=title(),
        description=_("A circle of chairs before a front: %(facing)s.") % {"facing": told},
        height=HEIGHT,
        draw=lambda scheme: _plot(turn, told, scheme),
        head=(_("Measure"), _("Result")),
        rows=((_("Facing"), told),),
    )


def title() -> str:
    """Name the plot."""
    return _("Which way the chairs are facing")


def _turn(facing: Released) -> float | None:
    """Give how far the chairs are turned: 0 to the front, 1 to each other."""
    match facing:
        case Shown(value=value):
            return value / 100
        case Banded(band=band):
            return TURNS.get(band)
    return None


def _plot(turn: float, told: str, scheme: Scheme) -> Specification:
    canvas = Canvas.of(HEIGHT, scheme)
    palette = canvas.palette
    rows = [_chair(place, turn) for place in range(CHAIRS)]
    front: Part = {"type": "rule", "color": palette["warm"], "strokeWidth": 6, "strokeCap": "round"}
    across, at = canvas.across, {**canvas.down, "datum": FRONT}
    return canvas.drawing(
        title=title(),
        description=_("A circle of chairs before a front: %(facing)s.") % {"facing": told},
        rows=rows,
        layers=[
            {"data": {"values": [{}]}, "mark": front,
             "encoding": {"x": {**across, "datum": 90}, "x2": {"datum": WIDTH - 90}, "y": at}},
            canvas.written(_("the front"), (WIDTH / 2, FRONT - 14),
                           canvas.text("center", colour=palette["soft"], size=13)),
            {"mark": {"type": "point", "shape": SEAT, "filled": True, "opacity": 1, "size": 820,
                      "color": palette["accent"]},
             "encoding": {"x": {**across, "field": "x"}, "y": {**canvas.down, "field": "y"},
                          "angle": {"field": "angle", "type": "quantitative", "scale": None}}},
        ],
    )  # fmt: skip


def _chair(place: int, turn: float) -> Part:
    """Place a chair on the circle; one behind another by half a place, so none is at the top."""
    around = 2 * math.pi * (place + 0.5) / CHAIRS  # clockwise from the front
    to_center = math.degrees(around) - 180  # from looking up: the nearer way round
    return {
        "x": round(WIDTH / 2 + RADIUS * math.sin(around), 1),
        "y": round(CENTER - RADIUS * math.cos(around), 1),
        "angle": round(turn * to_center, 1),
    }
