"""What each page shows, as names for its template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.http import QueryDict

from zhiyi.indicators import series as lines
from zhiyi.indicators import values
from zhiyi.kernel.messages import Message, NotFound
from zhiyi.server.accounts.actors import ANONYMOUS
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.gaps import queries as gaps
from zhiyi.server.indicators import chronicle, definitions, newest, queries, surroundings
from zhiyi.server.indicators import findings as found_by_rules
from zhiyi.server.indicators.definitions import AskedDefinitions
from zhiyi.server.indicators.figures import DefinitionCard, EventCard, Figure, FindingCard
from zhiyi.server.web import pieces
from zhiyi.server.web.city import asked, charts, choices, evidence, lists, present, sections, tiles
from zhiyi.server.web.city.scene import Scene
from zhiyi.server.web.pieces import Action, Empty, Link, Wing

Context = dict[str, object]
LATEST_EVENTS = 6
LONGEST_EVENT = 31
"""Days."""
SUBJECTS = 60
"""Subjects listed on the page of an indicator; the export has all."""
FORMS = 40
"""Publication forms on one page; a figure beyond them is decided on its own page."""


def home(scene: Scene) -> Context:
    """The public home: releasable figures, whoever reads."""
    scene = replace(scene, actor=ANONYMOUS)
    if scene.city is None:
        return {"scene": scene, "empty": _nothing_loaded(scene)}
    found = choices.shelf(definitions.definitions(scene.actor, scene.day))
    themes = surroundings.themes(scene.actor)
    chosen = [(wing, choices.headlines(found, themes, scene.own, wing)) for wing in (Wing.MAKE, Wing.LIVE)]
    made = tiles.tiles(scene, found, [card for _, cards in chosen for card in cards], None)
    wings = tuple((wing, tuple(made[card.id] for card in cards)) for wing, cards in chosen)
    events = chronicle.events(scene.actor, scene.day)
    documents = chronicle.named_documents(scene.actor, scene.day)
    return {
        "scene": scene,
        "wings": wings,
        "lede": scene.text(
            "home.lede",
            city=scene.name(scene.city),
            indicators=len(found.cards),
            figures=sum(card.figures for card in found.cards),
            documents=len(documents),
        ),
        "moments": tuple(present.moment(scene, one) for one in _latest(scene, events)),
        "timeline_url": scene.url("timeline"),
        "documents": tuple((one, scene.url("document", one.id)) for one in documents),
        "links": _home_links(scene),
    }


def overview(scene: Scene) -> Context:
    """The two wings, each theme with its first figures; for staff with targets, findings and what is not released."""
    if scene.city is None:
        return {"scene": scene, "empty": _nothing_loaded(scene)}
    found = choices.shelf(definitions.definitions(scene.actor, scene.day))
    findings = found_by_rules.findings(scene.actor, day=scene.day)
    seen = present.marks(surroundings.targets(scene.actor, scene.day), findings) if scene.internal else None
    themes = surroundings.themes(scene.actor)
    chosen = choices.by_theme(found, themes, scene.own, choices.ranking(seen, findings))
    made = tiles.tiles(scene, found, [card for one in chosen for card in one.shown], seen)
    return {
        "scene": scene,
        "lede": sections.overview_lede(scene, found, findings),
        "facts": sections.overview_facts(scene, found, findings, _open_gaps(scene)),
        "wings": tuple(
            (wing, tuple(_theme(scene, one, made) for one in chosen if one.theme.wing == wing))
            for wing in (Wing.MAKE, Wing.LIVE, Wing.BOTH)
        ),
        "empty": None if chosen else _nothing_released(scene),
    }


def indicators(scene: Scene, address: QueryDict) -> Context:
    """The list of indicators.

    Raises:
        DataError: the address asks for what does not exist.
    """
    themes = surroundings.themes(scene.actor)
    wanted = asked.read(address, themes=frozenset(theme.id for theme in themes))
    cards = listed(scene, wanted)
    return {
        "scene": scene,
        "table": lists.indicators_table(scene, wanted, cards, themes),
        "lede": scene.text("list.lede", count=len(cards), figures=sum(card.figures for card in cards)),
    }


def listed(scene: Scene, wanted: asked.Asked) -> tuple[DefinitionCard, ...]:
    """The indicators that the address asks for; staff also see those of which no figure stands."""
    filters = AskedDefinitions(wanted.q, wanted.wing, wanted.theme, wanted.kind, empty=True)
    return definitions.definitions(scene.actor, scene.day, filters)


def indicator(scene: Scene, code: str, address: QueryDict) -> Context:
    """One indicator: chart, every figure, definition, family, findings, targets, revisions, decisions.

    Raises:
        NotFound: there is no such indicator, nothing of it may be seen, or it has no figure of the subject asked for.
    """
    card = definitions.definition(scene.actor, scene.day, code)
    stated = newest.subjects(scene.actor, scene.day, card.id)
    subject = _subject(scene, card, stated, address.get("subject", ""))
    family = surroundings.family(scene.actor, scene.day, card.value)
    kin = surroundings.figures_of(scene.actor, scene.day, tuple(one.id for one in family), subject=subject)
    csv_url = scene.url("indicator_csv", card.id)
    drawn = charts.draw(scene, card, subject, kin, family, csv_url=csv_url)
    listed_subjects = stated[:SUBJECTS]
    latest = newest.latest_of_subjects(scene.actor, scene.day, card.id, {*listed_subjects, subject})
    shown = [one for one in kin if one.value.indicator == card.id]
    findings = found_by_rules.findings(scene.actor, day=scene.day, indicator=card.id)
    of_figures = _figures_named(scene, findings)
    own_line = lines.series(card.value, subject, [one.value for one in shown])
    return {
        "scene": scene,
        "card": card,
        "name": scene.name(card.value),
        "lede": sections.indicator_lede(scene, latest.get(subject), _about(shown, findings)),
        "made_up": any(one.value.synthetic for one in shown),
        "facts": sections.indicator_facts(scene, card, subject),
        "chart": drawn.chart,
        "undated": len(drawn.series.undated),
        "figures": lists.figures_table(scene, shown, lists.preferences(own_line)),
        "subjects": lists.subjects_table(scene, card, [latest[one] for one in listed_subjects], subject, len(stated))
        if len(stated) > 1
        else None,
        "definition": sections.definition_facts(scene, card, surroundings.identity(scene.actor, card.value.formula)),
        "family": _family(scene, card, family, subject),
        "findings": tuple(present.finding_card(scene, one, of_figures) for one in findings),
        "targets": sections.targets_of(scene, card, surroundings.targets(scene.actor, scene.day)),
        "replaced": _replaced(scene, card),
        "forms": [evidence.decision_form(scene, one) for one in shown[:FORMS]] if scene.publishes else [],
        "csv": csv_url,
    }


def observation_panel(scene: Scene, code: str) -> Context:
    """The evidence of a figure for the panel beside another page.

    Raises:
        NotFound: there is none, or the reader may not see it.
    """
    figure = queries.figure(scene.actor, scene.day, code)
    findings = found_by_rules.findings(scene.actor, day=scene.day, observation=code)
    return {
        "scene": scene,
        "proof": _proof(scene, figure),
        "findings": tuple(
            {
                "state": present.finding_state(scene, one.kind),
                "why": one.why,
                "url": scene.url("finding", one.fingerprint),
            }
            for one in findings
        ),
        "page_url": scene.evidence_url(figure),
    }


def observation(scene: Scene, code: str, *, refusal: Message | None = None, reason: str = "") -> Context:
    """The evidence of a figure as a page: also its findings, revisions, decisions, and the form to decide.

    Raises:
        NotFound: there is none, or the reader may not see it.
    """
    figure = queries.figure(scene.actor, scene.day, code)
    findings = found_by_rules.findings(scene.actor, day=scene.day, observation=code)
    named = _figures_named(scene, findings)
    revisions = queries.revisions(scene.actor, code) if scene.internal else ()
    decided = surroundings.decisions(scene.actor, code)
    return {
        "scene": scene,
        "figure": figure,
        "name": scene.name(figure.indicator),
        "proof": _proof(scene, figure),
        "findings": tuple(present.finding_card(scene, one, named) for one in findings),
        "revisions": evidence.revisions_table(scene, revisions) if len(revisions) > 1 else None,
        "decisions": evidence.decisions_table(scene, decided) if decided else None,
        "form": evidence.decision_form(scene, figure, reason=reason, error=refusal) if scene.publishes else None,
    }


def document_panel(scene: Scene, code: str) -> Context:
    """What a document is, for the panel beside another page.

    Raises:
        NotFound: there is none of that id, or it was not known on the day.
    """
    card = chronicle.document(scene.actor, scene.day, code)
    url = scene.url("document", card.id)
    proof = pieces.Proof(
        title=scene.name(card),
        facts=sections.document_facts(scene, card),
        actions=(Action(scene.text("document.open"), url=url, icon="file-text"),),
    )
    return {"scene": scene, "proof": proof, "page_url": url}


def document(scene: Scene, code: str) -> Context:
    """One document with what it carries.

    Raises:
        NotFound: there is none of that id, or it was not known on the day.
    """
    card = chronicle.document(scene.actor, scene.day, code)
    figures = surroundings.document_figures(scene.actor, scene.day, code)
    events = surroundings.document_events(scene.actor, scene.day, code)
    kinds = Counter(one.value.kind for one in figures)
    counted = tuple(
        scene.text("document.kind_count", kind=scene.text(f"kind.{kind}"), count=number)
        for kind, number in kinds.most_common()
    )
    return {
        "scene": scene,
        "card": card,
        "name": scene.name(card),
        "lede": scene.text(
            "document.lede", figures=len(figures), events=len(events), kinds=scene.listed(counted) or "—"
        ),
        "facts": sections.document_facts(scene, card),
        "figures": lists.document_figures_table(scene, figures),
        "events": lists.document_events_table(scene, events),
    }


def _theme(scene: Scene, chosen: choices.Chosen, made: Mapping[str, pieces.Tile]) -> Context:
    return {
        "chosen": chosen,
        "tiles": tuple(made[card.id] for card in chosen.shown),
        "more": chosen.total > len(chosen.shown),
        "url": scene.url("indicators", theme=chosen.theme.id),
    }


def _latest(scene: Scene, events: Sequence[EventCard]) -> list[EventCard]:
    """What happened last and within a month; long spans, targets and remarks stand in the chronicle only."""
    happened = [
        (end, one.id, one)
        for one in events
        if one.value.kind == "event"
        and (start := one.value.when.start)
        and (end := one.value.when.end)
        and end <= scene.day
        and (end - start).days <= LONGEST_EVENT
    ]
    return [one for _, _, one in sorted(happened, key=lambda item: item[:2], reverse=True)[:LATEST_EVENTS]]


def _open_gaps(scene: Scene) -> int | None:
    return sum(gaps.counts(scene.actor).values()) if scene.actor.may(Permission.GAPS_VIEW) else None


def _subject(scene: Scene, card: DefinitionCard, stated: Sequence[str], wanted: str) -> str:
    """The subject asked for; else the city itself, else the one of the latest figure."""
    if wanted:
        if wanted not in stated:
            raise NotFound(Message("city.indicator.no_subject", subject=wanted[:60], indicator=scene.name(card.value)))
        return wanted
    if scene.own in stated or card.latest is None:
        return scene.own
    return card.latest.value.subject


def _figures_named(scene: Scene, findings: Sequence[FindingCard]) -> dict[str, Figure]:
    codes = tuple(sorted({code for one in findings for code in one.observations}))
    return {one.id: one for one in surroundings.figures_by_code(scene.actor, scene.day, codes)}


def _about(figures: Sequence[Figure], findings: Sequence[FindingCard]) -> list[FindingCard]:
    codes = {one.id for one in figures}
    return [one for one in findings if codes.intersection(one.observations)]


def _family(
    scene: Scene, card: DefinitionCard, family: Sequence[values.Definition], subject: str
) -> pieces.Table | None:
    others = [one for one in family if one.id != card.id]
    latest = newest.latest_of_indicators(scene.actor, scene.day, [one.id for one in others], subject=subject)
    return lists.family_table(scene, others, latest) if others else None


def _replaced(scene: Scene, card: DefinitionCard) -> pieces.Table | None:
    found = queries.replaced(scene.actor, card.id)
    return evidence.revisions_table(scene, found) if found else None


def _proof(scene: Scene, figure: Figure) -> pieces.Proof:
    comparator = surroundings.comparator(scene.actor, figure.value.comparator)
    return evidence.proof(scene, figure, comparator, surroundings.unit(scene.actor, figure.value.canonical_unit))


def _home_links(scene: Scene) -> tuple[Link, ...]:
    return (
        Link(scene.url("overview"), scene.text("home.to_overview")),
        Link(scene.url("indicators"), scene.text("home.to_indicators")),
        Link(scene.url("timeline"), scene.text("home.to_timeline")),
        Link(scene.url_path("sign_in"), scene.text("home.to_sign_in")),
    )


def _nothing_loaded(scene: Scene) -> Empty:
    return Empty(scene.text("empty.no_city"), scene.text("empty.no_city_cure"))


def _nothing_released(scene: Scene) -> Empty:
    action = Action(scene.text("home.to_sign_in"), url=scene.url_path("sign_in"))
    return Empty(scene.text("empty.nothing", day=scene.day), scene.text("empty.nothing_cure"), (action,))
