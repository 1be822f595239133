"""Which figures a page shows first, by rule and never by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from zhiyi.indicators import values
from zhiyi.indicators.promises import Standing
from zhiyi.server.indicators.figures import DefinitionCard, Figure, FindingCard
from zhiyi.server.indicators.surroundings import ThemeCard
from zhiyi.server.web.city.present import HARMLESS, NAMES, Marks, last_day
from zhiyi.server.web.pieces import Wing

HEADLINES = 6
"""Figures of one wing on the home page."""
TILES = 4
"""Figures of one theme on the overview; the rest stand in the list, one link away."""
_SAYS = frozenset({values.Kind.STAT, values.Kind.RANK})
_TELLING = frozenset({values.Measure.RANK, values.Measure.SHARE, values.Measure.RATIO, values.Measure.GROWTH})
"""Measures that say how well, where a count only says how many."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The indicators of a page, and the families that they belong to."""

    cards: tuple[DefinitionCard, ...]
    families: Mapping[str, tuple[DefinitionCard, ...]]

    def kin(self, card: DefinitionCard) -> tuple[DefinitionCard, ...]:
        """The members of an indicator's family, itself alone where it has none."""
        return self.families.get(card.value.family, (card,)) if card.value.family else (card,)


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

    Only statistics and ranks of the city's own subject count. Of these the ones with a better and a worse direction
    come first, then the most recent, then ranks and shares before counts, then those with more figures. Themes with
    the most recent figures stand first, then the city's own order of themes.
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

    `rank` comes first (a finding, a target or a trend makes a figure worth more); then what is before what shall be,
    the city's own figures before others, and the most recent.
    """
    made = []
    for theme in themes:
        cards = [card for card in found.cards if card.theme and card.theme.id == theme.id and measures(card)]
        ordered = sorted(cards, key=lambda card: (rank(card), *_theme_order(card, own)))
        if ordered:
            made.append(Chosen(theme, tuple(ordered[:TILES]), len(ordered)))
    return tuple(made)


def ranking(seen: Marks | None, findings: Sequence[FindingCard]) -> Callable[[DefinitionCard], int]:
    """What makes a figure worth more on the overview: a finding, a target with a deadline, an earlier figure."""
    due = {code for (code, _), one in seen.targets.items() if one.state != Standing.UNDATED} if seen else set()
    flagged = {one.indicator.id for one in findings if one.indicator and one.kind not in HARMLESS}

    def rank(card: DefinitionCard) -> int:
        return -2 * (card.id in flagged) - 2 * (card.id in due) - (card.figures > 1)

    return rank


def measures(card: DefinitionCard) -> bool:
    """Whether an indicator measures something real: its latest figure is no number inside a name, and not synthetic."""
    return card.latest is not None and card.latest.value.kind not in NAMES and not card.latest.value.synthetic


def _of_the_city(figure: Figure, own: str) -> bool:
    return figure.value.kind in _SAYS and figure.value.subject == own and not figure.value.synthetic


def _headline_order(card: DefinitionCard) -> tuple[bool, int, bool, int, str]:
    aimless = card.value.direction is values.Direction.NONE
    return (aimless, -_recency(card), card.value.measure not in _TELLING, -card.figures, card.id)


def _theme_order(card: DefinitionCard, own: str) -> tuple[bool, bool, int, str]:
    promised = card.latest is not None and card.latest.value.kind in {values.Kind.TARGET, values.Kind.PLAN}
    return (promised, not _is_own(card, own), -_recency(card), card.id)


def _recency(card: DefinitionCard) -> int:
    return last_day(card.latest).toordinal() if card.latest else 0


def _is_own(card: DefinitionCard, own: str) -> bool:
    return card.latest is not None and card.latest.value.subject == own
