"""Running the demo waves: simulated members answer by the same functions as real ones."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import cycle, islice
from random import Random

from django.db import transaction

from assessments.demo.communities import COMMUNITIES
from assessments.demo.members import Person, answers_of, people_of
from assessments.demo.truths import DemoCommunity, DemoWave
from assessments.domain.answers.answering import access, save_draft, send_answers
from assessments.domain.communities.communities import NewMember, add_members, found_community
from assessments.domain.communities.invitations import (
    mint_link,
    mint_open_invitation,
    mint_token,
    renew_open_link,
)
from assessments.domain.instruments.instruments import questionnaire_of
from assessments.domain.waves import waves
from assessments.domain.waves.sealing import seal_wave
from assessments.models import Account, Community, Instrument, Invitation, Wave
from assessments.models.communities import Role, Tenure

INSTRUMENT = "peck-40"

TENURES = (
    Tenure.OVER_3_YEARS,
    Tenure.YEARS_1_TO_3,
    Tenure.OVER_3_YEARS,
    Tenure.UNDER_1_YEAR,
    Tenure.YEARS_1_TO_3,
)

Progress = Callable[[], None]
"""Called after each answer sheet."""


def missing_communities() -> list[DemoCommunity]:
    """Give the demo communities that are not there."""
    slugs = [told.slug for told in COMMUNITIES]
    there = {*Community.objects.filter(slug__in=slugs).values_list("slug", flat=True)}
    return [told for told in COMMUNITIES if told.slug not in there]


@transaction.atomic
def tell(
    told: DemoCommunity,
    *,
    leader: Account,
    instrument: Instrument,
    now: datetime,
    progress: Progress = lambda: None,
) -> Community:
    """Found a demo community and run its waves, all of it or nothing.

    Waves that are to have closed are sealed at their closing time and wait to be assessed.
    """
    classes = classes_of(told)
    community = found_community(
        leader=leader,
        name=told.name,
        slug=told.slug,
        purpose=told.purpose,
        time_zone=told.time_zone,
        connections=told.connections,
        connections_source=told.connections_source,
        posts=told.posts,
        conversations=told.conversations,
        new_connections=told.new_connections,
        shared=True,
        created_at=_opens_at(told.waves[0], now) - timedelta(days=7),
    )
    add_members(
        community,
        [
            NewMember(email=_address(told, place), role=role, tenure=tenure)
            for place, (role, tenure) in enumerate(classes)
        ],
    )
    people = _people(told, classes)
    for number, wave in enumerate(told.waves, start=1):
        _run(
            wave,
            community=community,
            people=people[: wave.answered],
            addresses=[_address(told, place) for place in range(wave.answered)]
            if told.has_roster
            else [],
            seed=100 * told.seed + number,
            instrument=instrument,
            now=now,
            progress=progress,
        )
    return community


def classes_of(told: DemoCommunity) -> list[tuple[str, str]]:
    """Give role and tenure of everybody on the roster, in the order of their addresses."""
    roles = [
        *[Role.LEADER] * told.leaders,
        *[Role.HELPER] * told.helpers,
        *[Role.MEMBER] * told.members,
    ]
    Random(told.seed).shuffle(roles)  # noqa: S311 -- a simulation, no secret
    return [*zip(roles, islice(cycle(TENURES), len(roles)), strict=True)]


def fresh_link() -> str | None:
    """Make a personal link to the open demo wave, of a member who has not answered; None if closed.

    Simulated members answer in the order of the roster, so that the last one never has.
    """
    open_waves = Wave.objects.filter(
        community__slug__in=[told.slug for told in COMMUNITIES],
        state=Wave.State.OPEN,
        has_roster=True,
    )
    last = Invitation.objects.filter(wave__in=open_waves).order_by("member__email").last()
    return mint_link(last) if last else None


def _run(
    told: DemoWave,
    *,
    community: Community,
    people: Sequence[Person],
    addresses: Sequence[str],
    seed: int,
    instrument: Instrument,
    now: datetime,
    progress: Progress,
) -> None:
    opens_at = _opens_at(told, now)
    wave = waves.open_wave(
        community,
        instrument=instrument,
        now=opens_at,
        closes_at=opens_at + timedelta(days=told.open_for),
        has_roster=bool(addresses),
        breakdowns=told.breakdowns,
    )
    tokens = _tokens(wave, len(people), addresses, now=opens_at)
    asked = questionnaire_of(instrument)
    sheets = answers_of(people, told.truth, asked, seed=seed)
    comments = [*told.comments, *[""] * len(people)]
    for token, sheet, comment in zip(tokens, sheets, comments, strict=False):
        _answer(wave, token, sheet, comment, seed=seed, now=opens_at)
        progress()
    if told.closes_in < 0:
        seal_wave(wave.pk, now=wave.closes_at)


def _tokens(wave: Wave, answered: int, addresses: Sequence[str], *, now: datetime) -> list[str]:
    """Let in those who answer: by the addresses of the roster, or by the open link."""
    if not addresses:
        key = renew_open_link(wave).rstrip("/").rpartition("/")[2]
        return [mint_open_invitation(key, now=now) for _ in range(answered)]
    invitations = wave.invitations.filter(member__email__in=addresses).order_by("member__email")
    return [mint_token(invitation) for invitation in invitations]


def _answer(
    wave: Wave, token: str, sheet: dict[str, int], comment: str, *, seed: int, now: datetime
) -> None:
    entry = access(wave_id=wave.pk, token=token, now=now)
    # The claim comes first and is saved on the way, as on a phone.
    save_draft(entry, {"claim": sheet["claim"]}, now=now, page="claim")
    send_answers(entry, sheet, now=now, comment=comment, seed=seed)


def _people(told: DemoCommunity, classes: Sequence[tuple[str, str]]) -> list[Person]:
    answering = max(wave.answered for wave in told.waves)
    camps = told.waves[0].truth.camps
    return people_of(
        classes[:answering] or [(Role.MEMBER, "")] * answering,
        seed=told.seed,
        camps=camps.sizes if camps else (),
    )


def _address(told: DemoCommunity, place: int) -> str:
    return f"{told.slug}.{place + 1:03}@example.org"


def _opens_at(told: DemoWave, now: datetime) -> datetime:
    return now + timedelta(days=told.closes_in - told.open_for)
