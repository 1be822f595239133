"""The evidence of a figure: where it stands, in which words, and what was made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import QueryDict

from zhiyi.city import texts
from zhiyi.indicators import values
from zhiyi.kernel.messages import DataError, Message
from zhiyi.kernel.periods import Basis
from zhiyi.server.indicators import wording
from zhiyi.server.indicators.figures import Figure, UnitName
from zhiyi.server.indicators.surroundings import ComparatorCard, DecisionCard
from zhiyi.server.web.city import present
from zhiyi.server.web.city.present import UNSTATED
from zhiyi.server.web.city.scene import Scene
from zhiyi.server.web.pieces import Action, Cell, Column, Fact, Proof, Row, State, Table

LONGEST_REASON = 300
RULES = frozenset({"exact", "above", "below", "at_least", "at_most", "next_digit", "about", "magnitude", "tens"})


@dataclass(frozen=True, slots=True)
class Decision:
    """What the form of a publication decision sends."""

    publication: values.Publication
    expected: values.Publication
    reason: str


@dataclass(frozen=True, slots=True)
class DecisionForm:
    """The form of a publication decision, as a page draws it."""

    url: str
    code: str
    about: str
    now: State
    expected: str
    choices: tuple[tuple[str, str, bool], ...]
    reason: str = ""
    error: Message | None = None
    longest: int = LONGEST_REASON


def proof(scene: Scene, figure: Figure, comparator: ComparatorCard | None, canonical: UnitName | None) -> Proof:
    """All that stands behind a figure; the same in the panel and on a page of its own.

    `canonical` is the unit that the figure was converted to.
    """
    said, document = figure.value, figure.document
    title = scene.text("evidence.title", name=scene.name(figure.indicator), value=present.value_line(scene, figure))
    return Proof(
        title=title,
        line=said.source.line if said.source else None,
        words=said.source.words if said.source else "",
        carrying=said.source.words if said.source else "",
        note=_origin(scene, figure),
        facts=(*_facts(scene, figure), *_reading(scene, figure, comparator, canonical), *_times(scene, figure)),
        digest=document.sha256 if document else "",
        actions=(
            Action(
                scene.text("evidence.to_indicator"),
                url=scene.indicator_url(figure.indicator.id, subject=said.subject),
                icon="chart-line",
            ),
        ),
    )


def revisions_table(scene: Scene, figures: Sequence[Figure]) -> Table:
    """Every revision of one figure, oldest first."""
    names = ("revision", "value", "words", "known_on", "known_to", "status")
    return Table(
        caption=scene.text("revisions.caption", count=len(figures)),
        columns=tuple(Column(scene.text(f"column.{name}")) for name in names),
        rows=tuple(
            Row(
                (
                    Cell(scene.text("revisions.number", number=one.revision)),
                    Cell(present.value_line(scene, one)),
                    Cell(present.words_of(one)),
                    Cell(one.value.known_from),
                    Cell(one.value.known_to or scene.text("revisions.stands")),
                    Cell(scene.text(f"status.{one.value.status}")),
                )
            )
            for one in figures
        ),
    )


def decisions_table(scene: Scene, decisions: Sequence[DecisionCard]) -> Table:
    """Decisions on what may be said of a figure, newest first."""
    names = ("decided_at", "decided_by", "before", "after", "reason")
    return Table(
        caption=scene.text("decisions.caption", count=len(decisions)),
        columns=tuple(Column(scene.text(f"column.{name}")) for name in names),
        rows=tuple(
            Row(
                (
                    Cell(scene.written(one.at)),
                    Cell(one.by),
                    Cell(state=present.publication_state(scene, one.before)),
                    Cell(state=present.publication_state(scene, one.after)),
                    Cell(one.reason),
                )
            )
            for one in decisions
        ),
    )


def decision_form(
    scene: Scene, figure: Figure, *, sent: Decision | None = None, reason: str = "", error: Message | None = None
) -> DecisionForm:
    """The form for one figure. With `error` it is given back as it was sent, and says what was wrong."""
    now = figure.value.publication
    chosen = sent.publication if sent else None
    return DecisionForm(
        url=scene.url("publish", figure.id),
        code=figure.id,
        about=scene.text("publish.about", value=present.value_line(scene, figure), period=figure.value.period),
        now=present.publication_state(scene, now),
        expected=now.value,
        choices=tuple(
            (one.value, scene.text(f"publication.{one}"), one is chosen) for one in values.Publication if one is not now
        ),
        reason=sent.reason if sent else reason,
        error=error,
    )


def read_decision(form: QueryDict) -> Decision:
    """Read a decision strictly.

    Raises:
        DataError: a state does not exist, nothing was chosen, or the reason is missing or too long.
    """
    reason = " ".join(form.get("reason", "").split())
    decision = Decision(_state(form.get("publication", "")), _state(form.get("expected", "")), reason)
    if not reason:
        raise DataError(Message("city.publish.reason_missing"))
    if len(reason) > LONGEST_REASON:
        raise DataError(Message("city.publish.reason_long", length=len(reason), most=LONGEST_REASON))
    return decision


def _state(text: str) -> values.Publication:
    if not text:
        raise DataError(Message("city.publish.state_missing"))
    if text not in set(values.Publication):
        raise DataError(Message("city.publish.state_unknown", value=text[:40]))
    return values.Publication(text)


def _origin(scene: Scene, figure: Figure) -> str:
    """Why no words stand here, where none do."""
    if figure.value.source is not None:
        return ""
    return scene.text("evidence.synthetic" if figure.value.synthetic else "evidence.register")


def _facts(scene: Scene, figure: Figure) -> tuple[Fact, ...]:
    said, document = figure.value, figure.document
    url = scene.indicator_url(figure.indicator.id, subject=said.subject)
    facts = [
        Fact(scene.text("fact.indicator"), scene.name(figure.indicator), url),
        Fact(scene.text("fact.subject"), scene.place(said.subject)),
        Fact(scene.text("fact.period"), _period(scene, figure)),
        Fact(scene.text("fact.kind"), scene.text(f"kind.{said.kind}")),
    ]
    if said.rank_of:
        facts.append(Fact(scene.text("fact.rank_of"), scene.place(said.rank_of)))
    if document is None:
        return tuple(facts)
    return (
        *facts,
        Fact(scene.text("fact.document"), scene.name(document), scene.url("document", document.id) + f"#{figure.id}"),
        Fact(scene.text("fact.publisher"), None if document.publisher in UNSTATED else document.publisher),
        Fact(scene.text("fact.published"), document.published),
    )


def _reading(
    scene: Scene, figure: Figure, comparator: ComparatorCard | None, canonical: UnitName | None
) -> tuple[Fact, ...]:
    """What the words were taken to mean, by which rule, and what conversion gave."""
    said = figure.value
    if said.kind in present.NAMES:
        return (Fact(scene.text("fact.read_as"), scene.text("evidence.a_name")),)
    unit = wording.unit_words(figure, scene.language)
    held = wording.interval_words(said.value, unit, scene.language)
    facts = [
        Fact(scene.text("fact.printed"), _printed(scene, figure, unit)),
        Fact(scene.text("fact.rule"), _rule(scene, said, comparator)),
        Fact(scene.text("fact.read_as"), held if said.value.known else None),
    ]
    if said.canonical_unit != said.unit and figure.unit is not None:
        name = wording.unit_name(canonical, scene.language)
        converted = wording.interval_words(said.canonical, name, scene.language)
        factor = figure.unit.factor
        said_how = scene.text("evidence.conversion", unit=unit, factor=factor, canonical=name, converted=converted)
        facts.append(Fact(scene.text("fact.converted"), said_how))
    return tuple(facts)


def _times(scene: Scene, figure: Figure) -> tuple[Fact, ...]:
    said = figure.value
    facts = [Fact(scene.text("fact.known_on"), said.known_from)]
    if said.known_to:
        facts.append(Fact(scene.text("fact.known_to"), said.known_to))
    facts.append(Fact(scene.text("fact.number"), figure.id))
    if scene.internal:
        facts.append(Fact(scene.text("fact.publication"), scene.text(f"publication.{said.publication}")))
        facts.append(Fact(scene.text("fact.status"), scene.text(f"status.{said.status}")))
        if said.note:
            facts.append(Fact(scene.text("fact.note"), said.note))
    return tuple(facts)


def _period(scene: Scene, figure: Figure) -> str:
    period = figure.value.period
    precise = scene.text(f"precision.{period.precision}")
    loose = "" if period.basis is Basis.STATED else scene.text(f"basis.{period.basis}")
    return scene.text("evidence.period", period=period, notes=scene.listed([precise, loose]))


def _printed(scene: Scene, figure: Figure, unit: str) -> str | None:
    said = figure.value
    if said.printed is None:
        return None
    number = texts.number(said.printed)
    if said.printed_high is not None:
        number = f"{number}–{texts.number(said.printed_high)}"
    return f"{number} {unit}".replace(" %", "%").strip()


def _rule(scene: Scene, said: values.Observation, comparator: ComparatorCard | None) -> str:
    """How the comparator word is read, in words; the city's own table decides."""
    if said.printed is not None and said.printed_high is not None:
        return scene.text("rule.range")
    if not said.comparator:
        return scene.text("rule.none")
    if comparator is None or comparator.rule not in RULES:
        return scene.text("rule.unknown", word=said.comparator)
    share = (comparator.parameter or Decimal(0)) * 100
    return scene.text(f"rule.{comparator.rule}", word=said.comparator, share=share)
