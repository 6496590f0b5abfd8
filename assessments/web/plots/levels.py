"""The levels of the characteristics: one dot each, on the line of its interval."""

from dataclasses import dataclass

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from assessments.domain.released import Shown, Suppressed
from assessments.domain.releasing import Release
from assessments.web.plots.specification import (
    FONT,
    PALETTES,
    Palette,
    Part,
    Scheme,
    Specification,
    wrapped,
)
from assessments.web.sentences import Names, number
from scoring import Measure
from scoring.verdict import LEVEL_CUT

WIDTH = 320  # px, the narrowest screen; the page scales it up
EDGE = 8  # px between the ends of the scale and the ends of the plot
LINE, TRACK, GAP = 18, 15, 22  # px: a line of the label, from it to the track, to the next row
NOTCH = 7  # px that the line at the cut reaches over and under a track
AXIS = 24  # px below the last row
COLUMNS = 37  # characters of a label beside its number


@dataclass(frozen=True)
class Geometry:
    """Where the rows are, and which way they run."""

    height: int
    rightward: bool

    @property
    def x(self) -> Part:
        """The scale from 0 to 100, mirrored for languages written to the left."""
        ends = [EDGE, WIDTH - EDGE] if self.rightward else [WIDTH - EDGE, EDGE]
        return {"type": "quantitative", "axis": None, "scale": {"domain": [0, 100], "range": ends}}

    @property
    def y(self) -> Part:
        """Pixels from the top."""
        scale = {"domain": [0, self.height], "range": [0, self.height]}
        return {"type": "quantitative", "axis": None, "scale": scale}

    @property
    def shift(self) -> int:
        """From 0 on the scale to the very edge of the plot."""
        return -EDGE if self.rightward else EDGE

    def align(self, side: str) -> str:
        """Turn the start or end of a line into left or right."""
        return "left" if (side == "start") is self.rightward else "right"


def title() -> str:
    """Name the plot."""
    return _("Levels of the characteristics")


def description(release: Release, names: Names) -> str:
    """Say in words what the plot shows."""
    parts = [f"{name}: {_spoken(release, code)}" for code, name in names.items()]
    return "; ".join(parts) + "."


def plot_height(release: Release, names: Names) -> int:
    """Give the height of the plot in px; it is ``WIDTH`` wide."""
    return _rows(release, names)[1]


def levels_plot(release: Release, names: Names, scheme: Scheme) -> Specification:
    """Draw the released levels; a suppressed one is a row with the reason instead of a dot."""
    rows, height = _rows(release, names)
    geometry = Geometry(height=height, rightward=not get_language_bidi())
    palette = PALETTES[scheme]
    return {
        "usermeta": {"title": title(), "description": description(release, names)},
        "width": WIDTH,
        "height": height,
        "padding": 0,
        "autosize": {"type": "none"},
        "background": None,
        "config": {"font": FONT, "aria": False, "view": {"stroke": None}},
        "data": {"values": rows},
        "layer": [
            *_scale_lines(geometry, palette),
            *_dots(geometry, palette),
            *_labels(geometry, palette),
        ],
    }


def _spoken(release: Release, code: str) -> str:
    level = release.score(Measure.LEVEL, code)
    if not isinstance(level, Shown):
        return level.message if isinstance(level, Suppressed) else ""
    if level.low is None or level.high is None:
        return number(level)
    return _("%(value)s, interval %(low)s to %(high)s") % {
        "value": number(level),
        "low": f"{level.low:.0f}",
        "high": f"{level.high:.0f}",
    }


def _rows(release: Release, names: Names) -> tuple[list[Part], int]:
    rows: list[Part] = []
    top = 0
    for code, name in names.items():
        label = wrapped(name, columns=COLUMNS)
        baseline = top + LINE * len(label) - 4
        rows.append(
            {"label": label, "label_y": top + LINE - 4, "value_y": baseline,
             **_track(baseline + TRACK), **_values(release, code)}
        )  # fmt: skip
        top = baseline + TRACK + GAP
    return rows, top - GAP + AXIS + EDGE


def _track(y: int) -> Part:
    return {"y": y, "over": y - NOTCH, "under": y + NOTCH}


def _values(release: Release, code: str) -> Part:
    level = release.score(Measure.LEVEL, code)
    if not isinstance(level, Shown):
        return {"number": "–", "level": None, "low": None, "high": None, "fine": False}
    return {"number": number(level), "level": level.value, "low": level.low, "high": level.high,
            "fine": level.step <= 1}  # fmt: skip


def _scale_lines(geometry: Geometry, palette: Palette) -> list[Part]:
    track = {"type": "rule", "color": palette["line"], "strokeWidth": 3, "strokeCap": "round"}
    notch = {"type": "rule", "color": palette["soft"], "strokeWidth": 1}
    return [
        {"mark": track,
         "encoding": {"x": {**geometry.x, "datum": 0}, "x2": {"datum": 100},
                      "y": {**geometry.y, "field": "y"}}},
        {"mark": notch,
         "encoding": {"x": {**geometry.x, "datum": LEVEL_CUT},
                      "y": {**geometry.y, "field": "over"}, "y2": {"field": "under"}}},
        *(_tick(geometry, palette, at) for at in (0, LEVEL_CUT, 100)),
    ]  # fmt: skip


def _tick(geometry: Geometry, palette: Palette, at: int) -> Part:
    side = {0: geometry.align("start"), 100: geometry.align("end")}.get(at, "center")
    shift = {0: geometry.shift, 100: -geometry.shift}.get(at, 0)
    return {
        "data": {"values": [{}]},
        "mark": {"type": "text", "align": side, "dx": shift, "baseline": "bottom",
                 "text": str(at), "fontSize": 13, "color": palette["soft"]},
        "encoding": {"x": {**geometry.x, "datum": at},
                     "y": {**geometry.y, "datum": geometry.height - 2}},
    }  # fmt: skip


def _dots(geometry: Geometry, palette: Palette) -> list[Part]:
    y = {**geometry.y, "field": "y"}
    at: Part = {"x": {**geometry.x, "field": "level"}, "y": y}
    bar: Part = {"x": {**geometry.x, "field": "low"}, "x2": {"field": "high"}, "y": y}
    # Blunt ends: round ones would reach beyond the interval.
    heard = {"type": "rule", "color": palette["interval"], "strokeWidth": 13, "strokeCap": "butt"}
    dot = {"type": "point", "filled": True, "size": 64, "opacity": 1, "color": palette["accent"]}
    hollow = {**dot, "size": 90, "color": palette["paper"], "stroke": palette["accent"],
              "strokeWidth": 3}  # fmt: skip
    return [
        {"transform": [{"filter": "datum.low != null"}], "mark": heard, "encoding": bar},
        {"transform": [{"filter": "datum.level != null && datum.fine"}], "mark": dot,
         "encoding": at},
        {"transform": [{"filter": "datum.level != null && !datum.fine"}], "mark": hollow,
         "encoding": at},
    ]  # fmt: skip


def _labels(geometry: Geometry, palette: Palette) -> list[Part]:
    text = {"type": "text", "baseline": "alphabetic", "fontSize": 14, "lineHeight": LINE}
    start, end = ({**geometry.x, "datum": place} for place in (0, 100))
    return [
        {
            "mark": {**text, "align": geometry.align("start"), "dx": geometry.shift,
                     "color": palette["ink"]},
            "encoding": {"x": start, "y": {**geometry.y, "field": "label_y"},
                         "text": {"field": "label"}},
        },
        {
            "mark": {**text, "align": geometry.align("end"), "color": palette["accent"],
                     "fontWeight": "bold", "fontSize": 15, "dx": -geometry.shift},
            "encoding": {"x": end, "y": {**geometry.y, "field": "value_y"},
                         "text": {"field": "number"}},
        },
    ]  # fmt: skip
