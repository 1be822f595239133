"""What a printed figure leaves open: 44.8 is any value that rounds to it, 100家 is 100.

Widening is for comparing only. The ledger keeps and shows the figure as printed.
"""

from __future__ import annotations

from decimal import Decimal

from zhiyi.indicators import intervals
from zhiyi.indicators.values import Interval, Measure, Observation

RELATIVE = frozenset({Measure.SHARE, Measure.RATIO, Measure.GROWTH})
"""Measures that are never counts: even a whole number of them is rounded."""

_HALF = Decimal("0.5")
_ONE = Decimal(1)


def rounded(one: Observation, measure: Measure, *, closed: bool = False) -> Interval:
    """The canonical values that round to an exact figure as printed; any other statement as it is.

    A figure printed with decimals, in a unit that is scaled (万, 亿), or of a share, ratio or growth is taken as
    rounded to its last printed place: 903.2亿 allows 903.15亿 up to 903.25亿. A whole number in an unscaled unit is a
    count and exact. A tie belongs to the number away from zero (四舍五入); with `closed` both ends belong, as where
    the source may round ties to even.
    """
    if one.printed is None or one.printed_high is not None or not intervals.is_exact(one.canonical):
        return one.canonical
    factor = _factor(one)
    if not _open_to_rounding(one.printed, factor, measure):
        return one.canonical
    half = intervals.scale(intervals.exact(_HALF.scaleb(min(_exponent(one.printed), 0))), abs(factor))
    spread = Interval(-(half.high or _HALF), half.high)
    widened = intervals.add(one.canonical, spread)
    away = one.printed >= 0
    return Interval(widened.low, widened.high, closed or away, closed or not away)


def _open_to_rounding(printed: Decimal, factor: Decimal, measure: Measure) -> bool:
    return _exponent(printed) < 0 or factor != 1 or measure in RELATIVE


def _factor(one: Observation) -> Decimal:
    """Canonical value of one printed unit, read off the figure; 1 where the figure is zero."""
    if not one.value.low or not one.canonical.low:
        return _ONE
    return intervals.divide(intervals.exact(one.canonical.low), intervals.exact(one.value.low)).high or _ONE


def _exponent(printed: Decimal) -> int:
    return int(printed.as_tuple().exponent)
