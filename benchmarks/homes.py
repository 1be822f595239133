"""A home that lives as long as a benchmark, with its tables and nothing in it; or a kept one, filled the first time."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def opened(kept: Path | None = None) -> Iterator[Path]:
    """Make a home, start the server's room on it and bring its tables.

    It stands in a temporary folder that goes afterwards, or at `kept`, where it stays. Django starts once in a process,
    so a process has one such home.
    """
    with tempfile.TemporaryDirectory(prefix="zhiyi-benchmark-") as name:
        home = kept or Path(name) / "home"
        os.environ["ZHIYI_HOME"] = str(home)
        from zhiyi.city import homes

        homes.make(home, mode="demo")
        from zhiyi.server import boot

        boot.start()
        boot.migrate()
        yield home
