"""The real pack, changed: one figure more, or another city's name."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from zhiyi.city import packs
from zhiyi.indicators import run
from zhiyi.indicators.values import Finding

CITY, OTHER = "许昌", "云泽"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    source = packs.find("xuchang")
    for name in ("china", source.name):
        shutil.copytree(source.parent / name, tmp_path / name)
    return tmp_path / source.name


def findings(pack: Path) -> tuple[Finding, ...]:
    return run(packs.read(pack).ledger_values().known_on(date(2026, 11, 20))).findings


def add_figure_like(pack: Path, like: str, **changes: str) -> None:
    table = pack / "observations.csv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    (row,) = [row for row in rows if row["id"] == like]
    with table.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, list(row), lineterminator="\n").writerow({**row, "id": "F900", **changes})


def contradictions(pack: Path) -> list[tuple[str, ...]]:
    return [one.observations for one in findings(pack) if one.kind.value == "contradiction"]


def test_one_disjoint_value_adds_exactly_one_contradiction(pack: Path) -> None:
    assert contradictions(pack) == []
    add_figure_like(pack, "F245", value="320", line="38")
    assert contradictions(pack) == [("F245", "F900")]


def test_one_overlapping_value_adds_none_and_is_called_compatible(pack: Path) -> None:
    add_figure_like(pack, "F245", value="310", comparator="近", line="38")
    assert contradictions(pack) == []
    assert ("F245", "F900") in [one.observations for one in findings(pack) if one.kind.value == "compatible"]


def test_another_city_name_finds_the_same(pack: Path) -> None:
    before = findings(pack)
    for table in pack.glob("*.csv"):
        table.write_text(table.read_text(encoding="utf-8").replace(CITY, OTHER), encoding="utf-8")
    after = findings(pack)
    assert _shape(before) == _shape(after)
    assert any(OTHER in one.subject for one in after)


def _shape(found: tuple[Finding, ...]) -> Counter[tuple[str, str, frozenset[str], frozenset[str]]]:
    return Counter((one.kind.value, one.rule, frozenset(one.observations), frozenset(one.events)) for one in found)
