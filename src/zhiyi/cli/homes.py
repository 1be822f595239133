"""What commands on a home share: starting the server's room and finding the day."""

from __future__ import annotations

from datetime import date

import typer

from zhiyi.city import homes
from zhiyi.kernel import periods
from zhiyi.kernel.messages import Message, NotFound


def opened() -> None:
    """Start Django on the home of this command, its tables brought to this version.

    Raises:
        NotFound: there is no home with a city yet.
    """
    home = homes.folder()
    if not homes.exists(home) and not _set_by_environment():
        raise NotFound(Message("home.missing", home=str(home)))
    from zhiyi.server import boot

    if boot.pending():
        with homes.alone(home):
            boot.migrate()


def day(text: str | None) -> date:
    """A strict ISO day from an option; today where none is given.

    Raises:
        DataError: it is not such a day.
    """
    from zhiyi.server import clock

    return clock.today() if text is None else periods.strict_day(text)


def _set_by_environment() -> bool:
    import os

    return bool(os.environ.get("ZHIYI_SECRET_KEY"))


DAY = typer.Option("--as-known-on", help="按该日所知 As known on this day, YYYY-MM-DD", metavar="DAY")
