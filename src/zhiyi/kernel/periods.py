"""Periods of validity as people write them, each with the precision it was given in.

A period never pretends to be finer than its source: `2019` is a year, not 2019-01-01. An open or vague
period keeps its words and leaves the unknown end None.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from zhiyi.kernel.messages import DataError, Message


class Precision(StrEnum):
    """How finely the source dates it."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    RANGE = "range"
    OPEN = "open"
    RECURRING = "recurring"
    VAGUE = "vague"


class Basis(StrEnum):
    """Where the dating comes from: printed beside the figure, implied by its context, or not given at all."""

    STATED = "stated"
    IMPLIED = "implied"
    UNSTATED = "unstated"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days.

    Attributes:
        start: First day, or None where it is open or unknown.
        end: Last day, inclusive, or None where it is open or unknown.
        precision: How finely the source dates it.
        text: The period as written in the source table.
        as_of: True for a state reached by the end of the period (截至, 至), counted from no stated start.
        basis: Whether the dating is stated, implied or unstated.
    """

    start: date | None
    end: date | None
    precision: Precision
    text: str
    as_of: bool = False
    basis: Basis = Basis.STATED

    @property
    def dated(self) -> bool:
        """True where at least one end is known."""
        return self.start is not None or self.end is not None

    def overlaps(self, other: Period) -> bool | None:
        """Whether the two share a day; None where an end that would decide it is unknown."""
        if not (self.dated and other.dated):
            return None
        if self.end and other.start and self.end < other.start:
            return False
        if other.end and self.start and other.end < self.start:
            return False
        shared = any(other._has(day) for day in self._ends) or any(self._has(day) for day in other._ends)
        return True if shared else None

    @property
    def _ends(self) -> tuple[date, ...]:
        return tuple(day for day in (self.start, self.end) if day is not None)

    def _has(self, day: date) -> bool:
        """Whether the day certainly lies in the period; a known end does, whatever the other end may be."""
        inside = self.start is not None and self.end is not None and self.start <= day <= self.end
        return inside or day in self._ends

    def same_span(self, other: Period) -> bool:
        """True where both ends are known and equal, however they were written."""
        return None not in (self.start, self.end) and (self.start, self.end) == (other.start, other.end)


_DAY = r"(\d{4})-(\d{2})-(\d{2})"
_MONTH = r"(\d{4})-(\d{2})"
_YEAR = r"(\d{4})"
_SINGLE = {Precision.DAY, Precision.MONTH, Precision.QUARTER, Precision.YEAR}
_RECURRING = {"每日", "每月", "每季度", "每年"}
_NOTE = re.compile(r"（(隐含|未注明|规划)）$")
_BASIS = {"隐含": Basis.IMPLIED, "未注明": Basis.UNSTATED, "规划": Basis.STATED}


def parse(text: str) -> Period:
    """Read a period as pack tables write it.

    Forms: `2019-09-11`, `2019-09`, `2020-Q1`, `2019`; `A/B` and `2015-2020` for ranges, both ends included;
    `2012-` for open; `截至X`, `至X` and `连年至X` for states reached by the end of X; `每年`, `每季度`, `每月`, `每日`
    for things that recur; a trailing `（隐含）`, `（未注明）` or `（规划）` for the basis. `2022/2017`, the later
    year first, compares two years and is a range with vague precision. Anything else, including the empty text, is
    vague and undated.

    Raises:
        DataError: it has the form of a day, month or quarter but no such day exists, or a range runs backwards.
    """
    body, basis = _without_note(text.strip())
    as_of = False
    for mark in ("截至", "连年至", "至"):
        if body.startswith(mark):
            body, as_of = body.removeprefix(mark), True
            break
    span = _span(body, text)
    if span is None:
        if body in _RECURRING:
            return Period(None, None, Precision.RECURRING, text, basis=basis)
        return Period(None, None, Precision.VAGUE, text, basis=basis if body else Basis.UNSTATED)
    start, end, precision = span
    if as_of:
        start = None
    return Period(start, end, precision, text, as_of=as_of, basis=basis)


def strict_day(text: str) -> date:
    """A day written `2026-08-31`, and in no other way.

    Raises:
        DataError: it is written otherwise, or there is no such day.
    """
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise DataError(Message("period.not_a_day", text=text[:40]))
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise DataError(Message("period.no_such_day", text=text)) from fault


def month_end(year: int, month: int) -> date:
    """Last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def _without_note(text: str) -> tuple[str, Basis]:
    if found := _NOTE.search(text):
        return text[: found.start()], _BASIS[found.group(1)]
    return text, Basis.STATED


def _span(body: str, text: str) -> tuple[date | None, date | None, Precision] | None:
    for pattern, read in _FORMS:
        if found := re.fullmatch(pattern, body, re.ASCII):
            try:
                return read(*found.groups())
            except ValueError as fault:
                raise DataError(Message("period.no_such_day", text=text)) from fault
    if "/" in body:
        return _range(body, text)
    return None


def _range(body: str, text: str) -> tuple[date | None, date | None, Precision] | None:
    first, _, last = body.partition("/")
    if "/" in last:
        return None
    left, right = _span(first, text), _span(last, text)
    if left is None or right is None or not {left[2], right[2]} <= _SINGLE:
        return None
    years = all(re.fullmatch(_YEAR, side, re.ASCII) for side in (first, last))
    if years and int(first) > int(last):
        return right[0], left[1], Precision.VAGUE
    if left[0] is None or right[1] is None or left[0] > right[1]:
        raise DataError(Message("period.runs_backwards", text=text))
    return left[0], right[1], Precision.RANGE


def _day(year: str, month: str, day: str) -> tuple[date, date, Precision]:
    when = date(int(year), int(month), int(day))
    return when, when, Precision.DAY


def _month(year: str, month: str) -> tuple[date, date, Precision]:
    first = date(int(year), int(month), 1)
    return first, month_end(first.year, first.month), Precision.MONTH


def _quarter(year: str, quarter: str) -> tuple[date, date, Precision]:
    last_month = int(quarter) * 3
    return date(int(year), last_month - 2, 1), month_end(int(year), last_month), Precision.QUARTER


def _year(year: str) -> tuple[date, date, Precision]:
    return date(int(year), 1, 1), date(int(year), 12, 31), Precision.YEAR


def _years(first: str, last: str) -> tuple[date, date, Precision]:
    if int(last) < int(first):
        raise DataError(Message("period.runs_backwards", text=f"{first}-{last}"))
    return date(int(first), 1, 1), date(int(last), 12, 31), Precision.RANGE


def _open(year: str) -> tuple[date, None, Precision]:
    return date(int(year), 1, 1), None, Precision.OPEN


_Read = Callable[..., tuple[date | None, date | None, Precision]]
_FORMS: tuple[tuple[str, _Read], ...] = (
    (_DAY, _day),
    (_YEAR + r"-Q([1-4])", _quarter),
    (_YEAR + "-" + _YEAR, _years),
    (_YEAR + "-", _open),
    (_MONTH, _month),
    (_YEAR, _year),
)
