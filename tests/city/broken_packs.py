"""Ways to break the made-up city, read from broken_packs.csv, with the fault that each must give.

In that table `change` is one of the functions below, done to the file `in`; ⏎ stands for a line end and `⟨9×x⟩` for
nine times x. Rows are those of a spreadsheet: the header is row 1. `seen` says that frictionless, which knows only the
schemas, must report the same row of the same file.
"""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from pathlib import Path

from cities.made_up import edit_metadata

TABLE = Path(__file__).with_suffix(".csv")
_REPEATED = re.compile(r"⟨(\d+)×(.)⟩")


@dataclass(frozen=True)
class Broken:
    """One broken pack: what to do, and the fault that must be found."""

    name: str
    change: str
    where: str
    old: str
    new: str
    key: str
    file: str
    row: int | None
    column: str | None
    seen: bool

    def do(self, folder: Path) -> None:
        """Break the pack in the folder."""
        _CHANGES[self.change](folder / self.where, self.old, self.new)


def broken_packs() -> tuple[Broken, ...]:
    """Every case of the table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(_case(record) for record in csv.DictReader(file))


def swap(path: Path, old: str, new: str) -> None:
    """Replace the only occurrence of a text."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def append(path: Path, _old: str, new: str) -> None:
    """Put a line at the end."""
    with path.open("a", encoding="utf-8", newline="\n") as stream:
        stream.write(new + "\n")


def write(path: Path, _old: str, new: str) -> None:
    """Write the file anew."""
    path.write_text(new, encoding="utf-8", newline="\n")


def add_bytes(path: Path, _old: str, new: str) -> None:
    """Put bytes, given in hexadecimal, at the end."""
    path.write_bytes(path.read_bytes() + bytes.fromhex(new))


def recode(path: Path, _old: str, new: str) -> None:
    """Save the file in another encoding."""
    path.write_bytes(path.read_text(encoding="utf-8").encode(new))


def says(path: Path, _old: str, new: str) -> None:
    """Change keys of the section zhiyi in datapackage.json."""
    edit_metadata(path.parent, **json.loads(new))


def unlink(path: Path, _old: str, _new: str) -> None:
    """Delete the file."""
    path.unlink()


def link_out(path: Path, _old: str, _new: str) -> None:
    """Replace the file by a link to one outside of the folder."""
    outside = path.parent.parent / "outside.csv"
    path.replace(outside)
    path.symlink_to(outside)


_CHANGES = {
    "swap": swap,
    "append": append,
    "write": write,
    "bytes": add_bytes,
    "recode": recode,
    "says": says,
    "unlink": unlink,
    "link_out": link_out,
}


def _case(record: dict[str, str]) -> Broken:
    return Broken(
        name=record["name"],
        change=record["change"],
        where=record["in"],
        old=_meant(record["old"]),
        new=_meant(record["new"]),
        key=record["key"],
        file=record["file"],
        row=int(record["row"]) if record["row"] else None,
        column=record["column"] or None,
        seen=record["seen"] == "yes",
    )


def _meant(text: str) -> str:
    return _REPEATED.sub(lambda found: found[2] * int(found[1]), text).replace("⏎", "\n")
