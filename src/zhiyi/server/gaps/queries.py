"""What may be read of the gap board, by whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet

from zhiyi.kernel import records
from zhiyi.kernel.evidence import Evidence
from zhiyi.kernel.gap import GapState, Visibility
from zhiyi.kernel.messages import Message, NotFound
from zhiyi.kernel.places import RegionCode
from zhiyi.server.accounts.actors import Actor
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.gaps.models import Gap
from zhiyi.server.indicators.models import Unit
from zhiyi.server.orgs import queries as orgs
from zhiyi.server.paging import Page

_ZONE = re.compile(r"[0-9]{6}-Z[0-9]{2}")
NOBODY = "-"
"""As a filter: gaps that have no owner, or no place."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which gaps are asked for; an empty filter does not filter.

    Attributes:
        place: A region and everything in it; "-" asks for gaps of no place.
        at: Exactly this place; "-" asks for gaps of no place.
        owner: An organisation; "-" asks for gaps that nobody owns yet.
        words: Part of the subject, the rule, or the name of the place or owner.
        picked: Groups by engine, kind, place and owner ("-" for none); only gaps of these where any are given.
    """

    engine: str = ""
    kind: str = ""
    place: str = ""
    at: str = ""
    owner: str = ""
    state: str = GapState.OPEN
    words: str = ""
    picked: tuple[tuple[str, str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class GapCard:
    """One gap as shown: everything that the board, the API and the CLI say of it."""

    id: int
    fingerprint: str
    state: GapState
    kind: str
    engine: str
    rule: str
    title: Message
    subject: str
    place: str | None
    place_name: str
    place_name_en: str
    affected_who: Message | None
    affected_count: int | None
    size: Decimal | None
    unit: str
    unit_name: str
    unit_name_en: str
    since: date | None
    due: date | None
    owner: str | None
    owner_name: str
    owner_name_en: str
    visibility: Visibility
    scope: str
    evidence: tuple[Evidence, ...]
    solid: bool
    synthetic: bool
    measured: bool
    case: str
    found_at: datetime
    closed_at: datetime | None
    run: str


@dataclass(frozen=True, slots=True)
class GapStep:
    """One thing that happened to a gap: found, updated, closed, reopened or unmeasured, and what stood before."""

    kind: str
    at: datetime
    run: str
    before: tuple[tuple[str, str], ...] = ()


def gaps(
    actor: Actor,
    *,
    engine: str = "",
    kind: str = "",
    place: str = "",
    at: str = "",
    owner: str = "",
    state: str = GapState.OPEN,
    words: str = "",
    first: int = 0,
    count: int | None = None,
) -> tuple[GapCard, ...]:
    """Gaps that the actor may see, the earliest due first; the filters are those of `Asked`.

    `first` leaves out so many at the beginning, and `count` limits how many follow.

    Raises:
        DataError: the place is no region code.
    """
    asked = Asked(engine=engine, kind=kind, place=place, at=at, owner=owner, state=state, words=words)
    return found(actor, asked, first=first, count=count)


def found(actor: Actor, asked: Asked, *, first: int = 0, count: int | None = None) -> tuple[GapCard, ...]:
    """As `gaps`, with the filters as one value.

    Raises:
        DataError: the place is no region code.
    """
    chosen = in_order(selected(actor, asked))[first : None if count is None else first + count]
    units = _units()
    return tuple(_card(row, units) for row in chosen)


def page(actor: Actor, asked: Asked, *, first: int, count: int) -> Page[GapCard]:
    """`count` gaps after the first `first`, the earliest due first, and how many there are.

    Raises:
        DataError: the place is no region code.
    """
    rows, units = selected(actor, asked), _units()
    return Page(tuple(_card(row, units) for row in in_order(rows)[first : first + count]), rows.count())


def every(actor: Actor, asked: Asked) -> Iterator[GapCard]:
    """Gaps one by one, the earliest due first, for exports too long to hold."""
    units = _units()
    for row in in_order(selected(actor, asked)).iterator(chunk_size=1000):
        yield _card(row, units)


def gap(actor: Actor, number: int) -> GapCard:
    """One gap.

    Raises:
        NotFound: there is none of that number, or the actor may not see it.
    """
    return _card(_one(actor, number), _units())


def history(actor: Actor, number: int) -> tuple[GapStep, ...]:
    """What happened to a gap, oldest first.

    Raises:
        NotFound: there is none of that number, or the actor may not see it.
    """
    return tuple(
        GapStep(kind, at, run, tuple(sorted(details.get("before", {}).items())))
        for kind, at, run, details in _one(actor, number).events.values_list("kind", "at", "run", "details")
    )


def counts(actor: Actor) -> dict[str, int]:
    """How many open gaps of each kind the actor may see."""
    counted = Gap.objects.filter(visible(actor), state=GapState.OPEN).values_list("kind")
    return dict(counted.annotate(number=Count("pk")).order_by("kind"))


def selected(actor: Actor, asked: Asked) -> QuerySet[Gap]:
    """The rows that are asked for and that the actor may see.

    Raises:
        DataError: the place is no region code.
    """
    rows = Gap.objects.filter(visible(actor))
    for name, value in (("engine", asked.engine), ("kind", asked.kind), ("state", asked.state)):
        if value:
            rows = rows.filter(**{name: value})
    for name, value in (("place", asked.at), ("owner", asked.owner)):
        if value:
            rows = rows.filter(**{name: None if value == NOBODY else value})
    if asked.place == NOBODY:
        rows = rows.filter(place=None)
    elif asked.place:
        rows = rows.filter(place__in=orgs.within(_checked(asked.place)))
    if asked.words:
        rows = rows.filter(_speaks_of(asked.words))
    if asked.picked:
        rows = rows.filter(_any_of(asked.picked))
    return rows


def visible(actor: Actor) -> Q:
    """Public gaps for everyone; internal ones for staff who view gaps, restricted ones within their scope."""
    seen = Q(visibility=Visibility.PUBLIC)
    if actor.may(Permission.GAPS_VIEW):
        seen |= _reach(actor.scopes_for(Permission.GAPS_VIEW)) & Q(visibility=Visibility.INTERNAL)
    if actor.may(Permission.GAPS_RESTRICTED):
        seen |= _held(actor.scopes_for(Permission.GAPS_RESTRICTED)) & Q(visibility=Visibility.RESTRICTED)
    return seen


def _reach(scopes: frozenset[str] | None) -> Q:
    """Everything where the permission holds in the whole city, else what lies in the places or units of its scopes."""
    if scopes is None:
        return Q()
    inside = Q(pk__in=[])
    for scope in sorted(scopes):
        regions = orgs.within(scope)
        inside |= Q(place__in=regions) | Q(owner=scope) | Q(owner__region__in=regions)
    return inside


def _held(scopes: frozenset[str] | None) -> Q:
    """Restricted gaps belong to one unit or place; a grant on it, or on a place that holds it, reaches them."""
    if scopes is None:
        return Q()
    inside = Q(pk__in=[])
    for scope in sorted(scopes):
        inside |= Q(scope=scope) | Q(scope__in=orgs.within(scope).values("code"))
    return inside


def _checked(code: str) -> str:
    """The code of a region or of a zone without an official code.

    Raises:
        DataError: it is no region code.
    """
    if not _ZONE.fullmatch(code):
        RegionCode.parse(code)
    return code


def _any_of(picked: tuple[tuple[str, str, str, str], ...]) -> Q:
    chosen = Q(pk__in=[])
    for engine, kind, place, owner in picked:
        at = {"place": None if place == NOBODY else place, "owner": None if owner == NOBODY else owner}
        chosen |= Q(engine=engine, kind=kind, **at)
    return chosen


def _units() -> dict[str, tuple[str, str]]:
    return {code: (name, name_en) for code, name, name_en in Unit.objects.values_list("code", "name", "name_en")}


def _speaks_of(words: str) -> Q:
    fields = ("subject", "rule", "place__name", "place__name_en", "owner__name", "owner__name_en")
    spoken = Q()
    for field in fields:
        spoken |= Q(**{f"{field}__icontains": words})
    return spoken


def in_order(rows: QuerySet[Gap]) -> QuerySet[Gap]:
    """The earliest due first, those without a date last."""
    return rows.select_related("place", "owner").order_by(F("due").asc(nulls_last=True), "id")


def _one(actor: Actor, number: int) -> Gap:
    row = Gap.objects.filter(visible(actor), pk=number).select_related("place", "owner").first()
    if row is None:
        raise NotFound(Message("gaps.no_gap", id=str(number)))
    return row


def _card(row: Gap, units: dict[str, tuple[str, str]]) -> GapCard:
    unit_name, unit_name_en = units.get(row.unit, (row.unit, ""))
    return GapCard(
        id=row.pk,
        fingerprint=row.fingerprint,
        state=GapState(row.state),
        kind=row.kind,
        engine=row.engine,
        rule=row.rule,
        title=records.message(row.title),
        subject=row.subject,
        place=row.place_id,
        place_name=row.place.name if row.place else "",
        place_name_en=row.place.name_en if row.place else "",
        affected_who=records.message(row.affected_who) if row.affected_who else None,
        affected_count=row.affected_count,
        size=row.size,
        unit=row.unit,
        unit_name=unit_name,
        unit_name_en=unit_name_en,
        since=row.since,
        due=row.due,
        owner=row.owner_id,
        owner_name=row.owner.name if row.owner else "",
        owner_name_en=row.owner.name_en if row.owner else "",
        visibility=Visibility(row.visibility),
        scope=row.scope,
        evidence=tuple(records.evidence(piece) for piece in row.evidence),
        solid=row.solid,
        synthetic=row.synthetic,
        measured=row.measured,
        case=row.case,
        found_at=row.found_at,
        closed_at=row.closed_at,
        run=row.last_run,
    )
