"""What was known on a day, and which of several statements is preferred."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from zhiyi.indicators.values import Kind, Ledger, Observation, Status
from zhiyi.kernel.messages import DataError, Message
from zhiyi.kernel.periods import Basis, Precision


def as_known_on(observations: Iterable[Observation], day: date) -> tuple[Observation, ...]:
    """The observations that stood on a day, in their given order, as they looked on it.

    One that was corrected or taken back later is given as current, without the day on which that happened, so that
    a view of a past day is the same before and after the correction.
    """
    return tuple(
        one if one.known_to is None and one.status is Status.CURRENT else _as_it_stood(one)
        for one in observations
        if one.known_from <= day and (one.known_to is None or day < one.known_to) and _ever_stood(one)
    )


def ledger_on(ledger: Ledger, day: date) -> Ledger:
    """The ledger as known on a day not later than its own: later documents, figures and events are not in it."""
    documents = tuple(one for one in ledger.documents if one.known_on <= day)
    unknown = {one.id for one in ledger.documents} - {one.id for one in documents}
    observations = as_known_on(ledger.observations, day)
    standing = {one.id for one in observations}
    return replace(
        ledger,
        as_known_on=day,
        documents=documents,
        observations=observations,
        targets=tuple(one for one in ledger.targets if one.observation in standing),
        list_checks=tuple(
            one
            for one in ledger.list_checks
            if one.observation in standing and not (one.source and one.source.document in unknown)
        ),
        events=tuple(one for one in ledger.events if not (one.source and one.source.document in unknown)),
        weaknesses=tuple(one for one in ledger.weaknesses if one.since <= day and one.source.document not in unknown),
        requirements=tuple(one for one in ledger.requirements if not (one.source and one.source.document in unknown)),
    )


@dataclass(frozen=True, slots=True)
class Preferred:
    """The statement that a view shows first, the others, and the rule that decided (None where there was no choice)."""

    chosen: Observation
    others: tuple[Observation, ...]
    reason: Message | None


def preferred(observations: Iterable[Observation]) -> Preferred:
    """Choose among statements of one indicator, subject and period.

    The first criterion that tells two apart decides: current before superseded; real before synthetic; a statistic or
    rank before a plan or target; later known; period stated rather than implied; finer period; narrower interval;
    then the id, so that the answer never depends on order.

    Raises:
        DataError: there is no observation to choose from.
    """
    candidates = sorted(observations, key=_order)
    if not candidates:
        raise DataError(Message("indicators.error.nothing_to_prefer"))
    chosen, *others = candidates
    reason = _why(chosen, others[0]) if others else None
    return Preferred(chosen, tuple(others), reason)


def _order(one: Observation) -> tuple[object, ...]:
    return (*(criterion(one) for _, criterion in CRITERIA), one.id)


def _why(chosen: Observation, next_best: Observation) -> Message:
    for name, criterion in CRITERIA:
        if criterion(chosen) != criterion(next_best):
            return Message(f"indicators.preferred.{name}")
    return Message("indicators.preferred.same")


_FINENESS = {
    Precision.DAY: 0,
    Precision.MONTH: 1,
    Precision.QUARTER: 2,
    Precision.YEAR: 3,
    Precision.RANGE: 4,
    Precision.OPEN: 5,
    Precision.RECURRING: 6,
    Precision.VAGUE: 7,
}
_BASES = {Basis.STATED: 0, Basis.IMPLIED: 1, Basis.UNSTATED: 2}
_CLAIMS = {Kind.TARGET: 1, Kind.PLAN: 1, Kind.NAMED: 2, Kind.DOC: 2}
_ENDLESS = Decimal("Infinity")

Criterion = Callable[[Observation], int | Decimal]


def _width(one: Observation) -> Decimal:
    held = one.canonical
    return _ENDLESS if held.low is None or held.high is None else held.high - held.low


CRITERIA: tuple[tuple[str, Criterion], ...] = (
    ("current", lambda one: 0 if one.status is Status.CURRENT else 1),
    ("real", lambda one: 1 if one.synthetic else 0),
    ("statistic", lambda one: _CLAIMS.get(one.kind, 0)),
    ("later_known", lambda one: -one.known_from.toordinal()),
    ("stated_period", lambda one: _BASES[one.period.basis]),
    ("finer_period", lambda one: _FINENESS[one.period.precision]),
    ("narrower", _width),
)


def _as_it_stood(one: Observation) -> Observation:
    return replace(one, status=Status.CURRENT, known_to=None)


def _ever_stood(one: Observation) -> bool:
    """False for one that was replaced or taken back with no day given: then it is not known ever to have stood."""
    return one.status is Status.CURRENT or one.known_to is not None
