"""Contradiction and compatibility."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.making import TODAY, WORDS, defined, figure, ledger, of_rule
from oracles.ledger_contradictions import contradicting_pairs
from zhiyi.indicators.findings import find
from zhiyi.indicators.intervals import exact
from zhiyi.indicators.values import FindingKind, Kind, Ledger, Measure, Observation

FIRMS = defined("firms")


def found(*observations: Observation, **more: object) -> list[tuple[str, tuple[str, ...]]]:
    book = ledger([FIRMS], list(observations), **more)
    return [(one.kind.value, one.observations) for one in find(book)]


def test_disjoint_statements_of_one_thing_at_one_time_are_one_contradiction() -> None:
    findings = found(figure("F1", "firms", "100", "2019"), figure("F2", "firms", "120", "2019", "d2"))
    assert ("contradiction", ("F1", "F2")) in findings


def test_overlapping_statements_are_compatible() -> None:
    one, other = figure("F1", "firms", "100", "2019", word="近"), figure("F2", "firms", "95", "2019")
    assert found(one, other) == [("compatible", ("F1", "F2"))]


def test_equal_statements_of_two_documents_are_no_finding() -> None:
    assert found(figure("F1", "firms", "100", "2019"), figure("F2", "firms", "100", "2019", "d2")) == []


def test_other_subject_period_rank_set_or_sort_of_claim_is_no_contradiction() -> None:
    one = figure("F1", "firms", "100", "2019")
    others = [
        figure("F2", "firms", "120", "2019", subject="乙市"),
        figure("F3", "firms", "120", "2020"),
        figure("F4", "firms", "120", "2019", rank_of="全省"),
        figure("F5", "firms", "120", "2019", kind=Kind.TARGET),
        figure("F6", "firms", "120", "2019-2020"),
        figure("F7", "firms", "120", "未注明"),
    ]
    assert found(one, *others) == []


def test_a_state_by_the_end_of_a_month_and_of_that_month_are_the_same_time() -> None:
    findings = found(figure("F1", "firms", "100", "2020-05"), figure("F2", "firms", "120", "截至2020-05"))
    assert findings == [("contradiction", ("F1", "F2"))]


def test_an_amount_over_a_month_and_one_by_its_end_are_not_the_same_time() -> None:
    flow = defined("firms", Measure.FLOW)
    pair = [figure("F1", "firms", "100", "2020-05"), figure("F2", "firms", "120", "截至2020-05")]
    assert find(ledger([flow], pair)) == ()


def test_vague_statements_of_a_stock_at_neighbouring_times_are_compatible() -> None:
    one = figure("F1", "firms", "1000000", "2020-05", "d2", word="近")
    other = figure("F2", "firms", "900000", "截至2021", "d4", word="多")
    assert ("compatible", ("F1", "F2")) in found(one, other)


def test_exact_statements_of_different_times_are_not_compared() -> None:
    assert found(figure("F1", "firms", "100", "2019-09"), figure("F2", "firms", "90", "2019-10", word="多")) == []


def test_a_rank_is_held_against_the_size_of_its_set() -> None:
    rank = defined("area_rank", Measure.RANK, family="areas")
    size = defined("area_count", family="areas")
    three = figure("F2", "area_count", "3", "2020-09", "d3", subject="某省")
    cases = (
        ("2", "2020-09", [FindingKind.COMPATIBLE]),
        ("4", "2020-09", [FindingKind.CONTRADICTION]),
        ("2", "2019-09", [FindingKind.COMPATIBLE]),
        ("4", "2019-09", []),
    )
    for place, when, kinds in cases:
        one = figure("F1", "area_rank", place, when, kind=Kind.RANK, rank_of="某省")
        findings = [each for each in find(ledger([rank, size], [one, three])) if each.rule.startswith("rank_")]
        assert [each.kind for each in findings] == kinds
        assert all(each.observations == ("F1", "F2") for each in findings)


def test_a_rank_is_held_against_the_size_of_its_own_time_and_a_named_number_is_no_size() -> None:
    definitions = [defined("area_rank", Measure.RANK, family="areas"), defined("area_count", family="areas")]
    observations = [
        figure("F1", "area_rank", "17", "2015", kind=Kind.RANK, rank_of="某省"),
        figure("F2", "area_count", "18", "2015", subject="某省"),
        figure("F3", "area_count", "15", "2022", "d4", subject="某省"),
        figure("F4", "area_count", "9", "2015", "d4", subject="某省", kind=Kind.NAMED),
    ]
    findings = [each for each in find(ledger(definitions, observations)) if each.rule.startswith("rank_")]
    assert [(each.kind, each.observations) for each in findings] == [(FindingKind.COMPATIBLE, ("F1", "F2"))]


def test_rounding_is_no_contradiction_and_no_restatement() -> None:
    def amount(name: str, printed: str, document: str, factor: int = 1) -> Observation:
        value = Decimal(printed)
        made = figure(name, "firms", printed, "2020", document, unit="亿元")
        return replace(made, canonical=exact(value * factor), canonical_unit="元")

    assert found(figure("F1", "firms", "903.2", "2020"), figure("F2", "firms", "903.18", "2020", "d2")) == [
        ("compatible", ("F1", "F2"))
    ]
    scaled = found(amount("F1", "903", "d1", 10**8), amount("F2", "903.2", "d2", 10**8))
    assert scaled == [("compatible", ("F1", "F2"))]
    apart = found(amount("F1", "903", "d1", 10**8), amount("F2", "903.6", "d2", 10**8))
    assert ("contradiction", ("F1", "F2")) in apart


def test_shares_are_rounded_even_where_they_are_whole_and_counts_never_are() -> None:
    share = defined("share", Measure.SHARE, denominator="x")

    def kinds(one: str, other: str) -> list[str]:
        pair = [figure("F1", "share", one, "2020", unit="%"), figure("F2", "share", other, "2020", unit="%")]
        return [each.kind.value for each in find(ledger([share], pair))]

    assert kinds("45", "44.8") == ["compatible"]
    assert kinds("45", "44.4") == ["contradiction"]
    assert kinds("93", "94") == ["contradiction"]
    assert ("contradiction", ("F1", "F2")) in found(
        figure("F1", "firms", "300", "2019"), figure("F2", "firms", "301", "2019")
    )


def test_the_number_of_a_session_contradicts_no_other_session_of_the_year() -> None:
    sessions = defined("sessions", Measure.NAME)
    pair = [
        figure("F1", "sessions", "5", "2021", kind=Kind.DOC),
        figure("F2", "sessions", "6", "2021", "d2", kind=Kind.DOC),
    ]
    assert find(ledger([sessions], pair)) == ()


def test_a_target_raised_later_contradicts_nothing_and_two_of_one_day_do() -> None:
    def rules(document: str) -> list[str]:
        six = figure("F1", "firms", "6", "2025", "d1", kind=Kind.TARGET)
        eight = figure("F2", "firms", "8", "2025", document, kind=Kind.TARGET)
        return [each.rule for each in find(ledger([FIRMS], [six, eight]))]

    assert rules("d3") == ["revised"]
    assert rules("d1") == ["disjoint_statements"]


def test_thresholds_of_a_growing_stock_are_not_called_compatible() -> None:
    one = figure("F1", "firms", "800", "2019-06", "d1", word="超")
    assert found(one, figure("F2", "firms", "1300", "2020-09", "d3", word="超")) == []


VALUES = st.tuples(
    st.sampled_from(["firms", "flow", "share"]),
    st.sampled_from(["甲市", "乙市"]),
    st.sampled_from(["2019", "2019-12", "2019-12-31", "截至2019-12", "截至2019", "2020/2019"]),
    st.sampled_from(["10", "20", "30", "30.4", "30.45", "29.6", "30.0", "40", "50"]),
    st.sampled_from([word for word in WORDS if word not in {"几十", "量级"}]),
    st.sampled_from([Kind.STAT, Kind.TARGET, Kind.NAMED]),
    st.sampled_from(["d1", "d4"]),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(VALUES, max_size=12))
def test_contradictions_are_those_of_the_slow_comparison(rows: list[tuple[str, str, str, str, str, Kind, str]]) -> None:
    observations = [
        figure(f"F{number}", indicator, value, period, document, word=word, subject=subject, kind=kind)
        for number, (indicator, subject, period, value, word, kind, document) in enumerate(rows)
    ]
    measures = {"firms": Measure.STOCK, "flow": Measure.FLOW, "share": Measure.SHARE}
    definitions = [defined(name, measure) for name, measure in measures.items()]
    slow = contradicting_pairs(observations, measures)
    fast = of_rule(find(Ledger(TODAY, tuple(definitions), tuple(observations))), "disjoint_statements")
    assert all(any(pair <= set(one.observations) for one in fast) for pair in slow)
    assert all(any(pair <= set(one.observations) for pair in slow) for one in fast)
