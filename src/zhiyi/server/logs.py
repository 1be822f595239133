"""Logs: one JSON object a line, without personal data and without the tokens of one-time links."""

from __future__ import annotations

import logging
import re

import structlog

_TOKEN = re.compile(r"(?i)(/|%2f)(sign-in)\1(link)\1[^\s/\"'\\?&#%]+")


def without_tokens(text: str) -> str:
    """A text in which the token of every sign-in link is an ellipsis; whoever reads a log could sign in with it."""
    return _TOKEN.sub(r"\1\2\1\3\1…", text)


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """Takes tokens out of the finished line, so that none stays in a message, an argument or a traceback."""

    def format(self, record: logging.LogRecord) -> str:
        return without_tokens(super().format(record))


def formatter() -> structlog.stdlib.ProcessorFormatter:
    """Formatter of the standard library's records."""
    return _Formatter(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,  # reads the record, so it stands before what removes it
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
