"""Cells of CSV files, which people open in spreadsheets."""

from __future__ import annotations

import re

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")


def safe_cell(value: object) -> object:
    """A value as a cell. A text that a spreadsheet would run as a formula gets an apostrophe before it.

    Plain numbers stay as they are, with their sign, also where they are written as texts. What is no text stays too.
    """
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(value):
        return f"'{value}"
    return value
