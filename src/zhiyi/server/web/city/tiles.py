"""The tiles of a page: the figures that it shows, each with the small line of what came before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zhiyi.server.indicators import newest
from zhiyi.server.indicators.figures import DefinitionCard, Figure
from zhiyi.server.web import pieces
from zhiyi.server.web.city import present
from zhiyi.server.web.city.choices import Shelf
from zhiyi.server.web.city.scene import Scene


def tiles(
    scene: Scene, found: Shelf, cards: Iterable[DefinitionCard], seen: present.Marks | None
) -> dict[str, pieces.Tile]:
    """A tile for each indicator with a figure, by its id; what they all draw is read at once.

    `seen` carries the marks of staff, None for the public.
    """
    shown = [(card, card.latest) for card in cards if card.latest is not None]
    lines: dict[str, set[str]] = {}
    stated: dict[str, set[str]] = {}
    for card, figure in shown:
        stated.setdefault(figure.value.subject, set()).add(card.id)
        if card.figures > 1:
            lines.setdefault(figure.value.subject, set()).update(one.id for one in found.kin(card))
    held: dict[tuple[str, str], list[Figure]] = {}
    for one in newest.line(scene.actor, scene.day, lines):
        held.setdefault((one.value.indicator, one.value.subject), []).append(one)
    codes = newest.codes(scene.actor, scene.day, stated) if seen else {}
    return {
        card.id: present.tile(
            scene,
            card,
            figure,
            line=_line(scene, found, card, figure, held),
            seen=seen,
            codes=codes.get((card.id, figure.value.subject), ()),
        )
        for card, figure in shown
    }


def _line(
    scene: Scene,
    found: Shelf,
    card: DefinitionCard,
    shown: Figure,
    held: Mapping[tuple[str, str], list[Figure]],
) -> pieces.Trend | None:
    family = found.kin(card)
    drawn = [figure for one in family for figure in held.get((one.id, shown.value.subject), ())]
    return present.trend(scene, card, shown, drawn, [one.value for one in family]) if card.figures > 1 else None
