"""From figures to the pieces of a page: values in words, source chips, states, trends, tiles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhiyi.indicators import series as lines
from zhiyi.indicators import values
from zhiyi.indicators.promises import Standing
from zhiyi.kernel.messages import Message
from zhiyi.server.indicators import wording
from zhiyi.server.indicators.figures import DefinitionCard, DocumentCard, EventCard, Figure, FindingCard, TargetCard
from zhiyi.server.web import pieces
from zhiyi.server.web.city.scene import Scene
from zhiyi.server.web.pieces import Source, State, Tone, Trend, TrendPoint, Wing

NAMES = frozenset({values.Kind.NAMED, values.Kind.DOC})
"""Kinds whose number is part of a name and measures nothing."""
UNSTATED = frozenset({"", "未注明"})

PUBLICATION_TONES = {
    values.Publication.RELEASABLE: Tone.GOOD,
    values.Publication.UNDER_CHECK: Tone.CARE,
    values.Publication.INTERNAL: Tone.PLAIN,
}
TARGET_TONES = {
    Standing.REACHED: Tone.GOOD,
    Standing.MISSED: Tone.ACT,
    Standing.UNDECIDED: Tone.CARE,
    Standing.WITHOUT_OUTCOME: Tone.UNKNOWN,
    Standing.NOT_DUE: Tone.RUNNING,
    Standing.UNDATED: Tone.OPEN,
}
GRAVE = frozenset({values.FindingKind.CONTRADICTION, values.FindingKind.IDENTITY_BROKEN})
HARMLESS = frozenset({values.FindingKind.COMPATIBLE})


@dataclass(frozen=True, slots=True)
class Marks:
    """What staff see beside figures: targets by outcome indicator and subject, findings by observation."""

    targets: Mapping[tuple[str, str], TargetCard]
    findings: Mapping[str, tuple[FindingCard, ...]]


def marks(targets: Iterable[TargetCard], findings: Iterable[FindingCard]) -> Marks:
    """Index targets and findings by the figures that they concern; of several targets the one stated last."""
    by_figure: dict[str, list[FindingCard]] = defaultdict(list)
    for found in findings:
        for code in found.observations:
            by_figure[code].append(found)
    related: dict[tuple[str, str], TargetCard] = {}
    for card in sorted(targets, key=lambda one: (one.figure.value.known_from, one.figure.id)):
        said = card.figure.value
        if card.value.outcome:
            related[card.value.outcome, card.value.outcome_subject or said.subject] = card
        related[said.indicator, said.subject] = card
    return Marks(related, {code: tuple(found) for code, found in by_figure.items()})


def value_line(scene: Scene, figure: Figure) -> str:
    """The value of a figure in one line, with the set of a rank."""
    return wording.value_words(figure, scene.language, names=_names(scene, figure))


def figure_parts(scene: Scene, figure: Figure) -> pieces.Figure:
    """The value of a figure in parts, without the set of a rank."""
    said = wording.worded(figure, scene.language, names=_names(scene, figure))
    if said.number is None:
        return pieces.Figure(None, why=scene.text("unknown.value", words=words_of(figure)))
    spaced = scene.language == "en" and said.after and said.unit
    return pieces.Figure(
        said.number, before=said.before, after=said.after, unit=f" {said.unit}" if spaced else said.unit
    )


def words_of(figure: Figure) -> str:
    """The carrying words, or a dash for register rows."""
    return figure.value.source.words if figure.value.source else "—"


def rank_set(scene: Scene, figure: Figure) -> str:
    """The set in which a rank counts, or empty."""
    return scene.place(figure.value.rank_of) if figure.value.rank_of else ""


def source(scene: Scene, figure: Figure) -> Source:
    """The chip that opens the evidence of a figure: form and date of its document, and the line."""
    held, said = figure.document, figure.value
    if held is None or said.source is None:
        key = "source.synthetic" if said.synthetic else "source.register"
        return Source(scene.evidence_url(figure), scene.text(key), kind="register")
    form = scene.text(f"form.{held.form}")
    label = scene.text("source.line", form=form, published=held.published, line=str(said.source.line))
    return Source(scene.evidence_url(figure), label, kind="figure")


def document_source(scene: Scene, document: DocumentCard) -> Source:
    """The chip of a whole document: its form and date."""
    form = scene.text(f"form.{document.form}")
    label = scene.text("source.document", form=form, published=document.published)
    return Source(scene.url("document", document.id), label, kind="document")


def publication_state(scene: Scene, publication: values.Publication) -> State:
    """A publication state as a badge."""
    return State(PUBLICATION_TONES[publication], scene.text(f"publication.{publication}"))


def target_state(scene: Scene, card: TargetCard) -> State:
    """How a target stands, as a badge."""
    standing = Standing(card.state)
    return State(TARGET_TONES[standing], scene.text(f"standing.{standing}"))


def finding_state(scene: Scene, kind: values.FindingKind) -> State:
    """A kind of finding as a badge."""
    tone = Tone.ACT if kind in GRAVE else Tone.PLAIN if kind in HARMLESS else Tone.CARE
    return State(tone, Message(f"indicators.kind.{kind}"))


def wing_of(code: str) -> Wing:
    """The wing by its code."""
    return Wing(code) if code in set(Wing) else Wing.BOTH


def best(said: values.Observation) -> Decimal | None:
    """Where the mark of an observation stands: its printed number in the canonical unit, else None.

    The printed number of a range is its middle; a vague word alone has no mark.
    """
    held, converted = said.value, said.canonical
    if said.printed is None:
        return None
    if said.printed_high is not None and converted.low is not None and converted.high is not None:
        return (converted.low + converted.high) / 2
    for own, other in ((held.low, converted.low), (held.high, converted.high)):
        if own and other is not None:
            return said.printed * other / own
    return said.printed if said.unit == said.canonical_unit else None


def trend(
    scene: Scene, card: DefinitionCard, shown: Figure, kin: Sequence[Figure], family: Sequence[values.Definition]
) -> Trend | None:
    """The small line of a tile: only where at least two neighbouring figures may be compared.

    A rank is drawn with its sign turned, so that up is better as everywhere.
    """
    subject = shown.value.subject
    drawn = lines.series(card.value, subject, [one.value for one in kin], definitions=family)
    if not any(len(stretch) > 1 for stretch in drawn.segments):
        return None
    turned = -1 if card.value.measure is values.Measure.RANK else 1
    ends = {one.after for one in drawn.breaks}
    points: list[TrendPoint] = []
    broken = False
    for at, point in enumerate(drawn.points):
        mark, end = best(point.observation), point.observation.period.end
        broken = broken or (at - 1) in ends
        if mark is None or end is None:
            continue
        low, high = _turned(point.value, turned)
        points.append(TrendPoint(end, mark * turned, low, high, breaks=broken and bool(points)))
        broken = False
    if len(points) < 2:
        return None
    by_id = {one.id: one for one in kin}
    dated = [point.observation for point in drawn.points if point.observation.period.end]
    first, last = by_id[dated[0].id], by_id[dated[-1].id]
    return Trend(
        tuple(points),
        scene.text(
            "tile.trend",
            first=value_line(scene, first),
            first_period=first.value.period,
            last=value_line(scene, last),
            last_period=last.value.period,
            count=len(points),
        ),
    )


def tile(
    scene: Scene,
    card: DefinitionCard,
    shown: Figure,
    *,
    line: Trend | None,
    seen: Marks | None,
    codes: Collection[str] = (),
) -> pieces.Tile:
    """A figure tile.

    Args:
        scene: Who reads, in which language, on which day.
        card: The indicator.
        shown: The figure on the tile.
        line: What came before it.
        seen: The marks of staff, None for the public.
        codes: Ids of all figures of the indicator and subject, whose findings the tile counts.
    """
    said = shown.value
    subject = "" if said.subject == scene.own else said.subject
    notes = [scene.place(subject) if subject else "", rank_set(scene, shown)]
    state = _tile_state(scene, card, shown, seen, codes) if seen else None
    if scene.internal and said.publication is not values.Publication.RELEASABLE:
        notes.append(scene.text(f"publication.{said.publication}"))
    if said.synthetic:
        notes.append(scene.text("source.synthetic"))
    return pieces.Tile(
        name=scene.name(card.value),
        figure=figure_parts(scene, shown),
        period=said.period,
        url=scene.indicator_url(card.id, subject=said.subject),
        wing=wing_of(card.value.wing),
        trend=line,
        state=state,
        source=source(scene, shown),
        note=scene.listed(notes),
    )


def moment(scene: Scene, card: EventCard) -> pieces.Moment:
    """An event of the chronicle."""
    said = card.value
    return pieces.Moment(
        period=said.when,
        title=scene.event_title(card),
        id=card.id,
        url=scene.url("event", card.id),
        place=scene.place(said.place),
    )


def finding_card(scene: Scene, found: FindingCard, figures: Mapping[str, Figure]) -> pieces.FindingCard:
    """A finding with the figures that it rests on, each with its evidence."""
    rests_on = tuple(
        pieces.Basis(
            value=value_line(scene, one),
            name=scene.name(one.indicator),
            period=one.value.period,
            url=scene.indicator_url(one.indicator.id, subject=one.value.subject),
            source=source(scene, one),
        )
        for one in (figures[code] for code in found.observations if code in figures)
    )
    about = found.indicator
    return pieces.FindingCard(
        state=finding_state(scene, found.kind),
        why=found.why,
        rests_on=rests_on,
        url=scene.url("finding", found.fingerprint),
        about=pieces.Link(scene.indicator_url(about.id), scene.name(about)) if about else None,
        note=scene.text("source.synthetic") if found.synthetic else "",
    )


def last_day(figure: Figure) -> date:
    """The day by which a figure orders: the end of its period, the first day of all where it has none."""
    return figure.value.period.end or date.min


def _tile_state(scene: Scene, card: DefinitionCard, shown: Figure, seen: Marks, codes: Collection[str]) -> State | None:
    if related := seen.targets.get((card.id, shown.value.subject)):
        return target_state(scene, related)
    counted = {
        found.fingerprint: found
        for code in codes
        for found in seen.findings.get(code, ())
        if found.kind not in HARMLESS
    }
    if not counted:
        return None
    grave = any(found.kind in GRAVE for found in counted.values())
    return State(Tone.ACT if grave else Tone.CARE, scene.text("tile.findings", count=len(counted)))


def _turned(held: values.Interval, sign: int) -> tuple[Decimal | None, Decimal | None]:
    if sign > 0 or held.low is None or held.high is None:
        return (held.low, held.high) if sign > 0 else (None, None)
    return -held.high, -held.low


def _names(scene: Scene, figure: Figure) -> dict[str, str]:
    return {figure.value.rank_of: scene.place(figure.value.rank_of)} if figure.value.rank_of else {}
