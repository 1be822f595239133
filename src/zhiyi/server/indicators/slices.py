"""As-of slices: the preferred figure of each indicator and place for one period, as known on a day.

A map or a table of places reads thousands of cells at once, so the database answers from one covering index and only
cells that several statements claim are weighed here, by the same rule as everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Context, Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from django.db import connection
from django.db.models import Q

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


@dataclass(frozen=True, slots=True)
class Cell:
    """The figure that a view shows of one indicator and place.

    Attributes:
        id: Id of the observation, which leads to its evidence.
        value: The interval in the canonical unit, so that places compare.
        unit: Code of that unit.
        kind: A target or plan is never shown as a fact: it stands here only where nothing else does.
    """

    id: str
    value: values.Interval
    unit: str
    period: Period
    kind: values.Kind
    known_from: date
    publication: values.Publication
    synthetic: bool


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
        actor: Who asks; one who may not see what is internal gets the preferred among what is releasable.
        day: As known on this day.
        indicators: Ids of definitions.
        places: Region codes. Only figures about the place itself count, not those of a firm or project in it.
        period_end: Last day of the period; figures of periods that end on it count, whatever their length.
        period_start: First day of the period where only one length will do: the amounts of a December and of a year
            end on the same day and do not compare.
    """
    if not indicators or not places:
        return {}
    best: dict[Pair, _Row] = {}
    rivals: dict[Pair, list[_Row]] = {}
    regions = set(Subject.objects.filter(kind="region").values_list("pk", flat=True))
    for row in _rows(actor, day, Q(indicator__in=indicators, place__in=places, period_end=period_end)):
        if row.subject not in regions or (period_start and _period(row.period).start != period_start):
            continue
        pair = (row.indicator, row.place)
        if pair in best:
            rivals.setdefault(pair, [best[pair]]).append(row)
        else:
            best[pair] = row
    best |= {pair: _preferred(rows) for pair, rows in rivals.items()}
    asked = ((indicator, place) for indicator in indicators for place in places)
    return {pair: _cell(best[pair]) for pair in asked if pair in best}


def point_as_of(
    actor: Actor, day: date, indicator: str, place: str, period_end: date, *, period_start: date | None = None
) -> Cell | None:
    """One cell of `slice_as_of`; None where nothing is known."""
    chosen = Q(indicator=indicator, place=place, period_end=period_end, subject__kind="region")
    if period_start:
        chosen &= Q(period_start=period_start)
    rows = list(_rows(actor, day, chosen))
    return _cell(_preferred(rows)) if rows else None


class _Row(NamedTuple):
    """Columns of the covering index as the database's driver gives them: SQLite has no decimals, days or booleans."""

    indicator: str
    place: str
    subject: int
    period: str
    synthetic: bool | int
    kind: str
    known_from: date | str
    publication: str
    low: Decimal | float | None
    high: Decimal | float | None
    low_closed: bool | int
    high_closed: bool | int
    unit: str
    code: str


_COLUMNS: Final = (
    "indicator", "place", "subject", "period", "synthetic", "kind", "known_from", "publication",
    "canonical_low", "canonical_high", "low_closed", "high_closed", "canonical_unit", "code",
)  # fmt: skip


def _rows(actor: Actor, day: date, chosen: Q) -> Iterable[_Row]:
    """Rows read without Django's converters, which would take longer than the query; `_cell` converts what is shown."""
    found = Observation.objects.filter(chosen, reading.known_on(day), queries.visible(actor)).order_by()
    sql, params = found.values_list(*_COLUMNS).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        while rows := cursor.fetchmany(2000):
            yield from map(_Row._make, rows)


def _preferred(rows: Sequence[_Row]) -> _Row:
    """The preferred of several rows of one pair."""
    standings = [_standing(row.synthetic, row.kind, row.known_from, row.period) for row in rows]
    first = min(standings)
    level = [row for row, standing in zip(rows, standings, strict=True) if standing == first]
    if len(level) == 1:
        return level[0]
    chosen = knowledge.preferred(_statement(row) for row in level).chosen
    return next(row for row in level if row.code == chosen.id)


@lru_cache(maxsize=20_000)
def _standing(synthetic: bool | int, kind: str, known_from: date | str, period: str) -> tuple[int | Decimal, ...]:
    """How a statement stands by every criterion but the width of its interval, which comes last among them.

    Many rows share these four values, so it is worked out once for each combination.
    """
    shared = replace(
        _MODEL,
        synthetic=bool(synthetic),
        kind=values.Kind(kind),
        known_from=_day(known_from),
        period=_period(period),
    )
    return tuple(criterion(shared) for _, criterion in knowledge.CRITERIA)


def _statement(row: _Row) -> values.Observation:
    """As much of the observation as the rule of preference looks at."""
    return replace(
        _MODEL,
        id=row.code,
        synthetic=bool(row.synthetic),
        kind=values.Kind(row.kind),
        known_from=_day(row.known_from),
        period=_period(row.period),
        canonical=_interval(row),
    )


def _cell(row: _Row) -> Cell:
    return Cell(
        id=row.code,
        value=_interval(row),
        unit=row.unit,
        period=_period(row.period),
        kind=_KINDS[row.kind],
        known_from=_day(row.known_from),
        publication=_PUBLICATIONS[row.publication],
        synthetic=bool(row.synthetic),
    )


def _interval(row: _Row) -> values.Interval:
    low = _decimal(row.low)
    high = low if row.high == row.low else _decimal(row.high)
    return values.Interval(low, high, bool(row.low_closed), bool(row.high_closed))


def _decimal(number: Decimal | float | None) -> Decimal | None:
    """The number as Django reads it from a decimal column, whatever the driver gave."""
    if number is None or isinstance(number, Decimal):
        return number
    return _EXACTLY(number).quantize(_STEP)


@lru_cache(maxsize=20_000)
def _day(day: date | str) -> date:
    return date.fromisoformat(day) if isinstance(day, str) else day


_period: Callable[[str], Period] = lru_cache(maxsize=5_000)(periods.parse)
_KINDS: Mapping[str, values.Kind] = {str(kind): kind for kind in values.Kind}
_PUBLICATIONS: Mapping[str, values.Publication] = {str(state): state for state in values.Publication}
_EXACTLY = Context(prec=15).create_decimal_from_float
"""SQLite keeps a number as a double, which holds 15 decimal digits."""
_STEP: Final = Decimal("0.000001")
_MODEL: Final = values.Observation(
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
