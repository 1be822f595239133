"""The server's settings for tests: a home of mode `test`, no file of the machine read."""

import os
import tempfile

os.environ.setdefault("ZHIYI_MODE", "test")
os.environ.setdefault("ZHIYI_SECRET_KEY", "for-tests-only-" + "0123456789abcdef" * 3)
os.environ.setdefault("ZHIYI_HOME", tempfile.mkdtemp(prefix="zhiyi-test-"))

from zhiyi.server.settings import *  # noqa: F403
