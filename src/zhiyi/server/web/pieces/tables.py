"""Queue tables with their filters and pagers."""

from __future__ import annotations

from dataclasses import dataclass

from zhiyi.server.web.pieces.figures import Empty, Link, Source, State, Words


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. `words` None is unknown. `sub` is a second, quiet line; `source` a chip after the words."""

    words: Words | None = ""
    url: str = ""
    sub: Words = ""
    state: State | None = None
    source: Source | None = None
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `sort_url` makes its head a link; `sorted` is `ascending`, `descending` or empty."""

    label: Words
    number: bool = False
    sort_url: str = ""
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: as many cells as the table has columns; the first names the row. `id` anchors it, `pick` selects it."""

    cells: tuple[Cell, ...]
    id: str = ""
    pick: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter."""

    value: str
    label: Words
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A filter field: a select where it has `choices`, else a text field with `value`."""

    name: str
    label: Words
    choices: tuple[Choice, ...] = ()
    value: str = ""


@dataclass(frozen=True, slots=True)
class Filters:
    """Filters of a table, a GET form. `active` are the chips: each link leads to the page without that filter.

    `keep` are parameters that the form must carry on, such as the order or the as-of day.
    """

    fields: tuple[Field, ...]
    url: str = ""
    active: tuple[Link, ...] = ()
    clear_url: str = ""
    keep: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Pager:
    """Where we are in a long list. `page_url` holds `{page}` where the number goes. Numbers count from 1."""

    page: int
    pages: int
    first: int
    last: int
    total: int
    page_url: str


@dataclass(frozen=True, slots=True)
class Table:
    """A queue table. `caption` says what the rows are and how many; `empty` is shown where there are no rows."""

    caption: Words
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: Empty | None = None
    filters: Filters | None = None
    exports: tuple[Link, ...] = ()
    pager: Pager | None = None
    pick: bool = False
