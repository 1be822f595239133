"""One search over everything that the reader may see, in groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhiyi.kernel.messages import Message
from zhiyi.server.accounts.actors import PageRequest
from zhiyi.server.accounts.doors import public_door
from zhiyi.server.accounts.public_doors import WHY_RELEASABLE
from zhiyi.server.indicators import chronicle, definitions
from zhiyi.server.indicators.definitions import AskedDefinitions
from zhiyi.server.orgs import queries as orgs
from zhiyi.server.web.board import asked as asking
from zhiyi.server.web.board.places import organisation_kind, region_kind
from zhiyi.server.web.city import present
from zhiyi.server.web.city.scene import Scene, of_request
from zhiyi.server.web.pieces import Empty, Words

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: where it stands, its name, and a quiet word about it."""

    url: str
    name: Words
    about: Words = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one sort: the first of them, how many there are, and where all are."""

    title: Message
    hits: tuple[Hit, ...]
    count: int
    all_url: str = ""


@public_door(WHY_RELEASABLE)
@require_safe
def search(request: PageRequest) -> HttpResponse:
    """Indicators, documents, events, places and units with all the words."""
    scene, words = of_request(request), asking.words(request, "q")
    groups = [group for find in _SORTS for group in [find(scene, words)] if group.count] if words else []
    count = sum(group.count for group in groups)
    context = {
        "words": words,
        "answer": _answer(words, groups, count),
        "groups": groups,
        "empty": Empty(Message("board.search.none", words=words), Message("board.search.none_cure")),
    }
    return render(request, "board/search.html", context)


def _answer(words: str, groups: list[Group], count: int) -> Message:
    if not words:
        return Message("board.search.ask")
    return Message("board.search.answer", words=words, count=count, groups=len(groups))


def _indicators(scene: Scene, words: str) -> Group:
    page = definitions.page(scene.actor, scene.day, AskedDefinitions(words=words), first=0, count=SHOWN)
    hits = tuple(
        Hit(
            scene.indicator_url(card.id),
            scene.name(card.value),
            present.value_line(scene, card.latest) if card.latest else "",
        )
        for card in page.items
    )
    return Group(Message("board.search.indicators"), hits, page.total, scene.url("indicators", q=words))


def _documents(scene: Scene, words: str) -> Group:
    found = [
        card
        for card in chronicle.named_documents(scene.actor, scene.day)
        if _has(words, card.id, card.name, card.name_en, card.publisher)
    ]
    hits = tuple(Hit(scene.url("document", card.id), scene.name(card), card.published) for card in found[:SHOWN])
    return Group(Message("board.search.documents"), hits, len(found), scene.url("documents"))


def _events(scene: Scene, words: str) -> Group:
    found = chronicle.events(scene.actor, scene.day, words=words)
    hits = tuple(Hit(scene.url("event", card.id), scene.event_title(card), card.value.when) for card in found[:SHOWN])
    return Group(Message("board.search.events"), hits, len(found), scene.url("timeline", words=words))


def _places(scene: Scene, words: str) -> Group:
    page = orgs.region_page(scene.actor, words=words, first=0, count=SHOWN)
    hits = tuple(
        Hit(reverse("region", args=[card.code]), scene.name(card), region_kind(card.kind)) for card in page.items
    )
    return Group(Message("board.search.places"), hits, page.total, scene.url("organisations", words=words))


def _organisations(scene: Scene, words: str) -> Group:
    page = orgs.organisation_page(scene.actor, words=words, first=0, count=SHOWN)
    hits = tuple(
        Hit(reverse("organisation", args=[card.id]), scene.name(card), organisation_kind(card.kind))
        for card in page.items
    )
    return Group(Message("board.search.units"), hits, page.total, scene.url("organisations", words=words))


def _has(words: str, *texts: str) -> bool:
    said = " ".join(texts).lower()
    return all(part in said for part in words.lower().split())


_SORTS: tuple[Callable[[Scene, str], Group], ...] = (_indicators, _documents, _events, _places, _organisations)
