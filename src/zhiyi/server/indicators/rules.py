"""Targets, identities and the other rules of a pack, stored as plain records and given back as engine values.

They stand as the newest load left them; every earlier wording stands in the pack rows.
"""

from __future__ import annotations

import dataclasses
from typing import TypeVar, cast

from django.db import transaction

from zhiyi.city.packs import LedgerValues
from zhiyi.indicators import values
from zhiyi.kernel import records
from zhiyi.kernel.evidence import DocumentSpan, as_record
from zhiyi.server.indicators.models import Rule

T = TypeVar("T")
_TYPES: dict[str, type] = {
    "targets": values.Target,
    "identities": values.Identity,
    "list_checks": values.ListCheck,
    "weaknesses": values.Weakness,
    "requirements": values.Requirement,
}


@transaction.atomic
def write(ledger: LedgerValues) -> None:
    """Store every rule of a pack in place of those that stood."""
    made = [
        Rule(table=table, position=position, values=_record(value))
        for table in _TYPES
        for position, value in enumerate(getattr(ledger, table))
    ]
    made += [
        Rule(table="stage_orders", position=position, values={"codes": list(codes)})
        for position, codes in enumerate(ledger.stage_orders)
    ]
    Rule.objects.all().delete()
    Rule.objects.bulk_create(made, batch_size=500)


def targets() -> tuple[values.Target, ...]:
    """Promises with their deadlines."""
    return _read("targets", values.Target)


def identities() -> tuple[values.Identity, ...]:
    """Relations that figures must satisfy."""
    return _read("identities", values.Identity)


def list_checks() -> tuple[values.ListCheck, ...]:
    """Stated counts beside the items named."""
    return _read("list_checks", values.ListCheck)


def weaknesses() -> tuple[values.Weakness, ...]:
    """Weaknesses that the city states of itself."""
    return _read("weaknesses", values.Weakness)


def requirements() -> tuple[values.Requirement, ...]:
    """Indicators that must be observed."""
    return _read("requirements", values.Requirement)


def stage_orders() -> tuple[tuple[str, ...], ...]:
    """Orders in which the stages of a project follow each other."""
    rows = Rule.objects.filter(table="stage_orders").order_by("position").values_list("values", flat=True)
    return tuple(tuple(row["codes"]) for row in rows)


def _record(value: object) -> dict[str, object]:
    record: dict[str, object] = {}
    for field in dataclasses.fields(value):  # type: ignore[arg-type]  # every rule is a dataclass
        part = getattr(value, field.name)
        record[field.name] = (
            {"$": "span", **as_record(part)} if isinstance(part, DocumentSpan) else records.packed(part)
        )
    return record


def _read(table: str, kind: type[T]) -> tuple[T, ...]:
    rows = Rule.objects.filter(table=table).order_by("position").values_list("values", flat=True)
    return tuple(kind(**{name: _part(part) for name, part in row.items()}) for row in rows)


def _part(part: records.Json) -> object:
    if isinstance(part, dict) and part.get("$") == "span":
        return records.evidence(cast("dict[str, object]", part))
    return records.unpacked(part)
