"""Merging what a run read into the gap board, a batch at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from zhiyi.kernel import records
from zhiyi.kernel.evidence import as_record
from zhiyi.kernel.gap import Gap as GapValue
from zhiyi.kernel.gap import GapReading, GapState, Reading
from zhiyi.server.gaps.models import Gap, GapEvent

BATCH = 500


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
    state as it was and mark the gap as not measured by the last run. What did not change is not written.
    """
    board = {gap.fingerprint: gap for gap in Gap.objects.select_for_update().filter(engine=engine)}
    merging = _Merging(run, now)
    read = set()
    for reading in readings:
        read.add(reading.fingerprint)
        merging.take(board.get(reading.fingerprint), reading)
    for fingerprint in sorted(board.keys() - read):
        merging.unmeasured(board[fingerprint])
    merging.write()
    return Merged(**merging.counts)


@dataclass
class _Merging:
    """One merge: what is new, what changed, and what is to be said of each."""

    run: str
    now: datetime
    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("found", "again", "closed", "reopened", "unmeasured"), 0)
    )
    fresh: list[Gap] = field(default_factory=list)
    changed: list[Gap] = field(default_factory=list)
    events: list[GapEvent] = field(default_factory=list)

    def take(self, gap: Gap | None, reading: GapReading) -> None:
        match reading.reading:
            case Reading.SHORT if reading.gap is not None and gap is None:
                self.begin(reading.gap)
            case Reading.SHORT if reading.gap is not None and gap is not None:
                self.again(gap, reading.gap)
            case Reading.HOLDS if gap is not None and gap.state == GapState.OPEN:
                self.close(gap, reading)
            case Reading.UNMEASURED if gap is not None:
                self.unmeasured(gap)

    def begin(self, found: GapValue) -> None:
        gap = Gap(
            fingerprint=found.fingerprint,
            state=GapState.OPEN,
            found_at=self.now,
            updated_at=self.now,
            last_run=self.run,
            **_values(found),
        )
        self.fresh.append(gap)
        self.say(gap, "found")

    def again(self, gap: Gap, found: GapValue) -> None:
        reopened = gap.state == GapState.CLOSED
        before = {name: getattr(gap, name) for name in _values(found)} | {"measured": gap.measured}
        after = _values(found) | {"measured": True}
        differs = {name: str(before[name]) for name in after if before[name] != after[name]}
        self.counts["reopened" if reopened else "again"] += 1
        if not (reopened or differs):
            return
        for name, value in after.items():
            setattr(gap, name, value)
        gap.state, gap.closed_at, gap.updated_at, gap.last_run = GapState.OPEN, None, self.now, self.run
        self.changed.append(gap)
        self.say(gap, "reopened" if reopened else "updated", before=differs)

    def close(self, gap: Gap, reading: GapReading) -> None:
        gap.state, gap.measured = GapState.CLOSED, True
        gap.closed_at = gap.updated_at = self.now
        gap.last_run = self.run
        self.changed.append(gap)
        self.counts["closed"] += 1
        self.say(gap, "closed", evidence=[as_record(piece) for piece in reading.evidence])

    def unmeasured(self, gap: Gap) -> None:
        """Mark an open gap that the run could not measure, where that is news."""
        if gap.state != GapState.OPEN or not gap.measured:
            return
        gap.measured, gap.updated_at = False, self.now
        self.changed.append(gap)
        self.counts["unmeasured"] += 1
        self.say(gap, "unmeasured")

    def say(self, gap: Gap, kind: str, **details: object) -> None:
        if kind == "found":
            self.counts["found"] += 1
        self.events.append(GapEvent(gap=gap, kind=kind, run=self.run, at=self.now, details=details))

    def write(self) -> None:
        Gap.objects.bulk_create(self.fresh, batch_size=BATCH)
        written = [one.name for one in Gap._meta.concrete_fields if one.name not in {"id", "fingerprint", "found_at"}]
        Gap.objects.bulk_update(self.changed, written, batch_size=BATCH)
        GapEvent.objects.bulk_create(self.events, batch_size=BATCH)


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
