"""Pages of the audit book: events, one event, export, verification."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhiyi.kernel.messages import Message, ZhiyiError
from zhiyi.server import clock
from zhiyi.server.accounts import refusals
from zhiyi.server.accounts.actors import PageRequest
from zhiyi.server.accounts.doors import any_door
from zhiyi.server.accounts.forms import day, day_after, day_begin
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.audit import queries, tables
from zhiyi.server.audit.queries import EventFilter
from zhiyi.server.audit.services import record_look

PAGE = 50
reader_door = any_door(Permission.AUDIT_VIEW, Permission.AUDIT_VIEW_ADMINISTRATORS)


@reader_door
@require_safe
def audit_log(request: PageRequest) -> HttpResponse:
    """Events with filters, newest first. Looking is recorded."""
    now = clock.now()
    try:
        chosen = _chosen(request.GET)
    except ZhiyiError as fault:
        return refusals.fault_page(request, fault, cure=Message("audit.filter_cure"))
    before = _number(request.GET.get("before", ""))
    rows = queries.events(request.actor, chosen, before_number=before, count=PAGE + 1)
    record_look(actor=request.actor, object_type="audit", now=now, details={"shown": min(len(rows), PAGE)})
    shown = {
        "table": tables.events(rows[:PAGE], request.GET, actions=queries.actions(request.actor)),
        "older": tables.older(rows, request.GET, PAGE),
        "verify": f"{reverse('audit_verify')}{tables.period_of(request.GET)}",
        "all": request.actor.may(Permission.AUDIT_VIEW),
    }
    return render(request, "audit/log.html", shown)


@reader_door
@require_safe
def audit_event(request: PageRequest, number: int) -> HttpResponse:
    """One event with everything that stands in it. Looking is recorded."""
    try:
        found = queries.event(request.actor, number)
    except ZhiyiError as fault:
        return refusals.fault_page(request, fault, cure=Message("audit.event_cure"))
    record_look(actor=request.actor, object_type="audit", object_id=number, now=clock.now())
    return render(request, "audit/event.html", {"lede": tables.lede(found), "facts": tables.facts(found)})


@reader_door
@require_safe
def audit_verify(request: PageRequest) -> HttpResponse:
    """Walk the chain over the chosen period and show what was found."""
    try:
        chosen = _chosen(request.GET)
        found = queries.verify(request.actor, since=chosen.since, before=chosen.before)
    except ZhiyiError as fault:
        return refusals.fault_page(request, fault, cure=Message("audit.filter_cure"))
    record_look(
        actor=request.actor,
        object_type="audit",
        action="audit.verified",
        now=clock.now(),
        details={"events": found.events, "faults": len(found.faults)},
    )
    shown = {
        "found": found,
        "facts": tables.verification(found),
        "state": tables.chain_state(found),
        "back": reverse("audit_log"),
    }
    return render(request, "audit/verified.html", shown)


@any_door(Permission.AUDIT_EXPORT)
@require_safe
def audit_export(request: PageRequest) -> HttpResponseBase:
    """The chosen events as CSV, oldest first. Exporting is recorded."""
    try:
        chosen = _chosen(request.GET)
    except ZhiyiError as fault:
        return refusals.fault_page(request, fault, cure=Message("audit.filter_cure"))
    now = clock.now()
    record_look(actor=request.actor, object_type="audit", action="audit.exported", now=now, details=_said(request.GET))
    rows = queries.every_event(request.actor, chosen)
    response = StreamingHttpResponse(_csv(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="audit-{now:%Y-%m-%d}.csv"'
    return response


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _csv(rows: Iterator[queries.EventRow]) -> Iterator[str]:
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    yield "\ufeff" + str(writer.writerow(tables.CSV_COLUMNS))
    for row in rows:
        yield str(writer.writerow(tables.csv_cells(row)))


def _chosen(asked: QueryDict) -> EventFilter:
    """What the address asks for.

    Raises:
        DataError: a day or a person's key cannot be read.
    """
    since, last = day(asked.get("from", "")), day(asked.get("to", ""))
    kind = asked.get("kind", "")
    return EventFilter(
        since=day_begin(since) if since else None,
        before=day_after(last) if last else None,
        kind=kind if kind in tables.KINDS else "",
        action=asked.get("action", "")[:64],
        person=_number(asked.get("person", "")),
        object_type=asked.get("object_type", "")[:32],
        object_id=asked.get("object_id", "")[:128],
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def _said(asked: QueryDict) -> dict[str, str]:
    return {name: asked.get(name, "")[:128] for name in tables.FILTERS if asked.get(name)}
