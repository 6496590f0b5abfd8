"""Files say what the result page says: all of it, nothing else, and harmless to spreadsheets."""

import csv
import io
import json
from collections import Counter
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.domain.exports.codebook import CODEBOOK, Finding
from assessments.domain.exports.exporting import Export, ExportError
from assessments.domain.exports.files import harmless, spss_syntax
from assessments.domain.releases.breakdowns import Breakdown, released_breakdown
from assessments.domain.releases.released import Shown
from assessments.domain.releases.releasing import release
from assessments.domain.releases.rounding import RULES
from assessments.models import Community, Instrument, Wave
from assessments.web.results.exports import FILES
from scoring import Measure
from tests.assessments import groups, making
from tests.assessments.conftest import OpenWave

FINDINGS = [
    ("verdict", ""),
    ("named_stage", ""),
    ("two_camps", ""),
    ("echo_chamber", ""),
]
"""What stands before the scores of a wave without camps."""


def downloaded(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer).decode()


def table(text: str) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(text))]


def test_scores_are_those_of_the_release(
    leading: Client, community: Community, assessed_wave: OpenWave
) -> None:
    shown = release(assessed_wave(n=14))
    rows = table(downloaded(leading, f"/c/{community.slug}/exports/scores.csv"))
    told = [(row["measure"], row["subject"]) for row in rows]
    assert told == [*FINDINGS, *sorted(shown.scores)]
    for row in rows[len(FINDINGS) :]:
        value = shown.score(row["measure"], row["subject"])
        if isinstance(value, Shown):
            assert float(row["value"]) == value.value
        else:
            assert row["value"] == ""
            assert row["band"] or row["reason"]


def test_findings_are_those_of_the_release(
    leading: Client, community: Community, instrument: Instrument
) -> None:
    shown = release(groups.in_two_camps(community, instrument))
    rows = table(downloaded(leading, f"/c/{community.slug}/exports/scores.csv"))
    words = {row["measure"]: row["band"] for row in rows if row["measure"] in {*Finding}}
    assert shown.verdict == words["verdict"]
    assert (shown.stage or "no_clear_stage") == words["named_stage"]
    assert (words["two_camps"], words["echo_chamber"]) == ("YES", "NO")
    places = [(row["subject"], row["value"]) for row in rows if row["measure"] == "separating_item"]
    assert isinstance(shown.separating_items, tuple)
    assert places == [(item, str(at)) for at, item in enumerate(shown.separating_items, start=1)]
    assert len(places) > 3


def test_findings_of_a_small_group_have_reasons(
    leading: Client, community: Community, assessed_wave: OpenWave
) -> None:
    assessed_wave(n=11)
    rows = table(downloaded(leading, f"/c/{community.slug}/exports/scores.csv"))
    reasons = {row["measure"]: (row["reason"], row["minimum_answers"]) for row in rows[:5]}
    assert reasons["two_camps"] == reasons["separating_item"] == ("TOO_FEW_ANSWERS", "12")


def test_breakdowns_and_participation_are_those_released(
    leading: Client, community: Community, tiny: Instrument
) -> None:
    wave = groups.in_classes(community, tiny)
    shown = released_breakdown(wave, "tenure")
    assert isinstance(shown, Breakdown)
    told = {
        (str(cell.value_code), subject): level
        for cell in shown.cells
        for subject, level in [
            ("", cell.level),
            *((each.characteristic, each.level) for each in cell.characteristics),
        ]
    }
    address = f"/c/{community.slug}/exports/"
    rows = table(downloaded(leading, f"{address}breakdowns.csv"))
    assert {row["compared_by"] for row in rows} == {"tenure"}
    assert {row["label"] for row in rows} == {"Under 1 year", "Over 3 years"}
    levels = [row for row in rows if row["measure"] == "level"]
    assert len(levels) == len(rows) / 2 == 6  # two cells: the whole and two characteristics
    for row in levels:
        level = told[row["answer"], row["subject"]]
        assert isinstance(level, Shown)
        assert (float(row["value"]), row["step"]) == (level.value, str(int(level.step)))

    rows = table(downloaded(leading, f"{address}participation.csv"))
    names = ("told_apart_by", "role", "tenure", "invited", "value", "step", "reason")
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("", "", "", "38", "0.5", "0.01", ""),
        ("role tenure", "leader", "", "12", "0.5", "0.05", ""),
        ("role tenure", "member", "", "26", "0.5", "0.05", ""),
    ]


def test_breakdown_with_a_small_cell_is_in_no_file(
    leading: Client, community: Community, tiny: Instrument
) -> None:
    groups.in_classes(community, tiny, leaders=4)
    address = f"/c/{community.slug}/exports/"
    assert table(downloaded(leading, f"{address}breakdowns.csv")) == []
    hidden = table(downloaded(leading, f"{address}participation.csv"))[1:]
    assert [(row["invited"], row["value"], row["reason"]) for row in hidden] == [
        ("", "", "REVEALED_BY_SUBTRACTION"),
        ("", "", "REVEALED_BY_SUBTRACTION"),
    ]
    everything = json.loads(downloaded(leading, f"{address}release.json"))
    assert everything["breakdowns"] == []
    assert len(everything["participation"]) == 3


# The plots of a wave are made one wave after the other, as the pages make them.
@pytest.mark.parametrize("file", sorted({*FILES} - {"plots.json"}))
def test_statements_do_not_grow_with_waves(
    leading: Client, community: Community, tiny: Instrument, file: str
) -> None:
    address = f"/c/{community.slug}/exports/{file}"
    counts = []
    for _wave in range(3):
        groups.in_classes(community, tiny)
        b"".join(leading.get(address))
        with CaptureQueriesContext(connection) as statements:
            b"".join(leading.get(address))
        counts.append(len(statements))
    assert counts[0] == counts[1] == counts[2]


def test_items_of_a_small_group_are_in_no_file(
    leading: Client, community: Community, assessed_wave: OpenWave
) -> None:
    address = f"/c/{community.slug}/exports/items.csv"
    assessed_wave(n=11)
    assert table(downloaded(leading, address)) == []


def test_items_give_all_points_of_each_item(
    leading: Client, community: Community, assessed_wave: OpenWave
) -> None:
    assessed_wave(n=14)
    rows = table(downloaded(leading, f"/c/{community.slug}/exports/items.csv"))
    points = Counter(row["item"] for row in rows)
    assert len(points) > 30
    assert {*points.values()} == {5}
    assert "Agree" in {row["label"] for row in rows[:5]}


def test_json_holds_as_many_scores_as_it_says_and_explains_them(
    leading: Client, community: Community, assessed_wave: OpenWave
) -> None:
    assessed_wave(n=14)
    found = json.loads(downloaded(leading, f"/c/{community.slug}/exports/release.json"))
    assert len(found["scores"]) == found["row_count"] > 50
    explained = {entry["measure"] for entry in found["codebook"]["measures"]}
    findings = found["codebook"]["findings"]
    assert {row["measure"] for row in found["scores"]} <= explained | findings.keys()
    assert {row["reason"] for row in found["scores"]} - {""} <= {*found["codebook"]["reasons"]}
    words = {
        code
        for kind in ("verdicts", "stages", "flags", "bands")
        for code in found["codebook"][kind]
    }
    assert {row["band"] for row in found["scores"]} - {""} <= words


def test_workbook_holds_the_same_scores(
    leading: Client, community: Community, assessed_wave: OpenWave
) -> None:
    assessed_wave(n=14)
    answer = leading.get(f"/c/{community.slug}/exports/workbook.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer)), read_only=True)
    rows = table(downloaded(leading, f"/c/{community.slug}/exports/scores.csv"))
    measures = [row[3] for row in book["scores"].iter_rows(values_only=True)]
    assert measures == ["measure", *(row["measure"] for row in rows)]
    assert book.sheetnames == ["scores", "items", "breakdowns", "participation", "codebook"]


def test_syntax_names_the_columns_of_the_file_in_their_order(
    leading: Client, community: Community, assessed_wave: OpenWave
) -> None:
    wave = assessed_wave(n=14)
    syntax = "".join(spss_syntax(Export.of(community, [wave])))
    read = syntax.split("/VARIABLES=")[1].split("\n  .\n")[0].split("\n")
    head = downloaded(leading, f"/c/{community.slug}/exports/scores.csv").splitlines()[0]
    assert [line.split()[0] for line in read if line.strip()] == head.split(",")


def test_small_group_gets_words_and_reasons_in_files(
    leading: Client, community: Community, assessed_wave: OpenWave
) -> None:
    assessed_wave(n=4, invited=6)
    rows = table(downloaded(leading, f"/c/{community.slug}/exports/scores.csv"))
    assert {row["reason"] for row in rows} == {"TOO_FEW_ANSWERS"}
    assert {row["value"] for row in rows} == {""}


def test_open_wave_is_in_no_file(leading: Client, wave: Wave) -> None:
    address = f"/c/{wave.community.slug}/exports/"
    before = downloaded(leading, f"{address}scores.csv")
    making.answer_all(wave, sheets=3)
    assert downloaded(leading, f"{address}scores.csv") == before
    assert len(before.splitlines()) == 1
    assert "before the first wave is closed" in downloaded(leading, address)


def test_members_get_the_files_of_their_wave_alone(
    client: Client, community: Community, assessed_wave: OpenWave
) -> None:
    first, second = assessed_wave(n=14), assessed_wave(n=14, seed=2)
    for wave in (first, second):
        rows = table(downloaded(client, f"/r/{wave.result_key}/exports/scores.csv"))
        assert {row["wave"] for row in rows} == {str(wave.number)}
    page = client.get(f"/r/{first.result_key}/exports/").content.decode()
    assert f"/r/{first.result_key}/exports/workbook.xlsx" in page
    assert client.get(f"/r/{first.result_key}/exports/unheard-of.csv").status_code == 404


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("cell", [-0.5, 3, None, "graceful_fighting", ""])
def test_numbers_and_plain_texts_stay_as_they_are(cell: str | float | None) -> None:
    assert harmless(cell) == cell


class Forgetful(dict[Any, Any]):
    """Scores of which one goes missing between counting and writing."""

    def __len__(self) -> int:
        return super().__len__() + 1


def test_file_with_rows_missing_is_broken_off(
    community: Community, assessed_wave: OpenWave
) -> None:
    shown = release(assessed_wave(n=14))
    export = Export(community, [replace(shown, scores=Forgetful(shown.scores))])
    rows = len(shown.scores) + len(FINDINGS)
    with pytest.raises(ExportError, match=f"{rows} rows of {rows + 1}"):
        [*export.scores()]


def test_codebook_explains_every_measure_that_is_shown() -> None:
    assert {*CODEBOOK} == {*Measure} >= {*RULES}


def test_plots_are_specifications_of_the_released_values(
    leading: Client, community: Community, assessed_wave: OpenWave
) -> None:
    address = f"/c/{community.slug}/exports/plots.json"
    assert json.loads(downloaded(leading, address)) == []
    assessed_wave(n=14)
    ((wave),) = json.loads(downloaded(leading, address))
    assert wave["wave"] == 1
    assert {"levels", "stages", "disputed"} <= {*wave["plots"]}
    assert all("vega-lite" in each["$schema"] for each in wave["plots"].values())
