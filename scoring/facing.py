"""Which way the chairs face: to the front, or to one another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import index

import numpy as np
import numpy.typing as npt

from scoring.absent import Absent, Estimate, Reason, Result
from scoring.counts import quotient
from scoring.interval import FEWEST_ANSWERS, jackknife_error, with_interval, without_each
from scoring.options import chosen_options

Floats = npt.NDArray[np.float64]

FEWEST_PEOPLE = 8


@dataclass(frozen=True, kw_only=True)
class Facing:
    """Facing from 0 (audience) to 100 (community); its three parts from 0 to 1."""

    facing: Result
    orientation: Result
    two_way: Result
    independence: Result


@dataclass(frozen=True, kw_only=True)
class FacingOfInteractions:
    """Facing from 0 (audience) to 100 (community); its three parts from 0 to 1."""

    facing: Result
    reciprocity: Result
    decentralisation: Result
    between_members: Result


def facing_from_survey(
    *,
    talking_with: npt.ArrayLike,
    helped: npt.ArrayLike,
    was_helped: npt.ArrayLike,
    go_on: npt.ArrayLike,
    invited: int | None = None,
) -> Facing:
    """Facing from what members say, ``100·mean(orientation, two-way share, independence)``.

    Orientation is the mean of "mostly talking with", independence that of "would go on if its
    leaders stepped away", both rescaled to 0 … 1, ``(x - 1)/4``; the two-way share is of those
    who both gave and got help (options 2 to 5) among those who answered both.

    Parameters
    ----------
    talking_with, helped, was_helped, go_on : array_like of int, shape (members,)
        Options 1 to 5, 0 for no answer.
    invited : int, optional
        Members N asked.

    Returns
    -------
    Facing
        0 to 100 with the interval by deleting one member at a time, its parts from 0 to 1
        without; each part TOO_FEW_ANSWERS under 5 answers, and facing when a part is. When
        all members answer alike and not all were heard there is no interval.

    Raises
    ------
    ValueError
        If the shapes differ or an answer is no whole number from 0 to 5.

    References
    ----------
    Ours, not validated on real groups.
    """
    columns = [chosen_options(c, options=5) for c in (talking_with, helped, was_helped, go_on)]
    if len({c.shape for c in columns}) > 1:
        raise ValueError("all four questions need the same members")
    toward, gave, got, go = columns
    parts = np.array(
        [
            np.where(toward > 0, (toward - 1) / 4, np.nan),
            np.where((gave > 0) & (got > 0), (gave > 1) & (got > 1), np.nan),
            np.where(go > 0, (go - 1) / 4, np.nan),
        ]
    )
    known = ~np.isnan(parts)
    answers = known.sum(axis=1)
    means = quotient(np.where(known, parts, 0).sum(axis=1), answers)
    results = [_share(*each) for each in zip(means.tolist(), answers.tolist(), strict=True)]
    return Facing(
        facing=_facing(parts, means, answers=int(answers.min()), invited=invited),
        orientation=results[0],
        two_way=results[1],
        independence=results[2],
    )


def facing_from_interactions(
    pairs: Iterable[tuple[int, int]], *, people: int, leaders: Sequence[int] = ()
) -> FacingOfInteractions:
    """Facing from who turned to whom, ``100·mean(max(0, ρ), 1 - C_in, min(1, MM/E))``.

    ``ρ = (r - ā)/(1 - ā)``: the share r of ties that are returned, beyond the density ā.
    ``C_in = Σ(max - d_i)/(n-1)²``: how far one person receives all ties. MM is the share of
    ties between two non-leaders, E the share of pairs that are such.

    Parameters
    ----------
    pairs : iterable of (int, int)
        From and to, numbered from 0; repeated ones count once, ones to oneself not at all.
    people : int
        Everybody who could have taken part, n.
    leaders : sequence of int
        Who leads.

    Returns
    -------
    FacingOfInteractions
        Facing from 0 to 100 and its parts from 0 to 1, without intervals; facing is the mean
        of the parts that are defined, NOT_MEASURED marks the others: ρ when everybody turned
        to everybody, MM/E with fewer than two non-leaders. All are TOO_FEW_ANSWERS under 8
        people, NOT_MEASURED without ties.

    Raises
    ------
    ValueError
        If a number is outside 0 to people - 1.
    TypeError
        If a number is not whole.

    References
    ----------
    Garlaschelli & Loffredo (2004), Patterns of link reciprocity in directed networks, Phys.
    Rev. Lett. 93, 268701. Freeman (1979), Centrality in social networks, Social Networks 1.
    The mean of the three is ours.
    """
    every = [(index(a), index(b)) for a, b in pairs]
    named = {person for tie in every for person in tie} | set(leaders)
    if named and not (min(named) >= 0 and max(named) < people):
        raise ValueError(f"people are numbered from 0 to {people - 1}")
    ties = {(a, b) for a, b in every if a != b}
    if people < FEWEST_PEOPLE or not ties:
        reason = Reason.TOO_FEW_ANSWERS if people < FEWEST_PEOPLE else Reason.NOT_MEASURED
        absent = Absent(reason)
        return FacingOfInteractions(
            facing=absent, reciprocity=absent, decentralisation=absent, between_members=absent
        )
    parts = (
        _reciprocity(ties, people),
        1 - _centralisation(ties, people),
        _between_members(ties, people, set(leaders)),
    )
    known = [part for part in parts if part is not None]
    results = [_estimate(part, people) for part in parts]
    return FacingOfInteractions(
        facing=Estimate(value=100 * sum(known) / len(known), answers=people),
        reciprocity=results[0],
        decentralisation=results[1],
        between_members=results[2],
    )


def _share(mean: float, answers: int) -> Result:
    if answers < FEWEST_ANSWERS:
        return Absent(Reason.TOO_FEW_ANSWERS)
    return Estimate(value=mean, answers=answers)


def _facing(parts: Floats, means: Floats, *, answers: int, invited: int | None) -> Result:
    if answers < FEWEST_ANSWERS:
        return Absent(Reason.TOO_FEW_ANSWERS)
    value = float(100 * means.mean())
    without = 100 * without_each(parts).mean(axis=0)
    error = jackknife_error(without)
    return with_interval(
        value, error=error if error > 1e-9 else 0.0, answers=answers, invited=invited
    )


def _estimate(value: float | None, people: int) -> Result:
    return Absent(Reason.NOT_MEASURED) if value is None else Estimate(value=value, answers=people)


def _reciprocity(ties: set[tuple[int, int]], people: int) -> float | None:
    density = len(ties) / (people * (people - 1))
    if len(ties) == people * (people - 1):
        return None
    returned = sum((b, a) in ties for a, b in ties) / len(ties)
    return max(0.0, (returned - density) / (1 - density))


def _centralisation(ties: set[tuple[int, int]], people: int) -> float:
    received = np.bincount([b for _, b in ties], minlength=people)
    return float((received.max() - received).sum() / (people - 1) ** 2)


def _between_members(ties: set[tuple[int, int]], people: int, leaders: set[int]) -> float | None:
    others = people - len(leaders)
    if others < 2:
        return None
    expected = others * (others - 1) / (people * (people - 1))
    share = sum(not {a, b} & leaders for a, b in ties) / len(ties)
    return min(1.0, share / expected)
