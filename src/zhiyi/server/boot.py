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


def migrate() -> None:
    """Bring the database to this version's tables."""
    start()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
