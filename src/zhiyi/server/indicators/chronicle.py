"""Events of the chronicle, and the documents that figures and events come from, as known on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from zhiyi.indicators import values
from zhiyi.kernel.messages import Message, NotFound
from zhiyi.server.accounts.actors import WHOLE_CITY, Actor
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.indicators import ledger as reading
from zhiyi.server.indicators import queries
from zhiyi.server.indicators.figures import DocumentCard, EventCard
from zhiyi.server.indicators.models import Document, Event, Observation


def events(
    actor: Actor, day: date, *, kind: str = "", words: str = "", year: int | None = None
) -> tuple[EventCard, ...]:
    """The chronicle as known on a day, oldest first."""
    rows = _events(actor, day)
    if kind:
        rows = rows.filter(kind=kind)
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(title_en__icontains=words) | Q(place__icontains=words))
    if year is not None:
        rows = rows.filter(start__year__lte=year, end__year__gte=year)
    return _cards(rows)


def event(actor: Actor, day: date, code: str) -> EventCard:
    """One event.

    Raises:
        NotFound: there is none of that id, or the actor may not see it.
    """
    found = _cards(_events(actor, day).filter(pk=code))
    if not found:
        raise NotFound(Message("indicators.no_event", id=code))
    return found[0]


def events_of(actor: Actor, day: date, document: str) -> tuple[EventCard, ...]:
    """Events that a document carries, by line."""
    return _cards(_events(actor, day).filter(document=document).exclude(line=None).order_by("line", "code"))


def documents(actor: Actor, day: date) -> tuple[DocumentCard, ...]:
    """Source documents known on a day, with how many figures and events the actor may see of each.

    An actor who does not see all of the city sees only documents that carry something visible.
    """
    return _counted(actor, day, _documents(actor, day))


def document(actor: Actor, day: date, code: str) -> DocumentCard:
    """One document.

    Raises:
        NotFound: there is none of that id, or the actor may see nothing of it.
    """
    found = _counted(actor, day, _documents(actor, day).filter(pk=code))
    if not found:
        raise NotFound(Message("indicators.no_document", id=code))
    return found[0]


def named_documents(actor: Actor, day: date) -> tuple[DocumentCard, ...]:
    """The same documents without their counts, which take the longer the more figures there are."""
    return tuple(queries.document_card(row) for row in _documents(actor, day))


def documents_behind(actor: Actor, day: date) -> int:
    """How many documents carry a figure that the actor may see and that is not synthetic."""
    return Document.objects.filter(
        Exists(_figures(actor, day).filter(document=OuterRef("pk"), synthetic=False))
    ).count()


def _events(actor: Actor, day: date) -> QuerySet[Event]:
    """Events belong to the whole city: those that are not releasable need the permission there."""
    rows = Event.objects.filter(reading.standing_on(day), known_from__lte=day)
    everywhere = actor.may(Permission.EVENTS_VIEW_INTERNAL, scope=WHOLE_CITY)
    return rows if everywhere else rows.filter(publication=values.Publication.RELEASABLE)


def _cards(rows: QuerySet[Event]) -> tuple[EventCard, ...]:
    """The events with their documents, each of which is made once."""
    known: dict[str, DocumentCard] = {}
    cards = []
    for row in rows.select_related("document"):
        if row.document and row.document.pk not in known:
            known[row.document.pk] = queries.document_card(row.document)
        cards.append(EventCard(reading.event_value(row), known.get(row.document_id or "")))
    return tuple(cards)


def _figures(actor: Actor, day: date) -> QuerySet[Observation]:
    return Observation.objects.filter(reading.known_on(day), queries.visible(actor)).order_by()


def _documents(actor: Actor, day: date) -> QuerySet[Document]:
    rows = Document.objects.filter(reading.standing_on(day), known_on__lte=day)
    if actor.may(Permission.INDICATORS_VIEW_INTERNAL, scope=WHOLE_CITY):
        return rows
    carried = OuterRef("pk")
    figures, happened = _figures(actor, day).filter(document=carried), _events(actor, day).filter(document=carried)
    return rows.filter(Exists(figures) | Exists(happened))


def _counted(actor: Actor, day: date, rows: QuerySet[Document]) -> tuple[DocumentCard, ...]:
    held = list(rows)
    among = Q(document__in=[row.pk for row in held])
    figures, happened = _counts(_figures(actor, day).filter(among)), _counts(_events(actor, day).filter(among))
    return tuple(
        queries.document_card(row, figures=figures.get(row.pk, 0), events=happened.get(row.pk, 0)) for row in held
    )


def _counts(rows: QuerySet[Observation] | QuerySet[Event]) -> dict[str, int]:
    counted: Iterable[tuple[str, int]] = rows.order_by("document").values_list("document").annotate(number=Count("pk"))
    return dict(counted)
