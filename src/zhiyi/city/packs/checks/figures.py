"""Figures and events: a line that exists, a label that names one indicator, a unit that fits, dates in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from zhiyi.city.packs.chains import Chain
from zhiyi.city.packs.checks.words import canonical_units, claims_of, documents_by_file
from zhiyi.city.packs.rows import (
    DocumentRow,
    EventRow,
    HistoryRow,
    IndicatorRow,
    ListCheckRow,
    ObservationRow,
    RequirementRow,
    WeaknessRow,
)
from zhiyi.city.packs.schemas.forms import NO_SOURCE
from zhiyi.kernel.messages import Message
from zhiyi.kernel.periods import Precision

_NAMES = ("named", "doc")
Sourced = TypeVar("Sourced", ObservationRow, EventRow, ListCheckRow, WeaknessRow, RequirementRow)


def check(chain: Chain) -> None:
    """Note what is wrong with single figures and events beyond their cells."""
    documents = documents_by_file(chain)
    _check_lines(chain, chain.fresh(ObservationRow), documents)
    _check_lines(chain, chain.fresh(EventRow), documents)
    _check_lines(chain, chain.fresh(ListCheckRow), documents)
    _check_lines(chain, chain.fresh(WeaknessRow), documents)
    _check_lines(chain, chain.fresh(RequirementRow), documents)
    for document in chain.fresh(DocumentRow):
        _check_published(chain, document)
    _check_labels(chain)
    _check_ids(chain)
    for observation in chain.fresh(ObservationRow):
        _check_range(chain, observation)
    for event in chain.fresh(EventRow):
        _check_event(chain, event)


def _check_lines(chain: Chain, rows: Sequence[Sourced], documents: dict[str, DocumentRow]) -> None:
    for row in rows:
        cited = {"seed": row.seed, "line": row.line, "surface": row.surface}
        if any(cited.values()):
            for column, value in cited.items():
                if not value:
                    chain.fault(row, column, Message(NO_SOURCE, column=column), value="")
        document = documents.get(row.seed)
        if document and row.line and row.line > document.lines:
            why = Message("pack.line_beyond", value=row.line, file=document.file, lines=document.lines)
            chain.fault(row, "line", why)


def _check_published(chain: Chain, document: DocumentRow) -> None:
    """Figures are known from the last possible day of the publication, so there must be one."""
    if document.published.end is None or document.published.precision is Precision.VAGUE:
        chain.fault(document, "published", Message("pack.published_open", value=document.published.text))


def _check_labels(chain: Chain) -> None:
    claims = claims_of(chain)
    indicators = {indicator.id: indicator for indicator in chain.all(IndicatorRow)}
    units = canonical_units(chain)
    sure = chain.whole("indicators")
    for row in chain.fresh(ObservationRow):
        claimed = claims.get(row.indicator, ())
        if len(claimed) > 1:
            chain.fault(row, "indicator", Message("pack.label_claimed_twice", value=row.indicator, others=claimed))
        elif not claimed:
            if sure:
                chain.fault(row, "indicator", Message("pack.unknown_label", value=row.indicator))
        else:
            _check_unit(chain, row, indicators[claimed[0]], units, measured=row.kind not in _NAMES)
    for figure in chain.fresh(HistoryRow):
        if figure.indicator in indicators:
            _check_unit(chain, figure, indicators[figure.indicator], units, measured=True)


def _check_ids(chain: Chain) -> None:
    """History becomes observations as well, so the two tables share one set of ids."""
    for row in chain.fresh(HistoryRow):
        if row.id in chain.keys("observations", "id"):
            chain.fault(row, "id", Message("pack.history_id_taken", value=row.id))
    inherited = chain.keys("history", "id") - {row.id for row in chain.fresh(HistoryRow)}
    for observation in chain.fresh(ObservationRow):
        if observation.id in inherited:
            chain.fault(observation, "id", Message("pack.history_id_taken", value=observation.id))


def _check_unit(
    chain: Chain, row: ObservationRow | HistoryRow, indicator: IndicatorRow, units: dict[str, str], *, measured: bool
) -> None:
    """A figure of an indicator with a unit is in that unit or one that converts to it.

    A number inside a name may stand without a unit. An indicator without a unit takes what its sources print.
    """
    defined = units.get(indicator.unit)
    if not defined or (not row.unit and not measured) or (row.unit and row.unit not in units):
        return
    if not row.unit:
        why = Message("pack.unit_missing", indicator=indicator.id, unit=indicator.unit)
        chain.fault(row, "unit", why, value="")
    elif units[row.unit] != defined:
        why = Message("pack.unit_of_indicator", value=row.unit, indicator=indicator.id, unit=indicator.unit)
        chain.fault(row, "unit", why)


def _check_range(chain: Chain, row: ObservationRow) -> None:
    if row.value_high is None:
        return
    if row.value is None:
        chain.fault(row, "value", Message("pack.range_without_low", high=row.value_high), value="")
    elif row.value > row.value_high:
        chain.fault(row, "value_high", Message("pack.range_backwards", value=row.value_high, low=row.value))


def _check_event(chain: Chain, row: EventRow) -> None:
    if row.date_end is None:
        return
    if row.date is None:
        chain.fault(row, "date", Message("pack.end_without_start"), value="")
    elif row.date.start and row.date_end.end and row.date_end.end < row.date.start:
        chain.fault(row, "date_end", Message("pack.period_backwards", value=row.date_end.text))
