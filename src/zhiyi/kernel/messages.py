"""Messages that travel as a key and parameters, and the errors that carry them.

Text is made at the door (CLI, page, API) from the catalogues, Chinese first, English second.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, init=False)
class Message:
    """A sentence by its catalogue key, with the values that go into it.

    Parameter values may be strings, numbers, days, periods, tuples of these, or messages.
    """

    key: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __init__(self, key: str, /, **params: object) -> None:
        object.__setattr__(self, "key", key)
        object.__setattr__(self, "params", MappingProxyType(dict(params)))

    def __hash__(self) -> int:
        return hash((self.key, frozenset(self.params.items())))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and self.key == other.key and dict(self.params) == dict(other.params)

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuilt, (self.key, dict(self.params)))

    def __str__(self) -> str:
        inside = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.key}({inside})" if inside else self.key


def _rebuilt(key: str, params: dict[str, object]) -> Message:
    return Message(key, **params)


class ZhiyiError(Exception):
    """Something a caller may meet. `message` says what was wrong, with the value, and the cure."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class DataError(ZhiyiError):
    """The values given cannot be used as they are."""


class NotFound(ZhiyiError):
    """There is no such thing, or the actor may not know that there is."""


class NotAllowed(ZhiyiError):
    """The actor may not do this."""


class Conflict(ZhiyiError):
    """The thing moved on since it was read."""


class SettingsError(ZhiyiError):
    """A setting is missing, weak or contradicts another; the program must not start."""
