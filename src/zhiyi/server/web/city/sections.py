"""The sentences and lists of facts at the head of a page, and the sections that are not tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from zhiyi.indicators import series as lines
from zhiyi.indicators import values
from zhiyi.kernel.messages import Message
from zhiyi.server.indicators import chronicle
from zhiyi.server.indicators.figures import DefinitionCard, DocumentCard, Figure, FindingCard, TargetCard
from zhiyi.server.indicators.wording import unit_name
from zhiyi.server.web import pieces
from zhiyi.server.web.city import charts, present
from zhiyi.server.web.city.choices import Shelf, measures
from zhiyi.server.web.city.present import UNSTATED
from zhiyi.server.web.city.scene import Scene
from zhiyi.server.web.pieces import Fact, Link, State


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target that concerns an indicator: how it stands, what was promised, by when, and the outcome, if any."""

    state: State
    promise: str
    promise_source: pieces.Source
    deadline: object
    outcome: str
    outcome_source: pieces.Source | None


def overview_lede(scene: Scene, found: Shelf, findings: Sequence[FindingCard]) -> str:
    """The answer in words: how much is known, how much of it may be said, and for staff what is open."""
    states: Counter[values.Publication] = Counter()
    for card in found.cards:
        states.update(card.states)
    figures, synthetic = states.total(), sum(card.made_up for card in found.cards)
    known = sum(1 for card in found.cards if measures(card))
    made_up = scene.text("overview.synthetic", count=synthetic) if synthetic else ""
    if not scene.internal:
        documents = chronicle.documents_behind(scene.actor, scene.day)
        said = scene.text("overview.lede_public", indicators=known, figures=figures, documents=documents)
        return said + made_up
    grave = sum(1 for one in findings if one.kind in present.GRAVE)
    said = scene.text(
        "overview.lede_staff" if scene.findings else "overview.lede_internal",
        indicators=known,
        figures=figures,
        releasable=states[values.Publication.RELEASABLE],
        under_check=states[values.Publication.UNDER_CHECK],
        internal=states[values.Publication.INTERNAL],
        findings=len(findings),
        grave=grave,
    )
    return said + made_up


def overview_facts(
    scene: Scene, found: Shelf, findings: Sequence[FindingCard], open_gaps: int | None
) -> tuple[Link, ...]:
    """Where to go on from the first sentence."""
    links = [Link(scene.url("indicators"), scene.text("overview.to_indicators", count=len(found.cards)))]
    if scene.findings:
        links.append(Link(scene.url("findings"), scene.text("overview.to_findings", count=len(findings))))
    if open_gaps is not None:
        links.append(Link(scene.url("gaps"), scene.text("overview.to_gaps", count=open_gaps)))
    links.append(Link(scene.url("documents"), scene.text("overview.to_documents")))
    return tuple(links)


def indicator_lede(scene: Scene, latest: Figure | None, findings: Sequence[FindingCard]) -> str:
    """The answer in words: the latest value, and which findings there are about it."""
    if latest is None:
        return scene.text("indicator.no_figure")
    said = scene.text("indicator.latest", value=present.value_line(scene, latest), period=latest.value.period)
    doubts = [one for one in findings if one.kind not in present.HARMLESS]
    if not doubts:
        return said
    grave_first = sorted(doubts, key=lambda one: one.kind not in present.GRAVE)
    kinds = tuple(dict.fromkeys(scene.written(Message(f"indicators.kind.{one.kind}")) for one in grave_first))
    return scene.text("indicator.latest_with_findings", said=said, count=len(doubts), kinds=kinds)


def indicator_facts(scene: Scene, card: DefinitionCard, subject: str) -> tuple[str, ...]:
    """Measure and unit, whom it is about, wing and theme, how many figures, and the day."""
    return tuple(
        part
        for part in (
            charts.measure_words(scene, card),
            scene.place(subject),
            scene.text(f"wing.{card.value.wing}"),
            scene.name(card.theme) if card.theme else "",
            scene.text("indicator.figures", count=card.figures),
            scene.text("as_of", day=scene.day),
        )
        if part
    )


def definition_facts(scene: Scene, card: DefinitionCard, identity: values.Identity | None) -> tuple[Fact, ...]:
    """How the indicator is defined; what nobody stated is unknown."""
    said = card.value
    facts = [Fact(scene.text("fact.id"), said.id)]
    if said.aliases:
        facts.append(Fact(scene.text("fact.aliases"), scene.written(said.aliases)))
    facts.append(Fact(scene.text("fact.measure"), Message(f"indicators.measure.{said.measure}")))
    facts.append(Fact(scene.text("fact.unit"), unit_name(card.unit, scene.language) or scene.text("unit.none")))
    if said.measure in lines.RELATIVE:
        facts.append(Fact(scene.text("fact.numerator"), said.numerator or None))
        facts.append(Fact(scene.text("fact.denominator"), said.denominator or None))
    facts.append(Fact(scene.text("fact.direction"), scene.text(f"direction.{said.direction}")))
    if identity is not None:
        formula = identity.name_en if scene.language == "en" and identity.name_en else identity.name
        facts.append(Fact(scene.text("fact.formula"), formula or identity.expression))
    if card.note:
        facts.append(Fact(scene.text("fact.note"), card.note))
    return tuple(facts)


def targets_of(scene: Scene, card: DefinitionCard, targets: Sequence[TargetCard]) -> tuple[TargetLine, ...]:
    """Targets that the indicator states or whose outcome it would show."""
    return tuple(
        TargetLine(
            state=present.target_state(scene, one),
            promise=scene.text("target.promise", topic=one.value.topic, value=present.value_line(scene, one.figure)),
            promise_source=present.source(scene, one.figure),
            deadline=one.value.deadline,
            outcome=present.value_line(scene, one.outcome) if one.outcome else "",
            outcome_source=present.source(scene, one.outcome) if one.outcome else None,
        )
        for one in targets
        if card.id in {one.value.outcome, one.figure.indicator.id}
    )


def document_facts(scene: Scene, card: DocumentCard) -> tuple[Fact, ...]:
    """What a document is. Its text is not kept here; its hash says which text was read."""
    facts = [
        Fact(scene.text("fact.publisher"), None if card.publisher in UNSTATED else card.publisher),
        Fact(scene.text("fact.published"), card.published),
        Fact(scene.text("fact.known_on"), card.known_on),
        Fact(scene.text("fact.form"), scene.text(f"form.{card.form}")),
        Fact(scene.text("fact.lines"), card.lines),
        Fact(scene.text("fact.file"), card.file),
        Fact(scene.text("fact.sha256"), card.sha256),
    ]
    if card.note:
        facts.append(Fact(scene.text("fact.note"), card.note))
    return tuple(facts)
