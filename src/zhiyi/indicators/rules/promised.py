"""Promises: deadlines that slide, deadlines that passed without an outcome."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from zhiyi.indicators.book import Book
from zhiyi.indicators.promises import Assessment, Standing, assessments
from zhiyi.indicators.rules.made import Hit, Rule
from zhiyi.indicators.values import FindingKind, Observation, Target
from zhiyi.indicators.wording import statements
from zhiyi.kernel.messages import Message


def deadline_moved(book: Book) -> Iterator[Hit]:
    """One topic promised again in a later publication with a later deadline."""
    topics: dict[tuple[str, str], list[tuple[Observation, Target]]] = defaultdict(list)
    for target in book.ledger.targets:
        stated = book.by_id.get(target.observation)
        if stated is not None and target.deadline.end is not None:
            topics[target.topic, stated.subject].append((stated, target))
    for (topic, _), promises in topics.items():
        ordered = sorted(promises, key=lambda pair: (pair[0].known_from, pair[0].id))
        if moves := _moves(ordered):
            said = statements(tuple(stated for stated, _ in ordered))
            first, last = moves
            parts = {"topic": topic, "first": first.deadline, "last": last.deadline, "statements": said}
            why = Message("indicators.finding.sliding_target.deadline_moved", **parts)
            yield Hit(why, tuple(stated for stated, _ in ordered), cause=topic)


def outcome_missing(book: Book) -> Iterator[Hit]:
    """The deadline is over and no outcome is stated anywhere; one finding for a topic and its deadline.

    A promise that names no outcome is answered by that of another promise of its topic.
    """
    open_ends: dict[tuple[str, str, date | None], list[Assessment]] = defaultdict(list)
    found = assessments(book)
    told = {(one.target.topic, one.statement.subject) for one in found if one.standing in TOLD}
    for one in found:
        answered = not _names_outcome(one.target) and (one.target.topic, one.statement.subject) in told
        if one.standing is Standing.WITHOUT_OUTCOME and not answered:
            open_ends[one.target.topic, one.statement.subject, one.target.deadline.end].append(one)
    for (topic, _, end), promises in open_ends.items():
        stated = tuple(one.statement for one in promises)
        parts = {"topic": topic, "deadline": promises[0].target.deadline, "day": book.ledger.as_known_on}
        said = statements(stated)
        why = Message("indicators.finding.target_without_outcome.outcome_missing", **parts, statements=said)
        yield Hit(why, stated, cause=f"{topic} {end}")


TOLD = frozenset({Standing.REACHED, Standing.MISSED, Standing.UNDECIDED})
"""Standings of a promise whose outcome is stated."""

RULES = (
    Rule("deadline_moved", FindingKind.SLIDING_TARGET, deadline_moved),
    Rule("outcome_missing", FindingKind.TARGET_WITHOUT_OUTCOME, outcome_missing),
)


def _names_outcome(target: Target) -> bool:
    return bool(target.outcome or target.outcome_event)


def _moves(ordered: list[tuple[Observation, Target]]) -> tuple[Target, Target] | None:
    """The earliest promise and the one with the latest deadline, where a later publication moved the deadline."""
    first, first_target = ordered[0]
    later = [target for stated, target in ordered if stated.known_from > first.known_from]
    last = max(later, key=lambda target: target.deadline.end or date.min, default=None)
    if last is None or first_target.deadline.end is None or last.deadline.end is None:
        return None
    return (first_target, last) if last.deadline.end > first_target.deadline.end else None
