"""`zhiyi synth`: write a synthetic pack anew from its plan."""

from __future__ import annotations

import typer

from zhiyi.city import packs, synth as synthetic
from zhiyi.cli import output
from zhiyi.cli.output import say


@output.refusals
def synth(folder: str) -> None:
    """按计划生成合成数据包，结果可重复 Write a synthetic pack from its synth.toml; the same plan, the same bytes."""
    path = packs.find(folder)
    made = synthetic.make(path)
    typer.echo(say("synth.made", folder=str(path), rows=sum(made.values())))
