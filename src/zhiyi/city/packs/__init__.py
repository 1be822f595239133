"""City packs: what a city brings, as a Frictionless Data Package of CSV tables.

`check` finds every fault of a pack at once; `read` gives its rows, with those of everything that it extends; `new`
writes an empty pack to fill.
"""

from __future__ import annotations

from zhiyi.city.packs.faults import Fault, PackError
from zhiyi.city.packs.ledger import LedgerValues
from zhiyi.city.packs.loading import check, read
from zhiyi.city.packs.metadata import PackInfo, read_info
from zhiyi.city.packs.pack import Pack
from zhiyi.city.packs.shelf import demo_pack, find, shipped
from zhiyi.city.packs.writing import new, refresh, write_table

__all__ = [
    "Fault",
    "LedgerValues",
    "Pack",
    "PackError",
    "PackInfo",
    "check",
    "demo_pack",
    "find",
    "new",
    "read",
    "read_info",
    "refresh",
    "shipped",
    "write_table",
]
