"""Counting of working days: by hand on a few weeks, and against a calendar that walks day by day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.refusals import refusal_of
from oracles.slow_calendar import SlowCalendar
from zhiyi.kernel.calendars import DayAnswer, DayFact, DayKind, WorkCalendar, announced_years
from zhiyi.kernel.messages import DataError


def fact(day: str, kind: str = "holiday") -> DayFact:
    return DayFact(date.fromisoformat(day), DayKind(kind), "节", "Festival", "a notice")


def day(text: str) -> date:
    return date.fromisoformat(text)


# Labour Day 2026: Friday 1 to Tuesday 5 May rest, Saturday 9 May works.
MAY = [fact(f"2026-05-0{number}") for number in range(1, 6)] + [fact("2026-05-09", "workday")]
CALENDAR = WorkCalendar((fact("2026-01-01"), *MAY), frozenset({2026}))


def test_a_day_without_a_fact_is_worked_from_monday_to_friday():
    week = [CALENDAR.is_workday(day("2026-03-02") + timedelta(days=step)).workday for step in range(7)]
    assert week == [True] * 5 + [False] * 2


def test_an_answer_carries_the_fact_that_decided_it():
    assert CALENDAR.is_workday(day("2026-05-09")) == DayAnswer(True, (), MAY[-1])


def test_the_day_of_receipt_does_not_count():
    # Received on Wednesday 29 April: Thursday 30 April is one, Wednesday 6 May is two, 7 and 8 May are three and four,
    # Saturday 9 May is worked and is five.
    ends = [CALENDAR.add_working_days(day("2026-04-29"), number).value for number in range(1, 6)]
    assert ends == [day("2026-04-30"), day("2026-05-06"), day("2026-05-07"), day("2026-05-08"), day("2026-05-09")]


def test_zero_working_days_is_the_day_itself_when_it_is_worked():
    assert CALENDAR.add_working_days(day("2026-05-09"), 0).value == day("2026-05-09")


def test_zero_working_days_from_a_day_of_rest_is_the_next_working_day():
    assert CALENDAR.add_working_days(day("2026-05-01"), 0).value == day("2026-05-06")


def test_counting_back_skips_the_start_and_the_days_of_rest():
    assert CALENDAR.add_working_days(day("2026-05-06"), -1).value == day("2026-04-30")
    assert CALENDAR.add_working_days(day("2026-05-10"), -2).value == day("2026-05-08")


def test_between_leaves_the_first_day_out_and_counts_the_last():
    assert CALENDAR.working_days_between(day("2026-04-30"), day("2026-05-06")).value == 1
    assert CALENDAR.working_days_between(day("2026-05-06"), day("2026-04-30")).value == -1
    assert CALENDAR.working_days_between(day("2026-05-06"), day("2026-05-06")).value == 0


def test_nothing_is_provisional_within_a_published_year():
    assert not CALENDAR.add_working_days(day("2026-03-02"), 100).provisional


def test_a_day_of_an_unpublished_year_is_answered_by_the_week_and_awaits_its_year():
    assert CALENDAR.is_workday(day("2027-05-03")) == DayAnswer(True, (2027,), None)


def test_a_term_that_runs_into_an_unpublished_year_is_provisional_and_says_which_year_it_awaits():
    due = CALENDAR.add_working_days(day("2026-12-21"), 10)
    assert (due.value, due.provisional, due.awaits) == (day("2027-01-04"), True, (2027,))


def test_the_last_week_of_the_last_published_year_awaits_the_next_notice():
    # The notice for 2019 made Saturday 2018-12-29 a workday and Monday 2018-12-31 a holiday.
    assert CALENDAR.is_workday(day("2026-12-24")).awaits == ()
    assert CALENDAR.is_workday(day("2026-12-25")).awaits == (2027,)


def test_a_day_that_a_notice_dates_awaits_nothing_though_its_year_is_unpublished():
    calendar = WorkCalendar((fact("2018-01-01"), fact("2017-12-31")), frozenset({2018}))
    assert calendar.is_workday(day("2017-12-31")).awaits == ()
    assert calendar.is_workday(day("2017-12-30")).awaits == (2017,)


def test_a_span_that_crosses_several_unpublished_years_awaits_each():
    calendar = WorkCalendar((), frozenset({2024, 2026}))
    assert calendar.awaits(day("2023-06-01"), day("2027-06-01")) == (2023, 2025, 2027)


def test_a_span_of_no_days_awaits_nothing():
    assert CALENDAR.awaits(day("2030-01-02"), day("2030-01-01")) == ()
    assert not CALENDAR.working_days_between(day("2030-01-02"), day("2030-01-02")).provisional


def test_a_year_is_announced_once_its_new_year_is_a_holiday():
    facts = [fact("2018-12-31"), fact("2019-01-01"), fact("2020-01-01", "holiday"), fact("2020-02-01")]
    assert announced_years(facts) == {2019, 2020}


def test_two_facts_for_one_day_are_refused_with_both_sources():
    refusal = refusal_of(
        lambda: WorkCalendar((fact("2026-05-09", "workday"), fact("2026-05-09")), frozenset()), DataError
    )
    assert refusal.key == "calendar.duplicate_day"
    assert refusal.params["day"] == day("2026-05-09")


def test_a_make_up_workday_in_the_week_is_refused():
    refusal = refusal_of(lambda: WorkCalendar((fact("2026-05-08", "workday"),), frozenset()), DataError)
    assert refusal.key == "calendar.makeup_in_week"


def test_a_moment_is_refused_where_a_day_is_meant():
    moment = datetime(2026, 5, 8, 12, tzinfo=UTC)
    for ask in (
        lambda: CALENDAR.is_workday(moment),
        lambda: CALENDAR.add_working_days(moment, 1),
        lambda: CALENDAR.working_days_between(moment, moment),
    ):
        refusal = refusal_of(ask, DataError)
        assert refusal.key == "calendar.not_a_day"


@pytest.mark.parametrize(
    ("start", "days"), [(date.max, 1), (date.min, -1), (date(2026, 1, 1), 10**9), (date(2026, 1, 1), -(10**9))]
)
def test_an_answer_outside_the_years_of_the_calendar_is_refused(start, days):
    refusal = refusal_of(lambda: CALENDAR.add_working_days(start, days), DataError)
    assert refusal.key == "calendar.beyond_dates"


def test_the_first_and_the_last_day_of_time_are_answered():
    assert CALENDAR.is_workday(date.min).workday  # a Monday
    assert CALENDAR.is_workday(date.max).workday  # a Friday
    assert CALENDAR.working_day(1) == date.min


def test_a_century_costs_no_more_than_a_week():
    begun = perf_counter()
    for _ in range(100):
        due = CALENDAR.add_working_days(day("1950-01-01"), 26_000)
        assert CALENDAR.working_days_between(day("1950-01-01"), due.value).value == 26_000
    assert perf_counter() - begun < 1.0


DAYS = st.dates(date(2023, 11, 1), date(2027, 3, 1))
FACTS = st.dictionaries(DAYS, st.sampled_from(DayKind), max_size=60).map(
    lambda kinds: tuple(
        DayFact(at, kind, "节", "Festival", "a notice")
        for at, kind in kinds.items()
        if kind is DayKind.HOLIDAY or at.weekday() >= 5
    )
)
CALENDARS = st.builds(WorkCalendar, FACTS, st.frozensets(st.integers(2023, 2027)))


@given(CALENDARS, DAYS)
def test_every_day_is_answered_as_by_walking(calendar, at):
    slow, answer = SlowCalendar(calendar), calendar.is_workday(at)
    assert (answer.workday, answer.awaits) == (slow.works(at), slow.awaits([at]))


@given(CALENDARS, DAYS, st.integers(-300, 300))
def test_adding_gives_what_walking_gives(calendar, start, days):
    answer = calendar.add_working_days(start, days)
    assert (answer.value, answer.awaits) == SlowCalendar(calendar).add(start, days)


@given(CALENDARS, DAYS, DAYS)
def test_between_gives_what_walking_gives(calendar, first, second):
    answer = calendar.working_days_between(first, second)
    assert (answer.value, answer.awaits) == SlowCalendar(calendar).between(first, second)


@given(CALENDARS, DAYS, st.integers(1, 300))
def test_between_counts_back_what_was_added(calendar, start, days):
    assert calendar.working_days_between(start, calendar.add_working_days(start, days).value).value == days


@given(CALENDARS, DAYS, st.integers(-200, 200))
def test_what_is_reached_is_always_a_working_day(calendar, start, days):
    assert calendar.is_workday(calendar.add_working_days(start, days).value).workday


@given(CALENDARS, DAYS, st.integers(1, 100), st.integers(1, 100))
def test_adding_in_two_steps_is_adding_at_once(calendar, start, some, more):
    halfway = calendar.add_working_days(start, some).value
    assert calendar.add_working_days(halfway, more).value == calendar.add_working_days(start, some + more).value


@given(CALENDARS, DAYS, DAYS, DAYS)
def test_stretches_add_up_whatever_their_order(calendar, first, second, third):
    def between(one, other):
        return calendar.working_days_between(one, other).value

    assert between(first, second) + between(second, third) == between(first, third)


@given(FACTS, st.frozensets(st.integers(2023, 2027)), st.randoms())
def test_the_order_of_the_facts_does_not_matter(facts, years, random):
    shuffled = list(facts)
    random.shuffle(shuffled)
    start = day("2024-01-01")
    assert WorkCalendar(tuple(shuffled), years).add_working_days(start, 400) == WorkCalendar(
        facts, years
    ).add_working_days(start, 400)


@given(CALENDARS, st.integers(1, 2_000_000))
def test_working_days_are_numbered_without_gaps(calendar, number):
    at = calendar.working_day(number)
    assert calendar.working_day_number(at) == number
    assert calendar.working_day_number(at - timedelta(days=1)) == number - 1 if at > date.min else True
