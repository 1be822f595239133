"""`zhiyi demo`: from nothing to a city on screen, and the same again without changing anything."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from zhiyi.city import homes, packs
from zhiyi.cli import output
from zhiyi.cli import packs as pack_commands
from zhiyi.cli import serve as serving
from zhiyi.cli.output import say
from zhiyi.kernel.messages import Conflict, Message

ADDRESS = "127.0.0.1"


@output.refusals
def demo(
    check: Annotated[bool, typer.Option("--check", help="只装载和运行，不启动网页 All but serve")] = False,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="端口 Port")] = None,
    pack: Annotated[str | None, typer.Option(help="换一个数据包 Another pack than the shipped demo")] = None,
) -> None:
    """装入演示城市，运行各引擎，打印登录链接，启动网页 Load the demo city, run every engine, serve it."""
    home = homes.folder()
    with homes.alone(home):
        homes.make(home, mode="demo")
        _refuse_production(home)
        roots = pack_commands.roots()
        folder = packs.find(pack, roots=roots) if pack else packs.demo_pack(roots=roots).path
        _load(folder)
        _measure()
    _summary(home)
    if check:
        typer.echo(say("cli.demo.checked"))
        return
    chosen = port if port is not None else serving.free_port(ADDRESS)
    _links(f"http://{ADDRESS}:{chosen}")
    serving.run(ADDRESS, chosen)


def _refuse_production(home: Path) -> None:
    """The environment may say another mode than the home; sign-in links are printed in a demo only."""
    from zhiyi.server import config

    mode = config.current().mode
    if mode is not config.Mode.DEMO:
        raise Conflict(Message("home.other_mode", home=str(home), held=str(mode), asked="demo"))


def _load(folder: Path) -> None:
    """Load the pack; the very same pack again changes nothing."""
    pack_commands.into_home(packs.read(folder, roots=pack_commands.roots()))


def _measure() -> None:
    from zhiyi.server import clock
    from zhiyi.server.indicators import services

    with Progress(console=output.screen(), transient=True) as bar:
        task = bar.add_task(say("cli.demo.measuring"), total=1)
        services.run_engine(as_known_on=clock.today(), now=clock.now())
        bar.update(task, completed=1)


def _summary(home: Path) -> None:
    from zhiyi.server import clock
    from zhiyi.server.accounts import actors
    from zhiyi.server.gaps import queries as gaps
    from zhiyi.server.indicators import chronicle, findings
    from zhiyi.server.packs import queries as loads

    actor = actors.machine()
    held = loads.city(actor)
    if held is None:
        return
    zh = output.language() == "zh"
    rows: list[tuple[str, object]] = [
        (say("cli.demo.city"), held.name if zh else held.name_en),
        (say("cli.demo.pack"), f"{held.pack} {held.version}"),
        (say("cli.demo.places"), held.counts.get("regions", 0)),
        (say("cli.demo.documents"), len(chronicle.named_documents(actor, clock.today()))),
        (say("cli.demo.observations"), held.counts.get("observations", 0)),
        (say("cli.demo.history"), held.counts.get("history", 0)),
        (say("cli.demo.events"), held.counts.get("events", 0)),
    ]
    found = findings.counts(actor)
    rows += [(say("cli.demo.finding", kind=say(f"indicators.kind.{kind}")), number) for kind, number in found.items()]
    gap_counts = gaps.counts(actor)
    rows += [
        (say("cli.demo.gap", kind=say(f"indicators.gap_kind.{kind}")), number) for kind, number in gap_counts.items()
    ]
    output.as_table(say("cli.demo.title", home=str(home)), [say("cli.demo.what"), say("cli.demo.count")], rows)
    if held.synthetic:
        typer.echo(say("cli.demo.synthetic"))


def _links(base_url: str) -> None:
    from zhiyi.server import clock
    from zhiyi.server.accounts import roles, sign_in

    links = sign_in.demo_links((role.code for role in roles.SHIPPED_ROLES), base_url=base_url, now=clock.now())
    typer.echo(say("cli.demo.links"))
    for one in links:
        typer.echo(f"  {say(f'role.{one.role}')}  {one.url}")
