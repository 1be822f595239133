"""What a caller may ask with. A day is written 2026-08-31 and in no other way; a text holds no control character."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from ninja import Path, Schema
from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from zhiyi.indicators import values
from zhiyi.kernel.messages import DataError, Message
from zhiyi.server import clock
from zhiyi.server.web import days

LARGEST_PAGE = 500
USUAL_PAGE = 50
FURTHEST = 1_000_000_000
LONGEST_TEXT = 120
LARGEST_NUMBER = 2**63 - 1

_NO_CONTROL = r"^[^\u0000-\u001f\u007f-\u009f]*$"


def _refused(message: Message) -> PydanticCustomError:
    return PydanticCustomError("message", "{key}", {"key": message.key, "message": message})


def _day(asked: object) -> date | None:
    """A day, strictly; of a day that has not come nothing can be known."""
    if asked is None or isinstance(asked, date):
        return asked
    today = clock.today()
    try:
        day = days.read(str(asked))
    except DataError as fault:
        raise _refused(fault.message) from None
    if day > today:
        raise _refused(Message("page.day_to_come", day=day, today=today))
    return day


def _text(asked: object) -> object:
    """A text that every database can hold: no control character, no half of a character."""
    if isinstance(asked, str) and any(character < " " or "\x7f" <= character <= "\x9f" for character in asked):
        raise _refused(Message("api.bad.characters"))
    if isinstance(asked, str) and any("\ud800" <= character <= "\udfff" for character in asked):
        raise _refused(Message("api.bad.characters"))
    return asked


_DAY_SCHEMA: dict[str, Any] = {"type": "string", "format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_TEXT_SCHEMA: dict[str, Any] = {"type": "string", "maxLength": LONGEST_TEXT, "pattern": _NO_CONTROL}
_PLACE_SCHEMA: dict[str, Any] = {"type": "string", "pattern": r"^(-?|[0-9]{6}(-Z[0-9]{2}|[0-9]{3}|[0-9]{6})?)$"}
_ID_SCHEMA: dict[str, Any] = {**_TEXT_SCHEMA, "minLength": 1}

Day = Annotated[date | None, BeforeValidator(_day), WithJsonSchema(_DAY_SCHEMA)]
Text = Annotated[str, BeforeValidator(_text), Field(max_length=LONGEST_TEXT), WithJsonSchema(_TEXT_SCHEMA)]
PlaceAndBelow = Annotated[str, BeforeValidator(_text), Field(max_length=LONGEST_TEXT), WithJsonSchema(_PLACE_SCHEMA)]
_Id = Annotated[str, BeforeValidator(_text), Field(min_length=1, max_length=LONGEST_TEXT), WithJsonSchema(_ID_SCHEMA)]
ById = Annotated[_Id, Path(..., alias="id")]
ByCode = Annotated[_Id, Path(..., alias="code")]
ByNumber = Annotated[int, Path(..., alias="id", ge=1, le=LARGEST_NUMBER)]


class Language(StrEnum):
    """Language of the sentences in an answer."""

    ZH = "zh"
    EN = "en"


class Wing(StrEnum):
    """One of the two wings."""

    MAKE = "make"
    LIVE = "live"


class AskedState(StrEnum):
    """State of the gaps that are asked for."""

    OPEN = "open"
    CLOSED = "closed"
    ALL = "all"


class Asked(Schema):
    """What every operation takes."""

    lang: Language | None = None


class AskedDay(Asked):
    """What every operation takes that reads the ledger."""

    as_known_on: Day = Field(None, alias="as-known-on")


class AskedPage(Asked):
    """What every list takes."""

    limit: int = Field(USUAL_PAGE, ge=1, le=LARGEST_PAGE)
    offset: int = Field(0, ge=0, le=FURTHEST)


class AskedIndicators(AskedPage, AskedDay):
    """Filters of indicators."""

    words: Text = ""
    wing: Wing | None = None
    theme: Text = ""
    kind: values.Kind | None = None


class AskedFiguresOfOne(AskedPage, AskedDay):
    """Filters of the observations of one indicator."""

    subject: Text = ""
    place: Text = ""
    kind: values.Kind | None = None
    document: Text = ""


class AskedObservations(AskedFiguresOfOne):
    """Filters of observations."""

    indicator: Text = ""


class AskedEvents(AskedPage, AskedDay):
    """Filters of events."""

    words: Text = ""
    kind: Text = ""
    year: int | None = Field(None, ge=1, le=9999)


class AskedDocuments(AskedPage, AskedDay):
    """Documents have no filters."""


class AskedFindings(AskedPage, AskedDay):
    """Filters of findings."""

    kind: values.FindingKind | None = None
    indicator: Text = ""
    observation: Text = ""


class AskedGaps(AskedPage):
    """Filters of gaps."""

    engine: Text = ""
    kind: Text = ""
    place: PlaceAndBelow = ""
    owner: Text = ""
    state: AskedState = AskedState.OPEN
    words: Text = ""


class AskedOrganisations(AskedPage):
    """Filters of organisations."""

    words: Text = ""
    region: Text = ""
    parent: Text = ""
    kind: Text = ""
    generic: bool | None = None


class AskedRegions(AskedPage):
    """Filters of regions."""

    words: Text = ""
    parent: Text = ""
    level: Text = ""
    kind: Text = ""
