"""Series: the points of an indicator in order of time, and the breaks that no line may cross.

A break stands between two neighbouring points and says why they may not be joined. A point on its own still stands in
the table and on the chart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from zhiyi.indicators.book import FIGURES, by_time
from zhiyi.indicators.knowledge import preferred
from zhiyi.indicators.spans import SpanKey, span_key
from zhiyi.indicators.values import Definition, Interval, Measure, Observation
from zhiyi.kernel.messages import Message
from zhiyi.kernel.periods import Basis

RELATIVE = frozenset({Measure.SHARE, Measure.RATIO, Measure.GROWTH})


class BreakKind(StrEnum):
    """Why two neighbouring points may not be joined by a line."""

    DEFINITION = "definition"  # another member of the family
    DENOMINATOR = "denominator"  # another whole
    DENOMINATOR_UNKNOWN = "denominator_unknown"  # a share of a whole that nobody names
    MEASURE = "measure"  # a stock beside a flow
    UNIT = "unit"  # another canonical unit
    RANK_SET = "rank_set"  # a rank in another set
    LABEL = "label"  # printed under another label
    BASIS = "basis"  # the date of a figure is implied or not given
    FAMILY_BETWEEN = "family_between"  # another member of the family was stated in between
    SYNTHETIC = "synthetic"  # a real figure beside a synthetic one


@dataclass(frozen=True, slots=True)
class Point:
    """The preferred statement of one span, and the other statements of that span."""

    definition: Definition
    observation: Observation
    others: tuple[Observation, ...] = ()
    reason: Message | None = None

    @property
    def value(self) -> Interval:
        """The interval in the canonical unit."""
        return self.observation.canonical


@dataclass(frozen=True, slots=True)
class Break:
    """A gap in the line after point number `after`, counted from 0, with every reason for it."""

    after: int
    kinds: tuple[BreakKind, ...]
    reasons: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """Points in order of time, the breaks between them, and what cannot be placed in time."""

    definitions: tuple[Definition, ...]
    subject: str
    points: tuple[Point, ...]
    breaks: tuple[Break, ...]
    undated: tuple[Observation, ...] = ()

    @property
    def segments(self) -> tuple[tuple[Point, ...], ...]:
        """The stretches of points that one line may join."""
        ends = [one.after + 1 for one in self.breaks]
        starts = [0, *ends]
        return tuple(self.points[start:end] for start, end in zip(starts, [*ends, len(self.points)], strict=True))

    @property
    def unbroken(self) -> bool:
        """True where one line may join all points."""
        return not self.breaks


def series(
    definition: Definition,
    subject: str,
    observations: Iterable[Observation],
    *,
    definitions: Iterable[Definition] = (),
) -> Series:
    """The series of one indicator and subject.

    Args:
        definition: The indicator.
        subject: The subject, as named.
        observations: Observations as known on one day; others than of this indicator and subject are passed over,
            except that figures of the same family which lie between two points break the line between them.
        definitions: The definitions of the members of the family.
    """
    given = tuple(observations)
    own = _points([definition], subject, given)
    kin = [one for one in definitions if definition.family and one.family == definition.family]
    between = _points([one for one in kin if one.id != definition.id], subject, given)
    return _series((definition,), subject, own, _undated([definition], subject, given), between)


def family_series(definitions: Iterable[Definition], subject: str, observations: Iterable[Observation]) -> Series:
    """All members of one family in one view: every change of member is a break, so no line runs across two of them.

    Definitions that have no observation of the subject are left out.
    """
    given = tuple(observations)
    stated = {one.indicator for one in given if one.subject == subject}
    members = tuple(one for one in definitions if one.id in stated)
    return _series(members, subject, _points(members, subject, given), _undated(members, subject, given), ())


def _points(members: Sequence[Definition], subject: str, observations: Sequence[Observation]) -> tuple[Point, ...]:
    by_id = {one.id: one for one in members}
    spans: dict[tuple[str, SpanKey, str], list[Observation]] = {}
    for one in observations:
        if one.indicator in by_id and one.subject == subject and one.kind in FIGURES:
            span = span_key(one.period, by_id[one.indicator].measure)
            if span is not None:
                spans.setdefault((one.indicator, span, one.rank_of), []).append(one)
    chosen = {group.chosen.id: group for group in (preferred(found) for found in spans.values())}
    ordered = by_time(group.chosen for group in chosen.values())
    return tuple(Point(by_id[one.indicator], one, chosen[one.id].others, chosen[one.id].reason) for one in ordered)


def _undated(
    members: Sequence[Definition], subject: str, observations: Sequence[Observation]
) -> tuple[Observation, ...]:
    measures = {one.id: one.measure for one in members}
    return tuple(
        one
        for one in observations
        if one.indicator in measures
        and one.subject == subject
        and one.kind in FIGURES
        and span_key(one.period, measures[one.indicator]) is None
    )


def _series(
    members: tuple[Definition, ...],
    subject: str,
    points: tuple[Point, ...],
    undated: tuple[Observation, ...],
    kin: tuple[Point, ...],
) -> Series:
    breaks = []
    for number, (one, other) in enumerate(pairwise(points)):
        reasons = dict(_reasons(one, other))
        if between := [point for point in kin if _lies_between(point, one, other)]:
            names = tuple(dict.fromkeys(point.definition.name for point in between))
            reasons[BreakKind.FAMILY_BETWEEN] = Message("indicators.break.family_between", names=names)
        if reasons:
            breaks.append(Break(number, tuple(reasons), tuple(reasons.values())))
    return Series(members, subject, points, tuple(breaks), undated)


def _reasons(one: Point, other: Point) -> list[tuple[BreakKind, Message]]:
    first, second = one.definition, other.definition
    pairs: tuple[tuple[BreakKind, str, str], ...] = (
        (BreakKind.DENOMINATOR, first.denominator, second.denominator),
        (BreakKind.MEASURE, first.measure.value, second.measure.value),
        (BreakKind.UNIT, one.observation.canonical_unit, other.observation.canonical_unit),
        (BreakKind.RANK_SET, one.observation.rank_of, other.observation.rank_of),
    )
    found = [(kind, _change(kind, left, right)) for kind, left, right in pairs if left != right]
    if first.id != second.id:
        found.insert(0, (BreakKind.DEFINITION, _change(BreakKind.DEFINITION, first.name, second.name)))
    elif one.observation.label != other.observation.label:
        found.append((BreakKind.LABEL, _change(BreakKind.LABEL, one.observation.label, other.observation.label)))
    if first.id == second.id and first.measure in RELATIVE and not first.denominator:
        found.append((BreakKind.DENOMINATOR_UNKNOWN, Message("indicators.break.denominator_unknown")))
    loose = [point.observation for point in (one, other) if point.observation.period.basis is not Basis.STATED]
    if loose:
        periods = tuple(point.period for point in loose)
        found.append((BreakKind.BASIS, Message("indicators.break.basis", periods=periods)))
    if one.observation.synthetic is not other.observation.synthetic:
        found.append((BreakKind.SYNTHETIC, Message("indicators.break.synthetic")))
    return found


def _change(kind: BreakKind, left: str, right: str) -> Message:
    if kind is BreakKind.MEASURE:
        before, after = (Message(f"indicators.measure.{word}") for word in (left, right))
        return Message("indicators.break.measure", before=before, after=after)
    unnamed = Message("indicators.finding.unnamed")
    return Message(f"indicators.break.{kind.value}", before=left or unnamed, after=right or unnamed)


def _lies_between(point: Point, one: Point, other: Point) -> bool:
    """True where the point's period ends after the first point's and before the second's."""
    start, end, middle = (each.observation.period.end for each in (one, other, point))
    return start is not None and end is not None and middle is not None and start < middle < end
