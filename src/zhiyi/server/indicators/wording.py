"""A figure in words, as people say it and as near to its printed form as a sentence allows.

近 4,000 个 · 超 1,300 亿元 · 16 万个 · 90 多万亩 · 第 3 位（全省） · 3—5 年
nearly 4,000 · over 130 billion yuan · 3rd.
Pure: pages, the API and the command line share it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from zhiyi.city import texts
from zhiyi.indicators import values
from zhiyi.indicators.intervals import is_exact
from zhiyi.server.indicators.figures import Figure, UnitName

WAN, YI = Decimal(10_000), Decimal(100_000_000)
MILLION, BILLION = Decimal(1_000_000), Decimal(1_000_000_000)
COUNTS = frozenset({"count", "occasions"})
"""Dimensions whose unit English leaves out, because the name of the indicator says what is counted."""

_UNCHANGED = frozenset({"yuan", "mu", "%"})
_SCALES_EN = (("hundred million ", YI), ("ten thousand ", WAN))
_DISTINCTIONS = (("唯一", "only"), ("首", "first"), ("第一", "first"))
"""Words by which a source says that the city is the only or the first one, where it counts no places."""
_HAN = {Decimal(100): "百", Decimal(1000): "千", WAN: "万"}


@dataclass(frozen=True, slots=True)
class Worded:
    """The parts of a value in words, in the order of reading; an empty part is not said.

    `number` is None where the value is unknown. `scope` is the set in which a rank counts.
    """

    before: str
    number: str | None
    after: str
    unit: str
    scope: str = ""
    language: str = "zh"

    def __str__(self) -> str:
        """All parts in one line; the unknown value by its word."""
        if self.number is None:
            return texts.text("city.figure.unknown", self.language)
        if self.language == "zh":
            core = _tight((self.before, self.number, self.after, self.unit))
        else:
            core = _spaced((self.before, f"{self.number}{self.after}", self.unit))
        if not self.scope:
            return core
        return texts.text("city.figure.in_set", self.language, value=core, scope=self.scope)


def value_words(figure: Figure, language: str, *, names: Mapping[str, str] | None = None) -> str:
    """The value of a figure in one line.

    Args:
        figure: The figure.
        language: `zh` or `en`.
        names: English names of the sets that ranks count in, by the name that the source uses.
    """
    return str(worded(figure, language, names=names))


def worded(figure: Figure, language: str, *, names: Mapping[str, str] | None = None) -> Worded:
    """The value of a figure in parts, for a page that gives each its own size. Arguments as in `value_words`."""
    said = figure.value
    scope = _scope(said, language, names or {})
    if said.kind in {values.Kind.NAMED, values.Kind.DOC}:
        return _number_in_a_name(figure, language)
    if said.printed is None:
        return _without_number(figure, language, scope)
    if said.kind is values.Kind.RANK:
        return _rank(figure, said.printed, scope, language)
    if said.kind is values.Kind.FREQ or _dimension(figure) == "calendar":
        return _fixed_phrase(figure, said.printed, scope, language)
    number, unit = _scaled(figure, said.printed, language)
    if said.printed_high is not None:
        return Worded("", _range(figure, said.printed, said.printed_high, language), "", unit, scope, language)
    before, after, closing = _comparator(said, language)
    if language == "en":
        number, unit = _with_scale(number, unit, joined=bool(after))
    if language == "zh" and said.comparator == "上" and said.printed in _HAN:
        before, number, closing = "上", _HAN[said.printed], ""
    return Worded(before, number, after, _with_closing(unit, closing), scope, language)


def interval_words(interval: values.Interval, unit: str, language: str) -> str:
    """An interval as a reader of figures writes it: 高于 1,300 亿元, 不低于 90、低于 100 万亩, 未知."""
    low, high = interval.low, interval.high
    if low is None and high is None:
        return texts.text("city.interval.unknown", language)
    lower, upper = ("from" if interval.low_closed else "above"), ("to" if interval.high_closed else "below")
    if is_exact(interval):
        key = "exact"
    elif low is None or high is None:
        key = upper if low is None else lower
    else:
        key = f"{lower}_{upper}"
    single = {"value": low if high is None or key == "exact" else high}
    both = {"low": low, "high": high}
    said = texts.text(f"city.interval.{key}", language, unit=unit, **(both if "_" in key else single))
    return said.replace(" %", "%").replace(" ,", ",").strip()


def unit_words(figure: Figure, language: str) -> str:
    """The printed unit of a figure beside its number; empty for a pure number and, in English, for a mere count."""
    if language == "en" and _dimension(figure) in COUNTS:
        return ""
    name = unit_name(figure.unit, language)
    return _plural(name, figure.value.printed or Decimal(2)) if language == "en" else name


def unit_name(unit: UnitName | None, language: str) -> str:
    """A unit as it stands beside a number: % as its sign, others by name; empty for a pure number."""
    if unit is None:
        return ""
    if not any(sign.isalnum() for sign in unit.id):
        return unit.id
    return unit.name_en if language == "en" and unit.name_en else unit.name


def _rank(figure: Figure, printed: Decimal, scope: str, language: str) -> Worded:
    dimension, number = _dimension(figure), texts.number(printed)
    unit = figure.unit.name if figure.unit and language == "zh" else ""
    if dimension == "rank_band" and printed >= 10:
        before = "" if language == "zh" else texts.text("city.figure.top", language)
        return Worded(before, number, "", unit, scope, language)
    key = next((key for word, key in _DISTINCTIONS if word in _printed_words(figure)), "")
    if key and dimension not in {"rank", "rank_band"} and figure.value.unit != "名":
        return Worded("", texts.text(f"city.figure.{key}", language), "", "", scope, language)
    if language == "zh":
        return Worded("第", number, "", unit, scope, language)
    tier = texts.text("city.figure.tier", language) if dimension == "rank_band" else ""
    return Worded("", _ordinal(printed), "", tier, scope, language)


def _number_in_a_name(figure: Figure, language: str) -> Worded:
    said = figure.value
    words = _printed_words(figure)
    if said.kind is values.Kind.NAMED and words:
        return Worded("", f"“{words}”", "", "", "", language)
    if said.printed is None:
        return _without_number(figure, language, "")
    number = _plain(said.printed)
    if _dimension(figure) in {"", "years", "calendar"}:
        return Worded("", number, "", "" if language == "en" else said.unit, "", language)
    if language == "zh":
        return Worded("第", number, "", said.unit, "", language)
    return Worded(texts.text("city.figure.number", language), number, "", "", "", language)


def _without_number(figure: Figure, language: str, scope: str) -> Worded:
    """Only a vague word stands (几十家), or nothing at all."""
    held = figure.value.value
    if not held.known or held.low is None or held.high is None:
        return Worded("", None, "", "", scope, language)
    _, unit = _scaled(figure, held.low, language)
    word = figure.value.comparator if language == "zh" else ""
    number = word or texts.text("city.figure.between", language, low=held.low, high=held.high)
    return Worded("", number, "", unit, scope, language)


def _fixed_phrase(figure: Figure, printed: Decimal, scope: str, language: str) -> Worded:
    """Frequencies (每季 1 次) and days given as a number (2020 年底)."""
    number, unit = _plain(printed), figure.value.unit
    key = f"city.phrase.{unit}"
    if key not in texts.catalogue(language):
        return Worded("", number, "", unit_words(figure, language), scope, language)
    if language == "en" and figure.value.kind is values.Kind.FREQ:
        number = {"1": "once", "2": "twice"}.get(number, f"{number} times")
    before, after, closing = _split(texts.catalogue(language)[key])
    return Worded(before, number, after, closing, scope, language)


def _scope(said: values.Observation, language: str, names: Mapping[str, str]) -> str:
    """The set of a rank, without brackets inside the brackets that it will stand in; other kinds have none."""
    if said.kind is not values.Kind.RANK:
        return ""
    if language == "en":
        return names.get(said.rank_of, said.rank_of)
    return said.rank_of.replace("（", "").replace("）", "")


def _scaled(figure: Figure, value: Decimal, language: str) -> tuple[str, str]:
    """A number and its unit as people say them: 16 + 万个, 1.3 + billion yuan."""
    if language == "zh":
        return _scaled_zh(value, figure.value.unit)
    name = unit_name(figure.unit, language) if _dimension(figure) not in COUNTS else ""
    for prefix, factor in _SCALES_EN:
        if name.startswith(prefix):
            name, value = name.removeprefix(prefix), value * factor
            break
    for step, word in ((BILLION, "billion"), (MILLION, "million")):
        if abs(value) >= step and _short(value / step):
            return texts.number(value / step), f"{word} {_plural(name, value)}".strip()
    return texts.number(value), _plural(name, value)


def _with_scale(number: str, unit: str, *, joined: bool) -> tuple[str, str]:
    """Give `million` to the number where a word is joined to it (1.2 million-odd), else leave it with the unit."""
    scale, _, rest = unit.partition(" ")
    return (f"{number} {scale}", rest) if joined and scale in {"million", "billion"} else (number, unit)


def _scaled_zh(value: Decimal, unit: str) -> tuple[str, str]:
    if unit.startswith(("万", "亿")) or unit == "%":
        return (
            (texts.number(value / WAN), f"万{unit}")
            if unit.startswith("亿") and value >= WAN
            else (texts.number(value), unit)
        )
    for step, word in ((YI, "亿"), (WAN, "万")):
        if abs(value) >= step and _short(value / step):
            return texts.number(value / step), f"{word}{unit}"
    return texts.number(value), unit


def _range(figure: Figure, low: Decimal, high: Decimal, language: str) -> str:
    first, last = _scaled(figure, low, language)[0], _scaled(figure, high, language)[0]
    return f"{first}—{last}" if language == "zh" else f"{first}–{last}"


def _comparator(said: values.Observation, language: str) -> tuple[str, str, str]:
    """What stands before the number, right after it, and after the unit.

    A word that the catalogue does not know is said by the interval that the city's own table makes of it; in Chinese
    the word itself stands before the number.
    """
    if not said.comparator:
        return "", "", ""
    known = texts.catalogue(language).get(f"city.comparator.{said.comparator}")
    if known is not None:
        return _split(known)
    if language == "zh":
        return said.comparator, "", ""
    return _split(texts.catalogue(language)[f"city.shape.{_shape(said)}"])


def _shape(said: values.Observation) -> str:
    held, printed = said.value, said.printed
    if is_exact(held) or not held.known or printed is None:
        return "exact"
    if held.high is None:
        return "at_least" if held.low_closed else "above"
    if held.low is None:
        return "at_most" if held.high_closed else "under"
    if held.high == printed and not held.high_closed:
        return "nearly"
    if held.low == printed:
        return "magnitude" if held.high >= printed * 10 else "odd"
    return "about"


def _split(pattern: str) -> tuple[str, str, str]:
    """Cut `近 {number} {unit}` at its places: before the number, between, after the unit."""
    before, _, rest = pattern.partition("{number}")
    between, _, closing = rest.partition("{unit}")
    return before.strip(), between.strip(), closing.strip() if "{unit}" in rest else ""


def _with_closing(unit: str, closing: str) -> str:
    if not closing:
        return unit
    return f"{unit} {closing}".strip() if closing.isascii() else f"{unit}{closing}"


def _spaced(parts: Iterable[str]) -> str:
    """Parts with one space between; none before a per cent sign."""
    return " ".join(part for part in parts if part).replace(" %", "%")


def _tight(parts: Iterable[str]) -> str:
    """Parts with a space only between a number and Chinese words: 近 100 万亩, 90 多万亩, 70%以上."""
    line = ""
    for part in parts:
        if line and part and line[-1].isascii() != part[0].isascii():
            line += " "
        line += part
    return line


def _plural(name: str, value: Decimal) -> str:
    if not name or abs(value) == 1 or name in _UNCHANGED or name.split(maxsplit=1)[0].endswith("s"):
        return name
    head, joint, rest = next(
        ((h, j, r) for j in (" a ", " per ") for h, m, r in [name.partition(j)] if m), (name, "", "")
    )
    return f"{head if head.endswith('s') else head + 's'}{joint}{rest}"


def _ordinal(value: Decimal) -> str:
    number = int(value)
    if number != value:
        return texts.number(value)
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _short(value: Decimal) -> bool:
    return value == value.quantize(Decimal("0.01"))


def _plain(value: Decimal) -> str:
    """A number that is a name or a year: never grouped by thousands."""
    return texts.number(value).replace(",", "")


def _printed_words(figure: Figure) -> str:
    return figure.value.source.words if figure.value.source else ""


def _dimension(figure: Figure) -> str:
    return figure.unit.dimension if figure.unit else ""
