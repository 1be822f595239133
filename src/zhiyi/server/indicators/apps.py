"""Django's description of this app."""

from __future__ import annotations

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """The ledger in the database: observations, findings, events."""

    name = "zhiyi.server.indicators"
    label = "indicators"
