"""The work calendar a second time: one day and one minute after the other, with no arithmetic to get wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from zhiyi.kernel.calendars import DayFact, DayKind, WorkCalendar
from zhiyi.kernel.hours import Hours

ONE_DAY = timedelta(days=1)
ONE_MINUTE = timedelta(minutes=1)


class SlowCalendar:
    """Walks. Every answer comes with the years that the walked days await."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self.facts: dict[date, DayFact] = {fact.day: fact for fact in calendar.facts}
        self.published = calendar.published_years

    def works(self, day: date) -> bool:
        if day in self.facts:
            return self.facts[day].kind is DayKind.WORKDAY
        return day.weekday() < 5

    def awaits(self, days: Iterator[date] | list[date]) -> tuple[int, ...]:
        years: set[int] = set()
        for day in days:
            if day in self.facts:
                continue
            if day.year not in self.published:
                years.add(day.year)
            if day.month == 12 and day.day >= 25 and day.year + 1 not in self.published:
                years.add(day.year + 1)
        return tuple(sorted(years))

    def add(self, start: date, count: int) -> tuple[date, tuple[int, ...]]:
        day, walked = start, []
        if count == 0:
            walked.append(day)
            while not self.works(day):
                day += ONE_DAY
                walked.append(day)
            return day, self.awaits(walked)
        step = ONE_DAY if count > 0 else -ONE_DAY
        left = abs(count)
        while left:
            day += step
            walked.append(day)
            left -= self.works(day)
        return day, self.awaits(walked)

    def between(self, first: date, second: date) -> tuple[int, tuple[int, ...]]:
        low, high = min(first, second), max(first, second)
        walked = [low + ONE_DAY * step for step in range(1, (high - low).days + 1)]
        count = sum(self.works(day) for day in walked)
        return (count if first <= second else -count), self.awaits(walked)


class SlowClock:
    """Walks minute by minute over whole minutes of the wall clock."""

    def __init__(self, calendar: WorkCalendar, hours: Hours) -> None:
        self.calendar = SlowCalendar(calendar)
        self.hours = hours

    def open_during(self, minute: datetime) -> bool:
        """Whether the minute that begins at this wall-clock moment is worked."""
        if not self.calendar.works(minute.date()):
            return False
        version = [v for v in self.hours.versions if v.first_day is None or v.first_day <= minute.date()][-1]
        now = minute.hour * 60 + minute.minute
        return any(span.start_minute <= now < span.end_minute for span in version.spans)

    def add(self, moment: datetime, minutes: int) -> datetime:
        at, left = self.wall(moment), abs(minutes)
        if minutes == 0:
            while not (self.open_during(at) or self.open_during(at - ONE_MINUTE)):
                at += ONE_MINUTE
        while left and minutes > 0:
            left -= self.open_during(at)
            at += ONE_MINUTE
        while left and minutes < 0:
            at -= ONE_MINUTE
            left -= self.open_during(at)
        return at.replace(tzinfo=self.hours.zone)

    def between(self, first: datetime, second: datetime) -> int:
        low, high = sorted((self.wall(first), self.wall(second)))
        count, at = 0, low
        while at < high:
            count += self.open_during(at)
            at += ONE_MINUTE
        return count if first <= second else -count

    def awaits(self, first: datetime, second: datetime) -> tuple[int, ...]:
        low, high = sorted((self.wall(first).date(), self.wall(second).date()))
        return self.calendar.awaits([low + ONE_DAY * step for step in range((high - low).days + 1)])

    def wall(self, moment: datetime) -> datetime:
        return moment.astimezone(self.hours.zone).replace(tzinfo=None)
