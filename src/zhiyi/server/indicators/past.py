"""Findings and gaps as an earlier day would have seen them: the engine over the ledger as known then.

The last run's answers are stored; a view of another day asks the engine again. Nothing is written, and the same day
over the same ledger gives the same answer.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.db.models import Max

from zhiyi import indicators as engine
from zhiyi.server.indicators import ledger as reading
from zhiyi.server.indicators.models import Observation, PublicationDecision
from zhiyi.server.packs.models import Load

KEPT = 16
"""Days whose answers a process keeps."""


def outcome(day: date) -> engine.Outcome:
    """What the engine says of the ledger as known on a day."""
    return _outcome(day, *state())


@lru_cache(maxsize=KEPT)
def _outcome(day: date, load: int, observation: int, decision: int) -> engine.Outcome:
    del load, observation, decision  # they name the state of the ledger
    return engine.run(reading.ledger(day))


def state() -> tuple[int, int, int]:
    """Numbers that change whenever the ledger does: last load, last observation, last publication decision."""
    load = Load.objects.aggregate(last=Max("pk"))["last"] or 0
    observation = Observation.objects.aggregate(last=Max("pk"))["last"] or 0
    decision = PublicationDecision.objects.aggregate(last=Max("pk"))["last"] or 0
    return load, observation, decision
