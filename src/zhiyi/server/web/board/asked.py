"""What the address of a page asks for: filters, words, the number of a page. What cannot be read is refused by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from zhiyi.kernel.messages import DataError, Message
from zhiyi.server.web import days
from zhiyi.server.web.pieces import Choice, Field, Filters, Link, Pager, Words

LONGEST = 100
_PAGE = re.compile(r"[1-9][0-9]{0,6}")
_CODE = re.compile(r"[\w.:-]{1,80}")
_ASIDE = frozenset({"page", "lang"})


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a long list a page shows: `first` leaves out so many, at most `size` follow."""

    page: int
    size: int
    total: int

    @property
    def first(self) -> int:
        """How many stand before this page."""
        return (self.page - 1) * self.size

    @property
    def pages(self) -> int:
        """How many pages there are; one, where there is nothing."""
        return max(1, -(-self.total // self.size))


def words(request: HttpRequest, name: str = "words") -> str:
    """Words that a reader typed, without blanks round them.

    Raises:
        DataError: longer than 100 characters.
    """
    asked = request.GET.get(name, "").strip()
    if len(asked) > LONGEST:
        raise DataError(Message("page.bad.words", longest=LONGEST, length=len(asked)))
    return asked


def code(request: HttpRequest, name: str) -> str:
    """A code such as a kind or an id; empty where none is asked for.

    Raises:
        DataError: it holds something that no code holds.
    """
    asked = request.GET.get(name, "")
    if asked and not _CODE.fullmatch(asked):
        raise DataError(Message("page.bad.code", name=name, asked=asked[:LONGEST]))
    return asked


def one_of(request: HttpRequest, name: str, allowed: Iterable[str]) -> str:
    """One of a few values; empty where none is asked for.

    Raises:
        DataError: it is none of them; the message lists them.
    """
    asked, choices = request.GET.get(name, ""), tuple(allowed)
    if asked and asked not in choices:
        raise DataError(Message("page.bad.choice", name=name, asked=asked[:LONGEST], choices=choices))
    return asked


def window(request: HttpRequest, *, total: int, size: int) -> Window:
    """The part of a list of `total` that `?page=` asks for; the first where it asks for none.

    Raises:
        DataError: it is no number, or greater than the last page.
    """
    asked = request.GET.get("page", "") or "1"
    if not _PAGE.fullmatch(asked):
        raise DataError(Message("page.bad.page", asked=asked[:LONGEST]))
    found = Window(int(asked), size, total)
    if found.page > found.pages:
        raise DataError(Message("page.bad.page_beyond", asked=found.page, pages=found.pages))
    return found


def pager(request: HttpRequest, found: Window) -> Pager | None:
    """The pager under a list; None where everything fits one page."""
    if found.total <= found.size:
        return None
    url = address(request, page="PAGE").replace("page=PAGE", "page={page}")
    last = min(found.first + found.size, found.total)
    return Pager(found.page, found.pages, found.first + 1, last, found.total, url)


def address(request: HttpRequest, path: str = "", **changed: str) -> str:
    """This page, or another `path`, with the filters of this one and with some changed; empty takes a filter off."""
    kept = [
        (name, value)
        for name, values in request.GET.lists()
        if name not in _ASIDE and name not in changed
        for value in values
        if value
    ]
    asked = urlencode([*kept, *((name, value) for name, value in changed.items() if value)])
    return (path or request.path) + (f"?{asked}" if asked else "")


def choices(pairs: Iterable[tuple[str, Words]], *, chosen: str, every: Words) -> tuple[Choice, ...]:
    """The choices of a filter, the one that does not filter first."""
    offered = [("", every), *pairs]
    if chosen and chosen not in {value for value, _ in offered}:
        offered.append((chosen, chosen))
    return tuple(Choice(value, label, chosen=value == chosen) for value, label in offered)


def filters(request: HttpRequest, fields: Sequence[Field]) -> Filters:
    """The filter form, with a chip for each filter in use; other parameters than the day are not carried on."""
    chips = [
        Link(address(request, **{field.name: ""}), Message("page.filter.chip", name=field.label, value=label))
        for field in fields
        for label in [_chosen(field)]
        if label is not None
    ]
    kept = days.carried(request)
    clear = request.path + (f"?{urlencode(kept)}" if kept else "")
    return Filters(
        tuple(fields), url=request.path, active=tuple(chips), clear_url=clear if len(chips) > 1 else "", keep=kept
    )


def _chosen(field: Field) -> Words | None:
    if not field.choices:
        return field.value or None
    return next((choice.label for choice in field.choices if choice.chosen and choice.value), None)
