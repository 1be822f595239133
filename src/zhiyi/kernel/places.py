"""Codes of administrative divisions (行政区划代码): read, checked and compared.

Six digits name a province, a prefecture or a county (GB/T 2260), nine a street or town (GB/T 10114), twelve a
community or village; statistics write every level with twelve, filled up with zeros. `100000` names the country, for
which some tables write `000000`.

Two things that a reader of the standard alone would not expect: the statistics give county-level functional zones
(功能区) codes of their own, xxxx71 to xxxx80, and a prefecture without counties has its streets directly below it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from zhiyi.kernel.messages import DataError, Message

# GB/T 2260: the two first digits that are issued. 99 is not, and never will be: it marks made-up places.
_PROVINCES = frozenset(
    f"{number}"
    for numbers in (range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55), range(61, 66))
    for number in (*numbers, 71, 81, 82)
)
_SYNTHETIC = "99"
_COUNTRY = "100000"
# Digits of province, prefecture, county, township and village, as they follow each other in a code.
_PARTS = (2, 2, 2, 3, 3)
_WRITTEN = (6, 6, 6, 6, 9, 12)


class RegionLevel(StrEnum):
    """Level of a division, the widest first."""

    COUNTRY = "country"
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


_LEVELS = tuple(RegionLevel)


@dataclass(frozen=True, slots=True, order=True)
class RegionCode:
    """One division by its code, written as short as its level allows: 6, 9 or 12 digits.

    Make it with `RegionCode.parse`; the constructor takes the short form only and checks it just as well.

    Raises:
        DataError: the code is malformed, in a form longer than its level needs, or of no issued province.
    """

    code: str

    def __post_init__(self) -> None:
        short = _short(self.code)
        if short != self.code:
            raise DataError(Message("place.not_short", code=self.code, short=short))

    @classmethod
    def parse(cls, text: str) -> RegionCode:
        """Read a code of 6, 9 or 12 digits; the filled-up forms of statistics are read as the code they stand for.

        `411002001000` is the street `411002001`, and `411002000000` the district `411002`.

        Raises:
            DataError: other than 6, 9 or 12 digits, a part given below a part that is missing, or a province that is
                not issued. The message names the cure.
        """
        return cls(_short(text.strip()))

    @property
    def level(self) -> RegionLevel:
        """Level, read off the code."""
        return _LEVELS[_depth(self.code)]

    @property
    def synthetic(self) -> bool:
        """True for a made-up place, whose code begins with 99."""
        return self.code.startswith(_SYNTHETIC)

    @property
    def functional_zone(self) -> bool:
        """True for the county-level codes xxxx71 to xxxx80, which only statistics use (开发区, 示范区 …)."""
        return self.level is RegionLevel.COUNTY and "71" <= self.code[4:6] <= "80"

    @property
    def parent(self) -> RegionCode | None:
        """The division one step up; None for the country, and for a made-up province, which lies in no country.

        It may be a heading of the standard and no place of its own: xx0100 (市辖区 of a municipality) or xx9000
        (counties directly under the province). A street under a prefecture without counties has that prefecture.
        """
        depth = _depth(self.code)
        if depth == 0 or (depth == 1 and self.synthetic):
            return None
        above = _prefix(self.code)[: -_PARTS[depth - 1]]
        return RegionCode(above.ljust(6, "0") if above else _COUNTRY)

    @property
    def ancestors(self) -> tuple[RegionCode, ...]:
        """Every division above, the nearest first and the country last."""
        return tuple(self._upwards())

    @property
    def statistical(self) -> str:
        """The twelve digits of statistics."""
        return self.code.ljust(12, "0") if self.code != _COUNTRY else "0" * 12

    def contains(self, other: RegionCode) -> bool:
        """Whether `other` is this division or lies in it, by the codes. Made-up places lie in made-up places only."""
        if self.level is RegionLevel.COUNTRY:
            return not other.synthetic
        return other.code.startswith(_prefix(self.code))

    def _upwards(self) -> Iterator[RegionCode]:
        above = self.parent
        while above is not None:
            yield above
            above = above.parent

    def __str__(self) -> str:
        return self.code


def contains(outer: RegionCode, inner: RegionCode) -> bool:
    """Whether `inner` is `outer` or lies in it, by the codes."""
    return outer.contains(inner)


def _depth(code: str) -> int:
    """0 for the country to 5 for a village: the last part of a written-out code that is not all zeros."""
    if code.rstrip("0") == _COUNTRY.rstrip("0"):
        return 0
    depth, at = 0, 0
    for number, width in enumerate(_PARTS, start=1):
        if code[at : at + width].strip("0"):
            depth = number
        at += width
    return depth


def _prefix(code: str) -> str:
    """The digits that every division inside shares."""
    return code[: sum(_PARTS[: _depth(code)])]


def _short(text: str) -> str:
    """The shortest code of the same division, or the error that says what is wrong with `text`."""
    if not (text.isascii() and text.isdigit() and len(text) in (6, 9, 12)):
        raise DataError(Message("place.malformed", code=text))
    depth = _depth(text)
    short = text[: _WRITTEN[depth]]
    if depth == 0:
        return _COUNTRY
    if text[:2] not in _PROVINCES and text[:2] != _SYNTHETIC:
        raise DataError(Message("place.unknown_province", code=text, province=text[:2]))
    # A street may stand directly under a prefecture (county part 00); every other gap is a slip of the pen.
    if depth > 2 and short[2:4] == "00":
        raise DataError(Message("place.gap", code=text, level=Message("place.level.prefecture")))
    if depth == 5 and short[6:9] == "000":
        raise DataError(Message("place.gap", code=text, level=Message("place.level.township")))
    return short
