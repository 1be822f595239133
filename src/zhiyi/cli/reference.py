"""The CLI reference, made from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperGroup, TyperOption
from typer.main import get_command

from zhiyi.city import texts

Command = Any  # typer carries a click of its own and exports no type for a command


def as_markdown(language: str) -> str:
    """Every command with its arguments and options, as Markdown in one language."""
    from zhiyi.cli.main import app

    lines = [f"# {texts.text('cli.reference.title', language)}", "", texts.text("cli.reference.about", language), ""]
    for path, command in _commands(get_command(app), ("zhiyi",)):
        lines += _described(path, command, language)
    return "\n".join(lines).rstrip() + "\n"


def _commands(command: Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Command]]:
    if isinstance(command, TyperGroup):
        for name in sorted(command.commands):
            yield from _commands(command.commands[name], (*path, name))
    else:
        yield path, command


def _described(path: tuple[str, ...], command: Command, language: str) -> list[str]:
    context = typer.Context(command, info_name=" ".join(path))
    usage = command.get_usage(context).removeprefix("Usage: ").strip()
    lines = [f"## `{' '.join(path)}`", "", _half(command.help or "", language), "", "```", usage, "```", ""]
    rows = [_parameter(one, language) for one in command.params if one.name != "help"]
    if rows:
        lines += [texts.text("cli.reference.head", language), "|---|---|---|", *rows, ""]
    return lines


def _parameter(one: Any, language: str) -> str:
    names = ", ".join(f"`{name}`" for name in one.opts) if isinstance(one, TyperOption) else f"`{one.name.upper()}`"
    about = _half(getattr(one, "help", None) or "", language).replace("|", "\\|")
    default = "" if one.required or one.default is None or callable(one.default) else f"`{one.default}`"
    return f"| {names} | {about} | {default} |"


def _half(text: str, language: str) -> str:
    """Help texts stand in both languages, Chinese first; the English half begins at its first capital."""
    text = " ".join(text.split())
    for place, letter in enumerate(text):
        if letter.isascii() and letter.isupper() and place and text[place - 1] == " ":
            chinese, english = text[:place].strip(), text[place:].strip()
            return chinese if language == "zh" else english
    return text
