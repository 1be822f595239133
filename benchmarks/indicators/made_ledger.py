"""A made-up province of figures: places, indicators, documents and observations with restatements, by a seed.

Each indicator and place has a figure of every quarter; that of a year's last quarter is stated by two documents. Later
loads restate some figures and take some back. A load is made one figure at a time and never held.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from zhiyi.indicators.values import Definition, Interval, Kind, Observation, Publication
from zhiyi.kernel.evidence import DocumentSpan
from zhiyi.kernel.periods import Period, parse

FIRST_YEAR, YEARS = 2017, 8
QUARTERS = tuple(parse(f"{FIRST_YEAR + year}-Q{quarter}") for year in range(YEARS) for quarter in (1, 2, 3, 4))
STATED: tuple[tuple[Period, int], ...] = tuple(
    (period, number) for period in QUARTERS for number in range(2 if period.text.endswith("Q4") else 1)
)
"""Periods with the number of the document, from 0, that states a figure of it."""
LOADS = (date(2025, 3, 1), date(2025, 6, 1), date(2025, 9, 1), date(2025, 12, 1))
"""Days of the loads; the first brings every figure, the later ones restate."""
RESTATED = (4, 3, 3)
"""Figures of each indicator and place that the later loads restate, so that 50 rows of each stand in the end."""
TAKEN_BACK = 0.1
"""Share of the pairs of indicator and place of which the last load takes one figure back."""
UNIT = "家"


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is made; rows of observations in the end: indicators × places × 50."""

    indicators: int = 60
    places: int = 300
    seed: int = 20261120

    @property
    def rows(self) -> int:
        """Rows of observations that stand after the last load, every revision counted."""
        return self.indicators * self.places * (len(STATED) + sum(RESTATED))

    @property
    def indicator_ids(self) -> tuple[str, ...]:
        """Ids of the definitions."""
        return tuple(f"made_{number:03d}" for number in range(self.indicators))

    @property
    def place_codes(self) -> tuple[str, ...]:
        """Codes of the places; codes that begin with 99 are never issued."""
        return tuple(f"99{number:04d}" for number in range(self.places))


def subject_of(place: str) -> str:
    """Name of the subject that is the place."""
    return f"合成县{place}"


def definitions(extent: Extent) -> Iterator[Definition]:
    """One definition for each indicator."""
    for code in extent.indicator_ids:
        yield Definition(id=code, name=f"合成指标{code}", name_en=f"Made-up indicator {code}", unit=UNIT)


def published(period: Period, statement: int) -> date:
    """Day on which a document states the figures of a period: a month after its end, or two."""
    assert period.end is not None
    return period.end + timedelta(days=30 * (statement + 1))


def document_of(period: Period, statement: int) -> str:
    """Id of that document."""
    return f"{period.text}-{statement + 1}"


def load(extent: Extent, number: int) -> Iterator[Observation]:
    """All figures as load `number` (from 0) brings them."""
    for indicator in extent.indicator_ids:
        for place in extent.place_codes:
            yield from _of_pair(extent, indicator, place, number)


def _of_pair(extent: Extent, indicator: str, place: str, number: int) -> Iterator[Observation]:
    chance = random.Random(f"{extent.seed}/{indicator}/{place}")
    base = chance.randrange(100, 90_000)
    publication = chance.choice((Publication.INTERNAL, Publication.RELEASABLE))
    revised, gone = _changes(chance, number)
    for order, (period, statement) in enumerate(STATED):
        value = Decimal(base + order * chance.randrange(1, 50)) + Decimal(chance.randrange(100)) / 100
        about = chance.random() < 0.4
        if order in gone:
            continue
        value += 7 * revised.get(order, 0)
        interval = Interval(value * 9 / 10, value, high_closed=False) if about else Interval(value, value)
        yield replace(
            _MODEL,
            id=f"{indicator}-{place}-{order:02d}",
            indicator=indicator,
            label=indicator,
            subject=subject_of(place),
            place=place,
            value=interval,
            printed=value,
            comparator="近" if about else "",
            canonical=interval,
            period=period,
            source=DocumentSpan(document_of(period, statement), order + 1, f"{value}{UNIT}"),
            known_from=published(period, statement),
            publication=publication,
        )


def _changes(chance: random.Random, number: int) -> tuple[dict[int, int], set[int]]:
    """How often each figure was restated by load `number`, and which ones were taken back."""
    picked = chance.sample(range(len(STATED)), sum(RESTATED) + 1)
    taken = picked.pop() if chance.random() < TAKEN_BACK else None
    revised: dict[int, int] = {}
    for count in RESTATED[:number]:
        for order in picked[:count]:
            revised[order] = revised.get(order, 0) + 1
        del picked[:count]
    return revised, {taken} if taken is not None and number == len(LOADS) - 1 else set()


_MODEL = Observation(
    id="",
    indicator="",
    label="",
    subject="",
    place=None,
    value=Interval(None, None),
    printed=None,
    printed_high=None,
    comparator="",
    unit=UNIT,
    canonical=Interval(None, None),
    canonical_unit=UNIT,
    period=QUARTERS[0],
    kind=Kind.STAT,
    rank_of="",
    source=None,
    known_from=date(FIRST_YEAR, 1, 1),
)
