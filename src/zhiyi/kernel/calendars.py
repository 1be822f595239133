"""The work calendar (工作日历): statutory holidays and make-up workdays as dated facts, and counting by them.

Every year the State Council announces the holidays and the make-up workdays (调休上班) of the next. Days without a
fact follow the week: Monday to Friday work, Saturday and Sunday rest. A year that is not announced is counted by the
week alone, and every answer that touched it says so: it carries the awaited years and is provisional.

Counting is by prefix sums over the facts, so a span of a century costs as little as a week.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import Generic, TypeVar

from zhiyi.kernel.messages import DataError, Message

T = TypeVar("T")

# The notice for a year has moved days of the December before it: that for 2019 made 2018-12-31 a holiday and
# 2018-12-29 a workday. From this day on, December stays provisional until the next year is announced.
_NEXT_NOTICE_REACHES_BACK_TO = (12, 25)
_LAST_ORDINAL = date.max.toordinal()


class DayKind(StrEnum):
    """What a notice says of a day."""

    HOLIDAY = "holiday"
    WORKDAY = "workday"


@dataclass(frozen=True, slots=True)
class DayFact:
    """One day as a notice dates it; `source` names the notice."""

    day: date
    kind: DayKind
    name: str
    name_en: str
    source: str


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """A value counted on the calendar, with the years whose notice it still awaits."""

    value: T
    awaits: tuple[int, ...] = ()

    @property
    def provisional(self) -> bool:
        """True where a day was touched that a notice still to come may change."""
        return bool(self.awaits)


@dataclass(frozen=True, slots=True)
class DayAnswer:
    """Whether a day is worked; `fact` is the notice's word on it, None where the week decides."""

    workday: bool
    awaits: tuple[int, ...] = ()
    fact: DayFact | None = None

    @property
    def provisional(self) -> bool:
        """True where a notice still to come may change the answer."""
        return bool(self.awaits)


def announced_years(facts: Iterable[DayFact]) -> frozenset[int]:
    """The years that the facts announce: those whose 1 January is a holiday, with which every notice begins."""
    return frozenset(
        fact.day.year for fact in facts if fact.kind is DayKind.HOLIDAY and (fact.day.month, fact.day.day) == (1, 1)
    )


@dataclass(frozen=True)
class WorkCalendar:
    """Facts of the announced years, and counting of working days.

    Attributes:
        facts: In any order; one a day at most.
        published_years: Years whose notice is out; `announced_years(facts)` reads them off the facts.

    Raises:
        DataError: two facts for one day, or a make-up workday on a Monday to Friday.
    """

    facts: tuple[DayFact, ...]
    published_years: frozenset[int]
    _by_day: dict[date, DayFact] = field(init=False, repr=False, compare=False)
    _fact_ordinals: list[int] = field(init=False, repr=False, compare=False)
    _shift_ordinals: list[int] = field(init=False, repr=False, compare=False)
    _shift_sums: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ordered = sorted(self.facts, key=lambda fact: fact.day)
        for before, after in pairwise(ordered):
            if before.day == after.day:
                raise DataError(
                    Message("calendar.duplicate_day", day=after.day, first=before.source, second=after.source)
                )
        for fact in ordered:
            if fact.kind is DayKind.WORKDAY and fact.day.weekday() < 5:
                raise DataError(Message("calendar.makeup_in_week", day=fact.day, name=fact.name))
        shifts = [
            (fact.day.toordinal(), 1 if fact.kind is DayKind.WORKDAY else -1)
            for fact in ordered
            if (fact.kind is DayKind.WORKDAY) != (fact.day.weekday() < 5)
        ]
        object.__setattr__(self, "_by_day", {fact.day: fact for fact in ordered})
        object.__setattr__(self, "_fact_ordinals", [fact.day.toordinal() for fact in ordered])
        object.__setattr__(self, "_shift_ordinals", [ordinal for ordinal, _ in shifts])
        object.__setattr__(self, "_shift_sums", list(accumulate((by for _, by in shifts), initial=0)))

    def is_workday(self, day: date) -> DayAnswer:
        """Whether `day` is worked.

        Raises:
            DataError: `day` is a moment; which day it is depends on the time zone, so pass the day.
        """
        number = self.working_day_number(day)
        worked = number > self._number_at(day.toordinal() - 1)
        return DayAnswer(worked, self.awaits(day, day), self._by_day.get(day))

    def add_working_days(self, start: date, days: int) -> Dated[date]:
        """The `days`-th working day after `start`, which itself does not count (自次日起).

        Zero gives `start` if it is worked, else the next working day. A negative number counts back: the `-days`-th
        working day before `start`, which itself does not count.

        Raises:
            DataError: the answer lies beyond the years 1..9999, or `start` is a moment.
        """
        ordinal = _ordinal(start)
        if days > 0:
            reached = self.working_day(self._number_at(ordinal) + days)
            return Dated(reached, self._awaits(ordinal + 1, reached.toordinal()))
        if days == 0:
            reached = self.working_day(self._number_at(ordinal - 1) + 1)
            return Dated(reached, self._awaits(ordinal, reached.toordinal()))
        reached = self.working_day(self._number_at(ordinal - 1) + days + 1)
        return Dated(reached, self._awaits(reached.toordinal(), ordinal - 1))

    def working_days_between(self, first: date, second: date) -> Dated[int]:
        """Working days after `first` up to and including `second`; the same number negated when `second` is earlier."""
        low, high = sorted((_ordinal(first), _ordinal(second)))
        count = self._number_at(high) - self._number_at(low)
        return Dated(count if first <= second else -count, self._awaits(low + 1, high))

    def awaits(self, first: date, last: date) -> tuple[int, ...]:
        """Years whose notice may still change a day from `first` to `last`, both included; empty when `last` < `first`.

        A day of an unpublished year awaits that year, a day from 25 December on awaits the next year as well, and a
        day that a notice dates awaits nothing.
        """
        return self._awaits(_ordinal(first), _ordinal(last))

    def working_day_number(self, day: date) -> int:
        """How many working days there are from 0001-01-01 to `day`, both included. Differences of it count days."""
        return self._number_at(_ordinal(day))

    def working_day(self, number: int) -> date:
        """The working day with this number, counted from 0001-01-01, a Monday, as number one.

        Raises:
            DataError: there is no such day in the years 1..9999.
        """
        if not 1 <= number <= self._number_at(_LAST_ORDINAL):
            raise DataError(Message("calendar.beyond_dates"))
        return date.fromordinal(1 + bisect_left(range(1, _LAST_ORDINAL + 1), number, key=self._number_at))

    def _number_at(self, ordinal: int) -> int:
        weeks, rest = divmod(ordinal, 7)
        return weeks * 5 + min(rest, 5) + self._shift_sums[bisect_right(self._shift_ordinals, ordinal)]

    def _awaits(self, low: int, high: int) -> tuple[int, ...]:
        if low > high:
            return ()
        awaited: set[int] = set()
        for year in range(date.fromordinal(low).year, date.fromordinal(high).year + 1):
            end = date(year, 12, 31).toordinal()
            if year not in self.published_years and self._undated(max(low, date(year, 1, 1).toordinal()), end, high):
                awaited.add(year)
            tail = date(year, *_NEXT_NOTICE_REACHES_BACK_TO).toordinal()
            if year + 1 not in self.published_years and self._undated(max(low, tail), end, high):
                awaited.add(year + 1)
        return tuple(sorted(awaited))

    def _undated(self, low: int, end: int, high: int) -> bool:
        """Whether a day from `low` to the earlier of `end` and `high` has no fact."""
        last = min(end, high)
        dated = bisect_right(self._fact_ordinals, last) - bisect_left(self._fact_ordinals, low)
        return last - low + 1 > dated


def _ordinal(day: date) -> int:
    if isinstance(day, datetime):
        raise DataError(Message("calendar.not_a_day", moment=day.isoformat(sep=" ")))
    return day.toordinal()
