"""Which figures may be read of the ledger, by whom, as known on which day. There is no query without an actor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from zhiyi.indicators import knowledge, values
from zhiyi.kernel import periods
from zhiyi.kernel.messages import Message, NotAllowed, NotFound
from zhiyi.server.accounts.actors import Actor
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.indicators import ledger as reading
from zhiyi.server.indicators.figures import DocumentCard, Figure, Named, UnitName
from zhiyi.server.indicators.models import Document, Observation, Unit
from zhiyi.server.orgs import queries as orgs
from zhiyi.server.orgs.models import Subject
from zhiyi.server.packs.queries import city

BATCH = 5000
"""So many figures are held at once where all are read in turn."""


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


def figures_of(actor: Actor, day: date, indicator: str, *, subject: str = "") -> tuple[Figure, ...]:
    """Observations of one indicator that the actor may see, as known on `day`; of one subject where it is named."""
    return figures(actor, day, Q(indicator=indicator, **({"subject__name": subject} if subject else {})))


def figures_in_turn(actor: Actor, day: date, numbers: Mapping[str, int]) -> Iterator[Figure]:
    """Observations of some indicators, one indicator after the other in the order given, a few thousand at a time.

    `numbers` says how many figures there are of each.
    """
    batch: list[str] = []
    for indicator in numbers:
        if batch and sum(numbers[one] for one in batch) + numbers[indicator] > BATCH:
            yield from _in_order(figures(actor, day, Q(indicator__in=batch)), batch)
            batch = []
        batch.append(indicator)
    yield from _in_order(figures(actor, day, Q(indicator__in=batch)), batch)


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
    """Every revision of one observation that the actor may see, oldest first.

    Raises:
        NotAllowed: the actor sees only what is releasable.
    """
    if not actor.may(Permission.INDICATORS_VIEW_INTERNAL):
        raise NotAllowed(Message("indicators.internal_only"))
    return _revisions(Observation.objects.filter(visible(actor), code=code))


def replaced(actor: Actor, indicator: str) -> tuple[Figure, ...]:
    """Revisions of an indicator's figures that were corrected or taken back and that the actor may see, by code.

    Empty for those who see only what is releasable.
    """
    if not actor.may(Permission.INDICATORS_VIEW_INTERNAL):
        return ()
    return _revisions(Observation.objects.filter(visible(actor), indicator=indicator).exclude(known_to=None))


def home_subject(actor: Actor) -> Subject | None:
    """The subject that is the city itself; None where no pack is loaded or none of its subjects is."""
    home = city(actor)
    return Subject.objects.filter(region=home.region, kind="region", retired_on=None).first() if home else None


def own_subject(actor: Actor) -> str:
    """Name of the subject that is the city itself; empty where there is none."""
    found = home_subject(actor)
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


def unit_names() -> dict[str, UnitName]:
    """Every unit by its code; units are public."""
    return {
        row.pk: UnitName(row.pk, row.name, row.name_en, row.dimension, row.canonical, row.factor)
        for row in Unit.objects.all()
    }


def document_card(row: Document, *, figures: int = 0, events: int = 0) -> DocumentCard:
    """A stored document as a plain value, with how many figures and events it carries where they were counted."""
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


_BESIDE = ("subject", "indicator", "place", "document")
"""What is read with an observation."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What many figures share, made once."""

    units: Mapping[str, UnitName]
    documents: dict[str, DocumentCard] = field(default_factory=dict)

    def document(self, row: Document) -> DocumentCard:
        if row.pk not in self.documents:
            self.documents[row.pk] = document_card(row)
        return self.documents[row.pk]


def _in_order(found: Sequence[Figure], indicators: Sequence[str]) -> list[Figure]:
    place = {indicator: at for at, indicator in enumerate(indicators)}
    return sorted(found, key=lambda one: place[one.value.indicator])


def _figures(rows: QuerySet[Observation], day: date) -> tuple[Figure, ...]:
    known = _Known(unit_names())
    made: list[Figure] = []
    for row in rows.select_related(*_BESIDE).order_by("code", "revision").iterator(chunk_size=2000):
        stood = knowledge.as_known_on((reading.observation_value(row),), day)
        made.extend(_figure(row, value, known) for value in stood)
    return tuple(made)


def _revisions(rows: QuerySet[Observation]) -> tuple[Figure, ...]:
    known = _Known(unit_names())
    chosen = rows.select_related(*_BESIDE).order_by("code", "revision")
    return tuple(_figure(row, reading.observation_value(row), known) for row in chosen)


def _figure(row: Observation, value: values.Observation, known: _Known) -> Figure:
    place = Named(row.place.pk, row.place.name, row.place.name_en) if row.place else None
    return Figure(
        value=value,
        indicator=Named(row.indicator.pk, row.indicator.name, row.indicator.name_en),
        subject=Named(str(row.subject.pk), row.subject.name, row.subject.name_en),
        place=place,
        unit=known.units.get(row.unit),
        document=known.document(row.document) if row.document else None,
        revision=row.revision,
        recorded_at=row.recorded_at,
    )
