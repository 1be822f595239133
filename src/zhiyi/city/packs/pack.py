"""A pack as read: its rows and those of everything that it extends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from zhiyi.city.packs import rows
from zhiyi.city.packs.ledger import LedgerValues, ledger_values
from zhiyi.city.packs.metadata import PackInfo
from zhiyi.city.packs.rows import Row
from zhiyi.city.packs.schemas import TABLES


@dataclass(frozen=True)
class Pack:
    """A pack without faults.

    Attributes:
        info: What the pack says of itself.
        chain: The packs that it rests on, base first, itself last.
        digest: SHA-256 over every file of the chain; equal digests mean equal content.
    """

    info: PackInfo
    chain: tuple[PackInfo, ...]
    digest: str
    regions: tuple[rows.Region, ...] = ()
    department_types: tuple[rows.DepartmentType, ...] = ()
    organisations: tuple[rows.Organisation, ...] = ()
    subjects: tuple[rows.Subject, ...] = ()
    units: tuple[rows.UnitRow, ...] = ()
    comparators: tuple[rows.ComparatorRow, ...] = ()
    themes: tuple[rows.Theme, ...] = ()
    documents: tuple[rows.DocumentRow, ...] = ()
    indicators: tuple[rows.IndicatorRow, ...] = ()
    observations: tuple[rows.ObservationRow, ...] = ()
    events: tuple[rows.EventRow, ...] = ()
    stages: tuple[rows.Stage, ...] = ()
    targets: tuple[rows.TargetRow, ...] = ()
    identities: tuple[rows.IdentityRow, ...] = ()
    list_checks: tuple[rows.ListCheckRow, ...] = ()
    weaknesses: tuple[rows.WeaknessRow, ...] = ()
    requirements: tuple[rows.RequirementRow, ...] = ()
    industry: tuple[rows.Industry, ...] = ()
    calendar: tuple[rows.CalendarDay, ...] = ()
    firms: tuple[rows.Firm, ...] = ()
    history: tuple[rows.HistoryRow, ...] = ()

    @property
    def tables(self) -> Mapping[str, tuple[Row, ...]]:
        """Rows by the name of the table, in the order of the schemas."""
        return MappingProxyType({table.name: getattr(self, table.name) for table in TABLES})

    def is_synthetic(self, row: Row) -> bool:
        """Whether a row of this pack is made up: it stands in a pack that says so."""
        return any(info.synthetic for info in self.chain if info.name == row.pack)

    def ledger_values(self) -> LedgerValues:
        """The values of the indicator engine: definitions, observations and what they are held against."""
        return ledger_values(self)
