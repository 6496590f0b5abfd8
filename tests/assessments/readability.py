"""How hard an English text is to read."""

import re

VOWELS = re.compile(r"[aeiouy]+")
# Silent in "make", "those", "hides" and "used"; spoken in "table", "voices" and "wanted".
SILENT_E = re.compile(
    r"(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$|(?<=[^aeiouycgsxz])es$|(?<=[^aeiouydt])ed$"
)
# Neighbouring vowels of two syllables: "be-ing", "experi-ence", "idi-om", yet not "na-tion".
HIATUS = re.compile(r"[aeouy]ing|[^ct]ien[ct]|[^cglnstx]i[aou]")


def syllables(word: str) -> int:
    """Count the syllables of an English word by its spelling.

    Each run of vowel letters is one syllable; a silent final e, es or ed is none; ``HIATUS``
    adds one. A silent e inside a compound ("something") is counted, so the rule errs upwards.
    """
    letters = re.sub(r"'s?$", "", word.lower())
    letters = re.sub(r"[^a-z]", "", letters)
    spoken = SILENT_E.sub("", letters)
    return max(1, len(VOWELS.findall(spoken)) + len(HIATUS.findall(letters)))


def words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*", text)


def grade(*, sentences: int, word_count: int, syllable_count: int) -> float:
    """Flesch-Kincaid grade: ``0.39 · words/sentences + 11.8 · syllables/words - 15.59``.

    References
    ----------
    Kincaid, Fishburne, Rogers & Chissom (1975), Derivation of new readability formulas for
    Navy enlisted personnel, Research Branch Report 8-75.
    """
    return 0.39 * word_count / sentences + 11.8 * syllable_count / word_count - 15.59


def grade_of(text: str) -> float:
    """Flesch-Kincaid grade of a text whose sentences end in ``.``, ``!`` or ``?``."""
    spoken = words(text)
    return grade(
        sentences=max(1, len(re.findall(r"[.!?]+(?:\s|$)", text))),
        word_count=len(spoken),
        syllable_count=sum(map(syllables, spoken)),
    )
