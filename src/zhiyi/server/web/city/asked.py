"""What the address of a list asks for, read strictly: a value that means nothing is refused, with the cure."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from django.http import QueryDict

from zhiyi.indicators import values
from zhiyi.kernel.messages import DataError, Message

WINGS = ("make", "live", "both")
SORTS = ("theme", "name", "period", "findings")
LONGEST_WORDS = 100
LAST_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class Asked:
    """Filters, order and page of the list of indicators; empty means not asked for."""

    q: str = ""
    wing: str = ""
    theme: str = ""
    kind: str = ""
    sort: str = ""
    page: int = 1

    def query(self, **changes: str | int) -> dict[str, str]:
        """The parameters of an address that asks for this with some changes; another filter leads to the first page."""
        changed = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]  # names are the fields' own
        held = {field.name: str(getattr(changed, field.name)) for field in fields(changed)}
        if held["page"] == "1":
            del held["page"]
        return {name: value for name, value in held.items() if value}


def read(address: QueryDict, *, themes: frozenset[str]) -> Asked:
    """Read the parameters of an address.

    Raises:
        DataError: the words are too long, or a wing, theme, kind, order or page does not exist.
    """
    return Asked(
        q=_words(address.get("q", "")),
        wing=_one_of("wing", address.get("wing", ""), WINGS),
        theme=_one_of("theme", address.get("theme", ""), sorted(themes)),
        kind=_one_of("kind", address.get("kind", ""), [kind.value for kind in values.Kind]),
        sort=_one_of("sort", address.get("sort", ""), SORTS),
        page=_page(address.get("page", "1")),
    )


def _words(text: str) -> str:
    words = " ".join(text.split())
    if len(words) > LONGEST_WORDS:
        raise DataError(Message("city.bad.words", length=len(words), most=LONGEST_WORDS))
    return words


def _one_of(name: str, value: str, choices: list[str] | tuple[str, ...]) -> str:
    if value and value not in choices:
        raise DataError(Message(f"city.bad.{name}", value=value[:40], choices=tuple(choices)))
    return value


def _page(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= LAST_PAGE):
        raise DataError(Message("city.bad.page", value=text[:40]))
    return int(text)
