"""Unbroken runs of best places: the run that all documents together show is longer than any of them says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from zhiyi.indicators import expressions, intervals
from zhiyi.indicators.book import FIGURES, Book, by_time
from zhiyi.indicators.rules.made import Hit, Rule
from zhiyi.indicators.spans import years
from zhiyi.indicators.values import FindingKind, Observation
from zhiyi.indicators.wording import statements
from zhiyi.kernel.messages import Message

_BEST = Decimal(1)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of years ending in `last` with at least `count` best places; `first` is None where it is not stated."""

    first: int | None
    last: int
    count: int
    observations: tuple[Observation, ...] = ()


def joined_longer(book: Book) -> Iterator[Hit]:
    """Stated runs and single best places, joined where one begins in the year after the other ends.

    Which indicator counts the runs of which rank is declared by an identity `count = streak:rank`. A run whose start
    is not stated takes in every place up to its end, so that no place is counted twice: the sum is a lower bound.
    """
    for identity in book.ledger.identities:
        expression = expressions.parse(identity.expression)
        ranks = [figure.indicator for figure in expression.figures if figure.streak]
        counts = [figure.indicator for figure in expression.figures if not figure.streak]
        if len(ranks) != 1 or len(counts) != 1:
            continue
        subjects = {one.subject for one in book.by_indicator.get(counts[0], ())}
        for subject in sorted(subjects):
            if not identity.subject or identity.subject == subject:
                yield from _joined(book, identity.id, counts[0], ranks[0], subject)


RULES = (Rule("joined_longer", FindingKind.STREAK_LONGER, joined_longer),)


def longest(runs: Iterable[Run]) -> Run | None:
    """The longest run that the given ones show together, or None where there is none."""
    joined: list[tuple[Run, list[Run]]] = []
    for run in sorted(runs, key=lambda one: (one.last, -one.count, one.first or 0)):
        step = _joint(joined[-1][0], run) if joined else None
        if step is None:
            joined.append((run, [run]))
        else:
            parts = joined[-1][1]
            parts.append(run)
            joined[-1] = (step, parts)
    if not joined:
        return None
    best, parts = max(joined, key=lambda pair: pair[0].count)
    return replace(best, observations=tuple(one for part in parts for one in part.observations))


def _joint(one: Run, later: Run) -> Run | None:
    """The span of both, where the later (ending no earlier) continues the first or takes it in; else None."""
    if later.first is not None and later.first == one.last + 1:
        return Run(one.first, later.last, one.count + later.count)
    if later.first is None or later.first <= one.last:
        fresh = max(0, later.last - one.last) if later.first is not None else 0
        return Run(one.first, later.last, max(one.count + fresh, later.count))
    return None


def _joined(book: Book, identity: str, count: str, rank: str, subject: str) -> Iterator[Hit]:
    """One hit for each set of rivals in which the joined run is longer than any stated one.

    A count that names no set counts in the set of the ranks, where all ranks are in one; where they are in several
    nobody says which, and it is joined with none of them.
    """
    counts, ranks = book.by_subject.get((count, subject), ()), book.by_subject.get((rank, subject), ())
    sets = sorted({one.rank_of for one in ranks}) or [""]
    named = {*sets, *(one.rank_of for one in counts if one.rank_of or len(sets) > 1)}
    for rivals in sorted(named):
        joinable = {rivals, ""} if sets == [rivals] else {rivals}
        stated = [run for one in counts if one.rank_of in joinable and (run := _stated(one))]
        places = [run for one in ranks if one.rank_of == rivals and (run := _place(one))]
        found = longest((*stated, *places))
        said = max((run.count for run in stated), default=0)
        if found is not None and said and found.count > said:
            observations = by_time(dict.fromkeys(found.observations))
            parts = {"said": said, "joined": found.count, "statements": statements(observations)}
            why = Message("indicators.finding.streak_longer.joined_longer", **parts)
            yield Hit(why, observations, indicator=count, subject=subject, cause=identity)


def _stated(one: Observation) -> Run | None:
    low, span = one.canonical.low, years(one.period)
    if one.kind not in FIGURES or low is None or low < 1 or not span:
        return None
    count = int(low)
    first = span[0] if len(span) == count and not one.period.as_of else None
    return Run(first, span[-1], count, (one,))


def _place(one: Observation) -> Run | None:
    """A best place in one year; one held by the end of an open span counts for its last year.

    A place over several years is one place in a ranking of those years together, and no run.
    """
    span = years(one.period)
    if one.kind in FIGURES and len(span) == 1 and intervals.is_exact(one.canonical) and one.canonical.low == _BEST:
        return Run(span[0], span[0], 1, (one,))
    return None
