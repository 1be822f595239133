"""Building the front-end assets: what is built when, and what is said when it cannot be."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
FREE = {"MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSD-0-Clause", "ISC", "0BSD"}
SHIPPED = re.compile(r"SHIPPED = \[(.*?)\]", re.S)


@pytest.fixture(scope="module")
def assets() -> ModuleType:
    spec = importlib.util.spec_from_file_location("assets_tool", ROOT / "tools" / "assets.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["assets_tool"] = module
    spec.loader.exec_module(module)
    return module


def test_a_changed_input_changes_the_digest(assets: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("1", encoding="utf-8")
    before = assets.inputs_digest(tmp_path)
    (tmp_path / "a.js").write_text("2", encoding="utf-8")
    assert assets.inputs_digest(tmp_path) != before


def test_a_renamed_input_changes_the_digest(assets: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("1", encoding="utf-8")
    before = assets.inputs_digest(tmp_path)
    (tmp_path / "a.js").rename(tmp_path / "b.js")
    assert assets.inputs_digest(tmp_path) != before


def test_installed_packages_do_not_count(assets: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("1", encoding="utf-8")
    before = assets.inputs_digest(tmp_path)
    (tmp_path / "node_modules" / "x").mkdir(parents=True)
    (tmp_path / "node_modules" / "x" / "y.js").write_text("1", encoding="utf-8")
    assert assets.inputs_digest(tmp_path) == before


def test_a_build_without_its_stamp_is_not_current(assets: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    assert not assets.is_current(tmp_path, "abc")
    (tmp_path / assets.STAMP).write_text("abc\n", encoding="utf-8")
    assert assets.is_current(tmp_path, "abc")
    assert not assets.is_current(tmp_path, "abd")


def test_a_build_whose_file_is_gone_is_not_current(assets: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"app.js": "app-AAAAAAAA.js", "icons": []}', encoding="utf-8")
    (tmp_path / assets.STAMP).write_text("abc\n", encoding="utf-8")
    assert not assets.is_current(tmp_path, "abc")
    (tmp_path / "app-AAAAAAAA.js").write_text("", encoding="utf-8")
    assert assets.is_current(tmp_path, "abc")


def test_a_node_that_is_not_there_is_named(assets: ModuleType) -> None:
    with pytest.raises(assets.Stopped, match="ZHIYI_NODE=/no/such/node"):
        assets.find_node("/no/such/node")


def test_the_node_of_this_environment_is_found(assets: ModuleType) -> None:
    node = assets.find_node("")
    assert node.program.is_file()
    assert node.npm[1].endswith("npm-cli.js")


def test_the_lock_holds_no_address_and_pins_everything() -> None:
    lock = (ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    assert "resolved" not in lock
    assert not re.search(r"https?://(?!.*(fund|opencollective|github|paulmillr|tidelift))", lock)
    for name, entry in json.loads(lock)["packages"].items():
        assert not name or "integrity" in entry, name


def test_the_package_asks_for_exact_versions() -> None:
    package = json.loads((ROOT / "frontend" / "package.json").read_text(encoding="utf-8"))
    for name, version in package["devDependencies"].items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), name


def test_what_pages_carry_is_under_free_licences() -> None:
    build = (ROOT / "frontend" / "build.mjs").read_text(encoding="utf-8")
    found = SHIPPED.search(build)
    assert found is not None
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name in json.loads(f"[{found[1]}]"):
        assert lock[f"node_modules/{name}"]["license"] in FREE, name
