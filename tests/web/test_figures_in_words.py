"""Values as people say them: near to the printed form, in both languages. The table was worked by hand."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from server.accounts import made_people
from zhiyi.indicators import values
from zhiyi.kernel import periods
from zhiyi.server.indicators import queries
from zhiyi.server.indicators.figures import Figure, Named, UnitName
from zhiyi.server.indicators.wording import interval_words, value_words, worded
from zhiyi.server.web.city.scene import Scene

TABLE = Path(__file__).with_name("figures_in_words.csv")
with TABLE.open(encoding="utf-8", newline="") as file:
    CASES = [tuple(row.values()) for row in csv.DictReader(file)]

MONEY = UnitName("亿元", "亿元", "hundred million yuan", "money", "元", Decimal(100_000_000))
ITEMS = UnitName("个", "个", "item", "count", "个")


def figure(printed: str | None, low: str | None, high: str | None, *, unit: UnitName = ITEMS, **said: object) -> Figure:
    """A made-up figure with a printed number and the interval that the city's table made of it."""
    held = values.Interval(Decimal(low) if low else None, Decimal(high) if high else None, **_ends(said))
    given = {"comparator": "", "kind": values.Kind.STAT, "rank_of": "", "source": None, "printed_high": None, **said}
    value = values.Observation(
        id="X1",
        indicator="x",
        label="x",
        subject="某市",
        place=None,
        value=held,
        printed=Decimal(printed) if printed else None,
        unit=unit.id,
        canonical=held,
        canonical_unit=unit.canonical or unit.id,
        period=periods.parse("2024"),
        known_from=date(2025, 1, 1),
        **given,
    )
    named = Named("x", "某数", "a figure")
    return Figure(value, named, named, None, unit, None, 1, datetime(2025, 1, 1, tzinfo=UTC))


def _ends(said: dict[str, object]) -> dict[str, bool]:
    return {name: bool(said.pop(name)) for name in ("low_closed", "high_closed") if name in said}


@pytest.fixture
def known(city: None) -> dict[str, Figure]:
    return {one.id: one for one in queries.figures(made_people.actor("analyst"), date(2026, 11, 20))}


@pytest.mark.parametrize(("code", "printed", "zh", "en"), CASES)
def test_a_figure_reads_as_people_say_it(known: dict[str, Figure], code: str, printed: str, zh: str, en: str) -> None:
    one = known[code]
    assert one.value.source is not None
    assert one.value.source.words == printed
    assert value_words(one, "zh") == zh
    assert value_words(one, "en", names={one.value.rank_of: _scene().place(one.value.rank_of)}) == en


def test_every_figure_has_words_in_both_languages(known: dict[str, Figure]) -> None:
    for one in known.values():
        for language in ("zh", "en"):
            said = value_words(one, language)
            assert said.strip() == said != ""
            assert "  " not in said
            assert "None" not in said


def test_a_comparator_that_no_catalogue_knows_is_said_by_the_interval_of_the_citys_table() -> None:
    assert value_words(figure("500", "450", "500", comparator="快到", high_closed=False), "en") == "nearly 500"
    assert value_words(figure("500", "500", "600", comparator="出头", high_closed=False), "en") == "500-odd"
    assert value_words(figure("500", "500", None, comparator="打底"), "en") == "at least 500"
    assert value_words(figure("500", None, "500", comparator="封顶"), "en") == "at most 500"
    assert value_words(figure("500", "500", None, comparator="快到"), "zh") == "快到 500 个"


def test_a_number_that_is_not_printed_and_not_bounded_is_unknown() -> None:
    said = worded(figure(None, None, None), "zh")
    assert said.number is None
    assert str(said) == "未知"


def test_money_is_said_in_yi_and_in_billions() -> None:
    assert value_words(figure("12500", "12500", "12500", unit=MONEY), "zh") == "1.25 万亿元"
    assert value_words(figure("12500", "12500", "12500", unit=MONEY), "en") == "1,250 billion yuan"


def test_a_number_is_not_rounded_to_fit_a_scale() -> None:
    assert value_words(figure("123456", "123456", "123456"), "zh") == "123,456 个"
    assert value_words(figure("1234567", "1234567", "1234567"), "en") == "1,234,567"


def test_a_loss_keeps_its_sign() -> None:
    assert value_words(figure("-3.5", "-3.5", "-3.5", unit=MONEY), "zh") == "-3.5 亿元"
    assert value_words(figure("-3.5", "-3.5", "-3.5", unit=MONEY), "en") == "-350 million yuan"


@pytest.mark.parametrize(
    ("interval", "zh", "en"),
    [
        (values.Interval(Decimal(3), Decimal(3)), "3 个", "3"),
        (values.Interval(Decimal(3), None), "不低于 3 个", "at least 3"),
        (values.Interval(Decimal(3), None, low_closed=False), "高于 3 个", "more than 3"),
        (values.Interval(None, Decimal(3)), "不高于 3 个", "at most 3"),
        (values.Interval(None, Decimal(3), high_closed=False), "低于 3 个", "less than 3"),
        (values.Interval(Decimal(3), Decimal(4)), "3 至 4 个，含两端", "3 to 4, both ends included"),
        (
            values.Interval(Decimal(3), Decimal(4), high_closed=False),
            "不低于 3、低于 4 个",
            "at least 3 and less than 4",
        ),
        (values.Interval(None, None), "未知", "unknown"),
    ],
)
def test_an_interval_says_which_ends_belong_to_it(interval: values.Interval, zh: str, en: str) -> None:
    assert interval_words(interval, "个", "zh") == zh
    assert interval_words(interval, "", "en") == en


def test_a_set_of_ranks_is_named_in_english_part_by_part() -> None:
    scene = _scene()
    assert scene.place("全国") == "the country"
    assert scene.place("河南省（省辖市）") == "Henan (prefecture-level cities)"
    assert scene.place("没有英文名") == "没有英文名"


def _scene() -> Scene:
    from zhiyi.server.accounts.actors import ANONYMOUS

    day = date(2026, 11, 20)
    return Scene(ANONYMOUS, "en", day, day, (), None, "", {"河南省": "Henan"})
