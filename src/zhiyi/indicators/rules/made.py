"""A rule and what it hits; stamped with kind, rule and fingerprint, a hit becomes a finding."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from zhiyi.indicators.book import Book
from zhiyi.indicators.values import Event, Finding, FindingKind, Observation
from zhiyi.kernel.messages import Message


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule noticed: why, and the observations and events it rests on.

    Indicator and subject are those of the first observation unless given. `cause` is the id of what was declared and
    does not hold (an identity, a list, a topic): two of them may rest on the same figures and are two findings.
    """

    why: Message
    observations: tuple[Observation, ...] = ()
    events: tuple[Event, ...] = ()
    indicator: str = ""
    subject: str = ""
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by its stable id, the kind of all its findings, and the function that yields what it hits."""

    id: str
    kind: FindingKind
    function: Callable[[Book], Iterator[Hit]]


def stamped(rule: Rule, hit: Hit) -> Finding:
    """The finding that a rule makes of a hit."""
    first = hit.observations[0] if hit.observations else None
    subject = hit.subject or (first.subject if first else "")
    observations = tuple(dict.fromkeys(one.id for one in hit.observations))
    events = tuple(dict.fromkeys(one.id for one in hit.events))
    return Finding(
        kind=rule.kind,
        rule=rule.id,
        indicator=hit.indicator or (first.indicator if first else ""),
        subject=subject,
        observations=observations,
        events=events,
        why=hit.why,
        fingerprint=fingerprint(rule.kind, rule.id, subject, observations, events, hit.cause),
    )


def fingerprint(
    kind: FindingKind,
    rule: str,
    subject: str,
    observations: Iterable[str],
    events: Iterable[str] = (),
    cause: str = "",
) -> str:
    """32 hexadecimal digits of SHA-256 over kind, rule, subject, the sorted ids that it rests on, and its cause."""
    parts = (kind.value, rule, subject, *sorted(observations), "", *sorted(events), "", cause)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
