"""Connections and community: how many a group reaches, and how much of a community it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from assessments.web.results.plots.canvas import WIDTH, Canvas
from assessments.web.results.plots.picture import Picture
from assessments.web.results.plots.specification import Part, Scheme, Specification, broken
from assessments.web.results.sentences import isolated
from scoring.verdict import OVERALL_CUT

HEIGHT = 320
START, END, TOP, BOTTOM = 34, WIDTH - 10, 26, HEIGHT - 46  # px: where the field of points lies
FEWEST, MOST = 1, 1_000_000_000
TICKS = (1, 100, 10_000, 1_000_000, 100_000_000)


@dataclass(frozen=True, kw_only=True)
class Point:
    """A community on the plane; ``own`` is the one whose page it is, an empty name is nobody's."""

    name: str
    connections: int
    overall: float
    said: str
    own: bool


def plane_picture(points: Sequence[Point]) -> Picture | None:
    """Picture the communities; nothing where the page's own has no place."""
    if not any(point.own for point in points):
        return None
    rows = tuple(
        (point.name or _("Another community"), _grouped(point.connections), point.said)
        for point in sorted(points, key=lambda each: (not each.own, each.connections))
    )
    return Picture(
        code="plane",
        title=title(),
        description="; ".join(
            _("%(name)s: %(connections)s connections, overall %(overall)s")
            % {"name": name, "connections": connections, "overall": overall}
            for name, connections, overall in rows
        )
        + ".",
        height=HEIGHT,
        draw=lambda scheme: _plot(points, scheme),
        head=(_("Community"), _("Connections"), _("Overall")),
        rows=rows,
    )


def _grouped(count: int) -> str:
    return number_format(count, force_grouping=True)


def title() -> str:
    """Name the plot."""
    return _("Connections and community")


def _plot(points: Sequence[Point], scheme: Scheme) -> Specification:
    canvas = Canvas.of(HEIGHT, scheme)
    plane = Plane(canvas)
    rows = [_row(point) for point in points]
    return canvas.drawing(
        title=title(),
        description="",
        rows=rows,
        layers=[*plane.frame(), *plane.points(), *plane.own_name(points)],
    )


def _row(point: Point) -> Part:
    connections = min(max(point.connections, FEWEST), MOST)
    return {"name": point.name, "connections": connections, "overall": point.overall,
            "own": point.own}  # fmt: skip


@dataclass(frozen=True)
class Plane:
    """The field, with its scales."""

    canvas: Canvas

    @property
    def across(self) -> Part:
        """Connections: each step is ten times as many."""
        return self.canvas.scale(FEWEST, MOST, start=START, end=END, kind="log")

    @property
    def up(self) -> Part:
        """The overall level, from 0 at the bottom."""
        scale = {"domain": [0, 100], "range": [BOTTOM, TOP]}
        return {"type": "quantitative", "axis": None, "scale": scale}

    def frame(self) -> list[Part]:
        """Draw the axes, the cut of a true community, and what the axes are."""
        palette, written = self.canvas.palette, self.canvas.written
        soft = palette["soft"]
        small = self.canvas.text("center", colour=soft, size=12)
        over = self.canvas.text("start", colour=soft, size=13)
        rule = {"type": "rule", "color": palette["line"], "strokeWidth": 1}
        dashed = {**rule, "color": soft, "strokeDash": [3, 3]}
        return [
            *(self._line(rule, at) for at in (0, 100)),
            self._line(dashed, OVERALL_CUT),
            *(self._level(at) for at in (0, OVERALL_CUT, 100)),
            *(self._column(rule, small, at) for at in TICKS),
            written(_("Community: the overall level"), (0, 13), over),
            written(_("Connections, each step a hundredfold"), (WIDTH / 2, HEIGHT - 4),
                    self.canvas.text("center", colour=soft, size=13)),
        ]  # fmt: skip

    def points(self) -> list[Part]:
        """Draw the others small and hollow, the own one large."""
        palette = self.canvas.palette
        x, y = {**self.across, "field": "connections"}, {**self.up, "field": "overall"}
        dot = {"type": "point", "filled": True, "opacity": 1}
        return [
            {"transform": [{"filter": "!datum.own"}],
             "mark": {**dot, "size": 70, "color": palette["paper"], "stroke": palette["soft"],
                      "strokeWidth": 2},
             "encoding": {"x": x, "y": y}},
            {"transform": [{"filter": "datum.own"}],
             "mark": {**dot, "size": 170, "color": palette["accent"], "stroke": palette["paper"],
                      "strokeWidth": 2},
             "encoding": {"x": x, "y": y}},
        ]  # fmt: skip

    def own_name(self, points: Sequence[Point]) -> list[Part]:
        """Write the own community's name over its point, towards where there is more room."""
        own = next(point for point in points if point.own)
        crowded = own.connections > TICKS[2]
        mark = {
            **self.canvas.text("end" if crowded else "start", colour=self.canvas.palette["accent"]),
            "fontWeight": "bold",
            "dx": (8 if crowded else -8) * (1 if self.canvas.rightward else -1),
            "dy": -14,
        }
        mark["text"] = isolated(broken(own.name, columns=30, most_lines=1)[0])
        # Lines and dots behind the name end before it.
        halo = {**mark, "stroke": self.canvas.palette["paper"], "strokeWidth": 5}
        return [
            {"transform": [{"filter": "datum.own"}], "mark": each,
             "encoding": {"x": {**self.across, "field": "connections"},
                          "y": {**self.up, "field": "overall"}}}
            for each in (halo, mark)
        ]  # fmt: skip

    def _line(self, mark: Part, level: float) -> Part:
        x, beyond = {**self.canvas.across, "datum": START}, {"datum": END}
        y = {**self.up, "datum": level}
        return {"data": {"values": [{}]}, "mark": mark, "encoding": {"x": x, "x2": beyond, "y": y}}

    def _level(self, level: int) -> Part:
        y = BOTTOM - (BOTTOM - TOP) * level / 100
        mark = self.canvas.text("end", colour=self.canvas.palette["soft"], size=12)
        return self.canvas.written(str(level), (START - 6, y + 4), mark)

    def _column(self, rule: Part, small: Part, at: int) -> Part:
        x = {**self.across, "datum": at}
        one: Part = {"values": [{}]}
        line = {"x": x, "y": {**self.up, "datum": 0}, "y2": {"datum": 100}}
        label = {"x": x, "y": {**self.canvas.down, "datum": BOTTOM + 17}}
        return {
            "resolve": {"scale": {"x": "independent", "y": "independent"}},
            "layer": [
                {"data": one, "mark": rule, "encoding": line},
                {"data": one, "mark": {**small, "text": _short(at)}, "encoding": label},
            ],
        }


def _short(count: int) -> str:
    """Write a count as short as it can be read, for example ``10k`` or ``100M``."""
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if count >= size:
            return f"{count // size}{letter}"
    return str(count)
