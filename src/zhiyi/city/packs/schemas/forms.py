"""What a table schema is made of: tables, fields, references. The schemas themselves stand beside this module."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from zhiyi.city.packs.rows import Row


class FieldType(StrEnum):
    """How a cell is written and what it becomes."""

    TEXT = "text"
    INT = "int"  # digits, a leading minus allowed
    DECIMAL = "decimal"  # digits with a point, no thousands separator, no exponent
    BOOL = "bool"  # true or false
    DAY = "day"  # 2026-08-31
    PERIOD = "period"  # the grammar of zhiyi.kernel.periods; words without a date are allowed
    DATED = "dated"  # the same, with at least one end known
    MOMENT = "moment"  # the same as DATED, or an ISO date and time
    LIST = "list"  # values joined by ";"


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key, resolved over the pack and everything that it extends.

    `unknown` is the message for a value that the other table lacks.
    """

    table: str
    field: str
    unknown: str = "pack.unknown_reference"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A form that a whole cell must have, and the message that describes it."""

    regex: str
    form: str


@dataclass(frozen=True, slots=True)
class Field:
    """One column.

    Attributes:
        about, about_en: What the column holds, in words.
        example: A value that is valid as it stands.
        pattern: Form that the whole cell must have, or None for any.
        enum: The only values allowed, or empty for any.
        low: Smallest number allowed, for INT and DECIMAL; None for any.
        missing: Message for an empty cell of a required column.
    """

    name: str
    about: str
    about_en: str
    example: str = ""
    type: FieldType = FieldType.TEXT
    required: bool = False
    unique: bool = False
    pattern: Pattern | None = None
    enum: tuple[str, ...] = ()
    low: int | None = None
    refers: Reference | None = None
    missing: str = "pack.required"


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns in the order of the file.

    Attributes:
        key: Column whose value names a row; no two rows of the pack and of what it extends share it.
        overrides: True where a row of a city replaces the row of the same key in a pack that it extends.
    """

    name: str
    title: str
    title_en: str
    about: str
    about_en: str
    row: type[Row]
    key: str
    fields: tuple[Field, ...]
    overrides: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        """The field of that name; KeyError where there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)


ID = Pattern(r"[A-Za-z0-9][A-Za-z0-9_.:\-]*", "pack.form.id")
CODE = Pattern(r"[a-z][a-z0-9_\-]*", "pack.form.code")
INDICATOR_ID = Pattern(r"[a-z][a-z0-9_]*", "pack.form.indicator_id")
REGION_CODE = Pattern(r"\d{6}(\d{3}(\d{3})?)?|\d{6}-Z\d{2}", "pack.form.region_code")
UNIT_CODE = Pattern(r"\S+", "pack.form.unit_code")
FILE_NAME = Pattern(r"[^/\\]+", "pack.form.file_name")
SHA256 = Pattern(r"[0-9a-f]{64}", "pack.form.sha256")
SECTION = Pattern(r"[A-T]", "pack.form.section")
INDUSTRY_CODE = Pattern(r"[A-T]|[A-T]?\d{2,4}", "pack.form.industry_code")
WINGS = ("make", "live", "both")
PUBLICATION = ("internal", "under_check", "releasable")
NO_SOURCE = "pack.figure_without_source"
