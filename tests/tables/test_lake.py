"""Runs in the lake: written whole, read back the same, refused when changed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiyi import tables
from zhiyi.kernel.messages import DataError, NotFound

COLUMNS = {"id": "VARCHAR", "value": "DECIMAL(26,6)", "on": "DATE", "sure": "BOOLEAN", "names": "VARCHAR[]"}
ROWS = [("F1", Decimal("36.43"), date(2026, 8, 31), True, ["许", "b"]), ("F2", None, None, False, [])]


def write(lake, rows=ROWS, run="test-000001"):
    table = tables.Table("figures", "input", COLUMNS, rows)
    return tables.write_run(
        lake, run=run, engine="test", version="1", as_known_on="2026-08-31", input_digest="sha256:0", tables=[table]
    )


def test_what_is_written_comes_back(tmp_path):
    manifest = write(tmp_path)
    assert manifest.tables[0]["rows"] == 2
    assert tables.read_table(tmp_path, engine="test", run="test-000001", table="figures") == ROWS
    assert tables.read_manifest(tmp_path, engine="test", run="test-000001") == manifest


def test_a_table_without_rows_is_kept(tmp_path):
    write(tmp_path, rows=[])
    assert tables.read_table(tmp_path, engine="test", run="test-000001", table="figures") == []


def test_a_changed_file_is_no_evidence(tmp_path):
    write(tmp_path)
    path = tmp_path / "runs" / "test" / "test-000001" / "figures.parquet"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(DataError):
        tables.read_table(tmp_path, engine="test", run="test-000001", table="figures")


def test_a_run_that_is_not_there_is_not_found(tmp_path):
    with pytest.raises(NotFound):
        tables.read_manifest(tmp_path, engine="test", run="nothing")


def test_a_cut_off_run_leaves_nothing_that_looks_whole(tmp_path):
    def broken():
        yield ROWS[0]
        raise OSError(28, "No space left on device")

    with pytest.raises(DataError):
        write(tmp_path, rows=broken())
    with pytest.raises(NotFound):
        tables.read_manifest(tmp_path, engine="test", run="test-000001")
    assert write(tmp_path).tables[0]["rows"] == 2


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=8), max_size=5))
def test_any_text_comes_back(tmp_path_factory, words):
    lake = tmp_path_factory.mktemp("lake")
    rows = [(word, Decimal(1), None, True, [word]) for word in words]
    write(lake, rows=rows)
    assert tables.read_table(lake, engine="test", run="test-000001", table="figures") == rows
