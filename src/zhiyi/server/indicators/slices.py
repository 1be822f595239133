"""As-of slices: the preferred figure of each indicator and place for one period, as known on a day.

A map or a table of places reads thousands of cells at once, so the database answers from one covering index, and a pair
of which several statements stand is decided here by the rule of `knowledge.preferred`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Context, Decimal
from functools import lru_cache, reduce
from typing import Final, NamedTuple

from django.db import connection
from django.db.models import CharField, IntegerField, Q
from django.db.models.functions import Cast

from zhiyi.indicators import knowledge, values
from zhiyi.kernel import periods
from zhiyi.kernel.periods import Period
from zhiyi.server.accounts.actors import Actor
from zhiyi.server.indicators import ledger as reading
from zhiyi.server.indicators import queries
from zhiyi.server.indicators.models import Observation
from zhiyi.server.orgs.models import Subject

Pair = tuple[str, str]
"""Id of an indicator and code of a place."""

ABOUT_THE_PLACE = "region"
"""Kind of the subjects that are a place; a firm or a project only lies in one."""


class Cell(NamedTuple):
    """The figure that a view shows of one indicator and place; a tuple, since a slice makes thousands.

    Attributes:
        id: Id of the observation, which leads to its evidence.
        low, high: Ends of the interval in the canonical unit, so that places compare; None is unbounded or unknown.
        unit: Code of that unit.
        kind: A target or a plan stands here only where there is no statistic or rank; it is never shown as a fact.
    """

    id: str
    low: Decimal | None
    high: Decimal | None
    low_closed: bool
    high_closed: bool
    unit: str
    period: Period
    kind: values.Kind
    known_from: date
    publication: values.Publication
    synthetic: bool

    @property
    def interval(self) -> values.Interval:
        """The values that the statement allows, in the canonical unit."""
        return values.Interval(self.low, self.high, self.low_closed, self.high_closed)


def slice_as_of(
    actor: Actor,
    day: date,
    indicators: Sequence[str],
    places: Sequence[str],
    period_end: date,
    *,
    period_start: date | None = None,
) -> dict[Pair, Cell]:
    """The preferred figure of each indicator and place, in the order asked; a pair of which nothing is known is absent.

    Args:
        actor: Who asks; whoever may not see what is internal gets the preferred among what is releasable.
        day: As known on this day.
        indicators: Ids of definitions.
        places: Region codes. Only figures about the place itself count, not those of a firm or a project in it.
        period_end: Last day of the period; figures of periods that end on it count, whatever their length.
        period_start: First day of the period, where only one length will do: the amounts of a December and of a whole
            year end on the same day and do not compare.
    """
    if not indicators or not places:
        return {}
    about = set(Subject.objects.filter(kind=ABOUT_THE_PLACE).values_list("pk", flat=True))
    best: dict[Pair, _Row] = {}
    chosen = Q(indicator__in=indicators, place__in=places, period_end=period_end)
    for row in _rows(actor, day, chosen, period_start):
        if row[2] in about:
            pair = row[:2]
            rival = best.get(pair)
            best[pair] = _better(rival, row) if rival else row
    asked = ((indicator, place) for indicator in indicators for place in places)
    return {pair: _cell(best.pop(pair)) for pair in asked if pair in best}


def point_as_of(
    actor: Actor, day: date, indicator: str, place: str, period_end: date, *, period_start: date | None = None
) -> Cell | None:
    """One cell of `slice_as_of`; None where nothing is known."""
    chosen = Q(indicator=indicator, place=place, period_end=period_end, subject__kind=ABOUT_THE_PLACE)
    rows = list(_rows(actor, day, chosen, period_start))
    return _cell(reduce(_better, rows)) if rows else None


_Row = tuple[str, str, int, str, str, str, int, str, Decimal | float | None, Decimal | float | None, str, str]
"""What is read of an observation, as plain as every driver gives it, in the order of `_COLUMNS`."""

_COLUMNS: Final = (
    "indicator",
    "place",
    "subject",
    "kind",
    "period",
    Cast("known_from", CharField(max_length=10)),
    Cast("synthetic", IntegerField()) * 4
    + Cast("low_closed", IntegerField()) * 2
    + Cast("high_closed", IntegerField()),
    "code",
    "canonical_low",
    "canonical_high",
    "canonical_unit",
    "publication",
)


def _rows(actor: Actor, day: date, chosen: Q, period_start: date | None) -> Iterator[_Row]:
    """The rows that stand, read past Django's converters, which take longer than the query itself."""
    found = Observation.objects.filter(chosen, reading.known_on(day), queries.visible(actor)).order_by()
    sql, params = found.values_list(*_COLUMNS).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        while rows := cursor.fetchmany(2000):
            yield from rows if period_start is None else (row for row in rows if _period(row[4]).start == period_start)


def _better(one: _Row, other: _Row) -> _Row:
    """The preferred of two rows of one pair."""
    first, second = _standing(*one[3:7]), _standing(*other[3:7])
    if first != second:
        return one if first < second else other
    chosen = knowledge.preferred((_statement(one), _statement(other))).chosen
    return one if chosen.id == one[7] else other


@lru_cache(maxsize=20_000)
def _standing(kind: str, period: str, known_from: str, flags: int) -> tuple[int | Decimal, ...]:
    """How a row stands by every criterion but the width of its interval, which comes last among them.

    It is worked out once for all the rows that share these four.
    """
    shared = replace(
        _NOTHING,
        kind=_KINDS[kind],
        period=_period(period),
        known_from=_day(known_from),
        synthetic=bool(flags & 4),
    )
    return tuple(criterion(shared) for _, criterion in knowledge.CRITERIA)


def _statement(row: _Row) -> values.Observation:
    """As much of an observation as the rule of preference looks at."""
    cell = _cell(row)
    return replace(
        _NOTHING,
        id=cell.id,
        canonical=cell.interval,
        period=cell.period,
        kind=cell.kind,
        known_from=cell.known_from,
        synthetic=cell.synthetic,
    )


def _cell(row: _Row) -> Cell:
    _, _, _, kind, period, known_from, flags, code, first, last, unit, publication = row
    low = _decimal(first)
    return Cell(
        code,
        low,
        low if first == last else _decimal(last),
        flags & 2 > 0,
        flags & 1 > 0,
        unit,
        _period(period),
        _KINDS[kind],
        _day(known_from),
        _PUBLICATIONS[publication],
        flags & 4 > 0,
    )


def _decimal(number: Decimal | float | None) -> Decimal | None:
    """The number as Django reads it from a decimal column, whatever the driver gave."""
    return number if number is None or isinstance(number, Decimal) else _exactly(number).quantize(_STEP)


_exactly = Context(prec=15).create_decimal_from_float  # SQLite keeps a number as a double, which holds 15 digits
_STEP: Final = Decimal("0.000001")
_day = lru_cache(maxsize=20_000)(date.fromisoformat)
_period = lru_cache(maxsize=20_000)(periods.parse)
_KINDS: Final[Mapping[str, values.Kind]] = {str(kind): kind for kind in values.Kind}
_PUBLICATIONS: Final[Mapping[str, values.Publication]] = {str(state): state for state in values.Publication}
_NOTHING: Final = values.Observation(
    id="",
    indicator="",
    label="",
    subject="",
    place=None,
    value=values.Interval(None, None),
    printed=None,
    printed_high=None,
    comparator="",
    unit="",
    canonical=values.Interval(None, None),
    canonical_unit="",
    period=periods.parse(""),
    kind=values.Kind.STAT,
    rank_of="",
    source=None,
    known_from=date.min,
)
"""An observation that says nothing, to be filled with what the rule of preference looks at."""
