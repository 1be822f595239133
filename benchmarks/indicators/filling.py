"""Filling a home with the made-up province through the service that every pack load uses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from benchmarks.indicators import made_ledger
from benchmarks.measuring import peak_mib, watched


@dataclass(frozen=True, slots=True)
class Loaded:
    """One load: its day, the figures that stand and all rows after it, its time and this process's memory so far."""

    day: str
    figures: int
    rows: int
    seconds: float
    computing: float
    peak_mib: float


def places_and_definitions(extent: made_ledger.Extent) -> None:
    """Write the places, their subjects, the indicators and the documents."""
    from zhiyi.server.indicators.models import Definition, Document
    from zhiyi.server.orgs.models import Region, Subject

    names = {place: made_ledger.subject_of(place) for place in extent.place_codes}
    Region.objects.bulk_create(
        Region(code=place, name=name, level="county", kind="county", synthetic=True) for place, name in names.items()
    )
    Subject.objects.bulk_create(
        Subject(name=name, kind="region", region_id=place, synthetic=True) for place, name in names.items()
    )
    Definition.objects.bulk_create(
        Definition(id=one.id, name=one.name, name_en=one.name_en, unit=one.unit, measure=one.measure)
        for one in made_ledger.definitions(extent)
    )
    Document.objects.bulk_create(
        Document(
            id=made_ledger.document_of(period, number),
            title=made_ledger.document_of(period, number),
            published=made_ledger.published(period, number).isoformat(),
            known_on=made_ledger.published(period, number),
            file=made_ledger.document_of(period, number),
            sha256="0" * 64,
            lines=len(made_ledger.STATED),
            form="register",
        )
        for period, number in made_ledger.STATED
    )


def loads(extent: made_ledger.Extent) -> Iterator[Loaded]:
    """Bring one load after the other, each in a transaction of its own."""
    from django.db import transaction

    from zhiyi.server.indicators import recording
    from zhiyi.server.indicators.models import Observation

    for number, day in enumerate(made_ledger.LOADS):
        now = datetime.combine(day, time(9), ZoneInfo("Asia/Shanghai"))
        with watched() as watch, transaction.atomic():
            recording.record(made_ledger.load(extent, number), today=day, now=now)
        figures = Observation.objects.filter(known_to=None).count()
        yield Loaded(day.isoformat(), figures, Observation.objects.count(), watch.seconds, watch.computing, peak_mib())
