"""A digest of the data in a home's SQLite database, without sign-ins and sessions: shows that nothing changed."""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from pathlib import Path

LEFT_OUT = ("accounts_", "audit_", "axes_", "django_", "otp_", "sqlite_")


def main() -> int:
    """Print the digest."""
    base = sqlite3.connect(f"file:{Path(sys.argv[1]) / 'zhiyi.sqlite3'}?mode=ro", uri=True)
    names = [name for (name,) in base.execute("select name from sqlite_master where type = 'table' order by name")]
    digest = hashlib.sha256()
    for name in names:
        if name.startswith(LEFT_OUT):
            continue
        digest.update(name.encode())
        for row in base.execute(f'select * from "{name}" order by 1'):  # noqa: S608  # names come from the database
            digest.update(repr(row).encode())
    print(digest.hexdigest())
    return 0


if __name__ == "__main__":
    sys.exit(main())
