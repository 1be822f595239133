"""Printing: tables for people, JSON and CSV for programs, refusals in words."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import wraps
from typing import ParamSpec, TypeVar

from rich.console import Console
from rich.table import Table
from rich.text import Text

from zhiyi.city import texts
from zhiyi.kernel.cells import safe_cell
from zhiyi.kernel.messages import ZhiyiError

P = ParamSpec("P")
T = TypeVar("T")


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class _Chosen:
    """The language of this process's output."""

    language = "zh"


def use_language(language: str) -> None:
    """Choose the language of everything printed from here on."""
    _Chosen.language = language


def language() -> str:
    """The chosen language."""
    return _Chosen.language


def say(key: str, /, **params: object) -> str:
    """A text in the chosen language."""
    return texts.text(key, language(), **params)


def screen() -> Console:
    """Standard output for people."""
    return Console(highlight=False, soft_wrap=True)


def refusals(command: Callable[P, T]) -> Callable[P, T]:
    """Turn a refusal into its words on standard error and exit code 1."""

    @wraps(command)
    def told(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except ZhiyiError as refusal:
            tell(refusal)
            raise SystemExit(1) from refusal

    return told


def tell(refusal: ZhiyiError) -> None:
    """Say on standard error what was wrong and the cure."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(
        texts.render(refusal.message, language()), style="red", markup=False
    )


def as_json(records: object) -> None:
    """Print JSON, readable and in its given order."""
    sys.stdout.write(json.dumps(records, ensure_ascii=False, indent=2) + "\n")


def as_csv(records: Sequence[Mapping[str, object]], columns: Sequence[str] | None = None) -> None:
    """Print CSV with a header; a cell that a spreadsheet would run as a formula starts with an apostrophe.

    Nested values stand as JSON.
    """
    out = io.StringIO()
    names = list(columns or (records[0].keys() if records else ()))
    writer = csv.DictWriter(out, names, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows({name: _cell(record.get(name)) for name in names} for record in records)
    sys.stdout.write(out.getvalue())


def as_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table with its title and, beneath, nothing that the reader must guess."""
    table = Table(title=Text(title), title_justify="left", header_style="bold", show_lines=False)
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        table.add_row(*(Text(texts.written(cell, language())) for cell in row))
    screen().print(table)


def _cell(value: object) -> object:
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return safe_cell(value)
