"""Django's description of this app."""

from __future__ import annotations

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """Regions, organisations and the subjects that figures are about."""

    name = "zhiyi.server.orgs"
    label = "orgs"
