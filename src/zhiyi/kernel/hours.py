"""Working hours (办公时间) and counting of working minutes on a work calendar."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import accumulate, pairwise

from zhiyi.kernel.calendars import Dated, WorkCalendar
from zhiyi.kernel.messages import DataError, Message

_MINUTE = 60_000_000  # in microseconds
_DAY = 1440  # in minutes


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a working day in minutes after midnight, the end excluded from work; 1440 is 24:00."""

    start_minute: int
    end_minute: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_minute < self.end_minute <= _DAY:
            raise DataError(Message("calendar.bad_span", span=str(self)))

    @classmethod
    def parse(cls, text: str) -> Span:
        """Read `08:30-12:00`; the end may be `24:00`.

        Raises:
            DataError: another form, or the end is not after the start.
        """
        try:
            start, end = (_minute_of(part) for part in text.split("-"))
        except ValueError as fault:
            raise DataError(Message("calendar.bad_span", span=text)) from fault
        return cls(start, end)

    def __str__(self) -> str:
        return "-".join(f"{minute // 60:02d}:{minute % 60:02d}" for minute in (self.start_minute, self.end_minute))


@dataclass(frozen=True, slots=True)
class HoursVersion:
    """The working hours from `first_day` on, until the next version begins; None: from always.

    Raises:
        DataError: there is no span, or spans overlap or stand out of order.
    """

    first_day: date | None
    spans: tuple[Span, ...]

    def __post_init__(self) -> None:
        if not self.spans:
            raise DataError(Message("calendar.no_spans"))
        for before, after in pairwise(self.spans):
            if before.end_minute > after.start_minute:
                raise DataError(Message("calendar.spans_overlap", first=str(before), second=str(after)))

    @property
    def minutes(self) -> int:
        """Working minutes of one working day."""
        return sum(span.end_minute - span.start_minute for span in self.spans)


@dataclass(frozen=True, slots=True)
class Hours:
    """Working hours (办公时间) on the wall clock of `zone`, in versions such as winter and summer hours.

    Raises:
        DataError: there is no version, or their first days do not rise.
    """

    zone: tzinfo
    versions: tuple[HoursVersion, ...]

    def __post_init__(self) -> None:
        if not self.versions:
            raise DataError(Message("calendar.no_hours"))
        for before, after in pairwise(self.versions):
            if after.first_day is None or (before.first_day is not None and before.first_day >= after.first_day):
                raise DataError(Message("calendar.hours_order", day=after.first_day))

    @classmethod
    def same_all_year(cls, zone: tzinfo, *spans: str) -> Hours:
        """Hours that never change, such as `same_all_year(zone, "08:30-12:00", "14:30-18:00")`."""
        return cls(zone, (HoursVersion(None, tuple(Span.parse(span) for span in spans)),))


@dataclass(frozen=True)
class WorkClock:
    """Counts working minutes: the minutes of the hours of every working day.

    Minutes are those of the wall clock of the hours' zone; a clock change inside working hours is not allowed for.
    An answer awaits every year that the days from the earlier moment to the later one await.
    """

    calendar: WorkCalendar
    hours: Hours
    _starts: list[date] = field(init=False, repr=False, compare=False)
    _done: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        starts = [version.first_day or date.min for version in self.hours.versions]
        lengths = (
            _working_days(self.calendar, start, after) * version.minutes
            for version, (start, after) in zip(self.hours.versions, pairwise(starts), strict=False)
        )
        object.__setattr__(self, "_starts", starts)
        object.__setattr__(self, "_done", list(accumulate(lengths, initial=0)))

    def add_working_minutes(self, moment: datetime, minutes: int) -> Dated[datetime]:
        """The moment at which `minutes` of working time have passed since `moment`, in the zone of the hours.

        Counting starts with the next working minute when `moment` is outside working hours. Of the moments at which
        the time has passed the earliest is given: a term that runs out with the working day ends at its close, not
        when the next day opens. A negative number counts back and gives the latest moment from which that much
        working time leads to `moment`. Zero gives `moment` where it lies in working hours (opening and close
        included), else the next opening.

        Raises:
            DataError: `moment` has no time zone, or `moment` or the answer lies before the first version of the hours
                or outside the years 1..9999.
        """
        local = self._local(moment)
        worked = self._worked(local)
        if minutes > 0:
            reached = self._earliest(worked + minutes * _MINUTE)
        elif minutes < 0:
            reached = self._latest(worked + minutes * _MINUTE)
        else:
            reached = local if self._open(local) else self._latest(worked)
        low, high = sorted((local.date(), reached.date()))
        return Dated(reached.replace(tzinfo=self.hours.zone), self.calendar.awaits(low, high))

    def working_minutes_between(self, first: datetime, second: datetime) -> Dated[int]:
        """Whole working minutes from `first` to `second`, negative when `second` is earlier.

        A begun minute does not count.

        Raises:
            DataError: a moment has no time zone, or lies before the first version of the hours.
        """
        start, end = self._local(first), self._local(second)
        low, high = sorted((start, end))
        whole = (self._worked(high) - self._worked(low)) // _MINUTE
        return Dated(whole if start <= end else -whole, self.calendar.awaits(low.date(), high.date()))

    def _local(self, moment: datetime) -> datetime:
        if moment.utcoffset() is None:
            raise DataError(Message("calendar.naive_moment", moment=moment.isoformat(sep=" ")))
        try:
            return moment.astimezone(self.hours.zone).replace(tzinfo=None, fold=0)
        except OverflowError as fault:
            raise DataError(Message("calendar.beyond_dates")) from fault

    def _version_at(self, local: datetime) -> int:
        index = bisect_right(self._starts, local.date()) - 1
        if index < 0:
            raise DataError(Message("calendar.before_hours", day=local.date(), first=self._starts[0]))
        return index

    def _spans_on(self, local: datetime) -> Iterator[tuple[int, int]]:
        """The spans of the day of `local` in microseconds after midnight; none on a day of rest."""
        if self.calendar.is_workday(local.date()).workday:
            for span in self.hours.versions[self._version_at(local)].spans:
                yield span.start_minute * _MINUTE, span.end_minute * _MINUTE

    def _open(self, local: datetime) -> bool:
        """Whether `local` lies in working hours; midnight is also the close of a day before that works until 24:00."""
        now = _microsecond_of(local)
        if any(start <= now <= end for start, end in self._spans_on(local)):
            return True
        if now or local.date() <= self._starts[0]:
            return False
        before = local - timedelta(days=1)
        return any(end == _DAY * _MINUTE for _, end in self._spans_on(before))

    def _worked(self, local: datetime) -> int:
        """Microseconds of work from the start of the hours' first version to `local`."""
        index, now = self._version_at(local), _microsecond_of(local)
        days = _working_days(self.calendar, self._starts[index], local.date())
        before = (self._done[index] + days * self.hours.versions[index].minutes) * _MINUTE
        return before + sum(min(now, end) - start for start, end in self._spans_on(local) if start < now)

    def _earliest(self, worked: int) -> datetime:
        """The first moment at which `worked` microseconds, at least one, are done."""
        index = bisect_left(self._done, worked, key=_in_microseconds) - 1
        days, rest = divmod(worked - 1 - self._done[index] * _MINUTE, self.hours.versions[index].minutes * _MINUTE)
        try:
            return self._moment(index, days, rest) + timedelta(microseconds=1)
        except OverflowError as fault:
            raise DataError(Message("calendar.beyond_dates")) from fault

    def _latest(self, worked: int) -> datetime:
        """The last moment at which no more than `worked` microseconds are done: work goes on there."""
        index = bisect_right(self._done, worked, key=_in_microseconds) - 1
        if index < 0:
            raise DataError(Message("calendar.back_before_hours", first=self._starts[0]))
        days, rest = divmod(worked - self._done[index] * _MINUTE, self.hours.versions[index].minutes * _MINUTE)
        return self._moment(index, days, rest)

    def _moment(self, index: int, days: int, rest: int) -> datetime:
        """Where work goes on after `days` whole working days of version `index` and `rest` microseconds of the next."""
        first = self._starts[index]
        number = self.calendar.working_day_number(first) - self.calendar.is_workday(first).workday
        midnight = datetime.combine(self.calendar.working_day(number + days + 1), time())
        for start, end in self._spans_on(midnight):
            if rest < end - start:
                return midnight + timedelta(microseconds=start + rest)
            rest -= end - start
        raise AssertionError(rest)


def _working_days(calendar: WorkCalendar, start: date, after: date) -> int:
    """Working days from `start` to the day before `after`."""
    between = calendar.working_day_number(after) - calendar.working_day_number(start)
    return between + calendar.is_workday(start).workday - calendar.is_workday(after).workday


def _in_microseconds(minutes: int) -> int:
    return minutes * _MINUTE


def _minute_of(text: str) -> int:
    hour, minute = text.strip().split(":")
    if not (len(hour) == 2 and len(minute) == 2 and (hour + minute).isascii() and (hour + minute).isdigit()):
        raise ValueError(text)
    if int(minute) > 59:
        raise ValueError(text)
    return int(hour) * 60 + int(minute)


def _microsecond_of(local: datetime) -> int:
    return ((local.hour * 60 + local.minute) * 60 + local.second) * 1_000_000 + local.microsecond
