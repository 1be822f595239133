"""Which state of this home an answer was read from: a text that changes whenever an answer could."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhiyi import indicators as engine
from zhiyi.server.accounts.actors import Actor
from zhiyi.server.gaps.models import GapEvent
from zhiyi.server.indicators.models import PublicationDecision, Run
from zhiyi.server.packs.models import Load


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest of everything that changes what is read; the empty text and 0 where there is none yet.

    Attributes:
        load: Number and digest of the newest load of a pack.
        run: Id of the engine's last run.
        run_on: The day as known on which that run read the ledger, or None.
        decision: Number of the newest decision on publication.
        gap_event: Number of the newest thing that happened to a gap.
    """

    load: str
    run: str
    run_on: date | None
    decision: int
    gap_event: int


def standing(actor: Actor) -> Standing:
    """The state that stands now. It names numbers and digests only, which every actor may know."""
    del actor
    load = Load.objects.values_list("pk", "digest").first()
    run = Run.objects.filter(engine=engine.ENGINE).values_list("id", "as_known_on").first()
    return Standing(
        load=f"{load[0]} {load[1]}" if load else "",
        run=run[0] if run else "",
        run_on=run[1] if run else None,
        decision=PublicationDecision.objects.values_list("pk", flat=True).first() or 0,
        gap_event=GapEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0,
    )
