"""What REST, GraphQL and exports tell of a wave, written alike so that it can be compared."""

from collections.abc import Mapping, Sequence
from typing import Any

Found = dict[str, Any]
Told = Mapping[str, object]

GRAPHQL = {
    "overall_without_careless": "overallWithoutCareless",
    "careless_share": "carelessShare",
    "response_rate": "responseRate",
    "representativity": "representativity",
    "conflict": "conflict",
}
FLAGS = {"two_camps": "twoCamps", "echo_chamber": "echoChamber"}
"""Names of REST, and the same of GraphQL."""

EXPORTED = {
    "overall_without_careless": ("overall_without_careless", ""),
    "careless_share": ("careless_share", ""),
    "response_rate": ("rate", ""),
    "representativity": ("r_indicator", ""),
    "conflict": ("question", "conflict_voiced"),
}
WORDS = {"stage": "named_stage", "two_camps": "two_camps", "echo_chamber": "echo_chamber"}
"""Names of REST, and the measures and subjects of exports."""


def core(value: Found) -> tuple[object, ...]:
    """Give what all write of a value, each in its own shape."""
    if value.get("reason"):
        return value["reason"], value.get("minimumAnswers", value.get("minimum_answers"))
    band = value.get("band")
    code = band["code"] if isinstance(band, dict) else band
    if value.get("value") is not None:
        edge = value.get("edge") or None
        return (
            value["value"],
            value["step"],
            value.get("low"),
            value.get("high"),
            edge,
            code or None,
        )
    return (value.get("code", code),)


def by_rest(found: Found) -> Told:
    """Read an assessment of REST."""
    return {
        **{name: core(found["group"][name]) for name in GRAPHQL},
        **{name: flag(found[name]) for name in FLAGS},
        **{f"question {each['code']}": core(each["value"]) for each in found["questions"]},
        **{
            f"breakdown {each['band']}": reason(each["result"]) or cells(each["result"]["cells"])
            for each in found["breakdowns"]
        },
        "stage": reason(found["stage"]) or found["stage"]["stage"],
        "separating_items": reason(found["separating_items"]) or found["separating_items"]["codes"],
        "participation": reason(found["participation"]) or classes(found["participation"]),
    }


def by_graphql(wave: Found) -> Told:
    """Read a wave of GraphQL."""
    found = wave["assessment"]
    stage = found["stage"] or {"code": "NO_CLEAR_STAGE"}
    items = found["separatingItems"]
    return {
        **{name: core(found[field]) for name, field in GRAPHQL.items()},
        **{name: flag(found[field]) for name, field in FLAGS.items()},
        **{
            f"question {each['question']['code']}": core(each["value"])
            for each in found["groupQuestions"]
        },
        **{
            f"breakdown {each['band']}": reason(each["result"]) or cells(each["result"]["cells"])
            for each in found["breakdowns"]
        },
        "stage": reason(stage) or stage["code"].lower(),
        "separating_items": reason(items) or [each["code"] for each in items["nodes"]],
        "participation": reason(wave["turnout"]) or classes(wave["turnout"]),
    }


def by_export(found: Found) -> Told:
    """Read ``release.json`` of a community with one wave; what has no row is left out."""
    scores = {(row["measure"], row["subject"]): core(row) for row in found["scores"]}
    told: dict[str, Any] = {name: scores[key] for name, key in EXPORTED.items() if key in scores}
    told |= {name: scores[measure, ""][0] for name, measure in WORDS.items()}
    told |= {f"question {of}": each for (kind, of), each in scores.items() if kind == "question"}
    separating = [row for row in found["scores"] if row["measure"] == "separating_item"]
    told["separating_items"] = next(
        (row["reason"] for row in separating if row["reason"]),
        [row["subject"] for row in separating],
    )
    for row in found["breakdowns"]:
        told.setdefault(f"breakdown {row['compared_by']}", []).append((row["label"], core(row)))
    for row in found["participation"]:
        told.setdefault("participation", []).append(one_class(row, core(row)))
    return told


def reason(found: Found) -> str:
    """Say why something is suppressed; empty if it is not."""
    return str(found.get("reason", ""))


def flag(found: Found) -> str:
    return reason(found) or ("YES" if found["value"] else "NO")


def cells(found: Sequence[Found]) -> list[tuple[str, object]]:
    return [
        (cell["label"], core(each[measure]))
        for cell in found
        for each in (cell, *cell["characteristics"])
        for measure in ("level", "consensus")
    ]


def classes(found: Found) -> list[tuple[object, ...]]:
    return [
        one_class({}, core(found["rate"])),
        *(one_class(each, core(each["rate"])) for each in found["classes"]),
    ]


def one_class(found: Found, rate: tuple[object, ...]) -> tuple[object, ...]:
    """Give the class of everybody, or one of some."""
    role, tenure = found.get("role") or "", found.get("tenure") or ""
    return role.lower(), tenure.lower(), rate[:2]
