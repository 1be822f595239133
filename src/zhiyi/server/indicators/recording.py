"""Writing observations: append-only. A changed source row becomes a new revision that supersedes the old one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zhiyi.indicators import values
from zhiyi.server.indicators.models import Observation
from zhiyi.server.orgs.models import Subject

BATCH = 500


@dataclass(frozen=True, slots=True)
class _Standing:
    """The row that stands for a code, and the digest of what it says."""

    pk: int
    digest: str


def record(observations: Sequence[values.Observation], *, today: date, now: datetime) -> None:
    """Bring the ledger to these observations: append what is new or says something else, end what is no longer there.

    A first revision is known from its source's publication day. A later revision of the same code is known from
    `today`, and the revision that it supersedes until then.
    """
    wanted = {observation.id: (observation, digest(observation)) for observation in observations}
    standing = _standing()
    changed = [code for code, (_, said) in wanted.items() if code not in standing or standing[code].digest != said]
    _end([standing[code].pk for code in changed if code in standing], status=values.Status.SUPERSEDED, today=today)
    gone = [row.pk for code, row in standing.items() if code not in wanted]
    _end(gone, status=values.Status.RETIRED, today=today)
    last = _last_revisions(changed)
    subjects = dict(Subject.objects.values_list("name", "id"))
    rows = (
        _row(
            wanted[code][0],
            said=wanted[code][1],
            revision=last.get(code, 0) + 1,
            subject_id=subjects[wanted[code][0].subject],
            known_from=today if code in last else wanted[code][0].known_from,
            now=now,
        )
        for code in changed
    )
    Observation.objects.bulk_create(rows, batch_size=BATCH)


def digest(observation: values.Observation) -> str:
    """SHA-256 over everything that the observation says, its derived interval and definition included."""
    return hashlib.sha256(repr(observation).encode()).hexdigest()


def _standing() -> dict[str, _Standing]:
    rows = Observation.objects.filter(known_to=None).values_list("code", "id", "digest")
    return {code: _Standing(pk, said) for code, pk, said in rows.iterator(chunk_size=5000)}


def _last_revisions(codes: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(codes), BATCH):
        rows = Observation.objects.filter(code__in=codes[start : start + BATCH]).order_by("revision")
        found.update(rows.values_list("code", "revision"))
    return found


def _end(ids: Sequence[int], *, status: values.Status, today: date) -> None:
    for start in range(0, len(ids), BATCH):
        Observation.objects.filter(pk__in=ids[start : start + BATCH]).update(known_to=today, status=status)


def _row(
    observation: values.Observation, *, said: str, revision: int, subject_id: int, known_from: date, now: datetime
) -> Observation:
    source = observation.source
    return Observation(
        code=observation.id,
        revision=revision,
        indicator_id=observation.indicator,
        label=observation.label,
        subject_id=subject_id,
        place_id=observation.place,
        printed=observation.printed,
        printed_high=observation.printed_high,
        comparator=observation.comparator,
        unit=observation.unit,
        low=observation.value.low,
        high=observation.value.high,
        low_closed=observation.value.low_closed,
        high_closed=observation.value.high_closed,
        canonical_low=observation.canonical.low,
        canonical_high=observation.canonical.high,
        canonical_unit=observation.canonical_unit,
        period=observation.period.text,
        period_start=observation.period.start,
        period_end=observation.period.end,
        kind=observation.kind,
        rank_of=observation.rank_of,
        document_id=source.document if source else None,
        line=source.line if source else None,
        words=source.words if source else "",
        note=observation.note,
        known_from=known_from,
        publication=observation.publication,
        status=values.Status.CURRENT,
        synthetic=observation.synthetic,
        digest=said,
        recorded_at=now,
    )
