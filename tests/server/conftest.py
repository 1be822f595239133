"""A loaded city for server tests: the real pack, loaded and measured once a session; every test rolls back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pytest_django.plugin import DjangoDbBlocker

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = date(2026, 11, 20)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database with the city loaded and measured as of the fixed day."""
    from zhiyi.city import packs
    from zhiyi.server.accounts import actors
    from zhiyi.server.accounts import services as accounts
    from zhiyi.server.indicators import services as indicators
    from zhiyi.server.packs import services

    with django_db_blocker.unblock():
        accounts.sync_roles(now=NOW)
        services.load_pack(packs.read(ROOT / "cities" / "xuchang"), actor=actors.machine(), now=NOW)
        indicators.run_engine(as_known_on=TODAY, now=NOW)
    yield


@pytest.fixture
def city(db: None) -> None:
    """The loaded city."""


@pytest.fixture
def now() -> datetime:
    """The fixed moment of the tests."""
    return NOW


@pytest.fixture
def today() -> date:
    """The fixed day of the tests."""
    return TODAY
