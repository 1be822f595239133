"""What may be read of regions, organisations and firms, by whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from zhiyi.kernel.messages import Message, NotFound
from zhiyi.server.accounts.actors import Actor
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.orgs.models import Organisation, Region
from zhiyi.server.paging import Page

LEVELS = 6
"""Country, province, prefecture, county, township, village."""


@dataclass(frozen=True, slots=True)
class Named:
    """A place with its names."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class RegionCard:
    """A region as listed, with how many regions and organisations lie directly under it."""

    code: str
    name: str
    name_en: str
    parent: str | None
    level: str
    kind: str
    synthetic: bool
    source: str
    children: int
    organisations: int


@dataclass(frozen=True, slots=True)
class OrganisationCard:
    """An organisation as listed; `generic` until the city names the real one."""

    id: str
    name: str
    name_en: str
    kind: str
    region: str | None
    parent: str | None
    functions: str
    founded: str
    generic: bool
    synthetic: bool
    source: str
    children: int


def within(code: str) -> QuerySet[Region]:
    """The region of a code and every region in it, to filter by; from a country down to a village."""
    inside = Q(code=code)
    for depth in range(1, LEVELS):
        inside |= Q(**{"__".join(["parent"] * depth) + "_id": code})
    return Region.objects.filter(inside)


def lineage(code: str) -> tuple[str, ...]:
    """A region's code and those of the regions that it lies in, for a permission to be asked for."""
    found: list[str] = []
    at: str | None = code
    while at and at not in found:
        found.append(at)
        at = Region.objects.filter(pk=at).values_list("parent_id", flat=True).first()
    return tuple(found)


def region(actor: Actor, code: str) -> RegionCard:
    """One region.

    Raises:
        NotFound: there is none of that code.
    """
    found = _regions(actor, Q(code=code))
    if not found:
        raise NotFound(Message("orgs.no_region", code=code))
    return found[0]


def regions(
    actor: Actor, *, parent: str | None = None, words: str = "", level: str = "", kind: str = ""
) -> tuple[RegionCard, ...]:
    """Regions by code: all, those directly under `parent`, or those whose name or code has `words`."""
    return _regions(actor, _asked_regions(parent=parent, words=words, level=level, kind=kind))


def region_page(
    actor: Actor, *, parent: str | None = None, words: str = "", level: str = "", kind: str = "", first: int, count: int
) -> Page[RegionCard]:
    """`count` regions after the first `first`; the filters are those of `regions`."""
    chosen = _asked_regions(parent=parent, words=words, level=level, kind=kind)
    total = Region.objects.filter(chosen, retired_on=None).count()
    return Page(_regions(actor, chosen, first=first, count=count), total)


def region_names(actor: Actor, codes: Iterable[str]) -> dict[str, Named]:
    """Names of regions by code; a code without a region is left out. Public."""
    del actor
    rows = Region.objects.filter(code__in=set(codes)).values_list("code", "name", "name_en")
    return {code: Named(code, name, name_en) for code, name, name_en in rows}


def made_up_roots(actor: Actor) -> tuple[RegionCard, ...]:
    """The outermost made-up places; everything in them is made up."""
    return _regions(actor, Q(synthetic=True) & (Q(parent=None) | Q(parent__synthetic=False)))


def counts_within(actor: Actor, code: str) -> dict[str, int]:
    """How many regions of each kind lie in a region, at every depth; itself is not counted."""
    del actor
    found: Counter[str] = Counter()
    above = [code]
    while above:
        below = Region.objects.filter(parent__in=above, retired_on=None).order_by("code").values_list("code", "kind")
        found.update(kind for _, kind in below)
        above = [inner for inner, _ in below]
    return dict(found)


def _asked_regions(*, parent: str | None, words: str, level: str, kind: str) -> Q:
    chosen = Q()
    if parent is not None:
        chosen &= Q(parent_id=parent) if parent else Q(parent=None)
    if words:
        chosen &= Q(name__icontains=words) | Q(name_en__icontains=words) | Q(code__startswith=words)
    if level:
        chosen &= Q(level=level)
    if kind:
        chosen &= Q(kind=kind)
    return chosen


def ancestors(actor: Actor, code: str) -> tuple[RegionCard, ...]:
    """The regions that a region lies in, the outermost first."""
    chain: list[RegionCard] = []
    card = region(actor, code)
    while card.parent is not None:
        card = region(actor, card.parent)
        chain.insert(0, card)
    return tuple(chain)


def organisation(actor: Actor, code: str) -> OrganisationCard:
    """One organisation.

    Raises:
        NotFound: there is none of that id, or the actor may not see it.
    """
    found = _organisations(actor, Q(id=code))
    if not found:
        raise NotFound(Message("orgs.no_organisation", code=code))
    return found[0]


def organisations(
    actor: Actor, *, region: str = "", parent: str = "", kind: str = "", words: str = "", generic: bool | None = None
) -> tuple[OrganisationCard, ...]:
    """Organisations by id; an empty filter does not filter."""
    chosen = _asked_organisations(region=region, parent=parent, kind=kind, words=words, generic=generic)
    return _organisations(actor, chosen)


def organisation_page(
    actor: Actor,
    *,
    region: str = "",
    parent: str = "",
    kind: str = "",
    words: str = "",
    generic: bool | None = None,
    first: int,
    count: int,
) -> Page[OrganisationCard]:
    """`count` organisations after the first `first`; the filters are those of `organisations`."""
    chosen = _asked_organisations(region=region, parent=parent, kind=kind, words=words, generic=generic)
    total = _seen_organisations(actor, chosen).count()
    return Page(_organisations(actor, chosen, first=first, count=count), total)


def _asked_organisations(*, region: str, parent: str, kind: str, words: str, generic: bool | None) -> Q:
    chosen = Q()
    for name, value in (("region_id", region), ("parent_id", parent), ("kind", kind)):
        if value:
            chosen &= Q(**{name: value})
    if words:
        chosen &= Q(name__icontains=words) | Q(name_en__icontains=words)
    if generic is not None:
        chosen &= Q(generic=generic)
    return chosen


def counts(actor: Actor) -> dict[str, int]:
    """How many regions of each kind stand, real and made-up ones apart (`synthetic:<kind>`)."""
    del actor
    counted = Region.objects.filter(retired_on=None).values_list("kind", "synthetic").annotate(number=Count("pk"))
    return {f"synthetic:{kind}" if made_up else kind: number for kind, made_up, number in counted.order_by("kind")}


def _regions(actor: Actor, chosen: Q, *, first: int = 0, count: int | None = None) -> tuple[RegionCard, ...]:
    """Names and codes of divisions are public; every actor may read them."""
    rows = list(
        Region.objects.filter(chosen, retired_on=None).order_by("code")[
            first : None if count is None else first + count
        ]
    )
    codes = [row.code for row in rows]
    children = _numbers(Region.objects.filter(parent__in=codes, retired_on=None), "parent")
    units = _numbers(_seen_organisations(actor, Q(region__in=codes)), "region")
    return tuple(
        RegionCard(
            code=row.code,
            name=row.name,
            name_en=row.name_en,
            parent=row.parent_id,
            level=row.level,
            kind=row.kind,
            synthetic=row.synthetic,
            source=row.source,
            children=children.get(row.code, 0),
            organisations=units.get(row.code, 0),
        )
        for row in rows
    )


def _numbers(rows: QuerySet[Region] | QuerySet[Organisation], by: str) -> dict[str, int]:
    return dict(rows.order_by().values_list(by).annotate(number=Count("pk")))


def _seen_organisations(actor: Actor, chosen: Q) -> QuerySet[Organisation]:
    """Enterprises are seen by those who may view organisations; every other unit is public."""
    if not actor.may(Permission.ORGS_VIEW):
        chosen &= ~Q(kind="enterprise")
    return Organisation.objects.filter(chosen, retired_on=None)


def _organisations(
    actor: Actor, chosen: Q, *, first: int = 0, count: int | None = None
) -> tuple[OrganisationCard, ...]:
    rows = _seen_organisations(actor, chosen).annotate(
        children_count=Count("children", filter=Q(children__retired_on=None))
    )
    return tuple(
        OrganisationCard(
            id=row.pk,
            name=row.name,
            name_en=row.name_en,
            kind=row.kind,
            region=row.region_id,
            parent=row.parent_id,
            functions=row.functions,
            founded=row.founded,
            generic=row.generic,
            synthetic=row.synthetic,
            source=row.source,
            children=row.children_count,
        )
        for row in rows.order_by("id")[first : None if count is None else first + count]
    )
