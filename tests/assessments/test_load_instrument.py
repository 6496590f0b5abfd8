"""Loading a questionnaire of one's own from the command line."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from assessments.models import Instrument

pytestmark = pytest.mark.django_db

CHOIR = Path(settings.FOLDER) / "docs" / "samples" / "choir.toml"


def load(file: Path) -> str:
    """Run the command, and give what it says."""
    said = StringIO()
    call_command("load_instrument", file, stdout=said)
    return said.getvalue()


def faults_of(file: Path) -> list[str]:
    """Load a file with faults, and give them."""
    with pytest.raises(CommandError) as refused:
        load(file)
    first, *faults = str(refused.value).splitlines()
    assert first == "nothing was loaded:"
    return [fault.strip() for fault in faults]


def test_load_instrument_says_what_it_asks() -> None:
    said = load(CHOIR)

    assert said == "choir 1: Singing together, 2 characteristics, 6 items, 0 questions\n"
    assert Instrument.objects.get().key == "choir"


def test_load_instrument_twice_loads_it_once(tmp_path: Path) -> None:
    load(CHOIR)
    marked = tmp_path / "choir.toml"  # as some editors write it
    marked.write_text(CHOIR.read_text(), encoding="utf-8-sig")

    load(marked)

    assert Instrument.objects.count() == 1


def test_load_instrument_lists_every_fault(tmp_path: Path) -> None:
    file = tmp_path / "faulty.toml"
    file.write_text(
        CHOIR.read_text().replace("points = 7", "points = 12").replace("version = 1", "version = 0")
    )

    faults = faults_of(file)

    assert sorted(fault.partition(":")[0] for fault in faults) == ["points", "version"]
    assert not Instrument.objects.exists()


def test_load_instrument_refuses_another_content_for_a_version(tmp_path: Path) -> None:
    load(CHOIR)
    file = tmp_path / "changed.toml"
    file.write_text(CHOIR.read_text().replace("Singing together", "Singing apart"))

    (fault,) = faults_of(file)

    assert "give the changed file a higher version" in fault
    assert Instrument.objects.get().name == "Singing together"


def test_load_instrument_names_a_file_it_cannot_read(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nowhere\.toml: No such file"):
        load(tmp_path / "nowhere.toml")
    latin = tmp_path / "latin.toml"
    latin.write_bytes("name = 'Chœur'".encode("latin-1", "replace") + b"\xe9")
    with pytest.raises(CommandError, match=r"latin\.toml is not UTF-8"):
        load(latin)
