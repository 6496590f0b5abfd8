"""Two versions of an instrument side by side: what was added, taken away and changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from assessments.domain.instruments.instruments import questionnaire_of
from assessments.domain.instruments.questionnaires import Questionnaire
from assessments.models import Instrument


class Part(TextChoices):
    """A part of an instrument."""

    WHOLE = "whole", _("the whole")
    CHARACTERISTIC = "characteristic", _("characteristic")
    CLAIM = "claim", _("claim")
    ITEM = "item", _("item")
    QUESTION = "question", _("question")


class Kind(TextChoices):
    """What became of something."""

    ADDED = "added", _("added")
    REMOVED = "removed", _("removed")
    CHANGED = "changed", _("changed")


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One thing that differs. ``before`` and ``after`` name the properties that do."""

    part: Part
    code: str
    kind: Kind
    before: Mapping[str, str]
    after: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Everything that differs, and how much is the same."""

    differences: Sequence[Difference]
    same: int


Properties = Mapping[str, str]


def compare(before: Instrument, after: Instrument) -> Comparison:
    """Compare two versions by their public codes: texts, keying, claims and scales."""
    old, new = _things(questionnaire_of(before)), _things(questionnaire_of(after))
    differences = [*_differences(old, new)]
    return Comparison(differences=differences, same=len(old.keys() | new.keys()) - len(differences))


def _differences(
    old: Mapping[tuple[Part, str], Properties], new: Mapping[tuple[Part, str], Properties]
) -> Iterator[Difference]:
    order = [*Part]
    for part, code in sorted(old.keys() | new.keys(), key=lambda key: order.index(key[0])):
        before, after = old.get((part, code), {}), new.get((part, code), {})
        if before == after:
            continue
        names = [
            name for name in before.keys() | after.keys() if before.get(name) != after.get(name)
        ]
        yield Difference(
            part=part,
            code=code,
            kind=Kind.ADDED if not before else Kind.CHANGED if after else Kind.REMOVED,
            before={name: before[name] for name in sorted(names) if name in before},
            after={name: after[name] for name in sorted(names) if name in after},
        )


def _things(asked: Questionnaire) -> dict[tuple[Part, str], Properties]:
    things: dict[tuple[Part, str], Properties] = {
        (Part.WHOLE, ""): _properties(
            {
                "language": asked.language,
                "name": asked.name,
                "introduction": asked.introduction,
                "prediction": asked.prediction,
                **asdict(asked.scale),
            }
        )
    }
    for each in asked.characteristics:
        things[Part.CHARACTERISTIC, each.code] = _properties({"name": each.name})
        for claim in each.claims:
            things[Part.CLAIM, claim.code] = _properties(
                {"text": claim.text, "characteristic": each.code}
            )
    for part, entries in ((Part.ITEM, asked.items), (Part.QUESTION, asked.questions)):
        for entry in entries:
            properties = asdict(entry)
            scale = properties.pop("scale", {})
            code = str(properties.pop("code"))
            things[part, code] = _properties({**properties, **scale})
    return things


def _properties(values: Mapping[str, object]) -> Properties:
    """Write values as a reader compares them; what is empty or false is left out."""
    return {
        name: ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
        for name, value in values.items()
        if value not in ("", False, (), [])
    }
