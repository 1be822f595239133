"""`zhiyi synth`: write a synthetic pack anew from its plan."""

from __future__ import annotations

from typing import Annotated

import typer

from zhiyi.city import packs
from zhiyi.city import synth as synthetic
from zhiyi.cli import output
from zhiyi.cli import packs as pack_commands
from zhiyi.cli.output import say


@output.refusals
def synth(folder: Annotated[str, typer.Argument(help="含 synth.toml 的目录 Folder with synth.toml")]) -> None:
    """按计划生成合成数据包，结果可重复 Write a synthetic pack from its synth.toml; the same plan, the same bytes."""
    path = packs.find(folder, roots=pack_commands.roots())
    made = synthetic.make(path)
    typer.echo(say("synth.made", folder=str(path), rows=sum(made.values())))
