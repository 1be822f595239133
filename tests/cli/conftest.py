"""The command as a person runs it: a process of its own on a home of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZHIYI_", "DJANGO_"))}
    return {**kept, "ZHIYI_HOME": str(home), "PYTHONUTF8": "1", "COLUMNS": "200", **more}


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that `zhiyi demo --check` made; tests read it and change nothing in it."""
    home = tmp_path_factory.mktemp("demo") / "var"
    command = [sys.executable, "-m", "zhiyi.cli.main", "demo", "--check"]
    done = subprocess.run(command, env=environment(home), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return home


@pytest.fixture
def zhiyi(tmp_path: Path) -> Run:
    """Run `zhiyi ARGUMENTS`, by default on an empty home; exit code, output and errors come back."""

    def run(*arguments: str, home: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "zhiyi.cli.main", *arguments]
        env = environment(home or tmp_path / "var", **more)
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False, cwd=tmp_path)

    return run
