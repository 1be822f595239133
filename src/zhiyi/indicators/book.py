"""The ledger opened for reading: observations grouped once, so that no rule compares everything with everything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from zhiyi.indicators.knowledge import ledger_on
from zhiyi.indicators.rounding import rounded
from zhiyi.indicators.spans import SpanKey, span_key
from zhiyi.indicators.values import Definition, Event, Interval, Kind, Ledger, Measure, Observation

_Key = TypeVar("_Key")
_Stated = dict[str, list[Observation]]  # observations by indicator

CLAIMS = frozenset({Kind.TARGET, Kind.PLAN})
NAMES = frozenset({Kind.NAMED, Kind.DOC})
FIGURES = frozenset({Kind.STAT, Kind.RANK, Kind.FREQ, Kind.DURATION})
"""Kinds that say what is; claims say what shall be, names are numbers that measure nothing."""

CLASS_WORDS = ("产业集群", "集群", "产业园", "园区", "产业", "生产", "基地", "项目", "工程")
"""Words that say what sort of thing a named thing is. Two sources that differ only in them may mean one thing."""


@dataclass(frozen=True, slots=True)
class Statements:
    """What is said of one indicator, subject, rank-of set, unit, sort of claim and span."""

    indicator: str
    subject: str
    span: SpanKey
    observations: tuple[Observation, ...]
    sort: str = "figure"
    """`figure`, `claim` or `name`."""


@dataclass(frozen=True, slots=True)
class FamilyMembers:
    """The members of one family that are stated of one subject (or of subjects named alike): at least two."""

    family: str
    subject: str
    members: tuple[tuple[Definition, tuple[Observation, ...]], ...]

    @property
    def observations(self) -> tuple[Observation, ...]:
        """All observations, by time."""
        return by_time(one for _, observations in self.members for one in observations)


class Book:
    """A ledger with its observations grouped. Only what stood on the ledger's own day is in it.

    An observation whose indicator has no definition is left out: the pack reader refuses it before it comes here.
    """

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger_on(ledger, ledger.as_known_on)
        self.definitions: Mapping[str, Definition] = {one.id: one for one in ledger.definitions}
        self.observations: tuple[Observation, ...] = tuple(
            one for one in self.ledger.observations if one.indicator in self.definitions
        )
        self.by_id: Mapping[str, Observation] = {one.id: one for one in self.observations}
        self.events: Mapping[str, Event] = {one.id: one for one in self.ledger.events}

    def measure(self, one: Observation) -> Measure:
        """Measure of an observation's indicator."""
        return self.definitions[one.indicator].measure

    def rounded(self, one: Observation) -> Interval:
        """The values that round to an observation as printed, for comparing it with others."""
        return rounded(one, self.measure(one))

    @cached_property
    def by_subject(self) -> Mapping[tuple[str, str], tuple[Observation, ...]]:
        """Observations of each (indicator, subject), by time."""
        return _grouped((one, (one.indicator, one.subject)) for one in self.observations)

    @cached_property
    def by_indicator(self) -> Mapping[str, tuple[Observation, ...]]:
        """Observations of each indicator, by time."""
        return _grouped((one, one.indicator) for one in self.observations)

    @cached_property
    def statements(self) -> tuple[Statements, ...]:
        """Groups of two or more observations that speak of the same thing at the same time."""
        groups: dict[tuple[SpanKey, str, str, str, str, str], list[Observation]] = defaultdict(list)
        for one in self.observations:
            span = span_key(one.period, self.measure(one))
            if span is not None:
                sort = "claim" if one.kind in CLAIMS else "name" if one.kind in NAMES else "figure"
                groups[span, one.indicator, one.subject, one.rank_of, one.canonical_unit, sort].append(one)
        return tuple(
            Statements(key[1], key[2], key[0], by_time(members), key[5])
            for key, members in groups.items()
            if len(members) > 1
        )

    @cached_property
    def families(self) -> tuple[FamilyMembers, ...]:
        """For each family and subject the members stated of it, targets aside; only where there are two or more."""
        parts: dict[str, dict[str, dict[str, list[Observation]]]] = defaultdict(lambda: defaultdict(dict))
        for one in self.observations:
            family = self.definitions[one.indicator].family
            if family and one.kind is not Kind.TARGET:
                parts[family][one.subject].setdefault(one.indicator, []).append(one)
        found: list[FamilyMembers] = []
        for family in sorted(parts):
            for subject, members in _joined_alike(parts[family]):
                if len(members) > 1:
                    pairs = ((self.definitions[name], by_time(members[name])) for name in sorted(members))
                    found.append(FamilyMembers(family, subject, tuple(pairs)))
        return tuple(found)


def by_time(observations: Iterable[Observation]) -> tuple[Observation, ...]:
    """Ordered by the end of the period, then by the day of becoming known, then by id; open and undated ends last."""
    return tuple(sorted(observations, key=time_order))


def time_order(one: Observation) -> tuple[int, int, str]:
    """Sort key of `by_time`."""
    end = one.period.end
    return (end.toordinal() if end else 10**7, one.known_from.toordinal(), one.id)


def alike(one: str, other: str) -> bool:
    """True where two different names both end in class words and have the same stem before them.

    So 飞云服务器生产基地 and 飞云服务器项目 are alike. A city and its district are not, nor are two schools.
    """
    return one != other and _stem(one) is not None and _stem(one) == _stem(other)


def _stem(name: str) -> str | None:
    """What stands before the class words at the end of a name; None where it ends in none or nothing else is there."""
    stem = name
    while word := next((word for word in CLASS_WORDS if stem.endswith(word)), None):
        stem = stem.removesuffix(word)
    return stem if stem and stem != name else None


def _joined_alike(subjects: Mapping[str, _Stated]) -> list[tuple[str, _Stated]]:
    """Subjects with their members; those named alike are joined where each is stated of under one member only, and no
    two under the same: one thing that two sources call by two names.
    """
    found: dict[str, _Stated] = {}
    first_named: dict[str, str] = {}
    for name in sorted(subjects):
        members, stem = subjects[name], _stem(name)
        first = first_named.get(stem) if stem is not None and len(members) == 1 else None
        if first is not None and not found[first].keys() & members.keys():
            found[first] = {**found[first], **members}
            continue
        found[name] = members
        if stem is not None and len(members) == 1:
            first_named.setdefault(stem, name)
    return list(found.items())


def _grouped(pairs: Iterable[tuple[Observation, _Key]]) -> Mapping[_Key, tuple[Observation, ...]]:
    groups: dict[_Key, list[Observation]] = defaultdict(list)
    for one, key in pairs:
        groups[key].append(one)
    return {key: by_time(members) for key, members in groups.items()}
