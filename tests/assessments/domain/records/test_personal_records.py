"""The record of a member: all that is held, and nothing that would tell others."""

import json
from collections.abc import Callable

from assessments.domain.records.personal_records import record_of
from assessments.models import Mail, Wave
from tests.assessments import making

OpenWave = Callable[..., Wave]


def test_a_record_holds_the_person_and_their_invitations(open_wave: OpenWave) -> None:
    wave = open_wave(n=1)
    member = wave.community.members.get()

    record = record_of(member)

    assert record["member"]["email"] == member.email
    assert record["community"]["slug"] == wave.community.slug
    assert record["waves"][0]["mails"] == [{"kind": "invitation", "number": 1, "state": "due"}]
    assert json.loads(json.dumps(record)) == record


def test_a_record_is_the_same_for_who_answered_and_who_did_not(open_wave: OpenWave) -> None:
    wave = open_wave(n=2)
    making.answer_all(wave, sheets=1)
    answered, silent = wave.community.members.order_by("email")
    # Only who has not answered is reminded.
    Mail.objects.create(invitation=silent.invitations.get(), kind=Mail.Kind.REMINDER)

    def told(member: object) -> str:
        text = json.dumps(record_of(member))  # type: ignore[arg-type]
        return text.replace(member.email, "")  # type: ignore[attr-defined]

    assert told(answered) == told(silent)


def test_a_record_says_who_wants_no_mails(open_wave: OpenWave) -> None:
    member = open_wave(n=1).community.members.get()
    assert record_of(member)["member"]["wants_no_mails"] is False

    member.unsubscribed = True

    assert record_of(member)["member"]["wants_no_mails"] is True
