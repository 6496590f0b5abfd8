"""The tables of the result page, as it shows them and as GraphQL tells them."""

import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

from assessments.domain.exports.codebook import CODEBOOK
from assessments.domain.releases.released import Band
from assessments.models.communities import Role, Tenure
from scoring import Measure

Found = dict[str, Any]
Rows = list[list[str]]

TABLE = re.compile(r"<table.*?</table>", re.DOTALL)
ROW = re.compile(r"<tr.*?</tr>", re.DOTALL)
CELL = re.compile(r"<t[dh][ >].*?</t[dh]>", re.DOTALL)
SIGN_OF_AN_END = re.compile(r"(?<=\d)[+-](?![\w.])")
"""What follows a number at which the scale is cut off: 95+ and 5-."""

RESEARCH_OF_EACH = ("polarisation", "chanceLine", "rwgStarJ", "rwgStarJSkewed", "alpha", "omega")
RESEARCH_OF_ALL: Mapping[Measure, tuple[str, ...]] = {
    Measure.POLARISATION: ("consensus", "polarisation"),
    Measure.CHANCE_LINE: ("consensus", "chanceLine"),
    Measure.CALIBRATION: ("realism", "calibration"),
    Measure.HUMILITY: ("realism", "humility"),
    Measure.BREADTH: ("realism", "breadth"),
    Measure.BIAS: ("realism", "bias"),
    Measure.FALSE_CONSENSUS: ("realism", "falseConsensus"),
    Measure.RATE: ("responseRate",),
    Measure.R_INDICATOR: ("representativity",),
    Measure.CARELESS_SHARE: ("carelessShare",),
    Measure.OVERALL_WITHOUT_CARELESS: ("overallWithoutCareless",),
}
STAGES = {
    "PSEUDOCOMMUNITY": "Pseudocommunity",
    "CHAOS": "Chaos",
    "EMPTINESS": "Emptiness",
    "COMMUNITY": "Community",
    "NO_CLEAR_STAGE": "No clear stage",
}


def shown(page: str) -> dict[tuple[str, ...], Rows]:
    """Read every table of the page: its rows by its head, or by its caption if it has none."""
    tables = {}
    for html in TABLE.findall(page):
        rows = [[text_of(cell) for cell in CELL.findall(row)] for row in ROW.findall(html)]
        headed = "<thead" in html
        key = tuple(rows[0]) if headed else (text_of(html.partition("</caption>")[0]),)
        tables[key] = rows[1:] if headed else rows
    return tables


def told(wave: Found) -> dict[tuple[str, ...], Rows]:
    """Write the tables that GraphQL's answer makes; none of what it suppresses as a whole."""
    found = wave["assessment"]
    tables = {
        **_levels(found["characteristics"]),
        **_research(found),
        **_stages(found["stages"]),
        **_participation(wave["turnout"]),
        **_facing(found["facing"]),
        **_predictions(found["items"].get("nodes", ())),
        ("The whole group",): _research_of_all(found),
    }
    for breakdown in found["breakdowns"]:
        tables |= _breakdown(breakdown["result"], found["characteristics"])
    return tables


def value(told: Found) -> str:
    """Write a value as a cell does: its word, its number, its interval, or why there is none."""
    if told["__typename"] == "Suppressed":
        return str(told["message"])
    return " ".join(filter(None, (_word(told), _number(told), _interval(told))))


def without_interval(told: Found) -> str:
    """Write a value whose interval has a cell of its own, or none."""
    return value({**told, "low": None})


def _word(told: Found) -> str:
    band = told if told["__typename"] == "Band" else told["band"]
    return str(Band[band["code"]].label) if band else ""


def _number(told: Found) -> str:
    return plain(told["text"]) if "text" in told else ""


def _interval(told: Found) -> str:
    low, high = told.get("low"), told.get("high")
    if low is None or high is None:
        return ""
    return "within one point" if low == high else f"{low:.0f}–{high:.0f}"


def _levels(found: Sequence[Found]) -> dict[tuple[str, ...], Rows]:
    has_intervals = any(_interval(each["level"]) for each in found)
    head = ("Characteristic", "Level", *["Interval"] * has_intervals, "Consensus")
    return {head: [_level(each, has_intervals=has_intervals) for each in found]}


def _level(each: Found, *, has_intervals: bool) -> list[str]:
    name, level, consensus = each["characteristic"]["name"], each["level"], each["consensus"]
    if "reason" in level and value(level) == value(consensus):
        return [name, value(level)]
    interval = [_interval(level) or "–"] * has_intervals
    return [name, without_interval(level), *interval, value(consensus)]


def _research(found: Found) -> dict[tuple[str, ...], Rows]:
    rows = [
        [each["characteristic"]["name"], *(value(each[measure]) for measure in RESEARCH_OF_EACH)]
        for each in found["characteristics"]
    ]
    only = {cell for _name, *cells in rows for cell in cells}
    measures = (
        Measure.POLARISATION,
        Measure.CHANCE_LINE,
        Measure.RWG_STAR_J,
        Measure.RWG_STAR_J_SKEWED,
        Measure.ALPHA,
        Measure.OMEGA,
    )
    head = ("Characteristic", *(title(measure) for measure in measures))
    return {head: rows} if len(only) > 1 else {}


def _research_of_all(found: Found) -> Rows:
    rows = []
    for measure, steps in RESEARCH_OF_ALL.items():
        told: Any = found
        for step in steps:
            told = told[step]
        if told.get("reason") != "NOT_MEASURED":
            rows.append([title(measure), value(told)])
    return rows


def _stages(found: Sequence[Found]) -> dict[tuple[str, ...], Rows]:
    if any("reason" in each["probability"] for each in found):
        return {}
    shares = {each["stage"]: round(100 * each["probability"]["value"]) for each in found}
    rows = [[name, f"{shares[code]} %"] for code, name in STAGES.items()]
    return {("Stage", "Probability"): rows}


def _participation(found: Found) -> dict[tuple[str, ...], Rows]:
    rows = [[_class(each), *_share(each)] for each in found.get("classes", ())]
    numbers = [row for row in rows if len(row) > 2]  # a reason for all stands in words
    return {("On the roster", "Invited", "Took part"): rows} if numbers else {}


def _facing(found: Found) -> dict[tuple[str, ...], Rows]:
    if "reason" in found:
        return {}
    said = " ".join(filter(None, (_number(found), _word(found))))
    return {("Measure", "Result"): [[title(Measure.FACING), said]]}


def _class(each: Found) -> str:
    """Name a class by what the roster states of somebody."""
    role, tenure = each["role"], each["tenure"]
    stated = ([Role[role].label] if role else []) + ([Tenure[tenure].label] if tenure else [])
    return ", ".join(map(str, stated))


def _share(each: Found) -> list[str]:
    rate = each["rate"]
    if rate["__typename"] == "Suppressed":
        return [value(rate)]
    return [str(each["invited"]), f"{100 * rate['value']:.0f} %"]


def _predictions(found: Sequence[Found]) -> dict[tuple[str, ...], Rows]:
    rows = [
        [each["item"]["text"], f"{each['predicted']} %", f"{each['actual']} %", gap(each["bias"])]
        for each in found
        if each["bias"] is not None
    ]
    return {("Statement", "Expected", "Said", "Difference"): rows} if rows else {}


def disputed(found: Found) -> tuple[tuple[str, ...], Rows]:
    """Write how the answers to every item are spread; the page shows the most disputed of them."""
    items = found["items"].get("nodes", ())
    rows = [
        [each["item"]["text"], *(f"{share['percent']} %" for share in each["shares"])]
        for each in items
    ]
    labels = [share["label"] for each in items[:1] for share in each["shares"]]
    return ("Statement", *labels), rows


def _breakdown(found: Found, known: Sequence[Found]) -> dict[tuple[str, ...], Rows]:
    cells = found.get("cells", ())
    if not cells:
        return {}
    parts = [
        [cell["label"], without_interval(cell["level"]), without_interval(cell["consensus"])]
        for cell in cells
    ]
    each = [
        [name, *(_both(cell["characteristics"][place]) for cell in cells)]
        for place, name in enumerate(each["characteristic"]["name"] for each in known)
    ]
    head = ("Characteristic", *(cell["label"] for cell in cells))
    return {("Answer", "Level", "Consensus"): parts, head: each}


def _both(found: Found) -> str:
    level, consensus = without_interval(found["level"]), without_interval(found["consensus"])
    return (
        level
        if "reason" in found["level"] and level == consensus
        else (f"{level} Consensus: {consensus}")
    )


def title(measure: Measure) -> str:
    """Give the title of a measure, which is the codebook's."""
    return str(CODEBOOK[measure].title)


def gap(bias: int) -> str:
    """Write a difference with its sign."""
    return f"{bias:+d}" if bias else "0"


def text_of(html: str) -> str:
    """Give the visible text, with the minus of programs, and no sign after an end of a scale."""
    text = " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split()).replace("−", "-")
    return plain(text)


def plain(text: str) -> str:
    """Leave out the sign that says where a scale is cut off."""
    return SIGN_OF_AN_END.sub("", text.replace("−", "-"))
