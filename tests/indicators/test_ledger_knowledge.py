"""What was known on a day, and which statement is preferred."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from indicators.making import defined, figure, happened, ledger
from zhiyi.indicators import run
from zhiyi.indicators.knowledge import as_known_on, ledger_on, preferred
from zhiyi.indicators.values import Kind, ListCheck, Requirement, Status, Target
from zhiyi.kernel.evidence import DocumentSpan
from zhiyi.kernel.messages import DataError
from zhiyi.kernel.periods import parse

EARLY = figure("F1", "firms", "100", "2019", "d1")
CORRECTED = replace(EARLY, known_to=date(2020, 5, 31), status=Status.SUPERSEDED)
CORRECTION = figure("F2", "firms", "120", "2019", "d2", supersedes="F1")


def test_a_figure_is_known_from_the_day_its_document_came_out() -> None:
    assert as_known_on([EARLY], date(2019, 9, 10)) == ()
    assert as_known_on([EARLY], date(2019, 9, 11)) == (EARLY,)


def test_a_past_day_looks_the_same_before_and_after_a_correction() -> None:
    assert as_known_on([CORRECTED, CORRECTION], date(2020, 1, 1)) == as_known_on([EARLY], date(2020, 1, 1))


def test_a_correction_holds_from_its_own_day() -> None:
    assert as_known_on([CORRECTED, CORRECTION], date(2020, 5, 31)) == (CORRECTION,)


def test_what_was_replaced_on_no_known_day_never_stood() -> None:
    assert as_known_on([replace(EARLY, status=Status.RETIRED)], date(2026, 1, 1)) == ()


def test_a_ledger_of_a_past_day_knows_nothing_of_later_documents() -> None:
    whole = ledger(
        [defined("firms")],
        [EARLY, CORRECTION],
        targets=(Target("F2", "topic", parse("2021")),),
        list_checks=(ListCheck("L1", "F2", ("a",), complete=True),),
        events=(happened("E1", "2014-02", 3, "2月"),),
        requirements=(Requirement("R1", "firms", "甲市", None, "说过", "It was said", DocumentSpan("d4", 1, "说过")),),
    )
    past = ledger_on(whole, date(2020, 1, 1))
    assert (len(past.documents), len(past.observations)) == (1, 1)
    assert (past.targets, past.list_checks, past.events, past.requirements) == ((), (), (), ())
    assert run(past).readings == ()
    assert run(past).findings == ()


def test_the_later_known_statement_is_preferred_and_the_other_is_kept() -> None:
    found = preferred([EARLY, CORRECTION])
    assert (found.chosen, found.others) == (CORRECTION, (EARLY,))
    assert found.reason is not None
    assert found.reason.key == "indicators.preferred.later_known"


@pytest.mark.parametrize(
    ("worse", "why"),
    [
        (replace(CORRECTION, id="A", status=Status.SUPERSEDED), "current"),
        (replace(CORRECTION, id="A", synthetic=True), "real"),
        (replace(CORRECTION, id="A", kind=Kind.TARGET), "statistic"),
        (replace(CORRECTION, id="A", period=parse("2019（隐含）")), "stated_period"),
        (replace(CORRECTION, id="A", period=parse("2018-2019")), "finer_period"),
        (figure("A", "firms", "120", "2019", "d2", word="近"), "narrower"),
    ],
)
def test_the_first_criterion_that_tells_two_apart_decides(worse: object, why: str) -> None:
    found = preferred([worse, CORRECTION])  # type: ignore[list-item]
    assert found.chosen is CORRECTION
    assert found.reason is not None
    assert found.reason.key == f"indicators.preferred.{why}"


def test_the_choice_does_not_depend_on_order() -> None:
    same = replace(CORRECTION, id="F0")
    assert preferred([CORRECTION, same]) == preferred([same, CORRECTION])


def test_nothing_cannot_be_preferred() -> None:
    with pytest.raises(DataError, match="nothing_to_prefer"):
        preferred([])
