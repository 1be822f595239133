"""The WSGI application that the web server loads."""

from __future__ import annotations

from django.core.wsgi import get_wsgi_application

from zhiyi.server import boot

boot.start()
application = get_wsgi_application()
