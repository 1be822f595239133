"""What stands around a figure: themes, targets, identities, comparator rules, decisions, what a document carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from zhiyi.indicators import promises, values
from zhiyi.indicators.book import Book
from zhiyi.kernel import records
from zhiyi.server.accounts.actors import Actor
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.indicators import chronicle, queries, rules
from zhiyi.server.indicators import ledger as reading
from zhiyi.server.indicators.figures import EventCard, Figure, TargetCard, UnitName
from zhiyi.server.indicators.models import Definition, Event, Observation, PublicationDecision, Theme, Unit
from zhiyi.server.orgs.models import Region, Subject
from zhiyi.server.packs.versions import standing


@dataclass(frozen=True, slots=True)
class ThemeCard:
    """A theme under one of the wings, or under both."""

    id: str
    name: str
    name_en: str
    wing: str


@dataclass(frozen=True, slots=True)
class ComparatorCard:
    """How the city reads a comparator word: one of the rules of the interval algebra, its width, and a note."""

    word: str
    rule: str
    parameter: Decimal | None
    note: str


@dataclass(frozen=True, slots=True)
class DecisionCard:
    """A named person's decision on what may be said of a figure."""

    before: values.Publication
    after: values.Publication
    reason: str
    by: str
    at: datetime


def themes(actor: Actor) -> tuple[ThemeCard, ...]:
    """Every theme, in the city's order. Public."""
    del actor
    rows = Theme.objects.filter(retired_on=None)
    return tuple(ThemeCard(row.pk, row.name, row.name_en, row.wing) for row in rows)


def english_names(actor: Actor) -> Mapping[str, str]:
    """English names of subjects and of the larger regions, by the name that sources use. Public."""
    del actor
    large = Region.objects.filter(level__in=["country", "province", "prefecture", "county"], retired_on=None)
    named = dict(large.exclude(name_en="").values_list("name", "name_en"))
    return named | dict(Subject.objects.exclude(name_en="").values_list("name", "name_en"))


def targets(actor: Actor, day: date) -> tuple[TargetCard, ...]:
    """Every target whose statement stands, with its standing on the day.

    Empty for those who see only releasable figures: the standing rests on figures that may be internal.
    """
    if not actor.may(Permission.INDICATORS_VIEW_INTERNAL):
        return ()
    stated = rules.targets()
    seen = queries.figures(actor, day, _stated_or_due(stated))
    by_id = {one.id: one for one in seen}
    involved = {one.value.indicator for one in seen}
    book = Book(
        values.Ledger(
            as_known_on=day,
            definitions=tuple(map(reading.definition_value, Definition.objects.filter(pk__in=involved))),
            observations=tuple(one.value for one in seen),
            targets=stated,
            events=_outcome_events(stated, day),
        )
    )
    return tuple(
        TargetCard(
            value=found.target,
            figure=by_id[found.statement.id],
            state=found.standing.value,
            outcome=by_id[found.outcome.id] if found.outcome else None,
        )
        for found in promises.assessments(book)
    )


def identity(actor: Actor, code: str) -> values.Identity | None:
    """The relation by which an indicator can be derived, or None. Public: it is part of the definition."""
    del actor
    return next((one for one in rules.identities() if one.id == code), None) if code else None


def comparator(actor: Actor, word: str) -> ComparatorCard | None:
    """How the city's table reads a comparator word, or None where it has no such word. Public."""
    del actor
    for row in standing("comparators") if word else ():
        if row.get("word") == word:
            width = records.unpacked(row.get("parameter"))
            share = width if isinstance(width, Decimal) else None
            return ComparatorCard(word, str(row.get("rule") or ""), share, str(row.get("note") or ""))
    return None


def unit(actor: Actor, code: str) -> UnitName | None:
    """A unit by its code, or None where it is not known. Public."""
    del actor
    row = Unit.objects.filter(pk=code).first() if code else None
    return UnitName(row.pk, row.name, row.name_en, row.dimension, row.canonical, row.factor) if row else None


def comparators(actor: Actor) -> tuple[ComparatorCard, ...]:
    """How the city's table reads every comparator word, by rule. Public."""
    del actor
    found = []
    for row in standing("comparators"):
        width = records.unpacked(row.get("parameter"))
        share = width if isinstance(width, Decimal) else None
        card = ComparatorCard(str(row.get("word") or ""), str(row.get("rule") or ""), share, str(row.get("note") or ""))
        found.append(card)
    return tuple(sorted(found, key=lambda card: (card.rule, card.word)))


def decisions(actor: Actor, code: str) -> tuple[DecisionCard, ...]:
    """Decisions on one figure, newest first; empty for those who see only releasable figures or not this one."""
    seen = Observation.objects.filter(queries.visible(actor), code=code)
    if not actor.may(Permission.INDICATORS_VIEW_INTERNAL) or not seen.exists():
        return ()
    rows = PublicationDecision.objects.filter(observation=code).select_related("by")
    return tuple(
        DecisionCard(values.Publication(row.before), values.Publication(row.after), row.reason, row.by.name, row.at)
        for row in rows
    )


def family(actor: Actor, day: date, definition: values.Definition) -> tuple[values.Definition, ...]:
    """Definitions of the same family with a figure that the actor may see, this one among them, by id."""
    if not definition.family:
        return (definition,)
    figures = Observation.objects.filter(reading.known_on(day), queries.visible(actor), indicator=OuterRef("pk"))
    seen = Definition.objects.filter(Exists(figures) | Q(pk=definition.id), reading.standing_on(day))
    return tuple(reading.definition_value(row) for row in seen.filter(family=definition.family).order_by("pk"))


def figures_of(actor: Actor, day: date, indicators: tuple[str, ...], *, subject: str) -> tuple[Figure, ...]:
    """Figures of some indicators and one subject that the actor may see, as known on a day."""
    return queries.figures(actor, day, Q(indicator__in=indicators, subject__name=subject))


def figures_by_code(actor: Actor, day: date, codes: tuple[str, ...]) -> tuple[Figure, ...]:
    """Figures by their ids, as far as the actor may see them."""
    return queries.figures(actor, day, Q(code__in=codes)) if codes else ()


def document_figures(actor: Actor, day: date, document: str) -> tuple[Figure, ...]:
    """Figures that a document carries, by line."""
    found = queries.figures(actor, day, Q(document=document))
    return tuple(sorted(found, key=lambda one: (one.value.source.line if one.value.source else 0, one.id)))


def document_events(actor: Actor, day: date, document: str) -> tuple[EventCard, ...]:
    """Events that a document carries, by line."""
    return chronicle.events_of(actor, day, document)


def _stated_or_due(stated: tuple[values.Target, ...]) -> Q:
    """The statements of targets, and the figures that could show an outcome: of its indicator and of whom it speaks."""
    codes = [one.observation for one in stated]
    about = Q(subject__name__in={one.outcome_subject for one in stated if one.outcome_subject})
    about |= Q(subject__in=Observation.objects.filter(code__in=codes).values("subject"))
    return Q(code__in=codes) | Q(indicator__in={one.outcome for one in stated if one.outcome}) & about


def _outcome_events(stated: tuple[values.Target, ...], day: date) -> tuple[values.Event, ...]:
    codes = [one.outcome_event for one in stated if one.outcome_event]
    rows = Event.objects.filter(reading.standing_on(day), pk__in=codes, known_from__lte=day)
    return tuple(reading.event_value(row) for row in rows)
