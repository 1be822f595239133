"""Indicators, observations and findings."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from zhiyi.server.accounts.actors import WHOLE_CITY
from zhiyi.server.accounts.doors import door, public_door
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.accounts.public_doors import WHY_RELEASABLE
from zhiyi.server.api import pages
from zhiyi.server.api.etags import Answer, Record, Seen, answered
from zhiyi.server.api.operations import operation
from zhiyi.server.api.parameters import (
    Asked,
    AskedDay,
    AskedFiguresOfOne,
    AskedFindings,
    AskedIndicators,
    AskedObservations,
    ById,
)
from zhiyi.server.api.schemas import Finding, FindingList, Indicator, IndicatorList, Observation, ObservationList
from zhiyi.server.indicators import definitions, findings, paged, queries, records
from zhiyi.server.indicators.definitions import AskedDefinitions
from zhiyi.server.indicators.figures import DefinitionCard

router = Router(tags=["indicators"])


@router.api_operation(path="/indicators", **operation("list_indicators", IndicatorList))
@public_door(WHY_RELEASABLE)
def list_indicators(request: HttpRequest, response: HttpResponse, asked: Query[AskedIndicators]) -> Answer:
    """Indicators with a figure that the caller may see."""

    def build(seen: Seen) -> Record:
        wanted = AskedDefinitions(asked.words, asked.wing or "", asked.theme, asked.kind or "")
        found = definitions.page(seen.actor, seen.day, wanted, first=asked.offset, count=asked.limit)
        return pages.listing(asked, found, lambda card: _indicator(card, seen), as_known_on=seen.day)

    return answered(request, response, asked, build)


@router.api_operation(path="/indicators/{id}", **operation("get_indicator", Indicator, one=True))
@public_door(WHY_RELEASABLE)
def get_indicator(request: HttpRequest, response: HttpResponse, code: ById, asked: Query[AskedDay]) -> Answer:
    """One indicator by id, name or alias."""

    def build(seen: Seen) -> Record:
        return _indicator(definitions.definition(seen.actor, seen.day, code), seen)

    return answered(request, response, asked, build)


@router.api_operation(
    path="/indicators/{id}/observations", **operation("list_indicator_observations", ObservationList, one=True)
)
@public_door(WHY_RELEASABLE)
def list_indicator_observations(
    request: HttpRequest, response: HttpResponse, code: ById, asked: Query[AskedFiguresOfOne]
) -> Answer:
    """The observations of one indicator."""

    def build(seen: Seen) -> Record:
        return _observations(asked, seen, definitions.definition(seen.actor, seen.day, code).id)

    return answered(request, response, asked, build)


@router.api_operation(path="/observations", **operation("list_observations", ObservationList))
@public_door(WHY_RELEASABLE)
def list_observations(request: HttpRequest, response: HttpResponse, asked: Query[AskedObservations]) -> Answer:
    """Observations."""
    return answered(request, response, asked, lambda seen: _observations(asked, seen, asked.indicator))


@router.api_operation(path="/observations/{id}", **operation("get_observation", Observation, one=True))
@public_door(WHY_RELEASABLE)
def get_observation(request: HttpRequest, response: HttpResponse, code: ById, asked: Query[AskedDay]) -> Answer:
    """One observation."""

    def build(seen: Seen) -> Record:
        return records.observation(queries.figure(seen.actor, seen.day, code))

    return answered(request, response, asked, build)


@router.api_operation(path="/findings", **operation("list_findings", FindingList, staff=True))
@door(Permission.FINDINGS_VIEW)
def list_findings(request: HttpRequest, response: HttpResponse, asked: Query[AskedFindings]) -> Answer:
    """Findings of the last run, or as an earlier day would have seen them."""

    def build(seen: Seen) -> Record:
        wanted = findings.AskedFindings(asked.kind or "", asked.indicator, asked.observation)
        found = findings.page(seen.actor, wanted, day=seen.day, first=asked.offset, count=asked.limit)
        run_on = seen.standing.run_on
        stands = min(run_on, seen.day) if run_on else None
        return pages.listing(asked, found, lambda card: records.finding(card, seen.language), as_known_on=stands)

    return answered(request, response, asked, build)


@router.api_operation(path="/findings/{id}", **operation("get_finding", Finding, one=True, staff=True))
@door(Permission.FINDINGS_VIEW)
def get_finding(request: HttpRequest, response: HttpResponse, code: ById, asked: Query[Asked]) -> Answer:
    """One finding."""

    def build(seen: Seen) -> Record:
        return records.finding(findings.finding(seen.actor, code), seen.language)

    return answered(request, response, asked, build)


def _observations(asked: AskedFiguresOfOne, seen: Seen, indicator: str) -> Record:
    wanted = paged.AskedFigures(
        indicator=indicator, subject=asked.subject, place=asked.place, kind=asked.kind or "", document=asked.document
    )
    found = paged.observations(seen.actor, seen.day, wanted, first=asked.offset, count=asked.limit)
    return pages.listing(asked, found, records.observation, as_known_on=seen.day)


def _indicator(card: DefinitionCard, seen: Seen) -> Record:
    """The record of an indicator; findings stay unknown to those who may not see any."""
    return {
        **records.definition(card),
        "findings": card.findings if seen.actor.may(Permission.FINDINGS_VIEW, scope=WHOLE_CITY) else None,
        "latest": records.observation(card.latest) if card.latest else None,
        "synthetic": card.made_up > 0,
    }
