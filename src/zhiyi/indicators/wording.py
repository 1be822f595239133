"""The parts of a sentence: a statement as its source prints it, an interval in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from zhiyi.indicators import intervals
from zhiyi.indicators.values import Event, Interval, Observation
from zhiyi.kernel.messages import Message

SHOWN = 6
"""Statements quoted in one sentence; the rest are counted, and all are listed beside it."""


def statement(one: Observation) -> Message:
    """One observation as printed, with its document and line; without a source, its value."""
    if one.source is None:
        value = interval(one.value, one.unit)
        return Message("indicators.statement.figure", label=one.label, value=value, period=one.period)
    return Message(
        "indicators.statement.quoted",
        label=one.label,
        words=one.source.words,
        period=one.period,
        document=one.source.document,
        line=one.source.line,
    )


def statements(observations: Sequence[Observation]) -> tuple[Message, ...]:
    """The first few statements, and how many more there are."""
    shown = tuple(statement(one) for one in observations[:SHOWN])
    rest = len(observations) - SHOWN
    return (*shown, Message("indicators.statement.more", count=rest)) if rest > 0 else shown


def happening(one: Event) -> Message:
    """One event as printed, with its date, document and line."""
    if one.source is None:
        return Message("indicators.statement.event_plain", title=one.title, when=one.when)
    return Message(
        "indicators.statement.event",
        words=one.source.words,
        when=one.when,
        document=one.source.document,
        line=one.source.line,
    )


def interval(one: Interval, unit: str) -> Message:
    """An interval in words, with its unit."""
    low, high = _amount(one.low, unit), _amount(one.high, unit)
    if one.low is not None and intervals.is_exact(one):
        return Message("indicators.interval.exact", value=low)
    if one.low is None and one.high is None:
        return Message("indicators.interval.unknown")
    if one.high is None:
        return Message(f"indicators.interval.{'at_least' if one.low_closed else 'above'}", value=low)
    if one.low is None:
        return Message(f"indicators.interval.{'at_most' if one.high_closed else 'below'}", value=high)
    ends = ("closed" if one.low_closed else "open", "closed" if one.high_closed else "open")
    return Message(f"indicators.interval.{ends[0]}_{ends[1]}", low=one.low, high=high)


def _amount(value: Decimal | None, unit: str) -> Message | Decimal | None:
    """A number with its unit, or the bare number where there is none."""
    return Message("indicators.amount", value=value, unit=unit) if unit else value


def tidy(value: Decimal) -> Decimal:
    """A number rounded to at most six digits after the point, for a sentence only."""
    return value.quantize(Decimal("0.000001")) if abs(value) < Decimal(10) ** 20 else value


def tidy_interval(one: Interval) -> Interval:
    """An interval with tidy ends, for a sentence only."""
    low = None if one.low is None else tidy(one.low)
    high = None if one.high is None else tidy(one.high)
    return Interval(low, high, one.low_closed, one.high_closed)
