"""Synthetic packs (合成数据): a made-up town, its roll of firms and its history, from a plan and a seed.

The plan is `synth.toml` in the pack's folder; the same plan gives the same bytes on every machine. Every random choice
is a hash of the seed and of what the choice is for, so that a longer list does not change the rest. Nothing made here
may carry a real code, and every row says that it is synthetic.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from zhiyi.city import packs
from zhiyi.kernel.messages import DataError, Message

PLAN = "synth.toml"
PREFIX = "99"
SOURCE = "合成数据 synthetic"
Row = dict[str, object]


@dataclass(frozen=True)
class Chance:
    """Repeatable chance: `share("a", 3)` is always the same number of [0, 1) for one seed."""

    seed: int

    def share(self, *purpose: object) -> float:
        """A number of [0, 1) for a purpose."""
        said = "\x1f".join(map(str, (self.seed, *purpose))).encode()
        return int.from_bytes(hashlib.sha256(said).digest()[:7], "big") / 2**56

    def pick(self, choices: Sequence[Any], *purpose: object) -> Any:
        """One of the choices for a purpose."""
        return choices[int(self.share(*purpose) * len(choices))]


def make(folder: Path) -> dict[str, int]:
    """Write the tables of a synthetic pack anew from its plan; answers how many rows each has.

    Raises:
        DataError: there is no plan, it cannot be read, or it would use a real code.
    """
    plan = _plan(folder)
    town = _Town(plan, Chance(int(plan["seed"])))
    tables: dict[str, list[Row]] = {
        "regions": list(town.regions()),
        "organisations": list(town.organisations()),
        "subjects": list(town.subjects()),
        "firms": list(town.firms()),
        "history": list(town.history()),
    }
    for name, rows in tables.items():
        packs.write_table(folder, name, rows)
    packs.refresh(folder)
    return {name: len(rows) for name, rows in tables.items()}


def _plan(folder: Path) -> Mapping[str, Any]:
    path = folder / PLAN
    try:
        plan = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError(Message("synth.no_plan", folder=str(folder), file=PLAN)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise DataError(Message("synth.bad_plan", file=PLAN, why=str(fault))) from fault
    missing = [
        name
        for name in ("seed", "province", "city", "counties", "words", "years", "series", "roll")
        if name not in plan
    ]
    if missing:
        raise DataError(Message("synth.lacks", file=PLAN, names=tuple(missing)))
    for place in (plan["province"], plan["city"], *plan["counties"]):
        if not str(place["code"]).startswith(PREFIX):
            raise DataError(Message("synth.real_code", code=place["code"], prefix=PREFIX))
    return plan


class _Town:
    """A made-up town as rows of pack tables."""

    def __init__(self, plan: Mapping[str, Any], chance: Chance) -> None:
        self.plan = plan
        self.chance = chance
        self.city: Mapping[str, Any] = plan["city"]
        self.counties: Sequence[Mapping[str, Any]] = plan["counties"]
        self.townships = [township for county in self.counties for township in self._townships(county)]

    def regions(self) -> Iterator[Row]:
        province, city = self.plan["province"], self.city
        yield _region(province, "100000", "province", "province")
        yield _region(city, province["code"], "prefecture", "prefecture_city")
        for county in self.counties:
            yield _region(county, city["code"], "county", county["kind"])
        for township in self.townships:
            yield township
            yield from self._communities(township)

    def organisations(self) -> Iterator[Row]:
        city = self.city
        own = f"gov-{city['code']}"
        yield _organisation(
            own, f"{city['name']}人民政府", f"People's Government of {city['name_en']}", city["code"], ""
        )
        for county in self.counties:
            zone = county["kind"] == "functional_zone"
            name = f"{county['name']}管理委员会" if zone else f"{county['name']}人民政府"
            english = f"{'Management Committee' if zone else 'Government'} of {county['name_en']}"
            kind = "zone_committee" if zone else "government"
            yield _organisation(f"gov-{county['code']}", name, english, county["code"], own, kind=kind)
        for department in self.plan.get("departments", ()):
            yield {
                **_organisation(
                    f"dept-{city['code']}-{department['type']}",
                    f"{city['name']}{department['name']}",
                    f"{department['name_en']}, {city['name_en']}",
                    city["code"],
                    own,
                    kind="department",
                ),
                "department_type": department["type"],
            }

    def subjects(self) -> Iterator[Row]:
        for place in (self.city, *self.counties):
            yield {"name": place["name"], "name_en": place["name_en"], "kind": "region", "region": place["code"]}

    def firms(self) -> Iterator[Row]:
        roll = self.plan["roll"]
        words: Sequence[str] = self.plan["words"]["firms"]
        trades: Sequence[Mapping[str, Any]] = roll["trades"]
        for number in range(1, int(roll["firms"]) + 1):
            trade = self.chance.pick(trades, "trade", number)
            township = self.chance.pick(self.townships, "seat", number)
            word = self.chance.pick(words, "word", number, 1) + self.chance.pick(words, "word", number, 2)
            size = self.chance.share("size", number)
            opened = date(2001, 1, 1).toordinal() + int(self.chance.share("opened", number) * 8400)
            yield {
                "id": f"SYN-{number:05d}",
                "name": f"示例{word}{trade['name']}有限公司（合成{number:04d}）",
                "region": township["code"],
                "industry": self.chance.pick(trade["classes"], "class", number),
                "registered_on": date.fromordinal(opened),
                "employees": int(5 + 900 * size**4),
                "synthetic": True,
            }

    def history(self) -> Iterator[Row]:
        first, last = self.plan["years"]
        number = 0
        for series in self.plan["series"]:
            for place in (self.city, *self.counties):
                scale = 1.0 if place is self.city or series.get("same_scale") else float(place["weight"])
                for year in range(first, last + 1):
                    number += 1
                    yield self._history_row(series, place, year, year - first, scale, number)

    def _history_row(
        self, series: Mapping[str, Any], place: Mapping[str, Any], year: int, step: int, scale: float, number: int
    ) -> Row:
        wobble = 1 + float(series["noise"]) * (2 * self.chance.share(series["indicator"], place["code"], year) - 1)
        value = float(series["start"]) * scale * (1 + float(series["growth"])) ** step * wobble
        value = min(value, float(series.get("most", value)))
        digits = int(series.get("digits", 0))
        lost = self.chance.share("lost", series["indicator"], place["code"], year) < float(series.get("lost", 0))
        return {
            "id": f"H{number:05d}",
            "subject": place["name"],
            "region": place["code"],
            "indicator": series["indicator"],
            "period": f"{year}-12-31" if series.get("at_year_end", True) else str(year),
            "value": None if lost else Decimal(f"{value:.{digits}f}"),
            "unit": series["unit"],
            "known_on": date(year + 1, 2, 28),
            "synthetic": True,
        }

    def _townships(self, county: Mapping[str, Any]) -> Iterator[Row]:
        words: Sequence[str] = self.plan["words"]["places"]
        for number in range(1, int(county["townships"]) + 1):
            kind = "street" if county["kind"] != "county" or number == 1 else "town"
            code = f"{county['code']}{number if kind == 'street' else 99 + number:03d}"
            place = {
                "code": code,
                "name": self._name(words, code) + ("街道" if kind == "street" else "镇"),
                "name_en": "",
            }
            yield _region(place, county["code"], "township", kind)

    def _communities(self, township: Row) -> Iterator[Row]:
        words: Sequence[str] = self.plan["words"]["places"]
        for number in range(1, int(self.plan["communities_each"]) + 1):
            code = f"{township['code']}{number:03d}"
            place = {"code": code, "name": f"{self._name(words, code)}社区", "name_en": ""}
            yield _region(place, str(township["code"]), "village", "community")

    def _name(self, words: Sequence[str], code: str) -> str:
        first, second = self.chance.pick(words, "name", code, 1), self.chance.pick(words, "name", code, 2)
        return f"{first}{second}"


def _region(place: Mapping[str, Any], parent: object, level: str, kind: str) -> Row:
    return {
        "code": place["code"],
        "name": place["name"],
        "name_en": place["name_en"],
        "parent": parent,
        "level": level,
        "kind": kind,
        "synthetic": True,
        "source": SOURCE,
    }


def _organisation(code: str, name: str, name_en: str, region: object, parent: str, *, kind: str = "government") -> Row:
    return {
        "id": code,
        "name": name,
        "name_en": name_en,
        "kind": kind,
        "region": region,
        "parent": parent,
        "generic": False,
        "synthetic": True,
        "source": SOURCE,
    }
