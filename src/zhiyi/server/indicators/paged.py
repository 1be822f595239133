"""The observations of the ledger a page at a time: the database orders and cuts, and only one page is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from zhiyi.server.accounts.actors import Actor
from zhiyi.server.indicators import ledger as reading
from zhiyi.server.indicators import queries
from zhiyi.server.indicators.figures import Figure
from zhiyi.server.indicators.models import Observation
from zhiyi.server.paging import Page


@dataclass(frozen=True, slots=True)
class AskedFigures:
    """Which observations are asked for; an empty filter does not filter.

    Attributes:
        indicator: Id of a definition.
        subject: Name of the subject as the source writes it.
        place: A region code, exactly.
        kind: A kind of statement.
        document: Id of the source document.
    """

    indicator: str = ""
    subject: str = ""
    place: str = ""
    kind: str = ""
    document: str = ""


def observations(actor: Actor, day: date, asked: AskedFigures, *, first: int, count: int) -> Page[Figure]:
    """Observations that the actor may see, as known on `day`, by id; `count` of them after the first `first`."""
    rows = Observation.objects.filter(reading.known_on(day), queries.visible(actor))
    for name, value in (
        ("indicator", asked.indicator),
        ("subject__name", asked.subject),
        ("place", asked.place),
        ("kind", asked.kind),
        ("document", asked.document),
    ):
        if value:
            rows = rows.filter(**{name: value})
    picked = list(rows.order_by("code", "revision").values_list("pk", flat=True)[first : first + count])
    return Page(queries.figures(actor, day, Q(pk__in=picked)), rows.count())
