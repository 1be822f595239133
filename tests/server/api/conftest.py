"""Callers of the API: a passer-by, and people with a role."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from server.accounts.made_people import signed_in

Callers = Callable[..., Client]


@pytest.fixture
def passer_by(city: None) -> Client:
    """Nobody signed in."""
    return Client()


@pytest.fixture
def holder_of(city: None) -> Callers:
    """Somebody signed in who holds a role, in the whole city or in a scope."""

    def made(role: str, scope: str = "") -> Client:
        client = Client()
        signed_in(client, role, scope=scope)
        return client

    return made


@pytest.fixture
def leader(holder_of: Callers) -> Client:
    """A leader: reads everything of the city."""
    return holder_of("leader")
