"""Reading and checking a pack together with everything that it extends."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from zhiyi.city.packs import files, shelf
from zhiyi.city.packs.chains import Chain
from zhiyi.city.packs.checks import check_pack
from zhiyi.city.packs.csv_tables import read_table
from zhiyi.city.packs.faults import Fault, Faults, PackError, Refused
from zhiyi.city.packs.metadata import PackInfo, Resource, info_with_faults
from zhiyi.city.packs.pack import Pack
from zhiyi.city.packs.schemas import BY_NAME, TABLES
from zhiyi.kernel.messages import Message, NotFound


def check(path: Path, *, roots: Iterable[Path] = ()) -> tuple[Fault, ...]:
    """Every fault of the pack in a folder, by file and row; empty where the pack may be used.

    A pack that it extends is looked for beside the folder, then in `roots`, then among the shipped packs; faults of
    those carry the pack's name before the file.
    """
    faults = Faults()
    _Reading(faults, tuple(roots)).run(path)
    return faults.all()


def read(path: Path, *, roots: Iterable[Path] = ()) -> Pack:
    """The pack in a folder, with the rows of everything that it extends.

    Raises:
        PackError: the pack has faults; the error carries all of them.
    """
    faults = Faults()
    reading = _Reading(faults, tuple(roots))
    chain = reading.run(path)
    if found := faults.all():
        raise PackError(path.resolve().name, found)
    rows = {table.name: tuple(chain.all(table.row)) for table in TABLES}
    return Pack(chain.info, tuple(chain.infos), reading.digest.hexdigest(), **rows)  # type: ignore[arg-type]  # by name


class _Reading:
    """One run over a pack and its bases, base first."""

    def __init__(self, faults: Faults, roots: tuple[Path, ...]) -> None:
        self.faults = faults
        self.roots = roots
        self.digest = hashlib.sha256()

    def run(self, path: Path) -> Chain:
        chain = Chain(self.faults)
        lineage, whole = self._lineage(path)
        for info, prefix in lineage:
            self._read_tables(chain, info, prefix)
            if whole:
                check_pack(chain)
        return chain

    def _lineage(self, path: Path) -> tuple[list[tuple[PackInfo, str]], bool]:
        """The pack and its bases, base first, and whether all of them were found."""
        found: list[tuple[PackInfo, str]] = []
        folder, prefix = path, ""
        while True:
            info = info_with_faults(folder, self.faults, prefix=prefix)
            if info is None:
                return found[::-1], False
            self._check_demo(info, prefix)
            found.append((info, prefix))
            if not info.extends:
                return found[::-1], True
            place = prefix + files.METADATA
            if info.extends in {known.name for known, _ in found}:
                self._fault(place, "zhiyi.extends", info.extends, Message("pack.extends_cycle", value=info.extends))
                return found[::-1], False
            try:
                around = (folder.resolve().parent, *self.roots)
                folder, prefix = shelf.find_by_name(info.extends, roots=around), f"{info.extends}/"
            except NotFound as fault:
                why = Message("pack.unknown_base", value=info.extends, known=fault.message.params["known"])
                self._fault(place, "zhiyi.extends", info.extends, why)
                return found[::-1], False

    def _check_demo(self, info: PackInfo, prefix: str) -> None:
        if not info.demo:
            return
        others = [info_with_faults(folder, Faults()) for folder in shelf.beside(info.path)]
        names = tuple(other.name for other in others if other and other.demo)
        if names:
            why = Message("pack.two_demos", value=info.name, others=names)
            self._fault(prefix + files.METADATA, "zhiyi.demo", "true", why)

    def _read_tables(self, chain: Chain, info: PackInfo, prefix: str) -> None:
        shown = {resource.name: prefix + resource.path for resource in info.resources}
        chain.enter(info, {"datapackage": prefix + files.METADATA, **shown})
        self._note(info.name, files.METADATA, files.content(info.path / files.METADATA, limit=files.MAX_METADATA_BYTES))
        self._check_unlisted(info, prefix)
        for resource in sorted(info.resources, key=lambda one: one.name):
            data = self._content(info, resource, prefix)
            if data is None:
                chain.lost(resource.name)
                continue
            self._note(info.name, resource.path, data)
            if resource.tabular:
                table = BY_NAME[resource.name]
                read = read_table(table, data, file=shown[resource.name], pack=info.name, faults=self.faults)
                chain.add(table, read)

    def _content(self, info: PackInfo, resource: Resource, prefix: str) -> bytes | None:
        try:
            path = files.inside(info.path, resource.path)
            return files.content(path, limit=files.MAX_TABLE_BYTES)
        except Refused as refused:
            self._fault(prefix + files.METADATA, f"resources.{resource.name}", refused.value, refused.message)
            return None

    def _check_unlisted(self, info: PackInfo, prefix: str) -> None:
        listed = {resource.path.removeprefix("./") for resource in info.resources}
        for path in sorted(info.path.glob("*.csv")):
            if path.name not in listed:
                self._fault(prefix + path.name, None, None, Message("pack.not_listed", path=path.name))

    def _note(self, pack: str, path: str, data: bytes) -> None:
        """Let a file into the digest of the chain."""
        self.digest.update(f"{pack}\n{path}\n{hashlib.sha256(data).hexdigest()}\n".encode())

    def _fault(self, file: str, column: str | None, value: str | None, message: Message) -> None:
        self.faults.add(file, None, column, value, message)
