"""Check that every run-time lock resolves to wheels for 64-bit ARM Linux of glibc 2.28, the floor of Kylin on Kunpeng.

Nothing is installed; pip resolves the pinned packages for the other platform and must find a wheel for each.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("run.lock", "pg.lock")
PLATFORMS = ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64", "linux_aarch64")


def main() -> int:
    """1 where a package has no such wheel; pip's own words say which."""
    with tempfile.TemporaryDirectory() as empty:
        for lock in LOCKS:
            command = [
                sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--no-deps",
                "--require-hashes", "--only-binary=:all:", "--python-version", "3.11", "--implementation", "cp",
                "--abi", "cp311", "--abi", "abi3", "--abi", "none", "--target", empty,
                *(part for platform in PLATFORMS for part in ("--platform", platform)),
                "-r", str(ROOT / "requirements" / lock),
            ]  # fmt: skip
            if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
                print(
                    f"requirements/{lock}: a package has no wheel for aarch64 of glibc 2.28 or older.", file=sys.stderr
                )
                return 1
            print(f"requirements/{lock}: every package has a wheel for aarch64, glibc 2.28 or older")
    return 0


if __name__ == "__main__":
    sys.exit(main())
