"""Points of an interval, found the slow and obvious way: by trying values and asking whether it holds them."""

from __future__ import annotations

from decimal import Decimal

from zhiyi.indicators.values import Interval


def inside(one: Interval, point: Decimal) -> bool:
    """Whether a value belongs to an interval, end by end."""
    above = one.low is None or point > one.low or (point == one.low and one.low_closed)
    below = one.high is None or point < one.high or (point == one.high and one.high_closed)
    return above and below


def points(one: Interval) -> list[Decimal]:
    """Values that the interval holds: its closed ends, values just inside its ends, its middle, far values where it is
    not bounded.
    """
    low = one.low if one.low is not None else (one.high if one.high is not None else Decimal(0)) - 1000
    high = one.high if one.high is not None else low + 2000
    width = high - low
    steps = ("0", "0.000001", "0.25", "0.5", "0.75", "0.999999", "1")
    tried = [low + width * Decimal(step) for step in steps] + [Decimal(0)]
    return [point for point in tried if inside(one, point)]
