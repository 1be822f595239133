"""DuckDB: rows to Parquet and back. No extension is ever loaded, so nothing tries the network."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb

Columns = Mapping[str, str]
"""Names of columns and their SQL types, in order."""
Row = Sequence[object]


def write_parquet(path: Path, columns: Columns, rows: Iterable[Row]) -> int:
    """Write rows as one Parquet file, in their order; gives how many there were."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        lines = Path(folder) / "rows.json"
        count = _write_lines(lines, tuple(columns), rows)
        typed = "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items()) + "}"
        with _connection() as base:
            base.execute(  # paths and columns are ours, never a reader's
                f"COPY (SELECT * FROM read_json({_quoted(lines)}, format='newline_delimited', columns={typed})) "
                f"TO {_quoted(path)} (FORMAT parquet, COMPRESSION zstd)"
            )
    return count


def read_parquet(path: Path) -> list[tuple[object, ...]]:
    """Every row of a Parquet file, in its order."""
    with _connection() as base:
        return base.execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall()


def _connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(
        config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "threads": "1"}
    )


def _write_lines(path: Path, names: Sequence[str], rows: Iterable[Row]) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as out:
        for row in rows:
            record = {name: _plain(value) for name, value in zip(names, row, strict=True)}
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
            count += 1
    return count


def _plain(value: object) -> object:
    if isinstance(value, (Decimal, date)):
        return str(value)
    if isinstance(value, (tuple, list)):
        return [_plain(part) for part in value]
    return value


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
