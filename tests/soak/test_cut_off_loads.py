"""A hundred loads killed at random moments: each home is then wholly before or wholly after, and loads again."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli.conftest import environment

COMMAND = [sys.executable, "-m", "zhiyi.cli.main"]
KILLS = 100


def state(home: Path) -> tuple[int, ...]:
    base = sqlite3.connect(home / "zhiyi.sqlite3")
    tables = ("packs_load", "packs_row", "orgs_region", "indicators_observation", "indicators_event")
    counts = tuple(base.execute(f"select count(*) from {table}").fetchone()[0] for table in tables)
    whole = base.execute("pragma integrity_check").fetchone()[0]
    base.close()
    assert whole == "ok"
    return counts


@pytest.mark.soak
def test_a_load_is_never_half_there(tmp_path):
    chance = random.Random(20261120)
    home = tmp_path / "home"
    env = environment(home)
    subprocess.run([*COMMAND, "init"], env=env, check=True, capture_output=True)
    subprocess.run([*COMMAND, "indicators", "conflicts"], env=env, check=True, capture_output=True)
    begun = time.monotonic()
    reference = tmp_path / "reference"
    subprocess.run([*COMMAND, "init"], env=environment(reference), check=True, capture_output=True)
    subprocess.run([*COMMAND, "pack", "load", "xuchang"], env=environment(reference), check=True, capture_output=True)
    longest = time.monotonic() - begun
    seen = set()
    for _ in range(KILLS):
        loading = subprocess.Popen(
            [*COMMAND, "pack", "load", "xuchang"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0.2, longest))
        os.kill(loading.pid, signal.SIGKILL)
        loading.wait()
        found = state(home)
        assert found in {(0, 0, 0, 0, 0), state(reference)}
        seen.add(found)
        if found != (0, 0, 0, 0, 0):
            for name in ("zhiyi.sqlite3", "zhiyi.sqlite3-wal", "zhiyi.sqlite3-shm"):
                (home / name).unlink(missing_ok=True)
            subprocess.run([*COMMAND, "indicators", "conflicts"], env=env, check=True, capture_output=True)
    assert subprocess.run([*COMMAND, "pack", "load", "xuchang"], env=env, check=False).returncode == 0
    assert state(home) == state(reference)
