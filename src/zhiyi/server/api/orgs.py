"""Organisations, regions, and what this home is."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

import zhiyi
from zhiyi.server.accounts.doors import public_door
from zhiyi.server.accounts.public_doors import WHY_ABOUT, WHY_RELEASABLE
from zhiyi.server.api import pages
from zhiyi.server.api.etags import Answer, Record, Seen, answered
from zhiyi.server.api.operations import operation
from zhiyi.server.api.parameters import Asked, AskedOrganisations, AskedRegions, ByCode, ById
from zhiyi.server.api.schemas import About, Organisation, OrganisationList, Region, RegionList
from zhiyi.server.orgs import queries
from zhiyi.server.orgs.queries import OrganisationCard, RegionCard
from zhiyi.server.packs.queries import city

router = Router(tags=["orgs"])


@router.api_operation(path="/organisations", **operation("list_organisations", OrganisationList))
@public_door(WHY_RELEASABLE)
def list_organisations(request: HttpRequest, response: HttpResponse, asked: Query[AskedOrganisations]) -> Answer:
    """Organisations."""

    def build(seen: Seen) -> Record:
        found = queries.organisation_page(
            seen.actor,
            region=asked.region,
            parent=asked.parent,
            kind=asked.kind,
            words=asked.words,
            generic=asked.generic,
            first=asked.offset,
            count=asked.limit,
        )
        return pages.listing(asked, found, _record, as_known_on=seen.day)

    return answered(request, response, asked, build)


@router.api_operation(path="/organisations/{id}", **operation("get_organisation", Organisation, one=True))
@public_door(WHY_RELEASABLE)
def get_organisation(request: HttpRequest, response: HttpResponse, code: ById, asked: Query[Asked]) -> Answer:
    """One organisation."""
    return answered(request, response, asked, lambda seen: _record(queries.organisation(seen.actor, code)))


@router.api_operation(path="/regions", **operation("list_regions", RegionList))
@public_door(WHY_RELEASABLE)
def list_regions(request: HttpRequest, response: HttpResponse, asked: Query[AskedRegions]) -> Answer:
    """Regions."""

    def build(seen: Seen) -> Record:
        found = queries.region_page(
            seen.actor,
            parent=asked.parent or None,
            words=asked.words,
            level=asked.level,
            kind=asked.kind,
            first=asked.offset,
            count=asked.limit,
        )
        return pages.listing(asked, found, _record, as_known_on=seen.day)

    return answered(request, response, asked, build)


@router.api_operation(path="/regions/{code}", **operation("get_region", Region, one=True))
@public_door(WHY_RELEASABLE)
def get_region(request: HttpRequest, response: HttpResponse, code: ByCode, asked: Query[Asked]) -> Answer:
    """One region."""
    return answered(request, response, asked, lambda seen: _record(queries.region(seen.actor, code)))


@router.api_operation(path="/about", **operation("get_about", About))
@public_door(WHY_ABOUT)
def get_about(request: HttpRequest, response: HttpResponse, asked: Query[Asked]) -> Answer:
    """What this home holds, and as of when."""
    return answered(request, response, asked, _about)


def _record(card: RegionCard | OrganisationCard) -> Record:
    """A card as it is; an empty text is unknown."""
    return {name: None if value == "" else value for name, value in asdict(card).items()}


def _about(seen: Seen) -> Record:
    home = city(seen.actor)
    return {
        "city": {"name": home.name, "name_en": home.name_en or None, "region": home.region or None} if home else None,
        "pack": {
            "name": home.pack,
            "version": home.version,
            "digest": home.digest,
            "chain": list(home.chain),
            "loaded_at": home.loaded_at,
            "demo": home.demo,
        }
        if home
        else None,
        "version": zhiyi.__version__,
        "as_of": seen.day,
        "measured_on": seen.standing.run_on,
        "synthetic": home.synthetic if home else False,
    }
