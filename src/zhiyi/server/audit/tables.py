"""Events and verifications as the pieces of a page and as the cells of an export."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from zhiyi.city import texts
from zhiyi.kernel.cells import safe_cell
from zhiyi.kernel.messages import Message
from zhiyi.server.accounts import roles
from zhiyi.server.audit.queries import EventRow, Verification
from zhiyi.server.web.pieces import (
    Cell,
    Choice,
    Column,
    Empty,
    Fact,
    Field,
    Filters,
    Link,
    Row,
    State,
    Table,
    Tone,
    Words,
)

KINDS = ("change", "look", "sign_in")
FILTERS = ("from", "to", "kind", "action", "person", "object_type", "object_id")
CSV_COLUMNS = (
    "number",
    "at",
    "kind",
    "action",
    "person",
    "name",
    "roles",
    "object_type",
    "object_id",
    "scope",
    "details",
    "personal",
    "digest",
)


def events(rows: Sequence[EventRow], asked: QueryDict, *, actions: Iterable[str]) -> Table:
    """The page of events with its filters and export."""
    here = reverse("audit_log")
    kept = _kept(asked)
    export = reverse("audit_export") + (f"?{urlencode(kept)}" if kept else "")
    return Table(
        caption=Message("audit.log.caption", count=len(rows)),
        columns=tuple(Column(Message(f"audit.column.{name}")) for name in ("at", "who", "action", "object", "details")),
        rows=tuple(_row(row) for row in rows),
        empty=Empty(Message("audit.log.none"), Message("audit.log.none_cure")),
        filters=Filters(_fields(asked, actions), here, tuple(_chips(kept, here)), here if kept else ""),
        exports=(Link(export, Message("audit.log.export")),),
    )


def older(rows: Sequence[EventRow], asked: QueryDict, size: int) -> str:
    """Address of the page of older events; empty where there is none."""
    if len(rows) <= size:
        return ""
    return f"{reverse('audit_log')}?{urlencode({**_kept(asked), 'before': rows[size - 1].number})}"


def period_of(asked: QueryDict) -> str:
    """The period of a filter as the end of an address."""
    kept = {name: value for name, value in _kept(asked).items() if name in ("from", "to")}
    return f"?{urlencode(kept)}" if kept else ""


def facts(event: EventRow) -> tuple[Fact, ...]:
    """Everything that stands in an event."""
    return (
        Fact(Message("audit.column.number"), str(event.number)),
        Fact(Message("audit.column.at"), timezone.localtime(event.at)),
        Fact(Message("audit.column.kind"), Message(f"audit.kind.{event.kind}")),
        Fact(Message("audit.column.action"), action_said(event.action)),
        Fact(Message("audit.column.who"), _who(event)),
        Fact(Message("audit.column.roles"), _roles_said(event)),
        Fact(Message("audit.column.object"), _object(event)),
        Fact(Message("audit.column.scope"), event.scope or Message("account.whole_city")),
        Fact(Message("audit.column.details"), _json(dict(event.details)) if event.details else "—"),
        *(
            Fact(Message("audit.personal", field=name), text or Message("audit.erased"))
            for name, text in event.personal
        ),
        Fact(Message("audit.column.digest"), event.digest),
    )


def lede(event: EventRow) -> Message:
    """Who did what and when, in one sentence."""
    return Message(
        "audit.event.lede", at=timezone.localtime(event.at), who=_who(event), action=action_said(event.action)
    )


def verification(found: Verification) -> tuple[Fact, ...]:
    """What a verification found, as facts."""
    return (
        Fact(Message("audit.verify.events"), found.events),
        Fact(
            Message("audit.verify.numbers"), Message("audit.verify.range", first=str(found.first), last=str(found.last))
        ),
        Fact(Message("audit.verify.texts"), found.texts),
        Fact(Message("audit.verify.erased"), found.erased),
        Fact(Message("audit.verify.head"), found.head or "—"),
    )


def action_said(action: str) -> Words:
    """The name of an action; the code where the catalogue has none, as for actions of a later version."""
    key = f"audit.action.{action}"
    return Message(key) if key in texts.catalogue("zh") else action


def csv_cells(event: EventRow) -> tuple[str, ...]:
    """Cells of an event in the order of CSV_COLUMNS. A cell that a spreadsheet would run is quoted."""
    cells = (
        str(event.number),
        timezone.localtime(event.at).isoformat(timespec="microseconds"),
        event.kind,
        event.action,
        "" if event.actor_person is None else str(event.actor_person),
        event.actor,
        ";".join(event.roles),
        event.object_type,
        event.object_id,
        event.scope,
        _json(dict(event.details)),
        _json(dict(event.personal)),
        event.digest,
    )
    return tuple(str(safe_cell(cell)) for cell in cells)


def _row(event: EventRow) -> Row:
    return Row(
        cells=(
            Cell(
                timezone.localtime(event.at), url=reverse("audit_event", args=[event.number]), sub=f"№ {event.number}"
            ),
            Cell(_who(event), sub=_roles_said(event) if event.roles else ""),
            Cell(action_said(event.action), sub=Message(f"audit.kind.{event.kind}")),
            Cell(_object(event), sub=event.scope),
            Cell(_short(event)),
        ),
        id=f"event-{event.number}",
    )


def _roles_said(event: EventRow) -> Message:
    held = tuple(roles.said(code) for code in event.roles)
    return Message("account.roles_listed", roles=held) if held else Message("account.no_role")


def _who(event: EventRow) -> Words:
    if event.actor_person is not None:
        return Message("audit.person", name=event.actor or "—", key=str(event.actor_person))
    return Message("role.machine") if "machine" in event.roles else Message("audit.passer_by")


def _object(event: EventRow) -> Words:
    if not event.object_type:
        return "—"
    return f"{event.object_type} {event.object_id}".strip()


def _short(event: EventRow) -> str:
    text = " · ".join(f"{name}: {_plain(value)}" for name, value in event.details)
    return text if len(text) <= 120 else text[:119] + "…"


def _plain(value: object) -> str:
    return value if isinstance(value, str) else _json(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _kept(asked: QueryDict) -> dict[str, str]:
    return {name: asked.get(name, "") for name in FILTERS if asked.get(name)}


def _chips(kept: dict[str, str], here: str) -> list[Link]:
    chips = []
    for name, value in kept.items():
        rest = urlencode({other: text for other, text in kept.items() if other != name})
        words: Words = value
        if name == "kind" and value in KINDS:
            words = Message(f"audit.kind.{value}")
        elif name == "action":
            words = action_said(value)
        chips.append(
            Link(
                f"{here}?{rest}" if rest else here,
                Message("audit.chip", name=Message(f"audit.filter.{name}"), value=words),
            )
        )
    return chips


def _fields(asked: QueryDict, actions: Iterable[str]) -> tuple[Field, ...]:
    kind, action = asked.get("kind", ""), asked.get("action", "")
    kinds = tuple(Choice(code, Message(f"audit.kind.{code}"), code == kind) for code in KINDS)
    acts = tuple(Choice(code, action_said(code), code == action) for code in actions)
    everything = Choice("", Message("audit.filter.all"), False)
    plain = ("person", "object_type", "object_id")
    return (
        Field("from", Message("audit.filter.from"), value=asked.get("from", "")),
        Field("to", Message("audit.filter.to"), value=asked.get("to", "")),
        Field("kind", Message("audit.filter.kind"), (everything, *kinds)),
        Field("action", Message("audit.filter.action"), (everything, *acts)),
        *(Field(name, Message(f"audit.filter.{name}"), value=asked.get(name, "")) for name in plain),
    )


def chain_state(found: Verification) -> State:
    """Whether the chain holds, as a state."""
    if found.holds:
        return State(Tone.GOOD, Message("audit.verify.holds"))
    return State(Tone.ACT, Message("audit.verify.broken"))
