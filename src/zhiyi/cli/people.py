"""`zhiyi people`: make the first people and give them one-time sign-in links, on the machine itself."""

from __future__ import annotations

from typing import Annotated

import typer

from zhiyi.cli import homes, output
from zhiyi.cli.output import say

app = typer.Typer(help="人员与登录链接 People and one-time sign-in links", no_args_is_help=True)


Username = Annotated[str, typer.Argument(help="登录名 User name")]
Url = Annotated[str, typer.Option(help="网址 Address of the server")]


@app.command()
@output.refusals
def add(
    username: Username,
    role: Annotated[str, typer.Option(help="角色代码 Role code")],
    name: Annotated[str, typer.Option(help="姓名 Name")] = "",
    url: Url = "http://127.0.0.1:8000",
) -> None:
    """新建人员并授予角色，打印一次性登录链接 Make a person with a role and print a one-time link."""
    homes.opened()
    from zhiyi.server import clock
    from zhiyi.server.accounts import actors, services, sign_in

    actor, now = actors.machine(), clock.now()
    person = services.appoint(actor=actor, username=username, name=name or username, role=role, now=now)
    issued = sign_in.issue_sign_in_link(actor=actor, person_id=person.pk, now=now)
    typer.echo(say("cli.people.link", name=name or username, link=url.rstrip("/") + issued.path))


@app.command()
@output.refusals
def link(username: Username, url: Url = "http://127.0.0.1:8000") -> None:
    """打印一次性登录链接 Print a one-time sign-in link."""
    homes.opened()
    from zhiyi.server import clock
    from zhiyi.server.accounts import actors, queries, sign_in

    actor = actors.machine()
    person = queries.person_named(actor, username)
    issued = sign_in.issue_sign_in_link(actor=actor, person_id=person.pk, now=clock.now())
    typer.echo(say("cli.people.link", name=person.name, link=url.rstrip("/") + issued.path))


@app.command("reset-factor")
@output.refusals
def reset_factor(username: Username) -> None:
    """重置丢失的第二因素 Reset a lost second factor."""
    homes.opened()
    from zhiyi.server import clock
    from zhiyi.server.accounts import actors, queries, second_factor

    actor = actors.machine()
    person = queries.person_named(actor, username)
    second_factor.reset(actor=actor, person_id=person.pk, now=clock.now())
    typer.echo(say("cli.people.factor_reset", name=person.name))
