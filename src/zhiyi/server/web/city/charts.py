"""The series of an indicator as a chart: segments, breaks with their reasons, intervals, targets as open marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from zhiyi.indicators import series as lines
from zhiyi.indicators import values
from zhiyi.indicators.values import Definition, Kind, Measure
from zhiyi.kernel.messages import Message
from zhiyi.server.indicators.figures import DefinitionCard, Figure
from zhiyi.server.indicators.wording import unit_name
from zhiyi.server.web import pieces
from zhiyi.server.web.city import present
from zhiyi.server.web.city.scene import Scene
from zhiyi.server.web.pieces import Chart, ChartBreak, ChartPoint, ChartSeries

COLOURS = ("ink", "care", "quiet", "act")
"""Colours of the members of a family after the first, which has the colour of its wing."""
CLAIMS = frozenset({Kind.TARGET, Kind.PLAN})


@dataclass(frozen=True, slots=True)
class Drawn:
    """A series with the chart made of it; `chart` is None where fewer than two figures can be placed in time."""

    series: lines.Series
    chart: Chart | None


def draw(
    scene: Scene,
    card: DefinitionCard,
    subject: str,
    figures: Sequence[Figure],
    family: Sequence[Definition],
    *,
    csv_url: str,
) -> Drawn:
    """The chart of one indicator and subject, with those members of its family that share its measure and unit.

    Args:
        figures: Figures of the whole family that the reader may see.
        family: Definitions of the family, the indicator's own among them.
    """
    members = [one for one in family if one.id == card.id or _share_an_axis(card.value, one)]
    observed = [one.value for one in figures]
    if len(members) > 1:
        drawn = lines.family_series(members, subject, observed)
    else:
        drawn = lines.series(card.value, subject, observed, definitions=family)
    by_id = {one.id: one for one in figures}
    placed = [point for point in drawn.points if _placeable(point.observation)]
    if len(placed) < 2:
        return Drawn(drawn, None)
    return Drawn(drawn, _chart(scene, card, subject, drawn, by_id, _targets(scene, card, subject, figures), csv_url))


def headline(scene: Scene, card: DefinitionCard, drawn: lines.Series, by_id: Mapping[str, Figure]) -> str:
    """What the figures say in one sentence: first and last where one line joins them, else how many stand."""
    points = [point for point in drawn.points if _placeable(point.observation)]
    name = scene.name(card.value)
    if not points:
        return name
    first, last = by_id[points[0].observation.id], by_id[points[-1].observation.id]
    said = {
        "name": name,
        "first": present.value_line(scene, first),
        "first_period": first.value.period,
        "last": present.value_line(scene, last),
        "last_period": last.value.period,
        "count": len(points),
    }
    if len(points) == 1:
        return scene.text("chart.one", **said)
    if drawn.breaks:
        return scene.text("chart.broken", breaks=len(drawn.breaks), **said)
    if said["first"] == said["last"]:
        return scene.text("chart.same", **said)
    return scene.text("chart.from_to", **said)


def measure_words(scene: Scene, card: DefinitionCard) -> str:
    """The measure and its unit, as the subtitle of a chart and of a page."""
    unit = unit_name(card.unit, scene.language)
    measure = Message(f"indicators.measure.{card.value.measure}")
    return scene.text("chart.measure", measure=measure, unit=unit) if unit else scene.written(measure)


def _share_an_axis(one: Definition, other: Definition) -> bool:
    return one.unit == other.unit and (one.measure is Measure.RANK) == (other.measure is Measure.RANK)


def _placeable(one: values.Observation) -> bool:
    held = one.canonical
    return one.period.end is not None and (
        present.best(one) is not None or held.low is not None or held.high is not None
    )


def _chart(
    scene: Scene,
    card: DefinitionCard,
    subject: str,
    drawn: lines.Series,
    by_id: Mapping[str, Figure],
    targets: tuple[ChartPoint, ...],
    csv_url: str,
) -> Chart:
    wing = present.wing_of(card.value.wing)
    points = [(number, point) for number, point in enumerate(drawn.points) if _placeable(point.observation)]
    shown = [by_id[point.observation.id] for _, point in points]
    unit = unit_name(card.unit, scene.language) or scene.text("unit.none")
    return Chart(
        id="series",
        title=headline(scene, card, drawn, by_id),
        measure=scene.text("chart.subtitle", measure=measure_words(scene, card), subject=scene.place(subject)),
        unit=unit,
        period=scene.text("chart.period", first=shown[0].value.period, last=shown[-1].value.period),
        description=scene.text("chart.description", count=len(points), breaks=len(drawn.breaks), targets=len(targets)),
        series=_series(scene, card, drawn, points, by_id),
        sources=_sources(scene, shown),
        targets=targets,
        breaks=_breaks(scene, drawn),
        wing=wing,
        inverse=card.value.measure is Measure.RANK,
        from_zero=card.value.measure in {Measure.STOCK, Measure.FLOW, Measure.CUMULATIVE},
        csv_url=csv_url,
    )


def _series(
    scene: Scene,
    card: DefinitionCard,
    drawn: lines.Series,
    points: Sequence[tuple[int, lines.Point]],
    by_id: Mapping[str, Figure],
) -> tuple[ChartSeries, ...]:
    ends = [one.after for one in drawn.breaks]
    colours = iter((card.value.wing if card.value.wing in {"make", "live"} else "ink", *COLOURS * 4))
    made = []
    for definition in sorted(drawn.definitions, key=lambda one: (one.id != card.id, one.id)):
        own = [
            _point(
                scene, by_id[point.observation.id], segment=sum(1 for end in ends if end < number), reason=point.reason
            )
            for number, point in points
            if point.definition.id == definition.id
        ]
        if own:
            made.append(ChartSeries(scene.name(definition), tuple(own), colour=next(colours)))
    return tuple(made)


def _point(scene: Scene, figure: Figure, *, segment: int = 0, reason: Message | None = None) -> ChartPoint:
    said = figure.value
    end = said.period.end or scene.day
    start = said.period.start if said.period.start and not said.period.as_of else end
    held = said.canonical
    return ChartPoint(
        id=figure.id,
        start=start,
        end=end,
        value=present.best(said),
        low=held.low,
        high=held.high,
        text=present.value_line(scene, figure),
        period=said.period,
        segment=segment,
        source=present.source(scene, figure),
        note=reason or "",
    )


def _targets(scene: Scene, card: DefinitionCard, subject: str, figures: Sequence[Figure]) -> tuple[ChartPoint, ...]:
    """Targets and plans of the indicator itself, in its own unit and with an end, as open marks."""
    return tuple(
        _point(scene, one)
        for one in figures
        if one.value.indicator == card.id
        and one.value.subject == subject
        and one.value.kind in CLAIMS
        and one.value.canonical_unit == card.value.unit
        and one.value.period.end
        and present.best(one.value) is not None
    )


def _breaks(scene: Scene, drawn: lines.Series) -> tuple[ChartBreak, ...]:
    """Each break stands midway between the two figures that it parts, with every reason for it."""
    made = []
    for fault in drawn.breaks:
        left, right = (drawn.points[at].observation.period.end for at in (fault.after, fault.after + 1))
        if left and right:
            reasons = ("；" if scene.language == "zh" else "; ").join(scene.written(reason) for reason in fault.reasons)
            made.append(ChartBreak(_middle(left, right), scene.text("chart.reasons", reasons=reasons)))
    return tuple(made)


def _middle(left: date, right: date) -> date:
    return left + timedelta(days=(right - left).days // 2)


def _sources(scene: Scene, shown: Sequence[Figure]) -> tuple[pieces.Source, ...]:
    """One chip for each document that the chart rests on."""
    first = {one.document.id if one.document else "": one for one in reversed(shown)}
    return tuple(
        present.document_source(scene, one.document) if one.document else present.source(scene, one)
        for one in reversed(first.values())
    )


def plain(value: Decimal | None) -> str:
    """A number for a table cell of an export: no grouping, empty where unknown."""
    return "" if value is None else format(value.normalize(), "f")
