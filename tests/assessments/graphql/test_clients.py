"""Clients made by others: what they find in the service, the schema and the example operations."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from assessments.domain.accounts.viewers import create_api_token
from assessments.graphql.examples import FOLDER as EXAMPLES
from assessments.graphql.examples import examples
from tests.assessments import making

pytestmark = pytest.mark.browser

HERE = Path(__file__).resolve().parent / "clients"
SCHEMA = settings.FOLDER / "schema.graphql"
MODULES = settings.FOLDER / "node_modules"


def node(*arguments: str | Path, within: Path = settings.FOLDER) -> str:
    """Run a program of npm's; its complaints fail the test."""
    if not (MODULES / "relay-compiler").is_dir():
        pytest.fail("Clients come from npm: make node_modules/installed-dev")
    done = subprocess.run(  # noqa: S603 -- programs of the lock file
        [shutil.which("node") or "node", *map(str, arguments)],
        cwd=within,
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.django_db(transaction=True)
def test_service_passes_every_audit_of_graphql_over_http(live_server: LiveServer) -> None:
    token = create_api_token(making.make_account(), name="audit")

    lines = node(HERE / "audit.mjs", f"{live_server.url}/graphql", token).splitlines()

    assert len(lines) == 61
    assert [line for line in lines if not line.startswith("ok ")] == []


def test_relay_compiles_the_examples(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name, text in examples().items():
        module = f'import {{ graphql }} from "relay-runtime";\nexport default graphql`{text}`;\n'
        (source / f"{name}.js").write_text(module, encoding="utf-8")
    configuration = {
        "src": "source",
        "schema": "schema.graphql",
        "language": "typescript",
        "schemaConfig": {"nodeInterfaceIdField": "id"},
    }
    (tmp_path / "relay.config.json").write_text(json.dumps(configuration), encoding="utf-8")
    shutil.copy(SCHEMA, tmp_path / "schema.graphql")

    node(MODULES / "relay-compiler" / "cli.js", "relay.config.json", within=tmp_path)

    made = {file.name for file in source.glob("__generated__/*.graphql.ts")}
    for name, text in examples().items():
        kind = "Mutation" if "mutation " in text else "Query"
        assert f"{name}{kind}.graphql.ts" in made


def test_typed_code_generation_compiles_the_examples(tmp_path: Path) -> None:
    made = tmp_path / "made.ts"
    node(HERE / "generate.mjs", SCHEMA, made, *sorted(EXAMPLES.glob("*.graphql")))
    # A value that the schema does not have must not pass, or the types would say nothing.
    right = (
        'import type { HowAreWeQueryQuery } from "./made";\n'
        "export const name = (found: HowAreWeQueryQuery): string | undefined =>"
        " found.community?.name;\n"
    )
    (tmp_path / "right.ts").write_text(right, encoding="utf-8")
    (tmp_path / "wrong.ts").write_text(right.replace("?.name;", "?.nome;"), encoding="utf-8")
    compiler = MODULES / "typescript" / "bin" / "tsc"
    options = ["--noEmit", "--strict", "--skipLibCheck"]

    node(compiler, *options, made, tmp_path / "right.ts")

    with pytest.raises(AssertionError, match="nome"):
        node(compiler, *options, tmp_path / "wrong.ts")
