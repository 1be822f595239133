"""Series and the breaks that no line may cross."""

from __future__ import annotations

from dataclasses import replace

from indicators.making import defined, figure
from zhiyi.indicators.series import BreakKind, family_series, series
from zhiyi.indicators.values import Kind, Measure

SHARE = defined("share", Measure.SHARE, denominator="全部工业（口径未注明）", family="making")
SHARE_LARGE = defined("share_large", Measure.SHARE, denominator="规上工业增加值", family="making")
FIRST = figure("F1", "share", "93", "2018-12-31", "d1", unit="%")
SECOND = figure("F2", "share_large", "93", "2020-09", "d3", unit="%", word="左右")
THIRD = figure("F3", "share", "90", "2022-09", "d4", unit="%")
ALL = (THIRD, FIRST, SECOND)
FIRMS = defined("firms")


def kinds(found: object) -> list[tuple[BreakKind, ...]]:
    return [one.kinds for one in found.breaks]  # type: ignore[attr-defined]


def test_one_definition_with_stated_periods_gives_one_line() -> None:
    found = series(FIRMS, "甲市", [figure("F1", "firms", "100", "2017"), figure("F2", "firms", "175", "2019-12-31")])
    assert [point.observation.id for point in found.points] == ["F1", "F2"]
    assert found.unbroken
    assert len(found.segments) == 1


def test_93_93_90_on_different_denominators_is_never_a_clean_line() -> None:
    view = family_series([SHARE, SHARE_LARGE], "甲市", ALL)
    assert [point.observation.id for point in view.points] == ["F1", "F2", "F3"]
    assert [len(segment) for segment in view.segments] == [1, 1, 1]
    assert all(BreakKind.DENOMINATOR in one for one in kinds(view))


def test_a_family_member_between_two_points_breaks_the_line_of_one_indicator() -> None:
    found = series(SHARE, "甲市", ALL, definitions=[SHARE, SHARE_LARGE])
    assert [point.observation.id for point in found.points] == ["F1", "F3"]
    assert kinds(found) == [(BreakKind.FAMILY_BETWEEN,)]


def test_a_family_member_of_the_same_day_as_a_point_does_not_break_the_line() -> None:
    same_day = replace(SECOND, period=FIRST.period)
    assert series(SHARE, "甲市", (FIRST, same_day, THIRD), definitions=[SHARE, SHARE_LARGE]).unbroken


def test_shares_of_a_whole_that_nobody_names_are_not_joined() -> None:
    loose = replace(SHARE, denominator="")
    assert kinds(series(loose, "甲市", [FIRST, THIRD])) == [(BreakKind.DENOMINATOR_UNKNOWN,)]


def test_each_doubt_between_two_points_is_named() -> None:
    first = figure("F1", "firms", "100", "2017")
    doubts = {
        BreakKind.LABEL: figure("F2", "firms", "175", "2019", label="大户"),
        BreakKind.BASIS: figure("F2", "firms", "175", "2019（隐含）"),
        BreakKind.UNIT: figure("F2", "firms", "175", "2019", unit="户"),
        BreakKind.RANK_SET: figure("F2", "firms", "175", "2019", rank_of="全省"),
        BreakKind.SYNTHETIC: figure("F2", "firms", "175", "2019", synthetic=True),
    }
    for kind, second in doubts.items():
        assert kinds(series(FIRMS, "甲市", [first, second])) == [(kind,)]


def test_a_stock_and_a_flow_of_one_family_are_parted() -> None:
    added = defined("added", Measure.FLOW, family="f")
    view = family_series(
        [defined("firms", family="f"), added],
        "甲市",
        [figure("F1", "firms", "9", "2019"), figure("F2", "added", "19", "2020")],
    )
    assert kinds(view) == [(BreakKind.DEFINITION, BreakKind.MEASURE)]


def test_statements_of_one_span_make_one_point_and_the_others_are_kept() -> None:
    found = series(FIRMS, "甲市", [figure("F1", "firms", "100", "2019"), figure("F2", "firms", "120", "2019", "d2")])
    (point,) = found.points
    assert (point.observation.id, [one.id for one in point.others]) == ("F2", ["F1"])
    assert point.value.low == 120


def test_what_has_no_place_in_time_is_listed_and_not_drawn() -> None:
    found = series(FIRMS, "甲市", [figure("F1", "firms", None, "早年（未注明）", word="几十")])
    assert (found.points, [one.id for one in found.undated]) == ((), ["F1"])


def test_targets_and_other_subjects_are_no_points() -> None:
    others = [
        figure("F1", "firms", "100", "2019", kind=Kind.TARGET),
        figure("F2", "firms", "100", "2019", subject="乙市"),
    ]
    assert series(FIRMS, "甲市", others).points == ()
