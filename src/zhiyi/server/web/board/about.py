"""About the data: what was loaded, from which sources, under which licences, how it is read, and what is not known."""

from __future__ import annotations

from collections import defaultdict

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiyi.indicators import values
from zhiyi.kernel.messages import Message
from zhiyi.server import clock
from zhiyi.server.accounts.actors import PageRequest
from zhiyi.server.accounts.doors import public_door
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.accounts.public_doors import WHY_ABOUT
from zhiyi.server.indicators import chronicle, surroundings
from zhiyi.server.indicators.figures import DocumentCard
from zhiyi.server.packs.queries import City, PackLink, city
from zhiyi.server.web.board import finding_cards
from zhiyi.server.web.city import present
from zhiyi.server.web.city.scene import Scene, of_request
from zhiyi.server.web.pieces import Cell, Column, Empty, Fact, Row, Table, Words

RULES = ("exact", "below", "above", "at_least", "at_most", "next_digit", "about", "magnitude", "tens")
COUNTED = ("regions", "organisations", "indicators", "observations", "events", "targets", "firms", "history")


@public_door(WHY_ABOUT)
@require_safe
def about(request: PageRequest) -> HttpResponse:
    """About the data."""
    scene = of_request(request)
    home = city(request.actor)
    documents = chronicle.documents(request.actor, clock.today())
    context = {
        "answer": _answer(scene, home, documents),
        "home": home,
        "facts": _facts(home) if home else (),
        "counts": _counts(home) if home else (),
        "packs": _packs(scene, home.links) if home else None,
        "documents": _documents(scene, documents),
        "kinds": [
            (present.finding_state(scene, kind), Message(f"board.findings.means.{kind}"))
            for kind in finding_cards.ORDER
        ],
        "comparators": _comparators(request),
        "publications": [
            (present.publication_state(scene, state), Message(f"board.about.publication.{state}"))
            for state in values.Publication
        ],
        "findings": request.actor.may(Permission.FINDINGS_VIEW),
    }
    return render(request, "board/about.html", context)


def _answer(scene: Scene, home: City | None, documents: tuple[DocumentCard, ...]) -> Message:
    if home is None:
        return Message("board.about.nothing")
    return Message(
        "board.about.answer",
        city=scene.name(home),
        pack=home.pack,
        version=home.version,
        documents=len(documents),
        loaded=home.loaded_at.date(),
    )


def _facts(home: City) -> tuple[Fact, ...]:
    return (
        Fact(Message("board.about.pack"), f"{home.pack} {home.version}"),
        Fact(Message("board.about.chain"), " → ".join(home.chain)),
        Fact(Message("board.about.digest"), home.digest),
        Fact(Message("board.about.loaded"), home.loaded_at),
        Fact(Message("board.about.synthetic"), Message("ui.yes" if home.synthetic else "ui.no")),
    )


def _counts(home: City) -> tuple[Fact, ...]:
    """How many rows the packs hold; what a member of the public may not see is counted too, and nothing more."""
    return tuple(
        Fact(Message(f"board.about.table.{name}"), home.counts[name]) for name in COUNTED if home.counts.get(name)
    )


def _packs(scene: Scene, links: tuple[PackLink, ...]) -> Table:
    rows = tuple(
        Row(
            (
                Cell(link.title_en if scene.language == "en" and link.title_en else link.title, sub=link.name),
                Cell(link.version),
                Cell(_listed(link.licences)),
                Cell(_listed(link.sources)),
            )
        )
        for link in links
    )
    columns = tuple(Column(Message(f"board.about.head.{name}")) for name in ("pack", "version", "licences", "sources"))
    return Table(Message("board.about.packs_caption", count=len(rows)), columns, rows)


def _listed(items: tuple[str, ...]) -> Words | None:
    return Message("board.about.listed", items=items) if items else None


def _documents(scene: Scene, documents: tuple[DocumentCard, ...]) -> Table:
    rows = tuple(
        Row(
            (
                Cell(
                    scene.name(document),
                    url=scene.url("document", document.id),
                    sub=Message("board.about.sha256", digest=document.sha256),
                ),
                Cell(None if document.publisher in present.UNSTATED else document.publisher),
                Cell(document.published),
                Cell(document.lines),
            )
        )
        for document in documents
    )
    heads = ("document", "publisher", "published", "lines")
    columns = tuple(Column(Message(f"board.about.head.{name}"), number=name == "lines") for name in heads)
    empty = Empty(Message("board.about.no_documents"), Message("board.about.no_documents_cure"))
    return Table(Message("board.about.documents_caption", count=len(rows)), columns, rows, empty=empty)


def _comparators(request: PageRequest) -> Table:
    """Each rule of the algebra with the words that the city's table reads by it."""
    words: dict[str, list[str]] = defaultdict(list)
    for card in surroundings.comparators(request.actor):
        words[card.rule].append(card.word or "—")
    used = [rule for rule in RULES if words[rule]]
    rows = tuple(Row((Cell(_listed(tuple(words[rule]))), Cell(Message(f"board.about.rule.{rule}")))) for rule in used)
    columns = tuple(Column(Message(f"board.about.head.{name}")) for name in ("words", "means"))
    return Table(Message("board.about.comparators_caption", count=len(rows)), columns, rows)
