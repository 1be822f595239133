"""Counting of working minutes: by hand around one weekend, and against a clock that walks minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.refusals import refusal_of
from oracles.slow_calendar import SlowClock
from zhiyi.kernel.calendars import DayFact, DayKind, WorkCalendar
from zhiyi.kernel.hours import Hours, HoursVersion, Span, WorkClock
from zhiyi.kernel.messages import DataError

CHINA = ZoneInfo("Asia/Shanghai")
HOURS = Hours.same_all_year(CHINA, "08:30-12:00", "14:30-18:00")  # 210 + 210 minutes
# Friday 25 to Sunday 27 September 2026 rest; Sunday 20 September works.
FACTS = (
    DayFact(date(2026, 9, 20), DayKind.WORKDAY, "国庆节调休上班", "", "a notice"),
    *(DayFact(date(2026, 9, number), DayKind.HOLIDAY, "中秋节", "", "a notice") for number in (25, 26, 27)),
)
CALENDAR = WorkCalendar(FACTS, frozenset({2026}))
CLOCK = WorkClock(CALENDAR, HOURS)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def added(text: str, minutes: int) -> str:
    return CLOCK.add_working_minutes(at(text), minutes).value.strftime("%Y-%m-%dT%H:%M:%S")


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-09-23T09:00", 30, "2026-09-23T09:30:00"),
        ("2026-09-23T11:30", 60, "2026-09-23T15:00:00"),  # 30 before lunch, 30 after
        ("2026-09-23T13:00", 10, "2026-09-23T14:40:00"),  # begins in the break
        ("2026-09-23T06:00", 10, "2026-09-23T08:40:00"),  # begins before opening
        ("2026-09-23T20:00", 10, "2026-09-24T08:40:00"),  # begins after closing
        ("2026-09-23T08:30", 210, "2026-09-23T12:00:00"),  # ends with the morning, not at 14:30
        ("2026-09-23T08:30", 420, "2026-09-23T18:00:00"),  # ends with the day, not next morning
        ("2026-09-23T08:30", 421, "2026-09-24T08:31:00"),
        ("2026-09-24T17:00", 120, "2026-09-28T09:30:00"),  # over the Mid-Autumn Festival
        ("2026-09-19T12:00", 60, "2026-09-20T09:30:00"),  # from a Saturday of rest into the Sunday that is worked
        ("2026-09-23T09:00:30", 1, "2026-09-23T09:01:30"),  # seconds are kept
    ],
)
def test_a_term_ends_where_the_working_minutes_run_out(start, minutes, end):
    assert added(start, minutes) == end


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-09-23T09:30", -60, "2026-09-23T08:30:00"),
        ("2026-09-23T09:30", -61, "2026-09-22T17:59:00"),
        ("2026-09-23T15:00", -30, "2026-09-23T14:30:00"),  # the latest moment: 14:30, not 12:00
        ("2026-09-28T08:30", -1, "2026-09-24T17:59:00"),
        ("2026-09-26T10:00", -420, "2026-09-24T08:30:00"),
    ],
)
def test_a_negative_number_counts_back_to_the_latest_moment(start, minutes, end):
    assert added(start, minutes) == end


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-09-23T10:00", "2026-09-23T10:00:00"),
        ("2026-09-23T08:30", "2026-09-23T08:30:00"),
        ("2026-09-23T12:00", "2026-09-23T12:00:00"),  # the close itself is still in time
        ("2026-09-23T12:01", "2026-09-23T14:30:00"),
        ("2026-09-24T18:01", "2026-09-28T08:30:00"),
    ],
)
def test_zero_minutes_is_now_in_working_hours_and_the_next_opening_outside(start, end):
    assert added(start, 0) == end


@pytest.mark.parametrize(
    ("first", "second", "minutes"),
    [
        ("2026-09-23T09:00", "2026-09-23T09:30", 30),
        ("2026-09-23T11:00", "2026-09-23T15:00", 90),
        ("2026-09-23T12:00", "2026-09-23T14:30", 0),
        ("2026-09-24T17:00", "2026-09-28T09:00", 90),
        ("2026-09-25T00:00", "2026-09-27T23:59", 0),
        ("2026-09-21T00:00", "2026-09-25T00:00", 4 * 420),
        ("2026-09-23T09:00:30", "2026-09-23T09:02:00", 1),  # a begun minute does not count
        ("2026-09-23T09:02:00", "2026-09-23T09:00:30", -1),  # in either direction
    ],
)
def test_between_counts_working_minutes_only(first, second, minutes):
    assert CLOCK.working_minutes_between(at(first), at(second)).value == minutes


def test_a_moment_of_another_zone_is_read_on_the_wall_clock_of_the_hours():
    # 01:00 UTC is 09:00 in China.
    due = CLOCK.add_working_minutes(datetime(2026, 9, 23, 1, 0, tzinfo=UTC), 30).value
    assert due == at("2026-09-23T09:30")
    assert due.tzinfo is CHINA


def test_a_moment_without_a_zone_is_refused():
    for ask in (
        lambda: CLOCK.add_working_minutes(datetime(2026, 9, 23, 9, 0), 1),
        lambda: CLOCK.working_minutes_between(at("2026-09-23T09:00"), datetime(2026, 9, 23, 9, 0)),
    ):
        refusal = refusal_of(ask, DataError)
        assert refusal.key == "calendar.naive_moment"
        assert refusal.params["moment"] == "2026-09-23 09:00:00"


def test_an_answer_that_touches_an_unpublished_year_is_provisional():
    due = CLOCK.add_working_minutes(at("2026-12-24T17:00"), 120)
    assert (due.value, due.awaits) == (at("2026-12-25T09:30"), (2027,))
    assert not CLOCK.add_working_minutes(at("2026-12-24T16:00"), 120).provisional


def test_round_the_clock_hours_lose_no_minute_at_midnight():
    clock = WorkClock(CALENDAR, Hours.same_all_year(CHINA, "00:00-24:00"))
    assert clock.add_working_minutes(at("2026-09-22T23:59"), 2).value == at("2026-09-23T00:01")
    assert clock.working_minutes_between(at("2026-09-21T00:00"), at("2026-09-22T00:00")).value == 1440


def test_a_term_that_fills_the_last_minute_of_a_24_hour_day_ends_at_midnight():
    clock = WorkClock(CALENDAR, Hours.same_all_year(CHINA, "00:00-24:00"))
    assert clock.add_working_minutes(at("2026-09-24T00:00"), 1440).value == at("2026-09-25T00:00")


def winter_and_summer() -> Hours:
    winter = (Span.parse("08:30-12:00"), Span.parse("14:30-18:00"))
    summer = (Span.parse("08:00-12:00"), Span.parse("15:00-18:30"))
    return Hours(
        CHINA,
        (
            HoursVersion(date(2026, 1, 1), winter),
            HoursVersion(date(2026, 6, 1), summer),
            HoursVersion(date(2026, 10, 1), winter),
        ),
    )


def test_each_day_is_counted_by_the_hours_of_its_season():
    clock = WorkClock(CALENDAR, winter_and_summer())
    # Friday 29 May 2026 has 420 minutes, Monday 1 June has 450.
    assert clock.working_minutes_between(at("2026-05-29T00:00"), at("2026-06-02T00:00")).value == 870
    assert clock.add_working_minutes(at("2026-05-29T17:30"), 60).value == at("2026-06-01T08:30")


def test_a_term_that_fills_the_last_day_of_a_season_ends_at_its_close():
    clock = WorkClock(CALENDAR, winter_and_summer())
    assert clock.add_working_minutes(at("2026-05-29T17:00"), 60).value == at("2026-05-29T18:00")
    assert clock.add_working_minutes(at("2026-09-30T18:00"), 30).value == at("2026-09-30T18:30")


def test_counting_back_reaches_the_first_minute_of_the_first_hours_and_no_further():
    clock = WorkClock(CALENDAR, winter_and_summer())
    opening = at("2026-01-01T08:30")  # a Thursday, and worked in this calendar
    assert clock.add_working_minutes(at("2026-01-01T09:30"), -60).value == opening
    assert clock.add_working_minutes(at("2026-01-01T00:00"), 0).value == opening
    assert clock.add_working_minutes(at("2026-06-01T09:00"), -60).value == at("2026-06-01T08:00")
    refusal = refusal_of(lambda: clock.add_working_minutes(at("2026-01-01T09:30"), -61), DataError)
    assert refusal.key == "calendar.back_before_hours"


def test_a_day_before_the_first_hours_is_refused_and_so_is_counting_back_to_it():
    clock = WorkClock(CALENDAR, winter_and_summer())
    early = refusal_of(lambda: clock.add_working_minutes(at("2025-12-31T10:00"), 1), DataError)
    assert early.key == "calendar.before_hours"
    back = refusal_of(lambda: clock.add_working_minutes(at("2026-01-05T10:00"), -100_000), DataError)
    assert back.key == "calendar.back_before_hours"


@pytest.mark.parametrize("minutes", [10**12, -(10**12)])
def test_an_answer_outside_the_years_of_the_calendar_is_refused(minutes):
    refusal_of(lambda: CLOCK.add_working_minutes(at("2026-09-23T09:00"), minutes), DataError)


def test_the_last_midnight_of_time_is_refused_and_not_a_crash():
    clock = WorkClock(CALENDAR, Hours.same_all_year(UTC, "00:00-24:00"))
    refusal = refusal_of(lambda: clock.add_working_minutes(datetime(9999, 12, 31, 0, 0, tzinfo=UTC), 1440), DataError)
    assert refusal.key == "calendar.beyond_dates"
    refusal_of(
        lambda: CLOCK.working_minutes_between(at("2026-09-23T09:00"), datetime(9999, 12, 31, 23, 0, tzinfo=UTC)),
        DataError,
    )


@pytest.mark.parametrize(
    "span",
    [
        "8:30-12:00",
        "08:30",
        "12:00-08:30",
        "12:00-12:00",
        "08:30-24:01",
        "08:60-12:00",
        "08:30-12:00-13:00",
        "ab:cd-12:00",
        "",
        "-1:00-02:00",
    ],
)
def test_a_span_that_is_not_written_as_one_is_refused(span):
    refusal = refusal_of(lambda: Span.parse(span), DataError)
    assert refusal.key == "calendar.bad_span"


def test_a_span_is_written_as_it_is_read():
    assert str(Span.parse("08:30-24:00")) == "08:30-24:00"


def test_hours_without_a_first_day_hold_from_the_beginning_of_time():
    # Monday 7 January 1850, in a zone whose clock has always been the same.
    clock = WorkClock(CALENDAR, Hours.same_all_year(UTC, "08:30-12:00", "14:30-18:00"))
    monday = datetime(1850, 1, 7, tzinfo=UTC)
    assert clock.working_minutes_between(monday, monday + timedelta(days=7)).value == 5 * 420


def test_hours_without_spans_or_with_overlapping_spans_are_refused():
    refusal_of(lambda: Hours.same_all_year(CHINA), DataError)
    refusal_of(lambda: Hours.same_all_year(CHINA, "08:30-12:00", "11:59-18:00"), DataError)
    refusal_of(lambda: Hours(CHINA, ()), DataError)


@pytest.mark.parametrize("first_days", [(date(2026, 1, 1), date(2026, 1, 1)), (date(2026, 1, 1), None), (None, None)])
def test_versions_of_hours_must_rise_and_only_the_first_may_be_undated(first_days):
    versions = tuple(HoursVersion(first_day, (Span.parse("08:30-12:00"),)) for first_day in first_days)
    assert refusal_of(lambda: Hours(CHINA, versions), DataError).key == "calendar.hours_order"


def test_a_century_of_minutes_costs_no_more_than_a_day():
    seasons = tuple(
        HoursVersion(date(year, month, 1), (Span(480 + month, 720), Span(900, 1080)))
        for year in range(1950, 2051)
        for month in (6, 10)
    )
    clock = WorkClock(CALENDAR, Hours(CHINA, seasons))
    begun = perf_counter()
    for _ in range(100):
        due = clock.add_working_minutes(at("1950-06-05T09:00"), 10_000_000)
        assert clock.working_minutes_between(at("1950-06-05T09:00"), due.value).value == 10_000_000
    assert perf_counter() - begun < 1.0


DAYS = st.dates(date(2025, 12, 20), date(2026, 1, 20))
CALENDARS = st.builds(
    WorkCalendar,
    st.sets(DAYS, max_size=8).map(
        lambda days: tuple(
            DayFact(day, DayKind.HOLIDAY if day.weekday() < 5 else DayKind.WORKDAY, "节", "", "a notice")
            for day in days
        )
    ),
    st.frozensets(st.integers(2025, 2027)),
)
SPANS = st.lists(st.integers(0, 1440), min_size=2, max_size=6, unique=True).map(
    lambda minutes: tuple(
        Span(start, end) for start, end in zip(sorted(minutes)[::2], sorted(minutes)[1::2], strict=False)
    )
)
VERSIONS = st.tuples(SPANS, st.lists(st.tuples(DAYS, SPANS), max_size=2, unique_by=lambda pair: pair[0])).map(
    lambda pair: (HoursVersion(None, pair[0]), *(HoursVersion(day, spans) for day, spans in sorted(pair[1])))
)
CLOCKS = st.builds(
    WorkClock, CALENDARS, st.builds(Hours, st.sampled_from([CHINA, UTC, ZoneInfo("Asia/Kathmandu")]), VERSIONS)
)
MOMENTS = st.integers(0, 30 * 1440).map(lambda minutes: datetime(2025, 12, 20, tzinfo=UTC) + timedelta(minutes=minutes))


@settings(deadline=None, max_examples=60)
@given(CLOCKS, MOMENTS, st.integers(-600, 600))
def test_adding_gives_what_walking_minute_by_minute_gives(clock, moment, minutes):
    slow = SlowClock(clock.calendar, clock.hours)
    answer = clock.add_working_minutes(moment, minutes)
    assert answer.value == slow.add(moment, minutes)
    assert answer.awaits == slow.awaits(moment, answer.value)


@settings(deadline=None, max_examples=60)
@given(CLOCKS, MOMENTS, MOMENTS)
def test_between_gives_what_walking_minute_by_minute_gives(clock, first, second):
    slow = SlowClock(clock.calendar, clock.hours)
    answer = clock.working_minutes_between(first, second)
    assert (answer.value, answer.awaits) == (slow.between(first, second), slow.awaits(first, second))


EXACT = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


@given(CLOCKS, EXACT, st.integers(-100_000, 100_000))
def test_between_counts_what_was_added_to_the_second(clock, moment, minutes):
    assert clock.working_minutes_between(moment, clock.add_working_minutes(moment, minutes).value).value == minutes


@given(CLOCKS, EXACT, st.integers(1, 50_000), st.integers(1, 50_000))
def test_adding_in_two_steps_is_adding_at_once(clock, moment, some, more):
    halfway = clock.add_working_minutes(moment, some).value
    at_once = clock.add_working_minutes(moment, some + more).value
    assert clock.add_working_minutes(halfway, more).value == at_once


@given(CLOCKS, EXACT, EXACT, st.integers(0, 10_000))
def test_who_begins_later_never_ends_earlier(clock, first, second, minutes):
    low, high = sorted((first, second))
    assert clock.add_working_minutes(low, minutes).value <= clock.add_working_minutes(high, minutes).value


def test_midnight_is_the_close_of_a_day_that_works_until_twenty_four():
    calendar = WorkCalendar((), frozenset({2025}))
    clock = WorkClock(calendar, Hours.same_all_year(UTC, "16:00-24:00"))
    saturday_midnight = datetime(2025, 12, 20, tzinfo=UTC)
    assert clock.add_working_minutes(saturday_midnight, 0).value == saturday_midnight
