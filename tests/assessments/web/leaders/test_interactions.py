"""Who replies to whom: read once, kept as indices, never as names or edges (C11)."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assessments.models import Community, InteractionIndices, Wave
from tests.assessments.web.browsing import html_of, text_of
from tests.attacks.searching import places_of

PATH = "/communities/leaky-taps-guild/"
PEOPLE = [f"Marzipan{n}" for n in range(8)]


def upload(text: str) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("replies.csv", text.encode(), "text/csv")}


def ring() -> str:
    """Everybody replies to the next, and the next replies."""
    pairs = zip(PEOPLE, [*PEOPLE[1:], PEOPLE[0]], strict=True)
    return "from;to\n" + "\n".join(f"{a};{b}\n{b};{a}" for a, b in pairs)


def test_ring_of_replies_faces_each_other(leading: Client, community: Community) -> None:
    leading.post(f"{PATH}interactions/", upload(ring()))

    found = InteractionIndices.objects.get()
    # Every reply is returned (1); everybody receives two, so nobody stands out (1); nobody
    # leads, so all ties lie between members (1).
    assert (found.facing, found.reciprocity, found.decentralisation, found.people) == (
        100, 100, 100, 8,
    )  # fmt: skip
    assert "Facing, by who replies to whom 100" in text_of(leading.get(PATH))


def test_replies_to_one_leader_face_the_front(leading: Client, community: Community) -> None:
    text = "\n".join(f"{name},{PEOPLE[0]}" for name in PEOPLE[1:])

    leading.post(f"{PATH}interactions/", {**upload(text), "leaders": PEOPLE[0].upper()})

    # Nothing is returned (0), all is received by one (0), nothing lies between members (0).
    found = InteractionIndices.objects.get()
    assert (found.facing, found.reciprocity, found.decentralisation, found.between_members) == (
        0, 0, 0, 0,
    )  # fmt: skip


def test_names_are_kept_nowhere(leading: Client, community: Community) -> None:
    leading.post(f"{PATH}interactions/", upload(ring()))

    assert InteractionIndices.objects.exists()
    assert places_of(PEOPLE) == set()
    assert "Marzipan" not in html_of(leading.get(f"{PATH}interactions/"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a;b\nb;c", "at least 8 people"),
        ("a;b\nb", "line 2: A line says who replied and to whom"),
        ("", "empty"),
        ("from;to", "at least 8 people"),
        ("\n".join(f"{n};{n}" for n in range(9)), "Nobody on this list replies"),
        ("<script>;", "line 1"),
    ],
)
def test_list_that_says_too_little_is_refused(
    leading: Client, community: Community, text: str, said: str
) -> None:
    refused = leading.post(f"{PATH}interactions/", upload(text))

    assert refused.status_code == 422
    assert said in text_of(refused)
    assert not InteractionIndices.objects.exists()


def test_next_list_takes_the_place_of_the_last_and_both_can_be_deleted(
    leading: Client, community: Community
) -> None:
    leading.post(f"{PATH}interactions/", upload(ring()))
    leading.post(f"{PATH}interactions/", {**upload(ring()), "people": "100"})
    assert InteractionIndices.objects.get().people == 100

    leading.post(f"{PATH}interactions/", {"forget": "1"})
    assert not InteractionIndices.objects.exists()


def test_facing_of_the_survey_stands_beside(
    leading: Client, assessed_wave: Callable[..., Wave]
) -> None:
    assessed_wave(n=14)

    leading.post(f"{PATH}interactions/", upload(ring()))

    assert "Facing, by the newest survey" in text_of(leading.get(f"{PATH}interactions/"))
