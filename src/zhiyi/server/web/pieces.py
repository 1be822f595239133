"""What the pieces of a page are made of: plain data, filled by views, drawn by the tags of `templatetags/pieces.py`.

`Words` is anything that `zhiyi.city.texts.written` can write: a text that is ready, a message, a day, a period, a
number. The tags write it in the page's language, so that a view never asks which language that is. Every figure has a
source and a period; a value of None is unknown and is drawn hatched, never as zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from zhiyi.kernel.messages import Message
from zhiyi.kernel.periods import Period

Words = str | Message | Period | date | Decimal | int


class Wing(StrEnum):
    """Which half of the city a figure belongs to; it gives the colour of rules, figures and lines."""

    MAKE = "make"
    LIVE = "live"
    BOTH = "both"


class Tone(StrEnum):
    """Shape and colour of a state. The word is given beside it; unknown is hatched grey and nothing else is."""

    GOOD = "good"  # disc with a tick, in the wing's colour: met, done
    CLOSED = "closed"  # square: closed, ended
    RUNNING = "running"  # half disc: under way
    OPEN = "open"  # ring: open, not begun
    CARE = "care"  # ochre diamond: soon due, to be checked
    ACT = "act"  # vermilion triangle: not met, late, contradiction
    UNKNOWN = "unknown"  # hatched grey square
    BY_HAND = "by-hand"  # pencil: only a person can judge
    PLAIN = "plain"  # dash: nothing to say


@dataclass(frozen=True, slots=True)
class State:
    """A state badge: word, shape and colour."""

    tone: Tone
    word: Words


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its words; `current` marks the page or choice that is shown now."""

    url: str
    label: Words
    icon: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A source chip. `url` answers with the full page, and with the fragment alone where `HX-Request` is sent.

    `kind` is `document`, `register`, `run` or `figure` (evidence of one observation).
    """

    url: str
    label: Words
    kind: str = "document"


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One figure of a trend: its day (end of its period), best value, and the ends of its interval where known."""

    at: date
    value: Decimal
    low: Decimal | None = None
    high: Decimal | None = None
    breaks: bool = False  # the definition changed between the figure before and this one


@dataclass(frozen=True, slots=True)
class Trend:
    """A small line of a tile, in order of days, with its words for those who do not see it. Needs two points."""

    points: tuple[TrendPoint, ...]
    words: Words
    target: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A value as its source words it: `before` `value` `after` `unit` `tail`, such as 超 1,500 家, 1,500 余 家, 93 % 左右.

    A `value` of None is unknown; `why` then says why.
    """

    value: Words | None
    unit: Words = ""
    before: Words = ""
    after: Words = ""
    tail: Words = ""
    why: Words = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure tile. `url` leads to the indicator; `source` to the evidence of this very figure."""

    name: Words
    figure: Figure
    period: Words
    url: str = ""
    wing: Wing = Wing.BOTH
    trend: Trend | None = None
    state: State | None = None
    source: Source | None = None
    note: Words = ""


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done: a link, or with `post` a form. `refused` says why not, and nothing can be pressed."""

    label: Words
    url: str = ""
    post: bool = False
    refused: Words = ""
    icon: str = ""
    main: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and its value in a list of facts; with `url` the value is a link. None is unknown."""

    label: Words
    value: Words | None
    url: str = ""


@dataclass(frozen=True, slots=True)
class GapCard:
    """A gap (短板): what falls short, for whom, how much, since when, on what evidence, and the next step."""

    title: Words
    state: State
    size: Figure | None = None
    facts: tuple[Fact, ...] = ()
    sources: tuple[Source, ...] = ()
    url: str = ""
    wing: Wing = Wing.BOTH
    actions: tuple[Action, ...] = ()
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Basis:
    """One thing that a finding rests on: an observation or an event, as printed, with its period and source."""

    value: Words
    name: Words
    period: Words = ""
    url: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class FindingCard:
    """A finding: its kind as a state, the sentence that says why, and what it rests on."""

    state: State
    why: Words
    rests_on: tuple[Basis, ...]
    url: str = ""
    about: Link | None = None
    note: Words = ""


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """One condition: own value beside the threshold, the article, and met, not met, unknown or by hand."""

    state: State
    condition: Words
    own: Words | None
    threshold: Words
    article: Source | None = None
    why: Words = ""


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
class Empty:
    """Why there is nothing here, and what to do about it."""

    why: Words
    cure: Words
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A page that says what was wrong, with the value, and the cure; `code` is the HTTP status."""

    code: int
    what: Words
    cure: Words
    actions: tuple[Action, ...] = ()


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


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One observation on a chart.

    Attributes:
        start, end: First and last day of its period; equal for a day.
        value: Where the mark stands; None where only the ends of the interval are known.
        low, high: Ends of the interval; None is unbounded, unless `value` is exact and both equal it.
        text: The figure as printed, with comparator and unit.
        period: The period in words.
        segment: Points of one number are joined by a line; a definition break begins the next number.
    """

    id: str
    start: date
    end: date
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    text: Words
    period: Words
    segment: int = 0
    source: Source | None = None
    note: Words = ""


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """One line of a chart; `name` is written at its end where there is more than one."""

    name: Words
    points: tuple[ChartPoint, ...]
    colour: str = "ink"  # make, live, ink, quiet, act, care


@dataclass(frozen=True, slots=True)
class ChartBreak:
    """A break of definition: the line stops, and `reason` stands under the chart by its number."""

    at: date
    reason: Words


@dataclass(frozen=True, slots=True)
class Chart:
    """A series chart with its equal table.

    Attributes:
        id: Unique on the page, letters, digits and hyphens.
        title: The finding, as a sentence.
        measure: What is measured, with its unit.
        unit: The unit alone, as the head of the table's value column.
        period: What the whole chart covers, in words.
        description: What a person who cannot see it should know.
        targets: Open marks, at the end of their deadline.
        inverse: True for ranks, where 1 stands on top.
        from_zero: True where the axis must begin at zero.
        csv_url: Where the table can be downloaded.
    """

    id: str
    title: Words
    measure: Words
    unit: Words
    period: Words
    description: Words
    series: tuple[ChartSeries, ...]
    sources: tuple[Source, ...]
    targets: tuple[ChartPoint, ...] = ()
    breaks: tuple[ChartBreak, ...] = ()
    wing: Wing = Wing.BOTH
    inverse: bool = False
    from_zero: bool = False
    csv_url: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """One event of the chronicle. `period` gives when and how finely; `title` is what happened."""

    period: Period
    title: Words
    id: str = ""
    url: str = ""
    actors: Words = ""
    place: Words = ""
    kind: Words = ""
    state: State | None = None
    source: Source | None = None
    wing: Wing = Wing.BOTH


@dataclass(frozen=True, slots=True)
class Proof:
    """What the evidence panel shows: a document span, register rows or a run.

    `line` and `words` belong to a document span; `carrying` is the part of `words` that carries the figure and is
    underlined. `digest` is the hash of the document, the state of the register or the inputs of the run.
    """

    title: Words
    facts: tuple[Fact, ...] = ()
    line: int | None = None
    words: str = ""
    carrying: str = ""
    digest: str = ""
    note: Words = ""
    actions: tuple[Action, ...] = ()
    related: tuple[Source, ...] = ()


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
