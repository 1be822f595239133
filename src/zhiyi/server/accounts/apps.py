"""The accounts application."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Connects the seeding of roles and the recording of sign-ins."""

    name = "zhiyi.server.accounts"
    label = "accounts"
    default = True

    def ready(self) -> None:
        """Connect the signals of this application."""
        from zhiyi.server.accounts import signals

        signals.connect(self)
