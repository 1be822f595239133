"""Contradictions found the slow and obvious way: every observation against every other."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations

from zhiyi.indicators.values import Interval, Kind, Measure, Observation
from zhiyi.kernel.periods import Precision

STATES = {Measure.STOCK, Measure.CUMULATIVE, Measure.SHARE, Measure.RATIO, Measure.RANK}


def contradicting_pairs(observations: list[Observation], measures: dict[str, Measure]) -> set[frozenset[str]]:
    """Pairs of ids of the same indicator, subject, rank set, unit and span which no value rounds to alike.

    Names are left out, and so are promises that became known on different days.
    """
    return {
        frozenset((one.id, other.id))
        for one, other in combinations(observations, 2)
        if _same_thing(one, other)
        and _same_time(one, other, measures[one.indicator])
        and _apart(_seen(one, measures), _seen(other, measures))
    }


def _same_thing(one: Observation, other: Observation) -> bool:
    same = (one.indicator, one.subject, one.rank_of, one.canonical_unit)
    if same != (other.indicator, other.subject, other.rank_of, other.canonical_unit) or _sort(one) != _sort(other):
        return False
    return _sort(one) == 0 or (_sort(one) == 1 and one.known_from == other.known_from)


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


def _seen(one: Observation, measures: dict[str, Measure]) -> Interval:
    """What the printed digits leave open, read off their text; figures are positive and in their canonical unit."""
    if one.comparator or one.printed is None or one.printed_high is not None:
        return one.canonical
    places = len(str(one.printed).partition(".")[2])
    if not places and measures[one.indicator] not in {Measure.SHARE, Measure.RATIO, Measure.GROWTH}:
        return one.canonical
    half = Decimal(5) / 10 ** (places + 1)
    return Interval(one.printed - half, one.printed + half, low_closed=True, high_closed=False)


def _apart(a: Interval, b: Interval) -> bool:
    for left, right in ((a, b), (b, a)):
        if left.high is not None and right.low is not None:
            if left.high < right.low:
                return True
            if left.high == right.low and not (left.high_closed and right.low_closed):
                return True
    return False
