"""A request may name any charset; it is read as UTF-8, and no codec breaks the server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from werkzeug.test import Client

from zhiyi.server.wsgi import application

CODECS = ("rot13", "base64", "hex", "zlib", "undefined", "idna", "punycode", "unicode_escape", "utf-7", "utf-16", "gbk")


@pytest.fixture(autouse=True)
def _the_connection_of_the_test_stays_open() -> Iterator[None]:
    """As Django's own test client has it: a request does not close the connection that holds the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("form", ["charset={}", 'charset="{}"', "Charset={}", " charset*=utf-8''{}"])
def test_a_charset_by_any_name_is_no_fault_of_ours(city, codec, form):
    named = {"Content-Type": f"application/json;{form.format(codec)}"}
    for address in ("/api/v1/indicators?words=%5Cud800+2AA-", "/sign-in?next=%5Cud800"):
        assert Client(application).get(address, headers=named).status_code < 500


def test_an_address_is_read_as_utf_8_under_every_name(city):
    named = {"Content-Type": "text/plain; charset=gbk"}
    plain = Client(application).get("/api/v1/indicators?words=%E5%BE%80")
    assert Client(application).get("/api/v1/indicators?words=%E5%BE%80", headers=named).data == plain.data
