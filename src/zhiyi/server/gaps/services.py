"""Merging what a run read into the gap board."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhiyi.kernel import records
from zhiyi.kernel.evidence import as_record
from zhiyi.kernel.gap import Gap as GapValue
from zhiyi.kernel.gap import GapReading, GapState, Reading
from zhiyi.server.gaps.models import Gap, GapEvent


@dataclass(frozen=True, slots=True)
class Merged:
    """How many gaps a run found new, found again, closed, reopened and could not measure."""

    found: int = 0
    again: int = 0
    closed: int = 0
    reopened: int = 0
    unmeasured: int = 0


@transaction.atomic
def merge(readings: Sequence[GapReading], *, run: str, engine: str, now: datetime) -> Merged:
    """Bring the board to what a run of `engine` read.

    SHORT opens, updates or reopens; HOLDS closes; UNMEASURED, and a rule that the run did not read at all, leave the
    state as it was and mark the gap as not measured by the last run.
    """
    board = {gap.fingerprint: gap for gap in Gap.objects.select_for_update().filter(engine=engine)}
    counts = dict.fromkeys(("found", "again", "closed", "reopened", "unmeasured"), 0)
    read = set()
    for reading in readings:
        read.add(reading.fingerprint)
        outcome = _read(board.get(reading.fingerprint), reading, run=run, now=now)
        if outcome:
            counts[outcome] += 1
    for fingerprint in sorted(board.keys() - read):
        if _unmeasured(board[fingerprint], run=run, now=now):
            counts["unmeasured"] += 1
    return Merged(**counts)


def _read(gap: Gap | None, reading: GapReading, *, run: str, now: datetime) -> str:
    match reading.reading:
        case Reading.SHORT if reading.gap is not None:
            return _short(gap, reading.gap, run=run, now=now)
        case Reading.HOLDS if gap is not None and gap.state == GapState.OPEN:
            return _close(gap, reading, run=run, now=now)
        case Reading.UNMEASURED if gap is not None:
            return "unmeasured" if _unmeasured(gap, run=run, now=now) else ""
    return ""


def _short(gap: Gap | None, found: GapValue, *, run: str, now: datetime) -> str:
    values = _values(found)
    if gap is None:
        gap = Gap.objects.create(
            fingerprint=found.fingerprint, found_at=now, updated_at=now, last_run=run, state=GapState.OPEN, **values
        )
        _event(gap, "found", run=run, now=now)
        return "found"
    before = {name: getattr(gap, name) for name in ("size", "due", "owner_id", "since")}
    reopened = gap.state == GapState.CLOSED
    for name, value in values.items():
        setattr(gap, name, value)
    gap.state, gap.closed_at, gap.measured = GapState.OPEN, None, True
    gap.updated_at, gap.last_run = now, run
    gap.save()
    changed = {name: str(value) for name, value in before.items() if value != getattr(gap, name)}
    if reopened or changed:
        _event(gap, "reopened" if reopened else "updated", run=run, now=now, before=changed)
    return "reopened" if reopened else "again"


def _close(gap: Gap, reading: GapReading, *, run: str, now: datetime) -> str:
    gap.state, gap.closed_at, gap.updated_at = GapState.CLOSED, now, now
    gap.measured, gap.last_run = True, run
    gap.save()
    _event(gap, "closed", run=run, now=now, evidence=[as_record(piece) for piece in reading.evidence])
    return "closed"


def _unmeasured(gap: Gap, *, run: str, now: datetime) -> bool:
    """Mark an open gap that the run could not measure; True where that is news."""
    if gap.state != GapState.OPEN or not gap.measured:
        return False
    gap.measured, gap.updated_at = False, now
    gap.save()
    _event(gap, "unmeasured", run=run, now=now)
    return True


def _values(found: GapValue) -> dict[str, object]:
    return {
        "engine": found.engine,
        "kind": found.kind,
        "rule": found.rule,
        "subject": found.subject,
        "place_id": found.place,
        "title": records.packed(found.title),
        "affected_who": records.packed(found.affected.who),
        "affected_count": found.affected.count,
        "size": found.size,
        "unit": found.unit,
        "since": found.since,
        "due": found.due,
        "owner_id": found.owner,
        "visibility": found.visibility,
        "scope": found.scope,
        "evidence": [as_record(piece) for piece in found.evidence],
        "solid": found.solid,
        "synthetic": found.synthetic,
    }


def _event(gap: Gap, kind: str, *, run: str, now: datetime, **details: object) -> None:
    GapEvent.objects.create(gap=gap, kind=kind, run=run, at=now, details=details)
