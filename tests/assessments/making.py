"""Makes what tests are about, only by what the domain itself offers."""

from collections.abc import Mapping
from random import Random
from typing import Any

from django.utils import timezone

from assessments.domain.answers import answering
from assessments.domain.communities import communities, member_lists
from assessments.domain.communities.invitations import mint_token
from assessments.domain.instruments.instruments import (
    load_instrument,
    load_shipped,
    questionnaire_of,
)
from assessments.domain.instruments.questionnaires import CANT_SAY, Questionnaire
from assessments.domain.waves import sealing, waves
from assessments.models import Account, Community, Instrument, Invitation, Member, Wave, Work
from assessments.tasks import do_work

PASSWORD = "not a secret, a test"

TINY = """
key = "tiny"
version = 1
language = "en"
name = "Two of the eight"
labels = ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"]
cant_say = "I can't say"
characteristics = [{ code = "realism", name = "Realism" }, { code = "spirit", name = "A spirit" }]
[[items]]
code = "realism_1"
characteristic = "realism"
text = "Members admit when they are wrong."
anchor = true
[[items]]
code = "realism_2"
characteristic = "realism"
text = "Members act as if they always know best."
reversed = true
[[items]]
code = "spirit_1"
characteristic = "spirit"
text = "Members are at peace here."
anchor = true
[[items]]
code = "spirit_2"
characteristic = "spirit"
text = "Members care for each other."
[predictions]
text = "Of 10 other members, how many would agree with this?"
[[questions]]
code = "claim"
page = "claim"
text = "This group is a true community."
points = 11
lowest = 0
low_label = "Not at all"
high_label = "Entirely"
[[questions]]
code = "miss"
page = "group"
text = "How much would you miss this group if it ended?"
points = 11
lowest = 0
[[questions]]
code = "tenure"
page = "group"
text = "How long have you been in this group?"
labels = ["Under 1 year", "1 to 3 years", "Over 3 years"]
band = true
"""
"""The smallest instrument with every kind of question: four items, two characteristics."""


def make_account(email: str = "lea@example.org", **fields: Any) -> Account:
    return Account.objects.create_user(email, PASSWORD, **fields)


def make_community(leader: Account, name: str = "Leaky Taps Guild", **stated: Any) -> Community:
    return communities.found_community(leader=leader, name=name, **stated)


def make_members(community: Community, count: int) -> list[Member]:
    """Give a community members m1@SLUG.example.org, m2@… and return all it has."""
    addresses = "\n".join(f"m{n}@{community.slug}.example.org" for n in range(1, count + 1))
    communities.add_members(community, member_lists.read_members(addresses))
    return [*community.members.order_by("email")]


def make_peck() -> Instrument:
    return load_shipped("peck-40")


def make_tiny() -> Instrument:
    return load_instrument(TINY)


def make_wave(community: Community, instrument: Instrument, *, members: int) -> Wave:
    """Open a wave that asks so many members, all of whom may have been there before."""
    make_members(community, members)
    return waves.open_wave(community, instrument=instrument, now=timezone.now())


def token_of(wave: Wave, member: Member) -> str:
    """Mint a token, as a mail to the member would carry it."""
    return mint_token(Invitation.objects.get(wave=wave, member=member))


def answer(wave: Wave, member: Member, answers: Mapping[str, int], *, comment: str = "") -> str:
    """Send answers with a fresh token, and give the receipt."""
    now = timezone.now()
    entry = answering.access(wave_id=wave.pk, token=token_of(wave, member), now=now)
    return answering.send_answers(entry, answers, now=now, comment=comment)


def simulated(asked: Questionnaire, chance: Random, *, level: float = 0.7) -> dict[str, int]:
    """Draw the answers of one member; ``level`` from 0 to 1 is where the answers lie on average.

    Reversed questions are answered the other way round, and every 20th item with "can't say".
    """
    turned = {item.code for item in asked.items if item.reversed}
    turned |= {question.code for question in asked.questions if question.reversed}
    answers = {}
    for code, scale in asked.scales.items():
        place = min(max(chance.gauss(1 - level if code in turned else level, 0.2), 0), 1)
        answers[code] = 1 + round(place * (scale.points - 1))
        if scale.cant_say and chance.random() < 1 / 20:
            answers[code] = CANT_SAY
    return answers


def answer_all(wave: Wave, *, sheets: int, seed: int = 1, level: float = 0.7) -> None:
    """Have the first members of the roster answer."""
    chance, asked = Random(seed), questionnaire_of(wave.instrument)
    for member in wave.community.members.order_by("email")[:sheets]:
        answer(wave, member, simulated(asked, chance, level=level))


def seal_and_assess(wave: Wave, *, in_transaction: bool = True) -> Wave:
    """Close a wave and do the work this asks for, as a worker would; give the wave anew.

    Inside the transaction of a test nothing can be scrubbed from the disk, and nothing needs to.
    """
    sealing.seal_wave(wave.pk, now=timezone.now())
    if in_transaction:
        Wave.objects.filter(pk=wave.pk).update(scrubbed=True)
    do(wave, Work.Kind.ASSESS)
    if Work.objects.filter(wave=wave, kind=Work.Kind.NEWS, state=Work.State.DUE).exists():
        do(wave, Work.Kind.NEWS)
    return Wave.objects.select_related("community", "instrument").get(pk=wave.pk)


def do(wave: Wave, kind: Work.Kind) -> None:
    """Do the work of a kind that waits for a wave, as a worker would."""
    work = Work.objects.get(wave=wave, kind=kind, state=Work.State.DUE)
    do_work(work_id=str(work.pk))
    work.refresh_from_db()
    if work.state != Work.State.DONE:
        raise RuntimeError(f"The work was not done: {work.error}")
