"""The commands: their forms of output, their refusals, their exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cities.made_up import made_up_city
from cli.conftest import environment

GAP_KEYS = [
    "id", "fingerprint", "state", "kind", "engine", "subject", "place", "affected", "size", "unit", "since", "due",
    "owner", "visibility", "evidence", "case",
]  # fmt: skip
OBSERVATION_KEYS = {
    "id", "period", "low", "high", "comparator", "unit", "kind", "source", "known_on", "publication", "status",
}  # fmt: skip


def test_show_gives_the_indicator_and_every_observation_with_its_source(zhiyi, demo_home):
    answer = json.loads(zhiyi("indicators", "show", "hnte_count", "--format", "json", home=demo_home).stdout)
    real = [one for one in answer["observations"] if not one["synthetic"]]
    assert answer["indicator"]["id"] == "hnte_count"
    assert {"F061", "F062", "F245", "F246"} == {one["id"] for one in real}
    assert all(one.keys() >= OBSERVATION_KEYS for one in real)
    assert all({"document", "line", "words"} == one["source"].keys() for one in real)
    tens = next(one for one in real if one["id"] == "F061")
    assert (tens["low"], tens["high"], tens["comparator"]) == (20, 100, "几十")


def test_an_indicator_is_found_by_its_alias(zhiyi, demo_home):
    by_alias = zhiyi("indicators", "show", "高技术企业", "--format", "json", home=demo_home)
    assert json.loads(by_alias.stdout)["indicator"]["id"] == "hnte_count"


def test_show_as_known_on_a_day_before_a_document_leaves_its_figures_out(zhiyi, demo_home):
    shown = zhiyi("indicators", "show", "hnte_count", "--as-known-on", "2021-01-01", "--format", "json", home=demo_home)
    real = {one["id"] for one in json.loads(shown.stdout)["observations"] if not one["synthetic"]}
    assert real == {"F061", "F062"}


@pytest.mark.parametrize("day", ["2026-8-1", "20260801", "2026-02-30", "yesterday", "2026-W01-1"])
def test_a_day_that_is_not_iso_is_refused_with_the_cure(zhiyi, demo_home, day):
    refused = zhiyi("indicators", "show", "hnte_count", "--as-known-on", day, home=demo_home)
    assert refused.returncode == 1
    assert day in refused.stderr
    assert re.search(r"20(19-09-11|26-08-31)", refused.stderr)


def test_conflicts_name_their_kind_observations_and_reason(zhiyi, demo_home):
    found = json.loads(zhiyi("indicators", "conflicts", "--format", "json", home=demo_home).stdout)
    assert all({"kind", "indicator", "observations", "why"} <= one.keys() for one in found)
    assert any(one["kind"] == "identity_broken" and "F060" in one["observations"] for one in found)


def test_gaps_have_exactly_the_keys_of_the_board(zhiyi, demo_home):
    found = json.loads(zhiyi("gaps", "--format", "json", home=demo_home).stdout)
    assert found
    assert all(list(one) == GAP_KEYS for one in found)
    assert all(one["evidence"] for one in found)
    assert sum(one["kind"] == "stated_weakness" for one in found) == 3


@pytest.mark.parametrize("command", [("indicators", "show", "hnte_count"), ("indicators", "conflicts"), ("gaps",)])
def test_every_answer_also_comes_as_csv_and_as_a_table(zhiyi, demo_home, command):
    rows = list(csv.DictReader(io.StringIO(zhiyi(*command, "--format", "csv", home=demo_home).stdout)))
    table = zhiyi(*command, home=demo_home)
    assert rows
    assert table.returncode == 0
    assert table.stdout.strip()


def test_english_output_is_english(zhiyi, demo_home):
    assert "gaps" in zhiyi("--lang", "en", "gaps", home=demo_home).stdout


def test_an_unknown_indicator_is_refused_in_words(zhiyi, demo_home):
    refused = zhiyi("indicators", "show", "没有这个指标", home=demo_home)
    assert refused.returncode == 1
    assert "没有这个指标" in refused.stderr


def test_a_home_without_a_city_says_what_to_do(zhiyi):
    refused = zhiyi("gaps")
    assert refused.returncode == 1
    assert "zhiyi demo" in refused.stderr


def test_a_new_pack_passes_its_check(zhiyi, tmp_path):
    assert zhiyi("pack", "new", "riverton").returncode == 0
    assert zhiyi("pack", "check", str(tmp_path / "riverton")).returncode == 0


def test_a_faulty_pack_is_refused_and_changes_nothing(zhiyi, tmp_path, demo_home):
    folder = made_up_city(tmp_path)
    (folder / "observations.csv").write_bytes(b"\xff\xfe")
    checked = zhiyi("pack", "check", str(folder))
    assert checked.returncode == 1
    assert "observations.csv" in checked.stdout


def test_a_made_up_city_runs_everything(zhiyi, tmp_path):
    folder = made_up_city(tmp_path, demo=True)
    home = tmp_path / "home"
    assert zhiyi("demo", "--check", "--pack", str(folder), home=home).returncode == 0
    assert json.loads(zhiyi("gaps", "--format", "json", home=home).stdout) is not None
    assert json.loads(zhiyi("indicators", "conflicts", "--format", "json", home=home).stdout) is not None


def test_a_second_demo_changes_nothing(zhiyi, tmp_path):
    home = tmp_path / "home"
    zhiyi("demo", "--check", home=home)
    before = contents(home)
    assert zhiyi("demo", "--check", home=home).returncode == 0
    assert contents(home) == before


def contents(home: Path) -> list[tuple[object, ...]]:
    base = sqlite3.connect(home / "zhiyi.sqlite3")
    tables = [name for (name,) in base.execute("select name from sqlite_master where type='table' order by 1")]
    rows = [(name, *row) for name in tables for row in base.execute(f'select * from "{name}"')]
    base.close()
    return rows


def test_the_secret_of_a_home_is_readable_by_its_owner_only(demo_home):
    assert (demo_home / "home.env").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("secret", ["", "short", "a" * 80])
def test_a_missing_or_weak_secret_stops_a_production_start(zhiyi, tmp_path, secret):
    home = tmp_path / "home"
    home.mkdir()
    (home / "home.env").write_text(f"ZHIYI_MODE=production\nZHIYI_SECRET_KEY={secret}\n")
    refused = zhiyi("gaps", home=home)
    assert refused.returncode == 1
    assert "ZHIYI_SECRET_KEY" in refused.stderr


def test_a_production_home_is_made_with_a_strong_secret_of_its_own(zhiyi, tmp_path):
    home = tmp_path / "home"
    assert zhiyi("init", home=home).returncode == 0
    assert zhiyi("pack", "load", "xuchang", home=home).returncode == 0
    refused = zhiyi("demo", "--check", home=home)
    assert refused.returncode == 1
    assert "production" in refused.stderr


def test_a_first_administrator_gets_a_one_time_link(zhiyi, tmp_path):
    home = tmp_path / "home"
    zhiyi("init", home=home)
    zhiyi("pack", "load", "xuchang", home=home)
    made = zhiyi("people", "add", "keeper", "--role", "security_admin", home=home)
    assert made.returncode == 0, made.stderr
    assert "http://127.0.0.1:8000/" in made.stdout


@pytest.mark.parametrize("after", [0.05, 0.2, 0.35, 0.5, 0.7, 0.9])
def test_a_load_that_is_killed_leaves_the_state_before_it(zhiyi, tmp_path, after):
    """The kill falls somewhere in a load; what stands is all of the old state or all of the new one."""
    home = tmp_path / "home"
    zhiyi("init", home=home)
    assert zhiyi("indicators", "conflicts", home=home).returncode == 0
    command = [sys.executable, "-m", "zhiyi.cli.main", "pack", "load", "xuchang"]
    loading = subprocess.Popen(command, env=environment(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(0.5 + after)
    os.kill(loading.pid, signal.SIGKILL)
    loading.wait()
    base = sqlite3.connect(home / "zhiyi.sqlite3")
    loads = base.execute("select count(*) from packs_load where name = 'xuchang'").fetchone()[0]
    figures = base.execute("select count(*) from indicators_observation").fetchone()[0]
    base.close()
    assert (loads, figures) in {(0, 0), (1, 285)}
    again = zhiyi("pack", "load", "xuchang", home=home)
    assert again.returncode == 0, again.stderr
