"""What the README says is what happens."""

import json
import re
import shlex
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from assessments.demo import story
from assessments.demo.communities import LEAKY_TAPS
from assessments.domain.accounts.viewers import create_api_token
from assessments.domain.instruments.instruments import load_shipped
from assessments.models import Account, Community, Wave, Work
from assessments.tasks import do_work

FOLDER = Path(__file__).resolve().parent.parent
README = (FOLDER / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """Give the blocks of code in a language."""
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


COMMANDS = [line for block in blocks("sh") for line in block.splitlines()]
OF_DJANGO = [line for line in COMMANDS if line.startswith(".venv/bin/python manage.py ")]


@pytest.fixture
def leader(db: None) -> Account:
    """The leader whom the demo makes."""
    return Account.objects.create_user("leader@example.org")


def run(line: str) -> str:
    """Run a command of ``manage.py`` as the README writes it; the test is the worker."""
    name, *arguments = shlex.split(line)[2:]
    said = StringIO()
    call_command(name, *(word for word in arguments if word != "--wait"), stdout=said)
    return said.getvalue()


def test_every_command_is_run_here_or_by_the_checks() -> None:
    checks = (FOLDER / ".ci" / "run").read_text(encoding="utf-8")

    others = [line for line in COMMANDS if line not in OF_DJANGO]
    assert others == ["make run", "make test"]
    assert all(f"part {line}" in checks for line in others)
    assert [shlex.split(line)[2] for line in OF_DJANGO] == ["import_answers", "create_token"]


def test_importing_makes_and_assesses_the_choirs(leader: Account) -> None:
    assert "4 communities" in run(OF_DJANGO[0])

    for work in Work.objects.all():
        do_work(work_id=str(work.pk))
    waves = Wave.objects.filter(community__slug__startswith="choirs-")
    assert {*waves.values_list("state", flat=True)} == {Wave.State.ASSESSED}
    assert Community.objects.filter(leaders=leader).count() == 4


def test_token_is_printed_and_nothing_else(leader: Account) -> None:
    token = run(OF_DJANGO[1]).removesuffix("\n")

    answer = Client().post(
        "/graphql",
        json.dumps({"query": "{ viewer { account { email } } }"}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.json()["data"] == {"viewer": {"account": {"email": leader.email}}}


def test_query_gives_the_answer_that_is_printed(leader: Account) -> None:
    story.tell(LEAKY_TAPS, leader=leader, instrument=load_shipped("peck-40"), now=timezone.now())
    Wave.objects.filter(sealed_at__isnull=False).update(scrubbed=True)
    for work in Work.objects.filter(kind=Work.Kind.ASSESS):
        do_work(work_id=str(work.pk))
    variables, printed = (json.loads(block) for block in blocks("json"))

    answer = Client().post(
        "/graphql",
        json.dumps({"query": blocks("graphql")[0], "variables": variables}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {create_api_token(leader, name='readme')}"},
    )

    assert answer.json()["data"] == printed["data"]


@pytest.mark.parametrize("target", re.findall(r"\]\((?!https?:)([^)#]+)\)", README))
def test_links_lead_to_files(target: str) -> None:
    assert (FOLDER / target).exists()


@pytest.mark.parametrize("page", sorted(FOLDER.glob("docs/**/*.md")), ids=lambda page: page.name)
def test_files_that_a_page_names_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = re.findall(r"`((?:tests|assessments|scoring|commsurvey|docs)/[\w/.-]+\.\w+)`", text)
    linked = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)

    # NOUN and KEY stand for any.
    named = [name for name in named if not re.search(r"\b[A-Z]{3,}\b", name)]
    missing = [name for name in named if not (FOLDER / name).exists()]
    missing += [name for name in linked if not (page.parent / name).exists()]
    assert missing == []
