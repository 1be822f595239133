"""Periods: what each written form means, what is refused, and when two periods share a day."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.refusals import refusal_of
from zhiyi.city import texts
from zhiyi.kernel.messages import DataError
from zhiyi.kernel.periods import Basis, Period, Precision, month_end, parse

OBSERVATIONS = Path(__file__).parents[2] / "cities" / "xuchang" / "observations.csv"


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("2019-09-11", "2019-09-11", "2019-09-11", "day"),
        ("2020-02-29", "2020-02-29", "2020-02-29", "day"),
        ("2019-09", "2019-09-01", "2019-09-30", "month"),
        ("2020-02", "2020-02-01", "2020-02-29", "month"),
        ("2020-Q1", "2020-01-01", "2020-03-31", "quarter"),
        ("2020-Q4", "2020-10-01", "2020-12-31", "quarter"),
        ("2019", "2019-01-01", "2019-12-31", "year"),
        ("2015-2020", "2015-01-01", "2020-12-31", "range"),
        ("2019-2019", "2019-01-01", "2019-12-31", "range"),
        ("2019-11/2020-01", "2019-11-01", "2020-01-31", "range"),
        ("2021-12-05/2021-12-09", "2021-12-05", "2021-12-09", "range"),
        ("2019-09-11/2019-09", "2019-09-11", "2019-09-30", "range"),
        ("2020-Q1/2020-Q3", "2020-01-01", "2020-09-30", "range"),
        ("2012-", "2012-01-01", None, "open"),
        ("2022/2017", "2017-01-01", "2022-12-31", "vague"),
        ("每年", None, None, "recurring"),
        ("每日", None, None, "recurring"),
        ("三年计划", None, None, "vague"),
        ("早年（未注明）", None, None, "vague"),
        ("", None, None, "vague"),
        ("2019/2020/2021", None, None, "vague"),
        ("2012-/2015", None, None, "vague"),
        ("2012/2015-", None, None, "vague"),
        ("2020-Q5", None, None, "vague"),
        ("2019年", None, None, "vague"),
        ("２０２０", None, None, "vague"),
        ("2020-２０１５", None, None, "vague"),
        ("2019/２０２０", None, None, "vague"),
        pytest.param("/" * 3000, None, None, "vague", id="slashes"),
        pytest.param("2020/" * 1100 + "2020", None, None, "vague", id="years without end"),
    ],
)
def test_each_form_means_the_days_it_names_and_no_finer(text, start, end, precision):
    period = parse(text)
    assert (str(period.start), str(period.end), period.precision) == (str(start), str(end), precision)
    assert period.text == text


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("截至2019-09", "2019-09-30"),
        ("截至2021", "2021-12-31"),
        ("至2021", "2021-12-31"),
        ("连年至2019", "2019-12-31"),
        ("截至2019-09-11", "2019-09-11"),
    ],
)
def test_a_state_reached_by_a_day_has_an_end_and_no_start(text, end):
    period = parse(text)
    assert (period.start, str(period.end), period.as_of) == (None, end, True)


@pytest.mark.parametrize(
    ("text", "basis", "precision"),
    [
        ("2018（隐含）", "implied", "year"),
        ("2020-05（未注明）", "unstated", "month"),
        ("2019-09（规划）", "stated", "month"),
        ("2019-09", "stated", "month"),
        ("未注明", "stated", "vague"),
        ("", "unstated", "vague"),
    ],
)
def test_the_basis_is_noted_apart_from_the_days(text, basis, precision):
    period = parse(text)
    assert (period.basis, period.precision) == (basis, precision)


@pytest.mark.parametrize(
    "text", ["2019-02-29", "2019-13", "2019-00-01", "0000", "2019-04-31/2019-05-01", "截至2019-13"]
)
def test_a_day_that_does_not_exist_is_refused(text):
    refusal = refusal_of(lambda: parse(text), DataError)
    assert (refusal.key, refusal.params["text"]) == ("period.no_such_day", text)


@pytest.mark.parametrize("text", ["2020-2015", "2020-05/2020-04", "2021-12-09/2021-12-05", "2020-Q3/2020-Q1"])
def test_a_range_that_runs_backwards_is_refused_as_such(text):
    assert refusal_of(lambda: parse(text), DataError).key == "period.runs_backwards"


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("2019", "2019-12-31", True),
        ("2019", "2020", False),
        ("2019-09", "2019-09-30/2019-10", True),
        ("2012-", "2011", False),
        ("2012-", "2012-01-01", True),
        ("2012-", "2015", None),  # nobody knows how long it lasted
        ("2012-", "2010-2013", True),  # its first day is known, and shared
        ("截至2019-09", "2019-10", False),
        ("截至2019-09", "2019", True),  # its last day is known, and shared
        ("截至2019-09", "2019-08", None),  # nobody knows when it began
        ("截至2019-09", "截至2019-09", True),
        ("截至2019-09", "截至2020-09", None),
        ("三年计划", "2019", None),
        ("每年", "每年", None),
    ],
)
def test_periods_overlap_where_they_share_a_day_and_unknown_ends_leave_it_open(one, other, shared):
    assert parse(one).overlaps(parse(other)) is shared
    assert parse(other).overlaps(parse(one)) is shared


def test_the_same_span_may_be_written_in_two_ways():
    assert parse("2019").same_span(parse("2019-01-01/2019-12-31"))
    assert not parse("2019").same_span(parse("2019-01"))
    assert not parse("2012-").same_span(parse("2012-"))
    assert not parse("三年计划").same_span(parse("三年计划"))


def test_february_ends_by_the_leap_year():
    assert [month_end(year, 2).day for year in (1900, 2000, 2019, 2020)] == [28, 29, 28, 29]


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("2019-09-11", "2019年9月11日", "11 Sep 2019"),
        ("2019-09", "2019年9月", "Sep 2019"),
        ("2020-Q1", "2020年第1季度", "Q1 2020"),
        ("2019", "2019年", "2019"),
        ("2015-2020", "2015—2020年", "2015–2020"),
        ("2021-12-05/2021-12-09", "2021年12月5日至2021年12月9日", "5 Dec 2021 to 9 Dec 2021"),
        ("2012-", "2012年起", "since 2012"),
        ("截至2019-09", "截至2019年9月", "by Sep 2019"),
        ("三年计划", "三年计划", "三年计划"),
    ],
)
def test_a_period_is_said_no_finer_than_it_is_known(text, zh, en):
    assert (texts.written_period(parse(text), "zh"), texts.written_period(parse(text), "en")) == (zh, en)


def test_every_period_of_the_shipped_observations_is_read():
    with OBSERVATIONS.open(encoding="utf-8", newline="") as file:
        written = {row["period"] for row in csv.DictReader(file)}
    read = {text: parse(text) for text in written}
    undated = {text for text, period in read.items() if not period.dated}
    assert undated <= {"", "三年计划", "早年（未注明）", "未注明", "每季度", "每年", "每日", "每月"}


DAYS = st.dates(date(2015, 1, 1), date(2016, 12, 31))
ENDS = st.tuples(DAYS | st.none(), DAYS | st.none()).map(
    lambda pair: tuple(sorted(pair)) if None not in pair else pair  # type: ignore[type-var]
)
PERIODS = ENDS.map(lambda ends: Period(ends[0], ends[1], Precision.RANGE, ""))


@given(DAYS, DAYS, DAYS, DAYS)
def test_between_whole_periods_overlap_is_a_shared_day_found_by_looking(a, b, c, d):
    one, other = (Period(min(p), max(p), Precision.RANGE, "") for p in ((a, b), (c, d)))
    days = {one.start + timedelta(days=step) for step in range((one.end - one.start).days + 1)}
    assert one.overlaps(other) is any(other.start <= day <= other.end for day in days)


@given(PERIODS, PERIODS)
def test_overlap_does_not_depend_on_who_is_asked(one, other):
    assert one.overlaps(other) is other.overlaps(one)


@given(PERIODS, PERIODS, st.integers(0, 400), st.integers(0, 400))
def test_what_is_said_of_open_periods_holds_however_far_the_unknown_end_lies(one, other, before, after):
    said = one.overlaps(other)
    if said is None:
        return
    closed = [
        Period(
            period.start or period.end - timedelta(days=before),
            period.end or period.start + timedelta(days=after),
            Precision.RANGE,
            "",
        )
        for period in (one, other)
    ]
    assert closed[0].overlaps(closed[1]) is said


@given(st.dates())
def test_a_day_is_read_back_from_its_iso_form(day):
    assert parse(day.isoformat()) == Period(day, day, Precision.DAY, day.isoformat(), basis=Basis.STATED)


@given(st.text(alphabet="0123456789-/Q（）截至连年每规划隐含", max_size=24))
def test_any_text_is_read_or_refused_and_never_crashes(text):
    try:
        period = parse(text)
    except DataError:
        return
    if period.start and period.end:
        assert period.start <= period.end
