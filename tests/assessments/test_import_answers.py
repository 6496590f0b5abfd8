"""Score answers you already have: the command, every fault with its line, and two real surveys."""

import csv
import json
import os
from collections.abc import Callable, Sequence
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessments.domain.releases.released import Shown
from assessments.domain.releases.releasing import releases
from assessments.models import Account, Assessment, Chunk, Community, Instrument, Score, Wave, Work
from assessments.tasks import do_work
from scoring import Measure

pytestmark = pytest.mark.django_db

SAMPLES = Path(settings.FOLDER) / "docs" / "samples"
TOML, CSV = SAMPLES / "choir.toml", SAMPLES / "choir.csv"
HEADER = "group,listening_1,listening_2,listening_3,belonging_1,belonging_2,belonging_3"

Import = Callable[..., str]


@pytest.fixture
def run(leader: Account, tmp_path: Path) -> Import:
    """Import a file, or the lines of one: ``run(lines=[…])`` gives what the command says."""

    def import_answers(
        *,
        lines: Sequence[str] | None = None,
        content: bytes | None = None,
        prefix: str = "choirs",
        instrument: Path = TOML,
        answers: Path = CSV,
    ) -> str:
        if lines is not None:
            content = "\n".join([HEADER, *lines]).encode()
        if content is not None:
            answers = tmp_path / "answers.csv"
            answers.write_bytes(content)
        said = StringIO()
        call_command(
            "import_answers",
            leader=leader.email,
            prefix=prefix,
            instrument=instrument,
            answers=answers,
            stdout=said,
            stderr=StringIO(),
        )
        return said.getvalue()

    return import_answers


def faults_of(run: Import, **what: Any) -> list[str]:
    """Import what has faults, see that nothing is written, and give the faults."""
    with pytest.raises(CommandError) as refused:
        run(**what)
    assert not Community.objects.exists()
    assert not Instrument.objects.exists()
    assert not Chunk.objects.exists()
    first, *faults = str(refused.value).splitlines()
    assert first == "nothing was written:"
    return [fault.strip() for fault in faults]


def work_through() -> None:
    """Do all work that is due, as the worker would."""
    for work in Work.objects.filter(state=Work.State.DUE):
        do_work(work_id=str(work.pk))
    assert not Work.objects.exclude(state=Work.State.DONE).exists()


def test_import_makes_a_community_with_a_sealed_wave_of_each_group(
    run: Import, leader: Account
) -> None:
    said = run()

    # docs/samples/choir.csv: 14, 12, 9 and 6 rows
    assert "4 communities with 41 answer sheets written" in said
    waves = {wave.community.slug: wave for wave in Wave.objects.select_related("community")}
    assert {slug: wave.sheets for slug, wave in waves.items()} == {
        "choirs-harbour-voices": 14,
        "choirs-mill-lane-singers": 12,
        "choirs-late-shift-chorus": 9,
        "choirs-st-clare-choir": 6,
    }
    assert {wave.state for wave in waves.values()} == {Wave.State.SEALED}
    assert Community.objects.filter(leaders=leader).count() == 4


def test_import_is_assessed_like_any_other_wave(run: Import) -> None:
    run()
    work_through()

    waves = Wave.objects.order_by("community__slug")
    shown = {each.wave.community.slug: each for each in releases([*waves])}
    harbour = shown["choirs-harbour-voices"].score(Measure.LEVEL, "listening")
    small = shown["choirs-late-shift-chorus"].score(Measure.LEVEL, "listening")
    assert isinstance(harbour, Shown)
    assert harbour.step == 1
    # Coarse below 12: the nearest 5.
    assert isinstance(small, Shown)
    assert small.step == 5


def test_import_of_the_same_file_again_changes_nothing(run: Import) -> None:
    run()
    before = [*Chunk.objects.order_by("pk").values()]

    said = run()

    assert "4 groups are there already with these answers" in said
    assert "0 communities" in said
    assert [*Chunk.objects.order_by("pk").values()] == before
    assert Work.objects.count() == 4


def test_import_does_not_mind_the_order_of_rows_and_columns(run: Import) -> None:
    run()
    header, *rows = [*csv.reader(CSV.read_text().splitlines())]
    order = Random(5)
    order.shuffle(rows)
    places = [*range(len(header))]
    order.shuffle(places)
    lines = [",".join(row[place] for place in places) for row in (header, *rows)]
    assert lines != CSV.read_text().splitlines()

    assert "4 groups are there already" in run(content="\n".join(lines).encode())


def test_import_of_changed_answers_is_refused(run: Import) -> None:
    run()
    changed = CSV.read_text().replace("Harbour Voices,6,5,3,7,5,5", "Harbour Voices,6,5,3,7,5,6")
    assert changed != CSV.read_text()

    with pytest.raises(CommandError, match="choirs-harbour-voices is there already with other"):
        run(content=changed.encode())

    assert Wave.objects.count() == 4


@pytest.mark.parametrize(
    "disguise",
    [
        pytest.param(lambda text: text.replace(",", ";").encode(), id="semicolons"),
        pytest.param(lambda text: text.replace(",", "\t").encode(), id="tabs"),
        pytest.param(lambda text: text.encode("utf-8-sig"), id="byte order mark"),
        pytest.param(lambda text: text.replace("\n", "\r\n").encode(), id="Windows line ends"),
        pytest.param(lambda text: text.replace("\n", "\r").encode(), id="old Mac line ends"),
        pytest.param(lambda text: text.replace(",", " , ").encode(), id="spaces"),
        pytest.param(lambda text: (text + "\n,,,,,,\n").encode(), id="empty rows at the end"),
    ],
)
def test_import_reads_what_spreadsheets_write(
    run: Import, disguise: Callable[[str], bytes]
) -> None:
    run()
    content = disguise(CSV.read_text().rstrip("\n"))
    assert content != CSV.read_bytes()

    assert "4 groups are there already" in run(content=content)


def test_import_lists_every_fault_with_its_line_and_writes_nothing(run: Import) -> None:
    faults = faults_of(
        run,
        lines=[
            "Alto,1,2,3,4,5,6",
            "Alto,8,0,-1,x,5.5,٣",
            "Alto,1,2,3",
            "—,1,2,3,4,5,6",
            ",1,2,3,4,5,6",
        ],
    )

    allowed = "allowed are the whole numbers 1 to 7"
    assert faults == [
        f"line 3: listening_1 is “8”; {allowed}",
        f"line 3: listening_2 is “0”; {allowed}",
        f"line 3: listening_3 is “-1”; {allowed}",
        f"line 3: belonging_1 is “x”; {allowed}",
        f"line 3: belonging_2 is “5.5”; {allowed}",
        f"line 3: belonging_3 is “٣”; {allowed}",
        "line 4: 4 cells, and the header has 7",
        "line 5: the group needs a name with a letter from a to z or a digit",
        "line 6: the group needs a name with a letter from a to z or a digit",
    ]


def test_import_lists_the_faults_of_the_header(run: Import) -> None:
    faults = faults_of(
        run, content=HEADER.replace("listening_2", "listening_1").replace("3,", "9,").encode()
    )

    assert faults == [
        "line 1: the column “listening_1” occurs 2 times",
        "line 1: the column “listening_2” is missing",
        "line 1: the column “listening_3” is missing",
        "line 1: there is no item “listening_9” in the instrument",
    ]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        pytest.param(b"", "the file is empty", id="empty"),
        pytest.param(b" \n\n", "the file is empty", id="blank"),
        pytest.param(HEADER.encode(), "there are no answers below the header", id="header only"),
        pytest.param(
            f"{HEADER}\nAlto,1,2,3,4,5,6\nTénor,1,2,3,4,5,6".encode("latin-1"),
            "line 3: the text is not UTF-8; save the file as UTF-8",
            id="Latin-1",
        ),
        pytest.param(
            f"{HEADER}\nAlto,1,2,3,4,5,6".encode("utf-16"),
            "line 1: the text is not UTF-8; save the file as UTF-8",
            id="UTF-16",
        ),
        pytest.param(b"group\0", "this is not a text file", id="binary"),
    ],
)
def test_import_refuses_what_is_no_file_of_answers(run: Import, content: bytes, fault: str) -> None:
    assert faults_of(run, content=content) == [fault]


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        pytest.param(["Alto,1,2,3,4,5,6", '"Alto,1,2,3,4,5,6', "Bass,1,2,3,4,5,6"], 3, id="row"),
        pytest.param(["Alto,1,2,3,4,5,6", 'Alto,1,2,"3"3,4,5,6'], 3, id="text behind the quote"),
    ],
)
def test_import_says_where_a_quotation_mark_is_not_closed(
    run: Import, lines: list[str], line: int
) -> None:
    (fault,) = faults_of(run, lines=lines)

    assert fault.startswith(f"line {line}: this is not CSV")


def test_import_says_so_when_the_quotation_mark_is_in_the_header(run: Import) -> None:
    (fault,) = faults_of(run, content=f'"{HEADER}\nAlto,1,2,3,4,5,6'.encode())

    assert fault.startswith("line 1: this is not CSV")


def test_import_counts_lines_as_an_editor_does(run: Import) -> None:
    # Python also ends lines at U+2028 and form feed; a quoted cell may hold a line end.
    faults = faults_of(
        run, lines=["A\u2028lto,1,2,3,4,5,6", '"B\nass",1,2,3,4,5,6', "Tenor,9,2,3,4,5,6"]
    )

    assert [fault.partition(":")[0] for fault in faults] == ["line 5"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("St. Clare", "St Clare!", id="signs"),
        pytest.param("Alto", "ALTO", id="capitals"),
        pytest.param("x" * 90 + "1", "x" * 90 + "2", id="longer than an address"),
    ],
)
def test_import_refuses_groups_that_addresses_cannot_tell_apart(
    run: Import, first: str, second: str
) -> None:
    row = "1,2,3,4,5,6"

    (fault,) = faults_of(run, lines=[f"{first},{row}", f"{second},{row}", f"Bass,{row}"])

    assert fault == f"these groups cannot be told apart in addresses: {first}, {second}"


@pytest.mark.parametrize("content", ["rows", "columns"])
def test_import_stops_listing_after_200_faults(run: Import, content: str) -> None:
    rows = [HEADER, *["Alto,x,2,3,4,5,6"] * 300]
    columns = [",".join([HEADER, *(f"column_{number}" for number in range(300))]), "Alto"]

    faults = faults_of(run, content="\n".join(rows if content == "rows" else columns).encode())

    assert len(faults) == 201
    assert faults[-1] == "… and more"


def test_import_lists_the_faults_of_the_instrument(run: Import, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text(TOML.read_text().replace('characteristic = "belonging"', ""))

    faults = faults_of(run, instrument=broken)

    assert len(faults) == 3  # the three items of belonging
    assert all("characteristic" in fault for fault in faults)


def test_import_names_a_leader_or_file_that_is_not_there(run: Import, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nowhere\.csv: No such file"):
        run(answers=tmp_path / "nowhere.csv")
    with pytest.raises(CommandError, match=r"there is no account who@example\.org"):
        call_command(
            "import_answers", leader="who@example.org", prefix="x", instrument=TOML, answers=CSV
        )


@pytest.mark.parametrize("prefix", ["", "Choirs", "a b", "é"])
def test_import_refuses_a_prefix_that_is_no_part_of_an_address(run: Import, prefix: str) -> None:
    (fault,) = faults_of(run, prefix=prefix)

    assert "small letters, digits and hyphens" in fault


# --- Two real surveys, kept beside the repository because of their licence ---------------------

ORACLES = os.environ.get("COMMSURVEY_ORACLES")
needs_oracles = pytest.mark.skipif(
    not ORACLES, reason="COMMSURVEY_ORACLES does not name the folder with the data sets of R"
)
SURVEYS = [
    pytest.param("bhr2000_lead", 99, 5400, id="bhr2000_lead"),
    pytest.param("lq2002_lead", 49, 2042, id="lq2002_lead"),
]


def survey(name: str) -> tuple[Path, dict[str, Any]]:
    """Give the answers of a data set, and what R made of them."""
    folder = Path(ORACLES or "") / name
    return folder / "input.csv", json.loads((folder / "expected.json").read_text())


def instrument_of(answers: Path, file: Path) -> Path:
    """Write the instrument of a data set: all its columns as one characteristic on 5 points."""
    items = answers.read_text().splitlines()[0].split(",")[1:]
    head = (
        'key = "leadership"\nversion = 1\nlanguage = "en"\nname = "Leadership"\n'
        'points = 5\n[[characteristics]]\ncode = "leadership"\nname = "Leadership"\n'
    )
    entry = '[[items]]\ncode = "{0}"\ncharacteristic = "leadership"\ntext = "{0}"\n'
    file.write_text(head + "".join(entry.format(item) for item in items))
    return file


@needs_oracles
@pytest.mark.parametrize(("name", "groups", "people"), SURVEYS)
def test_import_of_a_real_survey_agrees_with_r(
    run: Import,
    leader: Account,
    client: Client,
    tmp_path: Path,
    django_assert_num_queries: DjangoAssertNumQueries,
    name: str,
    groups: int,
    people: int,
) -> None:
    answers, expected = survey(name)

    said = run(
        answers=answers, instrument=instrument_of(answers, tmp_path / "i.toml"), prefix="real"
    )
    work_through()

    assert f"{groups} communities with {people} answer sheets written" in said
    assert Assessment.objects.count() == groups
    # R> multilevel::ad.m(items, group, type = "median"): AD_Md on 5 points
    consensus = {
        f"real-{group['group']}": 100 * (1 - 2 * group["ad_median"] / 4)
        for group in expected["groups"]
    }
    stored = Score.objects.filter(measure=Measure.CONSENSUS, subject="leadership").values_list(
        "assessment__wave__community__slug", "value"
    )
    assert dict(stored) == {
        slug: pytest.approx(value, abs=1e-9) for slug, value in consensus.items()
    }

    waves = [*Wave.objects.select_related("community", "instrument")]
    with django_assert_num_queries(1):
        shown = releases(waves)
    for each in shown:
        released = each.score(Measure.CONSENSUS, "leadership")
        if isinstance(released, Shown):
            assert released.value == round(consensus[each.wave.community.slug])
        else:
            assert each.sheets is not None
            assert each.sheets < 12
    assert sum(isinstance(each.score(Measure.LEVEL, "leadership"), Shown) for each in shown) > 0

    client.force_login(leader)
    for each in shown[::10]:
        served = client.get(f"/api/v1/waves/{each.wave.pk}/assessment/").json()
        (leadership,) = served["characteristics"]
        released = each.score(Measure.CONSENSUS, "leadership")
        if isinstance(released, Shown):
            assert leadership["consensus"]["value"] == released.value
        assert served["verdict"]["verdict"] == "NOT_MEASURED"
