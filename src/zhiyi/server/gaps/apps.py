"""Django's description of this app."""

from __future__ import annotations

from django.apps import AppConfig


class GapsConfig(AppConfig):
    """The gap board (短板): what falls short, since when, in which state."""

    name = "zhiyi.server.gaps"
    label = "gaps"
