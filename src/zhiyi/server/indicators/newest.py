"""The preferred latest figure of each of many things, and how many figures stand of it: counted and chosen by the
database, so that the answer does not take longer to read the more figures there are.

The things are indicators, or the subjects of one indicator.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Literal

from django.db.models import Case, Count, DecimalField, F, IntegerField, Max, Min, Q, QuerySet, Value, When, Window
from django.db.models.functions import Rank, Round, RowNumber

from zhiyi.indicators import values
from zhiyi.server.accounts.actors import Actor
from zhiyi.server.indicators import ledger as reading
from zhiyi.server.indicators import queries
from zhiyi.server.indicators.figures import Figure
from zhiyi.server.indicators.models import Observation
from zhiyi.server.orgs.models import Subject

By = Literal["indicator", "subject__name"]
"""What the figures are counted by: the id of an indicator or the name of a subject."""

LINE = 60
"""So many of the newest figures of an indicator and subject are read for the small line of a tile."""
AT_ONCE = 100
"""So many conditions are put into one question."""

PROMISES = (values.Kind.TARGET, values.Kind.PLAN)


@dataclass(frozen=True, slots=True, order=True)
class Sort:
    """What sort of figure a thing has; the least is preferred."""

    of_others: bool
    promised: bool
    synthetic: bool


@dataclass(slots=True)
class Tally:
    """How many figures stand of a thing, and where its latest one is.

    Attributes:
        figures: How many the actor may see.
        made_up: How many of them are synthetic.
        states: How many of the others have each publication state.
        kinds: The kinds of statement among them.
        last: The last day of the latest period of each sort, None where no figure of that sort is dated.
    """

    figures: int = 0
    made_up: int = 0
    states: dict[values.Publication, int] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    last: dict[Sort, date | None] = field(default_factory=dict)

    @property
    def best(self) -> tuple[Sort, date | None]:
        """The sort among which the preferred latest figure is, and its day."""
        sort = min(self.last)
        return sort, self.last[sort]

    def add(self, sort: Sort, kind: str, publication: str, number: int, last: date | None) -> None:
        """Count a group of figures."""
        self.figures += number
        self.kinds.add(kind)
        if sort.synthetic:
            self.made_up += number
        else:
            state = values.Publication(publication)
            self.states[state] = self.states.get(state, 0) + number
        self.last[sort] = max((day for day in (self.last.get(sort), last) if day), default=None)


def tallies(actor: Actor, day: date, chosen: Q, *, by: By, own: Subject | None = None) -> dict[str, Tally]:
    """How many figures the actor may see of each thing, as known on `day`.

    Args:
        actor: Who asks.
        day: As known on this day.
        chosen: Which figures.
        by: What they are counted by.
        own: The subject whose figures are preferred, or None.
    """
    others = Case(When(subject=own, then=0), default=1, output_field=IntegerField()) if own else Value(1)
    rows = _rows(actor, day, chosen).annotate(others=others)
    groups = rows.values_list(by, "others", "kind", "synthetic", "publication")
    found: dict[str, Tally] = {}
    for name, of_others, kind, synthetic, publication, number, last in groups.annotate(Count("pk"), Max("period_end")):
        sort = Sort(bool(of_others), kind in PROMISES, synthetic)
        found.setdefault(name, Tally()).add(sort, kind, publication, number, last)
    return found


def latest(
    actor: Actor, day: date, chosen: Q, found: Mapping[str, Tally], *, by: By, own: Subject | None = None
) -> dict[str, Figure]:
    """The figure that `queries.latest` would choose of all figures of each thing; `chosen` and `own` as for `found`."""
    wanted: dict[tuple[Sort, date | None], list[str]] = {}
    for name, tally in found.items():
        wanted.setdefault(tally.best, []).append(name)
    groups = iter(wanted.items())
    held: dict[str, list[Figure]] = {name: [] for name in found}
    while some := list(islice(groups, AT_ONCE)):
        among = Q()
        for (sort, last), names in some:
            among |= Q(**{f"{by}__in": names}) & _at(sort, last, own)
        for figure in queries.figures(actor, day, _candidates(_rows(actor, day, chosen & among), by)):
            held[figure.value.indicator if by == "indicator" else figure.value.subject].append(figure)
    picked = {name: queries.latest(figures, own=own.name if own else "") for name, figures in held.items()}
    return {name: figure for name, figure in picked.items() if figure is not None}


def subjects(actor: Actor, day: date, indicator: str) -> tuple[str, ...]:
    """Names of the subjects of which an indicator has a figure that the actor may see, by the id of their first one."""
    rows = _rows(actor, day, Q(indicator=indicator)).values_list("subject__name")
    return tuple(name for name, _ in rows.annotate(first=Min("code")).order_by("first", "subject__name"))


def latest_of_subjects(actor: Actor, day: date, indicator: str, names: Collection[str]) -> dict[str, Figure]:
    """The preferred latest figure of an indicator for each of some subjects that has one."""
    chosen = Q(indicator=indicator, subject__name__in=sorted(names))
    return latest(actor, day, chosen, tallies(actor, day, chosen, by="subject__name"), by="subject__name")


def latest_of_indicators(actor: Actor, day: date, indicators: Collection[str], *, subject: str) -> dict[str, Figure]:
    """The preferred latest figure of each indicator that has one, that of the subject before those of others."""
    if not indicators:
        return {}
    chosen, own = Q(indicator__in=sorted(indicators)), Subject.objects.filter(name=subject).first()
    return latest(actor, day, chosen, tallies(actor, day, chosen, by="indicator", own=own), by="indicator", own=own)


def line(actor: Actor, day: date, wanted: Mapping[str, Collection[str]]) -> tuple[Figure, ...]:
    """The newest figures of some indicators by the name of their subject, `LINE` of each and all of the last day."""
    if not wanted:
        return ()
    order = Window(Rank(), partition_by=[F("indicator"), F("subject")], order_by=F("period_end").desc(nulls_last=True))
    rows = _rows(actor, day, _pairs(wanted)).annotate(order=order).filter(order__lte=LINE)
    return queries.figures(actor, day, Q(pk__in=rows.values("pk")))


def codes(actor: Actor, day: date, wanted: Mapping[str, Collection[str]]) -> dict[tuple[str, str], set[str]]:
    """Ids of the figures of some indicators by the name of their subject; the keys are indicator and subject."""
    found: dict[tuple[str, str], set[str]] = {}
    if wanted:
        rows = _rows(actor, day, _pairs(wanted)).values_list("indicator_id", "subject__name", "code")
        for indicator, subject, code in rows:
            found.setdefault((indicator, subject), set()).add(code)
    return found


def _rows(actor: Actor, day: date, chosen: Q) -> QuerySet[Observation]:
    return Observation.objects.filter(chosen, reading.known_on(day), queries.visible(actor)).order_by()


def _pairs(wanted: Mapping[str, Collection[str]]) -> Q:
    pairs = Q(pk__in=[])
    for subject, indicators in wanted.items():
        pairs |= Q(subject__name=subject, indicator__in=sorted(indicators))
    return pairs


def _at(sort: Sort, last: date | None, own: Subject | None) -> Q:
    found = Q(synthetic=sort.synthetic)
    found &= Q(period_end__isnull=True) if last is None else Q(period_end=last)
    found &= Q(kind__in=PROMISES) if sort.promised else ~Q(kind__in=PROMISES)
    return found if sort.of_others else found & Q(subject=own)


def _candidates(rows: QuerySet[Observation], by: By) -> Q:
    """The rows that could be preferred: of one period and kind, what `knowledge.preferred` asks of two such."""
    width = Round(
        F("canonical_high") - F("canonical_low"),
        precision=6,
        output_field=DecimalField(max_digits=26, decimal_places=6),
    )
    order = Window(
        RowNumber(),
        partition_by=[F(by), F("period"), F("kind")],
        order_by=[F("known_from").desc(), width.asc(nulls_last=True), F("code").asc()],
    )
    return Q(pk__in=rows.annotate(order=order).filter(order=1).values("pk"))
