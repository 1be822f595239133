"""From findings to the pieces of a page: cards with the figures side by side, and figures on one common scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from zhiyi.city import texts
from zhiyi.indicators import values
from zhiyi.kernel.messages import Message
from zhiyi.server.indicators import wording
from zhiyi.server.indicators.figures import EventCard, Figure, FindingCard
from zhiyi.server.web import pieces
from zhiyi.server.web.city import present
from zhiyi.server.web.city.scene import Scene
from zhiyi.server.web.drawing import STRIP_WIDTH, Strip
from zhiyi.server.web.pieces import Basis, Source, State, Words

Kind = values.FindingKind

ORDER = (
    Kind.CONTRADICTION,
    Kind.IDENTITY_BROKEN,
    Kind.STREAK_LONGER,
    Kind.LIST_LENGTH,
    Kind.DATE_ORDER,
    Kind.STAGE_ORDER,
    Kind.SLIDING_TARGET,
    Kind.TARGET_WITHOUT_OUTCOME,
    Kind.RESTATEMENT,
    Kind.STALE_REPEAT,
    Kind.DEFINITION_BREAK,
    Kind.DIFFERENT_DENOMINATOR,
    Kind.COMPATIBLE,
)
"""Kinds as the page lists them: what cannot all be true first, what is merely worth knowing last."""

EDGE = 4.0
"""Room that a common scale leaves on either side, in the strip's units."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of a finding, in a row of its table; `strip` is None where the figures share no scale."""

    id: str
    evidence: Source
    value: str
    interval: str
    strip: Strip | None
    name: str
    url: str
    subject: str
    period: Words
    words: str
    publication: State


@dataclass(frozen=True, slots=True)
class Scale:
    """The common scale of figures that may be compared, in their canonical unit."""

    low: Decimal
    high: Decimal
    unit: str


def card(
    scene: Scene, found: FindingCard, figures: Mapping[str, Figure], events: Mapping[str, EventCard]
) -> pieces.FindingCard:
    """A finding with the figures and events that it rests on, each leading to its evidence."""
    made = present.finding_card(scene, found, figures)
    happened = tuple(_event_basis(scene, events[code]) for code in found.events if code in events)
    return replace(made, rests_on=(*made.rests_on, *happened))


def speaks_of(found: FindingCard, words: str, language: str) -> bool:
    """Whether every part of `words` stands on the card: in its reason, its indicator, its subject or its figures."""
    about = (found.indicator.id, found.indicator.name, found.indicator.name_en) if found.indicator else ()
    said = " ".join((texts.render(found.why, language), found.subject, *about, *found.observations, *found.events))
    return all(part in said.lower() for part in words.lower().split())


def compared(scene: Scene, figures: Sequence[Figure]) -> tuple[tuple[Compared, ...], Scale | None]:
    """The figures of a finding as rows, and the scale that they share, or None where they may not be compared."""
    scale = common_scale(figures)
    rows = tuple(
        Compared(
            id=one.id,
            evidence=present.source(scene, one),
            value=present.value_line(scene, one),
            interval=wording.interval_words(one.value.value, wording.unit_words(one, scene.language), scene.language),
            strip=strip(one, scale) if scale else None,
            name=scene.name(one.indicator),
            url=scene.indicator_url(one.indicator.id, subject=one.value.subject),
            subject=scene.place(one.value.subject),
            period=one.value.period,
            words=present.words_of(one),
            publication=present.publication_state(scene, one.value.publication),
        )
        for one in figures
    )
    return rows, scale


def common_scale(figures: Sequence[Figure]) -> Scale | None:
    """The scale of figures of one indicator in one unit; None where fewer than two of them have a known end."""
    counted = [one.value for one in figures if one.value.kind not in present.NAMES and one.value.canonical.known]
    if len(counted) < 2 or len({(one.indicator, one.canonical_unit) for one in counted}) != 1:
        return None
    ends = [end for one in counted for end in (one.canonical.low, one.canonical.high) if end is not None]
    return Scale(min(ends), max(ends), counted[0].canonical_unit)


def strip(figure: Figure, scale: Scale) -> Strip | None:
    """A figure on the common scale: a dot where it is exact, else a band, open towards an end that is not known."""
    held = figure.value.canonical
    if not held.known or figure.value.kind in present.NAMES:
        return None
    if held.low is not None and held.low == held.high:
        return Strip(dot=_number(_at(held.low, scale)))
    left = 0.0 if held.low is None else _at(held.low, scale)
    right = STRIP_WIDTH if held.high is None else _at(held.high, scale)
    return Strip(left=_number(left), width=_number(right - left), before=held.low is None, after=held.high is None)


def _at(value: Decimal, scale: Scale) -> float:
    share = float((value - scale.low) / (scale.high - scale.low)) if scale.high > scale.low else 0.5
    return EDGE + share * (STRIP_WIDTH - 2 * EDGE)


def _number(value: float) -> str:
    return f"{value:.1f}"


def _event_basis(scene: Scene, card: EventCard) -> Basis:
    url = scene.url("event", card.id)
    label = Message("board.evidence.event", id=card.id)
    return Basis(value=scene.event_title(card), name=label, period=card.value.when, url=url, source=Source(url, label))
