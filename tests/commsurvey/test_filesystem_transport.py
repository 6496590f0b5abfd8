"""The doorbell made of files: nothing is lost or torn, and rubbish stops nobody."""

import json
import socket
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from kombu import Connection, Consumer, Exchange, Message, Producer, Queue
from kombu.exceptions import ChannelError, OperationalError

from commsurvey.filesystem_transport import publish

TRANSPORT = "commsurvey.filesystem_transport:Transport"
QUEUE = Queue("bells", Exchange("bells"), routing_key="bells")

PUBLISHER = """
import sys
from tests.commsurvey.test_filesystem_transport import connect, ring
with connect(sys.argv[1]) as connection:
    for number in range(500):
        ring(connection, f"{sys.argv[2]}-{number}")
"""
CONSUMER = """
import sys
from pathlib import Path
from tests.commsurvey.test_filesystem_transport import connect, listen
with connect(sys.argv[1]) as connection:
    while not Path(sys.argv[1], "published").exists():
        for text in listen(connection, seconds=0.2):
            print(text)
"""


def connect(folder: Path | str) -> Connection:
    options = {
        "data_folder_in": f"{folder}/messages",
        "data_folder_out": f"{folder}/messages",
        "control_folder": f"{folder}/exchanges",
        "polling_interval": 0.01,
    }
    return Connection("filesystem://", transport=TRANSPORT, transport_options=options)


def ring(connection: Connection, text: str) -> None:
    Producer(connection.default_channel).publish(
        # Long enough that one write to a file can be seen half done.
        {"text": text, "padding": "x" * 50_000},
        exchange=QUEUE.exchange,
        routing_key=QUEUE.routing_key,
        declare=[QUEUE],
        retry=True,
        retry_policy={"max_retries": 1},
    )


def listen(connection: Connection, *, seconds: float) -> list[str]:
    """Take messages until none has come for some seconds."""
    texts: list[str] = []
    consumer = Consumer(connection.default_channel, [QUEUE], accept=["json"])

    def take(body: dict[str, str], message: Message) -> None:
        texts.append(body["text"])
        message.ack()

    consumer.register_callback(take)
    with consumer:
        while True:
            try:
                connection.drain_events(timeout=seconds)
            except socket.timeout:  # noqa: UP041 -- what kombu raises
                return texts


def start(program: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 -- our own


def messages(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "messages").iterdir())


def test_messages_between_processes_arrive_once_and_whole(tmp_path: Path) -> None:
    consumers = [start(CONSUMER, tmp_path) for _ in range(2)]
    publishers = [start(PUBLISHER, tmp_path, name) for name in "ab"]
    for process in publishers:
        process.communicate(timeout=60)
    (tmp_path / "published").touch()
    taken = [process.communicate(timeout=60)[0].split() for process in consumers]

    assert [process.returncode for process in publishers + consumers] == [0, 0, 0, 0]
    expected = Counter(f"{name}-{number}" for name in "ab" for number in range(500))
    assert Counter(taken[0] + taken[1]) == expected
    assert all(taken), "both consumers had something to do"
    assert messages(tmp_path) == []


@pytest.mark.parametrize(
    "content",
    [b"", b'{"body": "ey', b"\xff\xfe", b"[]", b"{}", b'{"properties": {"delivery_tag": 1}}'],
    ids=["empty", "torn", "no text", "a list", "no message", "no body"],
)
def test_file_that_is_no_message_is_set_aside(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "messages").mkdir()
    (tmp_path / "messages" / "0.bells.msg").write_bytes(content)

    with connect(tmp_path) as connection:
        ring(connection, "after")
        assert listen(connection, seconds=0.1) == ["after"]

    assert messages(tmp_path) == ["0.bells.msg.torn"]


def test_folder_named_like_a_message_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "messages" / "0.bells.msg").mkdir(parents=True)

    with connect(tmp_path) as connection:
        ring(connection, "after")
        assert listen(connection, seconds=0.1) == ["after"]

    assert messages(tmp_path) == ["0.bells.msg.torn"]


def test_foreign_and_unfinished_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "messages").mkdir()
    foreign = [".1234.bells.msg", "0.other.msg", "README"]
    for name in foreign:
        (tmp_path / "messages" / name).write_text("not for us")

    with connect(tmp_path) as connection:
        ring(connection, "after")
        assert listen(connection, seconds=0.1) == ["after"]

    assert messages(tmp_path) == foreign


def test_messages_arrive_in_the_order_they_were_published(tmp_path: Path) -> None:
    with connect(tmp_path) as connection:
        for text in "edcba":
            ring(connection, text)
        assert listen(connection, seconds=0.1) == list("edcba")


def test_torn_exchange_is_made_anew(tmp_path: Path) -> None:
    table = tmp_path / "exchanges" / "bells.exchange"
    table.parent.mkdir()
    table.write_text('[["bel')

    with connect(tmp_path) as connection:
        ring(connection, "after")
        assert listen(connection, seconds=0.1) == ["after"]

    assert json.loads(table.read_text()) == [["bells", "", "bells"]]


def test_folders_that_vanish_are_made_anew(tmp_path: Path) -> None:
    with connect(tmp_path) as connection:
        assert listen(connection, seconds=0.05) == []
        ring(connection, "before")
        (tmp_path / "messages").rename(tmp_path / "away")
        assert listen(connection, seconds=0.05) == []
        ring(connection, "after")
        assert listen(connection, seconds=0.1) == ["after"]


def test_publishing_without_a_folder_fails_as_without_a_broker(tmp_path: Path) -> None:
    (tmp_path / "messages").write_text("in the way")

    with connect(tmp_path) as connection, pytest.raises(OperationalError, match="Cannot read"):
        ring(connection, "nobody hears")


def test_failed_writing_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "0.bells.msg").mkdir()  # a file cannot take the place of a folder

    with pytest.raises(ChannelError, match="Cannot write"):
        publish(tmp_path / "0.bells.msg", "{}")

    assert [path.name for path in tmp_path.iterdir()] == ["0.bells.msg"]


def test_purge_and_size_count_the_messages_of_one_queue(tmp_path: Path) -> None:
    with connect(tmp_path) as connection:
        ring(connection, "one")
        ring(connection, "two")
        (tmp_path / "messages" / "0.other.msg").write_text("{}")
        channel = connection.default_channel

        assert channel.queue_declare("bells", passive=True).message_count == 2
        assert channel.queue_purge("bells") == 2
        assert messages(tmp_path) == ["0.other.msg"]


def test_deleting_a_queue_takes_it_from_its_exchange(tmp_path: Path) -> None:
    table = tmp_path / "exchanges" / "bells.exchange"
    with connect(tmp_path) as connection:
        ring(connection, "one")
        assert json.loads(table.read_text()) == [["bells", "", "bells"]]

        QUEUE(connection.default_channel).delete()

    assert json.loads(table.read_text()) == []
    assert messages(tmp_path) == []
