"""Writing packs: an empty one to fill, tables from rows, and the resources of datapackage.json from the schemas."""

from __future__ import annotations

import csv
import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from zhiyi.city.packs import files, reference
from zhiyi.city.packs.cells import SEPARATOR
from zhiyi.city.packs.metadata import FORMAT, NAME, TABULAR, parsed
from zhiyi.city.packs.rows import Row
from zhiyi.city.packs.schemas import BY_NAME, TABLES
from zhiyi.city.packs.schemas.forms import Field, FieldType, Table
from zhiyi.kernel.messages import DataError, Message
from zhiyi.kernel.periods import Period

_JSON_TYPES = {
    FieldType.INT: "integer",
    FieldType.DECIMAL: "number",
    FieldType.BOOL: "boolean",
    FieldType.DAY: "date",
}


def new(name: str, directory: Path) -> Path:
    """Write an empty pack that extends `china`, with every table and notes on how to fill it; gives its folder.

    The folder `directory/name` is made. The pack is valid as it stands.

    Raises:
        DataError: the name is not a pack name, or the folder exists and holds something.
    """
    if not NAME.fullmatch(name):
        raise DataError(Message("pack.bad_name", value=name))
    folder = directory / name
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DataError(Message("pack.folder_not_empty", path=str(folder)))
    folder.mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        if table.name not in _MADE_UP:
            write_table(folder, table.name, ())
    (folder / "README.md").write_text(reference.readme(name), encoding="utf-8", newline="\n")
    (folder / "EXAMPLES.md").write_text(reference.examples(), encoding="utf-8", newline="\n")
    about: dict[str, object] = {
        "name": name,
        "title": name,
        "title_en": name,
        "version": "0.1.0",
        "licenses": [],
        "sources": [],
        "zhiyi": {
            "format": FORMAT,
            "extends": "china",
            "kind": "city",
            "demo": False,
            "synthetic": False,
            "timezone": "Asia/Shanghai",
        },
        "resources": [],
    }
    _write_json(folder, about)
    refresh(folder)
    return folder


def write_table(folder: Path, name: str, rows: Iterable[Row | Mapping[str, object]]) -> Path:
    """Write a table from rows, or from mappings of column to value; a column that a mapping lacks is left empty.

    Raises:
        DataError: a mapping has a key that is no column of the table.
    """
    table = BY_NAME[name]
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.columns)
        for row in rows:
            writer.writerow(_record(table, row))
    return path


def refresh(folder: Path) -> None:
    """Bring the resources in a pack's datapackage.json in line with its CSV files and the schemas.

    Raises:
        DataError: datapackage.json is missing, is not a JSON object, or lists resources that are none.
    """
    (folder / files.METADATA).write_text(refreshed(folder), encoding="utf-8", newline="\n")


def refreshed(folder: Path) -> str:
    """The text that `refresh` writes; everything that it says beside its tables stays as it is."""
    data = files.content(files.inside(folder, files.METADATA), limit=files.MAX_METADATA_BYTES)
    about = dict(parsed(data))
    present = {table.name for table in TABLES if (folder / f"{table.name}.csv").is_file()}
    listed = about.get("resources", [])
    if not isinstance(listed, list):
        raise DataError(Message("pack.no_resources"))
    if not all(isinstance(entry, dict) for entry in listed):
        raise DataError(Message("pack.resource_without_name"))
    zhiyi = about.get("zhiyi")
    if not isinstance(zhiyi, dict):
        raise DataError(Message("pack.no_zhiyi_section", format=FORMAT))
    kept = [entry for entry in listed if entry.get("name") not in BY_NAME]
    extends = zhiyi.get("extends")
    described = [descriptor(table, present=present, extends=bool(extends)) for table in TABLES if table.name in present]
    about["resources"] = described + kept
    return _json_text(about)


def descriptor(table: Table, *, present: Collection[str], extends: bool) -> dict[str, object]:
    """A table as a Tabular Data Resource.

    A Table Schema cannot name a table of another package. In a pack that extends one, foreign keys therefore stand
    under `zhiyi`, in the same form, where other software leaves them alone.
    """
    schema: dict[str, object] = {
        "fields": [_field(field) for field in table.fields],
        "primaryKey": [table.key],
        "missingValues": [""],
    }
    resource: dict[str, object] = {
        "name": table.name,
        "path": f"{table.name}.csv",
        "profile": TABULAR,
        "encoding": "utf-8",
        "title": table.title,
        "title_en": table.title_en,
        "schema": schema,
    }
    keys = [
        {
            "fields": [field.name],
            "reference": {
                "resource": "" if field.refers.table == table.name else field.refers.table,
                "fields": [field.refers.field],
            },
        }
        for field in table.fields
        if field.refers and (extends or field.refers.table in present)
    ]
    if keys and extends:
        resource["zhiyi"] = {"foreignKeys": keys}
    elif keys:
        schema["foreignKeys"] = keys
    return resource


_MADE_UP = ("firms", "history")  # a real city fills neither


def _field(field: Field) -> dict[str, object]:
    found: dict[str, object] = {
        "name": field.name,
        "type": _JSON_TYPES.get(field.type, "string"),
        "description": field.about,
        "description_en": field.about_en,
    }
    if field.example:
        found["example"] = field.example
    if field.type is FieldType.BOOL:
        found |= {"trueValues": ["true"], "falseValues": ["false"]}
    constraints: dict[str, object] = {}
    if field.required:
        constraints["required"] = True
    if field.unique:
        constraints["unique"] = True
    if field.pattern:
        regex = field.pattern.regex  # in a group: some readers anchor only the first and the last alternative
        constraints["pattern"] = f"({regex})" if "|" in regex else regex
    if field.enum:
        constraints["enum"] = list(field.enum)
    if field.low is not None:
        constraints["minimum"] = field.low
    if constraints:
        found["constraints"] = constraints
    return found


def _record(table: Table, row: Row | Mapping[str, object]) -> list[str]:
    if isinstance(row, Row):
        return [written(getattr(row, column), field) for column, field in zip(table.columns, table.fields, strict=True)]
    if unknown := tuple(sorted(set(row) - set(table.columns))):
        known = ",".join(table.columns)
        raise DataError(Message("pack.column_unknown", column=unknown[0], expected=known))
    return [written(row.get(field.name), field) for field in table.fields]


def written(value: object, field: Field) -> str:
    """A value as a cell; False in an optional column is an empty cell."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else ("false" if field.required else "")
        case Period():
            return value.text
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
        case tuple() | list():
            return SEPARATOR.join(str(part) for part in value)
        case _:
            return str(value)


def _write_json(folder: Path, about: Mapping[str, object]) -> None:
    (folder / files.METADATA).write_text(_json_text(about), encoding="utf-8", newline="\n")


def _json_text(about: Mapping[str, object]) -> str:
    return json.dumps(about, ensure_ascii=False, indent=2) + "\n"
