"""The catalogues: both languages complete, the same parameters, every key that the code uses is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from zhiyi.city import texts

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "zhiyi"
KEY = re.compile(r"""(?:Message|texts\.text|say|\bt)\(\s*["']([a-z_]+(?:\.[a-z0-9_]+)+)["']""")
TAG = re.compile(r"""{%\s*t\s+["']([a-z_]+(?:\.[a-z0-9_]+)+)["']""")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
TITLES = re.compile(r"《[^》]*》|“[^”]*”|（[^）]*）")
ENGLISH_MAY_SHOW = {
    "ui.language_other",
    "page.language.zh",
    "money.unreadable",  # says how an amount is typed
    "money.no_unit",
    "pack.bad_period",
}


def used_keys() -> set[str]:
    """Keys that stand as literals in Python files and templates."""
    found = set()
    for path in SOURCE.rglob("*"):
        if path.suffix == ".py":
            found |= set(KEY.findall(path.read_text(encoding="utf-8")))
        elif path.suffix in {".html", ".txt"}:
            found |= set(TAG.findall(path.read_text(encoding="utf-8")))
    return found


def test_both_languages_have_the_same_keys():
    chinese, english = texts.catalogue("zh").keys(), texts.catalogue("en").keys()
    assert sorted(chinese - english) == []
    assert sorted(english - chinese) == []


def test_both_languages_ask_for_parameters_that_the_other_knows():
    differing = {
        key
        for key, chinese in texts.catalogue("zh").items()
        if texts.placeholders(chinese) != texts.placeholders(texts.catalogue("en")[key])
        and not _only_name_differs(chinese, texts.catalogue("en")[key])
    }
    assert sorted(differing) == []


def _only_name_differs(chinese: str, english: str) -> bool:
    """A text may use `name` in Chinese where the English one uses `name_en`."""
    return {name.removesuffix("_en") for name in texts.placeholders(chinese)} == {
        name.removesuffix("_en") for name in texts.placeholders(english)
    }


def test_every_key_in_code_and_templates_has_a_text():
    assert sorted(used_keys() - texts.catalogue("zh").keys()) == []


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_no_text_is_empty(language):
    assert [key for key, value in texts.catalogue(language).items() if not value.strip()] == []


def test_english_texts_hold_no_chinese_but_names_and_quotations():
    wrong = [
        key
        for key, value in texts.catalogue("en").items()
        if CHINESE.search(TITLES.sub("", re.sub(r"\([^)]*\)", "", value))) and key not in ENGLISH_MAY_SHOW
    ]
    assert wrong == []
