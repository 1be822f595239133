"""`zhiyi gaps`: the gap board on the command line."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from zhiyi.cli import homes, output
from zhiyi.cli.output import Format, say


class State(StrEnum):
    """Which gaps are listed."""

    OPEN = "open"
    CLOSED = "closed"
    ALL = "all"


@output.refusals
def gaps(
    form: Annotated[Format, typer.Option("--format", help="输出格式 Output format")] = Format.TABLE,
    state: Annotated[State, typer.Option(help="状态 State")] = State.OPEN,
    kind: Annotated[str, typer.Option(help="类别 Kind")] = "",
    place: Annotated[str, typer.Option(help="区划代码 Region code")] = "",
) -> None:
    """列出短板 List the gaps."""
    homes.opened()
    from zhiyi.server.accounts import actors
    from zhiyi.server.gaps import queries, records

    asked = queries.Asked(state="" if state is State.ALL else state, kind=kind, place=place)
    cards = tuple(queries.every(actors.machine(), asked))
    found = [records.gap(card) for card in cards]
    if form is Format.JSON:
        output.as_json(found)
    elif form is Format.CSV:
        output.as_csv(found, records.KEYS)
    else:
        names = ("id", "kind", "what", "subject", "since", "due")
        rows = [
            (card.id, say(f"{card.engine}.gap_kind.{card.kind}"), card.title, card.subject, card.since, card.due)
            for card in cards
        ]
        output.as_table(say("cli.gaps.title", count=len(cards)), [say(f"cli.gaps.{name}") for name in names], rows)
