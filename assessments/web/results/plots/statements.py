"""Statements that begin alike, written so that the beginning is read once."""

from collections.abc import Sequence
from itertools import takewhile

FEWEST_WORDS = 3
"""A shorter common beginning is left where it is."""


def shortened(texts: Sequence[str]) -> tuple[str, list[str]]:
    """Give the words that all texts begin with, and what follows in each.

    The beginning is empty, and the texts are whole, where they share less than three words.
    """
    split = [text.split() for text in texts]
    shared = [*takewhile(lambda words: len({*words}) == 1, zip(*split, strict=False))]
    count = min(len(shared), min((len(words) for words in split), default=0) - 1)
    if len(texts) < 2 or count < FEWEST_WORDS:  # noqa: PLR2004 -- one text shares nothing
        return "", [*texts]
    beginning = " ".join(split[0][:count])
    return f"{beginning} …", ["… " + " ".join(words[count:]) for words in split]
