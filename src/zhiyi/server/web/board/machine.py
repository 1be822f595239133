"""What keeps the installation running: its state, its health, and the two files that browsers and robots ask for."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zhiyi import __version__
from zhiyi.kernel.messages import Message
from zhiyi.server import state
from zhiyi.server.accounts.actors import PageRequest
from zhiyi.server.accounts.doors import door, public_door
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.accounts.public_doors import WHY_HEALTH
from zhiyi.server.indicators import findings
from zhiyi.server.packs import queries as packs
from zhiyi.server.web.pieces import Cell, Column, Empty, Fact, Row, Table

MIB = 1024 * 1024
FULL_SHARE = 0.1
"""A disk with less than this share free is nearly full."""
LOADS_SHOWN = 20
_YES_NO = {"true": Message("ui.yes"), "false": Message("ui.no")}
ROBOTS = "User-agent: *\nAllow: /$\nDisallow: /\n"


@door(Permission.SYSTEM_VIEW)
@require_safe
def system(request: PageRequest) -> HttpResponse:
    """The state of this installation."""
    found = state.installation(request.actor)
    full = found.disk_free_bytes < FULL_SHARE * found.disk_bytes
    context = {
        "answer": _answer(found, full=full),
        "facts": (
            Fact(Message("board.system.version"), found.version),
            Fact(Message("board.system.database"), f"{found.database} {found.database_version}"),
            Fact(Message("board.system.database_size"), _size(found.database_bytes)),
            Fact(Message("board.system.disk"), _disk(found)),
            Fact(Message("board.system.migrations"), found.migrations),
        ),
        "settings": [
            Fact(Message(f"board.system.setting.{name}"), _YES_NO.get(value, value or "—"))
            for name, value in found.settings
        ],
        "loads": _loads(request),
        "runs": _runs(request),
    }
    return render(request, "board/system.html", context)


@public_door(WHY_HEALTH)
@never_cache
@require_safe
def health(request: PageRequest) -> JsonResponse:
    """Whether the server and its database answer: 200 or 503, for a proxy or a watchdog. Says nothing else."""
    well = state.answers()
    return JsonResponse(
        {"status": "ok" if well else "unavailable", "version": __version__}, status=200 if well else 503
    )


@public_door(WHY_HEALTH)
@require_safe
def robots(request: PageRequest) -> HttpResponse:
    """Search engines may read the home page and nothing else: figures are quoted with their day, or not at all."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@public_door(WHY_HEALTH)
@require_safe
def favicon(request: PageRequest) -> HttpResponseRedirect:
    """Where old browsers look for the icon."""
    return HttpResponseRedirect(static("build/favicon.ico"))


def _answer(found: state.Installation, *, full: bool) -> Message:
    if found.migrations_missing:
        return Message("board.system.answer_behind", steps=found.migrations_missing)
    if full:
        return Message("board.system.answer_full", free=_size(found.disk_free_bytes))
    return Message("board.system.answer", version=found.version)


def _size(count: int) -> Message:
    return Message("board.system.mib", count=max(1, round(count / MIB)) if count else 0)


def _disk(found: state.Installation) -> Message:
    return Message("board.system.free_of", free=_size(found.disk_free_bytes), total=_size(found.disk_bytes))


def _loads(request: PageRequest) -> Table:
    loads = packs.loads(request.actor) if request.actor.may(Permission.PACKS_VIEW) else ()
    rows = tuple(
        Row(
            (
                Cell(f"{load.pack} {load.version}", sub=load.digest),
                Cell(load.loaded_at),
                Cell(sum(load.counts.values())),
            )
        )
        for load in loads[:LOADS_SHOWN]
    )
    return _table("loads", ("pack", "loaded", "rows"), rows, numbers={"rows"})


def _runs(request: PageRequest) -> Table:
    rows = tuple(
        Row(
            (
                Cell(run.id),
                Cell(f"{run.engine} {run.version}"),
                Cell(run.as_known_on),
                Cell(run.finished_at),
                Cell(
                    Message(
                        "board.system.seconds", count=max(0, round((run.finished_at - run.started_at).total_seconds()))
                    )
                ),
            )
        )
        for run in findings.runs(request.actor)
    )
    return _table("runs", ("run", "engine", "as_known_on", "finished", "took"), rows, numbers=set())


def _table(name: str, heads: tuple[str, ...], rows: tuple[Row, ...], *, numbers: set[str]) -> Table:
    columns = tuple(Column(Message(f"board.system.head.{head}"), number=head in numbers) for head in heads)
    empty = Empty(Message(f"board.system.no_{name}"), Message(f"board.system.no_{name}_cure"))
    return Table(Message(f"board.system.{name}_caption", count=len(rows)), columns, rows, empty=empty)
