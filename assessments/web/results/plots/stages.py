"""The stages of community making: five bars, as likely as each is."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.domain.releases.release import Release
from assessments.domain.releases.released import Shown
from assessments.web.results.plots.canvas import WIDTH, Canvas
from assessments.web.results.plots.picture import Picture
from assessments.web.results.plots.specification import Part, Scheme, Specification, percent
from scoring import Measure

STAGES: Mapping[str, Promise] = {
    "pseudocommunity": gettext_lazy("Pseudocommunity"),
    "chaos": gettext_lazy("Chaos"),
    "emptiness": gettext_lazy("Emptiness"),
    "community": gettext_lazy("Community"),
    "no_clear_stage": gettext_lazy("No clear stage"),
}
"""The five classes, in the order of community making."""

ROW, TEXT, BAR, THICK = 40, 14, 24, 9  # px: a row, and in it the baseline, the bar, its height


def stage_shares(release: Release) -> dict[str, int]:
    """Give each stage's probability in whole per cents; empty where they may not be shown."""
    found = {code: release.score(Measure.STAGE, code) for code in STAGES}
    return {
        code: round(100 * stage.value) for code, stage in found.items() if isinstance(stage, Shown)
    }


def stages_picture(release: Release) -> Picture | None:
    """Picture the probabilities of the stages; nothing where they may not be shown."""
    shares = stage_shares(release)
    if not shares:
        return None
    rows = tuple((str(STAGES[code]), percent(share)) for code, share in shares.items())
    return Picture(
        code="stages",
        title=_("How likely the group is in each stage"),
        description="; ".join(": ".join(row) for row in rows) + ".",
        height=ROW * len(rows),
        draw=lambda scheme: _plot(shares, scheme),
        head=(_("Stage"), _("Probability")),
        rows=rows,
    )


def _plot(shares: Mapping[str, int], scheme: Scheme) -> Specification:
    canvas = Canvas.of(ROW * len(shares), scheme)
    likeliest = max(shares.values())
    rows: list[Part] = [
        {"stage": str(STAGES[code]), "zero": 0, "percent": share, "number": percent(share),
         "likeliest": share == likeliest, "text_y": row * ROW + TEXT, "y": row * ROW + BAR}
        for row, (code, share) in enumerate(shares.items())
    ]  # fmt: skip
    return canvas.drawing(
        title=_("How likely the group is in each stage"),
        description="; ".join(f"{row['stage']}: {row['number']}" for row in rows) + ".",
        rows=rows,
        layers=[*_bars(canvas), *_labels(canvas)],
    )


def _bars(canvas: Canvas) -> list[Part]:
    palette = canvas.palette
    across = canvas.scale(start=0, end=WIDTH)
    y = {**canvas.down, "field": "y"}
    rule = {"type": "rule", "strokeWidth": THICK, "strokeCap": "butt"}
    colour = {
        "condition": {"test": "datum.likeliest", "value": palette["accent"]},
        "value": palette["interval"],
    }
    return [
        {"mark": {**rule, "color": palette["line"]},
         "encoding": {"x": {**across, "datum": 0}, "x2": {"datum": 100}, "y": y}},
        {"mark": rule,
         "encoding": {"x": {**across, "field": "zero"}, "x2": {"field": "percent"}, "y": y,
                      "color": colour}},
    ]  # fmt: skip


def _labels(canvas: Canvas) -> list[Part]:
    y = {**canvas.down, "field": "text_y"}
    weight = {
        "condition": {"test": "datum.likeliest", "value": canvas.palette["accent"]},
        "value": canvas.palette["soft"],
    }
    return [
        {"mark": canvas.text(),
         "encoding": {"x": {**canvas.across, "datum": 0}, "y": y, "text": {"field": "stage"}}},
        {"mark": {**canvas.text("end", size=15), "fontWeight": "bold"},
         "encoding": {"x": {**canvas.across, "datum": WIDTH}, "y": y, "color": weight,
                      "text": {"field": "number"}}},
    ]  # fmt: skip
