"""An instrument over all communities: pooled numbers, checked against the scores of one matrix."""

import csv
import json
import os
from collections.abc import Callable, Sequence
from io import StringIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments.domain.imports.importing import import_answers
from assessments.domain.refusals import RefusedError
from assessments.domain.scores.instrument_reports import instrument_report
from assessments.domain.waves.sealing import seal_wave
from assessments.models import Account, Instrument, Wave
from scoring import cronbach_alpha, feldt_interval, icc, omega_total
from scoring.covariance import correlation, covariance
from scoring.dimensions import components, group_factors
from scoring.reliability import alpha_if_dropped, item_rest_correlation
from tests.assessments import making

pytestmark = pytest.mark.django_db

CHOIR = (Path(settings.FOLDER) / "docs" / "samples" / "choir.toml").read_text()
ITEMS = ["listening_1", "listening_2", "listening_3", "belonging_1", "belonging_2", "belonging_3"]
SIZES = (14, 7, 5, 20, 9, 11, 6, 13, 8, 10, 12, 17)

Answers = npt.NDArray[np.int64]
Report = Callable[..., str]


def invented(
    sizes: Sequence[int] = SIZES, *, seed: int = 1
) -> tuple[Answers, npt.NDArray[np.str_]]:
    """Invent answers on 7 points, as given, some missing; shape (members, items). And groups."""
    chance = np.random.default_rng(seed)
    groups = np.repeat([f"g{n:02}" for n in range(len(sizes))], sizes)
    group = np.repeat(chance.normal(0, 0.6, (len(sizes), 2)), sizes, axis=0)
    opinion = group + chance.normal(0, 1, (groups.size, 2))
    raw = 4.5 + np.repeat(opinion, 3, axis=1) + chance.normal(0, 0.9, (groups.size, 6))
    answers = np.clip(np.round(raw), 1, 7).astype(np.int64)
    # listening_3 is reversed: given the other way round.
    answers[:, 2] = 8 - answers[:, 2]
    return np.where(chance.random(answers.shape) < 0.05, 0, answers), groups


def turned(answers: Answers) -> Answers:
    upright = answers.copy()
    upright[:, 2] = np.where(answers[:, 2] > 0, 8 - answers[:, 2], 0)
    return upright


def load(
    leader: Account, answers: Answers, groups: npt.NDArray[np.str_], prefix: str = "c"
) -> None:
    rows = [",".join(["group", *ITEMS])]
    for group, row in zip(groups, answers, strict=True):
        rows.append(",".join([str(group), *(str(x) if x else "" for x in row)]))
    content = "\n".join(rows).encode()
    import_answers(
        leader=leader, prefix=prefix, instrument=CHOIR, answers=content, now=timezone.now()
    )


@pytest.fixture
def choirs(leader: Account) -> tuple[Answers, npt.NDArray[np.str_]]:
    """Twelve groups with 132 answer sheets."""
    answers, groups = invented()
    load(leader, answers, groups)
    return answers, groups


@pytest.fixture
def run() -> Report:
    def instrument_report(*arguments: str) -> str:
        said = StringIO()
        call_command("instrument_report", *arguments, stdout=said, stderr=StringIO())
        return said.getvalue()

    return instrument_report


def test_report_of_characteristics_is_that_of_the_pooled_matrix(
    choirs: tuple[Answers, npt.NDArray[np.str_]],
) -> None:
    answers, groups = choirs

    report = instrument_report(Instrument.objects.get())

    assert (report.communities, report.waves, report.sheets) == (12, 12, 132)
    for place, found in enumerate(report.characteristics):
        own = turned(answers)[:, 3 * place : 3 * place + 3]
        covariances = covariance(own)
        alpha = float(cronbach_alpha(covariances))
        complete = int((own > 0).all(axis=1).sum())
        assert found.members == complete < 132
        assert found.alpha == pytest.approx(alpha, abs=1e-12)
        assert (found.alpha_low, found.alpha_high) == pytest.approx(
            feldt_interval(alpha, members=complete, items=3)
        )
        assert found.omega == pytest.approx(omega_total(covariances), abs=1e-9)
        apart = icc(**moments(own, groups))
        assert found.icc1 == pytest.approx(apart.icc1, abs=1e-12)
        assert found.icc2 == pytest.approx(apart.icc2, abs=1e-12)


def moments(own: Answers, groups: npt.NDArray[np.str_]) -> dict[str, list[float]]:
    """Number, sum and sum of squares of each group's scale values, of at least 2 of 3 items."""
    known = [[x for x in row if x] for row in own]
    values = np.array([np.mean(row) if len(row) >= 2 else np.nan for row in known])
    each = [values[(groups == name) & ~np.isnan(values)] for name in np.unique(groups)]
    return {
        "answers": [float(x.size) for x in each],
        "sums": [float(x.sum()) for x in each],
        "squares": [float((x**2).sum()) for x in each],
    }


def test_report_of_items_is_that_of_the_pooled_matrix(
    choirs: tuple[Answers, npt.NDArray[np.str_]],
) -> None:
    answers, _groups = choirs

    report = instrument_report(Instrument.objects.get())

    assert [item.code for item in report.items] == ITEMS
    for place, item in enumerate(report.items):
        given = answers[:, place][answers[:, place] > 0]
        start = place - place % 3
        covariances = covariance(turned(answers)[:, start : start + 3])
        assert item.answers == given.size
        # As given: the reversed item is not turned round.
        assert item.mean == pytest.approx(given.mean())
        assert item.reversed == (item.code == "listening_3")
        assert item.cant_say == 0
        assert item.item_rest == pytest.approx(item_rest_correlation(covariances)[place % 3])
        assert item.alpha_if_dropped == pytest.approx(alpha_if_dropped(covariances)[place % 3])


def test_report_compares_one_factor_with_one_for_each_characteristic(
    choirs: tuple[Answers, npt.NDArray[np.str_]],
) -> None:
    answers, _groups = choirs

    found = instrument_report(Instrument.objects.get()).dimensions

    correlations = correlation(turned(answers))
    one, two = (group_factors(correlations, groups) for groups in ([0] * 6, [0, 0, 0, 1, 1, 1]))
    assert one is not None
    assert two is not None
    assert found.misfit_of_one == pytest.approx(one.misfit, abs=1e-9)
    assert found.misfit_of_each == pytest.approx(two.misfit, abs=1e-9)
    assert found.closest == ("listening", "belonging")
    assert found.closest_correlation == pytest.approx(two.correlations[0, 1], abs=1e-9)
    # Made of two opinions: `invented`.
    assert found.components == components(correlations) == 2
    assert two.misfit < one.misfit / 3


def test_report_pools_the_waves_of_a_community_into_one(leader: Account) -> None:
    answers, groups = invented()
    load(leader, answers, groups)
    first, second = Wave.objects.order_by("community__slug")[:2]
    second.community, second.number = first.community, 2
    second.save()

    report = instrument_report(Instrument.objects.get())

    merged = np.where(groups == "g01", "g00", groups)
    apart = icc(**moments(turned(answers)[:, :3], merged))
    assert (report.communities, report.waves, report.sheets) == (11, 12, 132)
    assert report.characteristics[0].icc1 == pytest.approx(apart.icc1, abs=1e-12)


def test_report_refuses_few_communities_and_says_how_many_are_missing(leader: Account) -> None:
    load(leader, *invented((30, 30, 30, 30)))

    with pytest.raises(RefusedError, match=r"100 answer sheets: 6 more communities\.$"):
        instrument_report(Instrument.objects.get())


def test_report_refuses_few_sheets_and_says_how_many_are_missing(leader: Account) -> None:
    load(leader, *invented((9,) * 11))  # 99

    with pytest.raises(RefusedError, match=r": 1 more answer sheet\.$"):
        instrument_report(Instrument.objects.get())


def test_report_leaves_out_waves_below_their_minimum_and_open_ones(
    choirs: tuple[Answers, npt.NDArray[np.str_]], leader: Account
) -> None:
    load(leader, *invented((4, 4), seed=2), prefix="small")
    Wave.objects.filter(sheets=20).update(minimum_answers=21)
    instrument = Instrument.objects.get()
    making.make_wave(making.make_community(leader, "Open"), instrument, members=6)
    assert Wave.objects.count() == 15

    report = instrument_report(instrument)

    assert (report.communities, report.waves, report.sheets) == (11, 11, 112)


def test_report_counts_cant_say(leader: Account, tiny: Instrument) -> None:
    said = {1: 255, 2: 255, 3: 4}
    for number in range(10):
        wave = making.make_wave(making.make_community(leader, f"G{number}"), tiny, members=10)
        for place, member in enumerate(wave.community.members.order_by("email")):
            given = {"realism_1": said.get(place, 2 + place % 3), "realism_2": 1 + place % 5}
            making.answer(wave, member, given)
        seal_wave(wave.pk, now=timezone.now())

    report = instrument_report(tiny)

    realism_1, realism_2, spirit_1, _spirit_2 = report.items
    assert realism_1.answers == 80
    assert realism_1.cant_say == pytest.approx(0.2)  # 2 of 10 in each
    assert realism_2.cant_say == 0
    # Nobody answered it: absent, not 0.
    assert (spirit_1.answers, spirit_1.mean, spirit_1.cant_say) == (0, None, None)
    assert report.characteristics[1].alpha is None
    assert report.characteristics[1].icc1 is None
    # The correlations of what nobody answered are missing, and so is all that rests on them.
    assert report.dimensions.components is None
    assert report.dimensions.closest is None


def test_shown_report_is_coarse_below_1000_sheets(
    choirs: tuple[Answers, npt.NDArray[np.str_]],
) -> None:
    exact = instrument_report(Instrument.objects.get())

    for item, whole in zip(exact.shown.items, exact.items, strict=True):
        assert whole.mean is not None
        assert item.mean == round(whole.mean, 1) != whole.mean
    for shown, each in zip(exact.shown.characteristics, exact.characteristics, strict=True):
        assert each.alpha is not None
        assert shown.alpha == round(each.alpha, 2) != each.alpha


def test_shown_reports_before_and_after_a_small_wave_do_not_give_its_mean_away(
    choirs: tuple[Answers, npt.NDArray[np.str_]], leader: Account
) -> None:
    before = instrument_report(Instrument.objects.get()).shown.items[0]
    load(leader, np.tile([2, 6, 2, 6, 2, 6], (5, 1)), np.repeat("late", 5), prefix="m")
    after = instrument_report(Instrument.objects.get()).shown.items[0]

    assert after.answers - before.answers == 5
    assert before.mean is not None
    assert after.mean is not None
    # A shown mean stands for all within half a step of it, .05.
    sums = [
        [item.answers * (item.mean + off) for off in (-0.05, 0.05)]
        for item in (before, after)
        if item.mean is not None
    ]
    lowest, highest = (sums[1][0] - sums[0][1]) / 5, (sums[1][1] - sums[0][0]) / 5
    # The five said 2; for all the two reports tell, their mean may be anywhere in 5 points of 6.
    assert lowest <= 2 <= highest
    assert highest - lowest > 5


def test_report_reads_the_chunks_with_one_query(
    choirs: tuple[Answers, npt.NDArray[np.str_]],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    instrument = Instrument.objects.get()
    # The sizes of the waves, their number for the progress, the chunks.
    with django_assert_num_queries(3):
        instrument_report(instrument)


def test_report_tells_how_far_it_is(choirs: tuple[Answers, npt.NDArray[np.str_]]) -> None:
    told: list[tuple[int, int]] = []

    instrument_report(
        Instrument.objects.get(), progress=lambda done, total: told.append((done, total))
    )

    assert told == [(done, 12) for done in range(1, 13)]


def test_command_writes_a_table_without_naming_anybody(
    choirs: tuple[Answers, npt.NDArray[np.str_]], run: Report
) -> None:
    said = run("choir")

    assert "choir version 1: answer sheets: 132, waves: 12, communities: 12" in said
    shown = instrument_report(Instrument.objects.get()).shown
    listening = next(line for line in said.splitlines() if line.startswith("listening "))
    assert listening.split()[2] == f"{shown.characteristics[0].alpha:.2f}"
    assert "listening_3 (reversed)" in said
    assert "g00" not in said


def test_command_gives_each_column_its_decimals(
    choirs: tuple[Answers, npt.NDArray[np.str_]], run: Report
) -> None:
    rows = [line.split() for line in run("choir").splitlines()]

    # 132 sheets: means to .1, all else in the tables to .01, "0.50" and not "0.5".
    characteristic = next(row for row in rows if row[:1] == ["belonging"])
    item = next(row for row in rows if row[:1] == ["belonging_1"])
    assert [len(cell.partition(".")[2]) for cell in characteristic[2:]] == [2] * 6
    assert item[3:5] == ["0", "%"]
    assert [len(cell.partition(".")[2]) for cell in (item[2], *item[5:])] == [1, 2, 2]
    assert any("docs/scoring.md" in " ".join(row) for row in rows)


def test_command_writes_json(choirs: tuple[Answers, npt.NDArray[np.str_]], run: Report) -> None:
    written = json.loads(run("choir", "--version", "1", "--json"))

    shown = instrument_report(Instrument.objects.get()).shown
    assert written["sheets"] == 132
    assert written["items"][2]["mean"] == shown.items[2].mean
    assert written["characteristics"][1]["alpha_low"] == shown.characteristics[1].alpha_low
    assert written["dimensions"]["closest"] == ["listening", "belonging"]
    assert "g00" not in json.dumps(written)


def test_command_says_what_is_missing(leader: Account, run: Report) -> None:
    load(leader, *invented((30, 30)))

    with pytest.raises(CommandError, match="8 more communities, 40 more answer sheets"):
        run("choir")
    with pytest.raises(CommandError, match="there is no instrument choir in version 2"):
        run("choir", "--version", "2")


@pytest.mark.skipif(
    not os.environ.get("COMMSURVEY_ORACLES"),
    reason="COMMSURVEY_ORACLES does not name the folder with the data sets of R",
)
def test_report_of_a_real_survey_agrees_with_r(leader: Account) -> None:
    folder = Path(os.environ["COMMSURVEY_ORACLES"]) / "bhr2000_lead"
    answers = (folder / "input.csv").read_bytes()
    items = next(csv.reader([answers.decode().splitlines()[0]]))[1:]
    head = (
        'key = "leadership"\nversion = 1\nlanguage = "en"\nname = "Leadership"\n'
        'points = 5\n[[characteristics]]\ncode = "leadership"\nname = "Leadership"\n'
    )
    entry = '[[items]]\ncode = "{0}"\ncharacteristic = "leadership"\ntext = "{0}"\n'
    toml = head + "".join(entry.format(item) for item in items)
    import_answers(
        leader=leader, prefix="real", instrument=toml, answers=answers, now=timezone.now()
    )

    report = instrument_report(Instrument.objects.get())

    expected = json.loads((folder / "expected.json").read_text())
    reliability, apart = expected["reliability"], expected["icc"][-1]
    (leadership,) = report.characteristics
    assert (report.communities, report.sheets) == (99, 5400)
    # R> psych::alpha(items)
    assert leadership.alpha == pytest.approx(0.891343259785514, abs=1e-8)
    assert (leadership.alpha_low, leadership.alpha_high) == pytest.approx(
        reliability["alpha_ci95_feldt_listwise"], abs=1e-8
    )
    assert leadership.omega == pytest.approx(reliability["lavaan_omega_1factor_ml"], abs=1e-6)
    dropped = reliability["psych_alpha_if_dropped"]
    assert {item.code: item.alpha_if_dropped for item in report.items} == pytest.approx(dropped)
    rest = reliability["psych_r_drop"]
    assert {item.code: item.item_rest for item in report.items} == pytest.approx(rest)
    # R> multilevel::ICC1(aov(scale mean ~ group)), ICC2
    assert apart["item"] == "SCALE_MEAN_complete"
    assert leadership.icc1 == pytest.approx(apart["ICC1"], abs=1e-8)
    assert leadership.icc2 == pytest.approx(apart["ICC2"], abs=1e-8)
