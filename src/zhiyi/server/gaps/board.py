"""The gap board as groups of one kind, place and owner, counted by the database: millions of gaps fit one page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, Q, Sum
from django.db.models.functions import Substr

from zhiyi.kernel.gap import GapState
from zhiyi.server.accounts.actors import Actor
from zhiyi.server.gaps.models import Gap
from zhiyi.server.gaps.queries import NOBODY, Asked, selected, visible
from zhiyi.server.indicators.models import Unit
from zhiyi.server.orgs.models import Organisation, Region

SOON_DAYS = 30
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


def groups(actor: Actor, asked: Asked, *, today: date, first: int = 0, count: int | None = None) -> tuple[Group, ...]:
    """Groups, those with the most overdue gaps first, then the largest.

    Raises:
        DataError: the place is no region code.
    """
    by = ("engine", "kind", "place_id", "place__name", "place__name_en", "owner_id", "owner__name", "owner__name_en")
    rows = (
        selected(actor, asked)
        .values(*by)
        .annotate(
            number=Count("pk"),
            overdue=Count("pk", filter=_late(today)),
            due_next=Min("due", filter=Q(due__gte=today)),
            first_since=Min("since"),
            total=Sum("size"),
            largest=Max("size"),
            sized=Count("size"),
            units=Count("unit", distinct=True, filter=~Q(unit="")),
            a_unit=Max("unit"),
            rules=Count("rule", distinct=True),
            unsolid=Count("pk", filter=Q(solid=False)),
            made_up=Count("pk", filter=Q(synthetic=True)),
            unmeasured=Count("pk", filter=Q(measured=False)),
        )
        .order_by("-overdue", "-number", "kind", "place_id", "owner_id")
    )
    units = {unit.code: unit for unit in Unit.objects.all()}
    chosen = rows[first : None if count is None else first + count]
    return tuple(_group(row, units) for row in chosen)


def totals(actor: Actor, asked: Asked, *, today: date) -> Totals:
    """Counts over everything that was asked for; soon is within 30 days from today, today included.

    Raises:
        DataError: the place is no region code.
    """
    rows = selected(actor, asked)
    found = rows.aggregate(
        count=Count("pk"),
        overdue=Count("pk", filter=_late(today)),
        soon=Count("pk", filter=Q(state=GapState.OPEN, due__gte=today, due__lte=today + timedelta(days=SOON_DAYS))),
        unsolid=Count("pk", filter=Q(solid=False)),
        synthetic=Count("pk", filter=Q(synthetic=True)),
        unmeasured=Count("pk", filter=Q(measured=False)),
    )
    apart = rows.order_by().values("engine", "kind", "place_id", "owner_id").distinct().count()
    return Totals(groups=apart, **found)


def choices(actor: Actor, *, state: str) -> Choices:
    """What the gaps of a state (of every state when empty) can be filtered by; places down to counties and zones."""
    rows = Gap.objects.filter(visible(actor))
    if state:
        rows = rows.filter(state=state)
    engines = rows.order_by("engine").values_list("engine").annotate(number=Count("pk"))
    kinds = rows.order_by("kind").values_list("kind").annotate(number=Count("pk"))
    units = rows.annotate(county=Substr("place_id", 1, 6)).order_by("county")
    placed: dict[str | None, int] = dict(units.values_list("county").annotate(number=Count("pk")))
    owned: dict[str | None, int] = dict(rows.order_by("owner").values_list("owner").annotate(number=Count("pk")))
    return Choices(
        engines=tuple(Choice(code, "", "", number) for code, number in engines),
        kinds=tuple(Choice(code, "", "", number) for code, number in kinds),
        places=_named(placed, Region.objects.filter(code__in=[code for code in placed if code])),
        owners=_named(owned, Organisation.objects.filter(id__in=[code for code in owned if code])),
    )


def _late(today: date) -> Q:
    """Open past the day by which it must be closed; on that very day it is not late yet."""
    return Q(state=GapState.OPEN, due__lt=today)


def _named(counted: dict[str | None, int], rows: Iterable[Region] | Iterable[Organisation]) -> tuple[Choice, ...]:
    names = {row.pk: row for row in rows}
    known = [
        Choice(code, names[code].name, names[code].name_en, number) for code, number in counted.items() if code in names
    ]
    nobody = counted.get(None, 0)
    return (*known, *((Choice(NOBODY, "", "", nobody),) if nobody else ()))


def _group(row: dict[str, Any], units: dict[str, Unit]) -> Group:
    """A group from the database's row. Sizes are added only where a sum means something."""
    code = str(row["a_unit"]) if row["units"] == 1 else ""
    unit = units.get(code)
    one_measure = row["number"] == 1 or (row["rules"] == 1 and unit is not None and unit.dimension in ADDITIVE)
    whole = bool(code) and one_measure and row["sized"] == row["number"]
    return Group(
        engine=row["engine"],
        kind=row["kind"],
        place=row["place_id"],
        place_name=row["place__name"] or "",
        place_name_en=row["place__name_en"] or "",
        owner=row["owner_id"],
        owner_name=row["owner__name"] or "",
        owner_name_en=row["owner__name_en"] or "",
        count=row["number"],
        overdue=row["overdue"],
        due_next=row["due_next"],
        since=row["first_since"],
        size=row["total"] if whole else None,
        largest=None if whole or not code else row["largest"],
        unit=code,
        unit_name=unit.name if unit else code,
        unit_name_en=unit.name_en if unit else "",
        unsolid=row["unsolid"],
        synthetic=row["made_up"],
        unmeasured=row["unmeasured"],
    )
