"""The words of figures: units convert in one step, comparators have a sane width, labels name one indicator."""

from __future__ import annotations

from collections import defaultdict

from zhiyi.city.packs.chains import Chain
from zhiyi.city.packs.rows import ComparatorRow, DocumentRow, IndicatorRow, UnitRow
from zhiyi.kernel.messages import Message


def check(chain: Chain) -> None:
    """Note units that do not convert, widths out of range, and labels that two indicators claim."""
    units = {unit.code: unit for unit in chain.all(UnitRow)}
    for unit in chain.fresh(UnitRow):
        _check_unit(chain, unit, units)
    for comparator in chain.fresh(ComparatorRow):
        if comparator.parameter is not None and not 0 <= comparator.parameter < 1:
            chain.fault(comparator, "parameter", Message("pack.bad_width", value=comparator.parameter))
    claims = claims_of(chain)
    for indicator in chain.fresh(IndicatorRow):
        _check_labels(chain, indicator, claims)


def claims_of(chain: Chain) -> dict[str, tuple[str, ...]]:
    """For each label, the ids of the indicators that claim it as a name or an alias."""
    claims: dict[str, dict[str, None]] = defaultdict(dict)
    for indicator in chain.all(IndicatorRow):
        for label in (indicator.name, *indicator.aliases):
            claims[label][indicator.id] = None
    return {label: tuple(ids) for label, ids in claims.items()}


def canonical_units(chain: Chain) -> dict[str, str]:
    """For each unit that converts in one step, its canonical unit; a unit at fault is left out and judged elsewhere."""
    units = {unit.code: unit.canonical for unit in chain.all(UnitRow)}
    return {code: canonical for code, canonical in units.items() if units.get(canonical) == canonical}


def documents_by_file(chain: Chain) -> dict[str, DocumentRow]:
    """Documents by the file name that the column `seed` uses."""
    return {document.file: document for document in chain.all(DocumentRow)}


def _check_unit(chain: Chain, unit: UnitRow, units: dict[str, UnitRow]) -> None:
    if unit.factor <= 0:
        chain.fault(unit, "factor", Message("pack.factor_not_positive", value=unit.factor))
    canonical = units.get(unit.canonical)
    if canonical is None:
        return
    if canonical.code == unit.code:
        if unit.factor != 1:
            chain.fault(unit, "factor", Message("pack.canonical_factor", value=unit.factor))
    elif _returns(unit, units):
        chain.fault(unit, "canonical", Message("pack.unit_cycle", value=unit.canonical))
    elif canonical.canonical != canonical.code:
        why = Message("pack.unit_two_steps", value=unit.canonical, further=canonical.canonical)
        chain.fault(unit, "canonical", why)
    elif canonical.dimension != unit.dimension:
        why = Message("pack.unit_dimension", value=unit.dimension, canonical=canonical.code, other=canonical.dimension)
        chain.fault(unit, "dimension", why)


def _returns(unit: UnitRow, units: dict[str, UnitRow]) -> bool:
    """Whether following canonical units from this one leads back to it."""
    seen: set[str] = set()
    at = unit.canonical
    while at in units and at not in seen and units[at].canonical != at:
        if at == unit.code:
            return True
        seen.add(at)
        at = units[at].canonical
    return at == unit.code


def _check_labels(chain: Chain, indicator: IndicatorRow, claims: dict[str, tuple[str, ...]]) -> None:
    if indicator.name in indicator.aliases:
        chain.fault(indicator, "aliases", Message("pack.alias_is_name", value=indicator.name))
    for alias in indicator.aliases:
        others = tuple(other for other in claims[alias] if other != indicator.id)
        if others:
            chain.fault(indicator, "aliases", Message("pack.alias_clash", value=alias, others=others), value=alias)
