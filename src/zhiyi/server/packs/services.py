"""Loading a city pack: one transaction, idempotent; what a pack takes back is retired and keeps its history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhiyi import __version__
from zhiyi.city.packs import Pack
from zhiyi.kernel.messages import Conflict, Message
from zhiyi.server import config
from zhiyi.server.accounts.actors import Actor
from zhiyi.server.audit import services as audit
from zhiyi.server.packs import projection, versions
from zhiyi.server.packs.models import Load

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: False in `changed` where the very same pack stood already and nothing was written."""

    load_id: int
    changed: bool
    rows: int
    new: int
    other: int
    gone: int


def _silent(table: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@transaction.atomic
def load_pack(pack: Pack, *, actor: Actor, now: datetime, progress: Progress = _silent) -> Loaded:
    """Bring the database to what the pack says.

    The same pack again changes nothing. A row that is no longer in the pack is retired on the day of `now`. An
    observation whose values changed is superseded by a new revision, known from that day.

    Raises:
        Conflict: this home holds another city; or the pack is synthetic and this is a production home, or its database
            holds a real city.
    """
    last = Load.objects.first()
    if last and (last.digest, last.software) == (pack.digest, __version__):
        return Loaded(last.pk, changed=False, rows=sum(last.counts.values()), new=0, other=0, gone=0)
    if last and last.region != pack.info.region:
        raise Conflict(Message("packs.other_city", held=last.title, offered=pack.info.title))
    _refuse_synthetic(pack, last)
    load = _opened(pack, actor=actor, now=now)
    changes: dict[str, versions.Change] = {}
    tables = pack.tables
    for done, table in enumerate(tables):
        progress(table, done, len(tables))
        changes[table] = versions.store(load, table, versions.of_table(pack, table))
    projection.write(pack, changes, today=now.date(), now=now)
    progress("", len(tables), len(tables))
    loaded = _counted(load, changes)
    audit.record(
        actor=actor,
        action="pack.load",
        object_type="pack",
        object_id=pack.info.name,
        details={"digest": pack.digest, "new": loaded.new, "changed": loaded.other, "retired": loaded.gone},
        now=now,
    )
    return loaded


def _refuse_synthetic(pack: Pack, last: Load | None) -> None:
    if not any(link.synthetic for link in pack.chain):
        return
    if config.current().mode is config.Mode.PRODUCTION:
        raise Conflict(Message("packs.synthetic_in_production", offered=pack.info.title))
    if last and not last.synthetic:
        raise Conflict(Message("packs.synthetic_on_real", held=last.title, offered=pack.info.title))


def _opened(pack: Pack, *, actor: Actor, now: datetime) -> Load:
    info = pack.info
    own = next((region for region in pack.regions if region.code == info.region), None)
    return Load.objects.create(
        name=info.name,
        version=info.version,
        title=info.title,
        title_en=info.title_en,
        kind=info.kind,
        digest=pack.digest,
        software=__version__,
        region=info.region,
        city_name=own.name if own else info.title,
        city_name_en=own.name_en or info.title_en if own else info.title_en,
        demo=info.demo,
        synthetic=any(link.synthetic for link in pack.chain),
        chain=[
            {
                "name": link.name,
                "version": link.version,
                "title": link.title,
                "title_en": link.title_en,
                "licences": list(link.licences),
                "sources": list(link.sources),
            }
            for link in pack.chain
        ],
        counts={table: len(rows) for table, rows in pack.tables.items()},
        loaded_at=now,
        loaded_by_id=actor.person_id,
    )


def _counted(load: Load, changes: dict[str, versions.Change]) -> Loaded:
    return Loaded(
        load.pk,
        changed=True,
        rows=sum(load.counts.values()),
        new=sum(len(change.new) for change in changes.values()),
        other=sum(len(change.other) for change in changes.values()),
        gone=sum(len(change.gone) for change in changes.values()),
    )
