"""The latest figures that the database chooses, beside the choice among all figures read one by one."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from django.db.models import Q
from django.db.models.signals import post_init

from zhiyi.indicators.values import Kind, Publication
from zhiyi.kernel import periods
from zhiyi.server.accounts.actors import ANONYMOUS, Actor, machine
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.indicators import definitions, newest, queries
from zhiyi.server.indicators.models import Definition, Observation
from zhiyi.server.orgs.models import Region, Subject

pytestmark = pytest.mark.django_db

COUNTY = "411024"
IN_A_COUNTY = Actor(person_id=1, reach=frozenset({(str(Permission.INDICATORS_VIEW_INTERNAL), COUNTY)}))
READERS = [ANONYMOUS, IN_A_COUNTY, machine()]
DAYS = [date(2026, 11, 20), date(2023, 6, 30), date(2020, 12, 31), date(2010, 1, 1)]


def stored(number: int, *, indicator: str, subject: Subject, place: str | None = None, **said: object) -> Observation:
    """An observation that says 1 of 2024, but for what is given."""
    plain = {
        "printed": 1, "low": 1, "high": 1, "canonical_low": 1, "canonical_high": 1, "period": "2024",
        "period_start": date(2024, 1, 1), "period_end": date(2024, 12, 31), "kind": "stat", "synthetic": True,
        "known_from": date(2025, 1, 1), "publication": "releasable", "digest": "", "recorded_at": "2026-11-20T09:00Z",
    }  # fmt: skip
    about = {"indicator_id": indicator, "subject": subject, "place_id": place, "label": indicator}
    return Observation(code=f"X{number:05d}", **about | plain | said)


def definition_of(code: str) -> None:
    Definition.objects.create(id=code, name=code, name_en=code, measure="stock", direction="none", wing="make")


@pytest.fixture
def mixed(city) -> None:
    """Statements that differ in everything the choice looks at, many of them alike, of the city and of others."""
    chance = random.Random(20261120)
    subjects = list(Subject.objects.filter(kind="region")[:4])
    texts = ("2024", "2024-Q4", "2024-12", "2023", "2020/2024", "2024-12-31", "2024（隐含）", "")
    rows = []
    for number in range(900):
        if number % 30 == 0:
            definition_of(f"mixed_{number // 30:02d}")
        period = periods.parse(chance.choice(texts))
        low = chance.choice((1, "0.1", "0.2", None))
        rows.append(
            stored(
                number,
                indicator=f"mixed_{number // 30:02d}",
                subject=chance.choice(subjects[:2] if number < 600 else subjects[1:]),
                place=chance.choice((None, COUNTY)),
                canonical_low=low,
                canonical_high=None if low is None else chance.choice((1, "0.3", "1.1")),
                period=period.text,
                period_start=period.start,
                period_end=period.end,
                kind=chance.choice((Kind.STAT, Kind.RANK, Kind.TARGET, Kind.PLAN, Kind.NAMED)),
                publication=chance.choice(list(Publication)),
                known_from=date(2020, 1, 1) + timedelta(days=chance.randrange(3) * 900),
            )
        )
    Observation.objects.bulk_create(rows)


def test_the_choice_of_the_database_is_that_of_reading_every_figure(mixed):
    own = queries.own_subject(machine())
    for reader in READERS:
        for day in DAYS:
            every = queries.figures(reader, day)
            cards = definitions.definitions(reader, day)
            assert {card.id for card in cards} == {one.value.indicator for one in every}
            for card in cards:
                held = [one for one in every if one.value.indicator == card.id]
                assert card.latest == queries.latest(held, own=own)
                assert card.figures == len(held)
                assert card.made_up == sum(one.value.synthetic for one in held)
                assert sum(card.states.values()) == card.figures - card.made_up


def test_the_latest_of_each_subject_is_that_of_reading_every_figure(mixed):
    for reader in READERS:
        for number in (3, 25):
            held = queries.figures_of(reader, DAYS[0], f"mixed_{number:02d}")
            names = newest.subjects(reader, DAYS[0], f"mixed_{number:02d}")
            assert list(names) == list(dict.fromkeys(one.value.subject for one in held))
            expected = {name: queries.latest([one for one in held if one.value.subject == name]) for name in names}
            assert newest.latest_of_subjects(reader, DAYS[0], f"mixed_{number:02d}", names) == expected


def test_more_conditions_than_one_question_takes_are_asked_in_several(mixed, monkeypatch):
    at_once = definitions.definitions(machine(), DAYS[0])
    monkeypatch.setattr(newest, "AT_ONCE", 3)
    assert definitions.definitions(machine(), DAYS[0]) == at_once


def test_the_line_of_a_tile_reads_the_newest_figures_of_one_subject_and_the_whole_of_a_day(city):
    definition_of("long")
    own, other = queries.home_subject(machine()), Subject.objects.filter(kind="region").last()
    assert own and other
    first = date(2000, 1, 1)
    rows = [
        stored(number, indicator="long", subject=own, period_end=first + timedelta(days=number // 2), place=None)
        for number in range(2 * newest.LINE)
    ]
    Observation.objects.bulk_create([*rows, stored(9999, indicator="long", subject=other)])
    read = newest.line(machine(), DAYS[0], {own.name: {"long"}})
    assert {one.id for one in read} == {row.code for row in rows[-newest.LINE :]}
    Observation.objects.filter(code=rows[-newest.LINE - 1].code).update(period_end=rows[-newest.LINE].period_end)
    assert len(newest.line(machine(), DAYS[0], {own.name: {"long"}})) == newest.LINE + 1
    assert newest.codes(machine(), DAYS[0], {other.name: {"long"}}) == {("long", other.name): {"X09999"}}


@pytest.mark.parametrize("address", ["/", "/overview", "/indicators", "/search?q=指标", "/api/v1/indicators"])
def test_a_page_reads_no_more_rows_where_there_are_more_figures(city, client, address):
    definition_of("counties")
    regions = Region.objects.filter(level="county")[:5]
    subjects = [Subject.objects.create(name=f"合成{one.pk}", kind="region", region=one) for one in regions]

    def add(first: int, years: range) -> None:
        Observation.objects.bulk_create(
            stored(first + number, indicator="counties", subject=subject, period=str(year),
                   period_start=date(year, 1, 1), period_end=date(year, 12, 31))
            for number, (year, subject) in enumerate((year, subject) for year in years for subject in subjects)
        )  # fmt: skip

    add(0, range(2020, 2025))
    few = rows_read(client, address)
    add(1000, range(1900, 2020))
    assert rows_read(client, address) == few


def rows_read(client, address: str) -> int:
    """How many observations are read in full to answer."""
    seen: list[int] = []

    def count(**_: object) -> None:
        seen.append(1)

    post_init.connect(count, sender=Observation)
    try:
        assert client.get(address).status_code == 200
    finally:
        post_init.disconnect(count, sender=Observation)
    return len(seen)


def test_figures_in_turn_stand_by_indicator_however_few_are_held_at_once(mixed, monkeypatch):
    numbers = {card.id: card.figures for card in definitions.definitions(machine(), DAYS[0])}
    expected = [one.id for code in numbers for one in queries.figures(machine(), DAYS[0], Q(indicator=code))]
    monkeypatch.setattr(queries, "BATCH", 40)
    assert [one.id for one in queries.figures_in_turn(machine(), DAYS[0], numbers)] == expected
