"""References to rows that do not exist, and trees that run in a circle."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from operator import attrgetter
from typing import TypeVar

from zhiyi.city.packs.chains import Chain
from zhiyi.city.packs.rows import Industry, Organisation, Region
from zhiyi.city.packs.schemas import TABLES
from zhiyi.city.packs.schemas.forms import Field, Reference, Table
from zhiyi.kernel.messages import Message

Tree = TypeVar("Tree", Region, Organisation, Industry)


def check(chain: Chain) -> None:
    """Note every reference that leads nowhere and every cycle of parents."""
    for table in TABLES:
        for field in table.fields:
            if field.refers is not None:
                _check_references(chain, table, field, field.refers)
    for region in _in_cycles(chain.all(Region), chain.fresh(Region), key="code"):
        chain.fault(region, "parent", Message("pack.cycle", value=region.parent))
    for organisation in _in_cycles(chain.all(Organisation), chain.fresh(Organisation), key="id"):
        chain.fault(organisation, "parent", Message("pack.cycle", value=organisation.parent))
    for entry in _in_cycles(chain.all(Industry), chain.fresh(Industry), key="code"):
        chain.fault(entry, "parent", Message("pack.cycle", value=entry.parent))
    for table in TABLES:
        for field in table.fields:
            if field.unique:
                _check_lookalikes(chain, table, field)
    _check_own_region(chain)


def _check_lookalikes(chain: Chain, table: Table, field: Field) -> None:
    """Two keys that differ only in the width or style of their characters are one key to a reader."""
    value_of = attrgetter(field.name)
    known = chain.keys(table.name, field.name)
    plain = {value: unicodedata.normalize("NFKC", value) for value in known if not value.isascii()}
    if not plain:
        return
    owners: dict[str, str] = {}
    for value in sorted(known):
        owners.setdefault(plain.get(value, value), value)
    for row in chain.fresh_of(table):
        value = str(value_of(row))
        if (other := owners[plain.get(value, value)]) != value:
            chain.fault(row, field.name, Message("pack.key_lookalike", value=value, other=other, column=field.name))


def _check_references(chain: Chain, table: Table, field: Field, refers: Reference) -> None:
    if not chain.knows(refers.table):
        return
    value_of = attrgetter(field.name)
    rows = chain.fresh_of(table)
    missing = set(map(value_of, rows)) - chain.keys(refers.table, refers.field) - {""}
    if not missing:
        return
    for row in rows:
        if (value := value_of(row)) in missing:
            chain.fault(row, field.name, Message(refers.unknown, value=value, table=refers.table, column=refers.field))


def _in_cycles(rows: Sequence[Tree], fresh: Sequence[Tree], *, key: str) -> list[Tree]:
    """The fresh rows that stand on a circle of parents."""
    parents = {getattr(row, key): row.parent for row in rows}
    settled: set[str] = set()
    on_circle: set[str] = set()
    for start in parents:
        path: dict[str, None] = {}
        at = start
        while at in parents and at not in settled and at not in path:
            path[at] = None
            at = parents[at]
        if at in path:
            walk = list(path)
            on_circle.update(walk[walk.index(at) :])
        settled.update(path)
    return [row for row in fresh if getattr(row, key) in on_circle]


def _check_own_region(chain: Chain) -> None:
    """The city's own region is one of its regions; only an empty pack may leave it out."""
    info = chain.info
    if info.region and chain.knows("regions") and info.region not in chain.keys("regions", "code"):
        chain.metadata_fault("zhiyi.region", info.region, Message("pack.unknown_region", value=info.region))
    if not info.region and info.kind != "base" and any(chain.fresh_of(table) for table in TABLES):
        chain.metadata_fault("zhiyi.region", None, Message("pack.no_own_region"))
