"""datapackage.json: what a pack is, what it extends and which files it brings. Read with distrust."""

from __future__ import annotations

import json
import re
import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeGuard

from zhiyi.city.packs import cells, files
from zhiyi.city.packs.faults import Faults, PackError, Refused, shortened
from zhiyi.city.packs.schemas import BY_NAME
from zhiyi.city.packs.schemas.forms import REGION_CODE
from zhiyi.kernel.messages import Message

FORMAT = 1
KINDS = ("base", "city", "demo")
DATUMS = ("CGCS2000", "WGS84", "GCJ-02", "BD-09")
TABULAR = "tabular-data-resource"
PROFILES = (TABULAR, "data-resource")
MAX_TEXT = 120
NAME = re.compile(r"[a-z0-9]([a-z0-9\-]{0,62}[a-z0-9])?", re.ASCII)
KEYS = frozenset({"format", "extends", "kind", "demo", "synthetic", "region", "timezone", "datum"})


@dataclass(frozen=True, slots=True)
class Resource:
    """A file of a pack: a table by its name, or another file that stands beside the tables."""

    name: str
    path: str
    tabular: bool


@dataclass(frozen=True, slots=True)
class PackInfo:
    """What a pack says of itself.

    Attributes:
        path: Folder that holds datapackage.json.
        kind: `base` (national), `city` or `demo`.
        extends: Name of the pack that this one extends, or empty.
        demo: True for the pack that `zhiyi demo` shows.
        synthetic: True where every row of the pack is made up.
        region: Region code of the city itself; empty for a base.
        datum: Datum of the pack's coordinates, or empty where it brings none.
        licences: Titles of the licences under which its data may be used.
        sources: Titles of what it was made from.
    """

    name: str
    title: str
    title_en: str
    version: str
    kind: str
    extends: str
    demo: bool
    synthetic: bool
    region: str
    timezone: str
    datum: str
    path: Path
    resources: tuple[Resource, ...] = ()
    licences: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def read_info(folder: Path) -> PackInfo:
    """What the pack in a folder says of itself; its tables are not opened.

    Raises:
        PackError: datapackage.json is missing, is not JSON, or says something that it may not say.
    """
    faults = Faults()
    info = info_with_faults(folder, faults)
    if found := faults.all():
        raise PackError(folder.name, found)
    if info is None:
        raise AssertionError(folder)
    return info


def info_with_faults(folder: Path, faults: Faults, *, prefix: str = "") -> PackInfo | None:
    """The same, adding every fault to `faults`; None where there is no readable datapackage.json at all."""
    document = _Document(prefix + files.METADATA, faults)
    try:
        data = files.content(files.inside(folder, files.METADATA), limit=files.MAX_METADATA_BYTES)
        record = parsed(data)
    except Refused as refused:
        faults.add(document.file, refused.row, None, refused.value, refused.message)
        return None
    zhiyi = record.get("zhiyi")
    if not _is_object(zhiyi):
        document.fault("zhiyi", zhiyi, "pack.no_zhiyi_section", format=FORMAT)
        return None
    return _info(folder, document, record, zhiyi)


def _info(folder: Path, document: _Document, record: Mapping[str, object], zhiyi: Mapping[str, object]) -> PackInfo:
    for key in sorted(set(zhiyi) - KEYS):
        document.fault(f"zhiyi.{key}", key, "pack.unknown_key", known=tuple(sorted(KEYS)))
    version = zhiyi.get("format")
    if version != FORMAT or isinstance(version, bool):
        document.fault("zhiyi.format", version, "pack.wrong_format", format=FORMAT)
    kind = document.choice(zhiyi, "kind", KINDS)
    info = PackInfo(
        name=document.name(record, "name"),
        title=document.text(record, "title"),
        title_en=document.text(record, "title_en"),
        version=document.text(record, "version"),
        kind=kind,
        extends=document.name(zhiyi, "extends", section="zhiyi.") if zhiyi.get("extends") is not None else "",
        demo=document.flag(zhiyi, "demo"),
        synthetic=document.flag(zhiyi, "synthetic"),
        region=_region(document, zhiyi),
        timezone=_timezone(document, zhiyi),
        datum=document.choice(zhiyi, "datum", DATUMS, then="pack.unknown_datum") if "datum" in zhiyi else "",
        path=folder,
        resources=_resources(document, record),
        licences=_titles(document, record, "licenses"),
        sources=_titles(document, record, "sources"),
    )
    _check_layers(document, info)
    return info


def _titles(document: _Document, record: Mapping[str, object], key: str) -> tuple[str, ...]:
    """Titles of a list of licences or sources; a licence without a title goes by its name."""
    listed = record.get(key)
    found = []
    for number, entry in enumerate(listed if isinstance(listed, list) else ()):
        title = (entry.get("title") or entry.get("name") or entry.get("path")) if _is_object(entry) else None
        if title:
            found.append(document.line(f"{key}[{number}]", str(title)))
    return tuple(found)


def parsed(data: bytes) -> Mapping[str, object]:
    """The object in the bytes of a datapackage.json.

    Raises:
        Refused: it is not UTF-8, not JSON, not an object, or names a key twice.
    """
    text = files.text_of(data).read()
    try:
        record = json.loads(text, object_pairs_hook=_unique)
        json.dumps(record, ensure_ascii=False).encode()
    except json.JSONDecodeError as fault:
        raise Refused(Message("pack.not_json", line=fault.lineno, column=fault.colno), row=fault.lineno) from fault
    except RecursionError as fault:
        raise Refused(Message("pack.json_too_deep")) from fault
    except ValueError as fault:  # a number of thousands of digits, half of a surrogate pair
        raise Refused(Message("pack.json_bad_value")) from fault
    if not _is_object(record):
        raise Refused(Message("pack.json_not_object"))
    return record


def _unique(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise Refused(Message("pack.json_key_twice", key=key), value=key)
        found[key] = value
    return found


def _is_object(value: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(value, dict)


def _region(document: _Document, zhiyi: Mapping[str, object]) -> str:
    region = zhiyi.get("region")
    if region is None:
        return ""
    if not isinstance(region, str) or not re.fullmatch(REGION_CODE.regex, region, re.ASCII):
        document.fault("zhiyi.region", region, "pack.bad_form", form=Message(REGION_CODE.form))
        return ""
    return region


def _timezone(document: _Document, zhiyi: Mapping[str, object]) -> str:
    zone = zhiyi.get("timezone", "Asia/Shanghai")
    if not isinstance(zone, str) or zone not in _zones():
        document.fault("zhiyi.timezone", zone, "pack.bad_timezone")
        return ""
    return zone


@cache
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def _resources(document: _Document, record: Mapping[str, object]) -> tuple[Resource, ...]:
    entries = record.get("resources")
    if not isinstance(entries, list):
        document.fault("resources", entries, "pack.no_resources")
        return ()
    found: dict[str, Resource] = {}
    for number, entry in enumerate(entries):
        resource = _resource(document, f"resources[{number}]", entry)
        if resource is None:
            continue
        if resource.name in found:
            document.fault(f"resources[{number}].name", resource.name, "pack.resource_twice")
        found[resource.name] = resource
    return tuple(found.values())


def _resource(document: _Document, place: str, entry: object) -> Resource | None:
    name = entry.get("name") if _is_object(entry) else None
    if not _is_object(entry) or not isinstance(name, str):
        document.fault(place, None, "pack.resource_without_name")
        return None
    path, profile = entry.get("path"), entry.get("profile", TABULAR)
    if not isinstance(path, str) or not path:
        document.fault(f"{place}.path", path, "pack.resource_without_path", name=name)
        return None
    tabular = profile == TABULAR or name in BY_NAME
    if profile not in PROFILES or (tabular and profile != TABULAR):
        allowed = (TABULAR,) if tabular else PROFILES
        document.fault(f"{place}.profile", profile, "pack.not_in_list", allowed=allowed)
    if tabular and name not in BY_NAME:
        document.fault(f"{place}.name", name, "pack.unknown_table", known=tuple(BY_NAME))
        return None
    encoding = entry.get("encoding", "utf-8")
    if not isinstance(encoding, str) or encoding.lower() not in ("utf-8", "utf8", "utf-8-sig"):
        document.fault(f"{place}.encoding", encoding, "pack.encoding_declared")
    if "dialect" in entry:
        document.fault(f"{place}.dialect", None, "pack.dialect", name=name)
    return Resource(name, path, tabular=tabular)


def _check_layers(document: _Document, info: PackInfo) -> None:
    """Coordinates mean nothing without a datum: a map layer needs `zhiyi.datum`."""
    for resource in info.resources:
        if not resource.tabular and resource.path.lower().endswith(".geojson") and not info.datum:
            document.fault("zhiyi.datum", None, "pack.layer_without_datum", path=resource.path, known=DATUMS)


@dataclass(frozen=True, slots=True)
class _Document:
    """Reads single values of the record and notes what is wrong with them."""

    file: str
    faults: Faults

    def fault(self, place: str, value: object, key: str, **params: object) -> None:
        text = None if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        shown = shortened(text)
        self.faults.add(self.file, None, place, shown, Message(key, value=shown, **params))

    def text(self, record: Mapping[str, object], key: str) -> str:
        value = record.get(key)
        if isinstance(value, str) and value.strip():
            return self.line(key, value)
        self.fault(key, value, "pack.metadata_text", name=key)
        return ""

    def line(self, place: str, text: str) -> str:
        """A text that pages and logs show as one line: bounded, and without characters that nobody sees."""
        if len(text) > MAX_TEXT:
            self.fault(place, text, "pack.metadata_too_long", limit=MAX_TEXT, length=len(text))
        if (mark := cells.unseen(text, key=True)) is not None:
            self.fault(place, text, "pack.control_character", code=f"U+{ord(mark):04X}")
        return text

    def name(self, record: Mapping[str, object], key: str, *, section: str = "") -> str:
        value = record.get(key)
        if isinstance(value, str) and NAME.fullmatch(value):
            return value
        self.fault(section + key, value, "pack.bad_name")
        return ""

    def choice(
        self, record: Mapping[str, object], key: str, allowed: tuple[str, ...], *, then: str = "pack.not_in_list"
    ) -> str:
        value = record.get(key)
        if isinstance(value, str) and value in allowed:
            return value
        self.fault(f"zhiyi.{key}", value, then, allowed=allowed)
        return ""

    def flag(self, record: Mapping[str, object], key: str) -> bool:
        value = record.get(key, False)
        if isinstance(value, bool):
            return value
        self.fault(f"zhiyi.{key}", value, "pack.metadata_flag", name=key)
        return False
