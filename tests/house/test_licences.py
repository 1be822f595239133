"""The licence of everything that zhiyi installs stands in the decision on the stack, and none is GPL or AGPL."""

from __future__ import annotations

import json
import re
from importlib import metadata
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "decisions" / "0001-stack.md").read_text(encoding="utf-8").partition("## Licences")[2]
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==\S+(?P<marker> ; sys_platform == 'win32')?", re.MULTILINE)
SPOKEN = {"MIT License": "MIT", "BSD License": "BSD", "ISC License": "ISC", "ISC License (ISCL)": "ISC"}
COPYLEFT = re.compile(r"(?<!L)GPL")


def locked(*names: str) -> list[tuple[str, bool]]:
    """Names of pinned packages and whether they are for Windows only."""
    text = "\n".join((ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8") for name in names)
    return sorted({(found[1], bool(found["marker"])) for found in PINNED.finditer(text)})


def stated(name: str) -> str:
    """The licence that a package's own metadata states, in short."""
    about = metadata.metadata(name)
    classified = [one.rsplit("::", 1)[-1].strip() for one in about.get_all("Classifier") or () if "License ::" in one]
    first = about.get("License-Expression") or (about.get("License") or "").partition("\n")[0] or " ".join(classified)
    return SPOKEN.get(first, first)


def on_page(name: str) -> str | None:
    """The licence that the page gives for a package, None where it does not name it."""
    for line in PAGE.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        for names, licence in pairwise(cells):
            if name in {re.sub(r" \(.*\)", "", part.strip()) for part in names.split(",")}:
                return licence
    return None


@pytest.mark.parametrize(("name", "windows"), locked("run", "pg"), ids=str)
def test_the_licence_of_every_run_time_package_is_written_down(name, windows):
    assert on_page(name) is not None
    if not windows:
        said = stated(name)
        assert not COPYLEFT.search(said)
        assert on_page(name).partition(";")[0].lower() == said.replace(" OR ", " or ").lower()


def test_no_package_of_the_pages_is_under_gpl():
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    licences = {path: about.get("license", "") for path, about in lock["packages"].items() if path}
    assert [path for path, licence in licences.items() if not licence or COPYLEFT.search(licence)] == []
    named = {path.removeprefix("node_modules/") for path in licences if not re.search(r"esbuild/|watcher-", path)}
    assert sorted(name for name in named if on_page(name) is None and f"{name} " not in PAGE) == []
