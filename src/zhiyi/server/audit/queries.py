"""Reading the audit book: pages of events, and whether the chain still holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from zhiyi.kernel.messages import Message, NotAllowed, NotFound
from zhiyi.kernel.records import Json
from zhiyi.server.accounts.actors import Actor
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.accounts.queries import names_of
from zhiyi.server.audit import chain
from zhiyi.server.audit.models import AuditEvent, ChainHead, PersonalText

CHUNK = 500
MOST_FAULTS = 50


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events to show.

    Attributes:
        since: First moment that counts; None from the beginning.
        before: First moment that counts no more; None to the end.
        kind: `change`, `look` or `sign_in`; empty for all.
        action: Code of an action; empty for all.
        person: Key of the person who acted; None for everybody.
        object_type: Kind of the thing; empty for all.
        object_id: Key of the thing; empty for all.
    """

    since: datetime | None = None
    before: datetime | None = None
    kind: str = ""
    action: str = ""
    person: int | None = None
    object_type: str = ""
    object_id: str = ""


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as shown. `actor` empty means a passer-by; a personal value of None was erased."""

    number: int
    at: datetime
    kind: str
    action: str
    actor_person: int | None
    actor: str
    roles: tuple[str, ...]
    object_type: str
    object_id: str
    scope: str
    details: tuple[tuple[str, Json], ...]
    personal: tuple[tuple[str, str | None], ...]
    digest: str


@dataclass(frozen=True, slots=True)
class ChainFault:
    """A place where the chain does not hold, and why."""

    number: int
    why: Message


@dataclass(frozen=True, slots=True)
class Verification:
    """What a walk along the chain found.

    Attributes:
        events: How many events were walked.
        first: Number of the first of them; 0 where there was none.
        last: Number of the last of them.
        texts: Personal values whose text stands and matches.
        erased: Personal values whose text was erased, as an event of the book says. That is no fault.
        head: Digest of the newest event of the whole book; print it, and later rewriting shows.
        faults: At most fifty places where the chain does not hold.
    """

    events: int
    first: int
    last: int
    texts: int
    erased: int
    head: str
    faults: tuple[ChainFault, ...]

    @property
    def holds(self) -> bool:
        """Whether everything walked is as it was written."""
        return not self.faults


@dataclass(slots=True)
class _Walk:
    """Running totals of a verification."""

    digest: str = ""
    number: int = 0
    erasures: frozenset[int] = frozenset()
    events: int = 0
    texts: int = 0
    erased: int = 0
    faults: list[ChainFault] = field(default_factory=list)

    def fault(self, number: int, key: str, **params: object) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(ChainFault(number, Message(key, number=str(number), **params)))


def events(
    actor: Actor, chosen: EventFilter, *, before_number: int | None = None, count: int = 50
) -> tuple[EventRow, ...]:
    """Events that the actor may read, newest first.

    Args:
        before_number: Show only events with a smaller number, for the next page.
        count: How many at most.
    """
    found = _readable(actor, chosen)
    if before_number is not None:
        found = found.filter(number__lt=before_number)
    return _rows(list(found.order_by("-number")[:count]))


def event(actor: Actor, number: int) -> EventRow:
    """One event.

    Raises:
        NotFound: there is no such event, or the actor may not know.
    """
    found = _rows(list(_readable(actor, EventFilter()).filter(number=number)))
    if not found:
        raise NotFound(Message("audit.event_unknown", number=str(number)))
    return found[0]


def every_event(actor: Actor, chosen: EventFilter) -> Iterator[EventRow]:
    """All events that the actor may read, oldest first, without holding them in memory."""
    last = 0
    while page := list(_readable(actor, chosen).filter(number__gt=last).order_by("number")[:CHUNK]):
        yield from _rows(page)
        last = page[-1].number


def actions(actor: Actor) -> tuple[str, ...]:
    """Codes of the actions that stand in what the actor may read."""
    found = _readable(actor, EventFilter()).order_by("action").values_list("action", flat=True).distinct()
    return tuple(found)


def times_since(*, action: str, object_type: str, object_id: str | int, since: datetime) -> int:
    """How many such events were recorded since a moment."""
    found = AuditEvent.objects.filter(object_type=object_type, object_id=str(object_id), action=action)
    return found.filter(at__gte=since).count()


def verify(actor: Actor, *, since: datetime | None = None, before: datetime | None = None) -> Verification:
    """Walk the chain over a period, bounds as in EventFilter, and say whether it holds.

    Every event between the first and the last of the period is walked, numbers without a hole, and the event before
    the first is taken as given. Where the period reaches to the end, the head of the chain must agree.

    Raises:
        NotAllowed: the actor reads no audit events.
    """
    if not (actor.may(Permission.AUDIT_VIEW) or actor.may(Permission.AUDIT_VIEW_ADMINISTRATORS)):
        raise NotAllowed(Message("audit.not_a_reader"))
    head = ChainHead.objects.filter(id=1).first() or ChainHead()
    within = AuditEvent.objects.filter(_between(since, before)).order_by("number").values_list("number", flat=True)
    first, last = within.first() or 0, within.last() or 0
    walk = _Walk(number=first - 1, erasures=_erasures())
    if first > 1:
        walk.digest = AuditEvent.objects.filter(number=first - 1).values_list("digest", flat=True).first() or ""
    elif not first and before is None and since is None and head.number:
        walk.fault(head.number, "audit.fault.missing")
    while page := _chunk(walk.number, last):
        _walk_page(walk, page)
    newest = AuditEvent.objects.order_by("-number").values_list("number", "digest").first() or (0, "")
    if before is None and newest != (head.number, head.digest):
        walk.fault(head.number, "audit.fault.head")
    return Verification(walk.events, first, last, walk.texts, walk.erased, head.digest, tuple(walk.faults))


def _chunk(after: int, last: int) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(number__gt=after, number__lte=last).order_by("number")[:CHUNK])


def _erasures() -> frozenset[int]:
    """Numbers of the events whose personal texts were erased, as the events of erasure say that are as sealed."""
    told = AuditEvent.objects.filter(action="audit.texts_erased").order_by("number").iterator(CHUNK)
    return frozenset(number for event in told if chain.holds(event) for number in event.details.get("events", ()))


def _walk_page(walk: _Walk, page: list[AuditEvent]) -> None:
    texts: dict[tuple[int, str], PersonalText] = {
        (text.event_id, text.field): text for text in PersonalText.objects.filter(event__in=page)
    }
    for event in page:
        if event.number != walk.number + 1:
            walk.fault(walk.number + 1, "audit.fault.missing")
        elif event.previous != walk.digest:
            walk.fault(event.number, "audit.fault.unlinked")
        if not chain.holds(event):
            walk.fault(event.number, "audit.fault.altered")
        for name, digest in event.personal.items():
            text = texts.get((event.number, name))
            if text is None and event.number in walk.erasures:
                walk.erased += 1
            elif text is None:
                walk.fault(event.number, "audit.fault.text_missing", field=name)
            elif chain.matches(text, digest):
                walk.texts += 1
            else:
                walk.fault(event.number, "audit.fault.text_altered", field=name)
        walk.number, walk.digest = event.number, event.digest
        walk.events += 1


def _readable(actor: Actor, chosen: EventFilter) -> QuerySet[AuditEvent]:
    """Auditors read everything, the audit administrator what administrators did, others nothing."""
    if actor.may(Permission.AUDIT_VIEW):
        found = AuditEvent.objects.all()
    elif actor.may(Permission.AUDIT_VIEW_ADMINISTRATORS):
        found = AuditEvent.objects.filter(administrator=True)
    else:
        return AuditEvent.objects.none()
    found = found.filter(_between(chosen.since, chosen.before))
    wanted = {
        "kind": chosen.kind,
        "action": chosen.action,
        "actor_person": chosen.person,
        "object_type": chosen.object_type,
        "object_id": chosen.object_id,
    }
    return found.filter(**{name: value for name, value in wanted.items() if value not in ("", None)})


def _between(since: datetime | None, before: datetime | None) -> Q:
    period = Q()
    if since is not None:
        period &= Q(at__gte=since)
    if before is not None:
        period &= Q(at__lt=before)
    return period


def _rows(page: list[AuditEvent]) -> tuple[EventRow, ...]:
    names = names_of(event.actor_person for event in page if event.actor_person is not None)
    texts = {(text.event_id, text.field): text.text for text in PersonalText.objects.filter(event__in=page)}
    return tuple(
        EventRow(
            number=event.number,
            at=event.at,
            kind=event.kind,
            action=event.action,
            actor_person=event.actor_person,
            actor=names.get(event.actor_person, "") if event.actor_person is not None else "",
            roles=tuple(event.roles),
            object_type=event.object_type,
            object_id=event.object_id,
            scope=event.scope,
            details=tuple(sorted(event.details.items())),
            personal=tuple((name, texts.get((event.number, name))) for name in sorted(event.personal)),
            digest=event.digest,
        )
        for event in page
    )
