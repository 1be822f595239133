"""The API against its own description: whatever is asked, no fault of ours and no status that is not declared."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import schemathesis
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import CheckFunction
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from zhiyi.server import clock

pytestmark = pytest.mark.slow

OPERATIONS = 18
EXAMPLES = 60
CONFIG = {
    "generation": {"deterministic": True, "max-examples": EXAMPLES, "with-security-parameters": False},
}


def not_asked(case: schemathesis.Case) -> list[CheckFunction]:
    """A day that has not come and a province that was never issued are rightly refused; no schema can say so."""
    asked = case.query or {}
    to_come = str(asked.get("as-known-on", "")) > clock.today().isoformat()
    of_a_place = case.path == "/api/v1/gaps" and asked.get("place")
    return [positive_data_acceptance] if to_come or of_a_place else []


PLAIN = {"Accept-Encoding": "identity"}
described = schemathesis.openapi.from_wsgi(
    "/api/v1/openapi.json", get_wsgi_application(), config=schemathesis.Config.from_dict(CONFIG)
)


@pytest.fixture
def session_of(holder_of: Callable[..., Client]) -> Callable[[str], dict[str, str]]:
    """The cookie of somebody who holds a role."""

    def made(role: str) -> dict[str, str]:
        return {settings.SESSION_COOKIE_NAME: holder_of(role).cookies[settings.SESSION_COOKIE_NAME].value}

    return made


def bounded(test):
    return hypothesis_settings(
        deadline=None,
        derandomize=True,
        database=None,
        max_examples=EXAMPLES,
        suppress_health_check=list(HealthCheck),
    )(test)


def test_every_operation_is_described():
    assert described.statistic.operations.total == OPERATIONS


@described.parametrize()
@bounded
def test_a_passer_by_gets_only_what_is_declared(case, city):
    case.call_and_validate(headers=PLAIN, excluded_checks=not_asked(case))


@described.parametrize()
@bounded
def test_a_leader_gets_only_what_is_declared(case, session_of):
    not_without_the_cookie = [*not_asked(case), ignored_auth]
    case.call_and_validate(headers=PLAIN, cookies=session_of("leader"), excluded_checks=not_without_the_cookie)
