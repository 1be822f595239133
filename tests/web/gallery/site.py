"""A small site of all pieces with sample values, under the product's content security policy.

`python tests/web/gallery/site.py 8765` serves it: `/?lang=en`, `/evidence`, `/refusal`.
"""

from __future__ import annotations

import mimetypes
import sys
from collections.abc import Callable
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path

HERE = Path(__file__).resolve().parent
STATIC = HERE.parents[2] / "src" / "zhiyi" / "server" / "web" / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; font-src 'self'; form-action 'self'; "
    "img-src 'self' data:; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
WORDS = {
    "title": ("今天的城市", "The city today"),
    "lede": (
        "118项指标里，9项已达目标，2项到期没有结果。",
        "Of 118 indicators 9 met their target and 2 are due without an outcome.",
    ),
    "facts": ("数据截至2026年11月20日 · 来自5份文件", "As of 20 Nov 2026 · from 5 documents"),
    "make": ("智造", "Make"),
    "make_note": ("64项指标，按主题排列", "64 indicators by theme"),
    "live": ("宜居", "Live"),
    "live_note": ("54项指标", "54 indicators"),
    "charts": ("图形", "Charts"),
    "table": ("指标", "Indicators"),
    "gaps": ("短板", "Gaps"),
    "findings": ("核对发现", "Findings"),
    "verdicts": ("条件", "Conditions"),
    "timeline": ("产业大事记", "Timeline"),
}


class Policy:
    """Sends the content security policy of the product with every page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response["Content-Security-Policy"] = POLICY
        return response


def _language(request: HttpRequest) -> str:
    return "en" if request.GET.get("lang") == "en" else "zh"


def gallery(request: HttpRequest) -> HttpResponse:
    from web.gallery import samples

    language = _language(request)
    made = {
        name: getattr(samples, name)(language)
        for name in ("tiles", "gaps", "findings", "verdicts", "chart", "big_chart", "moments", "table")
    }
    made["bare_table"] = samples.table(language, rows=False)
    words = {name: texts[language == "en"] for name, texts in WORDS.items()}
    return render(request, "gallery.html", {**samples.frame(language), **made, "words": words})


def evidence(request: HttpRequest) -> HttpResponse:
    from web.gallery import samples

    language = _language(request)
    name = "fragment.html" if request.headers.get("HX-Request") else "evidence.html"
    return render(request, name, {**samples.frame(language), "proof": samples.proof(language)})


def refusal(request: HttpRequest) -> HttpResponse:
    from web.gallery import samples

    language = _language(request)
    context = {**samples.frame(language), "refusal": samples.refusal(language)}
    return render(request, "refusal.html", context, status=404)


def static_file(_: HttpRequest, name: str) -> HttpResponseBase:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return FileResponse((STATIC / name).open("rb"), content_type=kind)


urlpatterns = [
    path("", gallery),
    path("evidence", evidence),
    path("refusal", refusal),
    path("static/<path:name>", static_file),
]


def set_up() -> None:
    """Settings of the gallery alone; the product's settings are not read."""
    sys.path.insert(0, str(HERE.parents[1]))
    settings.configure(
        SECRET_KEY="gallery",
        ALLOWED_HOSTS=["127.0.0.1", "testserver"],
        ROOT_URLCONF="web.gallery.site",
        STATIC_URL="/static/",
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "zhiyi.server.web"],
        MIDDLEWARE=["web.gallery.site.Policy", "django.middleware.csrf.CsrfViewMiddleware"],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [HERE / "templates"],
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
            }
        ],
    )
    django.setup()


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        return


def main() -> None:
    """Serve the gallery on 127.0.0.1."""
    from django.core.wsgi import get_wsgi_application

    set_up()
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8765
    with make_server("127.0.0.1", port, get_wsgi_application(), handler_class=Quiet) as server:
        server.serve_forever()


if __name__ == "__main__":
    main()
