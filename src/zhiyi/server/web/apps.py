"""Django's description of this app."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages."""

    name = "zhiyi.server.web"
    label = "web"
