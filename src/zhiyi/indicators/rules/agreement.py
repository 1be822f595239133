"""Do statements of the same thing agree: contradiction, compatible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from zhiyi.indicators import intervals
from zhiyi.indicators.book import FIGURES, Book, Statements, by_time
from zhiyi.indicators.knowledge import preferred
from zhiyi.indicators.rules.made import Hit, Rule
from zhiyi.indicators.spans import at_least_months, span_key
from zhiyi.indicators.values import FindingKind, Interval, Kind, Measure, Observation
from zhiyi.indicators.wording import statements
from zhiyi.kernel.messages import Message

NEIGHBOUR_MONTHS = 24
"""Two statements of a slow-moving stock less than this far apart are neighbours."""

_ENDLESS = 10**7
"""Days between two times of which one is not stated."""


def disjoint_statements(book: Book) -> Iterator[Hit]:
    """Same indicator, subject, rank-of set and span; no value rounds to all of them.

    Numbers in names count nothing and contradict nothing. Promises contradict one another only where they became
    known on one day: later ones take the place of earlier ones.
    """
    for group in book.statements:
        for part in _held_together(group):
            if shared_value(book, part) is None:
                yield Hit(Message("indicators.finding.contradiction.same_period", statements=statements(part)), part)


def rank_beyond_set(book: Book) -> Iterator[Hit]:
    """A rank greater than the size of the set that it counts in, as stated for the same span."""
    yield from _ranks_in_sets(book, beyond=True)


def overlapping_statements(book: Book) -> Iterator[Hit]:
    """Same indicator, subject, rank-of set and span; said differently, yet one value satisfies all."""
    for group in book.statements:
        if group.sort == "name" or len({_said(one) for one in group.observations}) < 2:
            continue
        if shared_value(book, group.observations) is not None:
            said = statements(group.observations)
            yield Hit(Message("indicators.finding.compatible.same_period", statements=said), group.observations)


def neighbouring_statements(book: Book) -> Iterator[Hit]:
    """A stock stated by vague words at neighbouring times; said differently, yet one value satisfies all.

    Members of one family count as the same stock where they share the unit: the words then do not tell them apart.
    Statements that are all bounded only from below are passed over: one value always satisfies them.
    """
    groups: dict[tuple[str, str, str], list[Observation]] = defaultdict(list)
    for one in book.observations:
        definition = book.definitions[one.indicator]
        if definition.measure is Measure.STOCK and one.kind is Kind.STAT and one.period.end and _vague(one):
            groups[definition.family or definition.id, one.subject, one.canonical_unit].append(one)
    for group in groups.values():
        for run in _neighbour_runs(by_time(group)):
            if len({_said(one) for one in run}) > 1 and any(one.canonical.high is not None for one in run):
                said = statements(run)
                yield Hit(Message("indicators.finding.compatible.neighbouring_periods", statements=said), run)


def rank_within_set(book: Book) -> Iterator[Hit]:
    """A rank that fits the stated size of the set that it counts in: two ways to say one thing."""
    yield from _ranks_in_sets(book, beyond=False)


RULES = (
    Rule("disjoint_statements", FindingKind.CONTRADICTION, disjoint_statements),
    Rule("rank_beyond_set", FindingKind.CONTRADICTION, rank_beyond_set),
    Rule("overlapping_statements", FindingKind.COMPATIBLE, overlapping_statements),
    Rule("neighbouring_statements", FindingKind.COMPATIBLE, neighbouring_statements),
    Rule("rank_within_set", FindingKind.COMPATIBLE, rank_within_set),
)


def shared_value(book: Book, observations: Iterable[Observation]) -> Interval | None:
    """What all allow, rounding as printed, or None where two of them share no value (intervals that meet in pairs meet
    in one point).
    """
    shared: Interval | None = intervals.UNKNOWN
    for one in observations:
        shared = None if shared is None else intervals.intersect(shared, book.rounded(one))
    return shared


def _held_together(group: Statements) -> Iterator[tuple[Observation, ...]]:
    if group.sort == "figure":
        yield group.observations
    elif group.sort == "claim":
        by_day: dict[date, list[Observation]] = defaultdict(list)
        for one in group.observations:
            by_day[one.known_from].append(one)
        yield from (tuple(same) for same in by_day.values() if len(same) > 1)


def _said(one: Observation) -> tuple[Interval, str]:
    return one.canonical, one.comparator


def _vague(one: Observation) -> bool:
    return one.canonical.known and not intervals.is_exact(one.canonical)


def _neighbour_runs(observations: Sequence[Observation]) -> Iterator[tuple[Observation, ...]]:
    """Maximal stretches in which each is a neighbour of the one before and one value satisfies all."""
    run: list[Observation] = []
    shared: Interval | None = intervals.UNKNOWN
    for one in observations:
        near = bool(run) and not _far(run[-1], one)
        meeting = intervals.intersect(shared, one.canonical) if near and shared else None
        if run and meeting is None:
            yield tuple(run)
            run = []
        shared = meeting if run else one.canonical
        run.append(one)
    if run:
        yield tuple(run)


def _far(one: Observation, other: Observation) -> bool:
    first, last = one.period.end, other.period.end
    return first is None or last is None or at_least_months(first, last, NEIGHBOUR_MONTHS)


def _ranks_in_sets(book: Book, *, beyond: bool) -> Iterator[Hit]:
    """Ranks beside the sizes of their sets: a stock of the same family whose subject is the rank-of set."""
    sizes: dict[tuple[str, str], list[Observation]] = defaultdict(list)
    ranks: dict[tuple[str, str], list[Observation]] = defaultdict(list)
    for one in book.observations:
        definition = book.definitions[one.indicator]
        if not definition.family or one.kind not in FIGURES:
            continue
        if definition.measure is Measure.STOCK:
            sizes[definition.family, one.subject].append(one)
        elif definition.measure is Measure.RANK and one.rank_of:
            ranks[definition.family, one.rank_of].append(one)
    outcome = "contradiction.rank_beyond_set" if beyond else "compatible.rank_within_set"
    for key in sorted(ranks.keys() & sizes.keys()):
        for one in by_time(ranks[key]):
            size, same_span = _size_beside(book, one, sizes[key])
            if _is_beyond(one, size=size) is beyond and (same_span or not beyond):
                params = {"statements": statements((one, size)), "set": key[1]}
                yield Hit(Message(f"indicators.finding.{outcome}", **params), (one, size))


def _size_beside(book: Book, rank: Observation, sizes: Sequence[Observation]) -> tuple[Observation, bool]:
    """The size stated for the rank's own span, or the one nearest in time; and whether it is of the same span."""
    span = span_key(rank.period, book.measure(rank))
    same = [one for one in sizes if span is not None and span_key(one.period, book.measure(one)) == span]
    if same:
        return preferred(same).chosen, True
    least = min(_days_between(rank, one) for one in sizes)
    return preferred(one for one in sizes if _days_between(rank, one) == least).chosen, False


def _days_between(one: Observation, other: Observation) -> int:
    first, last = one.period.end, other.period.end
    return _ENDLESS if first is None or last is None else abs((last - first).days)


def _is_beyond(rank: Observation, *, size: Observation) -> bool:
    return intervals.less(size.canonical, rank.canonical) is intervals.Answer.YES
