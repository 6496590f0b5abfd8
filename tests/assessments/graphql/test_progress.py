"""How far the scoring is, as a stream and by asking."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from assessments.domain.waves.sealing import seal_wave
from assessments.graphql import progress
from assessments.models import Account, Wave, Work
from tests.assessments import making
from tests.assessments.conftest import OpenWave


@pytest.fixture
def sealed(open_wave: OpenWave) -> Wave:
    """A wave that waits to be scored."""
    wave = open_wave(n=3)
    seal_wave(wave.pk, now=timezone.now())
    wave.refresh_from_db()
    return wave


def state(client: Client, wave: Wave) -> str:
    """Ask how far a wave is."""
    found: str = client.get(f"/waves/{wave.pk}/progress").json()["state"]
    return found


def test_state_follows_the_work(client: Client, leader: Account, sealed: Wave) -> None:
    client.force_login(leader)
    assert state(client, sealed) == "sealed"

    work = Work.objects.filter(wave=sealed, kind=Work.Kind.ASSESS)
    work.update(state=Work.State.LEASED, leased_until=timezone.now())
    assert state(client, sealed) == "in_work"

    work.update(state=Work.State.QUARANTINED, leased_until=None)
    assert state(client, sealed) == "stopped"

    work.update(state=Work.State.DONE)
    Wave.objects.update(state=Wave.State.ASSESSED)
    assert state(client, sealed) == "assessed"


def events(client: Client, wave: Wave) -> Any:
    """Open a stream of events."""
    return client.get(f"/waves/{wave.pk}/progress", headers={"Accept": "text/event-stream"})


def test_stream_tells_each_state_and_ends(
    bearer: str, sealed: Wave, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[Callable[[], object]] = [
        lambda: None,
        lambda: Wave.objects.update(state=Wave.State.ASSESSED),
    ]
    monkeypatch.setattr(progress, "sleep", lambda _seconds: steps.pop(0)())

    response = events(Client(headers={"Authorization": bearer}), sealed)
    text = b"".join(response.streaming_content).decode()

    assert response["Content-Type"] == "text/event-stream"
    told = [json.loads(line[6:])["state"] for line in text.splitlines() if line[:6] == "data: "]
    assert told == ["sealed", "assessed"]
    assert "retry: 2000\n" in text


def test_stream_is_short(client: Client, leader: Account, sealed: Wave, monkeypatch: Any) -> None:
    client.force_login(leader)
    monkeypatch.setattr(progress, "LONGEST", 0.0)

    text = b"".join(events(client, sealed).streaming_content).decode()

    assert text.count("event: progress") == 1


def test_second_stream_only_tells_and_ends(client: Client, leader: Account, sealed: Wave) -> None:
    client.force_login(leader)
    first, second = events(client, sealed), events(client, sealed)

    assert first.streaming
    assert not second.streaming
    assert b'"sealed"' in second.content


def test_strangers_find_no_wave(
    client: Client, other_leader: Account, leader: Account, sealed: Wave
) -> None:
    client.force_login(leader)
    assert client.get(f"/waves/{uuid4()}/progress").status_code == 404
    client.force_login(other_leader)

    assert client.get(f"/waves/{sealed.pk}/progress").status_code == 404
    assert Client().get(f"/waves/{sealed.pk}/progress").status_code == 401


def test_stream_ends_when_the_scoring_has_stopped(
    client: Client, leader: Account, sealed: Wave, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wait(_seconds: float) -> None:
        raise AssertionError("nothing more will happen")

    client.force_login(leader)
    Work.objects.filter(wave=sealed).update(state=Work.State.QUARANTINED)
    monkeypatch.setattr(progress, "sleep", wait)

    text = b"".join(events(client, sealed).streaming_content).decode()

    assert '{"state": "stopped"}' in text


def test_stream_ends_for_who_leads_no_more(
    client: Client, leader: Account, sealed: Wave, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(leader)
    leave = sealed.community.leaders.clear
    monkeypatch.setattr(progress, "sleep", lambda _seconds: leave())

    text = b"".join(events(client, sealed).streaming_content).decode()

    assert text.count("event: progress") == 1


def test_each_leader_and_each_wave_has_a_stream(
    client: Client, leader: Account, other_leader: Account, sealed: Wave, open_wave: OpenWave
) -> None:
    sealed.community.leaders.add(other_leader)
    client.force_login(leader)
    assert events(client, sealed).streaming
    assert events(client, open_wave(n=3)).streaming

    other = Client()
    other.force_login(other_leader)
    assert events(other, sealed).streaming


def test_streams_leave_threads_of_the_web_server_to_others(
    client: Client,
    leader: Account,
    open_wave: OpenWave,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def wait(_seconds: float) -> None:
        raise AssertionError("this would keep a thread")

    communities = [making.make_community(leader, f"Another {n}") for n in range(4)]
    waves = [open_wave(n=3, of=each) for each in communities]
    client.force_login(leader)
    monkeypatch.setattr(progress, "sleep", wait)
    streams = [iter(events(client, wave).streaming_content) for wave in waves]

    assert all(b'"open"' in next(stream) for stream in streams[:3])
    assert list(streams[2]) == []

    with pytest.raises(AssertionError, match="keep a thread"):
        next(streams[0])  # it ends, and leaves its place
    assert b'"open"' in next(streams[3])
    with pytest.raises(AssertionError, match="keep a thread"):
        next(streams[3])


def test_answer_is_kept_by_nobody_on_the_way(
    client: Client, leader: Account, other_leader: Account, sealed: Wave
) -> None:
    address = f"/waves/{sealed.pk}/progress"
    stranger = Client()
    stranger.force_login(other_leader)
    client.force_login(leader)

    asked, stream = client.get(address), events(client, sealed)
    refused = client.post(address), stranger.get(address), Client().get(address)
    for answer in (asked, stream, *refused):
        assert answer["Cache-Control"] == "private, no-store"
        assert {"Authorization", "Cookie", "Accept-Language"} <= {*answer["Vary"].split(", ")}
    assert stream["X-Accel-Buffering"] == "no"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_other_methods_are_told_what_is_allowed(bearer: str, sealed: Wave, method: str) -> None:
    program = Client(enforce_csrf_checks=True, headers={"Authorization": bearer})
    response = getattr(program, method)(f"/waves/{sealed.pk}/progress")

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert response.json()["errors"][0]["extensions"] == {"code": "METHOD_NOT_ALLOWED"}


def test_nobody_is_told_how_to_sign_in(sealed: Wave) -> None:
    response = Client().get(f"/waves/{sealed.pk}/progress")

    assert response["WWW-Authenticate"] == 'Bearer realm="commsurvey"'
    assert response.json()["errors"][0]["extensions"] == {"code": "UNAUTHORIZED"}


def test_mails_and_earlier_attempts_are_not_the_scoring(
    client: Client, leader: Account, sealed: Wave
) -> None:
    client.force_login(leader)
    scoring = Work.objects.get(wave=sealed, kind=Work.Kind.ASSESS)
    now = timezone.now()
    held = {"state": Work.State.LEASED, "leased_until": now}
    Work.objects.filter(wave=sealed, kind=Work.Kind.MAIL).delete()
    later = scoring.due_at + timedelta(hours=1)
    Work.objects.create(wave=sealed, kind=Work.Kind.MAIL, due_at=later, **held)
    assert state(client, sealed) == "sealed"

    Work.objects.filter(pk=scoring.pk).update(state=Work.State.QUARANTINED)
    Work.objects.create(wave=sealed, kind=Work.Kind.ASSESS, due_at=later, **held)
    assert state(client, sealed) == "in_work"
