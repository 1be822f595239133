"""Targets and what became of them: is it due, is there an outcome, does the outcome reach it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from zhiyi.indicators import intervals
from zhiyi.indicators.book import Book
from zhiyi.indicators.intervals import Answer
from zhiyi.indicators.knowledge import preferred
from zhiyi.indicators.values import Event, Interval, Kind, Measure, Observation, Target

OUTCOMES = frozenset({Kind.STAT, Kind.RANK})
DAYS = "天"
"""Unit of a lateness, by its code in the units table."""


class Standing(StrEnum):
    """What became of a target by the day of the ledger."""

    REACHED = "reached"
    MISSED = "missed"
    UNDECIDED = "undecided"  # an outcome is stated, too vaguely to say whether it reaches the target
    WITHOUT_OUTCOME = "without_outcome"  # due, and no outcome is stated
    NOT_DUE = "not_due"
    UNDATED = "undated"  # no deadline is given and no outcome reaches it yet


@dataclass(frozen=True, slots=True)
class Assessment:
    """A target, the observation that states it, its standing and the outcome that decided.

    `shortfall` is the least amount missing, in the canonical unit of the outcome, or days late for a target by a day;
    None where nothing is missing or the amount is not bounded. `late` is True for a target that was missed at its
    deadline and reached by a later outcome.
    """

    target: Target
    statement: Observation
    standing: Standing
    outcome: Observation | None = None
    event: Event | None = None
    shortfall: Decimal | None = None
    unit: str = ""
    late: bool = False

    @property
    def synthetic(self) -> bool:
        """True where the promise, its outcome or its event is machine-made."""
        return any(one.synthetic for one in (self.statement, self.outcome, self.event) if one is not None)


def assessments(book: Book) -> tuple[Assessment, ...]:
    """Every target whose statement stands, in the ledger's order."""
    return tuple(
        assess(book, target, book.by_id[target.observation])
        for target in book.ledger.targets
        if target.observation in book.by_id
    )


def assess(book: Book, target: Target, statement: Observation) -> Assessment:
    """What became of one target.

    An outcome counts when it became known after the target was stated and its period is not over before that. Where
    outcomes are stated for the deadline or later the first of them in time decides, by its preferred statement: what
    happens after the deadline does not undo what was reached. A later one may close a miss, late. Before the deadline
    an outcome can only show that the target is reached. A deadline is over on the day after its last day.
    """
    end = target.deadline.end
    due = end is not None and end < book.ledger.as_known_on
    waiting = Standing.UNDATED if end is None else Standing.WITHOUT_OUTCOME if due else Standing.NOT_DUE
    if target.outcome_event and target.outcome_event in book.events:
        return _by_event(target, statement, book.events[target.outcome_event], waiting)
    found = _outcomes(book, target, statement)
    if target.sense == "by_day":
        return _by_day(book, target, statement, found) or Assessment(target, statement, waiting)
    final = [one for one in found if end and one.period.end and one.period.end >= end]
    if final:
        return _by_outcome(target, statement, final)
    for one in reversed(found):
        if reaches(target, statement.canonical, one.canonical) is Answer.YES:
            return Assessment(target, statement, Standing.REACHED, one)
    return Assessment(target, statement, waiting)


def _by_outcome(target: Target, statement: Observation, final: Sequence[Observation]) -> Assessment:
    """By outcomes for the deadline or later, in order of time; there is at least one."""
    first = final[0].period.end
    decisive = preferred(one for one in final if one.period.end == first).chosen
    judged = _judged(target, statement, decisive)
    if judged.standing is Standing.REACHED:
        return judged
    for one in final:
        after = one.period.end != first
        if after and reaches(target, statement.canonical, one.canonical) is Answer.YES:
            late = judged.standing is Standing.MISSED
            return Assessment(target, statement, Standing.REACHED, one, late=late)
    return judged


def _by_day(book: Book, target: Target, statement: Observation, found: Sequence[Observation]) -> Assessment | None:
    """By the day on which an outcome shows that it was done; None where no outcome says anything of the deadline.

    What was done in a period that lies across the deadline, or in one that nobody dates, may have been in time or not.
    """
    end = target.deadline.end
    answers = [(one, _done(book, target, statement, one)) for one in found]
    done = [one for one, answer in answers if answer is Answer.YES]
    for one in done:
        if end is None or one.known_from <= end or _ends_by(one, end):
            return Assessment(target, statement, Standing.REACHED, one)
    if end is None:
        return None
    unclear = [one for one, answer in answers if answer is not Answer.NO and not _ends_by(one, end)]
    for one in unclear:
        if not _after(one, end) or one not in done:
            return Assessment(target, statement, Standing.UNDECIDED, one)
    for one in done:
        days = None if one.period.start is None else Decimal((one.period.start - end).days)
        return Assessment(target, statement, Standing.MISSED, one, shortfall=days, unit=DAYS if days else "")
    final = [(one, answer) for one, answer in answers if one.period.end is None or one.period.end >= end]
    for one, answer in final:
        if answer is Answer.NO and (one.period.end == end or _after(one, end) or _state_after(one, end)):
            return Assessment(target, statement, Standing.MISSED, one)
    return next((Assessment(target, statement, Standing.UNDECIDED, one) for one, _ in final), None)


def _ends_by(one: Observation, day: date) -> bool:
    return one.period.end is not None and one.period.end <= day


def _after(one: Observation, day: date) -> bool:
    """True where all of the period lies after the day."""
    return one.period.start is not None and one.period.start > day


def _state_after(one: Observation, day: date) -> bool:
    """True for what holds by an end after the day, counted from no start."""
    return one.period.as_of and one.period.end is not None and one.period.end > day


def _done(book: Book, target: Target, statement: Observation, one: Observation) -> Answer:
    """Whether an outcome shows that what was promised by a day is done.

    It reaches the promised amount; where the promise states no amount, or only a time, anything above zero is done.
    """
    timed = book.measure(statement) in {Measure.DATE, Measure.DURATION}
    if not timed and statement.canonical.known and statement.canonical_unit == one.canonical_unit:
        return reaches(target, statement.canonical, one.canonical)
    return intervals.less(intervals.exact(Decimal(0)), one.canonical)


def reaches(target: Target, promised: Interval, reached: Interval) -> Answer:
    """Whether what was reached satisfies what was promised, by the target's sense.

    `at_least` asks for the lower end of the promise, `at_most` for its upper end, `exactly` for a value inside it.
    """
    if target.sense == "at_most":
        return _under(promised, reached)
    if target.sense == "exactly":
        both = (_over(promised, reached), _under(promised, reached))
        if intervals.disjoint(promised, reached):
            return Answer.NO
        return Answer.YES if both == (Answer.YES, Answer.YES) else Answer.UNDETERMINED
    return _over(promised, reached)


def _over(promised: Interval, reached: Interval) -> Answer:
    if promised.low is None:
        return Answer.UNDETERMINED
    threshold = intervals.exact(promised.low)
    return (intervals.at_most if promised.low_closed else intervals.less)(threshold, reached)


def _under(promised: Interval, reached: Interval) -> Answer:
    if promised.high is None:
        return Answer.UNDETERMINED
    threshold = intervals.exact(promised.high)
    return (intervals.at_most if promised.high_closed else intervals.less)(reached, threshold)


def _outcomes(book: Book, target: Target, statement: Observation) -> list[Observation]:
    subject = target.outcome_subject or statement.subject
    candidates: Iterable[Observation] = book.by_subject.get((target.outcome, subject), ())
    return [
        one
        for one in candidates
        if one.kind in OUTCOMES
        and one.known_from > statement.known_from
        and (one.period.end is None or one.period.end > statement.known_from)
    ]


def _by_event(target: Target, statement: Observation, event: Event, waiting: Standing) -> Assessment:
    happened, end = event.when.end, target.deadline.end
    if happened is None:
        return Assessment(target, statement, waiting)
    if end is None or happened <= end:
        return Assessment(target, statement, Standing.REACHED, event=event)
    if event.when.start is not None and event.when.start <= end:
        return Assessment(target, statement, Standing.UNDECIDED, event=event)
    late = None if event.when.start is None else Decimal((event.when.start - end).days)
    return Assessment(target, statement, Standing.MISSED, event=event, shortfall=late, unit=DAYS if late else "")


def _judged(target: Target, statement: Observation, outcome: Observation) -> Assessment:
    answer = reaches(target, statement.canonical, outcome.canonical)
    if answer is Answer.YES:
        return Assessment(target, statement, Standing.REACHED, outcome)
    if answer is Answer.UNDETERMINED:
        return Assessment(target, statement, Standing.UNDECIDED, outcome)
    missing = _shortfall(target, statement.canonical, outcome.canonical)
    unit = outcome.canonical_unit if missing is not None else ""
    return Assessment(target, statement, Standing.MISSED, outcome, shortfall=missing, unit=unit)


def _shortfall(target: Target, promised: Interval, reached: Interval) -> Decimal | None:
    if target.sense in {"at_least", "exactly"} and promised.low is not None and reached.high is not None:
        missing = promised.low - reached.high
        if missing >= 0:
            return missing
    if target.sense in {"at_most", "exactly"} and promised.high is not None and reached.low is not None:
        excess = reached.low - promised.high
        return excess if excess >= 0 else None
    return None
