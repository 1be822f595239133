"""Cells that a spreadsheet opens without running anything."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zhiyi.kernel.cells import safe_cell


@pytest.mark.parametrize(
    "text", ["=1+1", "+a", "-a", "@sum", "\ta", "\ra", "\na", "-1\n", "-1-1", "+86 374", "-", "-.5"]
)
def test_a_text_that_would_run_gets_an_apostrophe(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    "value", ["-1.5", "+86", "-1E+5", "甲", "", " =1", "1-1", "－", -3, Decimal("-0.5"), None, True]
)
def test_numbers_and_other_values_stay(value):
    assert safe_cell(value) is value
