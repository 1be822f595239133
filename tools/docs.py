"""Write docs/reference from the code, or with `--check` say which page is behind it.

Run in the development environment: `make docs`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import secrets
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
SUFFIX = {"en": ".md", "zh": ".zh.md"}
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


def main() -> int:
    """0 where every page is as the code says and every link leads somewhere."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="change nothing; fail where a page is behind")
    check = arguments.parse_args().check
    faults = []
    for path, text in _pages():
        before = path.read_text(encoding="utf-8") if path.exists() else None
        if before == text:
            continue
        if check:
            faults.append(f"{path.relative_to(ROOT)} is behind the code; run `make docs`.")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
    faults += list(_dead_links()) + list(_unpaired())
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def _pages() -> Iterator[tuple[Path, str]]:
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(ZHIYI_HOME=home, ZHIYI_MODE="test", ZHIYI_SECRET_KEY=secrets.token_urlsafe(64))
        from zhiyi.server import boot

        boot.start()
        from zhiyi.city.packs import reference as pack_tables
        from zhiyi.cli import reference as commands
        from zhiyi.server.accounts import doors
        from zhiyi.server.api import reference as api

        makers = {
            "cli": commands.as_markdown,
            "pack-tables": pack_tables.as_markdown,
            "api": api.as_markdown,
            "doors": doors.as_markdown,
        }
        for name, make in makers.items():
            for language, suffix in SUFFIX.items():
                yield REFERENCE / f"{name}{suffix}", make(language)
        yield REFERENCE / "openapi.json", json.dumps(api.openapi(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _documents() -> Iterator[Path]:
    yield from sorted(ROOT.glob("*.md"))
    yield from sorted((ROOT / "docs").rglob("*.md"))


def _dead_links() -> Iterator[str]:
    for document in _documents():
        for target in LINK.findall(document.read_text(encoding="utf-8")):
            if "://" in target or target.startswith("mailto:"):
                continue
            if not (document.parent / target).exists():
                yield f"{document.relative_to(ROOT)} links to {target}, which is not there."


def _unpaired() -> Iterator[str]:
    """How-to guides, the tutorial and the front page stand in both languages."""
    for document in [
        *(ROOT / "docs" / "how-to").glob("*.md"),
        *(ROOT / "docs").glob("tutorial*.md"),
        ROOT / "README.md",
    ]:
        stem = document.name.removesuffix(".md").removesuffix(".zh")
        for suffix in SUFFIX.values():
            if not (document.parent / f"{stem}{suffix}").exists():
                yield f"{document.relative_to(ROOT)} has no {stem}{suffix} beside it."


if __name__ == "__main__":
    sys.exit(main())
