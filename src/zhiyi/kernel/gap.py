"""A gap (短板): a measured shortfall, in the one form that all engines share."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from zhiyi.kernel.evidence import Evidence
from zhiyi.kernel.messages import Message


class GapState(StrEnum):
    """State of a gap on the board. Only a new measurement moves a gap to `closed`."""

    OPEN = "open"
    CLOSED = "closed"


class Visibility(StrEnum):
    """Who may see it: everyone, staff, or the staff of its scope."""

    PUBLIC = "public"
    INTERNAL = "internal"
    RESTRICTED = "restricted"


@dataclass(frozen=True, slots=True)
class Affected:
    """Who is affected and how many; `count` is None where nobody counted."""

    who: Message | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """One shortfall as an engine states it.

    Attributes:
        engine: Engine that found it, such as `indicators`.
        kind: Fixed kind within the engine, such as `missed_target`.
        rule: Id of the rule, target or statement that it breaks.
        subject: Whom or what it is about, by the ledger's subject id.
        place: Region code, or None where no place is meant.
        title: What falls short, in one sentence.
        affected: Who is affected and how many.
        size: How much is missing, in `unit`; None when that is not known.
        unit: Unit of `size`, by its code in the units table; empty when `size` is None.
        since: First day on which the shortfall is documented, or None when unknown.
        due: Day by which it must be closed, or None.
        owner: Suggested owning organisation, or None. An officer decides.
        visibility: Who may see it.
        scope: Organisation or region code that a `restricted` gap belongs to; empty otherwise.
        evidence: What it rests on; never empty.
        solid: False where it rests on unknown or synthetic data; then no task may be issued from it.
        synthetic: True where any of its data is synthetic.
    """

    engine: str
    kind: str
    rule: str
    subject: str
    place: str | None
    title: Message
    evidence: tuple[Evidence, ...]
    affected: Affected = Affected()
    size: Decimal | None = None
    unit: str = ""
    since: date | None = None
    due: date | None = None
    owner: str | None = None
    visibility: Visibility = Visibility.INTERNAL
    scope: str = ""
    solid: bool = True
    synthetic: bool = False

    @property
    def fingerprint(self) -> str:
        """What makes it the same gap in the next run: engine, kind, subject, place and rule; never size or date."""
        return fingerprint(engine=self.engine, kind=self.kind, subject=self.subject, place=self.place, rule=self.rule)


class Reading(StrEnum):
    """What a run could say of one rule: falls short, holds, or could not be measured."""

    SHORT = "short"
    HOLDS = "holds"
    UNMEASURED = "unmeasured"


@dataclass(frozen=True, slots=True)
class GapReading:
    """The answer of one run to one rule.

    A stored gap closes only on HOLDS. SHORT opens or updates it; UNMEASURED leaves its state as it was, because
    missing data never closes a gap. `gap` is None unless the reading is SHORT; `evidence` says what HOLDS rests on.
    """

    fingerprint: str
    reading: Reading
    gap: Gap | None = None
    evidence: tuple[Evidence, ...] = ()


def fingerprint(*, engine: str, kind: str, subject: str, place: str | None, rule: str) -> str:
    """32 hexadecimal digits of SHA-256 over the five parts, which may not contain the separator U+001F."""
    parts = (engine, kind, subject, place or "", rule)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
