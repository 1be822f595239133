"""What this home holds: the city, its pack, and whether anything in it is synthetic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhiyi.server.accounts.actors import Actor
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.packs.models import Load


@dataclass(frozen=True, slots=True)
class PackLink:
    """One pack of the chain that a city was loaded from: what it is, under which licences, made from what."""

    name: str
    version: str
    title: str
    title_en: str
    licences: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class City:
    """The city of this home, from its newest load; `region` is the city's own region code."""

    name: str
    name_en: str
    region: str
    pack: str
    version: str
    digest: str
    demo: bool
    synthetic: bool
    loaded_at: datetime
    chain: tuple[str, ...]
    counts: dict[str, int]
    links: tuple[PackLink, ...]


def city(actor: Actor) -> City | None:
    """The city of this home, or None where no pack was loaded yet. Public."""
    del actor
    load = Load.objects.first()
    return _city(load) if load else None


def loads(actor: Actor) -> tuple[City, ...]:
    """Every load, newest first.

    Raises:
        NotAllowed: the actor may not view packs.
    """
    actor.require(Permission.PACKS_VIEW)
    return tuple(_city(load) for load in Load.objects.all())


def _city(load: Load) -> City:
    return City(
        name=load.city_name,
        name_en=load.city_name_en,
        region=load.region,
        pack=load.name,
        version=load.version,
        digest=load.digest,
        demo=load.demo,
        synthetic=load.synthetic,
        loaded_at=load.loaded_at,
        chain=tuple(link["name"] for link in load.chain),
        counts=dict(load.counts),
        links=tuple(
            PackLink(
                name=link["name"],
                version=link["version"],
                title=link["title"],
                title_en=link.get("title_en", ""),
                licences=tuple(link.get("licences", ())),
                sources=tuple(link.get("sources", ())),
            )
            for link in load.chain
        ),
    )
