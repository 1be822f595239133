"""The WSGI application that the web server loads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.wsgi import get_wsgi_application

from zhiyi.server import boot

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def in_utf8(inner: WSGIApplication) -> WSGIApplication:
    """The same application; addresses and forms are read as UTF-8, whatever charset a request names.

    Django takes any codec of Python by its name before any middleware runs, and some of them read no text at all.
    """

    def outer(environ, start_response):  # type: ignore[no-untyped-def]
        kind, *parameters = environ.get("CONTENT_TYPE", "").split(";")
        kept = [one for one in parameters if not one.strip().lower().startswith("charset")]
        environ["CONTENT_TYPE"] = ";".join([kind, *kept])
        return inner(environ, start_response)

    return outer


boot.start()
application = in_utf8(get_wsgi_application())
