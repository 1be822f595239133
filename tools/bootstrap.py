"""Make the working environment of a fresh clone: virtual environment, pinned packages, built front-end assets.

Standard library only; needs python3 (3.11 or newer) with venv, and nothing else. A second call with nothing changed
does nothing and returns at once. Usage: `python3 tools/bootstrap.py run` or `… dev`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"run": ("run.lock", "build.lock"), "dev": ("dev.lock",)}
FLOOR = (3, 11)


def main() -> int:
    """Prepare the environment named on the command line; 0 when it stands."""
    profile = sys.argv[1] if len(sys.argv) > 1 else "run"
    if profile not in LOCKS:
        return _refuse(f"`{profile}` is not a profile; use one of: {', '.join(LOCKS)}.")
    if sys.version_info < FLOOR:
        return _refuse(f"Python {sys.version.split()[0]} is too old; install Python 3.11 or newer.")
    if not _stands(profile):
        if not _environment():
            return 1
        _install(profile)
    return subprocess.run([str(PYTHON), str(ROOT / "tools" / "assets.py")], cwd=ROOT, check=False).returncode


def _environment() -> bool:
    """Make `.venv` unless it is there and works."""
    if PYTHON.exists() and _works():
        return True
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        _refuse(
            f"This Python has no ensurepip, so it cannot make a virtual environment. On Debian, Ubuntu or Kylin run\n"
            f"    apt install python{version}-venv\n"
            f"or, where that package has another name, `apt install python3-venv`; then run make again."
        )
        return False
    print("Making the virtual environment .venv …", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    return made.returncode == 0


def _works() -> bool:
    return subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def _stands(profile: str) -> bool:
    """Whether what the profile needs was already installed from the same locks; `dev` contains `run`."""
    wanted = [profile] if profile == "dev" else [profile, "dev"]
    stand = (
        _stamp(name) for name in wanted if _stamp(name).exists() and _stamp(name).read_text() == _fingerprint(name)
    )
    return PYTHON.exists() and any(stand)


def _install(profile: str) -> None:
    print(f"Installing pinned packages ({profile}) …", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    environment = {**os.environ, "PIP_NO_INPUT": "1"}
    locks = [part for name in LOCKS[profile] for part in ("-r", str(ROOT / "requirements" / name))]
    subprocess.run([*pip, "--require-hashes", "--no-deps", *locks], cwd=ROOT, check=True, env=environment)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "-e", "."], cwd=ROOT, check=True, env=environment)
    _stamp(profile).write_text(_fingerprint(profile))


def _stamp(profile: str) -> Path:
    return VENV / f"zhiyi-{profile}.stamp"


def _fingerprint(profile: str) -> str:
    parts = [ROOT / "pyproject.toml", *(ROOT / "requirements" / name for name in LOCKS[profile])]
    digest = hashlib.sha256(str(ROOT).encode())
    for part in parts:
        digest.update(part.read_bytes())
    return digest.hexdigest()


def _refuse(why: str) -> int:
    print(why, file=sys.stderr)
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.CalledProcessError as fault:
        step = " ".join(map(str, fault.cmd))
        sys.exit(f"This step failed: {step}\nWhat it printed above says why; mend that, then run make again.")
