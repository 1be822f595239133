"""The line between the real and the made-up: no real code, place or organisation gets a made-up value, or the reverse.

A pack is real or synthetic as a whole; every row of a synthetic pack is made up. Made-up region codes begin with 99,
a prefix that is never issued.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from zhiyi.city.packs.chains import Chain
from zhiyi.city.packs.rows import (
    DocumentRow,
    EventRow,
    Firm,
    HistoryRow,
    ObservationRow,
    Organisation,
    Region,
    RequirementRow,
    Subject,
    WeaknessRow,
)
from zhiyi.kernel.messages import Message

PREFIX = "99"
About = TypeVar("About", ObservationRow, WeaknessRow, RequirementRow, HistoryRow)


def check(chain: Chain) -> None:
    """Note every row that crosses the line."""
    regions = {region.code: region.synthetic for region in chain.all(Region)}
    organisations = {organisation.id: organisation.synthetic for organisation in chain.all(Organisation)}
    _check_regions(chain)
    _check_organisations(chain, regions)
    _check_subjects(chain, regions, organisations)
    subjects = _synthetic_subjects(chain)
    _check_about(chain, chain.fresh(ObservationRow), subjects)
    _check_about(chain, chain.fresh(WeaknessRow), subjects)
    _check_about(chain, chain.fresh(RequirementRow), subjects)
    _check_about(chain, chain.fresh(HistoryRow), subjects)
    _check_sources(chain)
    _check_registers(chain, chain.fresh(Firm), regions)
    _check_registers(chain, chain.fresh(HistoryRow), regions)


def _check_regions(chain: Chain) -> None:
    by_code = {region.code: region for region in chain.all(Region)}
    for region in chain.fresh(Region):
        if region.code.startswith(PREFIX) != region.synthetic:
            key = "pack.real_code_for_synthetic" if region.synthetic else "pack.synthetic_code_for_real"
            chain.fault(region, "code", Message(key, value=region.code, prefix=PREFIX))
        elif region.synthetic != chain.info.synthetic:
            chain.fault(region, "synthetic", _other_side(chain))
        parent = by_code.get(region.parent)
        if parent and parent.synthetic != region.synthetic and parent.level != "country":
            chain.fault(region, "parent", Message("pack.synthetic_parent", value=region.parent))


def _check_organisations(chain: Chain, regions: dict[str, bool]) -> None:
    for organisation in chain.fresh(Organisation):
        if organisation.synthetic != chain.info.synthetic:
            chain.fault(organisation, "synthetic", _other_side(chain))
        if regions.get(organisation.region, organisation.synthetic) != organisation.synthetic:
            chain.fault(organisation, "region", Message("pack.synthetic_mixed", value=organisation.region))


def _check_subjects(chain: Chain, regions: dict[str, bool], organisations: dict[str, bool]) -> None:
    """A subject of a synthetic pack is made up; a place or organisation of the other side betrays a mix."""
    for subject in chain.fresh(Subject):
        if regions.get(subject.region, chain.info.synthetic) != chain.info.synthetic:
            chain.fault(subject, "region", Message("pack.synthetic_mixed", value=subject.region))
        if organisations.get(subject.organisation, chain.info.synthetic) != chain.info.synthetic:
            chain.fault(subject, "organisation", Message("pack.synthetic_mixed", value=subject.organisation))


def _synthetic_subjects(chain: Chain) -> dict[str, bool]:
    synthetic = {info.name: info.synthetic for info in chain.infos}
    return {subject.name: synthetic[subject.pack] for subject in chain.all(Subject)}


def _check_about(chain: Chain, rows: Sequence[About], subjects: dict[str, bool]) -> None:
    own = chain.info.synthetic
    crossing = {name for name, synthetic in subjects.items() if synthetic != own}
    for row in rows:
        if row.subject in crossing:
            key = "pack.synthetic_row_real_subject" if own else "pack.real_row_synthetic_subject"
            chain.fault(row, "subject", Message(key, value=row.subject))


def _check_sources(chain: Chain) -> None:
    """A figure or event of a synthetic pack may not claim a real document."""
    if not chain.info.synthetic:
        return
    synthetic = {info.name: info.synthetic for info in chain.infos}
    real = {document.file for document in chain.all(DocumentRow) if not synthetic[document.pack]}
    cited: list[ObservationRow | EventRow | WeaknessRow] = [
        *chain.fresh(ObservationRow),
        *chain.fresh(EventRow),
        *chain.fresh(WeaknessRow),
    ]
    for row in cited:
        if row.seed in real:
            chain.fault(row, "seed", Message("pack.synthetic_row_real_document", value=row.seed))


def _check_registers(chain: Chain, rows: Sequence[Firm] | Sequence[HistoryRow], regions: dict[str, bool]) -> None:
    if rows and not chain.info.synthetic:
        chain.fault(rows[0], None, Message("pack.register_in_real_pack"))
    for row in rows:
        if not row.synthetic:
            chain.fault(row, "synthetic", Message("pack.register_not_synthetic"))
        if not regions.get(row.region, True):
            chain.fault(row, "region", Message("pack.synthetic_mixed", value=row.region))


def _other_side(chain: Chain) -> Message:
    key = "pack.real_in_synthetic_pack" if chain.info.synthetic else "pack.synthetic_in_real_pack"
    return Message(key)
