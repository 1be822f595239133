"""Targets and identities: a target rests on a promise and falls due after it; an identity can be read."""

from __future__ import annotations

from zhiyi.city.packs.chains import Chain
from zhiyi.city.packs.checks.words import documents_by_file
from zhiyi.city.packs.rows import DocumentRow, IdentityRow, ObservationRow, TargetRow
from zhiyi.indicators import expressions
from zhiyi.kernel.messages import DataError, Message

_PROMISES = ("target", "plan")


def check(chain: Chain) -> None:
    """Note targets without a promise, deadlines before the document, and identities that cannot be evaluated."""
    observations = {row.id: row for row in chain.all(ObservationRow)}
    documents = documents_by_file(chain)
    for target in chain.fresh(TargetRow):
        if observation := observations.get(target.observation):
            _check_target(chain, target, observation, documents.get(observation.seed))
    for identity in chain.fresh(IdentityRow):
        _check_identity(chain, identity)


def _check_target(chain: Chain, target: TargetRow, observation: ObservationRow, document: DocumentRow | None) -> None:
    if observation.kind not in _PROMISES:
        why = Message("pack.target_of_statistic", value=target.observation, kind=observation.kind)
        chain.fault(target, "observation", why)
    if target.outcome_event and target.sense != "by_day":
        chain.fault(target, "sense", Message("pack.outcome_event_sense", value=target.sense))
    due = target.deadline.end if target.deadline else None
    published = document.published.start if document else None
    if due and published and due < published:
        why = Message("pack.deadline_before_document", value=target.deadline, published=document and document.published)
        chain.fault(target, "deadline", why)


def _check_identity(chain: Chain, identity: IdentityRow) -> None:
    try:
        expression = expressions.parse(identity.expression)
    except DataError as fault:
        chain.fault(identity, "expression", Message("pack.bad_expression", why=fault.message))
        return
    if not chain.knows("indicators"):
        return
    for name in expression.indicators:
        if name not in chain.keys("indicators", "id"):
            chain.fault(identity, "expression", Message("pack.unknown_indicator", value=name), value=name)
