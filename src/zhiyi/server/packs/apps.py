"""Django's description of this app."""

from __future__ import annotations

from django.apps import AppConfig


class PacksConfig(AppConfig):
    """City packs in the database: what was loaded, when, and every version of every row."""

    name = "zhiyi.server.packs"
    label = "packs"
