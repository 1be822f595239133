"""Figures as views show them: plain values that a page, the API and the CLI share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from zhiyi.indicators import values
from zhiyi.kernel.messages import Message
from zhiyi.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Named:
    """A thing with a code and its names."""

    id: str
    name: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class UnitName(Named):
    """A unit with what a sentence needs of it: canonical value = printed value × `factor`, in unit `canonical`."""

    dimension: str = ""
    canonical: str = ""
    factor: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """A source document without its text."""

    id: str
    name: str
    name_en: str
    publisher: str
    published: Period
    known_on: date
    file: str
    sha256: str
    lines: int
    form: str
    note: str
    figures: int = 0
    events: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """One observation with all that a reader needs beside it.

    `value` is the engine's observation; `unit_name` the printed unit; `document` None for register rows.
    """

    value: values.Observation
    indicator: Named
    subject: Named
    place: Named | None
    unit: UnitName | None
    document: DocumentCard | None
    revision: int
    recorded_at: datetime

    @property
    def id(self) -> str:
        """Its id in the pack, such as F062."""
        return self.value.id


@dataclass(frozen=True, slots=True)
class FindingCard:
    """A finding with the figures and events that it rests on, as far as the actor may see them."""

    fingerprint: str
    kind: values.FindingKind
    rule: str
    indicator: Named | None
    subject: str
    why: Message
    observations: tuple[str, ...]
    events: tuple[str, ...]
    synthetic: bool
    run: str


@dataclass(frozen=True, slots=True)
class EventCard:
    """An event of the chronicle."""

    value: values.Event
    document: DocumentCard | None

    @property
    def id(self) -> str:
        """Its id in the pack, such as E079."""
        return self.value.id


@dataclass(frozen=True, slots=True)
class DefinitionCard:
    """An indicator as listed: its definition, how many figures stand of it, and the preferred latest one.

    Attributes:
        figures: How many figures of it the reader may see.
        made_up: How many of them are synthetic.
        states: How many of the others have each publication state.
    """

    value: values.Definition
    theme: Named | None
    unit: UnitName | None
    note: str
    figures: int
    latest: Figure | None
    findings: int = 0
    made_up: int = 0
    states: Mapping[values.Publication, int] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Id of the definition."""
        return self.value.id


@dataclass(frozen=True, slots=True)
class TargetCard:
    """A promise with its deadline and how it stands on the day of the view."""

    value: values.Target
    figure: Figure
    state: str
    outcome: Figure | None = None
