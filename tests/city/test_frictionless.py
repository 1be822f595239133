"""The schemas under an implementation that is not ours: the frictionless library reads the same packs.

Where it sees a fault at all, both must name the same file and row; docs/decisions/0003-pack-validation.md says why it
is the judge in tests and not the reader at run time.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from frictionless import Package, Report

from cities.made_up import YUNXI, made_up_city
from city.broken_packs import Broken, broken_packs
from zhiyi.city import packs

SHIPPED = sorted(path.parent for path in (Path(__file__).resolve().parents[2] / "cities").glob("*/datapackage.json"))
SEEN = [case for case in broken_packs() if case.seen]


def judged(folder: Path) -> Report:
    return Package(str(folder / "datapackage.json")).validate()


def flattened(folder: Path, into: Path) -> Path:
    """The pack with all that it extends as one package, so that every foreign key can be judged."""
    pack = packs.read(folder)
    about = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    about["zhiyi"]["extends"] = None
    about["resources"] = []
    for name, rows in pack.tables.items():
        packs.write_table(into, name, rows)
    (into / "datapackage.json").write_text(json.dumps(about), encoding="utf-8")
    packs.refresh(into)
    return into


@pytest.mark.parametrize("folder", [YUNXI, *SHIPPED], ids=lambda folder: folder.name)
def test_frictionless_finds_a_pack_valid(folder: Path):
    assert judged(folder).flatten(["type", "note"]) == []


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_frictionless_resolves_every_key_of_a_pack_and_what_it_extends(folder: Path, tmp_path: Path):
    assert judged(flattened(folder, tmp_path)).flatten(["type", "note"]) == []


@pytest.mark.parametrize("case", SEEN, ids=lambda case: case.name)
def test_frictionless_sees_the_same_file_and_row(case: Broken, tmp_path: Path):
    folder = made_up_city(tmp_path)
    case.do(folder)
    theirs = {
        (f"{task.name}.csv", getattr(error, "row_number", None))
        for task in judged(folder).tasks
        for error in task.errors
    }
    ours = {(fault.file, fault.row) for fault in packs.check(folder)}
    assert (case.file, case.row) in theirs & ours


def test_frictionless_sees_a_good_part_of_the_broken_packs():
    assert len(SEEN) >= 30
