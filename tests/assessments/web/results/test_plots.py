"""Plots of releases built by hand, and the drawing program."""

import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.core.cache import cache
from django.utils import translation

from assessments.domain.releases.release import Release
from assessments.domain.releases.released import Band, Reason, Released, Shown, Suppressed, Verdict
from assessments.models import Community, Wave
from assessments.web.results.plots import drawing
from assessments.web.results.plots.drawing import PROGRAM, Draftsman, DrawingError, drawn
from assessments.web.results.plots.levels import levels_plot, plot_height
from assessments.web.results.plots.specification import Scheme, Specification, wrapped
from scoring import Measure

NAMES = {"realism": "Realism", "spirit": "A spirit <&> more"}
SVG = "{http://www.w3.org/2000/svg}"


def release_of(levels: Mapping[str, Released]) -> Release:
    """Build the release of a wave that is not stored anywhere."""
    wave = Wave(community=Community(name="Guild"), state=Wave.State.ASSESSED, sheets=20)
    scores = {(Measure.LEVEL.value, code): level for code, level in levels.items()}
    return Release(
        wave=wave,
        scores=scores,
        verdict=Verdict.NOT_MEASURED,
        stage=None,
        two_camps=False,
        separating_items=(),
        withheld=None,
    )


FINE = release_of(
    {
        "realism": Shown(value=72, step=1, low=65, high=79),
        "spirit": Suppressed(reason=Reason.TOO_FEW_ANSWERS, minimum=5),
    }
)
COARSE = release_of(
    {
        "realism": Shown(value=70, step=5),
        "spirit": Shown(value=45, step=5, band=Band.LOW),
    }
)


@pytest.fixture(autouse=True)
def _no_drawings_kept() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def rows(plot: Specification) -> list[dict[str, Any]]:
    return plot["data"]["values"]


def texts(svg: str) -> list[str]:
    return ["".join(text.itertext()) for text in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314 -- drawn here


def test_levels_plot_draws_exactly_what_is_released() -> None:
    first, second = rows(levels_plot(FINE, NAMES, Scheme.LIGHT))

    assert (first["level"], first["low"], first["high"], first["number"]) == (72, 65, 79, "72")
    assert (second["level"], second["low"], second["high"], second["number"]) == (
        None, None, None, "–",
    )  # fmt: skip


def test_levels_plot_of_a_small_group_has_no_intervals_and_hollow_dots() -> None:
    assert all(
        row["low"] is None and not row["fine"]
        for row in rows(levels_plot(COARSE, NAMES, Scheme.LIGHT))
    )


def test_levels_plot_describes_itself_with_the_same_numbers() -> None:
    description = levels_plot(FINE, NAMES, Scheme.LIGHT)["usermeta"]["description"]

    assert "Realism: 72, interval 65 to 79" in description
    assert "at least 5" in description


def test_levels_plot_runs_to_the_left_in_arabic() -> None:
    def ends(plot: Specification) -> Any:
        return plot["layer"][0]["encoding"]["x"]["scale"]["range"]  # type: ignore[index]  # Vega-Lite's JSON

    left_to_right = ends(levels_plot(FINE, NAMES, Scheme.LIGHT))
    with translation.override("ar"):
        right_to_left = ends(levels_plot(FINE, NAMES, Scheme.LIGHT))

    assert right_to_left == left_to_right[::-1]


def test_levels_plot_breaks_long_names_and_grows() -> None:
    long = NAMES | {"realism": "Gemeinschaftsverträglichkeitsüberprüfungsverfahren " * 4}

    assert all(len(line) <= 37 for line in rows(levels_plot(FINE, long, Scheme.LIGHT))[0]["label"])
    assert plot_height(FINE, long) > plot_height(FINE, NAMES)


def test_wrapped_keeps_at_most_three_lines() -> None:
    lines = wrapped("word " * 100, columns=20)

    assert len(lines) == 3
    assert lines[-1].endswith("…")


def test_drawn_holds_title_description_and_texts_without_inline_styles() -> None:
    svg = drawn(levels_plot(FINE, NAMES, Scheme.LIGHT))

    root = ET.fromstring(svg)  # noqa: S314 -- drawn here
    assert root.findtext(f"{SVG}title") == "Levels of the characteristics"
    assert "A spirit <&> more" in (root.findtext(f"{SVG}desc") or "")
    assert {"Realism", "A spirit <&> more", "72", "–", "0", "50", "100"} <= set(texts(svg))
    # The content security policy allows neither.
    assert "style=" not in svg
    assert "<style" not in svg


def test_drawn_is_as_wide_and_high_as_the_page_keeps_room_for() -> None:
    root = ET.fromstring(drawn(levels_plot(FINE, NAMES, Scheme.LIGHT)))  # noqa: S314 -- drawn here

    assert (root.get("width"), root.get("height")) == ("320", str(plot_height(FINE, NAMES)))


def test_drawn_differs_by_scheme_and_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    light = drawn(levels_plot(FINE, NAMES, Scheme.LIGHT))
    dark = drawn(levels_plot(FINE, NAMES, Scheme.DARK))
    # From here on nothing can be drawn any more.
    monkeypatch.setattr(drawing, "PROGRAM", PROGRAM.with_name("missing.py"))
    drawing.DRAFTSMAN.close()

    assert light != dark
    assert drawn(levels_plot(FINE, NAMES, Scheme.LIGHT)) == light
    with pytest.raises(DrawingError):
        drawn(levels_plot(COARSE, NAMES, Scheme.LIGHT))


def test_drawing_a_specification_that_is_none_is_refused_and_the_next_is_drawn() -> None:
    draftsman = Draftsman()
    try:
        with pytest.raises(DrawingError):
            draftsman.draw('{"mark": 5}')
        assert draftsman.draw('{"data": {"values": [{}]}, "mark": "point"}').startswith("<svg")
    finally:
        draftsman.close()


def test_draftsman_starts_again_after_its_program_was_killed() -> None:
    draftsman = Draftsman()
    plain = '{"data": {"values": [{}]}, "mark": "point"}'
    try:
        draftsman.draw(plain)
        process = draftsman._running()  # noqa: SLF001 -- an accident from outside
        process.kill()
        process.wait()
        assert draftsman.draw(plain).startswith("<svg")
    finally:
        draftsman.close()


def test_draftsman_serves_threads_in_turn() -> None:
    draftsman = Draftsman()
    drawings: list[str] = []

    def draw(width: int) -> None:
        text = f'{{"data": {{"values": [{{}}]}}, "mark": "point", "width": {width}}}'
        drawings.append(f"{width} {draftsman.draw(text)}")

    threads = [threading.Thread(target=draw, args=(width,)) for width in range(100, 106)]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        draftsman.close()
    # Each got its own drawing: its width is in the frame of the plot.
    assert len(drawings) == 6
    assert all(f"h{drawing.split()[0]}v" in drawing for drawing in drawings)


def test_the_web_process_never_loads_the_drawing_engine() -> None:
    # Loaded, it would hold the interpreter while it starts, and hang forked children.
    drawn(levels_plot(FINE, NAMES, Scheme.LIGHT))

    assert "vl_convert" not in sys.modules


def test_the_drawing_program_ends_with_its_input() -> None:
    ended = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, str(PROGRAM)], input="", timeout=30, check=True, text=True,
        capture_output=True,
    )  # fmt: skip

    assert ended.stdout == ""
