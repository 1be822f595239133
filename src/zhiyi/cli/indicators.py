"""`zhiyi indicators` and `zhiyi measure`: read the ledger, run the engine."""

from __future__ import annotations

from typing import Annotated

import typer

from zhiyi.cli import homes, output
from zhiyi.cli.output import Format, say

app = typer.Typer(help="指标台账 The ledger of indicators", no_args_is_help=True)
FormatOption = Annotated[Format, typer.Option("--format", help="输出格式 Output format")]
DayOption = Annotated[str | None, homes.DAY]


@app.command()
@output.refusals
def show(
    name: Annotated[str, typer.Argument(help="编号、名称或别名 Id, name or alias")],
    as_known_on: DayOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """显示一个指标的全部观测与出处 Show an indicator, every observation and its source."""
    homes.opened()
    from zhiyi.server.accounts import actors
    from zhiyi.server.indicators import definitions, queries, records

    day, actor = homes.day(as_known_on), actors.machine()
    card = definitions.definition(actor, day, name)
    figures = queries.figures_of(actor, day, card.id)
    observations = [records.observation(figure) for figure in figures]
    if form is Format.JSON:
        output.as_json({"indicator": records.definition(card), "observations": observations})
    elif form is Format.CSV:
        output.as_csv([{**one, **_source(one)} for one in observations], _COLUMNS)
    else:
        _table(card.value.name if output.language() == "zh" else card.value.name_en, observations)


@app.command()
@output.refusals
def conflicts(
    as_known_on: DayOption = None,
    form: FormatOption = Format.TABLE,
    kind: Annotated[str, typer.Option(help="类别 Kind")] = "",
) -> None:
    """列出规则发现的矛盾与疑点 List what the rules found: contradictions, breaks, queries."""
    homes.opened()
    from zhiyi.server.accounts import actors
    from zhiyi.server.indicators import findings, records

    day = homes.day(as_known_on) if as_known_on else None
    cards = findings.findings(actors.machine(), day=day, kind=kind)
    found = [records.finding(card, output.language()) for card in cards]
    if form is Format.JSON:
        output.as_json(found)
    elif form is Format.CSV:
        output.as_csv(found, ["kind", "indicator", "subject", "observations", "events", "why", "synthetic", "run"])
    else:
        columns = [say(f"cli.indicators.{name}") for name in ("kind", "indicator", "observations", "why")]
        rows = [
            (say(f"indicators.kind.{one['kind']}"), one["indicator"], " ".join(one["observations"]), one["why"])  # type: ignore[arg-type]
            for one in found
        ]
        output.as_table(say("cli.indicators.findings", count=len(found)), columns, rows)


@output.refusals
def measure(as_known_on: DayOption = None) -> None:
    """运行各引擎：发现与短板 Run every engine over what the home holds."""
    homes.opened()
    from zhiyi.server import clock
    from zhiyi.server.indicators import services

    ran = services.run_engine(as_known_on=homes.day(as_known_on), now=clock.now())
    typer.echo(say("cli.measured", run=ran.run, findings=ran.findings, found=ran.gaps.found, closed=ran.gaps.closed))


_COLUMNS = (
    "id", "period", "low", "high", "comparator", "unit", "kind", "document", "line", "words", "known_on",
    "publication", "status", "subject", "label", "synthetic",
)  # fmt: skip


def _source(observation: dict[str, object]) -> dict[str, object]:
    source = observation["source"]
    return dict(source) if isinstance(source, dict) else {}


def _table(title: str, observations: list[dict[str, object]]) -> None:
    names = ("id", "period", "value", "unit", "subject", "document", "line", "words", "publication")
    rows = []
    for one in observations:
        source = _source(one)
        value = f"{one['comparator']}{one['printed'] if one['printed'] is not None else ''}"
        rows.append((one["id"], one["period"], value, one["unit"], one["subject"], source.get("document"),
                     str(source.get("line") or "—"), source.get("words"), one["publication"]))  # fmt: skip
    output.as_table(title, [say(f"cli.indicators.{name}") for name in names], rows)
