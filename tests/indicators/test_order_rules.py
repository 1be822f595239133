"""Identities, streaks, stages, lists and dates."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from indicators.making import defined, figure, happened, ledger, of_rule
from zhiyi.indicators.findings import find
from zhiyi.indicators.values import Event, Identity, Kind, ListCheck, Measure, Observation

SHARES = [defined(name, Measure.SHARE, denominator="x") for name in ("of_economy", "of_industry", "industry")]
PRODUCT = Identity("i", "of_economy = of_industry * industry / 100", periods="any")


def shares(of_economy: str, word: str = "以上") -> list[Observation]:
    return [
        figure("F1", "of_economy", of_economy, "2020-05", "d2", word=word, unit="%"),
        figure("F2", "of_industry", "93", "2018-12-31", "d1", unit="%"),
        figure("F3", "industry", "52", "2022", "d4", unit="%"),
    ]


def test_93_per_cent_of_52_per_cent_against_at_least_50_raises_a_query() -> None:
    (finding,) = find(ledger(SHARES, shares("50"), identities=(PRODUCT,)))
    assert (finding.kind.value, finding.observations) == ("identity_broken", ("F1", "F2", "F3"))
    assert finding.why.key == "indicators.finding.identity_broken.periods_differ"
    assert str(finding.why.params["right"].params["value"].params["value"]) == "48.360000"  # type: ignore[attr-defined]


def test_an_identity_that_may_hold_raises_nothing() -> None:
    assert find(ledger(SHARES, shares("48"), identities=(PRODUCT,))) == ()


def test_an_identity_over_missing_figures_raises_nothing() -> None:
    assert find(ledger(SHARES, shares("50")[:2], identities=(PRODUCT,))) == ()


@pytest.mark.parametrize(("periods", "broken"), [("same", 0), ("latest", 1), ("any", 1)])
def test_which_figures_an_identity_takes_together(periods: str, broken: int) -> None:
    definitions = [defined("green"), defined("cover")]
    observations = [
        figure("F1", "green", "36", "2020"),
        figure("F2", "cover", "41", "2020"),
        figure("F3", "green", "45", "2021", "d4"),
        figure("F4", "cover", "44", "2022", "d4"),
    ]
    identity = Identity("i", "green <= cover", periods=periods)
    assert len(of_rule(find(ledger(definitions, observations, identities=(identity,))), "does_not_hold")) == broken


def test_nearly_three_times_against_300_to_100_raises_a_query() -> None:
    definitions = [defined("firms"), defined("multiple", Measure.RATIO, denominator="2017")]
    observations = [
        figure("F1", "firms", "300", "2022-09", "d4"),
        figure("F2", "firms", "100", "2017", "d4"),
        figure("F3", "multiple", "3", "2022/2017", "d4", word="近", unit="倍"),
    ]
    identity = Identity("i", "firms@2022-09 / firms@2017 = multiple@2022/2017", periods="any")
    (finding,) = find(ledger(definitions, observations, identities=(identity,)))
    assert set(finding.observations) == {"F1", "F2", "F3"}


def test_a_share_printed_with_one_decimal_may_be_rounded() -> None:
    definitions = [defined("part"), defined("whole"), defined("share", Measure.SHARE, denominator="whole")]
    for printed, broken in (("44.8", 0), ("45", 0), ("44.9", 1)):
        observations = [
            figure("F1", "part", "43", "2020"),
            figure("F2", "whole", "96", "2020"),
            figure("F3", "share", printed, "2020", unit="%"),
        ]
        book = ledger(definitions, observations, identities=(Identity("i", "share = part / whole * 100"),))
        assert len(of_rule(find(book), "does_not_hold")) == broken


def histories(years: int, factor: str = "1") -> list[Observation]:
    """`of_economy` is the product of the two other shares in every year, times a factor."""
    found = []
    for year in range(2000, 2000 + years):
        part, whole = Decimal(80) + (year - 2000) % 20, Decimal(50)
        product = part * whole / 100 * Decimal(factor)
        values = (("of_economy", product), ("of_industry", part), ("industry", whole))
        found += [figure(f"F{name}{year}", name, str(value), str(year), unit="%") for name, value in values]
    return found


def test_years_that_each_satisfy_an_identity_do_not_break_it_across_years() -> None:
    assert of_rule(find(ledger(SHARES, histories(10), identities=(PRODUCT,))), "does_not_hold") == []


def test_an_identity_is_tried_no_more_often_than_there_are_statements() -> None:
    book = ledger(SHARES, histories(60, "2"), identities=(PRODUCT,))
    assert len(of_rule(find(book), "does_not_hold")) == 60


def test_a_figure_without_a_partner_of_its_time_is_held_against_the_nearest() -> None:
    definitions = [defined("green"), defined("cover")]
    late = figure("F9", "green", "44", "2021-06", "d4")
    others = [figure(f"F{number}", "cover", value, f"202{number}") for number, value in enumerate(("41", "45", "40"))]
    book = ledger(definitions, [late, *others], identities=(Identity("i", "green <= cover", periods="any"),))
    findings = of_rule(find(book), "does_not_hold")
    assert [one.observations for one in findings] == [("F9", "F0"), ("F9", "F2")]
    assert {one.why.key for one in findings} == {"indicators.finding.identity_broken.periods_differ"}


@pytest.mark.parametrize("turned", [False, True])
def test_two_identities_broken_on_the_same_figures_are_two_findings(turned: bool) -> None:
    identities = (Identity("i1", "green <= cover"), Identity("i2", "green * 2 <= cover"))
    observations = [figure("F1", "green", "50", "2020"), figure("F2", "cover", "10", "2020")]
    given = identities[::-1] if turned else identities
    findings = find(ledger([defined("green"), defined("cover")], observations, identities=given))
    assert [one.observations for one in findings] == [("F1", "F2"), ("F1", "F2")]
    assert len({one.fingerprint for one in findings}) == 2
    assert findings == find(ledger([defined("green"), defined("cover")], observations, identities=identities))


STREAK = Identity("s", "wins = streak:place", periods="latest")
PLACES = [defined("wins", Measure.CUMULATIVE), defined("place", Measure.RANK)]


def streak(*observations: Observation) -> list[tuple[object, object]]:
    found = of_rule(find(ledger(PLACES, list(observations), identities=(STREAK,))), "joined_longer")
    return [(one.why.params["said"], one.why.params["joined"]) for one in found]


def win(name: str, year: str, place: str = "1") -> Observation:
    return figure(name, "place", place, year, "d4", kind=Kind.RANK, unit="名")


def wins(name: str, count: str, period: str, document: str) -> Observation:
    return figure(name, "wins", count, period, document, unit="次")


def test_a_run_of_places_joined_over_documents_is_longer_than_any_says() -> None:
    stated = wins("F1", "2", "截至2019-09", "d1"), wins("F2", "2", "2020-2021", "d4")
    assert streak(*stated, win("F3", "2019"), win("F4", "2020"), win("F5", "2021")) == [(2, 4)]


def test_a_year_without_a_known_place_ends_a_run() -> None:
    assert streak(wins("F1", "2", "截至2018-09", "d1"), wins("F2", "2", "2020-2021", "d4")) == []


def test_no_place_is_counted_twice() -> None:
    assert streak(wins("F1", "2", "2020-2021", "d4"), win("F2", "2020"), win("F3", "2021")) == []


def test_a_second_place_is_no_part_of_a_run() -> None:
    assert streak(wins("F1", "2", "2020-2021", "d4"), win("F2", "2022", "2")) == []


def test_a_place_in_a_ranking_of_several_years_is_no_run() -> None:
    assert streak(wins("F1", "2", "2015-2020", "d1"), win("F2", "2015-2020")) == []


def test_places_in_different_sets_are_not_joined() -> None:
    group = replace(win("F2", "2020"), rank_of="小组")
    county = replace(win("F3", "2021"), rank_of="全县")
    assert streak(wins("F1", "2", "2018-2019", "d1"), group, county) == []
    assert streak(wins("F1", "2", "2018-2019", "d1"), group, replace(county, rank_of="小组")) == [(2, 4)]


ORDER = ("signed", "started", "in_production", "at_capacity")


def stages(*dated: tuple[str, str]) -> list[tuple[str, ...]]:
    events = tuple(
        happened(f"E{number}", when, number, stage, stage=stage, project="飞云")
        for number, (stage, when) in enumerate(dated)
    )
    return [
        one.events for one in of_rule(find(ledger([], [], events=events, stage_orders=(ORDER,))), "stage_backwards")
    ]


def test_a_later_stage_before_an_earlier_one_is_out_of_order() -> None:
    assert stages(("at_capacity", "2019-11"), ("in_production", "2019-12-29")) == [("E0", "E1")]


def test_stages_in_order_or_too_vague_to_tell_are_in_order() -> None:
    assert stages(("started", "2019-11"), ("in_production", "2019-12-29")) == []
    assert stages(("at_capacity", "2019"), ("in_production", "2019-12-29")) == []


def test_a_stage_reported_twice_is_in_order() -> None:
    assert stages(("started", "2019-11"), ("started", "2020-02")) == []


def test_a_stage_before_production_after_it_opens_the_next_phase() -> None:
    assert stages(("in_production", "2019-05"), ("started", "2021-05"), ("at_capacity", "2022-05")) == []


def test_two_lists_that_miss_one_count_are_two_findings() -> None:
    checks = (ListCheck("L1", "F1", tuple("ab"), complete=True), ListCheck("L2", "F1", tuple("xyz"), complete=True))
    for given in (checks, checks[::-1]):
        assert [rule for rule, _ in lists(*given)] == ["count_differs", "count_differs", "items_differ"]


def lists(*checks: ListCheck) -> list[tuple[str, tuple[str, ...]]]:
    five = figure("F1", "kinds", "5", "2020-05", "d2", unit="个")
    also = figure("F2", "kinds", "5", "2022-05", "d4", unit="个")
    findings = find(ledger([defined("kinds", Measure.NAME)], [five, also], list_checks=checks))
    return [(one.rule, one.observations) for one in findings]


@pytest.mark.parametrize(
    ("items", "complete", "wrong"),
    [("abcde", True, False), ("abcd", True, True), ("abcd", False, False), ("abcdef", False, True)],
)
def test_a_list_is_held_against_the_stated_count(items: str, complete: bool, wrong: bool) -> None:
    check = ListCheck("L", "F1", tuple(items), complete=complete)
    assert lists(check) == ([("count_differs", ("F1",))] if wrong else [])


def test_two_complete_lists_of_one_count_that_differ_are_shown() -> None:
    one = ListCheck("L1", "F1", tuple("abcde"), complete=True)
    other = ListCheck("L2", "F2", tuple("abcdx"), complete=True)
    assert lists(one, other) == [("items_differ", ("F1", "F2"))]


CHRONICLE = (
    happened("E1", "2012-03-21", 51, "3月21日"),
    happened("E2", "2012-04-08", 53, "4月8日"),
    happened("E3", "2013-01-18", 55, "1月18日"),
    happened("E4", "2014-02", 59, "2月"),
    happened("E5", "2014-09-24", 61, "9月24日"),
)


def dates(*events: Event) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.rule, one.events) for one in find(ledger([], [], events=events))]


def test_months_that_run_back_without_room_for_a_heading_show_a_lost_year() -> None:
    assert dates(*CHRONICLE) == [("heading_missing", ("E3", "E2"))]


def test_months_that_run_back_across_a_heading_are_in_order() -> None:
    moved = tuple(
        replace(one, source=replace(one.source, line=one.source.line + 2)) if one.source and one.id > "E2" else one
        for one in CHRONICLE
    )
    assert dates(*moved) == []


def test_an_entry_dated_against_the_lines_is_out_of_line() -> None:
    wrong = replace(CHRONICLE[2], when=happened("E", "2012-01-18", 55, "").when)
    assert ("out_of_line", ("E3", "E2", "E4")) in dates(*CHRONICLE[:2], wrong, *CHRONICLE[3:])


def test_an_interview_that_goes_back_and_forth_is_no_chronicle() -> None:
    assert dates(*CHRONICLE[1:3]) == []


def test_what_is_dated_after_its_own_document_is_shown_unless_foreseen() -> None:
    late = happened("E1", "2023", 3, "2023年")
    assert dates(late) == [("after_publication", ("E1",))]
    assert dates(replace(late, kind="target")) == []


def test_two_lists_of_one_family_that_differ_are_shown_whatever_their_counts() -> None:
    definitions = [defined(name, Measure.NAME, family="circles", numerator=name) for name in ("circles", "zones")]
    observations = [
        figure("F1", "circles", "5", "2020", "d2", unit="个", kind=Kind.NAMED),
        figure("F2", "zones", "15", "2022", "d4", unit="分钟", kind=Kind.NAMED),
    ]
    checks = (
        ListCheck("L1", "F1", tuple("abcde"), complete=True),
        ListCheck("L2", "F2", tuple("abcx"), complete=True),
    )
    findings = find(ledger(definitions, observations, list_checks=checks))
    assert ("items_differ", ("F1", "F2")) in [(one.rule, one.observations) for one in findings]


def test_entries_of_two_lines_leave_room_for_a_heading() -> None:
    months, line, entries = (2, 4, 6, 8, 11), 1, []
    for year in (2018, 2019):
        for month in months:
            entries.append(happened(f"E{year}{month}", f"{year}-{month:02d}-03", line, f"{month}月3日"))
            line += 2
    assert dates(*entries) == []
    crowded = [
        replace(one, source=replace(one.source, line=number)) for number, one in enumerate(entries) if one.source
    ]
    assert dates(*crowded) == [("heading_missing", ("E20192", "E201811"))]
