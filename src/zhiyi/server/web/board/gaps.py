"""The gap board (短板): groups, their members on demand, one gap, its evidence, exports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from zhiyi.city import texts
from zhiyi.kernel.gap import GapState
from zhiyi.kernel.messages import DataError, Message
from zhiyi.server.accounts.actors import PageRequest
from zhiyi.server.accounts.doors import door
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.gaps import board, queries, records
from zhiyi.server.gaps.board import Choices, Totals
from zhiyi.server.gaps.queries import NOBODY, Asked
from zhiyi.server.indicators import chronicle, findings
from zhiyi.server.indicators.records import Record
from zhiyi.server.web import downloads
from zhiyi.server.web.board import asked as asking
from zhiyi.server.web.board import gap_cards
from zhiyi.server.web.city.scene import Scene, of_request
from zhiyi.server.web.pieces import Choice, Empty, Field, Link, Words

GROUPS_A_PAGE = 50
CARDS_A_PAGE = 20
ALL = "all"
FORMATS = ("csv", "json")
_ROW = re.compile(r"g-[\w-]{1,200}")
COLUMNS = (*records.KEYS, "title", "synthetic")


@door(Permission.GAPS_VIEW)
@require_safe
def gaps(request: PageRequest) -> HttpResponse:
    """The board: groups of one kind, place and owner."""
    scene, wanted = of_request(request), _asked(request)
    counted = board.tally(request.actor, wanted, today=scene.today)
    totals = counted.totals
    window = asking.window(request, total=totals.groups, size=GROUPS_A_PAGE)
    found = board.groups(request.actor, wanted, counted.lines[window.first : window.first + window.size])
    state = request.GET.get("state", "")
    offered = board.choices(request.actor, state=wanted.state)
    context = {
        "answer": _answer(totals, wanted),
        "totals": totals,
        "groups": [gap_cards.group_row(scene, group, state=state, words=wanted.words) for group in found],
        "filters": asking.filters(request, _fields(scene, wanted, offered, state)),
        "pager": asking.pager(request, window),
        "empty": _empty(request, wanted),
        "exports": _exports(request),
        "may_export": request.actor.may(Permission.GAPS_EXPORT),
        "export_url": reverse("gaps_export"),
        "state": state,
        "run": findings.last_run(request.actor),
    }
    return render(request, "board/gaps.html", context)


@door(Permission.GAPS_VIEW)
@require_safe
def members(request: PageRequest) -> HttpResponse:
    """Gaps one by one: a page; asked by htmx, the first cards alone, to stand under their group."""
    scene, wanted = of_request(request), _asked(request)
    totals = board.tally(request.actor, wanted, today=scene.today).totals
    window = asking.window(request, total=totals.count, size=CARDS_A_PAGE)
    found = queries.found(request.actor, wanted, first=window.first, count=window.size)
    documents = _documents(scene)
    context = {
        "answer": _answer(totals, wanted),
        "cards": [gap_cards.card(scene, gap, documents) for gap in found],
        "pager": asking.pager(request, window),
        "rest": totals.count - len(found),
        "whole_url": asking.address(request),
        "board_url": reverse("gaps"),
        "exports": _exports(request),
        "folded": request.GET.get("fold") == "yes",
        "target": _target(request),
        "fold_url": asking.address(request, fold="yes"),
        "empty": _empty(request, wanted),
    }
    name = "board/gap_members_part.html" if request.htmx else "board/gap_members.html"
    answer = render(request, name, context)
    patch_vary_headers(answer, ("HX-Request",))
    return answer


@door(Permission.GAPS_VIEW)
@require_safe
def gap(request: PageRequest, number: int) -> HttpResponse:
    """One gap with its history."""
    scene = of_request(request)
    found = queries.gap(request.actor, number)
    context = {
        "gap": found,
        "number": str(found.id),
        "card": gap_cards.card(scene, found, _documents(scene)),
        "facts": (gap_cards.size_fact(scene, found), *gap_cards.facts(scene, found)),
        "history": gap_cards.history_table(queries.history(request.actor, number)),
        "board_url": reverse("gaps"),
    }
    return render(request, "board/gap.html", context)


@door(Permission.GAPS_VIEW)
@require_safe
def evidence(request: PageRequest, number: int, piece: int) -> HttpResponse:
    """One piece of what a gap rests on, counted from 1: beside the page by htmx, else as a page."""
    scene = of_request(request)
    found = queries.gap(request.actor, number)
    proof = gap_cards.proof(scene, found, piece, _documents(scene))
    answer = render(request, "board/proof.html" if request.htmx else "evidence.html", {"proof": proof})
    patch_vary_headers(answer, ("HX-Request",))
    return answer


@door(Permission.GAPS_EXPORT)
@require_safe
def export(request: PageRequest) -> HttpResponseBase:
    """What is asked for, or the groups that were picked, as CSV or JSON."""
    picked = tuple(_picked(key) for key in request.GET.getlist("pick"))
    if request.GET.get("picked") and not picked:
        raise DataError(Message("board.gaps.none_picked"))
    wanted = replace(_asked(request), picked=picked)
    form = asking.one_of(request, "format", FORMATS) or FORMATS[0]
    name = f"gaps-{of_request(request).today.isoformat()}"
    found = _records(request, wanted)
    if form == "json":
        return downloads.json_file(name, ({key: one[key] for key in records.KEYS} for one in found))
    return downloads.csv_file(name, COLUMNS, found)


def _target(request: PageRequest) -> str:
    """The row of the board that htmx puts the cards into; empty where it names none that could be one."""
    target = request.htmx.target or ""
    return target if _ROW.fullmatch(target) else ""


def _records(request: PageRequest, wanted: Asked) -> Iterator[Record]:
    for card in queries.every(request.actor, wanted):
        title = texts.render(card.title, request.language)
        yield {**records.gap(card, request.language), "title": title, "synthetic": card.synthetic}


def _asked(request: HttpRequest) -> Asked:
    """The filters of the address.

    Raises:
        DataError: one of them cannot be read.
    """
    state = asking.one_of(request, "state", (*GapState, ALL))
    return Asked(
        engine=asking.code(request, "engine"),
        kind=asking.code(request, "kind"),
        place=asking.code(request, "place"),
        at=asking.code(request, "at"),
        owner=asking.code(request, "owner"),
        state="" if state == ALL else state or GapState.OPEN,
        words=asking.words(request),
    )


def _picked(key: str) -> tuple[str, str, str, str]:
    parts = key.split(":")
    if len(parts) != 4:
        raise DataError(Message("page.bad.code", name="pick", asked=key[: asking.LONGEST]))
    return parts[0], parts[1], parts[2], parts[3]


def _answer(totals: Totals, wanted: Asked) -> Message:
    """The board in one sentence."""
    if not totals.count:
        return Message("board.gaps.none_found" if wanted != Asked() else "board.gaps.none")
    state = wanted.state or ALL
    counts = {"overdue": totals.overdue, "soon": totals.soon, "unsolid": totals.unsolid}
    parts = tuple(Message(f"board.gaps.of_them.{name}", count=count) for name, count in counts.items() if count)
    if state == GapState.CLOSED or not parts:
        return Message(f"board.gaps.answer.{state}", count=totals.count)
    return Message(f"board.gaps.answer_of.{state}", count=totals.count, parts=parts)


def _fields(scene: Scene, wanted: Asked, offered: Choices, state: str) -> tuple[Field, ...]:
    every = Message("page.filter.all")

    def named(choices: tuple[board.Choice, ...], nobody: Message) -> list[tuple[str, Words]]:
        return [(one.value, _counted(nobody if one.value == NOBODY else scene.name(one), one.count)) for one in choices]

    def worded(choices: tuple[board.Choice, ...], area: str) -> list[tuple[str, Words]]:
        return [(one.value, _counted(Message(f"gaps.{area}.{one.value}"), one.count)) for one in choices]

    states: list[tuple[str, Words]] = [(code, Message(f"gaps.state.{code}")) for code in (GapState.CLOSED, ALL)]
    offer = {
        "kind": (worded(offered.kinds, "kind"), wanted.kind),
        "place": (named(offered.places, Message("board.gap.no_place")), wanted.place),
        "owner": (named(offered.owners, Message("board.gap.no_owner")), wanted.owner),
        "engine": (worded(offered.engines, "engine"), wanted.engine),
    }
    fields = [
        Field(name, Message(f"board.gaps.by.{name}"), asking.choices(pairs, chosen=chosen, every=every))
        for name, (pairs, chosen) in offer.items()
    ]
    choices: tuple[Choice, ...] = asking.choices(states, chosen=state, every=Message("gaps.state.open"))
    fields.append(Field("state", Message("board.gaps.by.state"), choices))
    fields.append(Field("words", Message("board.gaps.by.words"), value=wanted.words))
    return tuple(fields)


def _counted(name: Words, count: int) -> Message:
    return Message("page.filter.counted", name=name, count=count)


def _empty(request: HttpRequest, wanted: Asked) -> Empty:
    if wanted == Asked():
        return Empty(Message("board.gaps.none"), Message("board.gaps.none_cure"))
    return Empty(Message("board.gaps.none_found"), Message("board.gaps.none_found_cure"))


def _exports(request: PageRequest) -> tuple[Link, ...]:
    if not request.actor.may(Permission.GAPS_EXPORT):
        return ()
    path = reverse("gaps_export")
    return tuple(Link(asking.address(request, path, format=form), Message(f"page.export.{form}")) for form in FORMATS)


def _documents(scene: Scene) -> gap_cards.Documents:
    return {document.id: document for document in chronicle.named_documents(scene.actor, scene.today)}
