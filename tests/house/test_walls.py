"""Walls that import-linter cannot see: names of cities, the clock, files, sizes, notes to ourselves."""

from __future__ import annotations

import ast
import csv
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "zhiyi"
PYTHON = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
ENGINES = ("kernel", "indicators")
CLOCK = {"now", "today", "utcnow", "time", "localtime", "localdate"}
CLOCK_OWNERS = {"datetime", "date", "time", "timezone"}
FILE_CALLS = {"open", "read_text", "write_text", "read_bytes", "write_bytes", "iterdir", "glob", "rglob"}
MAY_OPEN = {"city", "tables", "server/web/assets.py"}


def room(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]


def test_no_city_is_named_in_the_source():
    table = (ROOT / "cities" / "xuchang" / "regions.csv").read_text(encoding="utf-8")
    regions = csv.DictReader(table.splitlines())
    names = {row["name"].removesuffix("市") for row in regions if row["level"] in {"prefecture", "county"}}
    names |= {"Xuchang", "xuchang"}
    found = [
        (room(path), name)
        for path in SOURCE.rglob("*")
        if path.suffix in {".py", ".html", ".toml"} and "cities" not in path.parts
        for name in names
        if name in path.read_text(encoding="utf-8")
    ]
    assert found == []


@pytest.mark.parametrize("path", PYTHON, ids=room)
def test_only_the_clock_module_reads_the_clock(path):
    if room(path) == "server/clock.py":
        return
    found = [
        ast.unparse(call.func)
        for call in calls(path)
        if isinstance(call.func, ast.Attribute)
        and not (call.args or call.keywords)
        and call.func.attr in CLOCK
        and ast.unparse(call.func.value).split(".")[-1] in CLOCK_OWNERS
    ]
    assert found == []


@pytest.mark.parametrize("path", PYTHON, ids=room)
def test_only_city_and_the_lake_open_files(path):
    if any(room(path).startswith(place) for place in MAY_OPEN):
        return
    found = []
    for call in calls(path):
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        if name in FILE_CALLS:
            found.append(ast.unparse(call.func))
    assert found == []


@pytest.mark.parametrize("path", PYTHON, ids=room)
def test_files_stay_small(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 450


def test_nothing_is_left_for_later():
    marks = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    assert [room(path) for path in PYTHON if marks.search(path.read_text(encoding="utf-8"))] == []


def test_locks_name_no_address():
    kept = [
        *(ROOT / "requirements").glob("*.lock"),
        ROOT / "frontend" / "package-lock.json",
        ROOT / "frontend" / ".npmrc",
    ]
    assert [
        path.name for path in kept if "://" in path.read_text(encoding="utf-8") or '"resolved"' in path.read_text()
    ] == []


def test_the_glossary_and_look_stand_in_the_project():
    assert (ROOT / "docs" / "glossary.md").is_file()
    assert (ROOT / "docs" / "look.md").is_file()
    assert (ROOT / "STYLE.md").is_file()
