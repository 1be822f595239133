"""What the frame round every page shows: city, language, ways to go, the day, the person."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from zhiyi import __version__
from zhiyi.city.texts import LANGUAGES
from zhiyi.kernel.messages import Message
from zhiyi.server import clock
from zhiyi.server.accounts import actors, doors
from zhiyi.server.accounts.actors import Actor
from zhiyi.server.accounts.roles import said
from zhiyi.server.packs import queries as packs
from zhiyi.server.packs.queries import City
from zhiyi.server.web import days
from zhiyi.server.web.pieces import AsOf, Link, NavItem, PersonMenu, Words

LANGUAGE_PARAMETER = "lang"
LEDGER_PAGES = frozenset(
    {
        "home",
        "overview",
        "indicators",
        "indicator",
        "observation",
        "findings",
        "finding",
        "timeline",
        "event",
        "documents",
        "document",
    }
)
"""Pages that show the ledger as known on a day; on them the day can be changed, and links between them carry it."""


@dataclass(frozen=True, slots=True)
class _Place:
    """An entry of the navigation: name of its address, icon, and the names of the pages that lie under it."""

    name: str
    icon: str
    under: frozenset[str] = frozenset()


PLACES = (
    _Place("home", "home"),
    _Place("overview", "layout-dashboard"),
    _Place("indicators", "list-search", frozenset({"indicator", "observation"})),
    _Place("findings", "scale", frozenset({"finding"})),
    _Place("gaps", "checklist", frozenset({"gap", "gap_members"})),
    _Place("timeline", "timeline-event", frozenset({"event"})),
    _Place("organisations", "hierarchy-2", frozenset({"region", "organisation"})),
    _Place("documents", "file-text", frozenset({"document"})),
    _Place("people", "users", frozenset({"person"})),
    _Place("audit_log", "shield-check"),
    _Place("system", "adjustments-horizontal"),
    _Place("about", "info-circle"),
)
TABS = (
    ("overview", "gaps", "indicators", "findings"),
    ("people", "audit_log", "system"),
    ("home", "timeline", "organisations"),
)
MOST_TABS = 4


def frame(request: HttpRequest) -> dict[str, object]:
    """The context processor: every name that `base.html` reads."""
    actor = actors.of(request)
    language = getattr(request, "language", LANGUAGES[0])
    city = packs.city(actor)
    here = request.resolver_match.view_name if request.resolver_match else ""
    open_places = [place for place in PLACES if _open(place.name, actor)]
    return {
        "language": language,
        "languages": _languages(request, language),
        "city": _name(city, language),
        "home_url": reverse("home"),
        "search_url": reverse("search"),
        "query": request.GET.get("q", "") if here == "search" else "",
        "as_of": _as_of(request) if here in LEDGER_PAGES else None,
        "nav": [_item(place, request, here) for place in open_places],
        "tabs": _tabs(open_places, request, here),
        "person": _person(actor, here),
        "sign_in_url": reverse("sign_in"),
        "synthetic": Message("page.synthetic") if city and city.synthetic else "",
        "sources": [Link(reverse(name), Message(f"page.nav.{name}")) for name in ("about", "documents")],
        "version": __version__,
        "help_url": reverse("about") + "#help",
    }


def _name(city: City | None, language: str) -> Words:
    if city is None:
        return Message("page.no_city")
    return city.name_en if language == "en" and city.name_en else city.name


def _languages(request: HttpRequest, language: str) -> list[Link]:
    """This very page in each language; the choice is kept in a cookie."""
    return [
        Link(_with(request, LANGUAGE_PARAMETER, code), Message(f"page.language.{code}"), current=code == language)
        for code in LANGUAGES
    ]


def _with(request: HttpRequest, name: str, value: str) -> str:
    """The address of this page with one parameter set; a form that was posted is not asked for again."""
    kept = [pair for pair in request.GET.lists() if pair[0] != name]
    asked = [*((key, value) for key, values in kept for value in values), (name, value)]
    return f"{request.path}?{urlencode(asked)}"


def _as_of(request: HttpRequest) -> AsOf:
    """The day of the page. A day that cannot be read is refused by the view; the refusal shows today."""
    today = clock.today()
    try:
        day = days.as_known_on(request)
    except days.BadDay:
        day = today
    kept = tuple(
        (key, value)
        for key, values in request.GET.lists()
        if key not in (days.PARAMETER, LANGUAGE_PARAMETER)
        for value in values
    )
    today_url = request.path + (f"?{urlencode(kept)}" if kept else "")
    return AsOf(
        day=day, url=request.path, today_url=today_url, past=day != today, name=days.PARAMETER, keep=kept, latest=today
    )


def _item(place: _Place, request: HttpRequest, here: str) -> NavItem:
    asked = urlencode(days.carried(request)) if place.name in LEDGER_PAGES else ""
    return NavItem(
        url=reverse(place.name) + (f"?{asked}" if asked else ""),
        label=Message(f"page.nav.{place.name}"),
        icon=place.icon,
        current=here == place.name or here in place.under,
    )


def _tabs(open_places: list[_Place], request: HttpRequest, here: str) -> list[NavItem]:
    """What the actor needs most, for the foot of a phone: work first, then what everybody may see."""
    found = {place.name: place for place in open_places}
    wanted = [name for group in TABS for name in group if name in found]
    return [_item(found[name], request, here) for name in wanted[:MOST_TABS]]


def _person(actor: Actor, here: str) -> PersonMenu | None:
    if actor.person_id is None:
        return None
    roles = sorted(actor.roles)
    return PersonMenu(
        name=actor.name,
        role=Message("page.roles", roles=tuple(said(role) for role in roles)) if roles else Message("page.no_role"),
        sign_out_url=reverse("sign_out"),
        links=(Link(reverse("profile"), Message("page.nav.profile"), icon="user", current=here == "profile"),),
    )


def _open(name: str, actor: Actor) -> bool:
    """Whether the door of a page opens to the actor, so that the navigation shows no shut door."""
    door = _doors().get(name)
    return door is not None and door.opens_to(actor)


@cache
def _doors() -> dict[str, doors.Door]:
    wanted = {place.name for place in PLACES}
    return {entry.name: entry.door for entry in doors.listed() if entry.name in wanted and entry.door is not None}
