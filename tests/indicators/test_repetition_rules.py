"""Restatements and stale repeats."""

from __future__ import annotations

import pytest

from indicators.making import defined, figure, ledger
from zhiyi.indicators.findings import find
from zhiyi.indicators.values import Definition, Kind, Measure, Observation

FIRMS = defined("firms")


def found(*observations: Observation, definitions: tuple[Definition, ...] = (FIRMS,)) -> list[tuple[str, set[str]]]:
    return [(one.rule, set(one.observations)) for one in find(ledger(list(definitions), list(observations)))]


def test_a_base_figure_given_years_later_is_a_restatement() -> None:
    findings = found(figure("F1", "firms", "175", "2019-12-31", "d2"), figure("F2", "firms", "100", "2017", "d4"))
    assert findings == [("looks_back", {"F1", "F2"})]


def test_figures_in_order_of_time_are_no_restatement() -> None:
    assert found(figure("F1", "firms", "100", "2017", "d2"), figure("F2", "firms", "175", "2019", "d4")) == []


def test_another_value_for_the_same_period_in_a_later_publication_is_a_restatement() -> None:
    findings = found(figure("F1", "firms", "100", "2018", "d1"), figure("F2", "firms", "110", "2018", "d4"))
    assert ("revised", {"F1", "F2"}) in findings


def test_a_yearbook_that_brings_a_series_is_one_restatement() -> None:
    published = figure("F0", "firms", "10", "2019", "d2")
    series = [figure(f"F{year}", "firms", str(year - 2000), str(year), "d4") for year in (2015, 2016, 2017, 2018, 2021)]
    assert found(published, *series) == [("looks_back", {"F0", "F2015", "F2016", "F2017", "F2018"})]


def test_a_figure_that_is_only_more_exact_revises_nothing() -> None:
    over = figure("F1", "firms", "800", "2020-09", "d3", word="超")
    assert [rule for rule, _ in found(over, figure("F2", "firms", "812", "2020-09", "d4"))] == [
        "overlapping_statements"
    ]


def test_a_plan_with_an_open_place_is_filled_in_later() -> None:
    for plus in "+＋":
        plan = figure("F1", "policies", "1", "2019-09", "d1", surface=f"1{plus}N", kind=Kind.NAMED)
        filled = figure("F2", "policies", "20", "2019-12", "d2", surface=f"1{plus}20", kind=Kind.PLAN)
        assert found(plan, filled, definitions=(defined("policies", Measure.NAME),)) == [("filled_in", {"F1", "F2"})]


@pytest.mark.parametrize(("period", "stale"), [("2020-08", True), ("2020-07", False)])
def test_the_same_digits_count_as_stale_from_the_third_month(period: str, stale: bool) -> None:
    findings = found(figure("F1", "firms", "788", "2020-05", "d2"), figure("F2", "firms", "788", period, "d3"))
    assert findings == ([("unmoved", {"F1", "F2"})] if stale else [])


def test_a_figure_that_moved_and_came_back_is_not_stale() -> None:
    values = (("F1", "788", "2019-05", "d1"), ("F2", "790", "2020-05", "d2"), ("F3", "788", "2022-05", "d4"))
    assert found(*(figure(name, "firms", value, period, where) for name, value, period, where in values)) == []


def test_a_rank_held_is_not_stale() -> None:
    rank = defined("rank", Measure.RANK)
    pair = (
        figure("F1", "rank", "3", "2018", "d1", kind=Kind.RANK),
        figure("F2", "rank", "3", "2020", "d4", kind=Kind.RANK),
    )
    assert found(*pair, definitions=(rank,)) == []


def test_a_figure_said_twice_in_one_document_counts_once() -> None:
    findings = found(figure("F1", "firms", "3", "2020", line=116), figure("F2", "firms", "3", "2020", line=131))
    assert findings == [("said_twice", {"F1", "F2"})]


def test_a_slogan_said_twice_is_nothing() -> None:
    names = [figure(name, "firms", "633", "2021", kind=Kind.NAMED) for name in ("F1", "F2")]
    assert found(*names) == []
