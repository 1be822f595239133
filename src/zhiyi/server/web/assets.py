"""Addresses of the built front-end assets. The build writes `manifest.json`: plain name → name with a content hash."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

from django.templatetags.static import static

from zhiyi.kernel.messages import Message, NotFound


def address(name: str) -> str:
    """The address of a built asset by its plain name, such as `app.js`.

    Raises:
        NotFound: the build made no such asset, or nothing has been built.
    """
    try:
        return static(f"build/{_manifest()[name]}")
    except KeyError:
        raise NotFound(Message("ui.asset_missing", name=name)) from None


def icon_address(name: str) -> str:
    """The address of one icon in the sprite.

    Raises:
        NotFound: the sprite has no such icon; `frontend/icons/tabler.json` lists those it takes from Tabler.
    """
    if name not in _icons():
        raise NotFound(Message("ui.icon_missing", name=name))
    return f"{address('icons.svg')}#{name}"


@cache
def _manifest() -> dict[str, str]:
    entries = _read()
    return {name: file for name, file in entries.items() if isinstance(file, str)}


@cache
def _icons() -> frozenset[str]:
    names = _read().get("icons", [])
    return frozenset(names if isinstance(names, list) else [])


@cache
def _read() -> dict[str, str | list[str]]:
    file = resources.files("zhiyi.server.web").joinpath("static", "build", "manifest.json")
    if not file.is_file():
        raise NotFound(Message("ui.assets_not_built"))
    entries: dict[str, str | list[str]] = json.loads(file.read_text(encoding="utf-8"))
    return entries
