"""Starting Django from outside: the CLI calls this and nothing of Django itself."""

from __future__ import annotations

import os

import django
from django.apps import apps

from zhiyi.kernel.messages import Message, SettingsError


def start() -> None:
    """Set Django up in this process; a second call does nothing.

    Raises:
        SettingsError: a setting is missing or weak.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiyi.server.settings")
    if not apps.ready:
        django.setup()


def pending() -> bool:
    """Whether the database lacks tables or columns of this version.

    Raises:
        SettingsError: the database cannot be reached.
    """
    start()
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except OperationalError as fault:
        why = " ".join(str(fault).split())
        raise SettingsError(Message("settings.database_unreachable", why=why)) from fault


def migrate() -> None:
    """Bring the database to this version's tables; does nothing where it is there already."""
    if not pending():
        return
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
