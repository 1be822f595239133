"""From pack rows to the tables that pages and engines read. Only touched rows are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Model

from zhiyi.city.packs import LedgerValues, Pack
from zhiyi.city.packs.schemas import BY_NAME
from zhiyi.indicators import values
from zhiyi.kernel.periods import Period
from zhiyi.server.indicators import recording, rules
from zhiyi.server.indicators.models import Definition, Document, Event, Theme, Unit
from zhiyi.server.orgs.models import CalendarDay, Firm, Industry, Organisation, Region, Subject
from zhiyi.server.packs.versions import Change

BATCH = 500
Changes = Mapping[str, Change]


def write(pack: Pack, changes: Changes, *, today: date, now: datetime) -> None:
    """Bring every table to the pack's rows, in the order of their references."""
    _organisations(pack, changes, today)
    ledger = pack.ledger_values()
    rules.write(ledger)
    _definitions(pack, changes, ledger, today)
    recording.record(ledger.observations, today=today, now=now)
    _events(pack, ledger.events, changes, today)


def _organisations(pack: Pack, changes: Changes, today: date) -> None:
    _table(pack, changes, "regions", Region, "code", today, lambda row: Region(
        code=row.code, name=row.name, name_en=row.name_en, parent_id=row.parent or None, level=row.level,
        kind=row.kind, synthetic=row.synthetic, source=row.source,
    ))  # fmt: skip
    kinds = {kind.code: kind for kind in pack.department_types}
    types, places = _touched(changes, "department_types"), _touched(changes, "regions")
    named_anew = [row.id for row in pack.organisations if row.department_type in types]
    placed_anew = [row.name for row in pack.subjects if row.region in places]
    _table(pack, changes, "organisations", Organisation, "id", today, lambda row: Organisation(
        id=row.id, name=row.name, name_en=row.name_en, kind=row.kind, region_id=row.region or None,
        parent_id=row.parent or None, department_type=row.department_type,
        functions=kinds[row.department_type].functions if row.department_type else "",
        founded=_text(row.founded), generic=row.generic, synthetic=row.synthetic,
        source=row.source,
    ), also=named_anew)  # fmt: skip
    made_up = {region.code for region in pack.regions if region.synthetic}
    _table(pack, changes, "subjects", Subject, "name", today, lambda row: Subject(
        name=row.name, name_en=row.name_en, kind=row.kind, region_id=row.region or None,
        organisation_id=row.organisation or None, synthetic=row.region in made_up,
    ), also=placed_anew)  # fmt: skip
    _table(pack, changes, "industry", Industry, "code", today, lambda row: Industry(
        code=row.code, level=row.level, section=row.section, name=row.name, parent_id=row.parent or None,
    ))  # fmt: skip
    _table(pack, changes, "firms", Firm, "id", today, lambda row: Firm(
        id=row.id, name=row.name, region_id=row.region, industry_id=row.industry or None,
        registered_on=row.registered_on, employees=row.employees, synthetic=row.synthetic,
    ))  # fmt: skip
    _table(pack, changes, "calendar", CalendarDay, "day", today, lambda row: CalendarDay(
        day=row.day, kind=row.kind, name=row.name, name_en=row.name_en, source=row.source,
    ))  # fmt: skip


def _definitions(pack: Pack, changes: Changes, ledger: LedgerValues, today: date) -> None:
    _table(pack, changes, "units", Unit, "code", today, lambda row: Unit(
        code=row.code, name=row.name, name_en=row.name_en, dimension=row.dimension, canonical=row.canonical,
        factor=row.factor,
    ))  # fmt: skip
    _table(pack, changes, "themes", Theme, "code", today, lambda row: Theme(
        code=row.code, wing=row.wing, name=row.name, name_en=row.name_en, order=row.order,
    ))  # fmt: skip
    known = {document.id: document.known_on for document in ledger.documents}
    _table(pack, changes, "documents", Document, "id", today, lambda row: Document(
        id=row.id, title=row.title, title_en=row.title_en, publisher=row.publisher,
        published=_text(row.published), known_on=known[row.id], file=row.file, sha256=row.sha256, lines=row.lines,
        form=row.form, note=row.note,
    ))  # fmt: skip
    _table(pack, changes, "indicators", Definition, "id", today, lambda row: Definition(
        id=row.id, name=row.name, name_en=row.name_en, aliases=list(row.aliases), unit=row.unit,
        measure=row.measure, numerator=row.numerator, denominator=row.denominator,
        direction=row.direction, wing=row.wing, theme_id=row.theme or None, family=row.family,
        formula=row.formula, note=row.note,
    ))  # fmt: skip


def _events(pack: Pack, events: Sequence[values.Event], changes: Changes, today: date) -> None:
    rows = {row.id: row for row in pack.events}
    dated_anew = _touched(changes, "documents")
    touched = _touched(changes, "events") | {
        event.id for event in events if event.source and event.source.document in dated_anew
    }
    before = dict(Event.objects.values_list("code", "known_from"))
    known = dict(Document.objects.values_list("id", "known_on"))
    made = [
        Event(
            code=event.id,
            date=_text(rows[event.id].date),
            date_end=_text(rows[event.id].date_end),
            start=event.when.start or event.when.end,
            end=event.when.end,
            precision=event.precision,
            title=event.title,
            title_en=event.title_en,
            actors=list(event.actors),
            place=event.place,
            document_id=event.source.document if event.source else None,
            line=event.source.line if event.source else None,
            words=event.source.words if event.source else "",
            kind=event.kind,
            note=event.note,
            publication=event.publication,
            stage=event.stage,
            project=event.project,
            synthetic=event.synthetic,
            known_from=known[event.source.document] if event.source else before.get(event.id, today),
        )
        for event in events
        if event.id in touched
    ]
    _upsert(Event, "code", made)
    _retire(Event, "code", _gone(changes, "events"), today)


def _table(
    pack: Pack,
    changes: Changes,
    table: str,
    model: type[Model],
    key: str,
    today: date,
    make: Callable[..., Model],
    also: Iterable[str] = (),
) -> None:
    """Write the touched rows of a table, and those of `also`: rows that take a value from a touched row elsewhere."""
    touched = _touched(changes, table) | frozenset(also)
    own = BY_NAME[table].key
    _upsert(model, key, [make(row) for row in pack.tables[table] if str(getattr(row, own)) in touched])
    _retire(model, key, _gone(changes, table), today)


def _upsert(model: type[Model], key: str, rows: Iterable[Model]) -> None:
    """Insert or overwrite by key; a row that comes back is no longer retired."""
    fields = [field.name for field in model._meta.concrete_fields if field.name != key and not field.auto_created]
    model._default_manager.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=[key], update_fields=fields
    )


def _retire(model: type[Model], key: str, keys: frozenset[str], today: date) -> None:
    ordered = sorted(keys)
    for start in range(0, len(ordered), BATCH):
        found = {f"{key}__in": ordered[start : start + BATCH]}
        model._default_manager.filter(**found).update(retired_on=today)


def _text(period: Period | None) -> str:
    return period.text if period else ""


def _touched(changes: Changes, table: str) -> frozenset[str]:
    return changes[table].touched if table in changes else frozenset()


def _gone(changes: Changes, table: str) -> frozenset[str]:
    return changes[table].gone if table in changes else frozenset()
