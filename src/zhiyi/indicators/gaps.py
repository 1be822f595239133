"""Gaps (短板) that the ledger shows: missed targets, targets without outcome, figures owed, weaknesses stated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from zhiyi.indicators.book import FIGURES, Book
from zhiyi.indicators.promises import Assessment, Standing, assessments
from zhiyi.indicators.values import Ledger, Observation, Requirement, Weakness
from zhiyi.indicators.wording import statement, statements
from zhiyi.kernel.evidence import DocumentSpan, Evidence, RegisterRows
from zhiyi.kernel.gap import Gap, GapReading, Reading, fingerprint
from zhiyi.kernel.messages import Message
from zhiyi.kernel.periods import Basis

ENGINE = "indicators"
MISSED_TARGET = "missed_target"
TARGET_WITHOUT_OUTCOME = "target_without_outcome"
REQUIRED_WITHOUT_OBSERVATION = "required_without_observation"
STATED_WEAKNESS = "stated_weakness"
KINDS = (MISSED_TARGET, TARGET_WITHOUT_OUTCOME, REQUIRED_WITHOUT_OBSERVATION, STATED_WEAKNESS)

_Promises = Sequence[Assessment]


def gap_readings(ledger: Ledger) -> tuple[GapReading, ...]:
    """One reading for every target topic (missed, without outcome), requirement and weakness, ordered by fingerprint.

    A reading is SHORT or HOLDS only on figures; where nothing can be said it is UNMEASURED and the stored gap keeps its
    state. A gap that rests on the absence of a figure is not solid: no task may be issued from it.
    """
    return gap_readings_in(Book(ledger))


def gap_readings_in(book: Book) -> tuple[GapReading, ...]:
    """As `gap_readings`, on a ledger that is already opened."""
    found = (*_of_targets(book), *_of_requirements(book), *_of_weaknesses(book))
    return tuple(sorted({one.fingerprint: one for one in found}.values(), key=lambda one: one.fingerprint))


def _of_targets(book: Book) -> Iterator[GapReading]:
    topics: dict[tuple[str, str, str | None], list[Assessment]] = defaultdict(list)
    for one in assessments(book):
        topics[one.target.topic, one.statement.subject, one.statement.place].append(one)
    for stated in topics.values():
        promises = _answerable(stated)
        yield _missed(promises)
        yield _without_outcome(promises, book.ledger.as_known_on)


def _answerable(promises: _Promises) -> _Promises:
    """The promises of a topic that name an outcome or an event, or all where none does.

    One that names neither can never be answered; beside one that does, it would keep the gap open for ever.
    """
    named = [one for one in promises if one.target.outcome or one.target.outcome_event]
    return named or promises


def _missed(promises: _Promises) -> GapReading:
    missed = _standing(promises, Standing.MISSED)
    if not missed:
        reached = _standing(promises, Standing.REACHED)
        whole = bool(reached) and not _standing(promises, Standing.UNDECIDED, Standing.WITHOUT_OUTCOME)
        return _not_short(MISSED_TARGET, promises[0], Reading.HOLDS if whole else Reading.UNMEASURED, reached)
    worst = max(missed, key=lambda one: (one.shortfall is not None, one.shortfall or 0, one.target.observation))
    synthetic = any(one.synthetic for one in missed)
    dated = all(one.outcome is None or one.outcome.period.basis is not Basis.UNSTATED for one in missed)
    gap = Gap(
        engine=ENGINE,
        kind=MISSED_TARGET,
        rule=worst.target.topic,
        subject=worst.statement.subject,
        place=worst.statement.place,
        title=Message(
            "indicators.gap.missed_target",
            topic=worst.target.topic,
            deadline=worst.target.deadline,
            promised=statement(worst.statement),
            outcome=_outcome(worst),
        ),
        evidence=_evidence(missed),
        size=worst.shortfall,
        unit=worst.unit if worst.shortfall is not None else "",
        since=_day_after(worst.target.deadline.end),
        due=worst.target.deadline.end,
        solid=dated and not synthetic,
        synthetic=synthetic,
    )
    return GapReading(gap.fingerprint, Reading.SHORT, gap, gap.evidence)


def _without_outcome(promises: _Promises, day: date) -> GapReading:
    silent = _standing(promises, Standing.WITHOUT_OUTCOME)
    if not silent:
        told = _standing(promises, Standing.REACHED, Standing.MISSED, Standing.UNDECIDED)
        reading = Reading.HOLDS if told else Reading.UNMEASURED
        return _not_short(TARGET_WITHOUT_OUTCOME, promises[0], reading, told)
    first = min(silent, key=lambda one: (one.target.deadline.end or date.max, one.target.observation))
    gap = Gap(
        engine=ENGINE,
        kind=TARGET_WITHOUT_OUTCOME,
        rule=first.target.topic,
        subject=first.statement.subject,
        place=first.statement.place,
        title=Message(
            "indicators.gap.target_without_outcome",
            topic=first.target.topic,
            deadline=first.target.deadline,
            day=day,
            statements=statements([one.statement for one in silent]),
        ),
        evidence=_evidence(silent),
        since=_day_after(first.target.deadline.end),
        due=first.target.deadline.end,
        solid=False,
        synthetic=any(one.synthetic for one in silent),
    )
    return GapReading(gap.fingerprint, Reading.SHORT, gap, gap.evidence)


def _of_requirements(book: Book) -> Iterator[GapReading]:
    for one in book.ledger.requirements:
        observed = [
            figure
            for figure in book.by_subject.get((one.indicator, one.subject), ())
            if figure.kind in FIGURES and figure.canonical.known and figure.period.basis is Basis.STATED
        ]
        yield _owed(book, one) if not observed else _observed(one, observed[-1])


def _owed(book: Book, one: Requirement) -> GapReading:
    definition = book.definitions.get(one.indicator)
    name = definition.name if definition else one.indicator
    name_en = definition.name_en if definition else one.indicator
    names = {"name": name, "name_en": name_en, "why": one.why, "why_en": one.why_en}
    gap = Gap(
        engine=ENGINE,
        kind=REQUIRED_WITHOUT_OBSERVATION,
        rule=one.id,
        subject=one.subject,
        place=one.place,
        title=Message("indicators.gap.required_without_observation", subject=one.subject, **names),
        evidence=(one.source or RegisterRows("requirements", (one.id,), ""),),
        solid=False,
        synthetic=one.synthetic,
    )
    return GapReading(gap.fingerprint, Reading.SHORT, gap, gap.evidence)


def _observed(one: Requirement, figure: Observation) -> GapReading:
    key = fingerprint(
        engine=ENGINE, kind=REQUIRED_WITHOUT_OBSERVATION, subject=one.subject, place=one.place, rule=one.id
    )
    return GapReading(key, Reading.HOLDS, evidence=(_source(figure),))


def _of_weaknesses(book: Book) -> Iterator[GapReading]:
    for one in book.ledger.weaknesses:
        gap = _weakness(one)
        yield GapReading(gap.fingerprint, Reading.SHORT, gap, gap.evidence)


def _weakness(one: Weakness) -> Gap:
    return Gap(
        engine=ENGINE,
        kind=STATED_WEAKNESS,
        rule=one.id,
        subject=one.subject,
        place=one.place,
        title=Message("indicators.gap.stated_weakness", title=one.title, title_en=one.title_en),
        evidence=(one.source,),
        since=one.since,
        solid=not one.synthetic,
        synthetic=one.synthetic,
    )


def _not_short(kind: str, one: Assessment, reading: Reading, resting_on: _Promises) -> GapReading:
    key = fingerprint(
        engine=ENGINE, kind=kind, subject=one.statement.subject, place=one.statement.place, rule=one.target.topic
    )
    return GapReading(key, reading, evidence=_evidence(resting_on) if reading is Reading.HOLDS else ())


def _standing(promises: _Promises, *wanted: Standing) -> list[Assessment]:
    return [one for one in promises if one.standing in wanted]


def _outcome(one: Assessment) -> Message:
    if one.outcome is not None:
        return statement(one.outcome)
    title = one.event.title if one.event else ""
    return Message("indicators.statement.event_plain", title=title, when=one.event.when if one.event else None)


def _evidence(promises: _Promises) -> tuple[Evidence, ...]:
    found: dict[Evidence, None] = {}
    for one in promises:
        found[_source(one.statement)] = None
        if one.outcome is not None:
            found[_source(one.outcome)] = None
        if one.event is not None and one.event.source is not None:
            found[one.event.source] = None
    return tuple(found)


def _source(one: Observation) -> DocumentSpan | RegisterRows:
    return one.source or RegisterRows("observations", (one.id,), "")


def _day_after(day: date | None) -> date | None:
    return None if day is None else day + timedelta(days=1)
