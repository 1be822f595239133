"""Interval arithmetic and comparison against points, and the words that make intervals."""

from __future__ import annotations

import operator
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.making import WORDS
from oracles.ledger_intervals import inside, points
from zhiyi.indicators import intervals
from zhiyi.indicators.comparators import interval_of, rules
from zhiyi.indicators.intervals import UNKNOWN, Answer
from zhiyi.indicators.values import Comparator, Interval
from zhiyi.kernel.messages import DataError

NUMBERS = st.integers(-500, 500).map(lambda number: Decimal(number) / 10)


@st.composite
def some_interval(draw: st.DrawFn) -> Interval:
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    closed = low == high
    low_closed, high_closed = closed or draw(st.booleans()), closed or draw(st.booleans())
    shape = draw(st.sampled_from(["both", "both", "both", "low", "high", "none"]))
    if shape == "low":
        return Interval(low, None, low_closed, False)
    if shape == "high":
        return Interval(None, high, False, high_closed)
    return UNKNOWN if shape == "none" else Interval(low, high, low_closed, high_closed)


@settings(max_examples=1000)
@given(some_interval(), some_interval())
def test_no_operation_loses_a_value_that_points_can_give(one: Interval, other: Interval) -> None:
    total, difference = intervals.add(one, other), intervals.subtract(one, other)
    product, quotient = intervals.multiply(one, other), intervals.divide(one, other)
    for a in points(one):
        for b in points(other):
            assert inside(total, a + b)
            assert inside(difference, a - b)
            assert inside(product, a * b)
            if b != 0 and quotient != UNKNOWN:
                below, above = _around(a, b)
                assert quotient.low is None or quotient.low <= above
                assert quotient.high is None or quotient.high >= below


def _around(a: Decimal, b: Decimal) -> tuple[Decimal, Decimal]:
    """A lower and an upper bound of a / b, a little outside the rounded quotient."""
    ratio = a / b
    slack = abs(ratio) * Decimal("1e-20")
    return ratio - slack, ratio + slack


@settings(max_examples=1000)
@given(some_interval(), some_interval())
def test_no_answer_contradicts_a_point_inside_the_intervals(one: Interval, other: Interval) -> None:
    answers = {
        "equal": (intervals.equal(one, other), operator.eq),
        "at_most": (intervals.at_most(one, other), operator.le),
        "less": (intervals.less(one, other), operator.lt),
    }
    for a in points(one):
        for b in points(other):
            for answer, truth in answers.values():
                assert answer is not Answer.YES or truth(a, b)
                assert answer is not Answer.NO or not truth(a, b)


@settings(max_examples=1000)
@given(some_interval(), some_interval())
def test_an_intersection_holds_exactly_what_both_hold(one: Interval, other: Interval) -> None:
    shared = intervals.intersect(one, other)
    assert (shared is None) is intervals.disjoint(one, other)
    for point in [*points(one), *points(other)]:
        both = inside(one, point) and inside(other, point)
        assert both is (shared is not None and inside(shared, point))


@settings(max_examples=1000)
@given(
    st.sampled_from([word for word in WORDS if word != "几十"]),
    st.integers(-(10**6), 10**6).filter(bool).map(lambda number: Decimal(number) / 100),
)
def test_a_word_allows_values_next_to_the_printed_number_and_never_the_wrong_sign(word: str, printed: Decimal) -> None:
    allowed = interval_of(WORDS[word], printed)
    near = [printed, printed * Decimal("1.000001"), printed * Decimal("0.999999")]
    assert any(inside(allowed, point) for point in near)
    if word in {"近", "余", "多", "左右", "量级"}:
        assert not inside(allowed, -printed)


@pytest.mark.parametrize(
    ("word", "printed", "low", "high", "low_closed", "high_closed"),
    [
        ("", "175", "175", "175", True, True),
        ("近", "1000000", "900000", "1000000", True, False),
        ("近", "-10", "-10", "-9", False, True),
        ("超", "40", "40", None, False, False),
        ("以上", "50", "50", None, True, False),
        ("内", "3", None, "3", False, True),
        ("余", "40", "40", "50", True, False),
        ("多", "900000", "900000", "1000000", True, False),
        ("余", "2.5", "2.5", "2.6", True, False),
        ("余", "100", "100", "200", True, False),
        ("左右", "93", "88.35", "97.65", True, True),
        ("量级", "1000", "1000", "10000", True, False),
        ("几十", None, "20", "100", True, False),
        ("几十", "10000", "200000", "1000000", True, False),
    ],
)
def test_each_word_allows_what_its_rule_says(
    word: str, printed: str | None, low: str | None, high: str | None, low_closed: bool, high_closed: bool
) -> None:
    def number(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    found = interval_of(WORDS[word], number(printed))
    assert found == Interval(number(low), number(high), low_closed, high_closed)


def test_a_printed_range_is_closed_at_both_ends() -> None:
    assert interval_of(WORDS[""], Decimal(3), Decimal(5)) == Interval(Decimal(3), Decimal(5))


def test_a_word_loses_no_value_of_a_number_with_more_digits_than_a_context_holds() -> None:
    long = Decimal("123456789012345678901234.123456789012")
    below, about, odd = (interval_of(WORDS[word], long) for word in ("近", "左右", "余"))
    assert below.low is not None
    assert Fraction(below.low) == Fraction(long) * 9 / 10
    assert about.high is not None
    assert Fraction(about.high) == Fraction(long) * 105 / 100
    assert Fraction(odd.high or 0) == Fraction(long) + Fraction(1, 10**12)


def test_a_number_that_is_not_printed_is_unknown() -> None:
    assert interval_of(WORDS["近"], None) == UNKNOWN
    assert not interval_of(WORDS[""], None).known


def test_a_share_of_nothing_has_no_width() -> None:
    assert interval_of(WORDS["近"], Decimal(0)) == UNKNOWN


def test_a_city_may_set_its_own_width() -> None:
    wider = Comparator("近", "below", Decimal("0.2"))
    assert interval_of(wider, Decimal(100)).low == 80


def test_a_width_that_is_no_share_is_refused() -> None:
    with pytest.raises(DataError, match="bad_width"):
        interval_of(Comparator("近", "below", Decimal(10)), Decimal(100))


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(DataError, match="unknown_rule"):
        interval_of(Comparator("大概", "roughly"), Decimal(1))
    assert len(rules()) == 9


def test_a_range_that_runs_backwards_is_refused() -> None:
    with pytest.raises(DataError, match="range_backwards"):
        interval_of(WORDS[""], Decimal(5), Decimal(3))


def test_nearly_a_million_and_ninety_odd_myriads_are_compatible() -> None:
    nearly, odd = interval_of(WORDS["近"], Decimal(1000000)), interval_of(WORDS["多"], Decimal(900000))
    assert intervals.intersect(nearly, odd) == Interval(Decimal(900000), Decimal(1000000), high_closed=False)


def test_nearly_three_times_is_not_three_hundred_to_one_hundred() -> None:
    ratio = intervals.divide(intervals.exact(Decimal(300)), intervals.exact(Decimal(100)))
    assert intervals.equal(ratio, interval_of(WORDS["近"], Decimal(3))) is Answer.NO


def test_division_by_what_may_be_zero_is_unknown() -> None:
    assert intervals.divide(intervals.exact(Decimal(1)), Interval(Decimal(-1), Decimal(1))) == UNKNOWN


def test_division_by_what_only_nears_zero_is_bounded_on_one_side() -> None:
    found = intervals.divide(intervals.exact(Decimal(1)), Interval(Decimal(0), Decimal(2), low_closed=False))
    assert found == Interval(Decimal("0.5"), None, high_closed=False)


def test_a_change_of_unit_keeps_open_ends_open() -> None:
    assert intervals.scale(Interval(Decimal(40), None, low_closed=False), Decimal(10000)) == Interval(
        Decimal(400000), None, low_closed=False, high_closed=False
    )


def test_an_unknown_interval_contradicts_nothing() -> None:
    assert not intervals.disjoint(UNKNOWN, intervals.exact(Decimal(7)))
    assert intervals.equal(UNKNOWN, intervals.exact(Decimal(7))) is Answer.UNDETERMINED
