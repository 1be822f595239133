"""`zhiyi`: the entry point and its command groups."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from zhiyi import __version__
from zhiyi.city.texts import LANGUAGES
from zhiyi.cli import demo, gaps, indicators, output, packs, people, serve, synth
from zhiyi.kernel.messages import ZhiyiError

app = typer.Typer(
    name="zhiyi",
    help="智宜：测量、找短板、定责任、销号、再测量。 Measure a city, find its gaps, close them, measure again.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(packs.app, name="pack")
app.add_typer(indicators.app, name="indicators")
app.add_typer(people.app, name="people")
app.command("demo")(demo.demo)
app.command("init")(serve.init)
app.command("serve")(serve.serve)
app.command("gaps")(gaps.gaps)
app.command("measure")(indicators.measure)
app.command("synth")(synth.synth)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _options(
    lang: Annotated[str, typer.Option(help="输出语言 Output language: zh | en", envvar="ZHIYI_LANG")] = "zh",
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="版本 Version")] = False,
) -> None:
    """Options before the command."""
    if lang not in LANGUAGES:
        raise typer.BadParameter(f"{lang}: zh | en")
    output.use_language(lang)


def main() -> None:
    """Run the command line; a refusal is said in words and exits with 1."""
    os.umask(0o077)  # what a home holds is its owner's
    try:
        app()
    except ZhiyiError as refusal:
        output.tell(refusal)
        raise SystemExit(1) from refusal


if __name__ == "__main__":
    main()
