"""The ruler that the items are measured with, held against published measurements."""

import pytest

from tests.assessments.readability import grade, grade_of, syllables, words

# The sample sentences of many readability packages. Published reading ease 37.5, so in 13 words
# 13 * (206.835 - 1.015 * 13 - 37.5) / 84.6 = 24 syllables: grade 0.39 * 13 + 11.8 * 24 / 13 - 15.59
# = 11.3.
PLATYPUS = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."
# Published reading ease 68.9: 16 * (206.835 - 1.015 * 16 - 68.9) / 84.6 = 23 syllables in 16 words.
PASSAGE = "This sentence, taken as a reading passage unto itself, is being used to prove a point."
# Abraham Lincoln, 1863, the Bliss copy.
GETTYSBURG = """
Four score and seven years ago our fathers brought forth on this continent, a new nation,
conceived in Liberty, and dedicated to the proposition that all men are created equal. Now we are
engaged in a great civil war, testing whether that nation, or any nation so conceived and so
dedicated, can long endure. We are met on a great battle-field of that war. We have come to
dedicate a portion of that field, as a final resting place for those who here gave their lives
that that nation might live. It is altogether fitting and proper that we should do this. But, in
a larger sense, we can not dedicate -- we can not consecrate -- we can not hallow -- this ground.
The brave men, living and dead, who struggled here, have consecrated it, far above our poor power
to add or detract. The world will little note, nor long remember what we say here, but it can
never forget what they did here. It is for us the living, rather, to be dedicated here to the
unfinished work which they who fought here have thus far so nobly advanced. It is rather for us to
be here dedicated to the great task remaining before us -- that from these honored dead we take
increased devotion to that cause for which they gave the last full measure of devotion -- that we
here highly resolve that these dead shall not have died in vain -- that this nation, under God,
shall have a new birth of freedom -- and that government of the people, by the people, for the
people, shall not perish from the earth.
"""


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *[("peace", 1), ("those", 1), ("used", 1), ("solve", 1), ("hides", 1), ("weigh", 1)],
        *[("being", 2), ("people", 2), ("wanted", 2), ("voices", 2), ("value", 2), ("other's", 2)],
        *[("decision", 3), ("different", 3), ("idiom", 3), ("experience", 4), ("perspective", 3)],
    ],
)
def test_syllables_agree_with_the_dictionary(word: str, count: int) -> None:
    assert syllables(word) == count


def test_syllables_of_published_sentences() -> None:
    assert sum(map(syllables, words(PLATYPUS))) == 24
    assert sum(map(syllables, words(PASSAGE))) == 23


def test_grade_of_a_one_syllable_sentence_is_the_lowest_there_is() -> None:
    # Wikipedia, "Flesch-Kincaid readability tests": in theory the lowest grade is -3.40.
    assert grade_of("Go.") == pytest.approx(-3.40)


def test_grade_of_green_eggs_and_ham() -> None:
    # The same article: 5.7 words a sentence, 1.02 syllables a word, grade -1.3.
    book = grade(sentences=100, word_count=570, syllable_count=581)
    assert book == pytest.approx(-1.3, abs=0.05)


def test_grade_of_the_platypus() -> None:
    assert grade_of(PLATYPUS) == pytest.approx(11.3, abs=0.05)


def test_grade_of_the_gettysburg_address() -> None:
    # Microsoft Word reports 271 words, 10 sentences and a reading ease of 65, so
    # (206.835 - 1.015 * 27.1 - 65) / 84.6 = 1.351 syllables a word: grade 10.9.
    assert len(words(GETTYSBURG)) == pytest.approx(271, abs=2)
    assert grade_of(GETTYSBURG) == pytest.approx(10.9, abs=0.3)
