"""Writing observations: append-only. A changed source row becomes a new revision that supersedes the old one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.db.models import DateField, Value
from django.db.models.functions import Greatest

from zhiyi.indicators import values
from zhiyi.server.indicators.models import Observation, PublicationDecision
from zhiyi.server.orgs.models import Subject

BATCH = 500


@dataclass(frozen=True, slots=True)
class _Last:
    """The last revision of a code: its row, what it says, and whether it stands."""

    pk: int
    revision: int
    digest: str
    stands: bool


def record(observations: Iterable[values.Observation], *, today: date, now: datetime) -> None:
    """Bring the ledger to these observations: append what is new or says something else, end what is no longer there.

    A first revision is known from its source's publication day. A later revision of the same code is known from
    `today`, and the revision that it supersedes until then. It is as public as a named person decided, else as the pack
    says. Nothing is known before its source came out, which may be
    after `today` where only the month of publication is given: what is corrected or taken back before then never stood.
    The observations are read once, a batch at a time; only their codes, each of which comes once, are held until the
    end.
    """
    subjects = dict(Subject.objects.values_list("name", "id"))
    wanted: set[str] = set()
    source = iter(observations)
    while batch := list(islice(source, BATCH)):
        wanted.update(observation.id for observation in batch)
        _bring(batch, subjects, today=today, now=now)
    rows = Observation.objects.filter(known_to=None).order_by().values_list("code", "id")
    gone = [pk for code, pk in rows.iterator(chunk_size=5000) if code not in wanted]
    _end(gone, status=values.Status.RETIRED, today=today)


def digest(observation: values.Observation) -> str:
    """SHA-256 over everything that the observation says, its derived interval and definition included."""
    return hashlib.sha256(repr(observation).encode()).hexdigest()


def _bring(batch: Sequence[values.Observation], subjects: Mapping[str, int], *, today: date, now: datetime) -> None:
    """Append those of a batch that are new or say something else than the revision that stands, which then ends."""
    codes = [observation.id for observation in batch]
    last, decided = _last_revisions(codes), _decided(codes)
    superseded: list[int] = []
    rows: list[Observation] = []
    for observation in batch:
        said, before = digest(observation), last.get(observation.id)
        if before and before.stands:
            if before.digest == said:
                continue
            superseded.append(before.pk)
        row = _row(
            observation,
            said=said,
            revision=before.revision + 1 if before else 1,
            subject_id=subjects[observation.subject],
            known_from=max(today, observation.known_from) if before else observation.known_from,
            now=now,
        )
        row.publication = decided.get(observation.id, observation.publication)
        rows.append(row)
    _end(superseded, status=values.Status.SUPERSEDED, today=today)
    Observation.objects.bulk_create(rows, batch_size=BATCH)


def _last_revisions(codes: Sequence[str]) -> dict[str, _Last]:
    rows = Observation.objects.filter(code__in=codes).order_by("code", "revision")
    picked = rows.values_list("code", "id", "revision", "digest", "known_to")
    return {code: _Last(pk, revision, said, stands=ended is None) for code, pk, revision, said, ended in picked}


def _decided(codes: Sequence[str]) -> dict[str, str]:
    """What named persons decided of these codes; a later pack does not undo it."""
    made = PublicationDecision.objects.filter(observation__in=codes).order_by("id")
    return dict(made.values_list("observation", "after"))


def _end(ids: Sequence[int], *, status: values.Status, today: date) -> None:
    until = Greatest("known_from", Value(today, DateField()))
    for start in range(0, len(ids), BATCH):
        Observation.objects.filter(pk__in=ids[start : start + BATCH]).update(known_to=until, status=status)


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
