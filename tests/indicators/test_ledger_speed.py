"""A hundred thousand figures are read in one pass, not compared with one another."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from decimal import Decimal

from indicators.making import TODAY, defined, figure
from zhiyi.indicators import run
from zhiyi.indicators.intervals import exact
from zhiyi.indicators.values import Definition, Identity, Ledger, Measure, Observation, Target
from zhiyi.kernel.periods import parse

MEASURES = (Measure.STOCK, Measure.FLOW, Measure.SHARE, Measure.RANK)
DEFINITIONS = tuple(
    defined(f"i{number}", MEASURES[number % 4], denominator="x", family=f"f{number // 3}") for number in range(50)
)


def many(subjects: int, *, years: int = 10) -> Ledger:
    """50 indicators of each subject over the years, all known, with one identity and one target for each subject."""
    model = figure("F", "i0", "1", "2010")
    observations: list[Observation] = []
    for subject in range(subjects):
        for definition in DEFINITIONS:
            observations += _history(model, definition, subject, years)
    identity = Identity("i", "i0 <= i4")
    targets = tuple(Target(one.id, "t", parse("2015"), outcome="i4") for one in observations[:: 50 * years])
    return Ledger(TODAY, DEFINITIONS, tuple(observations), targets=targets, identities=(identity,))


def _history(model: Observation, definition: Definition, subject: int, years: int) -> list[Observation]:
    periods = [parse(str(2010 + year)) for year in range(years)]
    return [
        replace(
            model,
            id=f"{definition.id}-{subject}-{number}",
            indicator=definition.id,
            label=definition.id,
            subject=f"第{subject}区",
            canonical=exact(Decimal(subject + number)),
            printed=Decimal(subject + number),
            period=period,
            known_from=date(2011 + number, 6, 30),
            source=None,
        )
        for number, period in enumerate(periods)
    ]


def test_a_hundred_thousand_figures_are_read_in_seconds() -> None:
    book = many(200)
    assert len(book.observations) == 100_000
    began = time.process_time()
    run(book)
    assert time.process_time() - began < 30


def test_one_subject_with_a_long_history_does_not_grow_by_the_square() -> None:
    model = figure("F", "i0", "1", "2019")
    rows = tuple(
        replace(model, id=f"F{number}", printed=Decimal(number % 7), canonical=exact(Decimal(number % 7)))
        for number in range(50_000)
    )
    began = time.process_time()
    run(Ledger(TODAY, DEFINITIONS, rows))
    assert time.process_time() - began < 15
