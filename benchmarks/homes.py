"""A home that lives as long as a benchmark, with its tables and nothing in it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def temporary() -> Iterator[Path]:
    """Make a home in a temporary folder, start the server's room on it, bring its tables; the folder goes afterwards.

    Django starts once in a process, so a process has one such home.
    """
    with tempfile.TemporaryDirectory(prefix="zhiyi-benchmark-") as name:
        home = Path(name) / "home"
        os.environ["ZHIYI_HOME"] = str(home)
        from zhiyi.city import homes

        homes.make(home, mode="demo")
        from zhiyi.server import boot

        boot.start()
        boot.migrate()
        yield home
