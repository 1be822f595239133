"""Which figures a page shows first, by rule and never by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from zhiyi.indicators import values
from zhiyi.server.indicators.figures import DefinitionCard, Figure
from zhiyi.server.indicators.surroundings import ThemeCard
from zhiyi.server.web.city.present import NAMES, last_day
from zhiyi.server.web.pieces import Wing

HEADLINES = 6
"""Figures of one wing on the home page."""
TILES = 6
"""Figures of one theme on the overview; the rest stand in the list, one link away."""
_SAYS = frozenset({values.Kind.STAT, values.Kind.RANK})


@dataclass(frozen=True, slots=True)
class Shelf:
    """The indicators of a page with their figures, and the families that they belong to."""

    cards: tuple[DefinitionCard, ...]
    families: Mapping[str, tuple[DefinitionCard, ...]]

    def kin(self, card: DefinitionCard) -> tuple[Sequence[Figure], Sequence[values.Definition]]:
        """Figures and definitions of an indicator's family, its own alone where it has none."""
        members = self.families.get(card.value.family, (card,)) if card.value.family else (card,)
        return [one for member in members for one in member.held], [member.value for member in members]


def shelf(cards: Iterable[DefinitionCard]) -> Shelf:
    """Put indicators on a shelf."""
    held = tuple(cards)
    families: dict[str, list[DefinitionCard]] = defaultdict(list)
    for card in held:
        if card.value.family:
            families[card.value.family].append(card)
    return Shelf(held, {name: tuple(members) for name, members in families.items()})


@dataclass(frozen=True, slots=True)
class Chosen:
    """A theme with the figures shown of it; `total` counts all its indicators that measure something."""

    theme: ThemeCard
    shown: tuple[DefinitionCard, ...]
    total: int


def headlines(found: Shelf, themes: Sequence[ThemeCard], own: str, wing: Wing) -> tuple[DefinitionCard, ...]:
    """The headline figures of a wing: of each theme the one that says most lately how the city itself does.

    Only statistics and ranks of the city's own subject count, and of these first the ones with a better and a worse
    direction. Themes with the most recent figures stand first, then the city's own order of themes.
    """
    picked = []
    for order, theme in enumerate(one for one in themes if one.wing == wing):
        candidates = [
            card
            for card in found.cards
            if card.theme and card.theme.id == theme.id and card.latest and _of_the_city(card.latest, own)
        ]
        if candidates:
            best = min(candidates, key=_headline_order)
            picked.append((-_recency(best), order, best))
    return tuple(card for _, _, card in sorted(picked, key=lambda item: item[:2])[:HEADLINES])


def by_theme(
    found: Shelf, themes: Sequence[ThemeCard], own: str, rank: Callable[[DefinitionCard], int]
) -> tuple[Chosen, ...]:
    """Every theme with its first few figures.

    `rank` comes first (a target, a finding or a trend makes a figure worth more); then the city's own figures, then the
    most recent, then the name.
    """
    made = []
    for theme in themes:
        cards = [card for card in found.cards if card.theme and card.theme.id == theme.id and measures(card)]
        ordered = sorted(cards, key=lambda card: (rank(card), not _is_own(card, own), -_recency(card), card.id))
        if ordered:
            made.append(Chosen(theme, tuple(ordered[:TILES]), len(ordered)))
    return tuple(made)


def measures(card: DefinitionCard) -> bool:
    """Whether an indicator measures something: its latest figure is no number inside a name."""
    return card.latest is not None and card.latest.value.kind not in NAMES


def _of_the_city(figure: Figure, own: str) -> bool:
    return figure.value.kind in _SAYS and figure.value.subject == own and not figure.value.synthetic


def _headline_order(card: DefinitionCard) -> tuple[bool, int, int, str]:
    return (card.value.direction is values.Direction.NONE, -_recency(card), -card.figures, card.id)


def _recency(card: DefinitionCard) -> int:
    return last_day(card.latest).toordinal() if card.latest else 0


def _is_own(card: DefinitionCard, own: str) -> bool:
    return card.latest is not None and card.latest.value.subject == own
