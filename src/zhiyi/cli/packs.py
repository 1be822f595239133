"""`zhiyi pack`: check, load and begin city packs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from zhiyi.city import homes, packs, texts
from zhiyi.cli import homes as home_commands
from zhiyi.cli import output
from zhiyi.cli.output import Format, say

app = typer.Typer(help="城市数据包 City packs", no_args_is_help=True)
Folder = Annotated[str, typer.Argument(help="数据包目录或名称 Folder or name of a pack", metavar="DIR")]
FormatOption = Annotated[Format, typer.Option("--format", help="输出格式 Output format")]


@app.command("list")
@output.refusals
def list_packs() -> None:
    """列出随附的数据包 List the packs that come with zhiyi."""
    columns = [say(f"cli.pack.{name}") for name in ("name", "title", "kind", "extends", "synthetic")]
    rows = [(info.name, _title(info), info.kind, info.extends, info.synthetic) for info in packs.shipped(roots=roots())]
    output.as_table(say("cli.pack.shipped"), columns, rows)


@app.command()
@output.refusals
def check(folder: Folder, form: FormatOption = Format.TABLE) -> None:
    """检查数据包，一次列出全部错误 Check a pack; every error at once, exit 1 where there is one."""
    faults = packs.check(packs.find(folder, roots=roots()), roots=roots())
    records = [
        {
            "file": fault.file,
            "row": fault.row,
            "column": fault.column,
            "value": fault.value,
            "message": texts.render(fault.message, output.language()),
        }
        for fault in faults
    ]
    if form is Format.JSON:
        output.as_json(records)
    elif form is Format.CSV:
        output.as_csv(records, ["file", "row", "column", "value", "message"])
    elif faults:
        columns = [say(f"cli.pack.{name}") for name in ("file", "row", "column", "value", "message")]
        output.as_table(say("cli.pack.faults", count=len(faults)), columns, [tuple(one.values()) for one in records])
    else:
        typer.echo(say("cli.pack.sound", folder=folder))
    raise typer.Exit(1 if faults else 0)


@app.command()
@output.refusals
def new(
    name: Annotated[str, typer.Argument(help="名称 Name")],
    directory: Annotated[Path, typer.Option("--in", help="写在哪里 Where")] = Path(),
) -> None:
    """新建一个空数据包，附填写说明 Write a valid empty pack with notes on how to fill it."""
    made = packs.new(name, directory)
    typer.echo(say("cli.pack.made", folder=str(made)))


@app.command()
@output.refusals
def load(folder: Folder) -> None:
    """装入数据包：一次事务，可重复 Load a pack into this home: one transaction, repeatable."""
    pack = packs.read(packs.find(folder, roots=roots()), roots=roots())
    home_commands.opened()
    with homes.alone(homes.folder()):
        loaded = into_home(pack)
    key = "cli.pack.loaded" if loaded[0] else "cli.pack.unchanged"
    typer.echo(say(key, title=_title(pack.info), rows=loaded[1], new=loaded[2], other=loaded[3], gone=loaded[4]))


def roots() -> tuple[Path, ...]:
    """Folders of `ZHIYI_PACKS`, looked through before the packs that come with zhiyi."""
    from zhiyi.server import config

    return tuple(config.current().packs)


def into_home(pack: packs.Pack) -> tuple[bool, int, int, int, int]:
    """Migrate, load and show how far; answers changed, rows, new, changed rows, retired rows."""
    from zhiyi.server import boot

    boot.migrate()
    from zhiyi.server import clock
    from zhiyi.server.accounts import actors
    from zhiyi.server.accounts import services as accounts
    from zhiyi.server.packs import services

    accounts.sync_roles(now=clock.now())
    with Progress(console=output.screen(), transient=True) as bar:
        task = bar.add_task(say("cli.pack.loading"), total=None)

        def moved(table: str, done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, description=f"{say('cli.pack.loading')} {table}")

        done = services.load_pack(pack, actor=actors.machine(), now=clock.now(), progress=moved)
    return done.changed, done.rows, done.new, done.other, done.gone


def _title(info: packs.PackInfo) -> str:
    return info.title if output.language() == "zh" else info.title_en
