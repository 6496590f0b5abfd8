"""Static files: kept by browsers for an hour, and never an old one after an upgrade."""

import hashlib
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import Settings

from commsurvey.static_files import VersionedFiles

STYLE = Path(settings.FOLDER) / "commsurvey/static/commsurvey.css"


def test_address_of_a_file_tells_what_it_holds() -> None:
    digits = hashlib.sha256(STYLE.read_bytes()).hexdigest()[:12]

    assert VersionedFiles().url("commsurvey.css") == f"/static/commsurvey.css?{digits}"


def test_collected_file_has_another_address_once_it_has_changed(
    settings: Settings, tmp_path: Path
) -> None:
    settings.WHITENOISE_USE_FINDERS = False
    (tmp_path / "admin").mkdir()
    (tmp_path / "admin/base.css").write_text("old")
    running = VersionedFiles(location=tmp_path)
    before = running.url("admin/base.css")
    (tmp_path / "admin/base.css").write_text("new")

    assert running.url("admin/base.css") == before, "what runs goes on with what it has read"
    assert VersionedFiles(location=tmp_path).url("admin/base.css") != before


def test_address_of_a_missing_file_is_plain() -> None:
    assert VersionedFiles().url("missing.css") == "/static/missing.css"


@pytest.mark.django_db
def test_pages_lead_to_files_that_may_be_kept_for_an_hour(client: Client) -> None:
    address = VersionedFiles().url("commsurvey.css")
    assert address in client.get("/privacy/").content.decode()

    answer = client.get(address)

    assert answer["Cache-Control"] == "max-age=3600, public"
    assert b"".join(answer) == STYLE.read_bytes()
