"""What every page of the room needs to know: who reads, in which language, as known on which day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from zhiyi.city import texts
from zhiyi.server import clock
from zhiyi.server.accounts.actors import Actor, of
from zhiyi.server.accounts.permissions import Permission
from zhiyi.server.indicators import queries, surroundings
from zhiyi.server.indicators.figures import DocumentCard, EventCard, Figure
from zhiyi.server.packs.queries import City, city
from zhiyi.server.web import days


@dataclass(frozen=True, slots=True)
class Scene:
    """One reading of the ledger.

    Attributes:
        actor: Who reads.
        language: `zh` or `en`.
        day: As known on this day.
        today: The day on which the page is made.
        carried: The as-of parameter as the address gives it; every link carries it on.
        city: The city of this home, or None where nothing was loaded.
        own: Name of the subject that is the city itself, or empty.
        names: English names of subjects and regions, by the name that sources use.
    """

    actor: Actor
    language: str
    day: date
    today: date
    carried: tuple[tuple[str, str], ...]
    city: City | None
    own: str
    names: Mapping[str, str]

    @property
    def internal(self) -> bool:
        """Whether figures that are not released may be shown."""
        return self.actor.may(Permission.INDICATORS_VIEW_INTERNAL)

    @property
    def findings(self) -> bool:
        """Whether findings may be shown."""
        return self.actor.may(Permission.FINDINGS_VIEW)

    @property
    def publishes(self) -> bool:
        """Whether the reader decides what may be said in public."""
        return self.actor.may(Permission.OBSERVATIONS_PUBLISH)

    def text(self, key: str, **params: object) -> str:
        """The sentence for a key of this room."""
        return texts.text(f"city.{key}", self.language, **params)

    def written(self, value: object) -> str:
        """A day, period, number or message as the reader writes it."""
        return texts.written(value, self.language)

    def listed(self, parts: list[str] | tuple[str, ...]) -> str:
        """Words one after another, as the language separates them; empty ones are left out."""
        return ("，" if self.language == "zh" else ", ").join(part for part in parts if part)

    def name(self, thing: object) -> str:
        """The name of a thing; on English pages its English name where it has one."""
        english = getattr(thing, "name_en", "")
        return str(english if self.language == "en" and english else getattr(thing, "name", ""))

    def place(self, name: str) -> str:
        """A subject, set or region by the name that a source uses, part by part: 河南省（省辖市）, 河南省/中部地区."""
        if self.language == "zh":
            return name
        known = {**_sets(), **self.names}
        if name in known:
            return known[name]
        parts = re.split(r"([（）/])", name)
        marks = {"（": " (", "）": ")", "/": " / "}
        return "".join(known.get(part, marks.get(part, part)) for part in parts)

    def url(self, name: str, *args: object, **query: str) -> str:
        """The address of a page by its name, with the day and what else it must carry."""
        asked = urlencode([*((key, value) for key, value in query.items() if value), *self.carried])
        return reverse(name, args=args) + (f"?{asked}" if asked else "")

    def url_path(self, name: str) -> str:
        """The address of a page without parameters, for a form that sends its own."""
        return reverse(name)

    def indicator_url(self, code: str, *, subject: str = "") -> str:
        """The page of an indicator, for one subject where that is not the city itself."""
        return self.url("indicator", code, subject="" if subject == self.own else subject)

    def evidence_url(self, figure: Figure) -> str:
        """The evidence of a figure."""
        return self.url("observation", figure.id)

    def document_name(self, document: DocumentCard) -> str:
        """A document by its title."""
        return self.name(document)

    def event_title(self, card: EventCard) -> str:
        """What happened, in the reader's language where the pack has it."""
        return card.value.title_en if self.language == "en" and card.value.title_en else card.value.title


def of_request(request: HttpRequest) -> Scene:
    """The scene of a request.

    Raises:
        BadDay: the address asks for a day that cannot be.
    """
    actor = of(request)
    return Scene(
        actor=actor,
        language=getattr(request, "language", "zh"),
        day=days.as_known_on(request),
        today=clock.today(),
        carried=days.carried(request),
        city=city(actor),
        own=queries.own_subject(actor),
        names=surroundings.english_names(actor),
    )


def _sets() -> Mapping[str, str]:
    """English for the general words by which sources name the set of a rank, such as 全国 and 省辖市."""
    prefix = "city.set."
    return {key.removeprefix(prefix): text for key, text in texts.catalogue("en").items() if key.startswith(prefix)}
