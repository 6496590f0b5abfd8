"""What is written at once is what graphql-core writes field by field, errors and all."""

import math
from enum import Enum
from typing import Annotated, Any

import pytest
import strawberry

from assessments.graphql.execution import Execution, Plans


@strawberry.enum
class Colour(Enum):
    """A leaf with names."""

    RED = "red"
    BLUE = "blue"


@strawberry.type
class Number:
    """One kind of value."""

    needed: float
    perhaps: float | None
    flag: bool
    word: str | None
    colour: Colour | None


@strawberry.type
class Reason:
    """The other kind."""

    why: str


Value = Annotated[Number | Reason, strawberry.union("Value")]


@strawberry.type
class Group:
    """What holds values."""

    perhaps: Value | None
    values: list[Value]
    column: list[float | None]
    words: list[str] | None
    within: "Group | None" = None

    @strawberry.field
    def level(self) -> float:
        """Fail where there is no number."""
        return self.column[0] * 1.0 if self.column else 1.0  # type: ignore[operator] # that is the test


@strawberry.type
class Query:
    """The root."""

    group: Group


AT_ONCE = strawberry.Schema(Query, execution_context_class=Execution)
FIELD_BY_FIELD = strawberry.Schema(Query)
NUMBER = "... on Number { needed perhaps flag word colour } ... on Reason { why }"
DOCUMENT = f"""{{ group {{ __typename level column words perhaps {{ __typename {NUMBER} }}
  values {{ {NUMBER} }} within {{ level within {{ level }} }} }} }}"""


def number(**changed: Any) -> Number:
    """Make a value that is as the schema says, some fields aside."""
    fields = {"needed": 1.5, "perhaps": None, "flag": True, "word": "a", "colour": Colour.RED}
    return Number(**{**fields, **changed})


def group(**changed: Any) -> Group:
    """Make a group that is as the schema says, some fields aside."""
    fields = {"perhaps": None, "values": [number()], "column": [2.0, None], "words": None}
    return Group(**{**fields, **changed})


class _Context:
    def __init__(self) -> None:
        self.plans = Plans()


def executed(schema: strawberry.Schema, root: Group, context: object) -> Any:
    """Ask for everything, and give what came with its errors."""
    found = schema.execute_sync(DOCUMENT, root_value=Query(group=root), context_value=context)
    return found.data, sorted((str(error.path), error.message) for error in found.errors or ())


@pytest.mark.parametrize(
    ("root", "errors"),
    [
        pytest.param(group(), 0, id="as the schema says"),
        pytest.param(group(perhaps=number(perhaps=2.5)), 0, id="numbers"),
        pytest.param(group(perhaps=Reason(why="few")), 0, id="other kind"),
        pytest.param(group(values=[number(), Reason(why="few")]), 0, id="both kinds"),
        pytest.param(group(within=group(within=group())), 0, id="within"),
        pytest.param(group(words=["a", "b"]), 0, id="words"),
        pytest.param(group(perhaps=number(needed=3)), 0, id="whole number"),
        pytest.param(group(perhaps=number(colour=Colour.BLUE)), 0, id="name"),
        pytest.param(group(perhaps=number(word=7)), 0, id="number as a text"),
        pytest.param(group(values=[]), 0, id="nothing in the list"),
        pytest.param(group(perhaps=number(needed=None)), 1, id="null where a number is needed"),
        pytest.param(group(values=[number(needed=None)]), 1, id="null in a list"),
        pytest.param(group(values=[None]), 1, id="null for a value"),
        pytest.param(group(values=None), 1, id="null for a list"),
        pytest.param(group(words=["a", None]), 1, id="null among words"),
        pytest.param(group(perhaps=number(flag=None)), 1, id="null for yes or no"),
        pytest.param(group(perhaps=number(perhaps=math.nan)), 1, id="not a number"),
        pytest.param(group(perhaps=number(needed=math.inf)), 1, id="without end"),
        pytest.param(group(column=[1.0, math.nan]), 1, id="not a number in a column"),
        pytest.param(group(column=[1.0, math.inf, -math.inf]), 2, id="without end in a column"),
        pytest.param(group(column=[None]), 1, id="error of a field"),
        pytest.param(group(within=group(column=[None])), 1, id="error within"),
        pytest.param(group(perhaps=number(needed="x")), 1, id="text for a number"),
        pytest.param(group(perhaps=number(needed=True)), 0, id="yes for a number"),
        pytest.param(group(perhaps=number(flag=2)), 0, id="number for yes or no"),
        pytest.param(group(perhaps=number(colour="green")), 1, id="unknown name"),
        pytest.param(group(perhaps=object()), 1, id="unknown kind"),
    ],
)
def test_execution_gives_what_graphql_core_gives(root: Group, errors: int) -> None:
    expected = executed(FIELD_BY_FIELD, root, None)

    assert len(expected[1]) == errors
    context = _Context()
    # The second time by the plan of the first.
    for _ in range(2):
        assert executed(AT_ONCE, root, context) == expected
