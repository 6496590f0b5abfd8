"""What members expected of each other, and what these said: dumbbells."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from assessments.domain.releases.items import ReleasedItem
from assessments.web.results.plots.canvas import EDGE, WIDTH, Canvas
from assessments.web.results.plots.picture import Picture
from assessments.web.results.plots.specification import (
    Part,
    Scheme,
    Specification,
    percent,
    wrapped,
)
from assessments.web.results.plots.statements import shortened

LINE, TRACK, GAP = 18, 15, 22  # px: a line of the label, from it to the track, to the next row
LEGEND, AXIS = 30, 24  # px above the first row, and below the last
COLUMNS = 36  # characters of a label beside its number
NEAR = 1  # per cent apart that is drawn as one dot

Texts = Mapping[str, str]
"""The items in the reader's language, by code."""


def predictions_picture(items: Sequence[ReleasedItem], texts: Texts) -> Picture | None:
    """Picture the items that members predict, the most misjudged first; nothing without any."""
    predicted = [each for each in items if each.bias is not None]
    if not predicted:
        return None
    predicted.sort(key=lambda each: -abs(each.bias or 0))
    rows = tuple(
        (
            texts[each.item],
            percent(each.predicted),
            percent(each.actual),
            signed(each.bias or 0),
        )
        for each in predicted
    )
    description = _("How many of the others agree, as expected and as said.") + " "
    description += "; ".join(f"{text} {guess}, {real}" for text, guess, real, _gap in rows) + "."
    return Picture(
        code="predictions",
        title=title(),
        description=description,
        height=_rows(predicted, texts)[1],
        draw=lambda scheme: _plot(predicted, texts, description, scheme),
        head=(_("Statement"), _("Expected"), _("Said"), _("Difference")),
        rows=rows,
    )


def title() -> str:
    """Name the plot."""
    return _("What members expected of each other, and what they said")


def signed(value: int) -> str:
    """Give a whole number with its sign."""
    return f"{value:+d}".replace("-", "−") if value else "0"


def _plot(
    items: Sequence[ReleasedItem], texts: Texts, description: str, scheme: Scheme
) -> Specification:
    rows, height = _rows(items, texts)
    stem, _rests = shortened([texts[each.item] for each in items])
    canvas = Canvas.of(height, scheme)
    return canvas.drawing(
        title=title(),
        description=description,
        rows=rows,
        layers=[
            *_legend(canvas),
            canvas.written(stem, (0, LEGEND + LINE - 4), canvas.text()),
            *_tracks(canvas),
            *_ends(canvas),
            *_labels(canvas),
        ],
    )


def _rows(items: Sequence[ReleasedItem], texts: Texts) -> tuple[list[Part], int]:
    rows: list[Part] = []
    stem, rests = shortened([texts[each.item] for each in items])
    top = LEGEND + (LINE + GAP // 4 if stem else 0)
    for each, text in zip(items, rests, strict=True):
        label = wrapped(text, columns=COLUMNS)
        baseline = top + LINE * len(label) - 4
        rows.append(
            {"label": label, "label_y": top + LINE - 4, "value_y": baseline, "y": baseline + TRACK,
             "predicted": each.predicted, "actual": each.actual,
             "number": signed(each.bias or 0), "apart": abs(each.bias or 0) > NEAR}
        )  # fmt: skip
        top = baseline + TRACK + GAP
    return rows, top - GAP + AXIS + EDGE


def _legend(canvas: Canvas) -> list[Part]:
    small = canvas.text(colour=canvas.palette["soft"], size=13)
    middle = WIDTH / 2 + EDGE
    return [
        _dot(canvas, (EDGE, 10), _hollow(canvas)),
        canvas.written(_("expected"), (EDGE + 12, 14), small),
        _dot(canvas, (middle, 10), _filled(canvas)),
        canvas.written(_("said"), (middle + 12, 14), small),
    ]


def _dot(canvas: Canvas, at: tuple[float, float], mark: Part) -> Part:
    x, y = {**canvas.across, "datum": at[0]}, {**canvas.down, "datum": at[1]}
    return {"data": {"values": [{}]}, "mark": mark, "encoding": {"x": x, "y": y}}


def _filled(canvas: Canvas) -> Part:
    return {"type": "point", "filled": True, "size": 80, "opacity": 1,
            "color": canvas.palette["accent"]}  # fmt: skip


def _hollow(canvas: Canvas) -> Part:
    return {"type": "point", "filled": True, "size": 80, "opacity": 1,
            "color": canvas.palette["paper"], "stroke": canvas.palette["warm"],
            "strokeWidth": 2.5}  # fmt: skip


def _tracks(canvas: Canvas) -> list[Part]:
    palette = canvas.palette
    y = {**canvas.down, "field": "y"}
    track = {"type": "rule", "color": palette["line"], "strokeWidth": 3, "strokeCap": "round"}
    gap = {"type": "rule", "color": palette["warm_soft"], "strokeWidth": 5}
    soft = palette["soft"]
    ticks = (
        canvas.written(text, (at, canvas.height - 3), canvas.text(side, colour=soft, size=13))
        for text, at, side in (("0 %", 0, "start"), ("100 %", WIDTH, "end"))
    )
    return [
        {"mark": track, "encoding": {"x": {**canvas.scale(), "datum": 0}, "x2": {"datum": 100},
                                     "y": y}},
        {"mark": gap, "encoding": {"x": {**canvas.scale(), "field": "predicted"},
                                   "x2": {"field": "actual"}, "y": y}},
        *ticks,
    ]  # fmt: skip


def _ends(canvas: Canvas) -> list[Part]:
    y = {**canvas.down, "field": "y"}
    return [
        {"transform": [{"filter": "datum.apart"}], "mark": _hollow(canvas),
         "encoding": {"x": {**canvas.scale(), "field": "predicted"}, "y": y}},
        {"mark": _filled(canvas),
         "encoding": {"x": {**canvas.scale(), "field": "actual"}, "y": y}},
    ]  # fmt: skip


def _labels(canvas: Canvas) -> list[Part]:
    bold = {**canvas.text("end", colour=canvas.palette["warm"], size=15), "fontWeight": "bold"}
    return [
        {"mark": canvas.text(),
         "encoding": {"x": {**canvas.across, "datum": 0}, "y": {**canvas.down, "field": "label_y"},
                      "text": {"field": "label"}}},
        {"mark": bold,
         "encoding": {"x": {**canvas.across, "datum": WIDTH},
                      "y": {**canvas.down, "field": "value_y"}, "text": {"field": "number"}}},
    ]  # fmt: skip
