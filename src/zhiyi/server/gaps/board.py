"""The gap board as groups of one kind, place and owner, counted by the database: millions of gaps fit one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, Q, Sum

from zhiyi.kernel.gap import GapState
from zhiyi.server.accounts.actors import Actor
from zhiyi.server.gaps.models import Gap
from zhiyi.server.gaps.queries import NOBODY, Asked, selected, visible
from zhiyi.server.indicators.models import Unit
from zhiyi.server.orgs.models import Organisation, Region

SOON_DAYS = 30
COUNTY_DIGITS = 6
KEY = ("engine", "kind", "place_id", "owner_id")
"""What gaps of one group share."""
ADDITIVE = frozenset({"count", "money", "area", "land_area", "length", "mass", "energy", "capacity", "occasions"})
"""Dimensions of which amounts add up; a sum of shares, ranks or days means nothing."""


@dataclass(frozen=True, slots=True)
class Group:
    """Gaps of one kind, place and owner: a row of the board.

    Attributes:
        count: How many gaps.
        overdue: How many of them are past the day by which they must be closed.
        due_next: The earliest such day that is still to come, or None.
        since: The first day that is documented for any of them, or None.
        size: Sum of their sizes in `unit`; None unless one rule measures all of them in one unit that adds up.
        largest: The largest size in `unit` where they share a unit but do not add up.
        unsolid: How many rest on unknown or synthetic data.
        synthetic: How many rest on synthetic data.
        unmeasured: How many the last run could not measure.
    """

    engine: str
    kind: str
    place: str | None
    place_name: str
    place_name_en: str
    owner: str | None
    owner_name: str
    owner_name_en: str
    count: int
    overdue: int
    due_next: date | None
    since: date | None
    size: Decimal | None
    largest: Decimal | None
    unit: str
    unit_name: str
    unit_name_en: str
    unsolid: int
    synthetic: int
    unmeasured: int


@dataclass(frozen=True, slots=True)
class Line:
    """One group as counted: its key and its counts, without names and sizes."""

    engine: str
    kind: str
    place: str | None
    owner: str | None
    count: int
    overdue: int
    soon: int
    unsolid: int
    synthetic: int
    unmeasured: int
    due_next: date | None
    since: date | None

    @property
    def key(self) -> tuple[str, str, str | None, str | None]:
        """What makes it one group."""
        return (self.engine, self.kind, self.place, self.owner)


@dataclass(frozen=True, slots=True)
class Totals:
    """The whole of what was asked for, in figures."""

    count: int
    groups: int
    overdue: int
    soon: int
    unsolid: int
    synthetic: int
    unmeasured: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a filter can take, with how many open gaps it would leave."""

    value: str
    name: str
    name_en: str
    count: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What the board can be filtered by, as far as the actor may see."""

    engines: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    places: tuple[Choice, ...]
    owners: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Every group that was asked for, counted, those with the most overdue gaps first, then the largest."""

    lines: tuple[Line, ...]
    totals: Totals


def tally(actor: Actor, asked: Asked, *, today: date) -> Tally:
    """Count what was asked for, by group and in all; soon is within 30 days from today, today included.

    Raises:
        DataError: the place is no region code.
    """
    soon = Q(state=GapState.OPEN, due__gte=today, due__lte=today + timedelta(days=SOON_DAYS))
    rows = (
        selected(actor, asked)
        .order_by()
        .values_list(*KEY)
        .annotate(
            number=Count("pk"),
            overdue=Count("pk", filter=Q(state=GapState.OPEN, due__lt=today)),
            soon=Count("pk", filter=soon),
            unsolid=Count("pk", filter=Q(solid=False)),
            made_up=Count("pk", filter=Q(synthetic=True)),
            unmeasured=Count("pk", filter=Q(measured=False)),
            due_next=Min("due", filter=Q(due__gte=today)),
            first_since=Min("since"),
        )
    )
    lines = sorted((Line(*row) for row in rows), key=_order)
    return Tally(
        tuple(lines),
        Totals(
            count=sum(line.count for line in lines),
            groups=len(lines),
            overdue=sum(line.overdue for line in lines),
            soon=sum(line.soon for line in lines),
            unsolid=sum(line.unsolid for line in lines),
            synthetic=sum(line.synthetic for line in lines),
            unmeasured=sum(line.unmeasured for line in lines),
        ),
    )


def groups(actor: Actor, asked: Asked, lines: Sequence[Line]) -> tuple[Group, ...]:
    """Some lines of the tally with their names and sizes, in the order given."""
    if not lines:
        return ()
    at = Q(place__in={line.place for line in lines if line.place})
    if any(line.place is None for line in lines):
        at |= Q(place=None)
    sizes = {
        tuple(row[name] for name in KEY): row
        for row in selected(actor, asked)
        .filter(at, kind__in={line.kind for line in lines})
        .order_by()
        .values(*KEY)
        .annotate(
            total=Sum("size"),
            largest=Max("size"),
            sized=Count("size"),
            units=Count("unit", distinct=True, filter=~Q(unit="")),
            a_unit=Max("unit"),
            rules=Count("rule", distinct=True),
        )
    }
    places = {row.pk: row for row in Region.objects.filter(pk__in={line.place for line in lines if line.place})}
    owners = {row.pk: row for row in Organisation.objects.filter(pk__in={line.owner for line in lines if line.owner})}
    units = {unit.code: unit for unit in Unit.objects.all()}
    return tuple(
        _group(line, places.get(line.place or ""), owners.get(line.owner or ""), _size(line, sizes[line.key], units))
        for line in lines
    )


def choices(actor: Actor, *, state: str) -> Choices:
    """What the gaps of a state (of every state when empty) can be filtered by; places down to counties and zones."""
    rows = Gap.objects.filter(visible(actor))
    if state:
        rows = rows.filter(state=state)
    counted: tuple[Counter[str], ...] = (Counter(), Counter(), Counter(), Counter())
    for *key, number in rows.order_by().values_list(*KEY).annotate(number=Count("pk")):
        engine, kind, place, owner = key
        for column, value in zip(counted, (engine, kind, _county(place), owner or NOBODY), strict=True):
            column[value] += number
    engines, kinds, placed, owned = counted
    return Choices(
        engines=tuple(Choice(code, "", "", number) for code, number in sorted(engines.items())),
        kinds=tuple(Choice(code, "", "", number) for code, number in sorted(kinds.items())),
        places=_named(placed, Region.objects.filter(code__in=placed)),
        owners=_named(owned, Organisation.objects.filter(id__in=owned)),
    )


def _county(place: str | None) -> str:
    return place[:COUNTY_DIGITS] if place else NOBODY


def _order(line: Line) -> tuple[int, int, str, str, str]:
    return (-line.overdue, -line.count, line.kind, line.place or "", line.owner or "")


def _named(counted: Counter[str], rows: Iterable[Region] | Iterable[Organisation]) -> tuple[Choice, ...]:
    names = {row.pk: row for row in rows}
    known = [Choice(code, names[code].name, names[code].name_en, counted[code]) for code in sorted(names)]
    nobody = counted[NOBODY]
    return (*known, *((Choice(NOBODY, "", "", nobody),) if nobody else ()))


@dataclass(frozen=True, slots=True)
class _Size:
    total: Decimal | None
    largest: Decimal | None
    unit: str
    name: str
    name_en: str


def _size(line: Line, row: Mapping[str, Any], units: Mapping[str, Unit]) -> _Size:
    """What can be said of the sizes of a group. They are added only where a sum means something."""
    code = str(row["a_unit"]) if row["units"] == 1 else ""
    unit = units.get(code)
    one_measure = line.count == 1 or (row["rules"] == 1 and unit is not None and unit.dimension in ADDITIVE)
    whole = bool(code) and one_measure and row["sized"] == line.count
    return _Size(
        total=row["total"] if whole else None,
        largest=None if whole or not code else row["largest"],
        unit=code,
        name=unit.name if unit else code,
        name_en=unit.name_en if unit else "",
    )


def _group(line: Line, place: Region | None, owner: Organisation | None, size: _Size) -> Group:
    return Group(
        engine=line.engine,
        kind=line.kind,
        place=line.place,
        place_name=place.name if place else "",
        place_name_en=place.name_en if place else "",
        owner=line.owner,
        owner_name=owner.name if owner else "",
        owner_name_en=owner.name_en if owner else "",
        count=line.count,
        overdue=line.overdue,
        due_next=line.due_next,
        since=line.since,
        size=size.total,
        largest=size.largest,
        unit=size.unit,
        unit_name=size.name,
        unit_name_en=size.name_en,
        unsolid=line.unsolid,
        synthetic=line.synthetic,
        unmeasured=line.unmeasured,
    )
