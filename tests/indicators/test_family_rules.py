"""Figures that look alike and are not."""

from __future__ import annotations

import pytest

from indicators.making import defined, figure, ledger
from zhiyi.indicators.book import alike
from zhiyi.indicators.findings import find
from zhiyi.indicators.values import Definition, Kind, Measure, Observation


def found(definitions: list[Definition], *observations: Observation) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.kind.value, one.rule, one.observations) for one in find(ledger(definitions, list(observations)))]


def test_shares_of_different_wholes_are_not_one_series() -> None:
    a = defined("a", Measure.SHARE, denominator="工业", family="f")
    b = defined("b", Measure.SHARE, denominator="规上工业", family="f")
    findings = found([a, b], figure("F1", "a", "93", "2018", unit="%"), figure("F2", "b", "93", "2020", unit="%"))
    assert findings == [("different_denominator", "denominators_differ", ("F1", "F2"))]


def test_a_whole_that_is_not_named_differs_from_one_that_is() -> None:
    a, b = defined("a", Measure.SHARE, family="f"), defined("b", Measure.SHARE, denominator="工业", family="f")
    assert (
        found([a, b], figure("F1", "a", "93", "2018"), figure("F2", "b", "93", "2020"))[0][1] == "denominators_differ"
    )


def test_completed_and_planned_investment_count_different_things() -> None:
    done = defined("done", Measure.FLOW, numerator="完成投资", unit="元", family="f")
    planned = defined("planned", Measure.FLOW, numerator="总投资", unit="元", family="f")
    findings = found([done, planned], figure("F1", "done", "306", "2019"), figure("F2", "planned", "903", "2020"))
    assert findings == [("different_denominator", "numerators_differ", ("F1", "F2"))]


def test_a_rank_in_another_set_is_another_rank() -> None:
    rank = defined("rank", Measure.RANK)
    pair = [
        figure(name, "rank", value, year, kind=Kind.RANK, rank_of=where)
        for name, value, year, where in (("F1", "1", "2018", "小组"), ("F2", "3", "2019", "全省"))
    ]
    assert found([rank], *pair) == [("different_denominator", "rank_sets_differ", ("F1", "F2"))]


def test_a_stock_beside_a_flow_is_a_break() -> None:
    stock, flow = defined("stock", family="f"), defined("flow", Measure.FLOW, family="f")
    findings = found([stock, flow], figure("F1", "stock", "9", "2020-05"), figure("F2", "flow", "19", "2020"))
    assert findings == [("definition_break", "measures_differ", ("F1", "F2"))]


def test_times_to_different_stages_are_a_break_even_where_the_project_is_named_differently() -> None:
    capacity, production = (defined(name, Measure.DURATION, family="f") for name in ("capacity", "production"))
    one = figure("F1", "capacity", "58", "2020", unit="天", subject="飞云服务器生产基地")
    other = figure("F2", "production", "58", "2019", unit="天", subject="飞云服务器项目")
    findings = found([capacity, production], one, other)
    assert findings == [("definition_break", "stage_words_differ", ("F2", "F1"))]


def test_a_city_and_its_centre_are_not_the_same_subject() -> None:
    a, b = defined("a", family="f"), defined("b", family="f")
    one, other = (
        figure("F1", "a", "1", "2020", subject="甲乙市"),
        figure("F2", "b", "2", "2020", subject="甲乙市中心城区"),
    )
    assert found([a, b], one, other) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("飞云服务器生产基地", "飞云服务器项目", True),
        ("智能装备产业集群", "智能装备产业", True),
        ("甲某市", "甲某市东城区", False),
        ("甲某市", "甲某市项目", False),
        ("甲某区第一中学", "甲某区第二中学", False),
        ("甲某市高新区", "甲某市高铁新区", False),
        ("飞云项目", "飞云项目", False),
        ("项目", "基地", False),
    ],
)
def test_names_are_alike_that_differ_only_in_what_sort_of_thing_they_say_it_is(
    one: str, other: str, same: bool
) -> None:
    assert alike(one, other) is same
    assert alike(other, one) is same


def test_one_indicator_printed_under_two_names_of_a_campaign_is_shown() -> None:
    campaign = defined("six", Measure.NAME, aliases=("六个对接",))
    findings = found(
        [campaign],
        figure("F1", "six", "6", "2019", label="六大对接", kind=Kind.NAMED),
        figure("F2", "six", "6", "2020", "d2", label="六个对接", kind=Kind.NAMED),
    )
    assert findings == [("definition_break", "labels_differ", ("F1", "F2"))]


def test_names_that_differ_in_one_family_are_a_break() -> None:
    a, b = defined("a", Measure.NAME, family="f"), defined("b", Measure.NAME, family="f")
    pair = (figure("F1", "a", "6", "2019", kind=Kind.NAMED), figure("F2", "b", "6", "2019", kind=Kind.NAMED))
    assert found([a, b], *pair) == [("definition_break", "names_differ", ("F1", "F2"))]


def test_labels_joined_by_an_alias_are_shown() -> None:
    findings = found(
        [defined("firms", aliases=("高技术企业",))],
        figure("F1", "firms", "175", "2019", label="高技术企业"),
        figure("F2", "firms", "300", "2022", "d4", label="高新技术企业"),
    )
    assert findings == [("definition_break", "labels_differ", ("F1", "F2"))]


def test_two_classifications_in_use_at_once_are_a_break() -> None:
    nine, six = defined("nine", Measure.NAME, family="f"), defined("six", Measure.NAME, family="f")
    observations = (
        figure("F1", "nine", "9", "2019", "d1", kind=Kind.NAMED),
        figure("F2", "six", "6", "2020", "d2", kind=Kind.NAMED),
        figure("F3", "nine", "9", "2022", "d4", kind=Kind.NAMED),
    )
    rules = [rule for _, rule, _ in found([nine, six], *observations)]
    assert "versions_overlap" in rules
    assert "versions_overlap" not in [rule for _, rule, _ in found([nine, six], *observations[:2])]
