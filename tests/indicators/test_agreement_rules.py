"""Contradiction and compatibility."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.making import TODAY, WORDS, defined, figure, ledger, of_rule
from oracles.ledger_contradictions import contradicting_pairs
from zhiyi.indicators.findings import find
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
    for place, kind in (("2", FindingKind.COMPATIBLE), ("4", FindingKind.CONTRADICTION)):
        one = figure("F1", "area_rank", place, "2019-09", kind=Kind.RANK, rank_of="某省")
        findings = [each for each in find(ledger([rank, size], [one, three])) if each.rule.startswith("rank_")]
        assert [(each.kind, each.observations) for each in findings] == [(kind, ("F1", "F2"))]


VALUES = st.tuples(
    st.sampled_from(["firms", "flow"]),
    st.sampled_from(["甲市", "乙市"]),
    st.sampled_from(["2019", "2019-12", "2019-12-31", "截至2019-12", "截至2019", "2020/2019"]),
    st.integers(1, 6),
    st.sampled_from([word for word in WORDS if word not in {"几十", "量级"}]),
    st.sampled_from([Kind.STAT, Kind.TARGET, Kind.NAMED]),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(VALUES, max_size=12))
def test_contradictions_are_those_of_the_slow_comparison(rows: list[tuple[str, str, str, int, str, Kind]]) -> None:
    observations = [
        figure(f"F{number}", indicator, str(value * 10), period, word=word, subject=subject, kind=kind)
        for number, (indicator, subject, period, value, word, kind) in enumerate(rows)
    ]
    measures = {"firms": Measure.STOCK, "flow": Measure.FLOW}
    definitions = [defined(name, measure) for name, measure in measures.items()]
    slow = contradicting_pairs(observations, measures)
    fast = of_rule(find(Ledger(TODAY, tuple(definitions), tuple(observations))), "disjoint_statements")
    assert all(any(pair <= set(one.observations) for one in fast) for pair in slow)
    assert all(any(pair <= set(one.observations) for pair in slow) for one in fast)
