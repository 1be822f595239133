"""Targets and identities: a target rests on a promise and falls due after it; an identity can be read."""

from __future__ import annotations

from zhiyi.city.packs.chains import Chain
from zhiyi.city.packs.checks.words import canonical_units, documents_by_file
from zhiyi.city.packs.rows import DocumentRow, IdentityRow, IndicatorRow, ObservationRow, TargetRow
from zhiyi.indicators import expressions
from zhiyi.kernel.messages import DataError, Message

_PROMISES = ("target", "plan")


def check(chain: Chain) -> None:
    """Note targets without a promise or an outcome to look at, deadlines before the document, unreadable identities."""
    observations = {row.id: row for row in chain.all(ObservationRow)}
    documents = documents_by_file(chain)
    for target in chain.fresh(TargetRow):
        if observation := observations.get(target.observation):
            _check_target(chain, target, observation, documents.get(observation.seed))
    _check_outcomes(chain, observations)
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


def _check_outcomes(chain: Chain, observations: dict[str, ObservationRow]) -> None:
    """What falls due needs an outcome to look at, its own or that of a target of the same topic and subject."""
    subject_of = {target: observations[target.observation].subject for target in _stated(chain, observations)}
    looked_at = {
        (target.topic, subject) for target, subject in subject_of.items() if target.outcome or target.outcome_event
    }
    units = canonical_units(chain)
    indicators = {indicator.id: indicator for indicator in chain.all(IndicatorRow)}
    for target in chain.fresh(TargetRow):
        if target not in subject_of:
            continue
        if target.deadline and (target.topic, subject_of[target]) not in looked_at:
            chain.fault(target, "outcome", Message("pack.target_without_outcome", value=target.topic), value="")
        if (outcome := indicators.get(target.outcome)) and target.sense != "by_day":
            _check_outcome_unit(chain, target, observations[target.observation], outcome, units)


def _stated(chain: Chain, observations: dict[str, ObservationRow]) -> list[TargetRow]:
    return [target for target in chain.all(TargetRow) if target.observation in observations]


def _check_outcome_unit(
    chain: Chain, target: TargetRow, promise: ObservationRow, outcome: IndicatorRow, units: dict[str, str]
) -> None:
    """Amounts are compared, so the outcome is in the unit of the promise; for a day only the date counts."""
    known = all(code in units for code in (promise.unit, outcome.unit) if code)
    if known and units.get(promise.unit) != units.get(outcome.unit):
        why = Message("pack.outcome_unit", value=outcome.id, unit=outcome.unit or "—", promised=promise.unit or "—")
        chain.fault(target, "outcome", why)


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
