"""One frozen dataclass per pack table, with the columns of the table as typed fields.

Empty cells are `""` for text, `()` for lists, False for booleans and None for everything else. Every row knows the
pack that it stands in and its row in the spreadsheet, where the header is row 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhiyi.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Row:
    """What every row has: the name of its pack, and its row in the file."""

    pack: str
    row: int


@dataclass(frozen=True, slots=True)
class Region(Row):
    """A place with a code (行政区划), or a functional zone (功能区)."""

    code: str
    name: str
    name_en: str
    parent: str
    level: str
    kind: str
    synthetic: bool
    source: str


@dataclass(frozen=True, slots=True)
class DepartmentType(Row):
    """A generic department that a city of the country has."""

    code: str
    name: str
    name_en: str
    functions: str


@dataclass(frozen=True, slots=True)
class Organisation(Row):
    """An organisation; `generic` until the city names its own."""

    id: str
    name: str
    name_en: str
    kind: str
    region: str
    parent: str
    department_type: str
    founded: Period | None
    generic: bool
    synthetic: bool
    source: str


@dataclass(frozen=True, slots=True)
class Subject(Row):
    """Whom or what figures are about, by the name that observations use."""

    name: str
    name_en: str
    kind: str
    region: str
    organisation: str


@dataclass(frozen=True, slots=True)
class UnitRow(Row):
    """A unit of measure and its canonical unit."""

    code: str
    name: str
    name_en: str
    dimension: str
    canonical: str
    factor: Decimal


@dataclass(frozen=True, slots=True)
class ComparatorRow(Row):
    """A comparator word (近, 超, 余 …) and its rule."""

    word: str
    rule: str
    parameter: Decimal | None
    name_en: str
    note: str


@dataclass(frozen=True, slots=True)
class Theme(Row):
    """A theme under one of the two wings, or both."""

    code: str
    wing: str
    name: str
    name_en: str
    order: int


@dataclass(frozen=True, slots=True)
class Stage(Row):
    """A stage of a project, in its order."""

    code: str
    name: str
    name_en: str
    order: int


@dataclass(frozen=True, slots=True)
class DocumentRow(Row):
    """A source document: what it is and its hash, never its text."""

    id: str
    title: str
    title_en: str
    publisher: str
    published: Period
    file: str
    sha256: str
    lines: int
    form: str
    note: str


@dataclass(frozen=True, slots=True)
class IndicatorRow(Row):
    """An indicator as the pack defines it."""

    id: str
    name: str
    name_en: str
    aliases: tuple[str, ...]
    unit: str
    measure: str
    numerator: str
    denominator: str
    direction: str
    wing: str
    theme: str
    family: str
    formula: str
    note: str


@dataclass(frozen=True, slots=True)
class ObservationRow(Row):
    """One figure as one document prints it; `indicator` is the printed label."""

    id: str
    seed: str
    line: int
    subject: str
    indicator: str
    value: Decimal | None
    value_high: Decimal | None
    unit: str
    period: Period
    comparator: str
    rank_of: str
    kind: str
    surface: str
    layout: str
    note: str
    publication: str


@dataclass(frozen=True, slots=True)
class EventRow(Row):
    """A dated event of the chronicle (产业大事记)."""

    id: str
    date: Period | None
    date_end: Period | None
    precision: str
    event: str
    event_en: str
    actors: tuple[str, ...]
    place: str
    seed: str
    line: int
    surface: str
    kind: str
    note: str
    publication: str
    stage: str
    project: str


@dataclass(frozen=True, slots=True)
class TargetRow(Row):
    """What an observation of kind target or plan promises, and what would show the outcome."""

    observation: str
    topic: str
    deadline: Period | None
    outcome: str
    outcome_subject: str
    outcome_event: str
    sense: str


@dataclass(frozen=True, slots=True)
class IdentityRow(Row):
    """A relation that figures must satisfy."""

    id: str
    expression: str
    subject: str
    periods: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class ListCheckRow(Row):
    """A stated count beside the items that the source names."""

    id: str
    observation: str
    items: tuple[str, ...]
    complete: bool
    seed: str
    line: int | None
    surface: str


@dataclass(frozen=True, slots=True)
class WeaknessRow(Row):
    """A weakness that the city states of itself."""

    id: str
    title: str
    title_en: str
    subject: str
    seed: str
    line: int
    surface: str
    since: date


@dataclass(frozen=True, slots=True)
class RequirementRow(Row):
    """An indicator that must be observed for a subject, and who says so."""

    id: str
    indicator: str
    subject: str
    why: str
    why_en: str
    seed: str
    line: int | None
    surface: str


@dataclass(frozen=True, slots=True)
class Industry(Row):
    """An entry of the classification of economic activities (GB/T 4754)."""

    code: str
    level: int
    section: str
    name: str
    parent: str


@dataclass(frozen=True, slots=True)
class CalendarDay(Row):
    """A statutory holiday, or a day off that is worked instead."""

    day: date
    kind: str
    name: str
    name_en: str
    source: str


@dataclass(frozen=True, slots=True)
class Firm(Row):
    """A firm of a synthetic roll."""

    id: str
    name: str
    region: str
    industry: str
    registered_on: date | None
    employees: int | None
    synthetic: bool


@dataclass(frozen=True, slots=True)
class HistoryRow(Row):
    """A machine-made figure of a synthetic place; `indicator` is a definition id."""

    id: str
    subject: str
    region: str
    indicator: str
    period: Period
    value: Decimal | None
    unit: str
    known_on: date
    synthetic: bool
