"""Pages of a list: `limit` items after the first `offset`, in an order that does not change between two requests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from zhiyi.server.api.etags import Record
from zhiyi.server.api.parameters import AskedPage
from zhiyi.server.paging import Page

Card = TypeVar("Card")


def listing(
    asked: AskedPage,
    page: Page[Card],
    record: Callable[[Card], Record],
    *,
    as_known_on: date | None,
    synthetic: bool | None = None,
) -> Record:
    """One page as the API writes it.

    Args:
        asked: Which page was asked for.
        page: Its cards, and how many there are in all.
        record: Writes one card.
        as_known_on: The day as known on which the whole list stands; None where nothing was measured yet.
        synthetic: Whether anything on the page is synthetic; None where each record says so of itself.
    """
    items = [record(card) for card in page.items]
    made_up = any(item.get("synthetic") is True for item in items) if synthetic is None else synthetic
    return {
        "items": items,
        "total": page.total,
        "limit": asked.limit,
        "offset": asked.offset,
        "as_known_on": as_known_on,
        "synthetic": made_up,
    }


def cut(asked: AskedPage, cards: Sequence[Card]) -> Page[Card]:
    """The page of a short list that is held whole."""
    return Page(tuple(cards[asked.offset : asked.offset + asked.limit]), len(cards))
