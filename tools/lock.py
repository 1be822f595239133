"""Write requirements/*.lock from requirements/*.in with hashes and without addresses.

Run with the development environment's Python: `make lock`. `--check` only says whether a lock is behind its input.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "requirements"
ORDER = ("dev", "run", "pg", "build")


def main() -> int:
    """Write or check every lock; 1 where `--check` finds one behind."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="change nothing; fail where a lock is behind")
    arguments.add_argument("--upgrade", action="store_true", help="take the newest releases")
    options = arguments.parse_args()
    behind = [name for name in ORDER if not _lock(name, check=options.check, upgrade=options.upgrade)]
    for name in behind:
        print(f"requirements/{name}.lock is behind requirements/{name}.in; run `make lock`.", file=sys.stderr)
    return 1 if behind else 0


def _lock(name: str, *, check: bool, upgrade: bool) -> bool:
    lock = FOLDER / f"{name}.lock"
    before = lock.read_text() if lock.exists() else ""
    command = [
        str(Path(sysconfig.get_path("scripts")) / "uv"), "pip", "compile", "--quiet", "--universal",
        "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-emit-index-url",
        "--no-emit-find-links", f"requirements/{name}.in", "-o", f"requirements/{name}.lock",
    ]  # fmt: skip
    if upgrade:
        command.append("--upgrade")
    if name != "dev":
        command += ["-c", "requirements/dev.lock"]
    subprocess.run(command, cwd=ROOT, check=True)
    after = lock.read_text()
    if "://" in after:
        raise SystemExit(f"requirements/{name}.lock names an address")
    if check:
        lock.write_text(before)
    return before == after or not check


if __name__ == "__main__":
    sys.exit(main())
