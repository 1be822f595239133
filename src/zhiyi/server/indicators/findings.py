"""What the engine found, as of its last run or as an earlier day would have seen it; internal."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from zhiyi import indicators as engine
from zhiyi.indicators import values
from zhiyi.kernel import records
from zhiyi.kernel.messages import Message, NotFound
from zhiyi.server.accounts.actors import WHOLE_CITY, Actor
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.indicators import past
from zhiyi.server.indicators.figures import FindingCard, Named
from zhiyi.server.indicators.models import Definition, Finding, Observation, Run
from zhiyi.server.paging import Page

AT_ONCE = 5000
"""So many ids are put into one question."""


@dataclass(frozen=True, slots=True)
class AskedFindings:
    """Which findings are asked for; an empty filter does not filter.

    Attributes:
        kind: A kind of finding.
        indicator: Id of a definition; also findings that rest on one of its figures.
        observation: Id of a figure on which they rest.
    """

    kind: str = ""
    indicator: str = ""
    observation: str = ""


def findings(
    actor: Actor, *, day: date | None = None, kind: str = "", indicator: str = "", observation: str = ""
) -> tuple[FindingCard, ...]:
    """Findings of the last run, or as an earlier `day` would have seen them; the filters are those of `AskedFindings`.

    Internal: without the permission the answer is empty, not an error.
    """
    return page(actor, AskedFindings(kind, indicator, observation), day=day, first=0).items


def page(
    actor: Actor, asked: AskedFindings, *, day: date | None = None, first: int, count: int | None = None
) -> Page[FindingCard]:
    """`count` findings after the first `first`, or all that follow; empty without the permission.

    They stand by kind, indicator and fingerprint; those of an earlier day in the order in which the engine finds them.
    """
    if not _may(actor):
        return Page((), 0)
    picks, until = _picks(asked), None if count is None else first + count
    run = _last_run()
    if day is not None and run is not None and day < run.as_known_on:
        found = [
            one
            for one in past.outcome(day).findings
            if (not asked.kind or one.kind == asked.kind) and picks(one.indicator, one.observations)
        ]
        return Page(_past_cards(found[first:until]), len(found))
    rows = Finding.objects.filter(gone_in=None)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    keys = [key for key, about, codes in rows.values_list("pk", "indicator_id", "observations") if picks(about, codes)]
    read = Finding.objects.select_related("indicator").in_bulk(keys[first:until])
    return Page(tuple(_card(read[key]) for key in keys[first:until]), len(keys))


def finding(actor: Actor, fingerprint: str) -> FindingCard:
    """One finding.

    Raises:
        NotFound: there is none, or the actor may not see findings.
    """
    row = Finding.objects.filter(pk=fingerprint).select_related("indicator").first()
    if row is None or not _may(actor):
        raise NotFound(Message("indicators.no_finding", id=fingerprint))
    return _card(row)


def counts(actor: Actor) -> dict[str, int]:
    """How many findings of each kind stand; empty without the permission."""
    if not _may(actor):
        return {}
    counted = Finding.objects.filter(gone_in=None).values_list("kind").annotate(number=Count("pk")).order_by("kind")
    return dict(counted)


def counts_by_indicator(actor: Actor) -> dict[str, int]:
    """How many findings of the last run stand of each indicator; empty without the permission."""
    if not _may(actor):
        return {}
    counted = Finding.objects.filter(gone_in=None).exclude(indicator=None)
    return dict(counted.values_list("indicator").annotate(number=Count("pk")).order_by("indicator"))


def last_run(actor: Actor) -> Run | None:
    """The engine's last run, for those who may see findings."""
    return _last_run() if _may(actor) else None


def runs(actor: Actor, *, count: int = 10) -> tuple[Run, ...]:
    """The latest runs, newest first, for those who keep the system running or may see findings."""
    if not (actor.may(Permission.SYSTEM_VIEW) or _may(actor)):
        return ()
    return tuple(Run.objects.all()[:count])


def _may(actor: Actor) -> bool:
    return actor.may(Permission.FINDINGS_VIEW, scope=WHOLE_CITY)


def _last_run() -> Run | None:
    return Run.objects.filter(engine=engine.ENGINE).first()


def _picks(asked: AskedFindings) -> Callable[[str | None, Collection[str]], bool]:
    """Whether a finding about an indicator that rests on figures is asked for."""
    about: set[str] = set()
    if asked.indicator:
        about = set(Observation.objects.filter(indicator=asked.indicator).values_list("code", flat=True))

    def picks(indicator: str | None, codes: Collection[str]) -> bool:
        return (not asked.indicator or indicator == asked.indicator or not about.isdisjoint(codes)) and (
            not asked.observation or asked.observation in codes
        )

    return picks


def _card(row: Finding) -> FindingCard:
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


def _past_cards(found: Sequence[values.Finding]) -> tuple[FindingCard, ...]:
    about = Definition.objects.in_bulk({one.indicator for one in found if one.indicator})
    names = {row.pk: Named(row.pk, row.name, row.name_en) for row in about.values()}
    made_up = _synthetic({code for one in found for code in one.observations})
    return tuple(
        FindingCard(
            fingerprint=one.fingerprint,
            kind=one.kind,
            rule=one.rule,
            indicator=names.get(one.indicator),
            subject=one.subject,
            why=one.why,
            observations=one.observations,
            events=one.events,
            synthetic=not made_up.isdisjoint(one.observations),
            run="",
        )
        for one in found
    )


def _synthetic(codes: Collection[str]) -> set[str]:
    """Those of the ids whose figures are synthetic."""
    ordered, found = sorted(codes), set[str]()
    for start in range(0, len(ordered), AT_ONCE):
        rows = Observation.objects.filter(code__in=ordered[start : start + AT_ONCE], synthetic=True)
        found.update(rows.values_list("code", flat=True))
    return found
