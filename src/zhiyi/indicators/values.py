"""The values of the ledger: definitions, observations, targets, identities, events, findings.

Everything is dated twice: valid time (the period that a figure speaks of) and known time (the day on which it
became known, and the day on which a correction replaced it).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from zhiyi.kernel.evidence import DocumentSpan
from zhiyi.kernel.messages import Message
from zhiyi.kernel.periods import Period


class Kind(StrEnum):
    """What sort of statement an observation is."""

    STAT = "stat"
    RANK = "rank"
    TARGET = "target"
    PLAN = "plan"
    NAMED = "named"  # a number inside the name of a campaign; never a statistic
    DOC = "doc"  # number of a session, an edition, a document
    FREQ = "freq"
    DURATION = "duration"


class Measure(StrEnum):
    """What an indicator measures over time."""

    STOCK = "stock"  # a state at a moment
    FLOW = "flow"  # an amount over a period
    CUMULATIVE = "cumulative"  # an amount since some start
    SHARE = "share"  # part of a whole, in %
    RATIO = "ratio"  # one quantity per another
    RANK = "rank"  # position in a set; lower is better
    GROWTH = "growth"
    DURATION = "duration"
    FREQUENCY = "frequency"
    DATE = "date"  # a day or year as the value
    NAME = "name"  # a number that is part of a name


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


class Publication(StrEnum):
    """May it be said in public. Public pages show only RELEASABLE."""

    INTERNAL = "internal"
    UNDER_CHECK = "under_check"
    RELEASABLE = "releasable"


class Status(StrEnum):
    """Where an observation stands in the append-only ledger."""

    CURRENT = "current"
    SUPERSEDED = "superseded"  # a correction replaced it
    RETIRED = "retired"  # its source row was taken back


@dataclass(frozen=True, slots=True)
class Interval:
    """The set of values that a statement allows; None is an unbounded or unknown end."""

    low: Decimal | None
    high: Decimal | None
    low_closed: bool = True
    high_closed: bool = True

    @property
    def known(self) -> bool:
        """True where at least one end is known."""
        return self.low is not None or self.high is not None


@dataclass(frozen=True, slots=True)
class Comparator:
    """How a comparator word (近, 超, 余 …) turns a printed number into an interval. A city may configure it.

    `rule` is one of exact, below, above, at_least, at_most, next_digit, about, magnitude, tens; `parameter` is the
    width where the rule has one (0.1 for 近, 0.05 for 左右).
    """

    word: str
    rule: str
    parameter: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure: canonical value = printed value × factor, in unit `canonical`."""

    code: str
    name: str
    name_en: str
    dimension: str
    canonical: str
    factor: Decimal


@dataclass(frozen=True, slots=True)
class Definition:
    """An indicator as defined, valid from `valid_from` (None: always).

    Attributes:
        id: Stable id, lower-case ASCII with underscores.
        aliases: Other labels under which sources print it; an alias joins figures, it never hides the printed label.
        unit: Canonical unit code, empty for a pure number.
        numerator, denominator: In words; two shares with different denominators are never one series.
        family: Concept that it shares with indicators which look alike but must not be merged, or empty.
        wing: `make` (智造), `live` (宜居) or `both`.
        formula: Identity id by which it can be derived, or empty.
    """

    id: str
    name: str
    name_en: str
    aliases: tuple[str, ...] = ()
    unit: str = ""
    measure: Measure = Measure.STOCK
    numerator: str = ""
    denominator: str = ""
    direction: Direction = Direction.NONE
    wing: str = "both"
    theme: str = ""
    family: str = ""
    formula: str = ""
    valid_from: date | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure as one source states it. Never changed: a correction is a new observation that supersedes it.

    Attributes:
        id: Id in its pack, such as F062.
        indicator: Definition id.
        label: The indicator as the source table labels it, kept beside the definition.
        subject: Whom or what it is about, as named.
        place: Region code where the subject is or lies in a region, else None.
        value: The interval in the printed unit, after the comparator's algebra.
        printed: The printed number, or None where only a vague word stands.
        printed_high: Upper end of a printed range, else None.
        comparator: The printed comparator word, or empty.
        unit: Printed unit code.
        canonical: The interval in the canonical unit of `canonical_unit`.
        rank_of: The set in which a rank counts, or empty.
        source: Document, line and carrying words; None only for synthetic or register rows.
        known_from: Day on which it became known: the publication day of its document, or the last day of its
            publication month where only the month is known.
        known_to: Day from which a correction or retirement holds instead, exclusive; None while it stands.
    """

    id: str
    indicator: str
    label: str
    subject: str
    place: str | None
    value: Interval
    printed: Decimal | None
    printed_high: Decimal | None
    comparator: str
    unit: str
    canonical: Interval
    canonical_unit: str
    period: Period
    kind: Kind
    rank_of: str
    source: DocumentSpan | None
    known_from: date
    known_to: date | None = None
    publication: Publication = Publication.INTERNAL
    status: Status = Status.CURRENT
    supersedes: str = ""
    synthetic: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A promise with a deadline, drawn from an observation of kind target or plan.

    Attributes:
        observation: Observation that states it.
        topic: What is promised; targets of one topic stated again later are compared for sliding deadlines.
        deadline: Period by whose end it is due; undated where the source gives none.
        outcome: Indicator whose stat or rank observations after the statement would show the outcome.
        outcome_subject: Subject of those observations; empty means the target's own subject.
        sense: `at_least`, `at_most`, `exactly` or `by_day` (an event by the deadline).
        outcome_event: Event id that would show a `by_day` outcome, or empty.
    """

    observation: str
    topic: str
    deadline: Period
    outcome: str = ""
    outcome_subject: str = ""
    sense: str = "at_least"
    outcome_event: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """A relation that figures must satisfy, such as `a <= b` or `a * b = c`, over indicator ids.

    Attributes:
        expression: Sides of + - * / over indicator ids and numbers, joined by one of = <= >=.
        subject: Subject it applies to; empty for every subject that has all the figures.
        periods: `same` (all figures of one period), `latest` (the latest of each; a difference in periods is named in
            the finding) or `any` (every combination).
    """

    id: str
    expression: str
    subject: str = ""
    periods: str = "same"
    name: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class ListCheck:
    """A stated count beside the items that the source names; `complete` where the source claims to name all."""

    id: str
    observation: str
    items: tuple[str, ...]
    complete: bool
    source: DocumentSpan | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A source document: what it is and its hash, never its text.

    `published` may be as vague as a month; `known_on` is its last possible day.
    """

    id: str
    title: str
    publisher: str
    published: Period
    known_on: date
    form: str
    sha256: str
    lines: int
    title_en: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event of the chronicle (产业大事记)."""

    id: str
    when: Period
    precision: str
    title: str
    title_en: str
    actors: tuple[str, ...]
    place: str
    kind: str
    source: DocumentSpan | None
    publication: Publication = Publication.INTERNAL
    stage: str = ""
    project: str = ""
    synthetic: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Weakness:
    """A weakness that the city states of itself."""

    id: str
    title: str
    title_en: str
    subject: str
    source: DocumentSpan
    since: date
    place: str | None = None
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Requirement:
    """An indicator that a framework or the city's own words require to be observed for a subject."""

    id: str
    indicator: str
    subject: str
    place: str | None
    why: str
    why_en: str
    source: DocumentSpan | None = None
    synthetic: bool = False


class FindingKind(StrEnum):
    """The fixed kinds of findings; docs/reference/findings.md says what each means."""

    CONTRADICTION = "contradiction"
    COMPATIBLE = "compatible"
    DIFFERENT_DENOMINATOR = "different_denominator"
    DEFINITION_BREAK = "definition_break"
    RESTATEMENT = "restatement"
    STALE_REPEAT = "stale_repeat"
    SLIDING_TARGET = "sliding_target"
    TARGET_WITHOUT_OUTCOME = "target_without_outcome"
    IDENTITY_BROKEN = "identity_broken"
    STREAK_LONGER = "streak_longer"
    STAGE_ORDER = "stage_order"
    LIST_LENGTH = "list_length"
    DATE_ORDER = "date_order"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule noticed: a fixed kind, the observations (and events) that it rests on, and why.

    `fingerprint` is stable across runs: kind, rule, subject, the ids it rests on, and the identity, list or topic
    that does not hold.
    """

    kind: FindingKind
    rule: str
    indicator: str
    subject: str
    observations: tuple[str, ...]
    why: Message
    events: tuple[str, ...] = ()
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that one run reads, as known on one day."""

    as_known_on: date
    definitions: tuple[Definition, ...]
    observations: tuple[Observation, ...]
    targets: tuple[Target, ...] = ()
    identities: tuple[Identity, ...] = ()
    list_checks: tuple[ListCheck, ...] = ()
    documents: tuple[Document, ...] = ()
    events: tuple[Event, ...] = ()
    weaknesses: tuple[Weakness, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    stage_orders: tuple[tuple[str, ...], ...] = ()
