"""From the words of a source to an interval: 近百万 is [90万, 100万), 40余款 is [40, 50)."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from zhiyi.indicators import intervals
from zhiyi.indicators.values import Comparator, Interval
from zhiyi.kernel.messages import DataError, Message

EXACT: Final = Comparator("", "exact")
WIDTHS: Final = {"below": Decimal("0.1"), "about": Decimal("0.05")}
"""Width of 近 and of 左右 as a share of the printed number, where the comparator table gives none."""

_TEN = Decimal(10)
_ONE = Decimal(1)


def interval_of(comparator: Comparator, printed: Decimal | None, printed_high: Decimal | None = None) -> Interval:
    """The values that a printed number allows under its comparator word.

    A printed range (3至5) is closed at both ends whatever the word. Negative numbers mirror positive ones where the
    rule is a nearness (近 -10 lies between -10 and -9). A rule that takes a share of the number has no width at zero
    and gives an unknown interval there, and so does a number that is not printed, except under `tens` (几十).

    Raises:
        DataError: the rule is none of the nine, the parameter is not in 0..1, or the range runs backwards.
    """
    if printed is not None and printed_high is not None:
        return intervals.between(printed, printed_high)
    rule = comparator.rule
    if rule == "tens":
        scale = _ONE if printed is None else printed
        return Interval(intervals.DOWN.multiply(20, scale), intervals.UP.multiply(100, scale), high_closed=False)
    if rule not in _RULES:
        raise DataError(Message("indicators.error.unknown_rule", word=comparator.word, rule=rule))
    if printed is None:
        return intervals.UNKNOWN
    if rule in _MIRRORED:
        if printed == 0:
            return intervals.UNKNOWN
        found = _near(rule, printed.copy_abs(), _width(comparator))
        return found if printed > 0 else intervals.negate(found)
    return _bounded(rule, printed)


def rules() -> tuple[str, ...]:
    """Names of all rules that a comparator word may have."""
    return (*_RULES, "tens")


_BOUNDED = ("exact", "above", "at_least", "at_most")
_MIRRORED = ("below", "about", "next_digit", "magnitude")
_RULES = (*_BOUNDED, *_MIRRORED)


def _bounded(rule: str, printed: Decimal) -> Interval:
    match rule:
        case "above":
            return Interval(printed, None, low_closed=False, high_closed=False)
        case "at_least":
            return Interval(printed, None, high_closed=False)
        case "at_most":
            return Interval(None, printed, low_closed=False)
    return intervals.exact(printed)


def _near(rule: str, printed: Decimal, width: Decimal) -> Interval:
    match rule:
        case "below":
            return Interval(intervals.DOWN.multiply(printed, 1 - width), printed, high_closed=False)
        case "about":
            return Interval(intervals.DOWN.multiply(printed, 1 - width), intervals.UP.multiply(printed, 1 + width))
        case "magnitude":
            return Interval(printed, intervals.UP.multiply(printed, _TEN), high_closed=False)
    return Interval(printed, intervals.UP.add(printed, _last_step(printed)), high_closed=False)


def _width(comparator: Comparator) -> Decimal:
    width = WIDTHS.get(comparator.rule, Decimal(0)) if comparator.parameter is None else comparator.parameter
    if not 0 <= width < 1:
        raise DataError(Message("indicators.error.bad_width", word=comparator.word, parameter=width))
    return width


def _last_step(printed: Decimal) -> Decimal:
    """One step of the last digit that is not zero: 40 → 10, 900000 → 100000, 2.5 → 0.1."""
    exponent = printed.normalize(intervals.DOWN).as_tuple().exponent
    return _ONE.scaleb(int(exponent))
