"""Build dist/*.whl with the built front-end assets and the city packs inside; run by `make wheel`."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WANTED = (
    "zhiyi/server/web/static/build/manifest.json",
    "zhiyi/cities/china/datapackage.json",
    "zhiyi/texts/zh/ui.toml",
)


def main() -> int:
    """Build the wheel and look inside it."""
    dist = ROOT / "dist"
    dist.mkdir(exist_ok=True)
    for old in dist.glob("*.whl"):
        old.unlink()
    subprocess.run([sys.executable, str(ROOT / "tools" / "assets.py")], cwd=ROOT, check=True)
    command = [sys.executable, "-m", "pip", "wheel", ".", "--no-deps", "--no-build-isolation", "-q", "-w", str(dist)]
    subprocess.run(command, cwd=ROOT, check=True)
    (wheel,) = dist.glob("*.whl")
    with zipfile.ZipFile(wheel) as inside:
        names = set(inside.namelist())
    missing = [name for name in WANTED if name not in names]
    if missing:
        print(f"{wheel.name} lacks {', '.join(missing)}.", file=sys.stderr)
        return 1
    print(f"dist/{wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
