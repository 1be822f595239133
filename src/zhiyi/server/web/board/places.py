"""The organisation browser: from the city down to every village, and the units of each place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhiyi.kernel.messages import Message
from zhiyi.server.accounts.actors import PageRequest
from zhiyi.server.accounts.doors import public_door
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.accounts.public_doors import WHY_ABOUT
from zhiyi.server.orgs import queries
from zhiyi.server.orgs.queries import OrganisationCard, RegionCard
from zhiyi.server.packs.queries import City, city
from zhiyi.server.paging import Page
from zhiyi.server.web.board import asked as asking
from zhiyi.server.web.city.scene import Scene, of_request
from zhiyi.server.web.pieces import Cell, Column, Empty, Fact, Field, Link, Row, Table, Words

REGIONS_A_PAGE = 50
ORGANISATIONS_SHOWN = 20
KINDS = (
    "country",
    "province",
    "prefecture_city",
    "district",
    "county",
    "county_city",
    "functional_zone",
    "street",
    "town",
    "township",
    "community",
    "village",
    "other",
)
MOST_UNITS = 500
UNITS_AT_HOME = 12
"""Units of the city itself on the first page; its own page has all."""
UNIT_KINDS = (
    "party",
    "government",
    "department",
    "zone_committee",
    "street_office",
    "institute",
    "chamber",
    "enterprise",
)
_UNIT_ORDER = {kind: at for at, kind in enumerate(UNIT_KINDS)}
ABOVE = frozenset({"country", "province", "prefecture_city"})
"""Kinds that do not lie in a city."""


@public_door(WHY_ABOUT)
@require_safe
def organisations(request: PageRequest) -> HttpResponse:
    """The city with its county-level units; with words or a kind, every place and unit that has them."""
    scene = of_request(request)
    words, kind = asking.words(request), asking.one_of(request, "kind", KINDS)
    home = city(request.actor)
    if words or kind:
        return _found(request, scene, words=words, kind=kind)
    own = queries.region(request.actor, home.region) if home and home.region else None
    parent = own.code if own else ""
    context = {
        "answer": _answer(scene, home, queries.counts(request.actor)),
        "filters": asking.filters(request, _fields(words=words, kind=kind)),
        "own": own and Link(reverse("region", args=[own.code]), scene.name(own)),
        "table": _children(request, scene, parent=parent),
        "units": _units(request, scene, region=parent, shown=UNITS_AT_HOME) if parent else None,
        "made_up": _regions_table(scene, Message("board.places.made_up"), queries.made_up_roots(request.actor)),
    }
    return render(request, "board/places.html", context)


@public_door(WHY_ABOUT)
@require_safe
def region(request: PageRequest, code: str) -> HttpResponse:
    """One place: where it lies, what lies in it, which units it has."""
    scene = of_request(request)
    card = queries.region(request.actor, code)
    inside = queries.counts_within(request.actor, code)
    context = {
        "card": card,
        "name": scene.name(card),
        "crumbs": _crumbs(scene, queries.ancestors(request.actor, code)),
        "facts": _region_facts(scene, card),
        "answer": Message("board.places.holds", name=scene.name(card), kinds=_counted(inside))
        if inside
        else Message("board.places.holds_nothing", name=scene.name(card)),
        "table": _children(request, scene, parent=code),
        "units": _units(request, scene, region=code),
        "gaps_url": reverse("gaps") + f"?place={code}" if request.actor.may(Permission.GAPS_VIEW) else "",
    }
    return render(request, "board/region.html", context)


@public_door(WHY_ABOUT)
@require_safe
def organisation(request: PageRequest, code: str) -> HttpResponse:
    """One unit: what it is for, where it belongs, which units are under it."""
    scene = of_request(request)
    card = queries.organisation(request.actor, code)
    place = queries.region(request.actor, card.region) if card.region else None
    above = queries.organisation(request.actor, card.parent) if card.parent else None
    under = queries.organisation_page(request.actor, parent=code, first=0, count=REGIONS_A_PAGE)
    context = {
        "card": card,
        "name": scene.name(card),
        "crumbs": _crumbs(scene, (*queries.ancestors(request.actor, place.code), place)) if place else (),
        "facts": _organisation_facts(scene, card, place, above),
        "under": _organisations_table(scene, under, Message("board.units.under", count=under.total)),
    }
    return render(request, "board/organisation.html", context)


def _found(request: PageRequest, scene: Scene, *, words: str, kind: str) -> HttpResponse:
    """Places and units by name or code."""
    window, page = _window(request, words=words, kind=kind, parent=None)
    units = queries.organisation_page(request.actor, words=words, first=0, count=ORGANISATIONS_SHOWN) if words else None
    caption = Message("board.places.found", count=page.total)
    table = _regions_table(scene, caption, page.items, paths=True)
    context = {
        "answer": Message("board.places.answer_found", places=page.total, units=units.total if units else 0),
        "filters": asking.filters(request, _fields(words=words, kind=kind)),
        "table": table,
        "pager": asking.pager(request, window),
        "units": _organisations_table(scene, units, Message("board.units.found", count=units.total)) if units else None,
    }
    return render(request, "board/places.html", context)


def _children(request: PageRequest, scene: Scene, *, parent: str) -> Table:
    window, page = _window(request, words="", kind="", parent=parent)
    caption = Message("board.places.children", count=page.total)
    made = _regions_table(scene, caption, page.items)
    return Table(
        made.caption,
        made.columns,
        made.rows,
        empty=Empty(Message("board.places.none_inside"), Message("board.places.none_inside_cure")),
        pager=asking.pager(request, window),
    )


def _window(
    request: PageRequest, *, words: str, kind: str, parent: str | None
) -> tuple[asking.Window, Page[RegionCard]]:
    """The page of regions that is asked for; its number is checked against how many there are."""
    filtered = {"words": words, "kind": kind}
    total = queries.region_page(request.actor, parent=parent, first=0, count=0, **filtered).total
    window = asking.window(request, total=total, size=REGIONS_A_PAGE)
    page = queries.region_page(request.actor, parent=parent, first=window.first, count=window.size, **filtered)
    return window, page


def _regions_table(scene: Scene, caption: Words, cards: Iterable[RegionCard], *, paths: bool = False) -> Table:
    """Places as rows; `paths` adds where each lies."""
    heads = ["name", "code", "kind", "lies_in" if paths else "inside", "units"]
    shown = tuple(cards)
    above = queries.region_names(scene.actor, [card.parent for card in shown if card.parent]) if paths else {}
    rows = []
    for card in shown:
        held = above.get(card.parent or "")
        third = Cell(scene.name(held), url=_region_url(held.code)) if held else Cell("—" if paths else card.children)
        rows.append(
            Row(
                (
                    Cell(scene.name(card), url=_region_url(card.code), sub=_made_up(card.synthetic)),
                    Cell(card.code),
                    Cell(region_kind(card.kind)),
                    third,
                    Cell(card.organisations),
                )
            )
        )
    columns = tuple(Column(Message(f"board.places.head.{name}"), number=name in {"inside", "units"}) for name in heads)
    empty = Empty(Message("board.places.none_found"), Message("board.places.none_found_cure"))
    return Table(caption, columns, tuple(rows), empty=empty)


def _units(request: PageRequest, scene: Scene, *, region: str, shown: int = MOST_UNITS) -> Table:
    """The units of a place, by their kind; a place has at most some hundreds."""
    page = queries.organisation_page(request.actor, region=region, first=0, count=MOST_UNITS)
    ordered = sorted(page.items, key=lambda card: (_UNIT_ORDER.get(card.kind, len(_UNIT_ORDER)), card.id))
    part = Page(tuple(ordered[:shown]), page.total)
    return _organisations_table(scene, part, Message("board.units.of_place", count=page.total))


def _organisations_table(scene: Scene, page: Page[OrganisationCard], caption: Words) -> Table:
    rows = tuple(
        Row(
            (
                Cell(scene.name(card), url=reverse("organisation", args=[card.id]), sub=_said_of(card)),
                Cell(organisation_kind(card.kind)),
                Cell(card.functions.replace(";", "、") or "—"),
            )
        )
        for card in page.items
    )
    columns = tuple(Column(Message(f"board.units.head.{name}")) for name in ("name", "kind", "functions"))
    return Table(caption, columns, rows, empty=Empty(Message("board.units.none"), Message("board.units.none_cure")))


def region_kind(kind: str) -> Message:
    """A kind of place in words."""
    return Message(f"board.places.kind.{kind}")


def organisation_kind(kind: str) -> Message:
    """A kind of unit in words."""
    return Message(f"board.units.kind.{kind}")


def _said_of(card: OrganisationCard) -> Words:
    """What a reader must know of a name: that it is made up, or that the city has not given it."""
    if card.synthetic:
        return _made_up(card.synthetic)
    return Message("board.units.generic") if card.generic else ""


def _made_up(synthetic: bool) -> Words:
    return Message("ui.synthetic.badge") if synthetic else ""


def _region_url(code: str | None) -> str:
    return reverse("region", args=[code]) if code else ""


def _crumbs(scene: Scene, cards: Iterable[RegionCard]) -> list[Link]:
    return [Link(_region_url(card.code), scene.name(card)) for card in cards]


def _region_facts(scene: Scene, card: RegionCard) -> tuple[Fact, ...]:
    return (
        Fact(Message("board.places.head.code"), card.code),
        Fact(Message("board.places.head.kind"), region_kind(card.kind)),
        Fact(Message("board.places.head.source"), card.source or None),
        Fact(Message("board.places.head.made_up"), Message("ui.yes" if card.synthetic else "ui.no")),
    )


def _organisation_facts(
    scene: Scene, card: OrganisationCard, place: RegionCard | None, above: OrganisationCard | None
) -> tuple[Fact, ...]:
    facts = [Fact(Message("board.units.head.kind"), organisation_kind(card.kind))]
    if place:
        facts.append(Fact(Message("board.units.head.place"), scene.name(place), _region_url(place.code)))
    if above:
        url = reverse("organisation", args=[above.id])
        facts.append(Fact(Message("board.units.head.above"), scene.name(above), url))
    facts.append(Fact(Message("board.units.head.functions"), card.functions.replace(";", "、") or None))
    if card.founded:
        facts.append(Fact(Message("board.units.head.founded"), card.founded))
    named = Message("board.units.generic_why") if card.generic else Message("board.units.named")
    facts.append(Fact(Message("board.units.head.named"), named))
    facts.append(Fact(Message("board.places.head.source"), card.source or None))
    return tuple(facts)


def _fields(*, words: str, kind: str) -> tuple[Field, ...]:
    pairs: list[tuple[str, Words]] = [(code, region_kind(code)) for code in KINDS]
    choices = asking.choices(pairs, chosen=kind, every=Message("page.filter.all"))
    return (
        Field("words", Message("board.places.by.words"), value=words),
        Field("kind", Message("board.places.by.kind"), choices),
    )


def _answer(scene: Scene, home: City | None, counts: Mapping[str, int]) -> Message:
    """The city in one sentence; made-up places are not counted."""
    if home is None:
        return Message("page.no_city")
    wanted = {kind: counts[kind] for kind in KINDS if kind in counts and kind not in ABOVE}
    return Message("board.places.holds", name=scene.name(home), kinds=_counted(wanted))


def _counted(counts: Mapping[str, int]) -> tuple[Message, ...]:
    return tuple(
        Message("board.places.counted", kind=Message(f"board.places.kinds.{kind}"), count=counts[kind])
        for kind in KINDS
        if kind in counts
    )
