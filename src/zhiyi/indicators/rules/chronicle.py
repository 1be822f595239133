"""The order of things: stages of a project, dates of a chronicle."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from statistics import median_low

from zhiyi.indicators.book import Book
from zhiyi.indicators.rules.made import Hit, Rule
from zhiyi.indicators.values import Event, FindingKind
from zhiyi.indicators.wording import happening
from zhiyi.kernel.messages import Message
from zhiyi.kernel.periods import Precision

FORESEEN = frozenset({"target", "plan"})
"""Kinds of events that lie ahead of their source."""

PRODUCING = "in_production"
"""Stage code from which on a project runs; what is signed or started after it is a new phase."""

_FINE = frozenset({Precision.DAY, Precision.MONTH})
_MONTH_FIRST = re.compile(r"(\d{1,2})月")

CHRONICLE = 5
"""Entries that begin with a bare month (3月21日) which make a document's stretch of lines a chronicle."""


def stage_backwards(book: Book) -> Iterator[Hit]:
    """A later stage of a project is dated wholly before an earlier one.

    A stage before production that comes after the project was producing opens its next phase (二期) and is in order.
    """
    ranks = {
        stage: (number, at) for number, order in enumerate(book.ledger.stage_orders) for at, stage in enumerate(order)
    }
    projects: dict[str, list[Event]] = defaultdict(list)
    for event in book.ledger.events:
        if event.project and event.stage in ranks and event.when.start and event.kind not in FORESEEN:
            projects[event.project].append(event)
    for project, events in sorted(projects.items()):
        wrong = _backwards(events, ranks)
        if wrong:
            parts = {"project": project, "events": tuple(happening(event) for event in wrong)}
            yield Hit(Message("indicators.finding.stage_order.stage_backwards", **parts), events=wrong, subject=project)


def out_of_line(book: Book) -> Iterator[Hit]:
    """One event of a chronicle is dated against the order of its lines, and without it the order holds."""
    for document, events in _chronicles(book):
        for before, event, after in zip(events, events[1:], events[2:], strict=False):
            alone = _precedes(before, after) and not (_may_follow(event, before) and _may_follow(after, event))
            if alone:
                parts = {"event": happening(event), "before": happening(before), "after": happening(after)}
                why = Message("indicators.finding.date_order.out_of_line", **parts)
                yield Hit(why, events=(event, before, after), subject=document)


def heading_missing(book: Book) -> Iterator[Hit]:
    """Printed months run backwards where the lines leave no room for the heading of a new year.

    There is no room where the entries stand on neighbouring lines, or where they stand no further apart than entries of
    one year and nearer than at every other turn of a year in the document.
    """
    for document, events in _chronicles(book):
        pairs = list(pairwise(events))
        steps = [_step(one, other) for one, other in pairs if _year(one) == _year(other) and _step(one, other) > 0]
        if not steps:
            continue
        usual = median_low(steps)
        for one, other in pairs:
            months = _printed_month(one), _printed_month(other)
            step = _step(one, other)
            backwards = months[0] and months[1] and months[1] < months[0]
            if backwards and 0 < step <= usual and (step == 1 or _narrow(pairs, (one, other))):
                parts = {"before": happening(one), "event": happening(other), "lines": step}
                why = Message("indicators.finding.date_order.heading_missing", **parts)
                yield Hit(why, events=(other, one), subject=document)


def after_publication(book: Book) -> Iterator[Hit]:
    """A document reports as done what is dated after its own publication."""
    known = {one.id: one for one in book.ledger.documents}
    for event in book.ledger.events:
        document = known.get(event.source.document) if event.source else None
        if document and event.kind not in FORESEEN and event.when.start and event.when.start > document.known_on:
            parts = {"event": happening(event), "published": document.published}
            why = Message("indicators.finding.date_order.after_publication", **parts)
            yield Hit(why, events=(event,), subject=document.id)


def ends_before_start(book: Book) -> Iterator[Hit]:
    """An event that ends before it starts."""
    for event in book.ledger.events:
        if event.when.start and event.when.end and event.when.end < event.when.start:
            why = Message("indicators.finding.date_order.ends_before_start", event=happening(event))
            yield Hit(why, events=(event,), subject=event.source.document if event.source else event.place)


RULES = (
    Rule("stage_backwards", FindingKind.STAGE_ORDER, stage_backwards),
    Rule("out_of_line", FindingKind.DATE_ORDER, out_of_line),
    Rule("heading_missing", FindingKind.DATE_ORDER, heading_missing),
    Rule("after_publication", FindingKind.DATE_ORDER, after_publication),
    Rule("ends_before_start", FindingKind.DATE_ORDER, ends_before_start),
)


def _backwards(events: Sequence[Event], ranks: dict[str, tuple[int, int]]) -> tuple[Event, ...]:
    """Events that take part in a reversal: a higher stage of one order over before a lower one began."""
    ordered = sorted(events, key=lambda event: (event.when.start or date.min, event.id))
    producing = ranks.get(PRODUCING)
    wrong: dict[str, Event] = {}
    for number, later in enumerate(ordered):
        for earlier in ordered[:number]:
            order, at = ranks[later.stage]
            earlier_order, earlier_at = ranks[earlier.stage]
            next_phase = producing is not None and producing[0] == order and at < producing[1] <= earlier_at
            if order == earlier_order and earlier_at > at and _precedes(earlier, later) and not next_phase:
                wrong.setdefault(earlier.id, earlier)
                wrong.setdefault(later.id, later)
    return tuple(wrong.values())


def _chronicles(book: Book) -> Iterator[tuple[str, list[Event]]]:
    """Stretches of a document that read as a chronicle: dated to the month or day at the head of the words, by line."""
    documents: dict[str, list[Event]] = defaultdict(list)
    for event in book.ledger.events:
        if event.source and event.kind == "event" and event.when.precision in _FINE and _printed_month(event):
            documents[event.source.document].append(event)
    for document, events in sorted(documents.items()):
        if len(events) >= CHRONICLE:
            yield document, sorted(events, key=lambda event: (_line(event), event.when.start or date.min, event.id))


def _narrow(pairs: Sequence[tuple[Event, Event]], turn: tuple[Event, Event]) -> bool:
    """True where every other turn of a year takes more lines than this one; False where there is no other."""
    others = [_step(*pair) for pair in pairs if pair != turn and _year(pair[0]) != _year(pair[1])]
    return _step(*turn) < min(others, default=0)


def _precedes(one: Event, other: Event) -> bool:
    return bool(one.when.end and other.when.start and one.when.end < other.when.start)


def _may_follow(event: Event, before: Event) -> bool:
    return not _precedes(event, before)


def _line(event: Event) -> int:
    return event.source.line if event.source else 0


def _step(one: Event, other: Event) -> int:
    return _line(other) - _line(one)


def _year(event: Event) -> int | None:
    return event.when.start.year if event.when.start else None


def _printed_month(event: Event) -> int | None:
    found = _MONTH_FIRST.match(event.source.words) if event.source else None
    return int(found.group(1)) if found else None
