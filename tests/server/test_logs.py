"""The log: one JSON object a line."""

from __future__ import annotations

import json
import logging
import sys

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
