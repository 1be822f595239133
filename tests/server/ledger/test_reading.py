"""What may be read of the ledger within the scopes of a grant, and of a past day after something was retired."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from zhiyi import indicators as engine
from zhiyi.indicators.values import Publication
from zhiyi.kernel.messages import NotAllowed, NotFound
from zhiyi.server.accounts import services as people
from zhiyi.server.accounts.actors import ANONYMOUS, WHOLE_CITY, Actor, machine
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.indicators import chronicle, definitions, findings, queries, standing, surroundings
from zhiyi.server.indicators.definitions import AskedDefinitions
from zhiyi.server.indicators.models import Definition, Document, Event, Observation, PublicationDecision, Run

pytestmark = pytest.mark.django_db

COUNTY, OTHER = "411024", "411025"
INTERNAL = Permission.INDICATORS_VIEW_INTERNAL


def reader(scope: str) -> Actor:
    return Actor(person_id=1, reach=frozenset({(str(INTERNAL), scope)}))


@pytest.fixture
def corrected(city, today) -> Observation:
    """An internal figure about a county, superseded today."""
    row = Observation.objects.filter(known_to=None, synthetic=False).exclude(place=None).first()
    row.place_id, row.publication, row.known_to, row.status = COUNTY, Publication.INTERNAL, today, "superseded"
    row.save()
    return row


def test_superseded_revisions_are_seen_only_within_the_scope_of_the_grant(corrected):
    def codes(actor: Actor) -> set[str]:
        return {one.id for one in queries.replaced(actor, corrected.indicator_id)}

    assert corrected.code in codes(machine()) & codes(reader(COUNTY))
    assert corrected.code not in codes(reader(OTHER)) | codes(ANONYMOUS)


def test_revisions_are_seen_only_within_the_scope_of_the_grant(corrected):
    assert [one.id for one in queries.revisions(reader(COUNTY), corrected.code)] == [corrected.code]
    assert queries.revisions(reader(OTHER), corrected.code) == ()
    with pytest.raises(NotAllowed):
        queries.revisions(ANONYMOUS, corrected.code)


def test_decisions_are_seen_only_of_a_figure_that_is_seen(corrected, now):
    person = people.create_person(actor=machine(), username="example", name="示例", now=now, synthetic=True)
    PublicationDecision.objects.create(
        observation=corrected.code, before="internal", after="under_check", reason="复核", by=person, at=now
    )
    assert len(surroundings.decisions(reader(COUNTY), corrected.code)) == 1
    assert surroundings.decisions(reader(OTHER), corrected.code) == ()
    assert surroundings.decisions(ANONYMOUS, corrected.code) == ()


def test_an_indicator_without_figures_is_seen_only_by_those_who_see_the_whole_city(city, today):
    Definition.objects.create(id="bare", name="bare", name_en="bare", measure="stock", direction="none", wing="make")
    assert definitions.definition(reader(WHOLE_CITY), today, "bare").figures == 0
    with pytest.raises(NotFound):
        definitions.definition(reader(COUNTY), today, "bare")
    listed = AskedDefinitions(words="bare", empty=True)
    assert [card.id for card in definitions.definitions(reader(WHOLE_CITY), today, listed)] == ["bare"]
    assert definitions.definitions(reader(COUNTY), today, listed) == ()


def test_the_run_of_another_engine_is_not_taken_for_that_of_this_one(city, now, today):
    last = findings.last_run(machine())
    Run.objects.create(
        id="other-1", engine="other", version="1", as_known_on=today + timedelta(days=9), input_digest="",
        started_at=now + timedelta(hours=1), finished_at=now + timedelta(hours=1),
    )  # fmt: skip
    assert last and last.engine == engine.ENGINE
    assert findings.last_run(machine()) == last
    assert standing.standing(machine()).run == last.id
    assert all(card.run for card in findings.findings(machine(), day=today))


def test_what_is_retired_today_still_stood_yesterday(city, today):
    yesterday = today - timedelta(days=1)
    before = (
        definitions.definitions(machine(), yesterday),
        chronicle.events(machine(), yesterday),
        chronicle.documents(machine(), yesterday),
        surroundings.family(machine(), yesterday, _of_a_family(yesterday)),
    )
    for model in (Definition, Event, Document):
        model.objects.update(retired_on=today)
    assert before == (
        definitions.definitions(machine(), yesterday),
        chronicle.events(machine(), yesterday),
        chronicle.documents(machine(), yesterday),
        surroundings.family(machine(), yesterday, before[3][0]),
    )
    assert all(before)
    assert definitions.definitions(machine(), today) == ()
    assert chronicle.events(machine(), today) == ()
    assert chronicle.documents(machine(), today) == ()


def _of_a_family(day):
    return next(card.value for card in definitions.definitions(machine(), day) if card.value.family)


def test_a_document_counts_only_events_that_were_known_by_the_day(city, today):
    event = Event.objects.exclude(document=None).first()
    yesterday = today - timedelta(days=1)
    before = chronicle.document(machine(), yesterday, event.document_id).events
    Event.objects.filter(pk=event.pk).update(known_from=today)
    assert chronicle.document(machine(), yesterday, event.document_id).events == before - 1
    assert chronicle.document(machine(), today, event.document_id).events == before


def test_documents_without_counts_are_the_same_documents(city, today):
    for actor in (machine(), reader(COUNTY), ANONYMOUS):
        counted, named = chronicle.documents(actor, today), chronicle.named_documents(actor, today)
        assert [one.id for one in counted] == [one.id for one in named]
    assert all(one.figures or one.events for one in chronicle.documents(ANONYMOUS, today))


def test_findings_of_a_past_day_ask_only_after_the_figures_that_they_name(
    city, today, now: datetime, django_assert_max_num_queries
):
    day = today - timedelta(days=30)
    named = findings.findings(machine(), day=day)
    with django_assert_max_num_queries(8) as asked:
        found = findings.findings(machine(), day=day, kind=named[0].kind)
    assert found and not any(card.synthetic for card in found)
    about = [one["sql"] for one in asked.captured_queries if '"synthetic"' in one["sql"]]
    assert about and all('"code" IN' in sql for sql in about)
    code = found[0].observations[0]
    Observation.objects.filter(code=code).update(synthetic=True)
    again = findings.findings(machine(), day=day, kind=named[0].kind)
    assert [card.synthetic for card in again] == [code in card.observations for card in again]
