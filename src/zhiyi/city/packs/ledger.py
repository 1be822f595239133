"""From the rows of a pack to the values of the indicator engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from zhiyi.city.packs.rows import (
    DocumentRow,
    EventRow,
    HistoryRow,
    IndicatorRow,
    ObservationRow,
    RequirementRow,
    TargetRow,
)
from zhiyi.indicators import intervals, values
from zhiyi.indicators.comparators import EXACT, interval_of
from zhiyi.indicators.knowledge import ledger_on
from zhiyi.indicators.values import Comparator, Unit
from zhiyi.kernel.evidence import DocumentSpan
from zhiyi.kernel.periods import Period, Precision, parse

if TYPE_CHECKING:
    from zhiyi.city.packs.pack import Pack


@dataclass(frozen=True)
class LedgerValues:
    """All that a pack says, as values of the engine; `observations` holds synthetic history as well."""

    units: tuple[Unit, ...]
    comparators: tuple[Comparator, ...]
    documents: tuple[values.Document, ...]
    definitions: tuple[values.Definition, ...]
    observations: tuple[values.Observation, ...]
    events: tuple[values.Event, ...]
    targets: tuple[values.Target, ...]
    identities: tuple[values.Identity, ...]
    list_checks: tuple[values.ListCheck, ...]
    weaknesses: tuple[values.Weakness, ...]
    requirements: tuple[values.Requirement, ...]
    stage_orders: tuple[tuple[str, ...], ...]

    def known_on(self, day: date) -> values.Ledger:
        """The ledger as known on a day."""
        whole = values.Ledger(
            as_known_on=day,
            definitions=self.definitions,
            observations=self.observations,
            targets=self.targets,
            identities=self.identities,
            list_checks=self.list_checks,
            documents=self.documents,
            events=self.events,
            weaknesses=self.weaknesses,
            requirements=self.requirements,
            stage_orders=self.stage_orders,
        )
        return ledger_on(whole, day)


def ledger_values(pack: Pack) -> LedgerValues:
    """Convert every row that the ledger knows."""
    return _Conversion(pack).all()


class _Conversion:
    """The look-ups that the rows of one pack share."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.units = {
            row.code: Unit(row.code, row.name, row.name_en, row.dimension, row.canonical, row.factor)
            for row in pack.units
        }
        self.comparators = {row.word: Comparator(row.word, row.rule, row.parameter) for row in pack.comparators}
        self.documents = {row.file: _document(row) for row in pack.documents}
        self.places = dict(self._places())
        self.labels = {label: row.id for row in pack.indicators for label in (row.name, *row.aliases)}

    def all(self) -> LedgerValues:
        pack = self.pack
        return LedgerValues(
            units=tuple(self.units.values()),
            comparators=tuple(self.comparators.values()),
            documents=tuple(self.documents.values()),
            definitions=tuple(map(_definition, pack.indicators)),
            observations=(*map(self._observation, pack.observations), *map(self._from_history, pack.history)),
            events=tuple(map(self._event, pack.events)),
            targets=tuple(map(_target, pack.targets)),
            identities=tuple(
                values.Identity(row.id, row.expression, row.subject, row.periods, row.name, row.name_en)
                for row in pack.identities
            ),
            list_checks=tuple(
                values.ListCheck(
                    row.id, row.observation, row.items, row.complete, self._span(row.seed, row.line, row.surface)
                )
                for row in pack.list_checks
            ),
            weaknesses=tuple(
                values.Weakness(
                    row.id,
                    row.title,
                    row.title_en,
                    row.subject,
                    self._words(row.seed, row.line, row.surface),
                    row.since,
                    self.places.get(row.subject),
                    synthetic=pack.is_synthetic(row),
                )
                for row in pack.weaknesses
            ),
            requirements=tuple(map(self._requirement, pack.requirements)),
            stage_orders=_stage_orders(pack),
        )

    def _places(self) -> Iterator[tuple[str, str | None]]:
        of_organisation = {row.id: row.region for row in self.pack.organisations}
        for row in self.pack.subjects:
            yield row.name, row.region or of_organisation.get(row.organisation) or None

    def _words(self, seed: str, line: int, surface: str) -> DocumentSpan:
        return DocumentSpan(self.documents[seed].id, line, surface)

    def _span(self, seed: str, line: int | None, surface: str) -> DocumentSpan | None:
        return self._words(seed, line, surface) if seed and line else None

    def _observation(self, row: ObservationRow) -> values.Observation:
        value = interval_of(self.comparators.get(row.comparator, EXACT), row.value, row.value_high)
        canonical, canonical_unit = self._canonical(value, row.unit)
        return values.Observation(
            id=row.id,
            indicator=self.labels[row.indicator],
            label=row.indicator,
            subject=row.subject,
            place=self.places.get(row.subject),
            value=value,
            printed=row.value,
            printed_high=row.value_high,
            comparator=row.comparator,
            unit=row.unit,
            canonical=canonical,
            canonical_unit=canonical_unit,
            period=row.period,
            kind=values.Kind(row.kind),
            rank_of=row.rank_of,
            source=self._words(row.seed, row.line, row.surface),
            known_from=self.documents[row.seed].known_on,
            publication=values.Publication(row.publication),
            synthetic=self.pack.is_synthetic(row),
            note=row.note,
        )

    def _from_history(self, row: HistoryRow) -> values.Observation:
        value = intervals.UNKNOWN if row.value is None else intervals.exact(row.value)
        canonical, canonical_unit = self._canonical(value, row.unit)
        return values.Observation(
            id=row.id,
            indicator=row.indicator,
            label=row.indicator,
            subject=row.subject,
            place=row.region or self.places.get(row.subject),
            value=value,
            printed=row.value,
            printed_high=None,
            comparator="",
            unit=row.unit,
            canonical=canonical,
            canonical_unit=canonical_unit,
            period=row.period,
            kind=values.Kind.STAT,
            rank_of="",
            source=None,
            known_from=row.known_on,
            synthetic=True,
        )

    def _canonical(self, value: values.Interval, code: str) -> tuple[values.Interval, str]:
        unit = self.units.get(code)
        return (intervals.scale(value, unit.factor), unit.canonical) if unit else (value, code)

    def _event(self, row: EventRow) -> values.Event:
        return values.Event(
            id=row.id,
            when=_when(row),
            precision=row.precision,
            title=row.event,
            title_en=row.event_en,
            actors=row.actors,
            place=row.place,
            kind=row.kind,
            source=self._words(row.seed, row.line, row.surface),
            publication=values.Publication(row.publication),
            stage=row.stage,
            project=row.project,
            synthetic=self.pack.is_synthetic(row),
            note=row.note,
        )

    def _requirement(self, row: RequirementRow) -> values.Requirement:
        return values.Requirement(
            id=row.id,
            indicator=row.indicator,
            subject=row.subject,
            place=self.places.get(row.subject),
            why=row.why,
            why_en=row.why_en,
            source=self._span(row.seed, row.line, row.surface),
            synthetic=self.pack.is_synthetic(row),
        )


def _document(row: DocumentRow) -> values.Document:
    known_on = row.published.end
    if known_on is None:  # the checks refuse a publication without an end
        raise AssertionError(row.id)
    return values.Document(
        id=row.id,
        title=row.title,
        publisher=row.publisher,
        published=row.published,
        known_on=known_on,
        form=row.form,
        sha256=row.sha256,
        lines=row.lines,
        title_en=row.title_en,
        note=row.note,
    )


def _definition(row: IndicatorRow) -> values.Definition:
    return values.Definition(
        id=row.id,
        name=row.name,
        name_en=row.name_en,
        aliases=row.aliases,
        unit=row.unit,
        measure=values.Measure(row.measure),
        numerator=row.numerator,
        denominator=row.denominator,
        direction=values.Direction(row.direction),
        wing=row.wing,
        theme=row.theme,
        family=row.family,
        formula=row.formula,
    )


def _target(row: TargetRow) -> values.Target:
    return values.Target(
        observation=row.observation,
        topic=row.topic,
        deadline=row.deadline or parse(""),
        outcome=row.outcome,
        outcome_subject=row.outcome_subject,
        sense=row.sense,
        outcome_event=row.outcome_event,
    )


def _when(row: EventRow) -> Period:
    """The days of an event from its first to its last; an event without a date is vague."""
    if row.date is None:
        return parse("")
    if row.date_end is None:
        return row.date
    text = f"{row.date.text}/{row.date_end.text}"
    return Period(row.date.start, row.date_end.end, Precision.RANGE, text, basis=row.date.basis)


def _stage_orders(pack: Pack) -> tuple[tuple[str, ...], ...]:
    codes = tuple(row.code for row in sorted(pack.stages, key=lambda row: row.order))
    return (codes,) if codes else ()
