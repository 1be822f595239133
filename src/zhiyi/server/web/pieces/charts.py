"""Series charts and the chronicle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhiyi.kernel.periods import Period
from zhiyi.server.web.pieces.figures import Source, State, Wing, Words


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One observation on a chart.

    Attributes:
        start, end: First and last day of its period; equal for a day.
        value: Where the mark stands; None where only the ends of the interval are known.
        low, high: Ends of the interval; None is unbounded, unless `value` is exact and both equal it.
        text: The figure as printed, with comparator and unit.
        period: The period in words.
        segment: Points of one number are joined by a line; a definition break begins the next number.
    """

    id: str
    start: date
    end: date
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    text: Words
    period: Words
    segment: int = 0
    source: Source | None = None
    note: Words = ""


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """One line of a chart; `name` is written at its end where there is more than one."""

    name: Words
    points: tuple[ChartPoint, ...]
    colour: str = "ink"  # make, live, ink, quiet, act, care


@dataclass(frozen=True, slots=True)
class ChartBreak:
    """A break of definition: the line stops, and `reason` stands under the chart by its number."""

    at: date
    reason: Words


@dataclass(frozen=True, slots=True)
class Chart:
    """A series chart with its equal table.

    Attributes:
        id: Unique on the page, letters, digits and hyphens.
        title: The finding, as a sentence.
        measure: What is measured, with its unit.
        unit: The unit alone, as the head of the table's value column.
        period: What the whole chart covers, in words.
        description: What a person who cannot see it should know.
        targets: Open marks, at the end of their deadline.
        inverse: True for ranks, where 1 stands on top.
        from_zero: True where the axis must begin at zero.
        csv_url: Where the table can be downloaded.
    """

    id: str
    title: Words
    measure: Words
    unit: Words
    period: Words
    description: Words
    series: tuple[ChartSeries, ...]
    sources: tuple[Source, ...]
    targets: tuple[ChartPoint, ...] = ()
    breaks: tuple[ChartBreak, ...] = ()
    wing: Wing = Wing.BOTH
    inverse: bool = False
    from_zero: bool = False
    csv_url: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """One event of the chronicle. `period` gives when and how finely; `title` is what happened."""

    period: Period
    title: Words
    id: str = ""
    url: str = ""
    actors: Words = ""
    place: Words = ""
    kind: Words = ""
    state: State | None = None
    source: Source | None = None
    wing: Wing = Wing.BOTH
