"""Ledger values as plain JSON records; the CLI and the API give the same."""

from __future__ import annotations

from decimal import Decimal

from zhiyi.city import texts
from zhiyi.server.indicators.figures import DefinitionCard, EventCard, Figure, FindingCard

Record = dict[str, object]


def plain(number: Decimal | None) -> int | float | None:
    """A number as JSON writes it; None stays unknown."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def observation(figure: Figure) -> Record:
    """One observation: the interval in the printed unit, None where an end is unbounded or unknown."""
    value = figure.value
    source: Record | None = None
    if value.source is not None:
        source = {"document": value.source.document, "line": value.source.line, "words": value.source.words}
    return {
        "id": value.id,
        "revision": figure.revision,
        "indicator": value.indicator,
        "label": value.label,
        "subject": value.subject,
        "place": value.place,
        "period": value.period.text,
        "period_start": _day(value.period.start),
        "period_end": _day(value.period.end),
        "precision": value.period.precision,
        "low": plain(value.value.low),
        "high": plain(value.value.high),
        "low_closed": value.value.low_closed,
        "high_closed": value.value.high_closed,
        "printed": plain(value.printed),
        "comparator": value.comparator,
        "unit": value.unit,
        "kind": value.kind,
        "rank_of": value.rank_of,
        "source": source,
        "known_on": value.known_from.isoformat(),
        "known_until": _day(value.known_to),
        "publication": value.publication,
        "status": value.status,
        "synthetic": value.synthetic,
    }


def definition(card: DefinitionCard) -> Record:
    """One indicator as defined."""
    value = card.value
    return {
        "id": value.id,
        "name": value.name,
        "name_en": value.name_en,
        "aliases": list(value.aliases),
        "unit": value.unit,
        "measure": value.measure,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "direction": value.direction,
        "wing": value.wing,
        "theme": value.theme,
        "family": value.family,
        "formula": value.formula,
        "observations": card.figures,
    }


def finding(card: FindingCard, language: str) -> Record:
    """One finding, its reason in words of the language."""
    return {
        "id": card.fingerprint,
        "kind": card.kind,
        "rule": card.rule,
        "indicator": card.indicator.id if card.indicator else None,
        "subject": card.subject,
        "observations": list(card.observations),
        "events": list(card.events),
        "why": texts.render(card.why, language),
        "synthetic": card.synthetic,
        "run": card.run,
    }


def event(card: EventCard) -> Record:
    """One event of the chronicle."""
    value = card.value
    source: Record | None = None
    if value.source is not None:
        source = {"document": value.source.document, "line": value.source.line, "words": value.source.words}
    return {
        "id": value.id,
        "date": value.when.text,
        "start": _day(value.when.start),
        "end": _day(value.when.end),
        "precision": value.precision,
        "title": value.title,
        "title_en": value.title_en,
        "actors": list(value.actors),
        "place": value.place,
        "kind": value.kind,
        "stage": value.stage,
        "project": value.project,
        "source": source,
        "publication": value.publication,
        "synthetic": value.synthetic,
    }


def _day(day: object) -> str | None:
    return None if day is None else str(day)
