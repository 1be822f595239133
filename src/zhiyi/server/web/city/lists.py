"""The list of indicators, the figures of one indicator, and the documents, as tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from zhiyi.indicators import series as lines
from zhiyi.indicators import values
from zhiyi.kernel.messages import Message
from zhiyi.server.indicators.figures import DefinitionCard, DocumentCard, EventCard, Figure
from zhiyi.server.indicators.surroundings import ThemeCard
from zhiyi.server.web.city import present
from zhiyi.server.web.city.asked import WINGS, Asked
from zhiyi.server.web.city.present import PUBLICATION_TONES, UNSTATED
from zhiyi.server.web.city.scene import Scene
from zhiyi.server.web.pieces import (
    Action,
    Cell,
    Choice,
    Column,
    Empty,
    Field,
    Filters,
    Link,
    Pager,
    Row,
    State,
    Table,
    Tone,
)

PAGE = 50
"""Rows of one page of the list."""


@dataclass(frozen=True, slots=True)
class Preference:
    """Whether a figure is the preferred one of its span, and by which rule; None where there was no choice."""

    preferred: bool
    reason: Message | None


def indicators_table(scene: Scene, asked: Asked, cards: Sequence[DefinitionCard], themes: Sequence[ThemeCard]) -> Table:
    """One page of the list of indicators."""
    ordered = _sorted(scene, asked, cards)
    pages = max(1, -(-len(ordered) // PAGE))
    page = min(asked.page, pages)
    first = (page - 1) * PAGE
    shown = ordered[first : first + PAGE]
    page_url = scene.url("indicators", **asked.query(page=987654321)).replace("987654321", "{page}")
    return Table(
        caption=scene.text("list.caption", count=len(ordered), day=scene.day),
        columns=_indicator_columns(scene, asked),
        rows=tuple(_indicator_row(scene, card) for card in shown),
        empty=_empty(scene, asked),
        filters=_filters(scene, asked, themes),
        exports=(Link(scene.url("indicators_csv", **asked.query()), scene.text("list.csv")),),
        pager=Pager(page, pages, first + 1, first + len(shown), len(ordered), page_url) if shown else None,
    )


def figures_table(scene: Scene, figures: Sequence[Figure], chosen: Mapping[str, Preference]) -> Table:
    """Every figure of an indicator and subject, newest period first."""
    ordered = sorted(figures, key=lambda one: (present.last_day(one), one.value.known_from, one.id), reverse=True)
    columns = [Column(scene.text("column.value")), Column(scene.text("column.period"))]
    columns += [Column(scene.text(f"column.{name}")) for name in ("words", "source", "known_on")]
    columns += [Column(scene.text("column.preferred"))] if chosen else []
    columns += [Column(scene.text("column.publication"))] if scene.internal else []
    return Table(
        caption=scene.text("figures.caption", count=len(ordered), day=scene.day),
        columns=tuple(columns),
        rows=tuple(_figure_row(scene, one, chosen) for one in ordered),
        empty=Empty(scene.text("figures.none"), scene.text("figures.none_cure")),
    )


def preferences(drawn: lines.Series) -> dict[str, Preference]:
    """Which figures are preferred within their span, for those spans of which several figures speak."""
    found: dict[str, Preference] = {}
    for point in drawn.points:
        if point.others:
            found[point.observation.id] = Preference(True, point.reason)
            found.update((other.id, Preference(False, None)) for other in point.others)
    return found


def subjects_table(scene: Scene, card: DefinitionCard, latest: Sequence[Figure], shown: str, total: int) -> Table:
    """The latest figure of every subject that an indicator has figures of."""
    rows = tuple(
        Row(
            (
                Cell(
                    scene.place(one.value.subject),
                    url=scene.url("indicator", card.id, subject=one.value.subject),
                    sub=scene.text("subjects.shown") if one.value.subject == shown else "",
                ),
                _value_cell(scene, one),
                Cell(one.value.period),
                Cell(source=present.source(scene, one)),
            )
        )
        for one in latest
    )
    names = ("subject", "value", "period", "source")
    return Table(
        caption=scene.text("subjects.caption", count=total, shown=len(rows)),
        columns=tuple(Column(scene.text(f"column.{name}"), number=name == "value") for name in names),
        rows=rows,
    )


def family_table(scene: Scene, members: Sequence[values.Definition], latest: Mapping[str, Figure]) -> Table:
    """The other members of a family: indicators that look alike and are never merged."""
    rows = tuple(
        Row(
            (
                Cell(scene.name(one), url=scene.indicator_url(one.id)),
                _value_cell(scene, latest[one.id]) if one.id in latest else Cell(None),
                Cell(latest[one.id].value.period if one.id in latest else None),
                Cell(one.numerator or None),
                Cell(one.denominator or None),
            )
        )
        for one in members
    )
    names = ("indicator", "value", "period", "numerator", "denominator")
    return Table(
        caption=scene.text("family.caption"),
        columns=tuple(Column(scene.text(f"column.{name}"), number=name == "value") for name in names),
        rows=rows,
    )


def documents_table(scene: Scene, documents: Sequence[DocumentCard]) -> Table:
    """Every document known on the day, with how much the reader may see of it."""
    names = ("document", "publisher", "published", "form", "lines", "figures", "events")
    return Table(
        caption=scene.text("documents.caption", count=len(documents), day=scene.day),
        columns=tuple(
            Column(scene.text(f"column.{name}"), number=name in {"lines", "figures", "events"}) for name in names
        ),
        rows=tuple(
            Row(
                (
                    Cell(scene.name(one), url=scene.url("document", one.id)),
                    Cell(None if one.publisher in UNSTATED else one.publisher),
                    Cell(one.published),
                    Cell(scene.text(f"form.{one.form}")),
                    Cell(one.lines),
                    Cell(one.figures),
                    Cell(one.events),
                ),
                id=one.id,
            )
            for one in documents
        ),
        empty=Empty(scene.text("documents.none"), scene.text("documents.none_cure")),
    )


def document_figures_table(scene: Scene, figures: Sequence[Figure]) -> Table:
    """The figures of a document by line, with the words that carry them."""
    columns = [Column(scene.text(f"column.{name}")) for name in ("line", "words", "value", "indicator", "period")]
    columns += [Column(scene.text("column.publication"))] if scene.internal else []
    return Table(
        caption=scene.text("document.figures_caption", count=len(figures)),
        columns=tuple(columns),
        rows=tuple(_carried_row(scene, one) for one in figures),
        empty=Empty(scene.text("document.no_figures"), scene.text("document.no_figures_cure")),
    )


def document_events_table(scene: Scene, events: Sequence[EventCard]) -> Table:
    """The events of a document by line."""
    return Table(
        caption=scene.text("document.events_caption", count=len(events)),
        columns=tuple(Column(scene.text(f"column.{name}")) for name in ("line", "words", "event", "period")),
        rows=tuple(
            Row(
                (
                    Cell(scene.text("line", line=str(one.value.source.line if one.value.source else "—"))),
                    Cell(one.value.source.words if one.value.source else None),
                    Cell(scene.event_title(one), url=scene.url("event", one.id)),
                    Cell(one.value.when),
                ),
                id=one.id,
            )
            for one in events
        ),
        empty=Empty(scene.text("document.no_events"), scene.text("document.no_events_cure")),
    )


def _indicator_columns(scene: Scene, asked: Asked) -> tuple[Column, ...]:
    def sortable(name: str, sort: str) -> Column:
        order = (
            "" if (asked.sort or "theme") != sort else "descending" if sort in {"period", "findings"} else "ascending"
        )
        return Column(
            scene.text(f"column.{name}"), sort_url=scene.url("indicators", **asked.query(sort=sort)), sorted=order
        )

    columns = [sortable("indicator", "name"), Column(scene.text("column.latest"))]
    columns += [sortable("period", "period"), sortable("theme", "theme"), Column(scene.text("column.source"))]
    columns += [Column(scene.text("column.count"), number=True)]
    columns += [Column(scene.text("column.publication"))] if scene.internal else []
    return (*columns, sortable("findings", "findings")) if scene.findings else tuple(columns)


def _indicator_row(scene: Scene, card: DefinitionCard) -> Row:
    shown = card.latest
    subject = "" if shown is None or shown.value.subject == scene.own else scene.place(shown.value.subject)
    wing = scene.text(f"wing.{card.value.wing}")
    cells = [
        Cell(scene.name(card.value), url=scene.indicator_url(card.id), sub=subject),
        Cell(None) if shown is None else _value_cell(scene, shown),
        Cell(
            None if shown is None else shown.value.period, sub=scene.text(f"kind.{shown.value.kind}") if shown else ""
        ),
        Cell(scene.name(card.theme) if card.theme else "", sub=wing),
        Cell(source=present.source(scene, shown) if shown else None),
        Cell(card.figures),
    ]
    if scene.internal:
        cells.append(Cell(state=_publication(scene, shown)) if shown else Cell())
    if scene.findings:
        cells.append(Cell(card.findings) if card.findings else Cell())
    return Row(tuple(cells), id=card.id)


def _figure_row(scene: Scene, one: Figure, chosen: Mapping[str, Preference]) -> Row:
    said = one.value
    cells = [_value_cell(scene, one, kind=True), Cell(said.period, sub=_basis(scene, one))]
    cells += [
        Cell(present.words_of(one)),
        Cell(source=present.source(scene, one)),
        Cell(said.known_from),
    ]
    if chosen:
        cells.append(_preference_cell(scene, chosen.get(one.id)))
    if scene.internal:
        cells.append(Cell(state=_publication(scene, one)))
    return Row(tuple(cells), id=one.id)


def _carried_row(scene: Scene, one: Figure) -> Row:
    said = one.value
    cells = [
        Cell(scene.text("line", line=str(said.source.line if said.source else "—"))),
        Cell(present.words_of(one), source=present.source(scene, one)),
        _value_cell(scene, one, kind=True),
        Cell(
            scene.name(one.indicator),
            url=scene.indicator_url(said.indicator, subject=said.subject),
            sub=_about(scene, one),
        ),
        Cell(said.period),
    ]
    if scene.internal:
        cells.append(Cell(state=_publication(scene, one)))
    return Row(tuple(cells), id=one.id)


def _value_cell(scene: Scene, one: Figure, *, kind: bool = False) -> Cell:
    """The value as a link to its evidence; hatched where it is unknown. With `kind`, what sort of statement it is."""
    sub = scene.text(f"kind.{one.value.kind}") if kind else ""
    if present.figure_parts(scene, one).value is None:
        return Cell(None, sub=present.words_of(one))
    return Cell(present.value_line(scene, one), url=scene.evidence_url(one), sub=sub)


def _preference_cell(scene: Scene, preference: Preference | None) -> Cell:
    if preference is None:
        return Cell()
    if not preference.preferred:
        return Cell(scene.text("preferred.other"))
    return Cell(state=State(Tone.GOOD, scene.text("preferred.chosen")), sub=preference.reason or "")


def _publication(scene: Scene, one: Figure) -> State:
    publication = one.value.publication
    return State(PUBLICATION_TONES[publication], scene.text(f"publication.{publication}"))


def _basis(scene: Scene, one: Figure) -> str:
    basis = one.value.period.basis.value
    return "" if basis == "stated" else scene.text(f"basis.{basis}")


def _about(scene: Scene, one: Figure) -> str:
    return "" if one.value.subject == scene.own else scene.place(one.value.subject)


def _sorted(scene: Scene, asked: Asked, cards: Sequence[DefinitionCard]) -> list[DefinitionCard]:
    """In the order asked for; the order of themes and names is the one that the query gives."""
    keys: dict[str, Callable[[DefinitionCard], tuple[object, ...]]] = {
        "name": lambda card: (scene.name(card.value), card.id),
        "period": lambda card: (-present.last_day(card.latest).toordinal() if card.latest else 0, card.id),
        "findings": lambda card: (-card.findings, card.id),
    }
    return sorted(cards, key=keys[asked.sort]) if asked.sort in keys else list(cards)


def _empty(scene: Scene, asked: Asked) -> Empty:
    clear = Action(scene.text("list.clear"), url=scene.url("indicators"))
    if asked.q:
        return Empty(scene.text("list.none_words", words=asked.q), scene.text("list.none_words_cure"), (clear,))
    if asked.query():
        return Empty(scene.text("list.none_filters"), scene.text("list.none_filters_cure"), (clear,))
    return Empty(scene.text("list.none", day=scene.day), scene.text("list.none_cure"))


def _filters(scene: Scene, asked: Asked, themes: Sequence[ThemeCard]) -> Filters:
    names = {theme.id: scene.name(theme) for theme in themes}
    any_of = scene.text("filter.any")
    fields = (
        Field("q", scene.text("filter.q"), value=asked.q),
        _select(
            "wing", scene.text("filter.wing"), asked.wing, any_of, {one: scene.text(f"wing.{one}") for one in WINGS}
        ),
        _select("theme", scene.text("filter.theme"), asked.theme, any_of, names),
        _select(
            "kind",
            scene.text("filter.kind"),
            asked.kind,
            any_of,
            {k.value: scene.text(f"kind.{k}") for k in values.Kind},
        ),
    )
    words = {
        "q": scene.text("filter.words", words=asked.q),
        "wing": scene.text(f"wing.{asked.wing}") if asked.wing else "",
        "theme": names.get(asked.theme, ""),
        "kind": scene.text(f"kind.{asked.kind}") if asked.kind else "",
    }
    active = tuple(
        Link(scene.url("indicators", **asked.query(**{name: ""})), label)
        for name, label in words.items()
        if getattr(asked, name)
    )
    keep = (*((("sort", asked.sort),) if asked.sort else ()), *scene.carried)
    clear = scene.url("indicators", sort=asked.sort) if len(active) > 1 else ""
    return Filters(fields, scene.url_path("indicators"), active, clear, keep)


def _select(name: str, label: str, chosen: str, any_of: str, choices: Mapping[str, str]) -> Field:
    listed = (
        Choice("", any_of, not chosen),
        *(Choice(value, words, value == chosen) for value, words in choices.items()),
    )
    return Field(name, label, listed)
