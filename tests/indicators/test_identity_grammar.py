"""The small language of identities."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zhiyi.indicators import intervals
from zhiyi.indicators.expressions import Figure, Relation, parse
from zhiyi.indicators.values import Interval
from zhiyi.kernel.messages import DataError


def test_products_bind_tighter_than_sums() -> None:
    side = parse("2 + 3 * 4 - 8 / 2 = x").left
    assert side.value(lambda figure: intervals.UNKNOWN) == intervals.exact(Decimal(10))


def test_an_identity_names_its_indicators_once_from_left_to_right() -> None:
    found = parse("count@2022-09 / count@2017 = multiple@2022/2017")
    assert found.indicators == ("count", "multiple")
    assert [figure.period.text for figure in found.figures if figure.period] == ["2022-09", "2017", "2022/2017"]
    assert found.relation is Relation.EQUAL


def test_a_streak_is_marked() -> None:
    assert Figure("rank", streak=True) in parse("wins = streak:rank").figures


def test_the_relation_is_answered_in_three_values() -> None:
    at_least = Interval(Decimal(50), None, high_closed=False)
    assert parse("a = b").holds(at_least, intervals.exact(Decimal("48.36"))) is intervals.Answer.NO
    assert parse("a >= b").holds(at_least, intervals.exact(Decimal("48.36"))) is intervals.Answer.YES
    assert parse("a <= b").holds(at_least, intervals.exact(Decimal(60))) is intervals.Answer.UNDETERMINED


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("a + b", "one_relation"),
        ("a = b = c", "one_relation"),
        ("1 = 1", "no_indicator"),
        ("a + = b", "side_incomplete"),
        ("= b", "side_incomplete"),
        ("a b c = d", "not_an_operator"),
        ("(a) = b", "not_a_term"),
        ("A = b", "not_a_term"),
        ("a@昨天 = b", "undated_term"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_cure(text: str, key: str) -> None:
    with pytest.raises(DataError, match=f"indicators.error.{key}"):
        parse(text)
