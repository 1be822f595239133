"""Runs of the engine and the gap board: found, updated, closed only by a measurement, never by missing data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from zhiyi.indicators.values import Publication
from zhiyi.kernel.evidence import DocumentSpan
from zhiyi.kernel.gap import Gap, GapReading, GapState, Reading, fingerprint
from zhiyi.kernel.messages import Conflict, Message, NotAllowed
from zhiyi.server.accounts.actors import ANONYMOUS, Actor, machine
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.gaps import services as gaps
from zhiyi.server.gaps.models import Gap as GapRow
from zhiyi.server.indicators import findings, queries, services
from zhiyi.server.indicators.models import Finding, Run

pytestmark = pytest.mark.django_db

WORDS = DocumentSpan("000", 237, "40%")
SHORT = Gap(
    engine="test",
    kind="missed_target",
    rule="r1",
    subject="云溪市",
    place=None,
    title=Message("indicators.gap.stated_weakness"),
    evidence=(WORDS,),
    size=Decimal(5),
    unit="%",
)
READ = {"fingerprint": SHORT.fingerprint}


def merge(now, *readings):
    return gaps.merge(readings, run="test-000001", engine="test", now=now)


def state() -> str:
    return GapRow.objects.get(fingerprint=SHORT.fingerprint).state


def test_a_gap_keeps_its_fingerprint_when_size_and_date_change():
    assert replace(SHORT, size=Decimal(9), due=None, since=None).fingerprint == SHORT.fingerprint
    assert SHORT.fingerprint == fingerprint(
        engine="test", kind="missed_target", subject="云溪市", place=None, rule="r1"
    )


def test_a_second_run_updates_the_gap_that_the_first_found(city, now):
    merge(now, GapReading(**READ, reading=Reading.SHORT, gap=SHORT))
    merged = merge(now, GapReading(**READ, reading=Reading.SHORT, gap=replace(SHORT, size=Decimal(3))))
    row = GapRow.objects.get(fingerprint=SHORT.fingerprint)
    assert (merged.found, merged.again, row.size) == (0, 1, 3)
    assert [event.kind for event in row.events.all()] == ["found", "updated"]


def test_only_a_measurement_that_holds_closes_a_gap(city, now):
    merge(now, GapReading(**READ, reading=Reading.SHORT, gap=SHORT))
    merge(now, GapReading(**READ, reading=Reading.UNMEASURED))
    assert state() == GapState.OPEN
    merge(now)
    assert state() == GapState.OPEN
    merge(now, GapReading(**READ, reading=Reading.HOLDS, evidence=(WORDS,)))
    assert state() == GapState.CLOSED


def test_a_closed_gap_that_returns_is_reopened(city, now):
    merge(now, GapReading(**READ, reading=Reading.SHORT, gap=SHORT))
    merge(now, GapReading(**READ, reading=Reading.HOLDS))
    merge(now, GapReading(**READ, reading=Reading.SHORT, gap=SHORT))
    assert state() == GapState.OPEN


def test_a_closed_gap_that_cannot_be_measured_stays_closed(city, now):
    merge(now, GapReading(**READ, reading=Reading.SHORT, gap=SHORT))
    merge(now, GapReading(**READ, reading=Reading.HOLDS))
    merge(now)
    assert state() == GapState.CLOSED


def test_the_same_ledger_again_writes_no_run(city, now, today):
    before = Run.objects.count()
    assert services.run_engine(as_known_on=today, now=now).repeated
    assert Run.objects.count() == before


def test_a_run_of_another_day_keeps_the_fingerprints_of_findings(city, now, today):
    before = set(Finding.objects.filter(gone_in=None).values_list("fingerprint", flat=True))
    services.run_engine(as_known_on=today + timedelta(days=1), now=now + timedelta(days=1))
    after = set(Finding.objects.filter(gone_in=None).values_list("fingerprint", flat=True))
    assert before == after


def press_officer(person) -> Actor:
    return Actor(
        person_id=person.pk,
        name="示例",
        reach=frozenset({(str(Permission.OBSERVATIONS_PUBLISH), ""), (str(Permission.INDICATORS_VIEW_INTERNAL), "")}),
        staff=True,
    )


@pytest.fixture
def person(city, now):
    from zhiyi.server.accounts import services as accounts

    return accounts.create_person(actor=machine(), username="example", name="示例", now=now, synthetic=True)


def test_a_named_person_decides_what_may_be_said(person, now, today):
    assert not [one for one in queries.figures(ANONYMOUS, today) if one.id == "F012"]
    services.publish_observation(
        actor=press_officer(person),
        code="F012",
        publication=Publication.RELEASABLE,
        expected=queries.figure(machine(), today, "F012").value.publication,
        reason="核对无误",
        now=now,
    )
    assert [one for one in queries.figures(ANONYMOUS, today) if one.id == "F012"]


def test_the_machine_and_passers_by_publish_nothing(city, now):
    for actor in (machine(), ANONYMOUS):
        with pytest.raises(NotAllowed):
            services.publish_observation(
                actor=actor,
                code="F012",
                publication=Publication.RELEASABLE,
                expected=Publication.UNDER_CHECK,
                reason="x",
                now=now,
            )


def test_two_who_decide_at_once_do_not_overwrite_each_other(person, now):
    decide = {"actor": press_officer(person), "code": "F012", "reason": "核对", "now": now}
    services.publish_observation(publication=Publication.INTERNAL, expected=Publication.UNDER_CHECK, **decide)
    with pytest.raises(Conflict):
        services.publish_observation(publication=Publication.RELEASABLE, expected=Publication.UNDER_CHECK, **decide)


def test_a_decision_needs_a_reason(person, now):
    with pytest.raises(Conflict):
        services.publish_observation(
            actor=press_officer(person),
            code="F012",
            publication=Publication.INTERNAL,
            expected=Publication.UNDER_CHECK,
            reason=" ",
            now=now,
        )


def test_a_view_of_an_earlier_day_has_the_findings_of_that_day(city, today):
    earlier = findings.findings(machine(), day=date(2020, 12, 30))
    kinds = {one.kind for one in earlier}
    assert "target_without_outcome" not in kinds
    assert len(earlier) < len(findings.findings(machine()))
    assert findings.findings(machine(), day=today) == findings.findings(machine())


def test_an_earlier_day_is_looked_at_and_never_measured_again(city, now):
    with pytest.raises(Conflict):
        services.run_engine(as_known_on=date(2024, 1, 1), now=now)


def test_a_day_to_come_cannot_be_measured(city, now, today):
    with pytest.raises(Conflict):
        services.run_engine(as_known_on=today + timedelta(days=1), now=now)


def test_what_is_withdrawn_is_withdrawn_from_earlier_days_too(person, now, today):
    services.publish_observation(
        actor=press_officer(person),
        code="F126",
        publication=Publication.INTERNAL,
        expected=Publication.RELEASABLE,
        reason="复核",
        now=now,
    )
    yesterday = today - timedelta(days=1)
    assert not [one for one in queries.figures(ANONYMOUS, yesterday) if one.id == "F126"]


def test_the_written_reason_of_a_decision_can_be_erased_from_the_audit(person, now):
    from zhiyi.server.audit.models import AuditEvent

    services.publish_observation(
        actor=press_officer(person),
        code="F126",
        publication=Publication.INTERNAL,
        expected=Publication.RELEASABLE,
        reason="不可外传的理由",
        now=now,
    )
    assert "不可外传的理由" not in str(AuditEvent.objects.order_by("-number").first().details)


def test_a_gap_measured_again_after_a_pause_says_so(city, now):
    merge(now, GapReading(**READ, reading=Reading.SHORT, gap=SHORT))
    merge(now)
    merge(now, GapReading(**READ, reading=Reading.SHORT, gap=SHORT))
    row = GapRow.objects.get(fingerprint=SHORT.fingerprint)
    assert [event.kind for event in row.events.all()] == ["found", "unmeasured", "updated"]
    assert row.measured


def test_an_unchanged_run_writes_no_gap(city, now, django_assert_max_num_queries):
    merge(now, GapReading(**READ, reading=Reading.SHORT, gap=SHORT))
    with django_assert_max_num_queries(4):
        merge(now, GapReading(**READ, reading=Reading.SHORT, gap=SHORT))
