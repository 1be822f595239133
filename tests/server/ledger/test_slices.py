"""As-of slices: the fast path and the slow, obvious one agree, whatever was corrected or taken back since."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.making import figure
from oracles.ledger_slices import ledger_after, slice_of
from zhiyi.indicators.values import Interval, Kind, Observation, Publication
from zhiyi.kernel.evidence import DocumentSpan
from zhiyi.kernel.periods import parse
from zhiyi.server.accounts.actors import ANONYMOUS, machine
from zhiyi.server.indicators import recording, slices
from zhiyi.server.indicators.models import Definition
from zhiyi.server.orgs.models import Region, Subject

Load = tuple[date, dict[str, Observation]]
INDICATORS = ("made_a", "made_b")
PLACES = ("990101", "990102")
SUBJECTS = {f"县{code}": code for code in PLACES}
FIRM = "某厂"
YEAR_END = date(2024, 12, 31)
DAYS = tuple(date(2025, month, 1) for month in range(1, 9))
NOON = datetime(2025, 1, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
PERIODS = ("2024", "2024", "2024-12", "截至2024", "2024（隐含）", "2023")
SOURCE = DocumentSpan("000", 1, "词")
MODEL = figure("", INDICATORS[0], "1", "2024", source=SOURCE, subject="县990101", place="990101")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def made_up_places(city: None) -> None:
    """Two places with their subjects, a firm in the first, and two indicators; no other figure is about them."""
    Region.objects.bulk_create(Region(code=code, name=name, level="county") for name, code in SUBJECTS.items())
    Subject.objects.bulk_create(Subject(name=name, kind="region", region_id=code) for name, code in SUBJECTS.items())
    Subject.objects.create(name=FIRM, kind="organisation", region_id=PLACES[0])
    Definition.objects.bulk_create(Definition(id=code, name=code, measure="stock") for code in INDICATORS)


LOW = st.sampled_from((Decimal(10), Decimal("10.5"))) | st.decimals(0, 10_000, places=2)


@st.composite
def statements(draw: st.DrawFn) -> Observation:
    """One statement, of few possible pairs, days and widths, so that many of them compete."""
    subject = draw(st.sampled_from((*SUBJECTS, FIRM)))
    low = draw(LOW)
    value = Interval(low, draw(st.sampled_from((low, low + 1, None))), high_closed=draw(st.booleans()))
    return replace(
        MODEL,
        indicator=draw(st.sampled_from(INDICATORS)),
        subject=subject,
        place=SUBJECTS.get(subject, PLACES[0]),
        value=value,
        canonical=value,
        period=parse(draw(st.sampled_from(PERIODS))),
        kind=draw(st.sampled_from((Kind.STAT, Kind.STAT, Kind.TARGET, Kind.NAMED))),
        synthetic=draw(st.sampled_from((False, False, True))),
        known_from=draw(st.sampled_from((DAYS[0], DAYS[1], DAYS[5]))),
        publication=draw(st.sampled_from(Publication)),
    )


@st.composite
def histories(draw: st.DrawFn) -> list[Load]:
    """A first load, and later ones that keep, correct, take back or bring back figures of the first."""
    first = dict(enumerate(draw(st.lists(statements(), min_size=1, max_size=8))))
    held = {f"F{number}": replace(one, id=f"F{number}") for number, one in first.items()}
    loads = [(DAYS[2], held)]
    for day in sorted(draw(st.lists(st.sampled_from(DAYS[2:7]), max_size=3))):
        before = loads[-1][1]
        fates = {code: draw(st.sampled_from(("kept", "corrected", "absent"))) for code in held}
        now = {code: before.get(code, held[code]) for code, fate in fates.items() if fate == "kept"}
        now |= {code: replace(draw(statements()), id=code) for code, fate in fates.items() if fate == "corrected"}
        loads.append((day, now))
    return loads


@contextmanager
def undone() -> Iterator[None]:
    """Take back what the block writes, so that every example begins with the same ledger."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def store(load: Load) -> None:
    today, figures = load
    recording.record(figures.values(), today=today, now=NOON)


def cell(one: Observation) -> slices.Cell:
    """The cell that a view shows of an observation."""
    held = one.canonical
    return slices.Cell(
        one.id, held.low, held.high, held.low_closed, held.high_closed, one.canonical_unit, one.period, one.kind,
        one.known_from, one.publication, one.synthetic,
    )  # fmt: skip


def shown(one: Observation, **more: Any) -> slices.Cell | None:
    """What a passer-by or, unless told otherwise, the machine sees of the first place at the end of 2024."""
    asked = {"actor": machine(), "day": DAYS[7], "indicator": one.indicator, "place": PLACES[0], "period_end": YEAR_END}
    return slices.point_as_of(**(asked | more))


MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@MANY
@given(histories(), st.sampled_from(DAYS), st.booleans(), st.sampled_from((None, date(2024, 12, 1))))
def test_the_fast_slice_and_the_slow_one_agree(loads, day, internal, start):
    actor = machine() if internal else ANONYMOUS
    with undone():
        for load in loads:
            store(load)
        fast = slices.slice_as_of(actor, day, INDICATORS, PLACES, YEAR_END, period_start=start)
        points = {
            (indicator, place): slices.point_as_of(actor, day, indicator, place, YEAR_END, period_start=start)
            for indicator in INDICATORS
            for place in PLACES
        }
    slow = slice_of(
        ledger_after(loads), day, INDICATORS, PLACES, YEAR_END,
        period_start=start, about_places=SUBJECTS, internal=internal,
    )  # fmt: skip
    expected = {pair: cell(one) for pair, one in slow.items()}
    assert fast == expected
    assert {pair: point for pair, point in points.items() if point} == expected


@MANY
@given(histories(), st.sampled_from(DAYS[:7]), st.booleans())
def test_a_past_slice_gives_the_same_bytes_after_later_loads(loads, day, internal):
    actor = machine() if internal else ANONYMOUS
    seen = []
    with undone():
        for number, load in enumerate(loads):
            store(load)
            if all(day < later for later, _ in loads[number + 1 :]):
                seen.append(repr(slices.slice_as_of(actor, day, INDICATORS, PLACES, YEAR_END)).encode())
    assert len(set(seen)) == 1


def test_a_cell_leads_to_the_observation_and_carries_its_canonical_interval():
    above = Interval(Decimal("0.5"), None, low_closed=False)
    one = replace(MODEL, id="F1", value=above, canonical=above, canonical_unit="万")
    store((DAYS[2], {"F1": one}))
    found = shown(one)
    assert found == cell(one)
    assert found.interval == one.canonical


def test_a_figure_of_a_firm_is_not_one_of_the_place_it_lies_in():
    store((DAYS[2], {"F1": replace(MODEL, id="F1", subject=FIRM)}))
    assert shown(MODEL) is None
    assert slices.slice_as_of(machine(), DAYS[7], INDICATORS, PLACES, YEAR_END) == {}


def test_a_december_and_a_year_are_told_apart_by_their_first_day():
    year, month = replace(MODEL, id="F1"), replace(MODEL, id="F2", period=parse("2024-12"))
    store((DAYS[2], {"F1": year, "F2": month}))
    assert shown(MODEL, period_start=date(2024, 1, 1)).id == "F1"
    assert shown(MODEL, period_start=date(2024, 12, 1)).id == "F2"


def test_a_passer_by_gets_the_preferred_of_what_is_releasable():
    later = replace(MODEL, id="F2", known_from=DAYS[1])
    store((DAYS[2], {"F1": replace(MODEL, id="F1", publication=Publication.RELEASABLE), "F2": later}))
    assert shown(MODEL).id == "F2"
    assert shown(MODEL, actor=ANONYMOUS).id == "F1"


def test_of_statements_of_one_day_the_narrower_is_preferred_and_then_the_first_by_id():
    wide = replace(MODEL, canonical=Interval(Decimal(1), Decimal(2)))
    narrow = replace(MODEL, canonical=Interval(Decimal(5), Decimal(5)))
    two = {"F1": replace(wide, id="F1", publication=Publication.RELEASABLE), "F2": replace(wide, id="F2")}
    store((DAYS[2], two))
    assert shown(MODEL).id == "F1"
    store((DAYS[2], two | {"F3": replace(narrow, id="F3")}))
    assert shown(MODEL).id == "F3"


def test_what_is_corrected_before_its_source_came_out_never_stood():
    early = replace(MODEL, id="F1", known_from=DAYS[4])
    store((DAYS[2], {"F1": early}))
    store((DAYS[3], {"F1": replace(early, canonical=Interval(Decimal(7), Decimal(7)))}))
    assert shown(MODEL, day=DAYS[3]) is None
    assert shown(MODEL, day=DAYS[4]).low == 7


def test_cells_come_in_the_order_asked():
    figures = [
        replace(MODEL, id=f"{code}-{place}", indicator=code, place=place, subject=name)
        for code in INDICATORS
        for name, place in SUBJECTS.items()
    ]
    store((DAYS[2], {one.id: one for one in figures}))
    found = slices.slice_as_of(machine(), DAYS[7], INDICATORS[::-1], PLACES[::-1], YEAR_END)
    assert list(found) == [(code, place) for code in INDICATORS[::-1] for place in PLACES[::-1]]


@pytest.mark.parametrize(("indicators", "places"), [((), PLACES), (INDICATORS, ()), (("none",), ("000000",))])
def test_what_is_not_known_is_absent(indicators, places):
    assert slices.slice_as_of(machine(), DAYS[7], indicators, places, YEAR_END) == {}


def test_the_database_answers_a_slice_from_the_index_alone(django_assert_num_queries):
    with django_assert_num_queries(2) as asked:
        slices.slice_as_of(machine(), DAYS[7], INDICATORS, PLACES, YEAR_END)
    if connection.vendor != "sqlite":
        pytest.skip("reading the plan of a query is written for SQLite only")
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked.captured_queries[1]['sql']}")
        plan = " ".join(row[3] for row in cursor.fetchall())
    assert "USING COVERING INDEX slice_of_places" in plan
