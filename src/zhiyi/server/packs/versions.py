"""Every version of every pack row: what a load brings, changes and takes back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zhiyi.city.packs import Pack
from zhiyi.city.packs.schemas import BY_NAME
from zhiyi.kernel.records import Json, packed
from zhiyi.kernel.seals import canonical_json
from zhiyi.server.packs.models import Load, Row

BATCH = 500


@dataclass(frozen=True, slots=True)
class Version:
    """One row as a pack gives it: its table, key, the pack in the chain that it stands in, and its plain values."""

    table: str
    key: str
    pack: str
    values: Mapping[str, Json]

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON of the values."""
        return hashlib.sha256(canonical_json(dict(self.values))).hexdigest()


@dataclass(frozen=True, slots=True)
class Change:
    """Keys of one table that a load brings new, brings with other values, or takes back."""

    new: frozenset[str]
    other: frozenset[str]
    gone: frozenset[str]

    @property
    def touched(self) -> frozenset[str]:
        """Keys whose values must be written."""
        return self.new | self.other


def of_table(pack: Pack, table: str) -> list[Version]:
    """The rows of one table of a pack as versions; a key that is a day or a number is written as text."""
    schema = BY_NAME[table]
    return [
        Version(
            table=table,
            key=str(getattr(row, schema.key)),
            pack=row.pack,
            values={column: packed(getattr(row, column)) for column in schema.columns},
        )
        for row in pack.tables[table]
    ]


def store(load: Load, table: str, versions: Iterable[Version]) -> Change:
    """Write the versions of one table that differ from those that stand, and end those that no longer do."""
    wanted = {version.key: version for version in versions}
    digests = {key: version.digest for key, version in wanted.items()}
    standing = {
        key: (row, digest)
        for row, key, digest in Row.objects.filter(table=table, until=None).values_list("id", "key", "digest")
    }
    new = frozenset(wanted.keys() - standing.keys())
    gone = frozenset(standing.keys() - wanted.keys())
    other = frozenset(key for key in wanted.keys() & standing.keys() if digests[key] != standing[key][1])
    ended = [standing[key][0] for key in sorted(gone | other)]
    for start in range(0, len(ended), BATCH):
        Row.objects.filter(pk__in=ended[start : start + BATCH]).update(until=load)
    fresh = (
        Row(
            table=table,
            key=key,
            pack=wanted[key].pack,
            digest=digests[key],
            values=dict(wanted[key].values),
            since=load,
        )
        for key in sorted(new | other)
    )
    Row.objects.bulk_create(fresh, batch_size=BATCH)
    return Change(new=new, other=other, gone=gone)


def standing(table: str) -> list[Mapping[str, Json]]:
    """The values of a table's standing rows, in the order of their keys."""
    return list(Row.objects.filter(table=table, until=None).order_by("key").values_list("values", flat=True))
