"""One CSV table to typed rows: header, ragged rows, cells; every fault with its row in the spreadsheet.

A row in the spreadsheet is a record: a cell that holds a line break does not shift the rows after it.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, field

from zhiyi.city.packs import cells, files
from zhiyi.city.packs.faults import Faults, Refused
from zhiyi.city.packs.rows import Row
from zhiyi.city.packs.schemas.forms import Field, Table
from zhiyi.kernel.messages import Message

_MEMO = 1 << 16
_PROSE = ("note", "surface")


@dataclass(slots=True)
class TableRead:
    """What one file gave.

    Attributes:
        rows: Rows without a fault in any cell.
        keys: For each unique column, every value that stands in it, also in rows with a fault elsewhere.
        complete: False where part of the file could not be read; then a value missed elsewhere may yet be in it.
        dropped: True where rows with a fault were left out.
    """

    rows: list[Row] = field(default_factory=list)
    keys: dict[str, set[str]] = field(default_factory=dict)
    complete: bool = True
    dropped: bool = False


def read_table(table: Table, data: bytes, *, file: str, pack: str, faults: Faults) -> TableRead:
    """Read a table from the bytes of its file; faults go to `faults`, never raised."""
    read = TableRead(keys={column.name: set() for column in table.fields if column.unique})
    row = 1
    try:
        text = files.text_of(data)
        records = csv.reader(text, strict=True)
        header = next(records, None)
        width = _check_header(table, header, file, faults)
        if width is None:
            read.complete = False
            return read
        row = 2
        reader = _Reader(table, file, pack, faults, read)
        for row, record in enumerate(records, 2):
            if not any(record):
                faults.add(file, row, None, None, Message("pack.blank_row"))
            elif len(record) != width:
                reader.leave(row, record)
            else:
                reader.take(row, record)
        reader.report_repeated()
    except Refused as refused:
        read.complete = False
        faults.add(file, refused.row, None, refused.value, refused.message)
    except csv.Error as fault:
        read.complete = False
        faults.add(file, row + 1 if row > 1 else row, None, None, _csv_message(fault))
    return read


def _csv_message(fault: csv.Error) -> Message:
    if "field larger" in str(fault):
        return Message("pack.cell_too_long", limit=csv.field_size_limit())
    return Message("pack.bad_quotes")


def _check_header(table: Table, header: list[str] | None, file: str, faults: Faults) -> int | None:
    """Number of columns, or None where the header is not the one of the table."""
    expected = table.columns
    if header is None or not any(header):
        faults.add(file, 1, None, None, Message("pack.no_header", expected=",".join(expected)))
        return None
    if tuple(header) == expected:
        return len(expected)
    if len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        faults.add(file, 1, None, header[0], Message("pack.wrong_delimiter"))
        return None
    for name in dict.fromkeys(name for name in header if header.count(name) > 1):
        faults.add(file, 1, name, name, Message("pack.column_twice", column=name))
    for name in expected:
        if name not in header:
            faults.add(file, 1, name, None, Message("pack.column_missing", column=name, expected=",".join(expected)))
    for name in dict.fromkeys(header):
        if name not in expected:
            faults.add(file, 1, name, name, Message("pack.column_unknown", column=name, expected=",".join(expected)))
    if sorted(header) == sorted(expected):
        place = next(number for number, name in enumerate(header) if name != expected[number])
        message = Message("pack.column_order", column=header[place], expected=",".join(expected))
        faults.add(file, 1, header[place], header[place], message)
    return None


class _Column:
    """Reads the cells of one column; values that repeat are parsed once and shared."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self.parse: Callable[[str], object] = cells.parser(field)
        self.empty = cells.empty(field.type)
        self.required = field.required
        self.prose = field.name in _PROSE
        self.key = field.unique or field.refers is not None
        self.memo: dict[str, object] | None = None if field.unique else {}

    def value(self, text: str) -> object:
        """The value of a cell; raises Refused with the message for a bad one."""
        memo = self.memo
        if memo is not None and text in memo:
            return memo[text]
        if not text:
            if self.required:
                raise Refused(Message(self.field.missing, column=self.field.name))
            return self.empty
        if not self.prose and (text[0].isspace() or text[-1].isspace() or text[0] == "\ufeff"):
            raise Refused(Message("pack.blanks_around", value=text), value=text)
        if not self.prose and (mark := cells.unseen(text, key=self.key)) is not None:
            raise Refused(Message("pack.control_character", code=f"U+{ord(mark):04X}"), value=text)
        value = self.parse(text)
        if memo is not None and len(memo) < _MEMO:
            memo[text] = value
        return value


class _Reader:
    """Turns records of the right width into rows."""

    def __init__(self, table: Table, file: str, pack: str, faults: Faults, read: TableRead) -> None:
        self.table = table
        self.file = file
        self.pack = pack
        self.faults = faults
        self.read = read
        self.columns = [_Column(field) for field in table.fields]
        self.unique = [
            (number, field.name, read.keys[field.name]) for number, field in enumerate(table.fields) if field.unique
        ]
        self.repeated: list[tuple[int, str, str]] = []
        self.broken: dict[tuple[str, str], int] = {}

    def take(self, row: int, record: list[str]) -> None:
        """Read a record of the right width."""
        repeated = False
        for number, name, seen in self.unique:
            key = record[number]
            if key in seen:
                self.repeated.append((row, name, key))
                repeated = True
            elif key:
                seen.add(key)
        try:
            values = [column.value(text) for column, text in zip(self.columns, record, strict=True)]
        except Refused:
            self._note_faults(row, record)
            repeated = True
        if repeated:
            self._remember(row, record)
        else:
            self.read.rows.append(self.table.row(self.pack, row, *values))

    def leave(self, row: int, record: list[str]) -> None:
        """Note a record of another width; its key, in the first column, still counts as present."""
        expected = len(self.columns)
        message = Message("pack.ragged", found=len(record), expected=expected)
        self.faults.add(self.file, row, None, ",".join(record), message)
        for number, _, seen in self.unique:
            if number == 0 and record[0]:
                seen.add(record[0])
            else:
                self.read.complete = False
        self._remember(row, record)

    def report_repeated(self) -> None:
        """Say for every repeated key where it stood first."""
        if not self.repeated:
            return
        first = dict(self.broken)
        for name in {name for _, name, _ in self.repeated}:
            for made in reversed(self.read.rows):
                first[name, str(getattr(made, name))] = made.row
        for row, name, key in self.repeated:
            message = Message("pack.key_twice", value=key, column=name, first=str(first[name, key]))
            self.faults.add(self.file, row, name, key, message)

    def _remember(self, row: int, record: list[str]) -> None:
        self.read.dropped = True
        for number, name, _ in self.unique:
            if number < len(record):
                self.broken.setdefault((name, record[number]), row)

    def _note_faults(self, row: int, record: list[str]) -> None:
        for column, text in zip(self.columns, record, strict=True):
            try:
                column.value(text)
            except Refused as refused:
                self.faults.add(self.file, row, column.field.name, text, refused.message)
