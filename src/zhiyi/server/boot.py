"""Starting Django from outside: the CLI calls this and nothing of Django itself."""

from __future__ import annotations

import os

import django
from django.apps import apps


def start() -> None:
    """Set Django up in this process; a second call does nothing.

    Raises:
        SettingsError: a setting is missing or weak.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiyi.server.settings")
    if not apps.ready:
        django.setup()


def pending() -> bool:
    """Whether the database lacks tables or columns of this version."""
    start()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> None:
    """Bring the database to this version's tables; does nothing where it is there already."""
    if not pending():
        return
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
