"""The home folder of one city: database, lake, its own settings. Only its owner may read what is secret in it."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zhiyi.kernel.messages import Conflict, DataError, Message

ENV = "home.env"
LOCK = ".lock"
PART = "home.part"


def folder() -> Path:
    """The home that commands work on: `$ZHIYI_HOME`, else `./var`."""
    return Path(os.environ.get("ZHIYI_HOME") or "var").absolute()


def exists(home: Path) -> bool:
    """Whether a home was made here."""
    return (home / ENV).is_file()


def make(home: Path, *, mode: str) -> bool:
    """Make a home of a mode with a secret of its own; False where one of that mode stands already.

    Raises:
        Conflict: a home of another mode stands here.
        DataError: the folder cannot be made or written.
    """
    if exists(home):
        held = _mode(home)
        if held != mode:
            raise Conflict(Message("home.other_mode", home=str(home), held=held, asked=mode))
        return False
    if home.exists() and any(entry.name not in {LOCK, PART} for entry in home.iterdir()):
        raise Conflict(Message("home.not_empty", home=str(home)))
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        home.chmod(0o700)
        _write(home / ENV, f"ZHIYI_MODE={mode}\nZHIYI_SECRET_KEY={secrets.token_urlsafe(64)}\n")
    except OSError as fault:
        raise DataError(Message("home.cannot_write", home=str(home), why=fault.strerror or str(fault))) from fault
    return True


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Hold the home for one command that loads or migrates.

    Raises:
        Conflict: another process holds it.
        DataError: the folder cannot be written.
    """
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(home / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as fault:
        raise DataError(Message("home.cannot_write", home=str(home), why=fault.strerror or str(fault))) from fault
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Conflict(Message("home.busy", home=str(home))) from None
        yield
    finally:
        os.close(handle)


def _mode(home: Path) -> str:
    for line in (home / ENV).read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition("=")
        if name.strip() == "ZHIYI_MODE":
            return value.strip()
    return "production"


def _write(path: Path, content: str) -> None:
    """Whole or not at all, readable by its owner only."""
    part = path.with_name(PART)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)
