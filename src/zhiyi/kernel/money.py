"""Money as whole fen (分): read from print, and said the way people say it. No floats anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from zhiyi.kernel.messages import DataError, Message


class Scale(StrEnum):
    """In what an amount is said: 元, 万元 and 亿元, or the millions and billions of English."""

    YUAN = "yuan"
    WAN = "wan"
    YI = "yi"
    MILLION = "million"
    BILLION = "billion"


MYRIADS = (Scale.YI, Scale.WAN, Scale.YUAN)
THOUSANDS = (Scale.BILLION, Scale.MILLION, Scale.YUAN)

_FEN_PER = {
    Scale.YUAN: 100,
    Scale.WAN: 10_000 * 100,
    Scale.YI: 100_000_000 * 100,
    Scale.MILLION: 1_000_000 * 100,
    Scale.BILLION: 1_000_000_000 * 100,
}
_SIGNS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_UNITS = {"元": 100, "圆": 100, "角": 10, "分": 1, "": 100}
_TERM = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?:(?P<small>[角分])|(?P<signs>[十百千]?万?亿?)(?P<yuan>[元圆]?))")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－＋￥", "0123456789.,-+¥")


@dataclass(frozen=True, slots=True)
class Spoken:
    """An amount as people say it: 903.2 and YI for 903.2亿元. `exact` is False where it was rounded (约)."""

    amount: Decimal
    scale: Scale
    exact: bool

    @property
    def message(self) -> Message:
        """The amount with its unit, and with 约 where it was rounded."""
        said = Message(f"money.scale.{self.scale}", amount=self.amount)
        return said if self.exact else Message("money.about", amount=said)


def fen_from(amount: Decimal | int, scale: Scale = Scale.YUAN) -> int:
    """Whole fen in `amount` of `scale`.

    Raises:
        DataError: the amount has a fraction of a fen, or is not a finite number.
        TypeError: the amount is a float, which cannot hold money.
    """
    if isinstance(amount, bool) or not isinstance(amount, Decimal | int):
        raise TypeError(f"money is Decimal or int, not {type(amount).__name__}")
    if not Decimal(amount).is_finite():
        raise DataError(Message("money.unreadable", text=str(amount)))
    return _whole_fen(Decimal(amount), _FEN_PER[scale], text=str(amount))


def parse(text: str) -> int:
    """Whole fen of a printed amount, such as `159亿元`, `1,234.56元`, `3.5万`, `1亿2000万元`, `12元5角` or `¥88.00`.

    Full-width digits and signs, spaces inside, grouping commas, a leading 人民币 and a closing 整 are read; `-` or `负`
    makes it negative. Of several parts each must be of a smaller unit than the one before it, and only the last may
    have decimals.

    Raises:
        DataError: no unit is printed (nobody could say whether 元 or 万元 is meant), a fraction of a fen remains, or
            there is anything else, such as another currency.
    """
    body = "".join(text.translate(_FULL_WIDTH).split())
    negative = body.startswith(("-", "负"))
    body = body[1:] if negative else body.removeprefix("+")
    body = body.removeprefix("人民币").removesuffix("整")
    if body.startswith("¥"):
        body = body.removeprefix("¥").removesuffix("元") + "元"
    fen = sum(_whole_fen(number, worth, text=text) for number, worth in _terms(body, text))
    return -fen if negative else fen


def yuan(fen: int) -> Decimal:
    """The amount in yuan with two decimals, exact."""
    return _decimal(abs(fen), 2, negative=fen < 0)


def spoken(fen: int, *, scales: tuple[Scale, ...] = MYRIADS, places: int = 2) -> Spoken:
    """The amount in the largest of `scales` that it reaches, rounded half up to `places` decimals.

    `scales` run from large to small and end with YUAN, in which the amount stays exact: `MYRIADS` for Chinese,
    `THOUSANDS` for English. An amount that rounding lifts to the next scale is said in that one: 99,999,999 yuan is
    about 1亿, never 10000万.
    """
    index = next((at for at, scale in enumerate(scales) if abs(fen) >= _FEN_PER[scale]), len(scales) - 1)
    if index and _rounded(fen, scales[index], places) * _FEN_PER[scales[index]] >= _FEN_PER[scales[index - 1]]:
        index -= 1
    scale = scales[index]
    amount = yuan(abs(fen)) if scale is Scale.YUAN else _rounded(fen, scale, places)
    exact = _whole_or_none(amount, _FEN_PER[scale]) == abs(fen)
    return Spoken(_plain(amount.copy_negate() if fen < 0 else amount), scale, exact)


def _terms(body: str, text: str) -> Iterator[tuple[Decimal, int]]:
    """The parts of a printed amount, each with the fen in one of its unit."""
    body = _GROUPED.sub(lambda found: found.group().replace(",", ""), body)
    found = list(_TERM.finditer(body))
    if not found or "".join(term.group() for term in found) != body:
        raise DataError(Message("money.unreadable", text=text))
    if any(not (term["signs"] or term["yuan"] or term["small"]) for term in found):
        raise DataError(Message("money.no_unit", text=text))
    worths = [_worth(term["signs"] or "", term["yuan"] or term["small"] or "") for term in found]
    falling = all(before > after for before, after in pairwise(worths))
    if not falling or any("." in term["number"] for term in found[:-1]):
        raise DataError(Message("money.unreadable", text=text))
    return zip((Decimal(term["number"]) for term in found), worths, strict=True)


def _worth(signs: str, unit: str) -> int:
    worth = _UNITS[unit]
    for sign in signs:
        worth *= _SIGNS[sign]
    return worth


def _whole_fen(amount: Decimal, worth: int, *, text: str) -> int:
    fen = _whole_or_none(amount, worth)
    if fen is None:
        raise DataError(Message("money.fraction_of_fen", text=text))
    return fen


def _whole_or_none(amount: Decimal, worth: int) -> int | None:
    """`amount` × `worth` without the rounding of a decimal context; None where it is not whole."""
    above, below = amount.as_integer_ratio()
    fen, rest = divmod(above * worth, below)
    return None if rest else fen


def _rounded(fen: int, scale: Scale, places: int) -> Decimal:
    """The size of the amount in `scale`, half up."""
    worth = _FEN_PER[scale]
    return _decimal((2 * abs(fen) * 10**places + worth) // (2 * worth), places, negative=False)


def _decimal(digits: int, places: int, *, negative: bool) -> Decimal:
    return Decimal((int(negative), tuple(int(digit) for digit in str(digits)), -places))


def _plain(amount: Decimal) -> Decimal:
    """Without trailing zeros behind the point, and never with an exponent: 100.00 becomes 100."""
    text = f"{amount:f}"
    return Decimal(text.rstrip("0").rstrip(".")) if "." in text else amount
