"""The statements on which members are most divided: bars to both sides of the middle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from assessments.domain.instruments.questionnaires import Scale
from assessments.domain.releases.items import ReleasedItem
from assessments.web.results.plots.canvas import WIDTH, Canvas
from assessments.web.results.plots.colours import BLACK, WHITE, between, readable_on
from assessments.web.results.plots.picture import Picture
from assessments.web.results.plots.specification import (
    Palette,
    Part,
    Scheme,
    Specification,
    ordered,
    percent,
    wrapped,
)
from assessments.web.results.plots.statements import shortened

LINE, BAR, THICK, GAP = 18, 20, 24, 16  # px: label line, from it to the bar's middle, bar, row gap
LEGEND = 32  # px above the first row
OUT = 4  # px that the line of the middle reaches beyond a bar
COLUMNS = 43  # characters of a label
NUMBERED = 10  # per cent from which on a part has room for its number

Texts = Mapping[str, str]
"""The items in the reader's language, by code."""


@dataclass(frozen=True, kw_only=True)
class Disputed:
    """Released items in their order, with their texts and the scale they were answered on."""

    items: Sequence[ReleasedItem]
    texts: Texts
    scale: Scale

    @property
    def labels(self) -> list[str]:
        """The words or numbers of the points."""
        return [label for _point, label in self.scale.options]

    @property
    def ends(self) -> tuple[str, str]:
        """What the lowest and the highest point mean."""
        return self.scale.low_label or self.labels[0], self.scale.high_label or self.labels[-1]


def disputed_picture(disputed: Disputed) -> Picture | None:
    """Picture how the answers to a few items are spread; nothing where none are released."""
    if not disputed.items:
        return None
    rows = tuple((disputed.texts[each.item], *map(percent, each.shares)) for each in disputed.items)
    return Picture(
        code="disputed",
        title=title(),
        description=_spoken(disputed),
        height=_rows(disputed)[2],
        draw=lambda scheme: _plot(disputed, scheme),
        head=(_("Statement"), *disputed.labels),
        rows=rows,
    )


def title() -> str:
    """Name the plot."""
    return _("Where members see it most differently")


def _spoken(disputed: Disputed) -> str:
    parts = (
        disputed.texts[each.item]
        + " "
        + ", ".join(f"{a} {s} %" for a, s in zip(disputed.labels, each.shares, strict=True))
        for each in disputed.items
    )
    return "; ".join(parts) + "."


def _plot(disputed: Disputed, scheme: Scheme) -> Specification:
    labels, parts, height = _rows(disputed)
    canvas = Canvas.of(height, scheme)
    colours = _colours(len(disputed.labels), canvas.palette)
    for part in parts:
        part["colour"] = colours[int(str(part["point"]))]
        part["ink"] = readable_on(str(part["colour"]), BLACK, WHITE)
    return canvas.drawing(
        title=title(),
        description=_spoken(disputed),
        rows=parts,
        layers=[
            *_legend(disputed, canvas, colours),
            _statements(canvas, labels),
            *_bars(canvas, reach=_reach(parts)),
        ],
    )


def _rows(disputed: Disputed) -> tuple[list[Part], list[Part], int]:
    """Give the labels, the parts of the bars, and the height of it all."""
    labels: list[Part] = []
    parts: list[Part] = []
    stem, rests = shortened([disputed.texts[each.item] for each in disputed.items])
    top = LEGEND
    if stem:
        labels.append({"label": [ordered(stem)], "y": top + LINE - 4})
        top += LINE + GAP // 4
    for each, text in zip(disputed.items, rests, strict=True):
        label = wrapped(text, columns=COLUMNS)
        labels.append({"label": label, "y": top + LINE - 4})
        middle = top + LINE * len(label) - 4 + BAR
        parts += _parts(each.shares, middle)
        top = middle + THICK // 2 + GAP
    return labels, parts, top - GAP + OUT


def _parts(shares: Sequence[int], middle: int) -> list[Part]:
    """Lay the parts of a bar side by side, the middle of the scale on the middle of the plot."""
    half = len(shares) // 2
    before = sum(shares[:half]) + (shares[half] / 2 if len(shares) % 2 else 0)
    edges = [-before]
    for share in shares:
        edges.append(edges[-1] + share)
    return [
        {"point": point, "percent": share, "start": start, "end": end, "at": (start + end) / 2,
         "over": middle - THICK / 2, "under": middle + THICK / 2,
         "above": middle - THICK / 2 - OUT, "below": middle + THICK / 2 + OUT, "text_y": middle + 4,
         "number": str(share) if share >= NUMBERED else ""}
        for point, (share, (start, end)) in enumerate(zip(shares, pairwise(edges), strict=True))
        if share
    ]  # fmt: skip


def _colours(points: int, palette: Palette) -> list[str]:
    """Shade from one end of the scale through its middle to the other."""
    shades = []
    for point in range(points):
        place = 2 * point / (points - 1) - 1
        end = palette["warm"] if place < 0 else palette["accent"]
        shades.append(between(palette["line"], end, abs(place)))
    return shades


def _legend(disputed: Disputed, canvas: Canvas, colours: Sequence[str]) -> list[Part]:
    start, end = (
        canvas.text(side, size=13, colour=canvas.palette["soft"]) for side in ("start", "end")
    )
    low, high = disputed.ends
    square = {"type": "square", "filled": True, "size": 110, "opacity": 1}
    return [
        _square(canvas, 6, {**square, "color": colours[0]}),
        canvas.written(low, (18, 14), start),
        _square(canvas, WIDTH - 6, {**square, "color": colours[-1]}),
        canvas.written(high, (WIDTH - 18, 14), end),
    ]


def _square(canvas: Canvas, at: float, mark: Part) -> Part:
    x, y = {**canvas.across, "datum": at}, {**canvas.down, "datum": 10}
    return {"data": {"values": [{}]}, "mark": mark, "encoding": {"x": x, "y": y}}


def _statements(canvas: Canvas, labels: list[Part]) -> Part:
    return {
        "data": {"values": labels},
        "mark": canvas.text(),
        "encoding": {"x": {**canvas.across, "datum": 0}, "y": {**canvas.down, "field": "y"},
                     "text": {"field": "label"}},
    }  # fmt: skip


def _reach(parts: Sequence[Part]) -> float:
    """Give how far the longest bar reaches to either side."""
    return max(abs(float(str(part[end]))) for part in parts for end in ("start", "end"))


def _bars(canvas: Canvas, *, reach: float) -> list[Part]:
    across = canvas.scale(-reach, reach, start=0, end=WIDTH)
    over, under = {**canvas.down, "field": "over"}, {"field": "under"}
    edge = {"stroke": canvas.palette["paper"], "strokeWidth": 1}
    text = {**canvas.text("center", size=12), "fontWeight": "bold"}
    middle = {"type": "rule", "color": canvas.palette["ink"], "strokeWidth": 1.5}
    return [
        # First, so that the bars lie over it and their numbers can be read.
        {"mark": middle, "encoding": {"x": {**across, "datum": 0},
                                      "y": {**canvas.down, "field": "above"},
                                      "y2": {"field": "below"}}},
        {"mark": {"type": "rect", **edge},
         "encoding": {"x": {**across, "field": "start"}, "x2": {"field": "end"},
                      "y": over, "y2": under,
                      "color": {"field": "colour", "type": "nominal", "scale": None}}},
        {"mark": text,
         "encoding": {"x": {**across, "field": "at"}, "y": {**canvas.down, "field": "text_y"},
                      "text": {"field": "number"},
                      "color": {"field": "ink", "type": "nominal", "scale": None}}},
    ]  # fmt: skip
