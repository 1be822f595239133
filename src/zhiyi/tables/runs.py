"""Runs in the lake: `runs/<engine>/<run>/<table>.parquet` and `manifest.json`, written once."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from zhiyi.kernel.messages import DataError, Message, NotFound
from zhiyi.tables import duck

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Table:
    """A table to be written.

    Attributes:
        name: Name of the file, without its ending.
        part: `input` for what the run read, `output` for what it found.
        columns: Names of columns and their SQL types, in order.
        rows: The rows, in the order in which they are kept.
    """

    name: str
    part: str
    columns: Mapping[str, str]
    rows: Iterable[Sequence[object]]


@dataclass(frozen=True, slots=True)
class RunManifest:
    """What a run was: engine and version, the day it looked from, and each table with its rows and SHA-256."""

    run: str
    engine: str
    version: str
    as_known_on: str
    input_digest: str
    tables: tuple[dict[str, object], ...]


def write_run(
    lake: Path, *, run: str, engine: str, version: str, as_known_on: str, input_digest: str, tables: Sequence[Table]
) -> RunManifest:
    """Write a run's folder as a whole; a folder that a cut-off run left behind is replaced.

    Raises:
        DataError: the lake cannot be written.
    """
    final = lake / "runs" / engine / run
    part = final.with_name(f"{run}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        described = tuple(_write(part, table) for table in tables)
        manifest = RunManifest(run, engine, version, as_known_on, input_digest, described)
        text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
        (part / MANIFEST).write_text(text, encoding="utf-8")
        shutil.rmtree(final, ignore_errors=True)
        part.rename(final)
    except OSError as fault:
        raise DataError(Message("tables.cannot_write", folder=str(lake), why=fault.strerror or str(fault))) from fault
    return manifest


def read_manifest(lake: Path, *, engine: str, run: str) -> RunManifest:
    """The manifest of a run.

    Raises:
        NotFound: the lake has no such run.
    """
    path = lake / "runs" / engine / run / MANIFEST
    if not path.is_file():
        raise NotFound(Message("tables.no_run", run=run))
    record = json.loads(path.read_text(encoding="utf-8"))
    return RunManifest(**{**record, "tables": tuple(record["tables"])})


def read_table(lake: Path, *, engine: str, run: str, table: str) -> list[tuple[object, ...]]:
    """The rows of one table of a run, after its hash was found as the manifest says.

    Raises:
        NotFound: the lake has no such run or table.
        DataError: the file is not what the run wrote.
    """
    manifest = read_manifest(lake, engine=engine, run=run)
    described = next((one for one in manifest.tables if one["name"] == table), None)
    if described is None:
        raise NotFound(Message("tables.no_table", run=run, table=table))
    path = lake / "runs" / engine / run / f"{table}.parquet"
    if not path.is_file() or _sha256(path) != described["sha256"]:
        raise DataError(Message("tables.changed", run=run, table=table))
    return duck.read_parquet(path)


def _write(folder: Path, table: Table) -> dict[str, object]:
    path = folder / f"{table.name}.parquet"
    rows = duck.write_parquet(path, table.columns, table.rows)
    return {"name": table.name, "part": table.part, "rows": rows, "sha256": _sha256(path)}


def _sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
