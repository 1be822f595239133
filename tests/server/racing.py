"""Many at once on a database of their own: threads in another process, so that each has its own connection."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from django.db import connection

TESTS = Path(__file__).resolve().parents[1]


def run_at_once(scene: str, *, workers: int, home: Path) -> list[str]:
    """What each worker of a scene reports. On SQLite in a home of its own; on PostgreSQL a scratch schema serves."""
    environment = os.environ | {
        "ZHIYI_HOME": str(home),
        "ZHIYI_MODE": "test",
        "DJANGO_SETTINGS_MODULE": "settings_for_tests",
        "PYTHONPATH": os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")]),
    }
    if connection.vendor == "postgresql":
        environment["PGOPTIONS"] = "-c search_path=racing"
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_database()")
    done = subprocess.run(
        [sys.executable, "-m", "server.racing", scene, str(workers)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [str(outcome) for outcome in json.loads(done.stdout)]
