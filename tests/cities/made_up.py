"""Yunxi (云溪市): a whole small city that does not exist, so that no test depends on a real one.

It holds, on purpose, one of each thing that the ledger should notice: two counts of high-tech enterprises of 2020 that
cannot both be true (F003, F004), two that can (F012, F013), a product of shares that breaks (F009 to F011), a target
that slid from 2021 to 2023 (F007, F008), a target missed when it fell due (F006), a list of three items where four are
stated (F024), a project at capacity before it started (E007, E008), and a required indicator that nobody observed.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from zhiyi.city.packs.files import METADATA

YUNXI = Path(__file__).resolve().parent / "yunxi"


def made_up_city(directory: Path, *, demo: bool = False) -> Path:
    """Copy the pack to `directory/yunxi`, as the demo if asked, and give that folder."""
    folder = directory / YUNXI.name
    shutil.copytree(YUNXI, folder)
    if demo:
        edit_metadata(folder, demo=True, kind="demo")
    return folder


def edit_metadata(folder: Path, **changes: object) -> None:
    """Change keys of the section `zhiyi` of a pack's datapackage.json."""
    path = folder / METADATA
    record = json.loads(path.read_text(encoding="utf-8"))
    record["zhiyi"] |= changes
    path.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
