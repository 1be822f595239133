"""As-of slices: the fast path and the slow, obvious one agree, whatever was corrected or taken back since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.making import figure
from oracles.ledger_slices import slice_of
from zhiyi.indicators.values import Interval, Kind, Observation, Publication
from zhiyi.server.accounts.actors import ANONYMOUS, machine
from zhiyi.server.indicators import ledger, recording, slices
from zhiyi.server.indicators.models import Definition
from zhiyi.server.indicators.models import Observation as Row
from zhiyi.server.orgs.models import Region, Subject

INDICATORS = ("made_a", "made_b")
PLACES = ("990101", "990102")
SUBJECTS = {f"县{code}": code for code in PLACES}
FIRM = "某厂"
YEAR_END = date(2024, 12, 31)
DAYS = tuple(date(2025, month, 1) for month in range(1, 9))
NOON = datetime(2025, 1, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
MODEL = figure("F", INDICATORS[0], "1", "2024", source=None, synthetic=True, place=PLACES[0])

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def made_up_places(city: None) -> None:
    """Two places with their subjects, a firm in the first, and two indicators; no other figure is about them."""
    Region.objects.bulk_create(Region(code=code, name=name, level="county") for name, code in SUBJECTS.items())
    Subject.objects.bulk_create(
        Subject(name=name, kind="region", region_id=code) for name, code in SUBJECTS.items()
    )
    Subject.objects.create(name=FIRM, kind="organisation", region_id=PLACES[0])
    Definition.objects.bulk_create(Definition(id=code, name=code, measure="stock") for code in INDICATORS)


NUMBERS = st.decimals(0, 10_000, places=2)


@st.composite
def statements(draw: st.DrawFn) -> Observation:
    """One statement, of few possible pairs, days and widths, so that many of them compete."""
    subject = draw(st.sampled_from((*SUBJECTS, FIRM)))
    low = draw(st.sampled_from((Decimal(10), Decimal("10.5"))) | NUMBERS)
    value = Interval(low, draw(st.sampled_from((low, low + 1, None))), high_closed=draw(st.booleans()))
    kind = draw(st.sampled_from((Kind.STAT, Kind.RANK, Kind.PLAN, Kind.TARGET, Kind.NAMED)))
    synthetic = draw(st.booleans())
    return replace(
        figure("", draw(st.sampled_from(INDICATORS)), "1", draw(st.sampled_from(PERIODS)), "000", subject=subject),
        place=SUBJECTS.get(subject, PLACES[0]),
        value=value,
        canonical=value,
        kind=kind,
        source=None if synthetic else MODEL_SOURCE,
        synthetic=synthetic,
        known_from=draw(st.sampled_from(DAYS[:3])),
        publication=draw(st.sampled_from(Publication)),
    )
