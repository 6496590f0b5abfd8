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


def test_image_brings_what_the_explorer_and_the_description_of_the_api_need() -> None:
    image = (FOLDER / "deploy" / "Containerfile").read_text(encoding="utf-8")
    makefile = (FOLDER / "Makefile").read_text(encoding="utf-8")
    fetched = re.findall(r"cp node_modules/(\S+) \$\(EXPLORER\)/(\S+)", makefile)
    assert fetched
    for source, name in fetched:
        assert f"COPY --from=explorer ${{FETCHED}}/{source} ${{VENDOR}}/{name}\n" in image
    assert "COPY manage.py openapi.yaml ./\n" in image


def test_builder_of_the_image_is_sent_all_that_is_copied() -> None:
    image = (FOLDER / "deploy" / "Containerfile").read_text(encoding="utf-8")
    copied = [
        word
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", image, re.MULTILINE)
        for word in line.split()
    ]
    sent = (FOLDER / ".containerignore").read_text(encoding="utf-8").splitlines()
    assert len(copied) > 5
    assert {f"!{name}" for name in copied} <= {*sent}
