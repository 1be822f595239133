"""Interval arithmetic and three-valued comparison.

A statement such as 近百万 allows a set of values. Every operation returns an interval that holds every value which
points of its arguments can give (it may be wider, never narrower), so a `yes` or `no` is never refuted by a point.
Ends are rounded outward at the 60th significant digit.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from enum import StrEnum

from zhiyi.indicators.values import Interval
from zhiyi.kernel.messages import DataError, Message

UNKNOWN = Interval(None, None, low_closed=False, high_closed=False)

DOWN = Context(prec=60, rounding=ROUND_FLOOR)
UP = Context(prec=60, rounding=ROUND_CEILING)
"""Contexts that round a lower end down and an upper end up."""

_ZERO = Decimal(0)
_INFINITE = Decimal("Infinity")

_End = tuple[Decimal, bool]  # a value, infinite where unbounded, and whether it belongs to the interval


class Answer(StrEnum):
    """Answer to a comparison of two intervals."""

    YES = "yes"
    NO = "no"
    UNDETERMINED = "undetermined"


def exact(value: Decimal) -> Interval:
    """The interval that holds one value."""
    return Interval(value, value)


def between(low: Decimal, high: Decimal) -> Interval:
    """The closed interval from `low` to `high`.

    Raises:
        DataError: `low` is greater than `high`.
    """
    if low > high:
        raise DataError(Message("indicators.error.range_backwards", low=low, high=high))
    return Interval(low, high)


def is_exact(one: Interval) -> bool:
    """True where exactly one value is allowed."""
    return one.low is not None and one.low == one.high


def holds_point(one: Interval, point: Decimal) -> bool:
    """True where the interval allows the value; an interval with no known end allows every value."""
    if one.low is not None and (point < one.low or (point == one.low and not one.low_closed)):
        return False
    return one.high is None or point < one.high or (point == one.high and one.high_closed)


def add(one: Interval, other: Interval) -> Interval:
    """Every sum of a value of one and a value of the other."""
    low = None if one.low is None or other.low is None else DOWN.add(one.low, other.low)
    high = None if one.high is None or other.high is None else UP.add(one.high, other.high)
    return _made(low, high, one.low_closed and other.low_closed, one.high_closed and other.high_closed)


def negate(one: Interval) -> Interval:
    """Every value with its sign turned."""
    low = None if one.high is None else one.high.copy_negate()
    high = None if one.low is None else one.low.copy_negate()
    return _made(low, high, one.high_closed, one.low_closed)


def subtract(one: Interval, other: Interval) -> Interval:
    """Every difference of a value of one and a value of the other."""
    return add(one, negate(other))


def multiply(one: Interval, other: Interval) -> Interval:
    """Every product of a value of one and a value of the other."""
    pairs = [(a, b) for a in _ends(one) for b in _ends(other)]
    low, low_closed = _least([_product(a, b, DOWN) for a, b in pairs])
    high, high_closed = _greatest([_product(a, b, UP) for a, b in pairs])
    return _made(_finite(low), _finite(high), low_closed, high_closed)


def divide(one: Interval, other: Interval) -> Interval:
    """Every quotient of a value of one by a value of the other; unknown where the other allows zero."""
    if holds_point(other, _ZERO):
        return UNKNOWN
    if other.high is not None and other.high <= 0:
        return divide(negate(one), negate(other))
    pairs = [(a, b) for a in _ends(one) for b in _ends(other)]
    low, low_closed = _least([_quotient(a, b, DOWN) for a, b in pairs])
    high, high_closed = _greatest([_quotient(a, b, UP) for a, b in pairs])
    return _made(_finite(low), _finite(high), low_closed, high_closed)


def scale(one: Interval, factor: Decimal) -> Interval:
    """Every value times a factor, as in a change of unit."""
    return multiply(one, exact(factor))


def intersect(one: Interval, other: Interval) -> Interval | None:
    """What both allow, or None where they share no value."""
    low, low_closed = _greatest([_low(one), _low(other)], shared=True)
    high, high_closed = _least([_high(one), _high(other)], shared=True)
    if low > high or (low == high and not (low_closed and high_closed)):
        return None
    return _made(_finite(low), _finite(high), low_closed, high_closed)


def disjoint(one: Interval, other: Interval) -> bool:
    """True where the two share no value; an unknown interval is disjoint from none."""
    return intersect(one, other) is None


def equal(one: Interval, other: Interval) -> Answer:
    """Whether a value of one equals a value of the other."""
    if disjoint(one, other):
        return Answer.NO
    return Answer.YES if is_exact(one) and is_exact(other) else Answer.UNDETERMINED


def at_most(one: Interval, other: Interval) -> Answer:
    """Whether one is less than or equal to the other."""
    if one.high is not None and other.low is not None and one.high <= other.low:
        return Answer.YES
    return Answer.NO if less(other, one) is Answer.YES else Answer.UNDETERMINED


def less(one: Interval, other: Interval) -> Answer:
    """Whether one is less than the other."""
    if one.high is not None and other.low is not None:
        touching = one.high_closed and other.low_closed
        if one.high < other.low or (one.high == other.low and not touching):
            return Answer.YES
    if one.low is not None and other.high is not None and one.low >= other.high:
        return Answer.NO
    return Answer.UNDETERMINED


def _made(low: Decimal | None, high: Decimal | None, low_closed: bool, high_closed: bool) -> Interval:
    if low is None and high is None:
        return UNKNOWN
    return Interval(low, high, low is not None and low_closed, high is not None and high_closed)


def _low(one: Interval) -> _End:
    return (-_INFINITE, False) if one.low is None else (one.low, one.low_closed)


def _high(one: Interval) -> _End:
    return (_INFINITE, False) if one.high is None else (one.high, one.high_closed)


def _ends(one: Interval) -> tuple[_End, _End]:
    return _low(one), _high(one)


def _product(one: _End, other: _End, rounding: Context) -> _End:
    (a, a_closed), (b, b_closed) = one, other
    if a == 0 or b == 0:
        return _ZERO, (a == 0 and a_closed) or (b == 0 and b_closed)
    return rounding.multiply(a, b), a_closed and b_closed


def _quotient(one: _End, other: _End, rounding: Context) -> _End:
    """Quotient of two ends; `other` is an end of an interval of positive values."""
    (a, a_closed), (b, b_closed) = one, other
    if a == 0:
        return _ZERO, a_closed
    if b == 0:
        return _INFINITE.copy_sign(a), False
    if b.is_infinite():
        return (a, False) if a.is_infinite() else (_ZERO, False)
    return rounding.divide(a, b), a_closed and b_closed


def _least(ends: list[_End], *, shared: bool = False) -> _End:
    """The least end. Where several lie there it is closed if any is, or, for what is `shared`, if all are."""
    value = min(end[0] for end in ends)
    marks = [end[1] for end in ends if end[0] == value]
    return value, all(marks) if shared else any(marks)


def _greatest(ends: list[_End], *, shared: bool = False) -> _End:
    value = max(end[0] for end in ends)
    marks = [end[1] for end in ends if end[0] == value]
    return value, all(marks) if shared else any(marks)


def _finite(value: Decimal) -> Decimal | None:
    return None if value.is_infinite() else value
