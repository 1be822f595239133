"""Figures, states, sources and the cards that rest on them."""

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
    """A value as its source words it: `before` `value` `after` `unit` `tail`.

    Such as 超 1,500 家, 1,500 余 家 or 93 % 左右. A `value` of None is unknown; `why` then says why.
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
