"""What a person can do with the ledger: run the engine, decide what may be said."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from zhiyi import indicators as engine
from zhiyi.indicators import values
from zhiyi.kernel import records
from zhiyi.kernel.messages import Conflict, Message, NotAllowed, NotFound
from zhiyi.server import clock
from zhiyi.server.accounts.actors import WHOLE_CITY, Actor
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.audit import services as audit
from zhiyi.server.gaps import services as gaps
from zhiyi.server.indicators import ledger as reading
from zhiyi.server.indicators import snapshots
from zhiyi.server.indicators.models import Finding, Observation, PublicationDecision, Run
from zhiyi.server.orgs import queries as orgs
from zhiyi.tables import RunManifest


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run found; `repeated` where the same inputs had been run before and nothing was written."""

    run: str
    findings: int
    gaps: gaps.Merged
    repeated: bool = False


def run_engine(*, as_known_on: date, now: datetime) -> Ran:
    """Run the engine over the ledger as known on a day; write its findings and gaps as one transaction.

    The same inputs, day and engine version again write nothing and answer with the run that stands.
    """
    ledger = reading.ledger(as_known_on)
    digest = _digest(ledger)
    last = Run.objects.filter(engine=engine.ENGINE).first()
    if last and (last.input_digest, last.version, last.as_known_on) == (digest, engine.VERSION, as_known_on):
        count = Finding.objects.filter(gone_in=None).count()
        return Ran(last.id, count, gaps.Merged(), repeated=True)
    outcome = engine.run(ledger)
    with transaction.atomic():
        number = f"{engine.ENGINE}-{Run.objects.count() + 1:06d}"
        manifest = snapshots.write(ledger, outcome, run=number, digest=digest)
        run = _book(number, ledger, digest, manifest, started=now)
        _write_findings(outcome.findings, ledger, run)
        merged = gaps.merge(outcome.readings, run=run.id, engine=engine.ENGINE, now=now)
    return Ran(run.id, len(outcome.findings), merged)


@transaction.atomic
def publish_observation(
    *,
    actor: Actor,
    code: str,
    publication: values.Publication,
    expected: values.Publication,
    reason: str,
    now: datetime,
) -> None:
    """Decide whether an observation may be said in public; a named person, with a reason, on the record.

    Raises:
        NotAllowed: the actor may not decide this.
        NotFound: no such observation stands.
        Conflict: the state is no longer `expected`.
    """
    place = Observation.objects.filter(code=code, known_to=None).values_list("place_id", flat=True).first()
    scope = orgs.lineage(place) if place else WHOLE_CITY
    if actor.person_id is None or not actor.may(Permission.OBSERVATIONS_PUBLISH, scope=scope):
        raise NotAllowed(Message("indicators.may_not_publish"))
    if not reason.strip():
        raise Conflict(Message("indicators.publication_needs_reason"))
    standing = Observation.objects.filter(code=code, known_to=None)
    if not standing.exists():
        raise NotFound(Message("indicators.no_observation", id=code))
    if not standing.filter(publication=expected).update(publication=publication):
        raise Conflict(Message("indicators.publication_moved_on", id=code))
    PublicationDecision.objects.create(
        observation=code, before=expected, after=publication, reason=reason.strip(), by_id=actor.person_id, at=now
    )
    audit.record(
        actor=actor,
        action="observation.publish",
        object_type="observation",
        object_id=code,
        details={"before": str(expected), "after": str(publication), "reason": reason.strip()},
        now=now,
    )


def _digest(ledger: values.Ledger) -> str:
    """SHA-256 over the canonical text of everything the run reads."""
    digest = hashlib.sha256()
    for part in (
        ledger.definitions, ledger.observations, ledger.targets, ledger.identities, ledger.list_checks,
        ledger.documents, ledger.events, ledger.weaknesses, ledger.requirements, ledger.stage_orders,
    ):  # fmt: skip
        _feed(digest, part)
    return f"sha256:{digest.hexdigest()}"


def _feed(digest: hashlib._Hash, part: Iterable[object]) -> None:
    for value in part:
        digest.update(repr(value).encode())
        digest.update(b"\x1e")


def _book(number: str, ledger: values.Ledger, digest: str, manifest: RunManifest, *, started: datetime) -> Run:
    return Run.objects.create(
        id=number,
        engine=engine.ENGINE,
        version=engine.VERSION,
        as_known_on=ledger.as_known_on,
        input_digest=digest,
        manifest={
            "tables": list(manifest.tables),
            "documents": {document.id: document.sha256 for document in ledger.documents},
        },
        started_at=started,
        finished_at=clock.now(),
    )


def _write_findings(findings: Iterable[values.Finding], ledger: values.Ledger, run: Run) -> None:
    made_up = {observation.id for observation in ledger.observations if observation.synthetic}
    known = {definition.id for definition in ledger.definitions}
    standing = {row.fingerprint: row for row in Finding.objects.all()}
    seen = set()
    for finding in findings:
        seen.add(finding.fingerprint)
        row = standing.get(finding.fingerprint) or Finding(fingerprint=finding.fingerprint, first_run=run)
        row.kind, row.rule, row.subject = finding.kind, finding.rule, finding.subject
        row.indicator_id = finding.indicator if finding.indicator in known else None
        row.observations, row.events = list(finding.observations), list(finding.events)
        row.why = records.packed(finding.why)
        row.synthetic = any(code in made_up for code in finding.observations)
        row.last_run, row.gone_in = run, None
        row.save()
    gone = [row.fingerprint for row in standing.values() if row.gone_in_id is None and row.fingerprint not in seen]
    Finding.objects.filter(fingerprint__in=gone).update(gone_in=run)
