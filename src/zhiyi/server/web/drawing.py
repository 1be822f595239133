"""Geometry of the small drawings that the server makes itself: trends of tiles and precision strips of the chronicle.

Coordinates are SVG user units with y pointing down. Nothing here knows Django.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhiyi.kernel.periods import Period, Precision
from zhiyi.server.web.pieces import Trend, TrendPoint

SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 112.0, 36.0, 4.0
STRIP_WIDTH, STRIP_HEIGHT = 156.0, 20.0
MONTH_TICKS = tuple(f"{STRIP_WIDTH / 12 * month:g}" for month in range(1, 12))


@dataclass(frozen=True, slots=True)
class SparkMark:
    """One figure of a trend as drawn; `top` and `bottom` are the ends of its interval, equal where it is exact."""

    x: str
    y: str
    top: str
    bottom: str
    last: bool

    @property
    def ranged(self) -> bool:
        """Whether there is an interval to draw."""
        return self.top != self.bottom


@dataclass(frozen=True, slots=True)
class Spark:
    """A drawn trend: one path for each stretch without a break, the figures, the breaks and the target line."""

    paths: tuple[str, ...]
    marks: tuple[SparkMark, ...]
    breaks: tuple[str, ...]
    target: str | None


def spark(trend: Trend) -> Spark | None:
    """Draw a trend; None where fewer than two figures are known, because one figure is no trend."""
    points = trend.points
    if len(points) < 2:
        return None
    days = [point.at.toordinal() for point in points]
    reach = [value for point in points for value in (point.value, point.low, point.high) if value is not None]
    if trend.target is not None:
        reach.append(trend.target)
    across = _Scale(Decimal(min(days)), Decimal(max(days)), SPARK_EDGE, SPARK_WIDTH - SPARK_EDGE)
    up = _Scale(min(reach), max(reach), SPARK_HEIGHT - SPARK_EDGE, SPARK_EDGE)
    marks = tuple(
        SparkMark(
            x=across.at(Decimal(day)),
            y=up.at(point.value),
            top=up.at(point.value if point.high is None else point.high),
            bottom=up.at(point.value if point.low is None else point.low),
            last=index == len(points) - 1,
        )
        for index, (day, point) in enumerate(zip(days, points, strict=True))
    )
    gaps = tuple(
        across.at(Decimal(days[index - 1] + days[index]) / 2)
        for index, point in enumerate(points)
        if index and point.breaks
    )
    target = None if trend.target is None else up.at(trend.target)
    return Spark(paths=_paths(points, marks), marks=marks, breaks=gaps, target=target)


def _paths(points: tuple[TrendPoint, ...], marks: tuple[SparkMark, ...]) -> tuple[str, ...]:
    stretches: list[list[str]] = []
    for index, (point, mark) in enumerate(zip(points, marks, strict=True)):
        if not index or point.breaks:
            stretches.append([])
        stretches[-1].append(f"{mark.x} {mark.y}")
    return tuple("M" + "L".join(stretch) for stretch in stretches if len(stretch) > 1)


@dataclass(frozen=True, slots=True)
class _Scale:
    low: Decimal
    high: Decimal
    start: float
    end: float

    def at(self, value: Decimal) -> str:
        share = float((value - self.low) / (self.high - self.low)) if self.high > self.low else 0.5
        return _number(self.start + share * (self.end - self.start))


@dataclass(frozen=True, slots=True)
class Strip:
    """The twelve months of a year with what the source says of the day.

    `dot` is the place of a day; `left` and `width` are a band. `before` and `after` say that the band goes on outside
    this year. All None means that nothing is known of when, and the strip is drawn broken.
    """

    dot: str | None = None
    left: str | None = None
    width: str | None = None
    before: bool = False
    after: bool = False


def strip(period: Period) -> Strip:
    """Draw how finely a period is known, on the year in which it ends (begins, where no end is known)."""
    shown = period.end or period.start
    if shown is None:
        return Strip()
    year = shown.year
    if period.precision is Precision.DAY and period.end is not None:
        return Strip(dot=_number((_share(period.end) + _share_after(period.end)) / 2 * STRIP_WIDTH))
    start, end = period.start, period.end
    before = (start is None and end is not None) or (start is not None and start.year < year)
    after = end is None
    left = _share(start) if start is not None and start.year == year else 0.0
    right = _share_after(end) if end is not None else 1.0
    return Strip(
        left=_number(left * STRIP_WIDTH), width=_number((right - left) * STRIP_WIDTH), before=before, after=after
    )


def _share(day: date) -> float:
    return (day.timetuple().tm_yday - 1) / _days(day.year)


def _share_after(day: date) -> float:
    return day.timetuple().tm_yday / _days(day.year)


def _days(year: int) -> int:
    return 366 if calendar.isleap(year) else 365


def _number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
