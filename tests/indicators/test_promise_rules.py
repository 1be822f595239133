"""Targets, their outcomes, and the gaps that follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from indicators.making import defined, figure, happened, ledger, of_rule
from zhiyi.indicators import run
from zhiyi.indicators.book import Book
from zhiyi.indicators.findings import find
from zhiyi.indicators.gaps import (
    MISSED_TARGET,
    REQUIRED_WITHOUT_OBSERVATION,
    STATED_WEAKNESS,
    TARGET_WITHOUT_OUTCOME,
    gap_readings,
)
from zhiyi.indicators.promises import Standing, assessments
from zhiyi.indicators.values import Kind, Ledger, Measure, Observation, Requirement, Target, Weakness
from zhiyi.kernel.evidence import DocumentSpan
from zhiyi.kernel.gap import GapReading, Reading, fingerprint
from zhiyi.kernel.periods import parse

DEFINITIONS = [defined("goal", Measure.SHARE, denominator="x"), defined("coverage", Measure.SHARE, denominator="x")]
PROMISE = figure("F1", "goal", "40", "2021", "d1", word="超", unit="%", kind=Kind.TARGET)
TARGET = Target("F1", "分类覆盖率", parse("2021"), outcome="coverage")


def promised(*outcomes: Observation, target: Target = TARGET, **more: object) -> Ledger:
    return ledger(DEFINITIONS, [PROMISE, *outcomes], targets=(target,), **more)


def reached(value: str, period: str = "2021", word: str = "", document: str = "d4") -> Observation:
    return figure("F2", "coverage", value, period, document, word=word, unit="%")


def reading(book: Ledger, kind: str, rule: str = "分类覆盖率") -> GapReading:
    wanted = fingerprint(engine="indicators", kind=kind, subject="甲市", place=None, rule=rule)
    (found,) = [one for one in gap_readings(book) if one.fingerprint == wanted]
    return found


def both(book: Ledger) -> tuple[Reading, Reading]:
    return reading(book, MISSED_TARGET).reading, reading(book, TARGET_WITHOUT_OUTCOME).reading


def test_a_deadline_that_passed_in_silence_is_a_finding_and_a_gap_that_is_not_solid() -> None:
    book = promised()
    assert [one.observations for one in of_rule(find(book), "outcome_missing")] == [("F1",)]
    assert both(book) == (Reading.UNMEASURED, Reading.SHORT)
    gap = reading(book, TARGET_WITHOUT_OUTCOME).gap
    assert gap is not None
    assert (gap.since, gap.due, gap.solid, gap.size) == (date(2022, 1, 1), date(2021, 12, 31), False, None)
    assert gap.evidence == (PROMISE.source,)


def test_a_deadline_of_today_has_not_passed() -> None:
    book = replace(promised(), as_known_on=date(2021, 12, 31))
    assert both(book) == (Reading.UNMEASURED, Reading.UNMEASURED)
    assert of_rule(find(book), "outcome_missing") == []


def test_a_target_that_was_missed_has_a_size_and_is_solid() -> None:
    book = promised(reached("35"))
    assert both(book) == (Reading.SHORT, Reading.HOLDS)
    gap = reading(book, MISSED_TARGET).gap
    assert gap is not None
    assert (gap.size, gap.unit, gap.solid) == (Decimal(5), "%", True)


def test_more_than_40_is_missed_by_exactly_40() -> None:
    gap = reading(promised(reached("40")), MISSED_TARGET).gap
    assert gap is not None
    assert gap.size == 0


def test_a_target_that_was_reached_holds() -> None:
    assert both(promised(reached("41"))) == (Reading.HOLDS, Reading.HOLDS)


def test_a_target_reached_before_its_deadline_holds() -> None:
    assert both(promised(reached("45", "2020-09", document="d3"))) == (Reading.HOLDS, Reading.HOLDS)


def test_an_early_figure_below_the_target_says_nothing_of_the_deadline() -> None:
    assert both(promised(reached("20", "2020-09", document="d3"))) == (Reading.UNMEASURED, Reading.SHORT)


def test_an_outcome_too_vague_to_judge_closes_nothing() -> None:
    assert both(promised(reached("41", word="近"))) == (Reading.UNMEASURED, Reading.HOLDS)


def test_a_later_measurement_closes_a_missed_target() -> None:
    later = replace(reached("60", "2022-09"), id="F3")
    assert both(promised(reached("35"), later)) == (Reading.HOLDS, Reading.HOLDS)


def test_a_decline_after_the_deadline_does_not_undo_what_was_reached() -> None:
    later = replace(reached("20", "2022-09"), id="F3")
    assert both(promised(reached("45"), later)) == (Reading.HOLDS, Reading.HOLDS)


def test_what_is_reached_after_the_deadline_is_late() -> None:
    def late(*outcomes: Observation) -> list[tuple[Standing, bool]]:
        return [(one.standing, one.late) for one in assessments(Book(promised(*outcomes)))]

    after = replace(reached("60", "2022-09"), id="F3")
    assert late(reached("35"), after) == [(Standing.REACHED, True)]
    assert late(reached("45"), after) == [(Standing.REACHED, False)]
    assert late(after) == [(Standing.REACHED, False)]


def test_of_several_outcomes_for_the_deadline_the_preferred_one_decides() -> None:
    earlier = replace(reached("45"), id="F3", known_from=date(2022, 3, 1))
    assert both(promised(earlier, reached("35"))) == (Reading.SHORT, Reading.HOLDS)


def test_a_miss_on_a_figure_that_nobody_dates_is_not_solid() -> None:
    gap = reading(promised(reached("35", "2021（未注明）")), MISSED_TARGET).gap
    assert gap is not None
    assert gap.solid is False


@pytest.mark.parametrize(
    ("value", "period", "document", "standing"),
    [
        ("41", "2020-03", "d3", Standing.REACHED),
        ("0", "2020-03", "d3", Standing.WITHOUT_OUTCOME),
        ("0", "2020-09", "d3", Standing.MISSED),
        ("0", "截至2020-09", "d3", Standing.MISSED),
        ("0", "2020", "d3", Standing.UNDECIDED),
        ("0", "未注明", "d3", Standing.UNDECIDED),
        ("41", "未注明", "d3", Standing.UNDECIDED),
        ("41", "2020", "d3", Standing.UNDECIDED),
        ("41", "截至2020-09", "d3", Standing.UNDECIDED),
        ("41", "2020-09", "d3", Standing.MISSED),
        ("41", "未注明", "d2", Standing.REACHED),
    ],
)
def test_a_promise_of_a_day_is_held_against_the_value_and_the_time_of_its_outcome(
    value: str, period: str, document: str, standing: Standing
) -> None:
    target = replace(TARGET, deadline=parse("2020-06"), sense="by_day")
    (found,) = assessments(Book(promised(reached(value, period, document=document), target=target)))
    assert found.standing is standing
    assert found.shortfall == (Decimal(63) if period == "2020-09" and value != "0" else None)


def test_a_value_too_vague_at_the_deadline_of_a_promise_of_a_day_is_no_miss() -> None:
    target = replace(TARGET, deadline=parse("2020-06"), sense="by_day")
    (found,) = assessments(Book(promised(reached("41", "2020-06", "近", "d3"), target=target)))
    assert found.standing is Standing.UNDECIDED


def test_a_promise_that_names_no_outcome_does_not_keep_the_gap_of_its_topic_open() -> None:
    years = figure("F8", "goal", "3", "2021", "d1", unit="年", kind=Kind.PLAN)
    targets = (TARGET, Target("F8", "分类覆盖率", parse("2021"), sense="by_day"))
    whole = ledger(DEFINITIONS, [PROMISE, years, reached("45")], targets=targets)
    assert both(whole) == (Reading.HOLDS, Reading.HOLDS)
    assert of_rule(find(whole), "outcome_missing") == []
    assert both(ledger(DEFINITIONS, [PROMISE, years], targets=targets)) == (Reading.UNMEASURED, Reading.SHORT)
    alone = ledger(DEFINITIONS, [PROMISE, years], targets=targets[1:])
    assert both(alone) == (Reading.UNMEASURED, Reading.SHORT)


def test_two_topics_of_one_statement_are_two_findings() -> None:
    targets = (TARGET, replace(TARGET, topic="另一事项"))
    assert len(of_rule(find(promised(target=TARGET)), "outcome_missing")) == 1
    book = ledger(DEFINITIONS, [PROMISE], targets=targets)
    assert len(of_rule(find(book), "outcome_missing")) == 2


def test_what_was_known_before_the_promise_is_no_outcome() -> None:
    assert both(promised(reached("50", "2018", document="d2"))) == (Reading.UNMEASURED, Reading.SHORT)


def test_what_the_promising_document_says_of_the_deadline_is_no_outcome() -> None:
    assert both(promised(reached("50", "2021", document="d1"))) == (Reading.UNMEASURED, Reading.SHORT)


def test_a_gap_on_synthetic_data_is_not_solid() -> None:
    gap = reading(promised(replace(reached("35"), synthetic=True)), MISSED_TARGET).gap
    assert gap is not None
    assert (gap.solid, gap.synthetic) == (False, True)


@pytest.mark.parametrize(
    ("sense", "value", "expected"), [("at_most", "41", Reading.SHORT), ("exactly", "40", Reading.HOLDS)]
)
def test_the_sense_of_a_target_decides(sense: str, value: str, expected: Reading) -> None:
    exact = replace(PROMISE, canonical=reached("40").canonical)
    book = ledger(DEFINITIONS, [exact, reached(value)], targets=(replace(TARGET, sense=sense),))
    assert reading(book, MISSED_TARGET).reading is expected


@pytest.mark.parametrize(
    ("when", "expected", "late"),
    [
        ("2021-12-01", Reading.HOLDS, None),
        ("2022-01-10", Reading.SHORT, Decimal(10)),
        ("2021-2022", Reading.UNMEASURED, None),
    ],
)
def test_a_promise_of_a_day_is_held_against_its_event(when: str, expected: Reading, late: Decimal | None) -> None:
    target = replace(TARGET, outcome="", outcome_event="E1", sense="by_day")
    event = happened("E1", when, 3, "贯通")
    found = reading(promised(target=target, events=(event,)), MISSED_TARGET)
    assert found.reading is expected
    assert (found.gap.size if found.gap else None) == late
    made_up = reading(promised(target=target, events=(replace(event, synthetic=True),)), MISSED_TARGET)
    assert [(one.gap.solid, one.gap.synthetic) for one in (found, made_up) if one.gap] == (
        [(True, False), (False, True)] if expected is Reading.SHORT else []
    )


def test_a_topic_promised_again_with_a_later_deadline_slides() -> None:
    again = replace(PROMISE, id="F9", known_from=date(2020, 5, 31))
    for deadline, slides in (("2023", True), ("2021", False), ("2020", False)):
        targets = (TARGET, Target("F9", "分类覆盖率", parse(deadline)))
        findings = of_rule(find(ledger(DEFINITIONS, [PROMISE, again], targets=targets)), "deadline_moved")
        assert [one.observations for one in findings] == ([("F1", "F9")] if slides else [])


REQUIRED = Requirement("R1", "coverage", "甲市", None, "承诺过", "It was promised")


def test_a_figure_that_is_owed_is_a_gap_that_is_not_solid_until_one_is_given() -> None:
    owed = reading(ledger(DEFINITIONS, [], requirements=(REQUIRED,)), REQUIRED_WITHOUT_OBSERVATION, "R1")
    assert owed.gap is not None
    assert (owed.reading, owed.gap.solid, bool(owed.gap.evidence)) == (Reading.SHORT, False, True)
    given = reading(ledger(DEFINITIONS, [reached("1")], requirements=(REQUIRED,)), REQUIRED_WITHOUT_OBSERVATION, "R1")
    assert (given.reading, given.gap) == (Reading.HOLDS, None)


def test_a_figure_of_a_time_that_nobody_states_is_not_what_is_owed() -> None:
    for period, wanted in (("1990（未注明）", Reading.SHORT), ("1990", Reading.HOLDS)):
        book = ledger(DEFINITIONS, [reached("1", period)], requirements=(REQUIRED,))
        assert reading(book, REQUIRED_WITHOUT_OBSERVATION, "R1").reading is wanted


def test_a_made_up_requirement_or_weakness_is_a_synthetic_gap_that_is_not_solid() -> None:
    weakness = Weakness("W1", "偏少", "Few", "甲市", DocumentSpan("d4", 43, "偏少"), date(2022, 9, 26), synthetic=True)
    book = ledger(DEFINITIONS, [], requirements=(replace(REQUIRED, synthetic=True),), weaknesses=(weakness,))
    gaps = [one.gap for one in gap_readings(book) if one.gap]
    assert [(one.solid, one.synthetic) for one in gaps] == [(False, True), (False, True)]


def test_a_stated_weakness_is_a_solid_gap_since_the_day_it_was_stated() -> None:
    said = DocumentSpan("d4", 43, "大企业偏少")
    weakness = Weakness("W1", "大企业偏少", "Few large firms", "甲市", said, date(2022, 9, 26))
    gap = reading(ledger([], [], weaknesses=(weakness,)), STATED_WEAKNESS, "W1").gap
    assert gap is not None
    assert (gap.solid, gap.since, gap.evidence) == (True, date(2022, 9, 26), (said,))


def test_a_run_gives_findings_and_readings_in_an_order_that_rows_do_not_change() -> None:
    book = promised(reached("35"), requirements=(REQUIRED,))
    turned = replace(book, observations=tuple(reversed(book.observations)))
    assert run(book) == run(turned)
