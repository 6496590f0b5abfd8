"""C3: before the seal nothing changes on any channel when somebody answers."""

from random import Random

import pytest
from django.utils import timezone

from assessments.domain.instruments.instruments import questionnaire_of
from assessments.domain.waves import sealing
from assessments.models import Wave, Work
from assessments.tasks import do_work
from tests.assessments import making
from tests.attacks.channels import everything_shown

MEMBERS = 6


@pytest.fixture
def wave(db: None) -> Wave:
    """The second wave of a community whose first one is assessed: there is something to see."""
    community = making.make_community(making.make_account())
    first = making.make_wave(community, making.make_tiny(), members=MEMBERS)
    making.answer_all(first, sheets=MEMBERS)
    making.seal_and_assess(first)
    return making.make_wave(community, making.make_tiny(), members=MEMBERS)


def test_no_channel_changes_while_members_answer(wave: Wave) -> None:
    before = everything_shown(wave)
    chance, asked = Random(5), questionnaire_of(wave.instrument)

    for member in wave.community.members.order_by("email"):
        making.answer(wave, member, making.simulated(asked, chance), comment="A word.")
        assert everything_shown(wave) == before

    # The same channels do change with the seal: they were looked at in the right places.
    sealing.seal_wave(wave.pk, now=timezone.now())
    Wave.objects.filter(pk=wave.pk).update(scrubbed=True)
    do_work(work_id=str(Work.objects.get(wave=wave, kind=Work.Kind.ASSESS).pk))
    after = everything_shown(Wave.objects.select_related("community").get(pk=wave.pk))
    changed = {channel for channel in before if after[channel] != before[channel]}
    assert changed >= {"page of members", "page of leaders", "REST wave", "GraphQL wave"}
