"""A page of what was asked for, cut by the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Card = TypeVar("Card")


@dataclass(frozen=True, slots=True)
class Page(Generic[Card]):
    """Some cards in their order, and how many there are in all."""

    items: tuple[Card, ...]
    total: int
