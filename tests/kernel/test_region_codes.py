"""Region codes: what a code says of its level, its parents and its kind, and which codes are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.refusals import refusal_of
from zhiyi.kernel.messages import DataError
from zhiyi.kernel.places import RegionCode, RegionLevel, contains


def region(code: str) -> RegionCode:
    return RegionCode.parse(code)


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("100000", "country", None),
        ("410000", "province", "100000"),
        ("411000", "prefecture", "410000"),
        ("411002", "county", "411000"),
        ("411071", "county", "411000"),  # a functional zone, in statistics only
        ("411081", "county", "411000"),  # a county-level city
        ("411002001", "township", "411002"),
        ("411002001001", "village", "411002001"),
        ("110101", "county", "110100"),  # under the heading 市辖区 of a municipality
        ("419001", "county", "419000"),  # under the heading of counties directly under the province
        ("441900003", "township", "441900"),  # a prefecture without counties
        ("441900003001", "village", "441900003"),
        ("990000", "province", None),  # made up: in no country
        ("990101", "county", "990100"),
    ],
)
def test_level_and_parent_are_read_off_the_code(code, level, parent):
    assert region(code).level == level
    assert str(region(code).parent) == str(parent)


@pytest.mark.parametrize(
    ("written", "short"),
    [
        ("411002001000", "411002001"),
        ("411002000000", "411002"),
        ("411002000", "411002"),
        ("411000000000", "411000"),
        ("410000000000", "410000"),
        ("000000", "100000"),
        ("000000000000", "100000"),
        ("100000000000", "100000"),
        (" 411002 ", "411002"),
        ("441900003000", "441900003"),
    ],
)
def test_the_filled_up_forms_of_statistics_are_read_as_the_code_they_stand_for(written, short):
    assert region(written).code == short


@pytest.mark.parametrize(("code", "statistical"), [("411002", "411002000000"), ("100000", "000000000000")])
def test_every_code_has_the_twelve_digits_of_statistics(code, statistical):
    assert region(code).statistical == statistical


@pytest.mark.parametrize(
    "code", ["", "41", "4110", "41100", "4110020", "４１１００２", "41100a", "411-02", "4110020010011"]
)
def test_anything_but_6_9_or_12_digits_is_refused(code):
    refusal = refusal_of(lambda: region(code), DataError)
    assert (refusal.key, refusal.params["code"]) == ("place.malformed", code)


@pytest.mark.parametrize("code", ["160000", "170101", "980000", "010000", "100100", "200000", "000001"])
def test_a_province_that_is_not_issued_is_refused(code):
    refusal = refusal_of(lambda: region(code), DataError)
    assert (refusal.key, refusal.params["province"]) == ("place.unknown_province", code[:2])


@pytest.mark.parametrize(
    ("code", "missing"),
    [("410001", "prefecture"), ("410000001", "prefecture"), ("411002000001", "township"), ("411000000001", "township")],
)
def test_a_code_with_a_hole_in_it_is_refused_by_the_level_that_is_missing(code, missing):
    refusal = refusal_of(lambda: region(code), DataError)
    assert (refusal.key, refusal.params["level"].key) == ("place.gap", f"place.level.{missing}")


def test_the_constructor_takes_the_short_form_only_and_names_it():
    refusal = refusal_of(lambda: RegionCode("411002000000"), DataError)
    assert (refusal.key, refusal.params["short"]) == ("place.not_short", "411002")


def test_codes_71_to_80_of_a_prefecture_are_functional_zones():
    zones = [number for number in range(1, 100) if region(f"4110{number:02d}").functional_zone]
    assert zones == list(range(71, 81))
    assert not region("411071001").functional_zone


def test_made_up_places_begin_with_99_and_lie_in_no_real_place():
    town = region("990101001")
    assert town.synthetic
    assert not region("411002").synthetic
    assert contains(region("990000"), town)
    assert not contains(region("100000"), town)
    assert [str(above) for above in town.ancestors] == ["990101", "990100", "990000"]


def test_a_place_contains_itself_and_what_lies_in_it_and_nothing_else():
    assert contains(region("411000"), region("411000"))
    assert contains(region("411000"), region("411002001001"))
    assert contains(region("100000"), region("411002"))
    assert not contains(region("411002"), region("411000"))
    assert not contains(region("411002"), region("411003001"))
    assert not contains(region("411000"), region("411100"))


def test_codes_sort_as_they_are_written():
    codes = ["411002", "411002001", "411003", "410000"]
    assert [str(one) for one in sorted(map(region, codes))] == sorted(codes)


PARTS = st.tuples(
    st.sampled_from(["11", "41", "44", "65", "71", "82", "99"]),
    st.integers(1, 99),
    st.integers(0, 99),
    st.integers(1, 999),
    st.integers(1, 999),
)


@st.composite
def codes(draw):
    province, prefecture, county, township, village = draw(PARTS)
    whole = f"{province}{prefecture:02d}{county:02d}{township:03d}{village:03d}"
    return region(draw(st.sampled_from([whole, whole[:9], whole[:6], whole[:4] + "00", whole[:2] + "0000", "100000"])))


@given(codes())
def test_every_form_of_a_code_is_read_back_as_the_code(code):
    assert region(code.code) == region(code.statistical) == code


@given(codes())
def test_each_ancestor_is_one_of_a_wider_level_and_contains_the_code(code):
    levels = [list(RegionLevel).index(one.level) for one in (code, *code.ancestors)]
    assert levels == sorted(set(levels), reverse=True)
    assert all(above.contains(code) for above in code.ancestors)


@given(codes(), codes())
def test_a_code_contains_exactly_itself_and_those_that_name_it_as_an_ancestor(outer, inner):
    assert outer.contains(inner) == (outer == inner or outer in inner.ancestors)


@given(codes(), codes())
def test_two_codes_that_contain_each_other_are_one(one, other):
    assert (one.contains(other) and other.contains(one)) == (one == other)
