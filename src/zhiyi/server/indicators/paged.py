"""Queries whose answers may be too long to hold: the database counts, orders and cuts, and only one page is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from zhiyi.indicators import values
from zhiyi.kernel.messages import Message, NotFound
from zhiyi.server.accounts.actors import WHOLE_CITY, Actor
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.indicators import ledger as reading
from zhiyi.server.indicators import queries
from zhiyi.server.indicators.figures import DefinitionCard, Figure, FindingCard, Named
from zhiyi.server.indicators.models import Definition, Finding, Observation, Run
from zhiyi.server.paging import Page

FEW = 500
"""So many figures of one indicator are read at once to find its latest; of more, the database picks the candidates."""

_PROMISES = (values.Kind.TARGET, values.Kind.PLAN)


@dataclass(frozen=True, slots=True)
class AskedFigures:
    """Which observations are asked for; an empty filter does not filter.

    Attributes:
        indicator: Id of a definition.
        subject: Name of the subject as the source writes it.
        place: A region code, exactly.
        kind: A kind of statement.
        document: Id of the source document.
    """

    indicator: str = ""
    subject: str = ""
    place: str = ""
    kind: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """An indicator as one line of a list: its definition, how much stands, and the preferred latest figure."""

    card: DefinitionCard
    synthetic: bool


def observations(actor: Actor, day: date, asked: AskedFigures, *, first: int, count: int) -> Page[Figure]:
    """Observations that the actor may see, as known on `day`, by id; `count` of them after the first `first`."""
    rows = Observation.objects.filter(reading.known_on(day), queries.visible(actor))
    for name, value in (
        ("indicator", asked.indicator),
        ("subject__name", asked.subject),
        ("place", asked.place),
        ("kind", asked.kind),
        ("document", asked.document),
    ):
        if value:
            rows = rows.filter(**{name: value})
    picked = list(rows.order_by("code", "revision").values_list("pk", flat=True)[first : first + count])
    return Page(queries.figures(actor, day, Q(pk__in=picked)), rows.count())


def definitions(
    actor: Actor,
    day: date,
    *,
    words: str = "",
    wing: str = "",
    theme: str = "",
    kind: str = "",
    first: int,
    count: int,
) -> Page[Listed]:
    """Indicators of which the actor may see a figure, by theme, name and id; the filters are those of `definitions`."""
    figures = Observation.objects.filter(reading.known_on(day), queries.visible(actor), indicator=OuterRef("pk"))
    rows = Definition.objects.filter(Exists(figures.filter(kind=kind) if kind else figures), retired_on=None)
    if wing:
        rows = rows.filter(wing__in=[wing, "both"])
    if theme:
        rows = rows.filter(theme_id=theme)
    asked = words.lower().split()
    found = [
        row
        for row in rows.select_related("theme").order_by("theme__order", "name", "id")
        if all(word in queries.searched(row) for word in asked)
    ]
    return Page(_listed(actor, day, found[first : first + count]), len(found))


def definition(actor: Actor, day: date, asked: str) -> Listed:
    """One indicator by id, name or alias.

    Raises:
        NotFound: nothing is defined under that name, or nothing of it may be seen.
    """
    standing = Definition.objects.filter(retired_on=None).select_related("theme")
    row = standing.filter(Q(pk=asked) | Q(name=asked) | Q(name_en__iexact=asked)).first()
    if row is None:
        row = next((one for one in standing if asked in one.aliases), None)
    listed = _listed(actor, day, [row] if row else [])
    if not listed or not (listed[0].card.figures or actor.may(Permission.INDICATORS_VIEW_INTERNAL)):
        raise NotFound(Message("indicators.no_indicator", asked=asked))
    return listed[0]


def findings(
    actor: Actor,
    *,
    day: date | None = None,
    kind: str = "",
    indicator: str = "",
    observation: str = "",
    first: int,
    count: int,
) -> Page[FindingCard]:
    """Findings of the last run, or as an earlier `day` would have seen them; filtered as `queries.findings` does.

    They stand by kind, indicator and fingerprint; those of an earlier day in the order in which the engine finds them.
    """
    if not actor.may(Permission.FINDINGS_VIEW, scope=WHOLE_CITY):
        return Page((), 0)
    run = Run.objects.first()
    if day is not None and run is not None and day < run.as_known_on:
        found = queries.findings(actor, day=day, kind=kind, indicator=indicator, observation=observation)
        return Page(found[first : first + count], len(found))
    rows = Finding.objects.filter(gone_in=None)
    if kind:
        rows = rows.filter(kind=kind)
    about: set[str] = set()
    if indicator:
        about = set(Observation.objects.filter(indicator=indicator).values_list("code", flat=True))
    picked = [
        key
        for key, of_indicator, codes in rows.values_list("pk", "indicator_id", "observations")
        if (not indicator or of_indicator == indicator or about.intersection(codes))
        and (not observation or observation in codes)
    ]
    wanted = picked[first : first + count]
    read = Finding.objects.select_related("indicator").in_bulk(wanted)
    return Page(tuple(queries.finding_card(read[key]) for key in wanted), len(picked))


def _listed(actor: Actor, day: date, rows: Sequence[Definition]) -> tuple[Listed, ...]:
    ids = [row.pk for row in rows]
    held = Observation.objects.filter(reading.known_on(day), queries.visible(actor), indicator__in=ids).order_by()
    counted = held.values("indicator").annotate(number=Count("pk"), made_up=Count("pk", filter=Q(synthetic=True)))
    counts = {row["indicator"]: (row["number"], row["made_up"]) for row in counted}
    latest = _latest(actor, day, held, {code: number for code, (number, _) in counts.items()})
    findings = queries.finding_counts_by_indicator() if actor.may(Permission.FINDINGS_VIEW, scope=WHOLE_CITY) else {}
    units = queries.unit_names()
    listed = []
    for row in rows:
        number, made_up = counts.get(row.pk, (0, 0))
        card = DefinitionCard(
            value=reading.definition_value(row),
            theme=Named(row.theme.pk, row.theme.name, row.theme.name_en) if row.theme else None,
            unit=units.get(row.unit),
            note=row.note,
            figures=number,
            latest=latest.get(row.pk),
            findings=findings.get(row.pk, 0),
        )
        listed.append(Listed(card, synthetic=made_up > 0))
    return tuple(listed)


def _latest(
    actor: Actor, day: date, held: QuerySet[Observation], numbers: Mapping[str, int]
) -> dict[str, Figure | None]:
    """The preferred latest figure of each indicator, as `queries.latest` chooses it."""
    own = queries.own_subject(actor)
    few = [code for code, number in numbers.items() if number <= FEW]
    read: dict[str, list[Figure]] = {code: [] for code in numbers}
    for figure in queries.figures(actor, day, Q(indicator__in=few)):
        read[figure.value.indicator].append(figure)
    for code in numbers.keys() - set(few):
        read[code].extend(queries.figures(actor, day, Q(pk__in=_candidates(held.filter(indicator=code), own))))
    return {code: queries.latest(figures, own=own) for code, figures in read.items()}


def _candidates(rows: QuerySet[Observation], own: str) -> list[int]:
    """Keys of the rows among which the latest figure is, narrowed in the order that `queries.latest` prefers."""
    narrower = (Q(subject__name=own), ~Q(kind__in=_PROMISES), Q(synthetic=False))
    for step in narrower:
        narrowed = rows.filter(step)
        rows = narrowed if narrowed.exists() else rows
    last = rows.aggregate(last=Max("period_end"))["last"]
    return list(rows.filter(period_end=last).values_list("pk", flat=True))
