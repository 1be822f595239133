"""The schemas of all pack tables, as data: the reader, the writer, the checks and the reference page share them."""

from __future__ import annotations

from types import MappingProxyType

from zhiyi.city.packs.schemas import ledger, places, promises, registers, words
from zhiyi.city.packs.schemas.forms import Field, FieldType, Reference, Table

TABLES: tuple[Table, ...] = (
    places.REGIONS,
    places.DEPARTMENT_TYPES,
    places.ORGANISATIONS,
    places.SUBJECTS,
    words.UNITS,
    words.COMPARATORS,
    words.THEMES,
    ledger.DOCUMENTS,
    ledger.INDICATORS,
    ledger.OBSERVATIONS,
    ledger.EVENTS,
    words.STAGES,
    promises.TARGETS,
    promises.IDENTITIES,
    promises.LIST_CHECKS,
    promises.WEAKNESSES,
    promises.REQUIREMENTS,
    registers.INDUSTRY,
    registers.CALENDAR,
    registers.FIRMS,
    registers.HISTORY,
)
BY_NAME = MappingProxyType({table.name: table for table in TABLES})

__all__ = ["BY_NAME", "TABLES", "Field", "FieldType", "Reference", "Table"]
