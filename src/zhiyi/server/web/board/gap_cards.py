"""From gaps to the pieces of a page: cards, rows of the board, evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from zhiyi.kernel.evidence import DocumentSpan, EngineRun, Evidence, RegisterRows
from zhiyi.kernel.gap import GapState
from zhiyi.kernel.messages import Message, NotFound
from zhiyi.server.gaps.board import Group
from zhiyi.server.gaps.queries import NOBODY, GapCard, GapStep
from zhiyi.server.indicators.figures import DocumentCard
from zhiyi.server.web import pieces
from zhiyi.server.web.city import present
from zhiyi.server.web.city.scene import Scene
from zhiyi.server.web.pieces import Cell, Column, Fact, Figure, Proof, Row, Source, State, Table, Tone, Words

Documents = Mapping[str, DocumentCard]


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A row of the board: gaps of one kind, place and owner.

    `members_url` is the page of its members; asked by htmx it answers with them alone. `key` picks it for export.
    """

    id: str
    key: str
    kind: Words
    place: Cell
    owner: Cell
    count: int
    state: State | None
    due: Words
    size: Words | None
    size_note: Words
    since: date | None
    marks: tuple[State, ...]
    members_url: str


def group_row(scene: Scene, group: Group, *, state: str, words: str) -> GroupRow:
    """One group as the board shows it; `state` and `words` are the filters that its members keep."""
    place, owner = group.place or NOBODY, group.owner or NOBODY
    asked = {"engine": group.engine, "kind": group.kind, "at": place, "owner": owner, "state": state, "words": words}
    size, note = _group_size(scene, group)
    return GroupRow(
        id=f"g-{group.engine}-{group.kind}-{place}-{owner}".replace(":", "-").replace(".", "-"),
        key=f"{group.engine}:{group.kind}:{place}:{owner}",
        kind=kind(group.kind),
        place=place_cell(scene, group),
        owner=owner_cell(scene, group),
        count=group.count,
        state=State(Tone.ACT, Message("board.gaps.overdue", count=group.overdue)) if group.overdue else None,
        due=_group_due(group),
        size=size,
        size_note=note,
        since=group.since,
        marks=_marks(group),
        members_url=reverse("gap_members") + "?" + urlencode({name: value for name, value in asked.items() if value}),
    )


def card(scene: Scene, gap: GapCard, documents: Documents) -> pieces.GapCard:
    """A gap card: what, who is affected, how much, since when, on what evidence, and whether it can be issued."""
    return pieces.GapCard(
        title=title_of(scene, gap),
        state=state(gap, scene.today),
        size=Figure(gap.size, unit=unit(scene, gap), why=Message("board.gap.size_unknown")),
        facts=facts(scene, gap),
        sources=sources(scene, gap, documents),
        url=reverse("gap", args=[gap.id]),
        synthetic=gap.synthetic,
    )


def facts(scene: Scene, gap: GapCard) -> tuple[Fact, ...]:
    """What a card says beside the title and the size."""
    place = place_cell(scene, gap)
    return (
        Fact(Message("board.gap.kind"), kind(gap.kind)),
        Fact(Message("board.gap.affected"), affected(gap)),
        Fact(Message("board.gap.place"), place.words, place.url),
        Fact(Message("board.gap.since"), gap.since),
        Fact(Message("board.gap.due"), gap.due if gap.due else Message("board.gap.no_due")),
        Fact(Message("board.gap.owner"), owner_cell(scene, gap).words),
        Fact(Message("board.gap.task"), task(gap)),
    )


def size_fact(scene: Scene, gap: GapCard) -> Fact:
    """How much is missing; None is unknown."""
    said = None if gap.size is None else Message("board.gaps.size", value=gap.size, unit=unit(scene, gap))
    return Fact(Message("ui.gap.size"), said)


def affected(gap: GapCard) -> Words | None:
    """Who is affected and how many; None where nobody counted."""
    if gap.affected_who is not None and gap.affected_count is not None:
        return Message("board.gap.affected_counted", who=gap.affected_who, count=gap.affected_count)
    return gap.affected_who if gap.affected_count is None else gap.affected_count


def task(gap: GapCard) -> Message:
    """Whether a task may be issued from the gap, and why not."""
    if gap.state is GapState.CLOSED:
        return Message("board.gap.task_closed")
    if gap.case:
        return Message("board.gap.task_issued", case=gap.case)
    if gap.synthetic:
        return Message("board.gap.task_synthetic")
    return Message("board.gap.task_may") if gap.solid else Message("board.gap.task_unknown")


def state(gap: GapCard, today: date) -> State:
    """Closed, past its day, not measured by the last run, due soon, or open."""
    if gap.state is GapState.CLOSED:
        return State(Tone.CLOSED, Message("gaps.state.closed"))
    if gap.due is not None and gap.due < today:
        return State(Tone.ACT, Message("board.gap.days_over", days=(today - gap.due).days))
    if not gap.measured:
        return State(Tone.UNKNOWN, Message("board.gap.unmeasured"))
    if gap.due is not None:
        return State(Tone.CARE, Message("board.gap.days_left", days=(gap.due - today).days))
    return State(Tone.OPEN, Message("gaps.state.open"))


def kind(code: str) -> Message:
    """A kind of gap in words."""
    return Message(f"gaps.kind.{code}")


def unit(scene: Scene, thing: GapCard | Group) -> str:
    """The unit of a size by its name."""
    return thing.unit_name_en if scene.language == "en" and thing.unit_name_en else thing.unit_name


def place_cell(scene: Scene, thing: GapCard | Group) -> Cell:
    """The place, leading to its page."""
    if thing.place is None:
        return Cell(Message("board.gap.no_place"))
    name = thing.place_name_en if scene.language == "en" and thing.place_name_en else thing.place_name
    return Cell(name, url=reverse("region", args=[thing.place]))


def owner_cell(scene: Scene, thing: GapCard | Group) -> Cell:
    """The owner, leading to its page."""
    if thing.owner is None:
        return Cell(Message("board.gap.no_owner"))
    name = thing.owner_name_en if scene.language == "en" and thing.owner_name_en else thing.owner_name
    return Cell(name, url=reverse("organisation", args=[thing.owner]))


def sources(scene: Scene, gap: GapCard, documents: Documents) -> tuple[Source, ...]:
    """A chip for each piece of evidence."""
    return tuple(
        _source(scene, piece, documents, reverse("gap_evidence", args=[gap.id, number]))
        for number, piece in enumerate(gap.evidence, start=1)
    )


def proof(scene: Scene, gap: GapCard, number: int, documents: Documents) -> Proof:
    """One piece of evidence, counted from 1, as the panel shows it.

    Raises:
        NotFound: the gap has no such piece.
    """
    if not 1 <= number <= len(gap.evidence):
        raise NotFound(Message("gaps.no_evidence", id=str(gap.id), number=str(number), count=len(gap.evidence)))
    piece = gap.evidence[number - 1]
    back = Fact(Message("board.evidence.gap"), title_of(scene, gap), reverse("gap", args=[gap.id]))
    match piece:
        case DocumentSpan(code, line, words):
            return document_proof(scene, documents.get(code), line, words, (back,))
        case RegisterRows(register, rows, digest):
            return Proof(
                title=Message("board.evidence.register", register=register_name(register)),
                facts=(Fact(Message("board.evidence.rows"), Message("board.evidence.listed", rows=rows)), back),
                digest=digest,
                note=Message("board.evidence.synthetic") if gap.synthetic else "",
                related=_observations(scene, piece),
            )
        case EngineRun(run, engine, version):
            return Proof(
                title=Message("board.evidence.run", run=run),
                facts=(
                    Fact(Message("board.evidence.engine"), engine),
                    Fact(Message("board.evidence.version"), version),
                    back,
                ),
            )


def title_of(scene: Scene, gap: GapCard) -> Message:
    """What falls short, its subject by the name that readers of the language know."""
    subject = gap.title.params.get("subject")
    if not isinstance(subject, str):
        return gap.title
    return Message(gap.title.key, **{**gap.title.params, "subject": scene.place(subject)})


def document_proof(
    scene: Scene, document: DocumentCard | None, line: int, words: str, facts: tuple[Fact, ...]
) -> Proof:
    """Words of a document with its line, publisher, day and hash."""
    if document is None:
        return Proof(Message("board.evidence.document_gone"), facts, line=line, words=words, carrying=words)
    publisher = None if document.publisher in present.UNSTATED else document.publisher
    told = (
        Fact(Message("board.evidence.document"), scene.name(document), scene.url("document", document.id)),
        Fact(Message("board.evidence.publisher"), publisher),
        Fact(Message("board.evidence.published"), document.published),
    )
    return Proof(
        title=scene.name(document),
        facts=(*told, *facts),
        line=line,
        words=words,
        carrying=words,
        digest=f"sha256:{document.sha256}",
    )


def register_name(register: str) -> Message:
    """A register of the pack in words."""
    return (
        Message(f"board.register.{register}")
        if register in {"observations", "requirements"}
        else Message("board.register.other", name=register)
    )


def history_table(steps: tuple[GapStep, ...]) -> Table:
    """What happened to a gap, newest first."""
    rows = tuple(
        Row((Cell(step.at), Cell(Message(f"gaps.event.{step.kind}"), sub=_before(step)), Cell(step.run)))
        for step in reversed(steps)
    )
    columns = tuple(Column(Message(f"board.history.{name}")) for name in ("at", "what", "run"))
    return Table(Message("board.history.caption", count=len(steps)), columns, rows)


def _before(step: GapStep) -> Words:
    if not step.before:
        return ""
    parts = tuple(Message(f"board.history.before.{name}", value=value) for name, value in step.before)
    return Message("board.history.changed", parts=parts)


def _marks(group: Group) -> tuple[State, ...]:
    found = []
    if group.synthetic:
        found.append(State(Tone.CARE, Message("board.gaps.synthetic", count=group.synthetic)))
    if group.unsolid > group.synthetic:
        found.append(State(Tone.UNKNOWN, Message("board.gaps.unsolid", count=group.unsolid - group.synthetic)))
    if group.unmeasured:
        found.append(State(Tone.UNKNOWN, Message("board.gaps.unmeasured", count=group.unmeasured)))
    return tuple(found)


def _group_due(group: Group) -> Words:
    """The next day by which one of the group must be closed."""
    if group.due_next is not None:
        return group.due_next
    return Message("board.gaps.all_over") if group.overdue else Message("board.gap.no_due")


def _group_size(scene: Scene, group: Group) -> tuple[Words | None, Words]:
    if group.size is not None:
        return Message("board.gaps.size", value=group.size, unit=unit(scene, group)), ""
    if group.largest is not None:
        return Message("board.gaps.size", value=group.largest, unit=unit(scene, group)), Message("board.gaps.largest")
    return None, ""


def _source(scene: Scene, piece: Evidence, documents: Documents, url: str) -> Source:
    match piece:
        case DocumentSpan(code, line, _):
            return Source(url, document_label(scene, documents.get(code), code, line))
        case RegisterRows(register, rows, _):
            named = Message("board.evidence.rows_of", register=register_name(register), count=len(rows))
            return Source(url, named, kind="register")
        case EngineRun(run, _, _):
            return Source(url, run, kind="run")


def document_label(scene: Scene, document: DocumentCard | None, code: str, line: int) -> Words:
    """A document and a line, short enough for a chip."""
    if document is None:
        return Message("board.evidence.line_of", document=code, line=str(line))
    form = scene.text(f"form.{document.form}")
    return scene.text("source.line", form=form, published=document.published, line=str(line))


def _observations(scene: Scene, piece: RegisterRows) -> tuple[Source, ...]:
    if piece.register != "observations":
        return ()
    return tuple(Source(scene.url("observation", code), code, kind="figure") for code in piece.rows)
