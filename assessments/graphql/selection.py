"""Which stored measures a document reads, by the names of its fields."""

from collections.abc import Collection, Mapping

from graphql import GraphQLObjectType, GraphQLSchema

from scoring import Measure

_ALONE = {
    "overall": Measure.OVERALL,
    "level": Measure.LEVEL,
    "consensus": Measure.CONSENSUS,
    "overallWithoutCareless": Measure.OVERALL_WITHOUT_CARELESS,
    "carelessShare": Measure.CARELESS_SHARE,
    "responseRate": Measure.RATE,
    "representativity": Measure.R_INDICATOR,
    "groupQuestions": Measure.QUESTION,
    "conflict": Measure.QUESTION,
    "polarisation": Measure.POLARISATION,
    "chanceLine": Measure.CHANCE_LINE,
    "rwgStarJ": Measure.RWG_STAR_J,
    "rwgStarJSkewed": Measure.RWG_STAR_J_SKEWED,
    "alpha": Measure.ALPHA,
    "omega": Measure.OMEGA,
    "claimGap": Measure.CLAIM_GAP,
    "facing": Measure.FACING,
    "loveCore": Measure.LOVE_CORE,
    "stages": Measure.STAGE,
}

MEASURES: Mapping[str, Collection[Measure]] = {
    **{name: {measure} for name, measure in _ALONE.items()},
    "realism": {
        Measure.REALISM,
        Measure.CALIBRATION,
        Measure.HUMILITY,
        Measure.BREADTH,
        Measure.BIAS,
        Measure.FALSE_CONSENSUS,
    },
}
"""What the fields of an assessment read; a name may stand for several fields of that name."""

SHOWING = (
    *("Assessment", "CharacteristicResult", "Consensus", "Realism"),
    *("Change", "CharacteristicChange", "Series", "CharacteristicSeries"),
)
"""The types whose fields show something of a release."""

_FREE = {
    *("id", "scoringVersion", "inputHash", "computedAt", "verdict", "stage", "twoCamps"),
    *("numbers", "separatingItems", "items", "surprisingItems", "breakdowns"),
    *("characteristics", "characteristic", "value", "calibration", "humility", "breadth", "bias"),
    *("falseConsensus",),
}
"""Fields that read no score, or such as a field above them reads."""


def measures_read(names: Collection[str], schema: GraphQLSchema) -> Collection[Measure] | None:
    """Give the measures that fields with these names read; None means all."""
    kinds: list[GraphQLObjectType] = [schema.type_map[kind] for kind in SHOWING]  # type: ignore[misc] # objects
    shown = {name for kind in kinds for name in kind.fields}
    read = shown.intersection(names) - _FREE
    if not read <= MEASURES.keys():
        return None
    return {measure for name in read for measure in MEASURES[name]}
