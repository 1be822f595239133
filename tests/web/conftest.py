"""The loaded city of the server tests, for tests of pages."""

from __future__ import annotations

from server.conftest import city, django_db_setup, now, today

__all__ = ["city", "django_db_setup", "now", "today"]
