"""The indicators of the ledger as they are listed: what each is, how much stands of it, and its latest figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from zhiyi.kernel.messages import Message, NotFound
from zhiyi.server.accounts.actors import WHOLE_CITY, Actor
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.indicators import findings, newest, queries
from zhiyi.server.indicators import ledger as reading
from zhiyi.server.indicators.figures import DefinitionCard, Named
from zhiyi.server.indicators.models import Definition
from zhiyi.server.orgs.models import Subject
from zhiyi.server.paging import Page


@dataclass(frozen=True, slots=True)
class AskedDefinitions:
    """Which indicators are asked for; an empty filter does not filter.

    Attributes:
        words: Parts of a name, English name, alias or id; every part must occur.
        wing: `make`, `live` or empty.
        theme: Code of a theme.
        kind: Only indicators with figures of this kind.
        empty: Also indicators of which no figure stands, for those who see all that is internal.
    """

    words: str = ""
    wing: str = ""
    theme: str = ""
    kind: str = ""
    empty: bool = False


EVERY = AskedDefinitions()


def definition(actor: Actor, day: date, asked: str) -> DefinitionCard:
    """One indicator by id, name or alias.

    Raises:
        NotFound: nothing is defined under that name, or nothing of it may be seen.
    """
    standing = Definition.objects.filter(reading.standing_on(day)).select_related("theme")
    row = standing.filter(Q(pk=asked) | Q(name=asked) | Q(name_en__iexact=asked)).first()
    if row is None:
        row = next((one for one in standing if asked in one.aliases), None)
    own = queries.home_subject(actor)
    found = _shown(actor, day, [row] if row else [], AskedDefinitions(empty=True), own)
    if row is None or not found:
        raise NotFound(Message("indicators.no_indicator", asked=asked))
    return _cards(actor, day, [row], found, own)[0]


def definitions(actor: Actor, day: date, asked: AskedDefinitions = EVERY) -> tuple[DefinitionCard, ...]:
    """Indicators by theme, name and id, with their preferred latest figure."""
    return page(actor, day, asked, first=0).items


def page(
    actor: Actor, day: date, asked: AskedDefinitions, *, first: int, count: int | None = None
) -> Page[DefinitionCard]:
    """`count` indicators after the first `first` by theme, name and id; all that follow where `count` is None."""
    rows = Definition.objects.filter(reading.standing_on(day))
    if asked.wing:
        rows = rows.filter(wing__in=[asked.wing, "both"])
    if asked.theme:
        rows = rows.filter(theme_id=asked.theme)
    parts = asked.words.lower().split()
    named = [
        row
        for row in rows.select_related("theme").order_by("theme__order", "name", "id")
        if all(part in _searched(row) for part in parts)
    ]
    own = queries.home_subject(actor)
    found = _shown(actor, day, named, asked, own)
    shown = [row for row in named if row.pk in found]
    picked = shown[first : None if count is None else first + count]
    return Page(_cards(actor, day, picked, found, own), len(shown))


def _searched(row: Definition) -> str:
    """All under which an indicator is found, in lower case."""
    return " ".join((row.id, row.name, row.name_en, *row.aliases)).lower()


def _among(rows: Sequence[Definition]) -> Q:
    return Q(indicator__in=[row.pk for row in rows])


def _shown(
    actor: Actor, day: date, rows: Sequence[Definition], asked: AskedDefinitions, own: Subject | None
) -> dict[str, newest.Tally | None]:
    """The indicators that the actor sees at all, with how much stands of each; None where nothing does."""
    counted = newest.tallies(actor, day, _among(rows), by="indicator", own=own)
    empty = asked.empty and not asked.kind and actor.may(Permission.INDICATORS_VIEW_INTERNAL, scope=WHOLE_CITY)
    found: dict[str, newest.Tally | None] = {}
    for row in rows:
        tally = counted.get(row.pk)
        if tally is None:
            found |= {row.pk: None} if empty else {}
        elif not asked.kind or asked.kind in tally.kinds:
            found[row.pk] = tally
    return found


def _cards(
    actor: Actor, day: date, rows: Sequence[Definition], found: Mapping[str, newest.Tally | None], own: Subject | None
) -> tuple[DefinitionCard, ...]:
    held = {row.pk: tally for row in rows if (tally := found[row.pk])}
    latest = newest.latest(actor, day, _among(rows), held, by="indicator", own=own)
    counts, units = findings.counts_by_indicator(actor), queries.unit_names()
    cards = []
    for row in rows:
        tally = found[row.pk] or newest.Tally()
        card = DefinitionCard(
            value=reading.definition_value(row),
            theme=Named(row.theme.pk, row.theme.name, row.theme.name_en) if row.theme else None,
            unit=units.get(row.unit),
            note=row.note,
            figures=tally.figures,
            latest=latest.get(row.pk),
            findings=counts.get(row.pk, 0),
            made_up=tally.made_up,
            states=tally.states,
        )
        cards.append(card)
    return tuple(cards)
