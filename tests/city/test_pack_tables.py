"""Tables at the edges: what is written comes back, what is hostile never crashes, what is large stays bounded."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cities.made_up import made_up_city
from zhiyi.city import packs
from zhiyi.city.packs.csv_tables import read_table
from zhiyi.city.packs.faults import Faults
from zhiyi.city.packs.metadata import info_with_faults
from zhiyi.city.packs.rows import Row
from zhiyi.city.packs.schemas import BY_NAME, TABLES
from zhiyi.city.packs.schemas.forms import Field, FieldType, Table
from zhiyi.kernel import periods

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), min_size=1, max_size=12).filter(
    lambda text: text == text.strip() and not text.startswith("\ufeff")
) | st.sampled_from(["近300家", "a,b", 'say "so"', "two\nlines", "=1+1", "“引号”"])
DATED = st.sampled_from(
    ["2019-09-11", "2019-09", "2020-Q1", "2019", "2019-11/2020-01", "2012-", "截至2020-05", "2018（隐含）"]
)
VALUES = {
    FieldType.TEXT: WORDS,
    FieldType.INT: st.integers(1, 10**12),
    FieldType.DECIMAL: st.decimals(0, 10**15, places=6, allow_nan=False),
    FieldType.BOOL: st.booleans(),
    FieldType.DAY: st.dates(date(1000, 1, 1)),
    FieldType.PERIOD: (DATED | st.sampled_from(["未注明", "三年计划", "每季度"])).map(periods.parse),
    FieldType.DATED: DATED.map(periods.parse),
    FieldType.MOMENT: DATED.map(periods.parse),
    FieldType.LIST: st.lists(WORDS.filter(lambda text: ";" not in text), min_size=1, max_size=4, unique=True).map(
        tuple
    ),
}
EMPTY = {FieldType.TEXT: "", FieldType.BOOL: False, FieldType.LIST: ()}


def cell(field: Field) -> st.SearchStrategy[object]:
    if field.unique or field.refers:
        keys = st.just(field.example) if field.pattern else VALUES[field.type]
        filled: st.SearchStrategy[object] = keys.filter(lambda value: "\n" not in str(value))
    elif field.enum:
        filled = st.sampled_from(field.enum)
    elif field.pattern:
        filled = st.just(field.example)
    else:
        filled = VALUES[field.type]
    return filled if field.required else filled | st.just(EMPTY.get(field.type))


def one_row(table: Table) -> st.SearchStrategy[Row]:
    return st.tuples(*map(cell, table.fields)).map(lambda values: table.row("p", 2, *values))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_row_that_is_written_comes_back(table: Table, data: st.DataObject):
    row = data.draw(one_row(table))
    with TemporaryDirectory() as folder:
        path = packs.write_table(Path(folder), table.name, [row])
        faults = Faults()
        read = read_table(table, path.read_bytes(), file=path.name, pack="p", faults=faults)
        assert faults.all() == ()
        assert read.rows == [row]
        before = path.read_bytes()
        packs.write_table(Path(folder), table.name, read.rows)
        assert path.read_bytes() == before


def test_a_mapping_is_written_by_the_names_of_columns(tmp_path: Path):
    path = packs.write_table(tmp_path, "units", [{"code": "亩", "factor": Decimal("1E+2"), "canonical": "亩"}])
    assert path.read_text(encoding="utf-8").splitlines()[1] == "亩,,,,亩,100"


@settings(max_examples=300)
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: ("code,name,name_en,order\n" + text).encode()))
def test_no_bytes_crash_the_reader_of_a_table(data: bytes):
    faults = Faults()
    read = read_table(BY_NAME["stages"], data, file="stages.csv", pack="p", faults=faults)
    assert read.rows or faults.all() or data.startswith(b"code,")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
KEYS = ("format", "extends", "kind", "demo", "synthetic", "region", "timezone", "datum")


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.dictionaries(st.sampled_from(["name", "title", "title_en", "version", "resources"]), JSON),
    st.dictionaries(st.sampled_from(KEYS), JSON),
    st.lists(
        st.dictionaries(st.sampled_from(["name", "path", "profile", "encoding"]), JSON | st.just("units"), max_size=4)
    ),
)
def test_no_metadata_crashes_a_check(about: dict[str, object], zhiyi: dict[str, object], resources: list[object]):
    record = {"resources": resources, **about, "zhiyi": zhiyi}
    with TemporaryDirectory() as folder:
        (Path(folder) / "datapackage.json").write_text(json.dumps(record), encoding="utf-8")
        assert packs.check(Path(folder))


@pytest.mark.parametrize(
    "text", ['{"zhiyi": "\\ud800"}', '{"a": ' + "9" * 5000 + "}", '"', "\ufeff[]", '{"zhiyi": 3}', "null"], ids=range(6)
)
def test_odd_json_is_a_fault(text: str, tmp_path: Path):
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    faults = Faults()
    assert info_with_faults(tmp_path, faults) is None
    assert len(faults.all()) == 1


def test_a_file_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("zhiyi.city.packs.files.MAX_TABLE_BYTES", 1 << 10)
    keys = {fault.message.key for fault in packs.check(made_up_city(tmp_path))}
    assert keys == {"pack.too_large"}


MEASURE = """
import resource, sys, time
from pathlib import Path
from zhiyi.city import packs
began = time.perf_counter()
pack = packs.read(Path(sys.argv[1]))
print(len(pack.firms), time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.slow
def test_a_million_rows_are_read_in_bounded_time_and_memory(tmp_path: Path):
    folder = made_up_city(tmp_path)
    regions, activities = ("990101", "990102", "990181", "990100-Z01"), ("38", "382", "3823", "C")
    with (folder / "firms.csv").open("a", encoding="utf-8", newline="\n") as file:
        for number in range(1_000_000):
            day = f"{2000 + number % 25}-{1 + number % 12:02d}-{1 + number % 28:02d}"
            place, activity = regions[number % 4], activities[number % 3]
            file.write(f"B{number:07d},云溪示例{number}号有限公司,{place},{activity},{day},{number % 5000},true\n")
    done = subprocess.run([sys.executable, "-c", MEASURE, str(folder)], capture_output=True, text=True, check=True)
    count, seconds, mib = done.stdout.split()
    print(f"{count} rows in {float(seconds):.1f} s, {mib} MiB at most")
    assert int(count) == 1_000_003
    assert float(seconds) < 60
    assert int(mib) < 800
