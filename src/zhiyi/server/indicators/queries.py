"""What may be read of the ledger, by whom, as known on which day. There is no query without an actor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Count, Q, QuerySet

from zhiyi.indicators import knowledge, values
from zhiyi.kernel import periods, records
from zhiyi.kernel.messages import Message, NotAllowed, NotFound
from zhiyi.server.accounts.actors import WHOLE_CITY, Actor
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.indicators import ledger as reading
from zhiyi.server.indicators import past
from zhiyi.server.indicators.figures import (
    DefinitionCard,
    DocumentCard,
    EventCard,
    Figure,
    FindingCard,
    Named,
    UnitName,
)
from zhiyi.server.indicators.models import Definition, Document, Event, Finding, Observation, Run, Unit
from zhiyi.server.orgs import queries as orgs
from zhiyi.server.orgs.models import Subject
from zhiyi.server.packs.queries import city


def visible(actor: Actor) -> Q:
    """Which observations the actor may see: what is releasable, and of the rest what lies within the actor's scopes."""
    scopes = actor.scopes_for(Permission.INDICATORS_VIEW_INTERNAL)
    if scopes is None:
        return Q()
    seen = Q(publication=values.Publication.RELEASABLE)
    for scope in sorted(scopes):
        seen |= Q(place_id__in=orgs.within(scope))
    return seen


def figures(actor: Actor, day: date, chosen: Q | None = None, /) -> tuple[Figure, ...]:
    """Observations that the actor may see, as known on `day`, by code; `chosen` narrows them."""
    rows = Observation.objects.filter(reading.known_on(day), visible(actor), chosen or Q())
    return _figures(rows, day)


def figures_of(actor: Actor, day: date, indicator: str) -> tuple[Figure, ...]:
    """Observations of one indicator that the actor may see, as known on `day`."""
    return figures(actor, day, Q(indicator=indicator))


def figure(actor: Actor, day: date, code: str) -> Figure:
    """One observation.

    Raises:
        NotFound: none of that id was known on the day, or the actor may not see it.
    """
    found = figures(actor, day, Q(code=code))
    if not found:
        raise NotFound(Message("indicators.no_observation", id=code))
    return found[0]


def revisions(actor: Actor, code: str) -> tuple[Figure, ...]:
    """Every revision of one observation, oldest first; only for those who may see what is internal."""
    _internal(actor)
    rows = Observation.objects.filter(code=code).select_related("subject", "indicator", "place").order_by("revision")
    return tuple(_figure(row, reading.observation_value(row), _documents(), unit_names()) for row in rows)


def replaced(actor: Actor, indicator: str) -> tuple[Figure, ...]:
    """Revisions of an indicator's figures that were corrected or taken back, by code; empty for those who see only what
    is releasable.
    """
    if not actor.may(Permission.INDICATORS_VIEW_INTERNAL):
        return ()
    rows = Observation.objects.filter(indicator=indicator).exclude(known_to=None)
    chosen = rows.select_related("subject", "indicator", "place").order_by("code", "revision")
    documents, units = _documents(), unit_names()
    return tuple(_figure(row, reading.observation_value(row), documents, units) for row in chosen)


def definition(actor: Actor, day: date, asked: str) -> DefinitionCard:
    """One indicator by id, name or alias.

    Raises:
        NotFound: nothing is defined under that name, or nothing of it may be seen.
    """
    row = Definition.objects.filter(Q(pk=asked) | Q(name=asked) | Q(name_en__iexact=asked), retired_on=None).first()
    if row is None:
        row = next((one for one in Definition.objects.filter(retired_on=None) if asked in one.aliases), None)
    cards = _cards(actor, day, [row]) if row else []
    if not cards:
        raise NotFound(Message("indicators.no_indicator", asked=asked))
    return cards[0]


def definitions(
    actor: Actor, day: date, *, words: str = "", wing: str = "", theme: str = "", kind: str = "", empty: bool = False
) -> tuple[DefinitionCard, ...]:
    """Indicators by theme and name, with their preferred latest figure.

    Args:
        actor: Who asks.
        day: As known on this day.
        words: Parts of a name, English name, alias or id; every part must occur.
        wing: `make`, `live` or empty.
        theme: Code of a theme, or empty.
        kind: Only indicators with figures of this kind, or empty.
        empty: Also indicators of which no figure stands (staff only).
    """
    rows = Definition.objects.filter(retired_on=None).select_related("theme").order_by("theme__order", "name")
    if wing:
        rows = rows.filter(wing__in=[wing, "both"])
    if theme:
        rows = rows.filter(theme_id=theme)
    asked = words.lower().split()
    found = [row for row in rows if all(word in searched(row) for word in asked)]
    cards = _cards(actor, day, found, empty=empty)
    if kind:
        having = set(
            Observation.objects.filter(reading.known_on(day), visible(actor), kind=kind).values_list(
                "indicator", flat=True
            )
        )
        cards = [card for card in cards if card.id in having]
    return tuple(cards)


def findings(
    actor: Actor,
    *,
    day: date | None = None,
    kind: str = "",
    indicator: str = "",
    observation: str = "",
    words: str = "",
) -> tuple[FindingCard, ...]:
    """Findings of the last run, or as an earlier `day` would have seen them.

    Internal: without the permission the answer is empty, not an error.
    """
    if not actor.may(Permission.FINDINGS_VIEW, scope=WHOLE_CITY):
        return ()
    cards = _findings_on(day)
    if kind:
        cards = [card for card in cards if card.kind == kind]
    if indicator:
        about = set(Observation.objects.filter(indicator=indicator).values_list("code", flat=True))
        cards = [
            card
            for card in cards
            if (card.indicator and card.indicator.id == indicator) or about.intersection(card.observations)
        ]
    if observation:
        cards = [card for card in cards if observation in card.observations]
    if words:
        cards = [card for card in cards if words in card.subject or (card.indicator and words in card.indicator.name)]
    return tuple(cards)


def _findings_on(day: date | None) -> list[FindingCard]:
    run = Run.objects.first()
    if day is None or run is None or day >= run.as_known_on:
        return [finding_card(row) for row in Finding.objects.filter(gone_in=None).select_related("indicator")]
    names = {row.pk: Named(row.pk, row.name, row.name_en) for row in Definition.objects.all()}
    made_up = set(Observation.objects.filter(synthetic=True).values_list("code", flat=True))
    return [
        FindingCard(
            fingerprint=found.fingerprint,
            kind=found.kind,
            rule=found.rule,
            indicator=names.get(found.indicator),
            subject=found.subject,
            why=found.why,
            observations=found.observations,
            events=found.events,
            synthetic=not made_up.isdisjoint(found.observations),
            run="",
        )
        for found in past.outcome(day).findings
    ]


def finding(actor: Actor, fingerprint: str) -> FindingCard:
    """One finding.

    Raises:
        NotFound: there is none, or the actor may not see findings.
    """
    row = Finding.objects.filter(pk=fingerprint).select_related("indicator").first()
    if row is None or not actor.may(Permission.FINDINGS_VIEW, scope=WHOLE_CITY):
        raise NotFound(Message("indicators.no_finding", id=fingerprint))
    return finding_card(row)


def finding_counts(actor: Actor) -> dict[str, int]:
    """How many findings of each kind stand."""
    if not actor.may(Permission.FINDINGS_VIEW, scope=WHOLE_CITY):
        return {}
    counted = Finding.objects.filter(gone_in=None).values_list("kind").annotate(number=Count("pk")).order_by("kind")
    return dict(counted)


def events(
    actor: Actor, day: date, *, kind: str = "", words: str = "", year: int | None = None
) -> tuple[EventCard, ...]:
    """The chronicle as known on a day, oldest first."""
    rows = Event.objects.filter(_visible_events(actor), retired_on=None, known_from__lte=day)
    if kind:
        rows = rows.filter(kind=kind)
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(title_en__icontains=words) | Q(place__icontains=words))
    if year is not None:
        rows = rows.filter(start__year__lte=year, end__year__gte=year)
    documents = _documents()
    return tuple(EventCard(reading.event_value(row), documents.get(row.document_id or "")) for row in rows)


def event(actor: Actor, day: date, code: str) -> EventCard:
    """One event.

    Raises:
        NotFound: there is none of that id, or the actor may not see it.
    """
    found = [card for card in events(actor, day) if card.id == code]
    if not found:
        raise NotFound(Message("indicators.no_event", id=code))
    return found[0]


def documents(actor: Actor, day: date) -> tuple[DocumentCard, ...]:
    """Source documents known on a day, with how many figures and events the actor may see of each.

    An actor who does not see all of the city sees only documents that carry something visible.
    """
    by_figures = _counts(Observation.objects.filter(reading.known_on(day), visible(actor)))
    by_events = _counts(Event.objects.filter(_visible_events(actor), retired_on=None))
    cards = (
        _document(row, figures=by_figures.get(row.pk, 0), events=by_events.get(row.pk, 0))
        for row in Document.objects.filter(retired_on=None, known_on__lte=day)
    )
    everywhere = actor.may(Permission.INDICATORS_VIEW_INTERNAL, scope=WHOLE_CITY)
    return tuple(card for card in cards if everywhere or card.figures or card.events)


def document(actor: Actor, day: date, code: str) -> DocumentCard:
    """One document.

    Raises:
        NotFound: there is none of that id, or the actor may see nothing of it.
    """
    found = [card for card in documents(actor, day) if card.id == code]
    if not found:
        raise NotFound(Message("indicators.no_document", id=code))
    return found[0]


def last_run(actor: Actor) -> Run | None:
    """The engine's last run, for those who may see findings."""
    return Run.objects.first() if actor.may(Permission.FINDINGS_VIEW, scope=WHOLE_CITY) else None


def _visible_events(actor: Actor) -> Q:
    """Events belong to the whole city: those that are not releasable need the permission there."""
    everywhere = actor.may(Permission.EVENTS_VIEW_INTERNAL, scope=WHOLE_CITY)
    return Q() if everywhere else Q(publication=values.Publication.RELEASABLE)


def runs(actor: Actor, *, count: int = 10) -> tuple[Run, ...]:
    """The latest runs, newest first, for those who keep the system running or may see findings."""
    if not (actor.may(Permission.SYSTEM_VIEW) or actor.may(Permission.FINDINGS_VIEW, scope=WHOLE_CITY)):
        return ()
    return tuple(Run.objects.all()[:count])


def _internal(actor: Actor) -> None:
    if not actor.may(Permission.INDICATORS_VIEW_INTERNAL, scope=WHOLE_CITY):
        raise NotAllowed(Message("indicators.internal_only"))


def searched(row: Definition) -> str:
    """All under which an indicator is found, in lower case."""
    return " ".join((row.id, row.name, row.name_en, *row.aliases)).lower()


def _cards(actor: Actor, day: date, rows: Sequence[Definition], *, empty: bool = False) -> list[DefinitionCard]:
    held: dict[str, list[Figure]] = defaultdict(list)
    for one in figures(actor, day, Q(indicator__in=[row.pk for row in rows])):
        held[one.value.indicator].append(one)
    internal = actor.may(Permission.INDICATORS_VIEW_INTERNAL)
    counts = finding_counts_by_indicator() if actor.may(Permission.FINDINGS_VIEW, scope=WHOLE_CITY) else {}
    shown = [row for row in rows if held[row.pk] or (internal and (empty or len(rows) == 1))]
    units, own = unit_names(), own_subject(actor)
    return [
        DefinitionCard(
            value=reading.definition_value(row),
            theme=Named(row.theme.pk, row.theme.name, row.theme.name_en) if row.theme else None,
            unit=units.get(row.unit),
            note=row.note,
            figures=len(held[row.pk]),
            latest=latest(held[row.pk], own=own),
            findings=counts.get(row.pk, 0),
            held=tuple(held[row.pk]),
        )
        for row in shown
    ]


def own_subject(actor: Actor) -> str:
    """Name of the subject that is the city itself; empty where no pack is loaded or none of its subjects is."""
    home = city(actor)
    found = Subject.objects.filter(region=home.region, kind="region", retired_on=None).first() if home else None
    return found.name if found else ""


def latest(held: Sequence[Figure], *, own: str = "") -> Figure | None:
    """The preferred figure of the latest period.

    Figures of the subject `own` stand before those of others, statements of fact before targets and plans, real ones
    before synthetic ones. None where nothing is held.
    """
    held = [one for one in held if one.value.subject == own] or held
    facts = [one for one in held if one.value.kind not in {values.Kind.TARGET, values.Kind.PLAN}] or list(held)
    real = [one for one in facts if not one.value.synthetic] or facts
    if not real:
        return None
    last = max(one.value.period.end or date.min for one in real)
    newest = {one.id: one for one in real if (one.value.period.end or date.min) == last}
    chosen = knowledge.preferred(one.value for one in newest.values()).chosen
    return newest[chosen.id]


def finding_counts_by_indicator() -> dict[str, int]:
    """How many findings of the last run stand of each indicator; only for those who may see findings."""
    counted = Finding.objects.filter(gone_in=None).exclude(indicator=None)
    return dict(counted.values_list("indicator").annotate(number=Count("pk")).order_by("indicator"))


def _figures(rows: QuerySet[Observation], day: date) -> tuple[Figure, ...]:
    documents, units = _documents(), unit_names()
    chosen = rows.select_related("subject", "indicator", "place").order_by("code", "revision")
    made: list[Figure] = []
    for row in chosen.iterator(chunk_size=2000):
        stood = knowledge.as_known_on((reading.observation_value(row),), day)
        made.extend(_figure(row, value, documents, units) for value in stood)
    return tuple(made)


def _figure(
    row: Observation, value: values.Observation, documents: Mapping[str, DocumentCard], units: Mapping[str, UnitName]
) -> Figure:
    place = Named(row.place.pk, row.place.name, row.place.name_en) if row.place else None
    return Figure(
        value=value,
        indicator=Named(row.indicator.pk, row.indicator.name, row.indicator.name_en),
        subject=Named(str(row.subject.pk), row.subject.name, row.subject.name_en),
        place=place,
        unit=units.get(row.unit),
        document=documents.get(row.document_id or ""),
        revision=row.revision,
        recorded_at=row.recorded_at,
    )


def finding_card(row: Finding) -> FindingCard:
    """A stored finding as a plain value."""
    return FindingCard(
        fingerprint=row.pk,
        kind=values.FindingKind(row.kind),
        rule=row.rule,
        indicator=Named(row.indicator.pk, row.indicator.name, row.indicator.name_en) if row.indicator else None,
        subject=row.subject,
        why=records.message(row.why),
        observations=tuple(row.observations),
        events=tuple(row.events),
        synthetic=row.synthetic,
        run=row.last_run_id,
    )


def _documents() -> dict[str, DocumentCard]:
    return {row.pk: _document(row) for row in Document.objects.all()}


def _document(row: Document, *, figures: int = 0, events: int = 0) -> DocumentCard:
    return DocumentCard(
        id=row.pk,
        name=row.title,
        name_en=row.title_en,
        publisher=row.publisher,
        published=periods.parse(row.published),
        known_on=row.known_on,
        file=row.file,
        sha256=row.sha256,
        lines=row.lines,
        form=row.form,
        note=row.note,
        figures=figures,
        events=events,
    )


def unit_names() -> dict[str, UnitName]:
    """Every unit by its code; units are public."""
    return {
        row.pk: UnitName(row.pk, row.name, row.name_en, row.dimension, row.canonical, row.factor)
        for row in Unit.objects.all()
    }


def _counts(rows: QuerySet[Observation] | QuerySet[Event]) -> dict[str, int]:
    counted: Iterable[tuple[str, int]] = (
        rows.exclude(document=None).order_by("document").values_list("document").annotate(number=Count("pk"))
    )
    return dict(counted)
