"""What happens by itself: after the tables are brought up to date, the rows of the shipped roles are."""

from __future__ import annotations

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from zhiyi.server import clock

NEEDED = frozenset({"accounts_role", "accounts_rolepermission", "audit_auditevent", "audit_chainhead"})


def connect(application: AppConfig) -> None:
    """Connect what this application does after a migration."""
    post_migrate.connect(_after_migrate, sender=application, dispatch_uid="accounts.sync_roles")


def _after_migrate(*, using: str, **_: object) -> None:
    """Tables may be missing where somebody migrates one application only, or back."""
    from zhiyi.server.accounts import services

    if using == "default" and set(connections[using].introspection.table_names()) >= NEEDED:
        services.sync_roles(now=clock.now())
