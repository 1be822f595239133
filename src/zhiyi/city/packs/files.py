"""Bytes of a pack's files, read with distrust: a pack may come from anyone.

A path must be relative, stay inside the pack's folder (also through links) and name a regular file of a bounded
size. Text must be UTF-8; what Excel saves as GBK or UTF-16 is recognised, so that the cure can be named.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from pathlib import Path, PurePosixPath

from zhiyi.city.packs.faults import Refused, shortened
from zhiyi.kernel.messages import Message

METADATA = "datapackage.json"
MAX_METADATA_BYTES = 1 << 20
MAX_TABLE_BYTES = 512 << 20
_CHUNK = 1 << 20
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def inside(folder: Path, relative: str) -> Path:
    """The file of that path in the folder.

    Raises:
        Refused: the path is a URL, absolute, climbs out, leads out through a link, or names no regular file.
    """
    if _SCHEME.match(relative):
        raise Refused(Message("pack.path_is_url", path=relative), value=relative)
    parts = PurePosixPath(relative).parts
    if not parts or relative.startswith("/") or "\\" in relative or "\0" in relative or ".." in parts:
        raise Refused(Message("pack.path_leaves_folder", path=relative), value=relative)
    try:
        root = folder.resolve(strict=True)
        path = root.joinpath(*parts).resolve(strict=True)
        if not path.is_relative_to(root):
            raise Refused(Message("pack.link_leaves_folder", path=relative), value=relative)
        if not path.is_file():
            raise Refused(Message("pack.not_a_file", path=relative), value=relative)
    except (OSError, RuntimeError, ValueError) as fault:  # ValueError: a name that no file can have
        raise Refused(Message("pack.no_such_file", path=relative), value=relative) from fault
    return path


def content(path: Path, *, limit: int) -> bytes:
    """All bytes of a file of at most `limit` bytes.

    Raises:
        Refused: it is larger, or cannot be read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as fault:
        raise Refused(Message("pack.cannot_read", path=path.name, reason=fault.strerror or str(fault))) from fault
    if len(data) > limit:
        raise Refused(Message("pack.too_large", path=path.name, limit_mib=limit >> 20))
    return data


def text_of(data: bytes) -> io.TextIOWrapper:
    """The bytes of a table as a stream of UTF-8 text, a byte-order mark dropped and line ends kept.

    Raises:
        Refused: it is not UTF-8, with the row of the first wrong byte; or it holds control characters.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Refused(Message("pack.encoding_utf16"), row=1)
    wrong = _first_wrong_byte(data)
    if wrong is not None:
        raise _not_utf8(data, wrong)
    if found := _CONTROL.search(data):
        code = f"U+{found.group()[0]:04X}"
        raise Refused(Message("pack.control_character", code=code), row=_row_at(data, found.start()), value=code)
    return io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig", newline="")


def _first_wrong_byte(data: bytes) -> int | None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(data), _CHUNK):
        pending = len(decoder.getstate()[0])
        chunk = data[start : start + _CHUNK]
        try:
            decoder.decode(chunk, final=start + _CHUNK >= len(data))
        except UnicodeDecodeError as fault:
            return start - pending + fault.start
    return None


def _not_utf8(data: bytes, wrong: int) -> Refused:
    row = _row_at(data, wrong)
    line_start = data.rfind(b"\n", 0, wrong) + 1
    line_end = data.find(b"\n", wrong)
    line = data[line_start : len(data) if line_end < 0 else line_end].rstrip(b"\r")
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return Refused(Message("pack.encoding_unknown", byte=f"0x{data[wrong]:02X}"), row=row)
    words = line.decode("gb18030", errors="replace")
    return Refused(Message("pack.encoding_gbk", value=shortened(words)), row=row, value=words)


def _row_at(data: bytes, offset: int) -> int:
    """Row in the spreadsheet of the byte at `offset`; quotes, commas and line ends are ASCII in every encoding met."""
    before = io.StringIO(data[:offset].decode("latin-1") + "x", newline="")
    try:
        return sum(1 for _ in csv.reader(before))
    except csv.Error:
        return data.count(b"\n", 0, offset) + 1
