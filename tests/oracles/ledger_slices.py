"""The ledger and its slices the slow and obvious way: lists of plain values, looked through again for every answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

from zhiyi.indicators.knowledge import as_known_on, preferred
from zhiyi.indicators.values import Observation, Publication, Status


def ledger_after(loads: Iterable[tuple[date, Mapping[str, Observation]]]) -> list[Observation]:
    """Every revision that stands in the ledger after the loads, each given by its day and its figures by id."""
    given: list[Observation] = []
    stored: list[Observation] = []
    for today, figures in loads:
        for place, old in enumerate(stored):
            if old.known_to is None and figures.get(old.id) != given[place]:
                status = Status.SUPERSEDED if old.id in figures else Status.RETIRED
                stored[place] = replace(old, known_to=max(today, old.known_from), status=status)
        standing = {one.id for one in stored if one.known_to is None}
        known = {one.id for one in stored}
        for code, new in figures.items():
            if code not in standing:
                given.append(new)
                stored.append(replace(new, known_from=max(today, new.known_from)) if code in known else new)
    return stored


def slice_of(
    observations: Iterable[Observation],
    day: date,
    indicators: Iterable[str],
    places: Collection[str],
    period_end: date,
    *,
    period_start: date | None = None,
    about_places: Collection[str],
    internal: bool,
) -> dict[tuple[str, str], Observation]:
    """The preferred observation of each pair, with what was known on a day.

    `about_places` names the subjects that are a place themselves; `internal` is True for whoever may see all.
    """
    stood = as_known_on(observations, day)
    found = {}
    for indicator in indicators:
        for place in places:
            candidates = [
                one
                for one in stood
                if (one.indicator, one.place) == (indicator, place)
                and one.period.end == period_end
                and (period_start is None or one.period.start == period_start)
                and one.subject in about_places
                and (internal or one.publication is Publication.RELEASABLE)
            ]
            if candidates:
                found[indicator, place] = preferred(candidates).chosen
    return found
