"""The settings pages name every setting with its default, in both languages, and nothing that is no setting."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from zhiyi.server.config import Mode, SecondFactor, Settings

ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    name: (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8") for name in ("settings.md", "settings.zh.md")
}
SETTINGS = {f"ZHIYI_{name.upper()}": field for name, field in Settings.model_fields.items()}
ELSEWHERE = {"ZHIYI_LANG", "ZHIYI_NODE"}  # of the command line and of the build


def rows(page: str) -> dict[str, str]:
    """Name of the setting to its default, as a page's tables give them."""
    return {
        cells[1].strip().strip("`"): cells[3] for cells in map(_cells, PAGES[page].splitlines()) if "ZHIYI_" in cells[1]
    }


def _cells(line: str) -> list[str]:
    return [*line.split("|"), "", "", "", ""]


@pytest.mark.parametrize("page", PAGES)
def test_the_page_names_every_setting_and_no_other(page):
    assert set(rows(page)) == set(SETTINGS) | ELSEWHERE


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", SETTINGS)
def test_the_page_gives_the_default(page, name):
    default = SETTINGS[name].get_default(call_default_factory=True)
    if default is None:
        return
    shown = {True: "true", False: "false"}.get(default) if isinstance(default, bool) else str(default)
    if isinstance(default, list):
        shown = json.dumps(default, separators=(",", ":"))
    assert f"`{'./' if name == 'ZHIYI_HOME' else ''}{shown}`" in rows(page)[name]


@pytest.mark.parametrize("page", PAGES)
def test_the_page_names_every_choice(page):
    choices = {str(one) for kind in (Mode, SecondFactor) for one in kind}
    assert choices <= set(re.findall(r"`([a-z]+)`", PAGES[page]))
