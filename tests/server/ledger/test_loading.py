"""Loading a pack: one transaction, idempotent; corrections supersede, removed rows are retired, history stays."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db.models import Q

from zhiyi.city import packs
from zhiyi.indicators import values
from zhiyi.kernel.messages import Conflict
from zhiyi.server.accounts.actors import machine
from zhiyi.server.indicators import chronicle, queries
from zhiyi.server.indicators.models import Observation
from zhiyi.server.orgs.models import Region
from zhiyi.server.packs import services
from zhiyi.server.packs.models import Load, Row

CITIES = Path(__file__).resolve().parents[3] / "cities"
LATER = timedelta(days=30)

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the real city's pack, free to change."""
    for name in ("china", "xuchang"):
        shutil.copytree(CITIES / name, tmp_path / name)
    return tmp_path / "xuchang"


def load(folder: Path, now):
    return services.load_pack(packs.read(folder), actor=machine(), now=now)


def change(folder: Path, table: str, old: str, new: str) -> None:
    path = folder / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, text.count(old)
    path.write_text(text.replace(old, new), encoding="utf-8")


def line_of(folder: Path, table: str, key: str) -> str:
    lines = (folder / f"{table}.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    return next(line for line in lines if line.startswith(f"{key},"))


def test_285_figures_go_in_and_285_come_out(city, today):
    assert len(queries.figures(machine(), today, Q(synthetic=False))) == 285


def test_the_same_pack_again_writes_nothing(city, folder, now):
    before = (Load.objects.count(), Row.objects.count(), Observation.objects.count())
    again = load(folder, now + LATER)
    assert not again.changed
    assert (Load.objects.count(), Row.objects.count(), Observation.objects.count()) == before


def test_a_corrected_figure_supersedes_and_the_past_stays_as_it_was(city, folder, now, today):
    line = line_of(folder, "observations", "F062")
    change(folder, "observations", line, line.replace(",175,,", ",176,,"))
    loaded = load(folder, now + LATER)
    after = today + LATER
    assert loaded.other == 1
    assert queries.figure(machine(), after, "F062").value.printed == 176
    assert queries.figure(machine(), today, "F062").value.printed == 175
    assert queries.figure(machine(), today, "F062").value.status is values.Status.CURRENT
    assert [one.value.printed for one in queries.revisions(machine(), "F062")] == [175, 176]


def test_a_removed_figure_is_retired_and_still_known_before(city, folder, now, today):
    line = line_of(folder, "observations", "F126")
    change(folder, "observations", line, "")
    load(folder, now + LATER)
    assert not queries.figures(machine(), today + LATER, Q(code="F126"))
    assert queries.figures(machine(), today, Q(code="F126"))
    assert Observation.objects.get(code="F126").status == values.Status.RETIRED


def test_a_row_that_comes_back_is_a_new_revision(city, folder, now, today):
    line = line_of(folder, "observations", "F126")
    change(folder, "observations", line, "")
    load(folder, now + LATER)
    with (folder / "observations.csv").open("a", encoding="utf-8") as out:
        out.write(line)
    load(folder, now + 2 * LATER)
    assert [row.revision for row in Observation.objects.filter(code="F126")] == [1, 2]
    assert queries.figures(machine(), today + 2 * LATER, Q(code="F126"))
    assert not queries.figures(machine(), today + timedelta(days=45), Q(code="F126"))


def test_a_removed_community_is_retired_not_deleted(city, folder, now, today):
    line = line_of(folder, "regions", "411002001001")
    change(folder, "regions", line, "")
    load(folder, now + LATER)
    assert Region.objects.get(code="411002001001").retired_on == today + LATER
    assert Row.objects.get(table="regions", key="411002001001").until == Load.objects.first()


def test_a_home_holds_one_city(city, tmp_path, now):
    from cities.made_up import made_up_city

    with pytest.raises(Conflict):
        load(made_up_city(tmp_path), now)


def test_a_changed_comparator_rule_gives_every_figure_that_uses_it_a_new_revision(city, folder, now, today):
    china = folder.parent / "china"
    line = line_of(china, "comparators", "近")
    change(china, "comparators", line, line.replace(",0.1,", ",0.2,"))
    load(folder, now + LATER)
    figure = queries.figure(machine(), today + LATER, "F034")
    assert figure.value.value.low == 800_000
    assert queries.figure(machine(), today, "F034").value.value.low == 900_000


def test_nothing_is_known_before_its_document(city):
    known = {figure.id for figure in queries.figures(machine(), date(2020, 1, 1))}
    assert "F062" not in known
    assert "F012" in known


def test_a_later_pack_does_not_undo_the_decision_of_a_person(city, folder, now, today):
    from zhiyi.server.accounts import services as accounts
    from zhiyi.server.indicators.models import PublicationDecision

    person = accounts.create_person(actor=machine(), username="example", name="示例", now=now, synthetic=True)
    PublicationDecision.objects.create(
        observation="F126", before="releasable", after="internal", reason="复核", by=person, at=now
    )
    line = line_of(folder, "observations", "F126")
    change(folder, "observations", line, line.replace("37个", "37 个", 1))
    load(folder, now + LATER)
    assert queries.figure(machine(), today + LATER, "F126").value.publication is values.Publication.INTERNAL


def test_an_event_taken_back_today_still_stood_yesterday(city, folder, now, today):
    line = line_of(folder, "events", "E079")
    change(folder, "events", line, "")
    load(folder, now + LATER)
    assert [one for one in chronicle.events(machine(), today) if one.id == "E079"]
    assert not [one for one in chronicle.events(machine(), today + LATER) if one.id == "E079"]


def test_a_document_dated_anew_dates_its_events_anew(city, folder, now):
    from zhiyi.server.indicators.models import Event

    line = line_of(folder, "documents", "001")
    change(folder, "documents", line, line.replace(",2020-05,", ",2020-07,"))
    load(folder, now + LATER)
    assert {str(day) for day in Event.objects.filter(document="001").values_list("known_from", flat=True)} == {
        "2020-07-31"
    }


def test_synthetic_data_is_not_loaded_over_a_real_city(city, now):
    with pytest.raises(Conflict):
        services.load_pack(packs.read(CITIES / "xuchang-demo"), actor=machine(), now=now)
