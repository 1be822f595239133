"""Messages and evidence as plain JSON values and back, without losing a type.

Strings, whole numbers, booleans and None stand as they are. A Decimal, a day, a period, a message and a tuple are
written as `{"$": type, …}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import cast

from zhiyi.kernel import periods
from zhiyi.kernel.evidence import DocumentSpan, EngineRun, Evidence, RegisterRows
from zhiyi.kernel.messages import DataError, Message
from zhiyi.kernel.periods import Period

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
            return {"$": "period", "text": value.text}
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
            return periods.parse(cast(str, record["text"]))
        case "day":
            return date.fromisoformat(cast(str, record["value"]))
        case "message":
            return message(record)
        case "list":
            return tuple(unpacked(part) for part in cast("list[Json]", record["items"]))
        case other:
            raise DataError(Message("record.unknown_type", type=str(other)))


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
