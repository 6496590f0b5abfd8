"""Groups of which more can be told: members in two camps, and members told apart by bands."""

from random import Random

from django.utils import timezone

from assessments.domain.instruments.instruments import questionnaire_of
from assessments.domain.waves import waves
from assessments.models import Community, Instrument, Member, Wave
from tests.assessments import making


def in_two_camps(community: Community, instrument: Instrument) -> Wave:
    """Have a wave answered by seven members who find nothing here and seven who find all."""
    wave = making.make_wave(community, instrument, members=14)
    chance, asked = Random(5), questionnaire_of(instrument)
    for place, member in enumerate(community.members.order_by("email")):
        answers = making.simulated(asked, chance, level=0.1 if place < 7 else 0.9)
        making.answer(wave, member, answers)
    return making.seal_and_assess(wave)


def in_classes(community: Community, tiny: Instrument, *, leaders: int = 6) -> Wave:
    """Have a wave answered by 6 of 12 leaders and 13 of 26 members, to be compared by tenure.

    The leaders say that they are new.
    """
    classes = {"leader": (12, leaders, 1), "member": (26, 13, 3)}
    answering: list[tuple[Member, int]] = []
    for role, (invited, sheets, tenure) in classes.items():
        for place in range(invited):
            email = f"{role}-{place}@{community.slug}.example.org"
            member, _made = Member.objects.get_or_create(
                community=community, email=email, defaults={"role": role}
            )
            answering += [(member, tenure)] if place < sheets else []
    wave = waves.open_wave(community, instrument=tiny, now=timezone.now(), breakdowns=["tenure"])
    chance, asked = Random(3), questionnaire_of(tiny)
    for member, tenure in answering:
        answers = making.simulated(asked, chance, level=0.3 + 0.2 * tenure)
        making.answer(wave, member, {**answers, "tenure": tenure})
    return making.seal_and_assess(wave)
