"""The shipped calendar of the country against two packages that were made from the same notices by other people."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import pytest

from zhiyi.kernel.calendars import DayFact, DayKind, WorkCalendar, announced_years

CALENDAR = Path(__file__).parents[2] / "cities" / "china" / "calendar.csv"
TABLE = Path(__file__).with_name("calendar_differences.csv")
YEARS = range(2018, 2027)
DAYS = [date(2018, 1, 1) + timedelta(days=step) for step in range((date(2027, 1, 1) - date(2018, 1, 1)).days)]

CHINESE = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
}


def shipped() -> tuple[DayFact, ...]:
    with CALENDAR.open(encoding="utf-8", newline="") as file:
        return tuple(
            DayFact(date.fromisoformat(row["day"]), DayKind(row["kind"]), row["name"], row["name_en"], row["source"])
            for row in csv.DictReader(file)
        )


FACTS = shipped()
BY_DAY = {fact.day: fact for fact in FACTS}
NATIONAL = WorkCalendar(FACTS, announced_years(FACTS))


def stated_differences(package: str) -> dict[date, tuple[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["package"] == package]
    assert all(row["reason"] for row in rows)
    return {date.fromisoformat(row["day"]): (row["ours"], row["theirs"]) for row in rows}


@pytest.mark.parametrize("year", YEARS)
def test_every_day_is_worked_or_not_as_chinesecalendar_says(year):
    days = [day for day in DAYS if day.year == year]
    differing = [day for day in days if NATIONAL.is_workday(day).workday != chinese_calendar.is_workday(day)]
    assert differing == []


@pytest.mark.parametrize("year", YEARS)
def test_every_day_is_worked_or_not_as_holidays_says(year):
    theirs = holidays.country_holidays("CN", years=year)
    days = [day for day in DAYS if day.year == year]
    differing = [day for day in days if NATIONAL.is_workday(day).workday != theirs.is_working_day(day)]
    assert differing == []


def test_holiday_blocks_and_names_are_those_of_chinesecalendar_but_for_the_stated_differences():
    found = {}
    for day in DAYS:
        fact = BY_DAY.get(day)
        ours = fact.name if fact and fact.kind is DayKind.HOLIDAY else ""
        name = chinese_calendar.constants.holidays.get(day)
        theirs = CHINESE[name] if name else ""
        if ours != theirs:
            found[day] = (ours, theirs)
    assert found == stated_differences("chinesecalendar")


def test_make_up_workdays_and_their_occasions_are_those_of_chinesecalendar_but_for_the_stated_differences():
    found = {}
    for day in DAYS:
        fact = BY_DAY.get(day)
        ours = fact.name.removesuffix("调休上班") if fact and fact.kind is DayKind.WORKDAY else ""
        name = chinese_calendar.constants.workdays.get(day)
        theirs = CHINESE[name] if name else ""
        if ours != theirs:
            found[day] = (ours, theirs)
    assert found == stated_differences("chinesecalendar make-up workdays")


def named_by_holidays() -> dict[date, str]:
    """Festivals by day, as `holidays` names them; a day off in exchange (休息日…) has no name of its own there."""
    theirs = holidays.country_holidays("CN", years=YEARS, language="zh_CN")
    plain = {day: re.sub(r"（补假）", "", name) for day, name in theirs.items() if not name.startswith("休息日")}
    return {day: name for day, name in plain.items() if day.year in YEARS}


def test_festivals_fall_on_the_days_that_holidays_names_but_for_the_stated_differences():
    found = {}
    for day, theirs in named_by_holidays().items():
        fact = BY_DAY.get(day)
        ours = fact.name if fact and fact.kind is DayKind.HOLIDAY else ""
        if ours != theirs:
            found[day] = (ours, theirs)
    assert found == stated_differences("holidays")


def test_every_day_that_holidays_calls_a_day_off_in_exchange_is_a_holiday_for_a_worked_weekend_day():
    theirs = holidays.country_holidays("CN", years=YEARS, language="zh_CN")
    exchanged = {day: name for day, name in theirs.items() if name.startswith("休息日")}
    assert len(exchanged) == 59
    for day, name in exchanged.items():
        worked = date.fromisoformat(re.search(r"\d{4}-\d{2}-\d{2}", name).group())
        assert BY_DAY[day].kind is DayKind.HOLIDAY
        assert BY_DAY[worked].kind is DayKind.WORKDAY
        assert BY_DAY[worked].name.removesuffix("调休上班") == BY_DAY[day].name


def test_the_spring_festival_of_2020_ran_until_2_february_by_the_notice_that_extended_it():
    extension = "国务院办公厅关于延长2020年春节假期的通知（国办发明电〔2020〕1号）"
    assert [fact.day for fact in FACTS if fact.source == extension] == [
        date(2020, 1, 31), date(2020, 2, 1), date(2020, 2, 2),
    ]  # fmt: skip
    assert NATIONAL.is_workday(date(2020, 2, 3)).workday


def test_the_labour_day_of_2019_follows_the_notice_that_changed_it():
    changed = "国务院办公厅关于调整2019年劳动节假期安排的通知（国办发明电〔2019〕3号）"
    dated = {fact.day: fact.kind for fact in FACTS if fact.source == changed}
    assert [day for day, kind in dated.items() if kind is DayKind.HOLIDAY] == [
        date(2019, 5, day) for day in range(1, 5)
    ]
    assert [day for day, kind in dated.items() if kind is DayKind.WORKDAY] == [date(2019, 4, 28), date(2019, 5, 5)]


def test_the_facts_announce_2018_to_2026_and_no_other_year():
    assert NATIONAL.published_years == frozenset(YEARS)


def test_every_fact_names_a_notice_of_the_state_council_with_its_number():
    form = re.compile(
        r"国务院办公厅关于(?:(20\d\d)年部分节假日安排|调整2019年劳动节假期安排|延长2020年春节假期)的通知（国办发明电〔20\d\d〕\d+号）"
    )
    assert [fact for fact in FACTS if not form.fullmatch(fact.source)] == []


def test_a_yearly_notice_dates_days_of_its_own_year_and_of_the_december_before_only():
    for fact in FACTS:
        year = int(re.search(r"20\d\d", fact.source).group())
        assert fact.day.year == year or (fact.day.year == year - 1 and fact.day.month == 12)


def test_make_up_workdays_are_saturdays_and_sundays_and_are_named_for_their_holiday():
    for fact in FACTS:
        if fact.kind is DayKind.WORKDAY:
            assert fact.day.weekday() >= 5
            assert fact.name.endswith("调休上班")
            assert fact.name_en.startswith("Make-up workday for ")


def test_one_chinese_name_has_one_english_name():
    pairs = Counter((fact.name, fact.name_en) for fact in FACTS)
    assert len(pairs) == len({name for name, _ in pairs}) == len({name for _, name in pairs})


@pytest.mark.parametrize(
    ("year", "weekdays", "holidays_in_the_week", "make_up"),
    [
        # 1 Jan; 12-16 Feb; 4-5 Apr; 1-3 May; 10 Jun; 16-17 Sep; 1-4 and 7 Oct
        (2024, 262, 1 + 5 + 2 + 3 + 1 + 2 + 5, 8),
        # 1 Jan; 28-31 Jan and 3-4 Feb; 4 Apr; 1, 2 and 5 May; 2 Jun; 1-3 and 6-8 Oct
        (2025, 261, 1 + 6 + 1 + 3 + 1 + 6, 5),
        # 1-2 Jan; 16-20 and 23 Feb; 6 Apr; 1, 4 and 5 May; 19 Jun; 25 Sep; 1-2 and 5-7 Oct
        (2026, 261, 2 + 6 + 1 + 3 + 1 + 1 + 5, 6),
    ],
)
def test_a_year_has_the_working_days_that_its_notice_leaves(year, weekdays, holidays_in_the_week, make_up):
    counted = NATIONAL.working_days_between(date(year - 1, 12, 31), date(year, 12, 31)).value
    assert counted == weekdays - holidays_in_the_week + make_up
