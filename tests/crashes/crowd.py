"""Members who take part over the network and do not give up, and a leader who closes waves."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic, sleep

from django.utils import timezone

from assessments.domain.accounts.tokens import new_token, receipt_hash, receipt_of, sha256
from assessments.domain.answers.sheets import pack
from assessments.domain.instruments.instruments import questionnaire_of
from assessments.domain.waves import waves
from assessments.models import Account, Community, Instrument, Invitation, Member, Token, Wave
from tests.assessments import making
from tests.crashes.visitor import Answer, Visitor

PATIENCE = 90.0  # seconds that a member goes on trying
AT_ONCE = 8
FIRST_PAGE, SECOND_PAGE = ("claim", "realism_1", "spirit_1"), ("realism_2", "spirit_2")


@dataclass
class Crowd:
    """All members of a wave; whoever has seen the thanks is counted.

    ``cut`` counts the forms and pages lost on the way, the first page aside.
    """

    port: int
    wave: Wave
    tokens: Sequence[str]
    thanked: set[str] = field(default_factory=set)
    cut: int = 0
    failures: list[Answer] = field(default_factory=list)
    _counting: Lock = field(default_factory=Lock)

    def begin(self, pool: ThreadPoolExecutor) -> list[Future[None]]:
        """Let everybody take part, some at a time."""
        return [pool.submit(self._take_part, token) for token in self.tokens]

    def expected(self) -> dict[str, bytes]:
        """Give by its key the sheet of everybody thanked, without the flag in the last byte."""
        asked = questionnaire_of(self.wave.instrument)
        return {
            receipt_hash(receipt_of(token)): pack(asked, answers_of(token))[:-1]
            for token in self.thanked
        }

    def _take_part(self, token: str) -> None:
        deadline = monotonic() + PATIENCE
        while not self._try(token):
            if monotonic() > deadline:
                raise TimeoutError("a member has given up")
            sleep(0.05)
        with self._counting:
            self.thanked.add(token)

    def _try(self, token: str) -> bool:
        """Go from the link to the thanks; False when the server went away on the way."""
        visitor, survey, answers = Visitor(self.port), f"/w/{self.wave.pk}/", answers_of(token)
        first = {code: answers[code] for code in FIRST_PAGE}
        second = {code: answers[code] for code in SECOND_PAGE}
        way: tuple[tuple[str, dict[str, int | str] | None, int], ...] = (
            (f"{token}/", None, 302),
            ("part/1/", {**first, "go": "on"}, 302),
            ("part/2/", {**second, "go": "send"}, 302),
            ("thanks/", None, 200),
        )
        text = ""
        for page, fields, status in way:
            answer = visitor.ask(survey + page, fields)
            if answer is None or answer.status != status:
                self._note(answer, begun=bool(visitor.cookies.keys() - {"csrftoken"}))
                return False
            text = answer.text
        return receipt_of(token) in text

    def _note(self, answer: Answer | None, *, begun: bool) -> None:
        with self._counting:
            if answer is not None:
                self.failures.append(answer)
            elif begun:
                self.cut += 1


def answers_of(token: str) -> dict[str, int]:
    """Give the answers of a member: they follow from the token, so that each sheet is known."""
    drawn = int(sha256(token), 16)
    return {
        "claim": 1 + drawn % 11,
        **{
            code: 1 + (drawn >> place) % 5
            for place, code in enumerate((*FIRST_PAGE[1:], *SECOND_PAGE), start=8)
        },
    }


def crowd_of(community: Community, instrument: Instrument, *, members: int, port: int) -> Crowd:
    """Open a wave for so many members, and give everybody a token."""
    Member.objects.bulk_create(
        [Member(community=community, email=f"m{n}@example.org") for n in range(members)]
    )
    wave = waves.open_wave(community, instrument=instrument, now=timezone.now())
    invitations = [*Invitation.objects.filter(wave=wave)]
    tokens = [new_token() for _ in invitations]
    Token.objects.bulk_create(
        [
            Token(sha256=sha256(token), invitation=invitation)
            for token, invitation in zip(tokens, invitations, strict=True)
        ]
    )
    return Crowd(port, wave, tokens)


def answered_waves(leader: Account, instrument: Instrument, *, count: int) -> list[Wave]:
    """Open waves in communities of their own, with six answer sheets each."""
    opened = []
    for number in range(count):
        community = making.make_community(leader, f"Beside {number}")
        wave = making.make_wave(community, instrument, members=6)
        making.answer_all(wave, sheets=6, seed=number)
        opened.append(wave)
    return opened


def close(wave: Wave, visitor: Visitor) -> Answer | None:
    """Close a wave by the page of its leader."""
    return visitor.ask(f"/communities/{wave.community.slug}/waves/{wave.number}/close/", {})
