"""`zhiyi serve`: the web server on this machine."""

from __future__ import annotations

import socket
from typing import Annotated

import typer

from zhiyi.city import homes as home_folders
from zhiyi.cli import homes, output
from zhiyi.cli.output import say
from zhiyi.kernel.messages import Conflict, Message

FIRST_PORT = 8000
WORKERS = 2


@output.refusals
def init() -> None:
    """新建正式环境，生成自己的密钥 Make a production home with a secret of its own."""
    home = home_folders.folder()
    with home_folders.alone(home):
        made = home_folders.make(home, mode="production")
    typer.echo(say("cli.init.made" if made else "cli.init.stands", home=str(home)))


@output.refusals
def serve(
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="端口 Port")] = None,
    address: Annotated[str, typer.Option(help="监听地址 Address to listen on")] = "127.0.0.1",
) -> None:
    """启动网页服务 Serve this home's pages."""
    homes.opened()
    run(address, port if port is not None else free_port(address))


def free_port(address: str) -> int:
    """8000, or a free port where that is taken."""
    return FIRST_PORT if _free(address, FIRST_PORT) else _any(address)


def run(address: str, port: int) -> None:
    """Serve until stopped.

    Raises:
        Conflict: the port is taken.
    """
    if not _free(address, port):
        raise Conflict(Message("cli.port_taken", port=str(port)))
    from zhiyi.server import clock
    from zhiyi.server.accounts import sign_in

    sign_in.tidy(now=clock.now())
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    typer.echo(say("cli.serving", url=f"http://{address}:{port}/"))
    Granian(
        "zhiyi.server.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=4,
        backpressure=64,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    ).serve()


def _free(address: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
        return True


def _any(address: str) -> int:
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        probe.bind((address, 0))
        return int(probe.getsockname()[1])
