"""Every message of the engine has a text in both languages."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from zhiyi import indicators
from zhiyi.city import packs, texts
from zhiyi.indicators import findings, gaps, run
from zhiyi.indicators.series import BreakKind, family_series
from zhiyi.indicators.values import FindingKind, Measure

SOURCES = sorted(Path(indicators.__file__).parent.rglob("*.py"))
TEXT = "".join(source.read_text(encoding="utf-8") for source in SOURCES)
PARTS = "|".join(kind.value for kind in FindingKind)
KEYS = set(re.findall(r'"(indicators\.[a-z_.]+)"', TEXT))
KEYS |= {f"indicators.finding.{part}" for part in re.findall(rf'"((?:{PARTS})\.[a-z_]+)"', TEXT)}


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_key_in_the_source_has_a_text(language: str) -> None:
    assert KEYS
    assert KEYS - texts.catalogue(language).keys() == set()


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    """A Chinese text may say `name` where the English one says `name_en`."""
    chinese, english = (
        {
            key: {name.removesuffix("_en") for name in texts.placeholders(text)}
            for key, text in texts.catalogue(language).items()
            if key.startswith("indicators.")
        }
        for language in texts.LANGUAGES
    )
    assert chinese == english


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_kind_measure_and_break_has_a_name(language: str) -> None:
    names = texts.catalogue(language).keys()
    wanted = {f"indicators.kind.{kind.value}" for kind in FindingKind}
    wanted |= {f"indicators.measure.{measure.value}" for measure in Measure}
    wanted |= {f"indicators.break.{kind.value}" for kind in BreakKind}
    wanted |= {f"indicators.gap_kind.{kind}" for kind in gaps.KINDS}
    assert wanted - names == set()


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_finding_gap_and_break_of_a_real_city_can_be_read(language: str) -> None:
    ledger = packs.read(packs.find("xuchang")).ledger_values().known_on(date(2026, 11, 20))
    outcome = run(ledger)
    sentences = [texts.render(one.why, language) for one in outcome.findings]
    sentences += [texts.render(one.gap.title, language) for one in outcome.readings if one.gap]
    family = [one for one in ledger.definitions if one.family == "manufacturing_share"]
    view = family_series(family, "许昌市", ledger.observations)
    sentences += [texts.render(reason, language) for one in view.breaks for reason in one.reasons]
    assert len(sentences) > 60
    assert all(sentence and "indicators." not in sentence for sentence in sentences)


def test_rule_ids_are_unique_and_every_kind_has_a_rule() -> None:
    assert len({rule.id for rule in findings.RULES}) == len(findings.RULES)
    assert {rule.kind for rule in findings.RULES} == set(FindingKind)


def test_every_kind_and_rule_is_explained_in_both_references() -> None:
    docs = Path(__file__).parents[2] / "docs" / "reference"
    for name in ("findings.md", "findings.zh.md"):
        text = (docs / name).read_text(encoding="utf-8")
        assert [rule.id for rule in findings.RULES if f"`{rule.id}`" not in text] == []
        assert [kind.value for kind in FindingKind if f"`{kind.value}`" not in text] == []
        assert [kind for kind in gaps.KINDS if f"`{kind}`" not in text] == []
