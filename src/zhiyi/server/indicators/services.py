"""What a person can do with the ledger: run the engine, decide what may be said."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

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
from zhiyi.server.indicators import past, snapshots
from zhiyi.server.indicators.models import Finding, Observation, PublicationDecision, Run
from zhiyi.server.orgs import queries as orgs
from zhiyi.server.packs.models import Load
from zhiyi.tables import RunManifest

LONGEST_REASON = 300
BATCH = 500


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run found; `repeated` where the same inputs had been run before and nothing was written."""

    run: str
    findings: int
    gaps: gaps.Merged
    repeated: bool = False


def run_engine(*, as_known_on: date, now: datetime) -> Ran:
    """Run the engine over the ledger as known on a day; write its findings and gaps as one transaction.

    The same inputs, day and engine version again write nothing and answer with the run that stands. The snapshot goes
    to the lake first, so that nobody waits for it; where the ledger moves on meanwhile, nothing else is written.

    Raises:
        Conflict: the day is before that of the last run, or has not come yet, or the ledger moved on meanwhile.
    """
    last = _last_run()
    if last and as_known_on < last.as_known_on:
        raise Conflict(Message("indicators.run_is_past", day=as_known_on, last=last.as_known_on))
    if as_known_on > now.date():
        raise Conflict(Message("indicators.run_is_to_come", day=as_known_on))
    before = past.state()
    ledger = reading.ledger(as_known_on)
    digest = _digest(ledger)
    if last and (last.input_digest, last.version, last.as_known_on) == (digest, engine.VERSION, as_known_on):
        count = Finding.objects.filter(gone_in=None).count()
        return Ran(last.id, count, gaps.Merged(), repeated=True)
    outcome = engine.run(ledger)
    number = f"{engine.ENGINE}-{now:%Y%m%dT%H%M%S}-{digest.partition(':')[2][:8]}"
    manifest = snapshots.write(ledger, outcome, run=number, digest=digest)
    with transaction.atomic():
        Load.objects.select_for_update().first()
        if past.state() != before or _last_run() != last:
            raise Conflict(Message("indicators.ledger_moved_on"))
        run = _book(number, ledger, digest, manifest, started=now)
        _write_findings(outcome.findings, ledger, run)
        merged = gaps.merge(outcome.readings, run=run.id, engine=engine.ENGINE, now=now)
    return Ran(run.id, len(outcome.findings), merged)


def _last_run() -> Run | None:
    return Run.objects.filter(engine=engine.ENGINE).first()


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

    A decision stays when a later pack corrects the figure. What is withdrawn is withdrawn from every revision, so that
    no view of an earlier day says it either.

    Raises:
        NotAllowed: the actor may not decide this.
        NotFound: there is no such observation.
        Conflict: the state is no longer `expected`, or the reason is missing or longer than 300 characters.
    """
    revisions = Observation.objects.filter(code=code)
    place = revisions.order_by("-revision").values_list("place_id", flat=True).first()
    scope = orgs.lineage(place) if place else WHOLE_CITY
    if actor.person_id is None or not actor.may(Permission.OBSERVATIONS_PUBLISH, scope=scope):
        raise NotAllowed(Message("indicators.may_not_publish"))
    reason = reason.strip()
    if not 0 < len(reason) <= LONGEST_REASON:
        raise Conflict(Message("indicators.publication_needs_reason", longest=LONGEST_REASON))
    _decide(revisions, code, expected, publication)
    PublicationDecision.objects.create(
        observation=code, before=expected, after=publication, reason=reason, by_id=actor.person_id, at=now
    )
    audit.record(
        actor=actor,
        action="observation.publish",
        object_type="observation",
        object_id=code,
        scope=place or "",
        details={"before": str(expected), "after": str(publication)},
        personal={"reason": reason},
        about=actor.person_id,
        now=now,
    )


def _decide(
    revisions: QuerySet[Observation], code: str, expected: values.Publication, publication: values.Publication
) -> None:
    withdrawn = publication is not values.Publication.RELEASABLE
    last = revisions.order_by("-revision").first()
    if last is None or (last.known_to is not None and not withdrawn):
        raise NotFound(Message("indicators.no_observation", id=code))
    if not revisions.filter(pk=last.pk, publication=expected).update(publication=publication):
        raise Conflict(Message("indicators.publication_moved_on", id=code))
    if withdrawn:
        revisions.update(publication=publication)


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
    first = dict(Finding.objects.values_list("fingerprint", "first_run_id"))
    rows = [
        Finding(
            fingerprint=finding.fingerprint,
            kind=finding.kind,
            rule=finding.rule,
            indicator_id=finding.indicator if finding.indicator in known else None,
            subject=finding.subject,
            observations=list(finding.observations),
            events=list(finding.events),
            why=records.packed(finding.why),
            synthetic=not made_up.isdisjoint(finding.observations),
            first_run_id=first.get(finding.fingerprint, run.id),
            last_run=run,
            gone_in=None,
        )
        for finding in findings
    ]
    written = [field.name for field in Finding._meta.concrete_fields if field.name not in {"fingerprint", "first_run"}]
    Finding.objects.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=["fingerprint"], update_fields=written
    )
    Finding.objects.filter(gone_in=None).exclude(last_run=run).update(gone_in=run)
