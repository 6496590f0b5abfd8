"""The levels of the characteristics: one dot each on its interval, with how far members agree."""

from django.utils.translation import gettext as _

from assessments.domain.releases.release import Release
from assessments.domain.releases.released import Banded, Shown, Suppressed
from assessments.web.results.plots.canvas import EDGE, WIDTH, Canvas
from assessments.web.results.plots.picture import Picture
from assessments.web.results.plots.specification import (
    Part,
    Scheme,
    Specification,
    ordered,
    wrapped,
)
from assessments.web.results.sentences import Names, number, say
from scoring import Measure
from scoring.verdict import LEVEL_CUT

LINE, TRACK, BELOW, GAP = 18, 14, 19, 17  # px: label, then track, then consensus, then next row
UNDER = 48  # characters that have room below a track
NOTCH = 7  # px that the line at the cut reaches over and under a track
AXIS = 26  # px below the last row
COLUMNS = 37  # characters of a label beside its number


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


def levels_picture(release: Release, names: Names) -> Picture | None:
    """Picture the levels; nothing where none is shown."""
    if not any(isinstance(release.score(Measure.LEVEL, code), Shown) for code in names):
        return None
    return Picture(
        code="levels",
        title=title(),
        description=description(release, names),
        height=plot_height(release, names),
        draw=lambda scheme: levels_plot(release, names, scheme),
        head=(_("Characteristic"), _("Level"), _("Interval"), _("Consensus")),
        rows=tuple(_table_row(release, code, name) for code, name in names.items()),
    )


def levels_plot(release: Release, names: Names, scheme: Scheme) -> Specification:
    """Draw the released levels; a suppressed one is a row with the reason instead of a dot."""
    rows, height = _rows(release, names)
    canvas = Canvas.of(height, scheme)
    return canvas.drawing(
        title=title(),
        description=description(release, names),
        rows=rows,
        layers=[*_scale_lines(canvas), *_dots(canvas), *_labels(canvas)],
    )


def _table_row(release: Release, code: str, name: str) -> tuple[str, ...]:
    level = say(release.score(Measure.LEVEL, code))
    shown = level.number or level.reason
    return (name, shown, level.interval or "–", agreement(release, code) or "–")


def agreement(release: Release, code: str) -> str:
    """Say how far members agree on a characteristic; empty where that is not shown."""
    said = say(release.score(Measure.CONSENSUS, code))
    return " ".join(filter(None, (said.word, said.number)))


def _spoken(release: Release, code: str) -> str:
    level = release.score(Measure.LEVEL, code)
    if not isinstance(level, Shown):
        return level.message if isinstance(level, Suppressed) else ""
    agreed = _("consensus %(consensus)s") % {"consensus": agreement(release, code) or "–"}
    if level.low is None or level.high is None:
        return f"{number(level)}, {agreed}"
    heard = _("%(value)s, interval %(low)s to %(high)s") % {
        "value": number(level),
        "low": f"{level.low:.0f}",
        "high": f"{level.high:.0f}",
    }
    return f"{heard}, {agreed}"


def _rows(release: Release, names: Names) -> tuple[list[Part], int]:
    rows: list[Part] = []
    top = 0
    for code, name in names.items():
        label = wrapped(name, columns=COLUMNS)
        baseline = top + LINE * len(label) - 4
        track = baseline + TRACK
        rows.append(
            {"label": label, "label_y": top + LINE - 4, "value_y": baseline, "y": track,
             "over": track - NOTCH, "under": track + NOTCH, "below": track + BELOW,
             "agreement": ordered(_agreed(release, code)), **_values(release, code)}
        )  # fmt: skip
        top = track + BELOW + GAP
    return rows, top - GAP + AXIS


def _agreed(release: Release, code: str) -> str:
    shown = isinstance(release.score(Measure.CONSENSUS, code), Shown | Banded)
    if not shown:
        return ""
    agreed = agreement(release, code)
    named = _("consensus: %(consensus)s") % {"consensus": agreed}
    # Words as long as that say by themselves what they are about.
    return named if len(named) <= UNDER else agreed


def _values(release: Release, code: str) -> Part:
    level = release.score(Measure.LEVEL, code)
    if not isinstance(level, Shown):
        return {"number": "–", "level": None, "low": None, "high": None, "fine": False}
    return {"number": number(level), "level": level.value, "low": level.low, "high": level.high,
            "fine": level.step <= 1}  # fmt: skip


def _scale_lines(canvas: Canvas) -> list[Part]:
    palette = canvas.palette
    track = {"type": "rule", "color": palette["line"], "strokeWidth": 3, "strokeCap": "round"}
    notch = {"type": "rule", "color": palette["soft"], "strokeWidth": 1}
    return [
        {"mark": track,
         "encoding": {"x": {**canvas.scale(), "datum": 0}, "x2": {"datum": 100},
                      "y": {**canvas.down, "field": "y"}}},
        {"mark": notch,
         "encoding": {"x": {**canvas.scale(), "datum": LEVEL_CUT},
                      "y": {**canvas.down, "field": "over"}, "y2": {"field": "under"}}},
        *(_tick(canvas, at) for at in (0, LEVEL_CUT, 100)),
    ]  # fmt: skip


def _tick(canvas: Canvas, at: int) -> Part:
    side = {0: "start", 100: "end"}.get(at, "center")
    place = {0: 0, 100: WIDTH}.get(at, EDGE + at * (WIDTH - 2 * EDGE) / 100)
    mark = canvas.text(side, colour=canvas.palette["soft"], size=13)
    return canvas.written(str(at), (place, canvas.height - 3), mark)


def _dots(canvas: Canvas) -> list[Part]:
    palette = canvas.palette
    y = {**canvas.down, "field": "y"}
    at: Part = {"x": {**canvas.scale(), "field": "level"}, "y": y}
    bar: Part = {"x": {**canvas.scale(), "field": "low"}, "x2": {"field": "high"}, "y": y}
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


def _labels(canvas: Canvas) -> list[Part]:
    start, end = ({**canvas.across, "datum": place} for place in (0, WIDTH))
    bold = {**canvas.text("end", colour=canvas.palette["accent"], size=15), "fontWeight": "bold"}
    small = canvas.text(colour=canvas.palette["soft"], size=12)

    def field(name: str) -> Part:
        return {**canvas.down, "field": name}

    return [
        {"mark": canvas.text(),
         "encoding": {"x": start, "y": field("label_y"), "text": {"field": "label"}}},
        {"mark": bold, "encoding": {"x": end, "y": field("value_y"), "text": {"field": "number"}}},
        {"mark": small,
         "encoding": {"x": start, "y": field("below"), "text": {"field": "agreement"}}},
    ]  # fmt: skip
