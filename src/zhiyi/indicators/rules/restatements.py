"""Statements that say again, or say otherwise, what was said before: restatement, stale repeat."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from zhiyi.indicators.book import FIGURES, NAMES, Book, by_time
from zhiyi.indicators.rules.agreement import shared_value
from zhiyi.indicators.rules.made import Hit, Rule
from zhiyi.indicators.spans import at_least_months, span_key
from zhiyi.indicators.values import FindingKind, Kind, Measure, Observation
from zhiyi.indicators.wording import statement, statements
from zhiyi.kernel.messages import Message

STALE_MONTHS = 3
"""The same digits for a moving figure this many months later are a stale repeat."""

MOVING = frozenset({Measure.STOCK, Measure.FLOW, Measure.CUMULATIVE, Measure.SHARE, Measure.RATIO})


def looks_back(book: Book) -> Iterator[Hit]:
    """A later publication states figures for times before the latest one already published: one hit for each document.

    A yearbook that brings a whole series says it once.
    """
    for (_, subject), observations in book.by_subject.items():
        figures = [one for one in observations if one.kind in FIGURES and one.period.end and one.source]
        latest: Observation | None = None
        for _, known in groupby(sorted(figures, key=_by_known), key=lambda one: one.known_from):
            batch = list(known)
            if latest is not None:
                yield from _backward(batch, latest, subject)
            newest = max(batch, key=_end)
            latest = newest if latest is None or _end(newest) > _end(latest) else latest


def revised(book: Book) -> Iterator[Hit]:
    """Publications of different days state values for the same indicator, subject and span that cannot all hold.

    A later figure that is only more exact, or only rounded otherwise, revises nothing; nor does a number in a name.
    """
    for group in book.statements:
        days = {one.known_from for one in group.observations}
        if group.sort != "name" and len(days) > 1 and shared_value(book, group.observations) is None:
            ordered = tuple(sorted(group.observations, key=_by_known))
            yield Hit(Message("indicators.finding.restatement.revised", statements=statements(ordered)), ordered)


def filled_in(book: Book) -> Iterator[Hit]:
    """A plan with an open place (1+N) is stated later with a number in that place (1+20)."""
    groups: dict[tuple[str, str], list[Observation]] = defaultdict(list)
    for one in book.observations:
        if _places(one) is not None:
            definition = book.definitions[one.indicator]
            groups[definition.family or definition.id, one.subject].append(one)
    for group in groups.values():
        ordered = sorted(group, key=_by_known)
        openings = [one for one in ordered if _open_place(one)]
        for one in ordered:
            if earlier := next((plan for plan in openings if _fills(one, plan)), None):
                parts = {"plan": statement(earlier), "filled": statement(one)}
                yield Hit(Message("indicators.finding.restatement.filled_in", **parts), (earlier, one))


def unmoved(book: Book) -> Iterator[Hit]:
    """The same digits for a moving figure, three months or more later in another document."""
    for (indicator, subject), observations in book.by_subject.items():
        if book.definitions[indicator].measure not in MOVING:
            continue
        dated = [one for one in observations if one.kind is Kind.STAT and one.period.end and one.source]
        for _, same in groupby(dated, key=_printed):
            run = tuple(same)
            documents = {one.source.document for one in run if one.source}
            if len(documents) > 1 and at_least_months(_end(run[0]), _end(run[-1]), STALE_MONTHS):
                why = Message("indicators.finding.stale_repeat.unmoved", statements=statements(run))
                yield Hit(why, run, subject=subject)


def said_twice(book: Book) -> Iterator[Hit]:
    """The same figure more than once in one document: it counts once."""
    groups: dict[tuple[object, ...], list[Observation]] = defaultdict(list)
    for one in book.observations:
        if one.source and one.kind not in NAMES:
            span = span_key(one.period, book.measure(one)) or one.period.text
            key = (one.source.document, one.indicator, one.subject, one.rank_of, one.kind, span, _printed(one))
            groups[key].append(one)
    for group in groups.values():
        if len(group) > 1:
            ordered = tuple(sorted(group, key=_by_line))
            said = {"count": len(ordered), "statements": statements(ordered)}
            yield Hit(Message("indicators.finding.stale_repeat.said_twice", **said), ordered)


RULES = (
    Rule("looks_back", FindingKind.RESTATEMENT, looks_back),
    Rule("revised", FindingKind.RESTATEMENT, revised),
    Rule("filled_in", FindingKind.RESTATEMENT, filled_in),
    Rule("unmoved", FindingKind.STALE_REPEAT, unmoved),
    Rule("said_twice", FindingKind.STALE_REPEAT, said_twice),
)

_PLACES = re.compile(r"(\d+)\s*[+＋]\s*(\d+|[NnXxＮ])")


def _backward(batch: list[Observation], latest: Observation, subject: str) -> Iterator[Hit]:
    """One hit for each document of a batch that gives figures for times before the latest one."""
    backward: dict[str, list[Observation]] = defaultdict(list)
    for one in batch:
        if one.source and _end(one) < _end(latest):
            backward[one.source.document].append(one)
    for restated in backward.values():
        parts = {"restated": statements(by_time(restated)), "earlier": statement(latest)}
        why = Message("indicators.finding.restatement.looks_back", **parts)
        yield Hit(why, (*by_time(restated), latest), subject=subject)


def _places(one: Observation) -> tuple[str, str] | None:
    found = _PLACES.search(one.source.words) if one.source else None
    return (found.group(1), found.group(2)) if found else None


def _open_place(one: Observation) -> bool:
    places = _places(one)
    return places is not None and not places[1].isdigit()


def _fills(one: Observation, plan: Observation) -> bool:
    places, opening = _places(one), _places(plan)
    if places is None or opening is None or not places[1].isdigit():
        return False
    return places[0] == opening[0] and one.known_from > plan.known_from


def _printed(one: Observation) -> tuple[object, ...]:
    return one.printed, one.printed_high, one.comparator, one.unit


def _by_known(one: Observation) -> tuple[date, str]:
    return one.known_from, one.id


def _by_line(one: Observation) -> tuple[int, str]:
    return (one.source.line if one.source else 0), one.id


def _end(one: Observation) -> date:
    return one.period.end or date.max
