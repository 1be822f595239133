"""The log: one JSON object a line."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from django.test import Client

from zhiyi.server import logs


def test_a_record_of_the_standard_library_becomes_one_line_of_json():
    record = logging.LogRecord("zhiyi.doors", logging.WARNING, __file__, 1, "no door: %s", ("/门",), None)
    line = logs.formatter().format(record)
    assert "\n" not in line
    said = json.loads(line)
    assert (said["event"], said["level"], said["logger"]) == ("no door: /门", "warning", "zhiyi.doors")
    assert said["timestamp"]


def test_a_record_of_an_exception_is_one_line_too():
    try:
        raise ValueError("broken")
    except ValueError:
        record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "failed", (), sys.exc_info())
    line = logs.formatter().format(record)
    assert "\n" not in line
    assert "ValueError: broken" in json.loads(line)["exception"]


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("Forbidden: /sign-in/link/aB-_9", "Forbidden: /sign-in/link/…"),
        ("/sign-in?next=%2Fsign-in%2Flink%2FaB-_9&x=1", "/sign-in?next=%2Fsign-in%2Flink%2F…&x=1"),
        ("/sign-in/link/", "/sign-in/link/"),
        ("/sign-in/links", "/sign-in/links"),
    ],
)
def test_a_token_of_a_link_is_left_out(said, heard):
    assert logs.without_tokens(said) == heard


def test_a_token_stays_in_no_argument_and_no_traceback():
    try:
        raise ValueError("/sign-in/link/aB-_9")
    except ValueError:
        record = logging.LogRecord(
            "x", logging.ERROR, __file__, 1, "%s %s", ("a", ["/sign-in/link/aB-_9"]), sys.exc_info()
        )
    assert "aB-_9" not in logs.formatter().format(record)


@pytest.mark.django_db
def test_a_posted_link_without_the_token_of_its_form_is_logged_without_its_token(caplog):
    client = Client(enforce_csrf_checks=True)
    token = "aB-_9" * 8
    assert client.post(f"/sign-in/link/{token}").status_code == 403
    lines = [logs.formatter().format(record) for record in caplog.records]
    assert any("csrf" in line for line in lines)
    assert not any(token in line for line in lines)
    own = [record.getMessage() for record in caplog.records if record.name.startswith("zhiyi")]
    assert own
    assert not any(token in line for line in own)
