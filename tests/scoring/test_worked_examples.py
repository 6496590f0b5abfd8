"""The worked examples of docs/scoring.md are what the package computes, and leave nothing out."""

import doctest
import re
from pathlib import Path

import pytest

import scoring
from scoring import Measure

PAGE = Path(__file__).resolve().parents[2] / "docs" / "scoring.md"
TEXT = PAGE.read_text(encoding="utf-8")

INDICES = [
    name for name in scoring.__all__ if name[0].islower() and callable(getattr(scoring, name))
]


def sections() -> dict[str, str]:
    """Give the text under each heading of the third level."""
    parts = re.split(r"^###? (.+)$", TEXT, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_worked_example_comes_out_as_the_page_says() -> None:
    said: list[str] = []
    # A closing fence would be taken for output; without it the lines keep their numbers.
    plain = re.sub(r"^```.*$", "", TEXT, flags=re.MULTILINE)
    examples = doctest.DocTestParser().get_doctest(plain, {}, "scoring.md", str(PAGE), 0)

    result = doctest.DocTestRunner(verbose=False).run(examples, out=said.append)

    assert result.failed == 0, "".join(said)
    assert result.attempted > 60


@pytest.mark.parametrize("name", INDICES)
def test_every_index_is_explained_with_an_example(name: str) -> None:
    assert f"`{name}`" in TEXT
    assert re.search(rf"^(>>>|\.\.\.).*\b{name}\(", TEXT, flags=re.MULTILINE)


@pytest.mark.parametrize("measure", Measure)
def test_every_measure_has_its_heading_and_an_example(measure: Measure) -> None:
    (body,) = (
        body
        for heading, body in sections().items()
        if heading.startswith("Measure") and f"`{measure}`" in heading.split("(function")[0]
    )
    assert f"Measure.{measure.name}" in body


@pytest.mark.parametrize(
    "heading", [h for h in sections() if h.startswith(("Measure", "`", "Flag"))]
)
def test_every_score_is_put_in_plain_words_and_into_its_limits(heading: str) -> None:
    body = sections()[heading]

    assert "*In plain words:*" in body
    assert "*Cannot say:*" in body.replace("\n", " ")


def test_every_reason_is_explained() -> None:
    for reason in scoring.Reason:
        assert f"| `{reason}` |" in TEXT
