"""The chronicle (产业大事记): events with the precision that their sources give them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from zhiyi.indicators import values
from zhiyi.kernel.messages import DataError, Message
from zhiyi.kernel.periods import Precision
from zhiyi.server.accounts.actors import PageRequest
from zhiyi.server.accounts.doors import public_door
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.accounts.public_doors import WHY_RELEASABLE
from zhiyi.server.indicators import chronicle as ledger
from zhiyi.server.indicators.figures import EventCard
from zhiyi.server.web import pieces
from zhiyi.server.web.board import asked as asking
from zhiyi.server.web.board import gap_cards
from zhiyi.server.web.city import present
from zhiyi.server.web.city.scene import Scene, of_request
from zhiyi.server.web.pieces import Empty, Fact, Field, Proof, Source, Words

EVENTS_A_PAGE = 100
KINDS = ("event", "as-of", "target", "caption", "meta")


@public_door(WHY_RELEASABLE)
@require_safe
def timeline(request: PageRequest) -> HttpResponse:
    """The chronicle, oldest first."""
    scene = of_request(request)
    kind, words, year = asking.one_of(request, "kind", KINDS), asking.words(request), _year(request)
    everything = ledger.events(request.actor, scene.day)
    found = ledger.events(request.actor, scene.day, kind=kind, words=words, year=year)
    ordered = in_order(found)
    window = asking.window(request, total=len(ordered), size=EVENTS_A_PAGE)
    chosen = str(year) if year is not None else ""
    context = {
        "answer": _answer(ordered),
        "moments": [moment(scene, card) for card in ordered[window.first : window.first + window.size]],
        "filters": asking.filters(request, _fields(everything, kind=kind, year=chosen, words=words)),
        "pager": asking.pager(request, window),
        "empty": _empty(asked=bool(kind or words or chosen)),
    }
    return render(request, "board/timeline.html", context)


@public_door(WHY_RELEASABLE)
@require_safe
def event(request: PageRequest, code: str) -> HttpResponse:
    """One event with the words that carry it: beside the page by htmx, else as a page."""
    scene = of_request(request)
    card = ledger.event(request.actor, scene.day, code)
    made = proof(scene, card)
    if request.htmx:
        answer = render(request, "board/proof.html", {"proof": made})
    else:
        context = {
            "title": scene.event_title(card),
            "facts": _facts(scene, card),
            "proof": made,
            "synthetic_event": card.value.synthetic,
            "note": card.value.note if _internal(scene) else "",
            "back_url": scene.url("timeline"),
        }
        answer = render(request, "board/event.html", context)
    patch_vary_headers(answer, ("HX-Request",))
    return answer


def in_order(cards: Iterable[EventCard]) -> list[EventCard]:
    """Events by the year in which they end, then by their first day; undated ones last."""
    return sorted(cards, key=_place_in_time)


def moment(scene: Scene, card: EventCard) -> pieces.Moment:
    """An event as the chronicle shows it; staff also see whether it may be said in public."""
    said = card.value
    state = None
    if _internal(scene) and said.publication is not values.Publication.RELEASABLE:
        state = present.publication_state(scene, said.publication)
    return replace(
        present.moment(scene, card),
        actors=scene.listed([scene.place(name) for name in said.actors]),
        place="" if said.place in said.actors else scene.place(said.place),
        kind=Message(f"board.event.kind.{said.kind}") if said.kind in KINDS[1:] else "",
        state=state,
        source=Source(scene.url("event", card.id), _source_label(scene, card)),
    )


def proof(scene: Scene, card: EventCard) -> Proof:
    """The words that carry an event, with document and line."""
    link = Fact(Message("board.evidence.event", id=card.id), scene.event_title(card), scene.url("event", card.id))
    if card.value.source is None:
        return Proof(Message("board.evidence.no_document"), (link,))
    source = card.value.source
    return gap_cards.document_proof(scene, card.document, source.line, source.words, (link,))


def _source_label(scene: Scene, card: EventCard) -> Words:
    if card.value.source is None:
        return Message("board.evidence.no_document")
    return gap_cards.document_label(scene, card.document, card.value.source.document, card.value.source.line)


def _facts(scene: Scene, card: EventCard) -> tuple[Fact, ...]:
    said = card.value
    facts = [
        Fact(Message("board.event.when"), said.when if said.when.dated else None),
        Fact(Message("board.event.precision"), scene.text(f"precision.{said.when.precision}")),
        Fact(Message("board.event.kind.name"), Message(f"board.event.kind.{said.kind}")),
    ]
    if said.actors:
        facts.append(Fact(Message("board.event.actors"), scene.listed([scene.place(name) for name in said.actors])))
    if said.place:
        facts.append(Fact(Message("board.event.place"), scene.place(said.place)))
    if said.project:
        facts.append(Fact(Message("board.event.project"), said.project, scene.url("timeline", words=said.project)))
    if said.stage:
        facts.append(Fact(Message("board.event.stage"), Message(f"board.event.stages.{said.stage}")))
    if _internal(scene):
        facts.append(Fact(Message("board.event.publication"), scene.text(f"publication.{said.publication}")))
    return tuple(facts)


def _place_in_time(card: EventCard) -> tuple[bool, int, date, str]:
    when = card.value.when
    shown = when.end or when.start
    return (shown is None, shown.year if shown else 0, when.start or when.end or date.max, card.id)


def _year(request: PageRequest) -> int | None:
    """The year that the address asks for.

    Raises:
        DataError: it is not a year of four digits.
    """
    asked = request.GET.get("year", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) == 4 and asked != "0000"):
        raise DataError(Message("page.bad.year", asked=asked[: asking.LONGEST]))
    return int(asked)


def _answer(found: Sequence[EventCard]) -> Message:
    """The chronicle in one sentence: how many, from when to when, and how many without a day."""
    if not found:
        return Message("board.timeline.none")
    starts = [card.value.when.start or card.value.when.end for card in found]
    years = [day.year for day in starts if day]
    exact = sum(1 for card in found if card.value.when.precision is Precision.DAY)
    counts = {"count": len(found), "exact": exact, "rough": len(found) - exact}
    if not years:
        return Message("board.timeline.answer_undated", **counts)
    return Message("board.timeline.answer", first=str(min(years)), last=str(max(years)), **counts)


def _fields(everything: Sequence[EventCard], *, kind: str, year: str, words: str) -> tuple[Field, ...]:
    every = Message("page.filter.all")
    kinds = Counter(card.value.kind for card in everything)
    years = Counter(
        str(day.year) for card in everything if (day := card.value.when.end or card.value.when.start) is not None
    )
    by_kind: list[tuple[str, Words]] = [
        (code, Message("page.filter.counted", name=Message(f"board.event.kind.{code}"), count=kinds[code]))
        for code in KINDS
        if kinds[code]
    ]
    by_year: list[tuple[str, Words]] = [(name, name) for name in sorted(years, reverse=True)]
    return (
        Field("year", Message("board.timeline.by.year"), asking.choices(by_year, chosen=year, every=every)),
        Field("kind", Message("board.timeline.by.kind"), asking.choices(by_kind, chosen=kind, every=every)),
        Field("words", Message("board.timeline.by.words"), value=words),
    )


def _empty(*, asked: bool) -> Empty:
    if asked:
        return Empty(Message("board.timeline.none"), Message("board.timeline.none_found_cure"))
    return Empty(Message("board.timeline.none"), Message("board.timeline.none_cure"))


def _internal(scene: Scene) -> bool:
    return scene.actor.may(Permission.EVENTS_VIEW_INTERNAL)
