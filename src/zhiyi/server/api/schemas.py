"""What the API answers with. Unknown is null: never zero, never false, never missing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from zhiyi.indicators import values
from zhiyi.kernel.gap import GapState, Visibility
from zhiyi.kernel.periods import Precision

Number = int | float | None
Day = date


class BadParameter(Schema):
    """One parameter that cannot be used."""

    parameter: str
    message_zh: str
    message_en: str


class ErrorBody(Schema):
    """What was wrong, with the value, and the cure."""

    code: str
    message_zh: str
    message_en: str
    details: list[BadParameter] = Field(default_factory=list)


class Error(Schema):
    """Every refusal has this form."""

    error: ErrorBody


class Source(Schema):
    """Words in a document."""

    document: str
    line: int
    words: str


class Observation(Schema):
    """One figure as one source states it."""

    id: str
    revision: int
    indicator: str
    label: str
    subject: str
    place: str | None
    period: str
    period_start: Day | None
    period_end: Day | None
    precision: Precision
    low: Number
    high: Number
    low_closed: bool
    high_closed: bool
    printed: Number
    comparator: str
    unit: str
    kind: values.Kind
    rank_of: str
    source: Source | None
    known_on: Day
    known_until: Day | None
    publication: values.Publication
    status: values.Status
    synthetic: bool


class Indicator(Schema):
    """One indicator as defined, with the preferred latest figure."""

    id: str
    name: str
    name_en: str
    aliases: list[str]
    unit: str
    measure: values.Measure
    numerator: str
    denominator: str
    direction: values.Direction
    wing: Literal["make", "live", "both"]
    theme: str
    family: str
    formula: str
    observations: int
    findings: int | None
    latest: Observation | None
    synthetic: bool


class Event(Schema):
    """One event of the chronicle."""

    id: str
    date: str
    start: Day | None
    end: Day | None
    precision: str
    title: str
    title_en: str
    actors: list[str]
    place: str
    kind: str
    stage: str
    project: str
    source: Source | None
    publication: values.Publication
    synthetic: bool


class Finding(Schema):
    """What a rule of the engine noticed."""

    id: str
    kind: values.FindingKind
    rule: str
    indicator: str | None
    subject: str
    observations: list[str]
    events: list[str]
    why: str
    synthetic: bool
    run: str


class DocumentEvidence(Schema):
    """Evidence: words in a document."""

    type: Literal["document"]
    document: str
    line: int
    words: str
    synthetic: bool = False


class RegisterEvidence(Schema):
    """Evidence: rows of a register."""

    type: Literal["register"]
    of: str = Field(alias="register")  # a schema class has an attribute `register` already
    rows: list[str]
    digest: str
    synthetic: bool = False


class RunEvidence(Schema):
    """Evidence: a run of an engine."""

    type: Literal["run"]
    run: str
    engine: str
    version: str
    synthetic: bool = False


class Affected(Schema):
    """Who is affected, and how many."""

    who: str | None
    count: int | None


class Gap(Schema):
    """One measured shortfall."""

    id: int
    fingerprint: str
    state: GapState
    kind: str
    engine: str
    subject: str
    place: str | None
    affected: Affected
    size: Number
    unit: str
    since: Day | None
    due: Day | None
    owner: str | None
    visibility: Visibility
    evidence: list[DocumentEvidence | RegisterEvidence | RunEvidence]
    case: str | None


class Organisation(Schema):
    """One unit of the city."""

    id: str
    name: str
    name_en: str | None
    kind: str
    region: str | None
    parent: str | None
    functions: str | None
    founded: str | None
    generic: bool
    source: str | None
    children: int
    synthetic: bool


class Region(Schema):
    """One division, functional zone, community or village."""

    code: str
    name: str
    name_en: str | None
    parent: str | None
    level: str
    kind: str
    source: str | None
    children: int
    organisations: int
    synthetic: bool


class Document(Schema):
    """One source document without its text."""

    id: str
    title: str
    title_en: str | None
    publisher: str | None
    published: str
    known_on: Day
    file: str
    sha256: str
    lines: int
    form: str
    observations: int
    events: int


class Listing(Schema):
    """One page of a list."""

    total: int
    limit: int
    offset: int
    as_known_on: Day | None
    synthetic: bool


class IndicatorList(Listing):
    """A page of indicators."""

    items: list[Indicator]


class ObservationList(Listing):
    """A page of observations."""

    items: list[Observation]


class EventList(Listing):
    """A page of events."""

    items: list[Event]


class FindingList(Listing):
    """A page of findings."""

    items: list[Finding]


class GapList(Listing):
    """A page of gaps."""

    items: list[Gap]


class OrganisationList(Listing):
    """A page of organisations."""

    items: list[Organisation]


class RegionList(Listing):
    """A page of regions."""

    items: list[Region]


class DocumentList(Listing):
    """A page of documents."""

    items: list[Document]


class City(Schema):
    """The city of this home."""

    name: str
    name_en: str | None
    region: str | None


class Pack(Schema):
    """The city pack that this home was loaded from."""

    name: str
    version: str
    digest: str
    chain: list[str]
    loaded_at: datetime
    demo: bool


class About(Schema):
    """What this home holds, and as of when."""

    city: City | None
    pack: Pack | None
    version: str
    as_of: Day
    measured_on: Day | None
    synthetic: bool
