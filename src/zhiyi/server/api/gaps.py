"""The gap board."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from zhiyi.server.accounts.doors import any_door
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.api import pages
from zhiyi.server.api.etags import Answer, Record, Seen, answered
from zhiyi.server.api.operations import operation
from zhiyi.server.api.parameters import Asked, AskedGaps, AskedState, ByNumber
from zhiyi.server.api.schemas import Gap, GapList
from zhiyi.server.gaps import queries, records

router = Router(tags=["gaps"])


@router.api_operation(path="/gaps", by_alias=True, exclude_unset=True, **operation("list_gaps", GapList, staff=True))
@any_door(Permission.GAPS_VIEW, Permission.GAPS_RESTRICTED)
def list_gaps(request: HttpRequest, response: HttpResponse, asked: Query[AskedGaps]) -> Answer:
    """Gaps, the earliest due first."""

    def build(seen: Seen) -> Record:
        wanted = queries.Asked(
            engine=asked.engine,
            kind=asked.kind,
            place=asked.place,
            owner=asked.owner,
            state="" if asked.state is AskedState.ALL else asked.state,
            words=asked.words,
        )
        found = queries.page(seen.actor, wanted, first=asked.offset, count=asked.limit)
        return pages.listing(
            asked,
            found,
            lambda card: records.gap(card, seen.language),
            as_known_on=seen.standing.run_on,
            synthetic=any(card.synthetic for card in found.items),
        )

    return answered(request, response, asked, build)


@router.api_operation(
    path="/gaps/{id}", by_alias=True, exclude_unset=True, **operation("get_gap", Gap, one=True, staff=True)
)
@any_door(Permission.GAPS_VIEW, Permission.GAPS_RESTRICTED)
def get_gap(request: HttpRequest, response: HttpResponse, number: ByNumber, asked: Query[Asked]) -> Answer:
    """One gap."""

    def build(seen: Seen) -> Record:
        return records.gap(queries.gap(seen.actor, number), seen.language)

    return answered(request, response, asked, build)
