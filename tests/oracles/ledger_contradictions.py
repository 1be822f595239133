"""Contradictions found the slow and obvious way: every observation against every other."""

from __future__ import annotations

from itertools import combinations

from zhiyi.indicators.values import Kind, Measure, Observation
from zhiyi.kernel.periods import Precision

STATES = {Measure.STOCK, Measure.CUMULATIVE, Measure.SHARE, Measure.RATIO, Measure.RANK}


def contradicting_pairs(observations: list[Observation], measures: dict[str, Measure]) -> set[frozenset[str]]:
    """Pairs of ids of the same indicator, subject, rank set, unit and span whose intervals share no value."""
    return {
        frozenset((one.id, other.id))
        for one, other in combinations(observations, 2)
        if _same_thing(one, other) and _same_time(one, other, measures[one.indicator]) and _apart(one, other)
    }


def _same_thing(one: Observation, other: Observation) -> bool:
    same = (one.indicator, one.subject, one.rank_of, one.canonical_unit)
    return same == (other.indicator, other.subject, other.rank_of, other.canonical_unit) and _sort(one) == _sort(other)


def _sort(one: Observation) -> int:
    if one.kind in {Kind.TARGET, Kind.PLAN}:
        return 1
    return 2 if one.kind in {Kind.NAMED, Kind.DOC} else 0


def _same_time(one: Observation, other: Observation, measure: Measure) -> bool:
    first, second = one.period, other.period
    if Precision.VAGUE in {first.precision, second.precision} or first.end is None or first.end != second.end:
        return False
    if first.start == second.start:
        return True
    fine = {Precision.DAY, Precision.MONTH}
    by_end = [period.as_of or (measure in STATES and period.precision in fine) for period in (first, second)]
    return all(by_end)


def _apart(one: Observation, other: Observation) -> bool:
    a, b = one.canonical, other.canonical
    for left, right in ((a, b), (b, a)):
        if left.high is not None and right.low is not None:
            if left.high < right.low:
                return True
            if left.high == right.low and not (left.high_closed and right.low_closed):
                return True
    return False
