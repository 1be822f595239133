"""Faults of a pack: where, which value, what is wrong and what cures it. All of them at once."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass

from zhiyi.kernel.messages import DataError, Message

FAULTS_PER_FILE = 1_000
INVISIBLE = frozenset({"Cc", "Cf"})
"""Unicode categories of characters that take no room: two texts that look alike would be different."""
_VALUE_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault.

    Attributes:
        file: Path of the file inside the pack; for a pack that this one extends, its name stands before it.
        row: Row in the spreadsheet, the header being row 1; None where no row is meant.
        column: Column, or key of datapackage.json; None where none is meant.
        value: The value as written, shortened to 120 characters; None where none is meant.
        message: What is wrong with it, and the cure.
    """

    file: str
    row: int | None
    column: str | None
    value: str | None
    message: Message

    @property
    def sentence(self) -> Message:
        """The place and the message in one sentence."""
        place: dict[str, object] = {"file": self.file, "what": self.message}
        if self.row is not None:
            place["row"] = str(self.row)
        if self.column is not None:
            place["column"] = self.column
        key = {
            (False, False): "pack.at.file",
            (True, False): "pack.at.row",
            (False, True): "pack.at.column",
            (True, True): "pack.at.cell",
        }[self.row is not None, self.column is not None]
        return Message(key, **place)


class PackError(DataError):
    """A pack that cannot be used; `faults` holds every fault found, in the order of files and rows."""

    def __init__(self, pack: str, faults: tuple[Fault, ...]) -> None:
        super().__init__(Message("pack.has_faults", pack=pack, count=len(faults), first=faults[0].sentence))
        self.pack = pack
        self.faults = faults

    def __reduce__(self) -> tuple[object, ...]:
        return (PackError, (self.pack, self.faults))


class Refused(DataError):
    """A file or a value that is refused; the reader turns it into a fault at the place where it stands."""

    def __init__(self, message: Message, *, row: int | None = None, value: str | None = None) -> None:
        super().__init__(message)
        self.row = row
        self.value = value


class Faults:
    """Gathers faults; past `FAULTS_PER_FILE` in a file it only counts them."""

    def __init__(self) -> None:
        self._found: dict[str, list[Fault]] = {}
        self._left_out: Counter[str] = Counter()

    def add(self, file: str, row: int | None, column: str | None, value: str | None, message: Message) -> None:
        """Note one fault."""
        here = self._found.setdefault(file, [])
        if len(here) >= FAULTS_PER_FILE:
            self._left_out[file] += 1
            return
        here.append(Fault(file, row, column, shortened(value), message))

    def all(self) -> tuple[Fault, ...]:
        """Every fault, by file in the order of reading, then by row; how many were left out stands last in a file."""
        faults: list[Fault] = []
        for file, here in self._found.items():
            faults += sorted(here, key=lambda fault: fault.row or 0)
            if more := self._left_out[file]:
                faults.append(Fault(file, None, None, None, Message("pack.more_faults", count=more)))
        return tuple(faults)


def shortened(value: str | None) -> str | None:
    """The value as shown to a reader: at most 120 characters, those that nobody sees written �."""
    if value is None:
        return None
    text = value if len(value) <= _VALUE_SHOWN else value[: _VALUE_SHOWN - 1] + "…"
    return "".join("\ufffd" if unicodedata.category(mark) in INVISIBLE else mark for mark in text)
