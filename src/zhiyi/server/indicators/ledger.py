"""The ledger as plain engine values, as it was known on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from zhiyi.indicators import knowledge, values
from zhiyi.kernel import periods
from zhiyi.kernel.evidence import DocumentSpan
from zhiyi.kernel.messages import DataError
from zhiyi.kernel.periods import Period, Precision
from zhiyi.server.indicators import rules
from zhiyi.server.indicators.models import Definition, Document, Event, Observation


def known_on(day: date) -> Q:
    """The observations that the ledger held on `day`: known by then and not yet superseded or retired."""
    return Q(known_from__lte=day) & (Q(known_to__isnull=True) | Q(known_to__gt=day))


def standing_on(day: date) -> Q:
    """The rows of definitions, documents and events that were not yet retired on `day`."""
    return Q(retired_on__isnull=True) | Q(retired_on__gt=day)


def ledger(day: date) -> values.Ledger:
    """All that one run reads, as known on `day`; definitions and rules are those that stand now."""
    whole = values.Ledger(
        as_known_on=day,
        definitions=tuple(definition_value(row) for row in Definition.objects.filter(standing_on(day))),
        observations=tuple(observation_values(Observation.objects.filter(known_on(day)))),
        targets=rules.targets(),
        identities=rules.identities(),
        list_checks=rules.list_checks(),
        documents=tuple(document_value(row) for row in Document.objects.filter(standing_on(day))),
        events=tuple(event_value(row) for row in Event.objects.filter(standing_on(day), known_from__lte=day)),
        weaknesses=rules.weaknesses(),
        requirements=rules.requirements(),
        stage_orders=rules.stage_orders(),
    )
    return knowledge.ledger_on(whole, day)


def observation_values(rows: QuerySet[Observation]) -> Iterable[values.Observation]:
    """Engine values of stored observations, in the order of their codes."""
    for row in rows.select_related("subject").order_by("code", "revision").iterator(chunk_size=2000):
        yield observation_value(row)


def observation_value(row: Observation) -> values.Observation:
    """One stored observation as an engine value."""
    return values.Observation(
        id=row.code,
        indicator=row.indicator_id,
        label=row.label,
        subject=row.subject.name,
        place=row.place_id,
        value=values.Interval(row.low, row.high, row.low_closed, row.high_closed),
        printed=row.printed,
        printed_high=row.printed_high,
        comparator=row.comparator,
        unit=row.unit,
        canonical=values.Interval(row.canonical_low, row.canonical_high, row.low_closed, row.high_closed),
        canonical_unit=row.canonical_unit,
        period=periods.parse(row.period),
        kind=values.Kind(row.kind),
        rank_of=row.rank_of,
        source=_span(row.document_id, row.line, row.words),
        known_from=row.known_from,
        known_to=row.known_to,
        publication=values.Publication(row.publication),
        status=values.Status(row.status),
        synthetic=row.synthetic,
        note=row.note,
    )


def definition_value(row: Definition) -> values.Definition:
    """One stored definition as an engine value."""
    return values.Definition(
        id=row.id,
        name=row.name,
        name_en=row.name_en,
        aliases=tuple(row.aliases),
        unit=row.unit,
        measure=values.Measure(row.measure),
        numerator=row.numerator,
        denominator=row.denominator,
        direction=values.Direction(row.direction),
        wing=row.wing,
        theme=row.theme_id or "",
        family=row.family,
        formula=row.formula,
        valid_from=row.valid_from,
    )


def document_value(row: Document) -> values.Document:
    """One stored document as an engine value."""
    return values.Document(
        id=row.id,
        title=row.title,
        title_en=row.title_en,
        publisher=row.publisher,
        published=periods.parse(row.published),
        known_on=row.known_on,
        form=row.form,
        sha256=row.sha256,
        lines=row.lines,
        note=row.note,
    )


def event_value(row: Event) -> values.Event:
    """One stored event as an engine value."""
    return values.Event(
        id=row.code,
        when=_when(row),
        precision=row.precision,
        title=row.title,
        title_en=row.title_en,
        actors=tuple(row.actors),
        place=row.place,
        kind=row.kind,
        source=_span(row.document_id, row.line, row.words),
        publication=values.Publication(row.publication),
        stage=row.stage,
        project=row.project,
        synthetic=row.synthetic,
        note=row.note,
    )


def _span(document: str | None, line: int | None, words: str) -> DocumentSpan | None:
    return DocumentSpan(document, line, words) if document is not None and line is not None else None


def _when(row: Event) -> Period:
    """The days of an event; the text keeps what the source table wrote, a time of day included."""
    if row.date_end:
        return Period(row.start, row.end, Precision.RANGE, f"{row.date}/{row.date_end}")
    try:
        found = periods.parse(row.date)
    except DataError:
        found = periods.parse("")
    return found if found.dated or row.end is None else Period(row.start, row.end, Precision.DAY, row.date)
