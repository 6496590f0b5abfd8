"""The files in deploy/ start what ``manage.py up`` starts."""

import re

import pytest

from commsurvey.environment import FOLDER
from commsurvey.supervisor import COMMANDS


def words(text: str) -> str:
    """The text of a file, with lists of quoted words written as plain words."""
    return re.sub(r'[\[\]",]+ ?', " ", text).replace("  ", " ")


def command(name: str) -> str:
    return " ".join(COMMANDS[name][1:])


@pytest.mark.parametrize("name", ["worker", "beat"])
@pytest.mark.parametrize("file", ["Procfile", "compose.yaml", "systemd/commsurvey-{}.service"])
def test_deployed_process_is_that_of_up(name: str, file: str) -> None:
    text = (FOLDER / "deploy" / file.format(name)).read_text(encoding="utf-8")
    assert f"{command(name)}\n" in text


@pytest.mark.parametrize("file", ["Procfile", "Containerfile", "systemd/commsurvey-web.service"])
def test_deployed_web_server_is_that_of_up(file: str) -> None:
    text = words((FOLDER / "deploy" / file).read_text(encoding="utf-8"))
    deployed = re.sub(r"--host \S+ --port \S+ ", "", text)
    assert re.sub(r"--host \S+ --port \S+ ", "", command("web")) in deployed
