"""What a run read and found, written to the lake once: the snapshot that later reports cite."""

from __future__ import annotations

import json

from zhiyi import indicators as engine
from zhiyi import tables
from zhiyi.indicators import values
from zhiyi.kernel import records
from zhiyi.kernel.gap import GapReading
from zhiyi.server import config

OBSERVATIONS = {
    "id": "VARCHAR",
    "indicator": "VARCHAR",
    "label": "VARCHAR",
    "subject": "VARCHAR",
    "place": "VARCHAR",
    "period": "VARCHAR",
    "low": "DECIMAL(26,6)",
    "high": "DECIMAL(26,6)",
    "low_closed": "BOOLEAN",
    "high_closed": "BOOLEAN",
    "unit": "VARCHAR",
    "kind": "VARCHAR",
    "document": "VARCHAR",
    "line": "INTEGER",
    "words": "VARCHAR",
    "known_from": "DATE",
    "publication": "VARCHAR",
    "synthetic": "BOOLEAN",
}
FINDINGS = {
    "fingerprint": "VARCHAR",
    "kind": "VARCHAR",
    "rule": "VARCHAR",
    "indicator": "VARCHAR",
    "subject": "VARCHAR",
    "observations": "VARCHAR[]",
    "events": "VARCHAR[]",
    "why": "VARCHAR",
}
READINGS = {"fingerprint": "VARCHAR", "reading": "VARCHAR", "kind": "VARCHAR", "rule": "VARCHAR", "subject": "VARCHAR"}


def write(ledger: values.Ledger, outcome: engine.Outcome, *, run: str, digest: str) -> tables.RunManifest:
    """Write the snapshot of one run to the home's lake.

    Raises:
        DataError: the lake cannot be written.
    """
    return tables.write_run(
        config.current().home / "lake",
        run=run,
        engine=engine.ENGINE,
        version=engine.VERSION,
        as_known_on=ledger.as_known_on.isoformat(),
        input_digest=digest,
        tables=(
            tables.Table("observations", "input", OBSERVATIONS, map(_observation, ledger.observations)),
            tables.Table("findings", "output", FINDINGS, map(_finding, outcome.findings)),
            tables.Table("readings", "output", READINGS, map(_reading, outcome.readings)),
        ),
    )


def _observation(one: values.Observation) -> tuple[object, ...]:
    source = one.source
    return (
        one.id, one.indicator, one.label, one.subject, one.place, one.period.text, one.canonical.low,
        one.canonical.high, one.canonical.low_closed, one.canonical.high_closed, one.canonical_unit, one.kind,
        source.document if source else None, source.line if source else None, source.words if source else None,
        one.known_from, one.publication, one.synthetic,
    )  # fmt: skip


def _finding(one: values.Finding) -> tuple[object, ...]:
    why = json.dumps(records.packed(one.why), ensure_ascii=False)
    return (one.fingerprint, one.kind, one.rule, one.indicator, one.subject, one.observations, one.events, why)


def _reading(one: GapReading) -> tuple[object, ...]:
    gap = one.gap
    said = (gap.kind, gap.rule, gap.subject) if gap else (None, None, None)
    return (one.fingerprint, one.reading, *said)
