"""The state of a pack being read: rows and keys of what it extends, base first, and its own rows on top."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import TypeVar, cast

from zhiyi.city.packs.csv_tables import TableRead
from zhiyi.city.packs.faults import Faults
from zhiyi.city.packs.metadata import PackInfo
from zhiyi.city.packs.rows import Row
from zhiyi.city.packs.schemas import TABLES
from zhiyi.city.packs.schemas.forms import Table
from zhiyi.kernel.messages import Message

AnyRow = TypeVar("AnyRow", bound=Row)
_TABLE_OF = {table.row: table for table in TABLES}


class Chain:
    """Packs read so far, base first. `enter` begins the next pack; its rows are the fresh ones that checks judge."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.infos: list[PackInfo] = []
        self._rows: dict[str, list[Row]] = {table.name: [] for table in TABLES}
        self._fresh: dict[str, list[Row]] = {}
        self._keys: dict[tuple[str, str], set[str]] = {}
        self._incomplete: set[str] = set()
        self._dropped: set[str] = set()
        self._files: dict[str, str] = {}

    @property
    def info(self) -> PackInfo:
        """The pack being read."""
        return self.infos[-1]

    def enter(self, info: PackInfo, files: dict[str, str]) -> None:
        """Begin a pack; `files` names the file of each table as faults show it."""
        self.infos.append(info)
        self._fresh = {}
        self._files = files

    def add(self, table: Table, read: TableRead) -> None:
        """Take what a file of the pack gave; keys that a pack below has already are faults, or replace its rows."""
        kept = self._rows[table.name]
        for column, values in read.keys.items():
            known = self._keys.setdefault((table.name, column), set())
            if repeated := values & known:
                if table.overrides:
                    own = {getattr(row, table.key) for row in read.rows}
                    kept = [row for row in kept if getattr(row, table.key) not in own]
                else:
                    self._note_inherited(table, column, repeated, read.rows)
            known |= values
        self._rows[table.name] = kept + read.rows
        self._fresh[table.name] = read.rows
        if not read.complete:
            self._incomplete.add(table.name)
        if read.dropped:
            self._dropped.add(table.name)

    def lost(self, table: str) -> None:
        """Note that a file of the pack could not be opened."""
        self._incomplete.add(table)

    def all(self, kind: type[AnyRow]) -> list[AnyRow]:
        """Rows of a table in the pack and in everything that it extends."""
        return cast(list[AnyRow], self._rows[_TABLE_OF[kind].name])

    def fresh(self, kind: type[AnyRow]) -> list[AnyRow]:
        """Rows of the pack being read."""
        return cast(list[AnyRow], self._fresh.get(_TABLE_OF[kind].name, []))

    def fresh_of(self, table: Table) -> list[Row]:
        """The same, by the table."""
        return self._fresh.get(table.name, [])

    def knows(self, table: str) -> bool:
        """True where every value of the table is known, so that a value missed in it is truly missing."""
        return table not in self._incomplete

    def whole(self, table: str) -> bool:
        """True where no row of the table was left out for a fault."""
        return self.knows(table) and table not in self._dropped

    def keys(self, table: str, column: str) -> set[str]:
        """Every value of a unique column, in the pack and in everything that it extends."""
        return self._keys.get((table, column), set())

    def fault(self, row: Row, column: str | None, message: Message, *, value: object = None) -> None:
        """Note a fault of a row of the pack being read; the value is the one in the column unless given."""
        if value is None and column is not None:
            value = getattr(row, column)
        shown = None if value is None else _written(value)
        self.faults.add(self._files[_TABLE_OF[type(row)].name], row.row, column, shown, message)

    def metadata_fault(self, place: str, value: str | None, message: Message) -> None:
        """Note a fault of datapackage.json of the pack being read."""
        self.faults.add(self._files["datapackage"], None, place, value, message)

    def _note_inherited(self, table: Table, column: str, repeated: set[str], rows: Iterable[Row]) -> None:
        value_of = attrgetter(column)
        owners = {str(value_of(row)): row.pack for row in self._rows[table.name]}
        for row in rows:
            if (value := str(value_of(row))) in repeated:
                owner = owners.get(value, self.info.extends)
                self.fault(row, column, Message("pack.key_inherited", value=value, column=column, pack=owner))


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ";".join(str(part) for part in value)
    return str(getattr(value, "text", value))
