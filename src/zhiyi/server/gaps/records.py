"""Gaps as plain JSON records: the CLI, the API and the board's export give the same."""

from __future__ import annotations

from zhiyi.city import texts
from zhiyi.kernel.evidence import as_record
from zhiyi.server.gaps.queries import GapCard
from zhiyi.server.indicators.records import Record, plain

KEYS = (
    "id", "fingerprint", "state", "kind", "engine", "subject", "place", "affected", "size", "unit", "since", "due",
    "owner", "visibility", "evidence", "case",
)  # fmt: skip


def gap(card: GapCard, language: str = "zh") -> Record:
    """One gap with exactly `KEYS`; unknown is null. Evidence of a synthetic gap carries `"synthetic": true`."""
    made_up: Record = {"synthetic": True} if card.synthetic else {}
    who = texts.render(card.affected_who, language) if card.affected_who else None
    return {
        "id": card.id,
        "fingerprint": card.fingerprint,
        "state": str(card.state),
        "kind": card.kind,
        "engine": card.engine,
        "subject": card.subject,
        "place": card.place,
        "affected": {"who": who, "count": card.affected_count},
        "size": plain(card.size),
        "unit": card.unit,
        "since": card.since.isoformat() if card.since else None,
        "due": card.due.isoformat() if card.due else None,
        "owner": card.owner,
        "visibility": str(card.visibility),
        "evidence": [{**as_record(piece), **made_up} for piece in card.evidence],
        "case": card.case or None,
    }
