"""The state of this installation: database, tables, disk, settings without secrets. For whoever keeps it running."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from zhiyi import __version__
from zhiyi.server import config
from zhiyi.server.accounts.actors import Actor
from zhiyi.server.accounts.permissions import Permission


@dataclass(frozen=True, slots=True)
class Installation:
    """What runs here.

    Attributes:
        database: `sqlite` or `postgresql`, with its version.
        database_bytes: Size of the database on disk, its log included.
        migrations: How many steps of the tables were taken.
        migrations_missing: Steps that this version knows and the database has not taken.
        disk_free_bytes: Room left where the home stands.
        disk_bytes: Size of that disk.
        settings: Names and values; no secret is among them.
    """

    version: str
    database: str
    database_version: str
    database_bytes: int
    migrations: int
    migrations_missing: tuple[str, ...]
    disk_free_bytes: int
    disk_bytes: int
    settings: tuple[tuple[str, str], ...]


def installation(actor: Actor) -> Installation:
    """The state of this installation.

    Raises:
        NotAllowed: the actor may not view the system.
    """
    actor.require(Permission.SYSTEM_VIEW)
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    disk = shutil.disk_usage(config.current().home)
    return Installation(
        version=__version__,
        database=connection.vendor,
        database_version=".".join(str(part) for part in connection.get_database_version()),
        database_bytes=_database_bytes(),
        migrations=len(executor.loader.applied_migrations or {}),
        migrations_missing=tuple(f"{step.app_label}.{step.name}" for step, _ in plan),
        disk_free_bytes=disk.free,
        disk_bytes=disk.total,
        settings=_settings(config.current()),
    )


def answers() -> bool:
    """Whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        return False


def _database_bytes() -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    path = Path(str(connection.settings_dict["NAME"]))
    parts = (path, path.with_name(path.name + "-wal"))
    return sum(part.stat().st_size for part in parts if part.is_file())


def _settings(held: config.Settings) -> tuple[tuple[str, str], ...]:
    """What can be set and is no secret; the database only by its kind and host."""
    return (
        ("home", str(held.home)),
        ("mode", str(held.mode)),
        ("database", str(connection.settings_dict.get("HOST") or connection.vendor)),
        ("hosts", ", ".join(held.hosts)),
        ("https", _word(held.secure_cookies)),
        ("trusted_proxy", _word(held.trusted_proxy)),
        ("second_factor", _word(held.asks_second_factor)),
        ("time_zone", held.time_zone),
        ("session_minutes", str(held.session_minutes)),
    )


def _word(value: bool) -> str:
    return "true" if value else "false"
