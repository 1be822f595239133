"""Messages and evidence as plain JSON values and back, without losing a type.

Strings, whole numbers, booleans and None stand as they are. A Decimal, a day, a period, a message and a tuple are
written as `{"$": type, …}`. A period is written with its days as well as its words: the words alone do not give back
every period, such as one with a time of day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import cast

from zhiyi.kernel.evidence import DocumentSpan, EngineRun, Evidence, RegisterRows
from zhiyi.kernel.messages import DataError, Message
from zhiyi.kernel.periods import Basis, Period, Precision

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]


def packed(value: object) -> Json:
    """A parameter value as JSON.

    Raises:
        DataError: the value is of a type that messages do not carry, such as a float.
    """
    match value:
        case None | bool() | str():
            return value
        case int():
            return value
        case Decimal():
            return {"$": "decimal", "value": str(value)}
        case Period():
            return _period_record(value)
        case date():
            return {"$": "day", "value": value.isoformat()}
        case Message():
            return {
                "$": "message",
                "key": value.key,
                "params": {name: packed(part) for name, part in value.params.items()},
            }
        case tuple() | list() | frozenset():
            return {"$": "list", "items": [packed(part) for part in value]}
        case _:
            raise DataError(Message("record.unknown_type", type=type(value).__name__))


def unpacked(record: Json) -> object:
    """What `packed` wrote; lists come back as tuples.

    Raises:
        DataError: the record names no known type.
    """
    if not isinstance(record, dict):
        return record
    match record.get("$"):
        case "decimal":
            return Decimal(cast(str, record["value"]))
        case "period":
            return _period(record)
        case "day":
            return date.fromisoformat(cast(str, record["value"]))
        case "message":
            return message(record)
        case "list":
            return tuple(unpacked(part) for part in cast("list[Json]", record["items"]))
        case other:
            raise DataError(Message("record.unknown_type", type=str(other)))


def _period_record(value: Period) -> dict[str, Json]:
    return {
        "$": "period",
        "text": value.text,
        "start": value.start.isoformat() if value.start else None,
        "end": value.end.isoformat() if value.end else None,
        "precision": value.precision.value,
        "as_of": value.as_of,
        "basis": value.basis.value,
    }


def _period(record: dict[str, Json]) -> Period:
    return Period(
        start=_day(record["start"]),
        end=_day(record["end"]),
        precision=Precision(cast(str, record["precision"])),
        text=cast(str, record["text"]),
        as_of=cast(bool, record["as_of"]),
        basis=Basis(cast(str, record["basis"])),
    )


def _day(written: Json) -> date | None:
    return None if written is None else date.fromisoformat(cast(str, written))


def message(record: Json) -> Message:
    """A message that `packed` wrote."""
    whole = cast("dict[str, Json]", record)
    params = cast("dict[str, Json]", whole["params"])
    return Message(cast(str, whole["key"]), **{name: unpacked(part) for name, part in params.items()})


def evidence(record: Mapping[str, object]) -> Evidence:
    """A piece of evidence that `zhiyi.kernel.evidence.as_record` wrote."""
    match record["type"]:
        case "document":
            return DocumentSpan(str(record["document"]), int(str(record["line"])), str(record["words"]))
        case "register":
            rows = cast("list[str]", record["rows"])
            return RegisterRows(str(record["register"]), tuple(rows), str(record["digest"]))
        case "run":
            return EngineRun(str(record["run"]), str(record["engine"]), str(record["version"]))
        case other:
            raise DataError(Message("record.unknown_type", type=str(other)))
