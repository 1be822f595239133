"""The rules against the known disagreements of a real city's documents, entry by entry."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from zhiyi.city import packs
from zhiyi.indicators import Outcome, run
from zhiyi.indicators.values import Finding, Ledger

TABLE: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "conflicts.toml").read_text(encoding="utf-8")
)
EXPECTED = [entry for entry in TABLE["entry"] if "expected" in entry]
QUARREL = {"contradiction", "identity_broken", "list_length", "stage_order", "date_order"}


@cache
def city() -> Ledger:
    return packs.read(packs.find("xuchang")).ledger_values().known_on(date(2026, 11, 20))


@cache
def outcome() -> Outcome:
    return run(city())


def meets(finding: Finding, wanted: dict[str, Any]) -> bool:
    same_kind = finding.kind.value == wanted["kind"]
    named = set(wanted.get("observations", ())) <= set(finding.observations)
    return same_kind and named and set(wanted.get("events", ())) <= set(finding.events)


@pytest.mark.parametrize("entry", [*EXPECTED, *TABLE["trap"]], ids=lambda entry: str(entry["number"]))
def test_a_known_disagreement_is_found_by_rule_with_the_right_kind(entry: dict[str, Any]) -> None:
    for wanted in entry["expected"]:
        assert [one for one in outcome().findings if meets(one, wanted)], wanted


def test_at_least_twenty_of_the_twenty_five_entries_are_found() -> None:
    assert len(TABLE["entry"]) == 25
    assert len(EXPECTED) >= 20
    assert all("reason" in entry for entry in TABLE["entry"] if "expected" not in entry)


@pytest.mark.parametrize("entry", TABLE["agreeing"], ids=lambda entry: str(entry["number"]))
def test_what_agrees_is_not_called_a_contradiction(entry: dict[str, Any]) -> None:
    named = set(entry["observations"]) | set(entry["events"])
    quarrels = [one for one in outcome().findings if one.kind.value in QUARREL]
    assert [one for one in quarrels if named & {*one.observations, *one.events}] == []


def test_the_city_does_not_contradict_itself_outright() -> None:
    assert [one for one in outcome().findings if one.kind.value == "contradiction"] == []


def test_every_finding_names_what_it_rests_on_and_stands_once() -> None:
    known = {one.id for one in city().observations} | {one.id for one in city().events}
    findings = outcome().findings
    assert all({*one.observations, *one.events} <= known for one in findings)
    assert all(one.observations or one.events for one in findings)
    assert len({one.fingerprint for one in findings}) == len(findings)


def test_every_gap_rests_on_evidence_and_only_the_citys_own_words_are_solid() -> None:
    gaps = [one.gap for one in outcome().readings if one.gap]
    assert all(one.evidence for one in gaps)
    assert {one.kind for one in gaps if one.solid} == {"stated_weakness"}
    assert len([one for one in gaps if one.kind == "stated_weakness"]) == 3
