"""Findings: what the rules noticed when statements of the ledger are read side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhiyi.indicators import values
from zhiyi.kernel.messages import Message
from zhiyi.server.accounts.actors import PageRequest
from zhiyi.server.accounts.doors import door
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.indicators import chronicle as ledger_events
from zhiyi.server.indicators import findings as ledger
from zhiyi.server.indicators import records, surroundings
from zhiyi.server.indicators.figures import EventCard, Figure, FindingCard, Named
from zhiyi.server.web import downloads, pieces
from zhiyi.server.web.board import asked as asking
from zhiyi.server.web.board import chronicle, finding_cards
from zhiyi.server.web.city import present
from zhiyi.server.web.city.scene import Scene, of_request
from zhiyi.server.web.pieces import Empty, Field, Link, Pager, State, Words

FIRST_OF_A_KIND = 5
CARDS_A_PAGE = 20
FORMATS = ("csv", "json")
COLUMNS = ("id", "kind", "rule", "indicator", "subject", "observations", "events", "why", "synthetic", "run")


@dataclass(frozen=True, slots=True)
class _Wanted:
    kind: str
    indicator: str
    words: str
    synthetic: str


@dataclass(frozen=True, slots=True)
class _Section:
    """Findings of one kind: what the kind means, the first of them, and where the rest stand."""

    kind: str
    state: State
    means: Message
    count: int
    cards: tuple[pieces.FindingCard, ...]
    rest_url: str


@door(Permission.FINDINGS_VIEW)
@require_safe
def findings(request: PageRequest) -> HttpResponse:
    """Every finding by kind; with a kind chosen, all of that kind, page by page."""
    scene, wanted = of_request(request), _wanted(request)
    everything = ledger.findings(request.actor, day=scene.day)
    found = _sifted(scene, everything, wanted)
    pager: Pager | None = None
    total = len(found)
    if wanted.kind:
        window = asking.window(request, total=total, size=CARDS_A_PAGE)
        pager = asking.pager(request, window)
        shown = found[window.first : window.first + window.size]
        sections = _sections(request, scene, shown, total=total)
    else:
        sections = _sections(request, scene, found, total=None)
    context = {
        "answer": _answer(found, wanted),
        "sections": sections,
        "filters": asking.filters(request, _fields(scene, wanted, everything)),
        "pager": pager,
        "exports": tuple(
            Link(asking.address(request, reverse("findings_export"), format=form), Message(f"page.export.{form}"))
            for form in FORMATS
        ),
        "empty": _empty(wanted),
        "measured": _measured(scene),
    }
    return render(request, "board/findings.html", context)


@door(Permission.FINDINGS_VIEW)
@require_safe
def finding(request: PageRequest, fingerprint: str) -> HttpResponse:
    """One finding: why, and its figures on one scale where they may be compared."""
    scene = of_request(request)
    found = _one(scene, fingerprint)
    figures, events = _rests_on(scene, [found])
    held = [figures[code] for code in found.observations if code in figures]
    rows, scale = finding_cards.compared(scene, held)
    about = found.indicator
    context = {
        "found": found,
        "state": present.finding_state(scene, found.kind),
        "means": Message(f"board.findings.means.{found.kind}"),
        "about": Link(scene.indicator_url(about.id), scene.name(about)) if about else None,
        "rows": rows,
        "scale": scale,
        "unit": _unit(scene, held),
        "missing": [code for code in found.observations if code not in figures],
        "moments": [chronicle.moment(scene, card) for card in chronicle.in_order(events.values())],
        "measured": _measured(scene),
    }
    return render(request, "board/finding.html", context)


@door(Permission.FINDINGS_VIEW)
@require_safe
def export(request: PageRequest) -> HttpResponseBase:
    """The findings that are asked for, as CSV or JSON."""
    scene, wanted = of_request(request), _wanted(request)
    form = asking.one_of(request, "format", FORMATS) or FORMATS[0]
    found = _sifted(scene, ledger.findings(request.actor, day=scene.day), wanted)
    made = [records.finding(card, scene.language) for card in found]
    name = f"findings-{scene.today.isoformat()}"
    return downloads.json_file(name, made) if form == "json" else downloads.csv_file(name, COLUMNS, made)


def _wanted(request: PageRequest) -> _Wanted:
    """The filters of the address.

    Raises:
        DataError: one of them cannot be read.
    """
    return _Wanted(
        kind=asking.one_of(request, "kind", tuple(finding_cards.ORDER)),
        indicator=asking.code(request, "indicator"),
        words=asking.words(request),
        synthetic=asking.one_of(request, "synthetic", ("yes", "no")),
    )


def _sifted(scene: Scene, everything: Sequence[FindingCard], wanted: _Wanted) -> list[FindingCard]:
    """The findings asked for, in the order of kinds."""
    about = (
        {card.fingerprint for card in ledger.findings(scene.actor, day=scene.day, indicator=wanted.indicator)}
        if wanted.indicator
        else None
    )
    place = {kind: at for at, kind in enumerate(finding_cards.ORDER)}
    return sorted(
        (
            card
            for card in everything
            if (not wanted.kind or card.kind == wanted.kind)
            and (about is None or card.fingerprint in about)
            and (not wanted.synthetic or card.synthetic == (wanted.synthetic == "yes"))
            and (not wanted.words or finding_cards.speaks_of(card, wanted.words, scene.language))
        ),
        key=lambda card: place[card.kind],
    )


def _sections(request: PageRequest, scene: Scene, found: Sequence[FindingCard], *, total: int | None) -> list[_Section]:
    """Findings by kind: the first few of each, or all that are given where `total` says how many there are."""
    by_kind: dict[values.FindingKind, list[FindingCard]] = {}
    for card in found:
        by_kind.setdefault(card.kind, []).append(card)
    shown = {kind: cards if total is not None else cards[:FIRST_OF_A_KIND] for kind, cards in by_kind.items()}
    figures, events = _rests_on(scene, [card for cards in shown.values() for card in cards])
    return [
        _Section(
            kind=str(kind),
            state=present.finding_state(scene, kind),
            means=Message(f"board.findings.means.{kind}"),
            count=len(by_kind[kind]) if total is None else total,
            cards=tuple(finding_cards.card(scene, card, figures, events) for card in cards),
            rest_url=asking.address(request, kind=str(kind)) if len(cards) < len(by_kind[kind]) else "",
        )
        for kind, cards in shown.items()
    ]


def _rests_on(scene: Scene, found: Sequence[FindingCard]) -> tuple[dict[str, Figure], dict[str, EventCard]]:
    """Figures and events of findings, as known on the day of the page."""
    codes = {code for card in found for code in card.observations}
    figures = surroundings.figures_by_code(scene.actor, scene.day, tuple(sorted(codes)))
    happened = {code for card in found for code in card.events}
    events = ledger_events.events(scene.actor, scene.day) if happened else ()
    return {one.id: one for one in figures}, {one.id: one for one in events if one.id in happened}


def _one(scene: Scene, fingerprint: str) -> FindingCard:
    """A finding as the day of the page would have seen it, else as the last run saw it.

    Raises:
        NotFound: no run ever saw it, or the actor may not see findings.
    """
    past = scene.day < scene.today
    seen = ledger.findings(scene.actor, day=scene.day) if past else ()
    return next((card for card in seen if card.fingerprint == fingerprint), None) or ledger.finding(
        scene.actor, fingerprint
    )


def _measured(scene: Scene) -> Message | None:
    """As of which day the findings speak, and by which run; None where nothing was measured."""
    run = ledger.last_run(scene.actor)
    if run is None:
        return None
    if scene.day < run.as_known_on:
        return Message("board.run_again", day=scene.day)
    return Message("board.run", run=run.id, day=run.as_known_on)


def _answer(found: Sequence[FindingCard], wanted: _Wanted) -> Message:
    """The findings in one sentence."""
    if not found:
        return Message("board.findings.none" if wanted == _Wanted("", "", "", "") else "board.findings.none_found")
    grave = sum(1 for card in found if card.kind in present.GRAVE)
    harmless = sum(1 for card in found if card.kind in present.HARMLESS)
    counts = {"grave": grave, "harmless": harmless, "rest": len(found) - grave - harmless}
    parts = tuple(Message(f"board.findings.of_them.{name}", count=count) for name, count in counts.items() if count)
    return Message("board.findings.answer", count=len(found), parts=parts)


def _fields(scene: Scene, wanted: _Wanted, everything: Sequence[FindingCard]) -> tuple[Field, ...]:
    every = Message("page.filter.all")
    counts = {kind: sum(1 for card in everything if card.kind == kind) for kind in finding_cards.ORDER}
    kinds: list[tuple[str, Words]] = [
        (str(kind), Message("page.filter.counted", name=Message(f"indicators.kind.{kind}"), count=count))
        for kind, count in counts.items()
        if count
    ]
    about: dict[str, Named] = {card.indicator.id: card.indicator for card in everything if card.indicator}
    named: list[tuple[str, Words]] = [(one.id, scene.name(one)) for one in sorted(about.values(), key=scene.name)]
    fields = [
        Field("kind", Message("board.findings.by.kind"), asking.choices(kinds, chosen=wanted.kind, every=every)),
        Field(
            "indicator",
            Message("board.findings.by.indicator"),
            asking.choices(named, chosen=wanted.indicator, every=every),
        ),
    ]
    if any(card.synthetic for card in everything):
        pairs: list[tuple[str, Words]] = [(code, Message(f"board.findings.synthetic.{code}")) for code in ("no", "yes")]
        choices = asking.choices(pairs, chosen=wanted.synthetic, every=every)
        fields.append(Field("synthetic", Message("board.findings.by.synthetic"), choices))
    fields.append(Field("words", Message("board.findings.by.words"), value=wanted.words))
    return tuple(fields)


def _empty(wanted: _Wanted) -> Empty:
    if wanted == _Wanted("", "", "", ""):
        return Empty(Message("board.findings.none"), Message("board.findings.none_cure"))
    return Empty(Message("board.findings.none_found"), Message("board.findings.none_found_cure"))


def _unit(scene: Scene, held: Sequence[Figure]) -> str:
    """The canonical unit of the figures by its code, which is the unit's own name in Chinese."""
    return held[0].value.canonical_unit if held else ""
