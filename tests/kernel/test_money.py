"""Money: printed amounts to whole fen, and fen to the words that people use."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.refusals import refusal_of
from zhiyi.city import texts
from zhiyi.kernel.messages import DataError
from zhiyi.kernel.money import MYRIADS, THOUSANDS, Scale, Spoken, fen_from, parse, spoken, yuan


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1元", 100),
        ("1分", 1),
        ("5角", 50),
        ("12元5角", 1_250),
        ("12元5角3分", 1_253),
        ("1,234.56元", 123_456),
        ("１，２３４．５６元", 123_456),
        ("1 234 元", 123_400),
        ("3.5万", 3_500_000),
        ("3.5万元", 3_500_000),
        ("3万5千元", 3_500_000),
        ("2000万元", 2_000_000_000),
        ("3千万元", 3_000_000_000),
        ("1亿2000万元", 12_000_000_000),
        ("159亿元", 1_590_000_000_000),
        ("903.2亿元", 9_032_000_000_000),
        ("1百亿元", 1_000_000_000_000),
        ("1万亿元", 100_000_000_000_000),
        ("0.0001亿元", 1_000_000),
        ("¥88.00", 8_800),
        ("￥1,234", 123_400),
        ("¥88元", 8_800),
        ("¥88万", 88_000_000),
        ("人民币100元整", 10_000),
        ("-3元", -300),
        ("负3千万元", -3_000_000_000),
        ("-¥5", -500),
        ("+5元", 500),
        ("0元", 0),
        ("0.10元", 10),
        ("1.000元", 100),  # three decimals, and no fraction of a fen
    ],
)
def test_a_printed_amount_is_read_to_the_fen(text, fen):
    assert parse(text) == fen


@pytest.mark.parametrize("text", ["1234", "903.2", "1万5", "12元5", "1,234"])
def test_an_amount_without_a_unit_is_refused_and_never_guessed(text):
    assert refusal_of(lambda: parse(text), DataError).key == "money.no_unit"


@pytest.mark.parametrize("text", ["0.001元", "1.005元", "0.5分", "0.00000001万元", "1元0.55角"])
def test_a_fraction_of_a_fen_is_refused_and_never_rounded(text):
    refusal = refusal_of(lambda: parse(text), DataError)
    assert (refusal.key, refusal.params["text"]) == ("money.fraction_of_fen", text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "元", "万元", "十万元", "10美元", "10港元", "USD 10", "近159亿元", "100元左右", "约3元", "3元/人"),
        *("1,23元", "1234,567元", "1,234,56元", "1.2.3元", "1e5元", "NaN元", "--5元", "-负5元", "++5元", "¥-5"),
        *("1.5亿2000万元", "2000万1亿元", "5角3元", "1元1元", "1亿万元", "3万角", "12元5角3分2"),
    ],
)
def test_anything_else_is_refused(text):
    assert refusal_of(lambda: parse(text), DataError).key in {"money.unreadable", "money.no_unit"}


def test_an_amount_in_a_known_scale_becomes_fen():
    assert fen_from(Decimal("903.2"), Scale.YI) == 9_032_000_000_000
    assert fen_from(3, Scale.WAN) == 3_000_000
    assert fen_from(Decimal("12.34")) == 1_234
    assert fen_from(Decimal("-0.01")) == -1


@pytest.mark.parametrize("amount", [Decimal("0.001"), Decimal("1E-30")])
def test_a_decimal_with_a_fraction_of_a_fen_is_refused(amount):
    assert refusal_of(lambda: fen_from(amount), DataError).key == "money.fraction_of_fen"


@pytest.mark.parametrize("amount", [Decimal("NaN"), Decimal("Infinity")])
def test_what_is_no_number_is_no_money(amount):
    assert refusal_of(lambda: fen_from(amount), DataError).key == "money.unreadable"


@pytest.mark.parametrize("amount", [0.1, 1.0, True, "1"])
def test_a_float_is_not_money(amount):
    with pytest.raises(TypeError):
        fen_from(amount)


@pytest.mark.parametrize(
    ("fen", "amount", "scale", "exact"),
    [
        (0, "0", Scale.YUAN, True),
        (1, "0.01", Scale.YUAN, True),
        (1_250, "12.5", Scale.YUAN, True),
        (999_999, "9999.99", Scale.YUAN, True),  # yuan are said to the fen
        (1_000_000, "1", Scale.WAN, True),
        (1_234_567, "1.23", Scale.WAN, False),
        (1_235_000, "1.24", Scale.WAN, False),  # half up: 1.235
        (10_000_000, "10", Scale.WAN, True),
        (9_999_999_900, "1", Scale.YI, False),  # never 10000万
        (9_999_499_999, "9999.5", Scale.WAN, False),
        (9_032_000_000_000, "903.2", Scale.YI, True),
        (-12_345_678_900, "-1.23", Scale.YI, False),
    ],
)
def test_an_amount_is_said_in_the_largest_scale_it_reaches(fen, amount, scale, exact):
    assert spoken(fen) == Spoken(Decimal(amount), scale, exact)


@pytest.mark.parametrize(
    ("fen", "zh", "en"),
    [
        (9_032_000_000_000, "903.2亿元", "CNY 90.32 billion"),
        (1_234_567, "约1.23万元", "CNY 12,345.67"),
        (12_345_678_900, "约1.23亿元", "about CNY 123.46 million"),
        (-500, "-5元", "CNY -5"),
    ],
)
def test_the_door_says_myriads_in_chinese_and_thousands_in_english(fen, zh, en):
    assert texts.render(spoken(fen, scales=MYRIADS).message, "zh") == zh
    assert texts.render(spoken(fen, scales=THOUSANDS).message, "en") == en


def test_yuan_keep_both_decimals():
    assert [str(yuan(fen)) for fen in (0, 5, -5, 100, 123_456)] == ["0.00", "0.05", "-0.05", "1.00", "1234.56"]


FEN = st.integers(-(10**22), 10**22) | st.integers(-(10**7), 10**7)
WORTH = {Scale.YUAN: 10**2, Scale.WAN: 10**6, Scale.YI: 10**10, Scale.MILLION: 10**8, Scale.BILLION: 10**11}


@given(FEN)
def test_yuan_are_read_back_to_the_same_fen(fen):
    assert fen_from(yuan(fen)) == parse(f"{yuan(fen)}元") == parse(f"{yuan(fen):,}元") == fen


@given(FEN, st.sampled_from([MYRIADS, THOUSANDS]), st.integers(0, 6))
def test_what_is_said_is_off_by_at_most_half_of_its_last_digit(fen, scales, places):
    said = spoken(fen, scales=scales, places=places)
    off = abs(Fraction(said.amount) * WORTH[said.scale] - fen)
    assert off * 2 <= Fraction(WORTH[said.scale], 10**places)
    assert said.exact == (off == 0)


@given(FEN, st.sampled_from([MYRIADS, THOUSANDS]), st.integers(0, 6))
def test_what_is_said_never_reaches_the_next_scale(fen, scales, places):
    said = spoken(fen, scales=scales, places=places)
    if said.scale is not scales[0]:
        larger = scales[scales.index(said.scale) - 1]
        assert abs(said.amount) * WORTH[said.scale] < WORTH[larger]


@given(st.integers(0, 10**15))
def test_an_exactly_said_amount_is_read_back(fen):
    said = spoken(fen, places=10)
    assert parse(texts.render(said.message, "zh").removeprefix("约")) == fen


@given(FEN)
def test_a_debt_is_said_like_the_claim_with_a_minus(fen):
    claim, debt = spoken(abs(fen)), spoken(-abs(fen))
    assert (debt.amount, debt.scale, debt.exact) == (-claim.amount, claim.scale, claim.exact)
