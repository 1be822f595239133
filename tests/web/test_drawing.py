"""Geometry of the small drawings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from zhiyi.kernel import periods
from zhiyi.server.web import drawing
from zhiyi.server.web.pieces import Trend, TrendPoint


def _trend(*values: int, breaks: tuple[int, ...] = (), target: int | None = None) -> Trend:
    points = tuple(
        TrendPoint(date(2015 + at, 12, 31), Decimal(value), breaks=at in breaks) for at, value in enumerate(values)
    )
    return Trend(points, "示例", None if target is None else Decimal(target))


def test_one_figure_is_no_trend() -> None:
    assert drawing.spark(_trend(5)) is None


def test_the_highest_figure_stands_on_top_and_the_lowest_below() -> None:
    drawn = drawing.spark(_trend(10, 30, 20))
    assert drawn is not None
    assert [mark.y for mark in drawn.marks] == ["32", "4", "18"]
    assert (drawn.marks[0].x, drawn.marks[-1].x) == ("4", "108")


def test_a_definition_break_leaves_a_hole_in_the_line() -> None:
    drawn = drawing.spark(_trend(10, 30, 20, 25, breaks=(2,)))
    assert drawn is not None
    assert len(drawn.paths) == 2
    assert len(drawn.breaks) == 1


def test_a_figure_alone_between_two_breaks_is_a_dot_without_a_line() -> None:
    drawn = drawing.spark(_trend(10, 30, 20, breaks=(1, 2)))
    assert drawn is not None
    assert drawn.paths == ()
    assert len(drawn.marks) == 3


def test_figures_that_are_all_equal_are_drawn_level() -> None:
    drawn = drawing.spark(_trend(7, 7))
    assert drawn is not None
    assert {mark.y for mark in drawn.marks} == {"18"}


def test_the_target_shares_the_scale_of_the_figures() -> None:
    drawn = drawing.spark(_trend(0, 10, target=20))
    assert drawn is not None
    assert drawn.target == "4"
    assert [mark.y for mark in drawn.marks] == ["32", "18"]


@pytest.mark.parametrize(
    ("text", "left", "width"),
    [
        ("2019", "0", "156"),
        ("2019-01", "0", "13.2"),
        ("2019-Q4", "116.7", "39.3"),
        ("2017/2019", "0", "156"),
        ("2019-07-01/2019-12-31", "77.4", "78.6"),
    ],
)
def test_a_period_longer_than_a_day_is_a_band(text: str, left: str, width: str) -> None:
    drawn = drawing.strip(periods.parse(text))
    assert (drawn.dot, drawn.left, drawn.width) == (None, left, width)


def test_a_day_is_a_dot_within_its_month() -> None:
    drawn = drawing.strip(periods.parse("2019-12-31"))
    assert drawn.left is None
    assert drawn.dot == "155.8"


def test_a_band_that_began_in_an_earlier_year_says_so() -> None:
    drawn = drawing.strip(periods.parse("2017/2019"))
    assert (drawn.before, drawn.after) == (True, False)


def test_an_open_period_goes_on() -> None:
    drawn = drawing.strip(periods.parse("2012-"))
    assert (drawn.before, drawn.after) == (False, True)


def test_a_vague_period_has_neither_dot_nor_band() -> None:
    assert drawing.strip(periods.parse("近年来")) == drawing.Strip()
