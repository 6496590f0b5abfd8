"""The levels over the waves of a community: a field for each characteristic and wave."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from assessments.domain.releases.release import Release
from assessments.domain.releases.released import Released, Shown
from assessments.web.results.plots.canvas import WIDTH, Canvas
from assessments.web.results.plots.colours import BLACK, WHITE, between, readable_on
from assessments.web.results.plots.picture import Picture
from assessments.web.results.plots.specification import (
    Palette,
    Part,
    Scheme,
    Specification,
    wrapped,
)
from assessments.web.results.sentences import Names, number, say
from scoring import Measure

MOST_WAVES = 8
"""So many of the newest waves have room on a phone; the table holds them all."""

HEAD, ROW, SPACE = 28, 46, 3  # px: above the first row, a row, between two fields
LABELS, COLUMNS, LINE = 136, 18, 15  # px for the labels, their characters a line, px a line


def history_picture(releases: Sequence[Release], names: Names) -> Picture | None:
    """Picture the levels of the waves, the first wave first; nothing with fewer than two."""
    told = [release for release in releases if release.withheld is None]
    if len(told) < 2:  # noqa: PLR2004 -- one wave is no history
        return None
    rows = tuple(
        (name, *(_told(release.score(measure, code)) for release in told))
        for measure, code, name in _subjects(names)
    )
    waves = tuple(_("Wave %(number)s") % {"number": release.wave.number} for release in told)
    described = (f"{row[0]}: {', '.join(row[1:])}" for row in rows)
    return Picture(
        code="history",
        title=title(),
        description=", ".join(waves) + ". " + "; ".join(described) + ".",
        height=HEAD + ROW * len(rows),
        draw=lambda scheme: _plot(told[-MOST_WAVES:], names, scheme),
        head=(_("Characteristic"), *waves),
        rows=rows,
    )


def title() -> str:
    """Name the plot."""
    return _("Levels over the waves")


def _told(released: Released) -> str:
    said = say(released)
    return said.number or said.word or said.reason


def _subjects(names: Names) -> list[tuple[Measure, str, str]]:
    """Name what the rows are about: the characteristics, and the group as a whole."""
    each = [(Measure.LEVEL, code, name) for code, name in names.items()]
    return each if len(each) == 1 else [*each, (Measure.OVERALL, "", _("Overall"))]


def _plot(releases: Sequence[Release], names: Names, scheme: Scheme) -> Specification:
    subjects = _subjects(names)
    canvas = Canvas.of(HEAD + ROW * len(subjects), scheme)
    labels = [_label(name, HEAD + ROW * place) for place, (_m, _c, name) in enumerate(subjects)]
    fields = [
        _field(release.score(measure, code), row, column, len(releases), canvas.palette)
        for row, (measure, code, _name) in enumerate(subjects)
        for column, release in enumerate(releases)
    ]
    return canvas.drawing(
        title=title(),
        description="",
        rows=fields,
        layers=[_labels(canvas, labels), *_heads(canvas, releases), *_fields(canvas)],
    )


def _label(name: str, top: int) -> Part:
    lines = wrapped(name, columns=COLUMNS)
    return {"label": lines, "y": top + ROW / 2 - LINE * len(lines) / 2 + LINE - 3}


def _field(released: Released, row: int, column: int, columns: int, palette: Palette) -> Part:
    wide = (WIDTH - LABELS) / columns
    left, top = LABELS + wide * column, HEAD + ROW * row
    place: Part = {
        "start": left + SPACE / 2, "end": left + wide - SPACE / 2, "at": left + wide / 2,
        "over": top + SPACE / 2, "under": top + ROW - SPACE / 2, "text_y": top + ROW / 2 + 5,
    }  # fmt: skip
    if not isinstance(released, Shown):
        soft = palette["soft"]
        return {**place, "level": None, "number": "–", "colour": palette["sunken"], "ink": soft}
    colour = between(palette["sunken"], palette["accent"], released.value / 100)
    ink = readable_on(colour, BLACK, WHITE)
    return {**place, "level": released.value, "number": number(released),
            "colour": colour, "ink": ink}  # fmt: skip


def _labels(canvas: Canvas, labels: list[Part]) -> Part:
    return {
        "data": {"values": labels},
        "mark": canvas.text(size=13, line=LINE),
        "encoding": {"x": {**canvas.across, "datum": 0}, "y": {**canvas.down, "field": "y"},
                     "text": {"field": "label"}},
    }  # fmt: skip


def _heads(canvas: Canvas, releases: Sequence[Release]) -> list[Part]:
    wide = (WIDTH - LABELS) / len(releases)
    mark = canvas.text("center", colour=canvas.palette["soft"], size=13)
    numbers = [
        canvas.written(str(each.wave.number), (LABELS + wide * (place + 0.5), 18), mark)
        for place, each in enumerate(releases)
    ]
    return [
        canvas.written(_("Wave"), (0, 18), canvas.text(colour=canvas.palette["soft"], size=13)),
        *numbers,
    ]


def _fields(canvas: Canvas) -> list[Part]:
    text = {**canvas.text("center"), "fontWeight": "bold"}

    def x(name: str) -> Part:
        return {**canvas.across, "field": name}

    def colour(name: str) -> Part:
        return {"field": name, "type": "nominal", "scale": None}

    return [
        {"mark": {"type": "rect", "cornerRadius": 4},
         "encoding": {"x": x("start"), "x2": {"field": "end"},
                      "y": {**canvas.down, "field": "over"}, "y2": {"field": "under"},
                      "color": colour("colour")}},
        {"mark": text,
         "encoding": {"x": x("at"), "y": {**canvas.down, "field": "text_y"},
                      "text": {"field": "number"}, "color": colour("ink")}},
    ]  # fmt: skip
