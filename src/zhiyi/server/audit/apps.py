"""The audit application."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit book; nothing is connected."""

    name = "zhiyi.server.audit"
    label = "audit"
    default = True
