"""What the frame round every page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhiyi.server.web.pieces.figures import Link, Words


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day as of which the page speaks, and the form that travels to another.

    `url` is the page itself; `keep` its other parameters; `past` is True where the day is not today.
    """

    day: date
    url: str
    today_url: str
    past: bool = False
    name: str = "as-known-on"
    keep: tuple[tuple[str, str], ...] = ()
    earliest: date | None = None
    latest: date | None = None


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the left navigation or a tab of a phone, with an optional count."""

    url: str
    label: Words
    icon: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class PersonMenu:
    """Who is signed in: name, role in words, and what they can reach. Signing out is a POST to `sign_out_url`."""

    name: str
    role: Words
    sign_out_url: str
    links: tuple[Link, ...] = ()
