"""Events of the chronicle, and the documents that figures and events come from."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from zhiyi.server.accounts.doors import public_door
from zhiyi.server.accounts.public_doors import WHY_RELEASABLE
from zhiyi.server.api import pages
from zhiyi.server.api.etags import Answer, Record, Seen, answered
from zhiyi.server.api.operations import operation
from zhiyi.server.api.parameters import AskedDay, AskedDocuments, AskedEvents, ById
from zhiyi.server.api.schemas import Document, DocumentList, Event, EventList
from zhiyi.server.indicators import chronicle, records
from zhiyi.server.indicators.figures import DocumentCard

router = Router(tags=["chronicle"])


@router.api_operation(path="/events", **operation("list_events", EventList))
@public_door(WHY_RELEASABLE)
def list_events(request: HttpRequest, response: HttpResponse, asked: Query[AskedEvents]) -> Answer:
    """Events, the oldest first."""

    def build(seen: Seen) -> Record:
        found = chronicle.events(seen.actor, seen.day, kind=asked.kind, words=asked.words, year=asked.year)
        return pages.listing(asked, pages.cut(asked, found), records.event, as_known_on=seen.day)

    return answered(request, response, asked, build)


@router.api_operation(path="/events/{id}", **operation("get_event", Event, one=True))
@public_door(WHY_RELEASABLE)
def get_event(request: HttpRequest, response: HttpResponse, code: ById, asked: Query[AskedDay]) -> Answer:
    """One event."""

    def build(seen: Seen) -> Record:
        return records.event(chronicle.event(seen.actor, seen.day, code))

    return answered(request, response, asked, build)


@router.api_operation(path="/documents", **operation("list_documents", DocumentList))
@public_door(WHY_RELEASABLE)
def list_documents(request: HttpRequest, response: HttpResponse, asked: Query[AskedDocuments]) -> Answer:
    """Documents that carry something that the caller may see."""

    def build(seen: Seen) -> Record:
        found = chronicle.documents(seen.actor, seen.day)
        return pages.listing(asked, pages.cut(asked, found), _document, as_known_on=seen.day)

    return answered(request, response, asked, build)


@router.api_operation(path="/documents/{id}", **operation("get_document", Document, one=True))
@public_door(WHY_RELEASABLE)
def get_document(request: HttpRequest, response: HttpResponse, code: ById, asked: Query[AskedDay]) -> Answer:
    """One document."""

    def build(seen: Seen) -> Record:
        return _document(chronicle.document(seen.actor, seen.day, code))

    return answered(request, response, asked, build)


def _document(card: DocumentCard) -> Record:
    return {
        "id": card.id,
        "title": card.name,
        "title_en": card.name_en or None,
        "publisher": card.publisher or None,
        "published": card.published.text,
        "known_on": card.known_on,
        "file": card.file,
        "sha256": card.sha256,
        "lines": card.lines,
        "form": card.form,
        "observations": card.figures,
        "events": card.events,
    }
