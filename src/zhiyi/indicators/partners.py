"""Which statement of one figure stands beside a statement of another: of the same span, else the nearest in time."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from zhiyi.indicators.book import Book
from zhiyi.indicators.knowledge import preferred
from zhiyi.indicators.rounding import rounded
from zhiyi.indicators.spans import SpanKey, span_key
from zhiyi.indicators.values import Observation


class Partners:
    """The statements of one figure, found by span and by time; there is at least one.

    Without `by_time` (a figure whose period is fixed) the preferred one stands beside every other figure.
    """

    def __init__(self, book: Book, observations: Sequence[Observation], *, by_time: bool = True) -> None:
        self._book = book
        self._by_time = by_time
        self.distinct = _distinct(book, observations)
        """Statements that differ in value, rounding or period, in order; equal ones are tried once."""
        self._any = preferred(self.distinct).chosen
        spans: dict[SpanKey, list[Observation]] = defaultdict(list)
        days: dict[date, list[Observation]] = defaultdict(list)
        for one in self.distinct:
            if (span := span_key(one.period, book.measure(one))) is not None:
                spans[span].append(one)
            if one.period.end is not None:
                days[one.period.end].append(one)
        self._spans: Mapping[SpanKey, Observation] = {span: preferred(said).chosen for span, said in spans.items()}
        self._days: Mapping[date, Observation] = {day: preferred(said).chosen for day, said in days.items()}
        self._ordered = sorted(self._days)

    def beside(self, other: Observation) -> Observation:
        """The preferred statement of the other's span, or of the time nearest to it; of all where nothing is dated."""
        span = span_key(other.period, self._book.measure(other))
        if not self._by_time:
            return self._any
        if span is not None and span in self._spans:
            return self._spans[span]
        return self._nearest(other.period.end)

    def _nearest(self, day: date | None) -> Observation:
        """Of the end nearest to a day, of two as near the preferred one; of the last end where there is no day."""
        if not self._ordered:
            return self._any
        if day is None:
            return self._days[self._ordered[-1]]
        at = bisect_left(self._ordered, day)
        near = self._ordered[max(at - 1, 0) : at + 1]
        least = min(abs((end - day).days) for end in near)
        return preferred(self._days[end] for end in near if abs((end - day).days) == least).chosen


def _distinct(book: Book, observations: Iterable[Observation]) -> tuple[Observation, ...]:
    ordered = list(observations)
    keys = ((rounded(one, book.measure(one)), one.period.text) for one in reversed(ordered))
    return tuple(dict(zip(keys, reversed(ordered), strict=True)).values())[::-1]
