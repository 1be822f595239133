"""When two figures speak of the same time, and how far apart two times lie."""

from __future__ import annotations

from datetime import date

from zhiyi.indicators.values import Measure
from zhiyi.kernel.periods import Period, Precision

SpanKey = tuple[date | None, date | None]

STATES = frozenset({Measure.STOCK, Measure.CUMULATIVE, Measure.SHARE, Measure.RATIO, Measure.RANK})
"""Measures of a state: what holds at the end of a period as fine as a month holds "by" that end as well."""


def span_key(period: Period, measure: Measure) -> SpanKey | None:
    """A key that two periods share where they are the same span, or None where the period fixes no span.

    For a state, `2020-09` and `截至2020-09` are the same span; for an amount over time they are not. A year is never
    the same span as its last day.
    """
    if period.precision in {Precision.VAGUE, Precision.RECURRING}:
        return None
    if period.as_of and period.end is not None:
        return None, period.end
    if period.start is None or period.end is None:
        return None
    fine = period.precision in {Precision.DAY, Precision.MONTH}
    return (None, period.end) if fine and measure in STATES else (period.start, period.end)


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later, or the last day of that month where it is shorter."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 28))


def at_least_months(first: date, last: date, months: int) -> bool:
    """True where `last` lies `months` whole months or more after `first`, month ends counting as whole."""
    return last >= add_months(first, months)


def years(period: Period) -> tuple[int, ...]:
    """The calendar years that a dated period lies in; only the last one where its start is not stated."""
    if period.end is None:
        return ()
    first = period.start.year if period.start is not None else period.end.year
    return tuple(range(first, period.end.year + 1))
