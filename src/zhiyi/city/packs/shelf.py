"""Where packs stand: in folders that the caller names, in the installed package, in a source checkout.

Where two packs share a name, the one found first holds: the caller's folders in their order, then the shipped packs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import zhiyi
from zhiyi.city.packs.files import METADATA
from zhiyi.city.packs.metadata import NAME, PackInfo, read_info
from zhiyi.kernel.messages import DataError, Message, NotFound

_PACKAGE = Path(zhiyi.__file__).resolve().parent


def places(roots: Iterable[Path] = ()) -> tuple[Path, ...]:
    """Folders that hold packs, the caller's `roots` first; those that do not exist are left out."""
    checkout = _PACKAGE.parent.parent
    shipped = [_PACKAGE / "cities"]
    if (checkout / "pyproject.toml").is_file():
        shipped.append(checkout / "cities")
    return tuple(dict.fromkeys(place for place in (*roots, *shipped) if place.is_dir()))


def find(name_or_dir: str | Path, *, roots: Iterable[Path] = ()) -> Path:
    """The folder of a pack, by its path or by its name.

    Raises:
        NotFound: there is no such folder with a datapackage.json, and no pack of that name in any known place.
    """
    direct = Path(name_or_dir)
    return direct if (direct / METADATA).is_file() else find_by_name(str(name_or_dir), roots=roots)


def find_by_name(name: str, *, roots: Iterable[Path] = ()) -> Path:
    """The folder of the pack of that name; the folder is called like the pack.

    Raises:
        NotFound: no known place has it.
    """
    roots = tuple(roots)
    for place in places(roots) if NAME.fullmatch(name) else ():
        if (place / name / METADATA).is_file():
            return place / name
    known = tuple(dict.fromkeys(folder.name for folder in _folders(roots)))
    raise NotFound(Message("pack.not_found", name=name, known=known))


def shipped(*, roots: Iterable[Path] = ()) -> tuple[PackInfo, ...]:
    """What every known pack says of itself, by name; one pack a name.

    Raises:
        PackError: a pack has a faulty datapackage.json.
    """
    found: dict[str, PackInfo] = {}
    for folder in _folders(tuple(roots)):
        info = read_info(folder)
        found.setdefault(info.name, info)
    return tuple(found[name] for name in sorted(found))


def demo_pack(*, roots: Iterable[Path] = ()) -> PackInfo:
    """The pack that says of itself that it is the demo; the caller's `roots` go before the shipped packs.

    Raises:
        NotFound: no pack says so.
        DataError: two packs of one folder say so.
        PackError: a pack has a faulty datapackage.json.
    """
    for place in places(roots):
        demos = [info for info in map(read_info, _packs_in(place)) if info.demo]
        if len(demos) > 1:
            names = tuple(info.name for info in demos)
            raise DataError(Message("pack.two_demos", value=names[0], others=names[1:]))
        if demos:
            return demos[0]
    raise NotFound(Message("pack.no_demo"))


def beside(folder: Path) -> tuple[Path, ...]:
    """The other packs that stand in the same folder as this one."""
    own = folder.resolve()
    return tuple(other for other in _packs_in(own.parent) if other != own)


def _folders(roots: tuple[Path, ...]) -> Iterator[Path]:
    for place in places(roots):
        yield from _packs_in(place)


def _packs_in(place: Path) -> tuple[Path, ...]:
    return tuple(folder for folder in sorted(place.iterdir()) if (folder / METADATA).is_file())
