"""The settings: one typed class read from `ZHIYI_*` and from `home.env` in the home folder.

A missing or weak secret stops a production start. The demo makes its own secret when it makes its home.
"""

from __future__ import annotations

import os
from enum import StrEnum
from functools import cache
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from zoneinfo import available_timezones

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings.exceptions import SettingsError as NotJson

from zhiyi.kernel.messages import Message, SettingsError

WEAKEST_SECRET = 50
FEWEST_LETTERS = 10


class Mode(StrEnum):
    """What this home is for."""

    PRODUCTION = "production"
    DEMO = "demo"
    TEST = "test"


class SecondFactor(StrEnum):
    """Who must show a second factor at sign-in."""

    STAFF = "staff"
    OFF = "off"


class Settings(BaseSettings):
    """Everything that can be set, with its default.

    Attributes:
        home: Folder of this city's data: database, lake, its own settings.
        mode: `production` unless the home says otherwise; `zhiyi demo` makes homes of mode `demo`.
        secret_key: At least 50 characters of at least 10 different letters in production.
        database_url: `postgresql://user:password@host:port/name`; empty means SQLite in the home.
        hosts: Host names under which pages are served.
        https: True where a proxy in front speaks TLS; cookies are then sent over TLS only.
        trusted_proxy: True where that proxy sets X-Forwarded-Proto and X-Forwarded-For.
        second_factor: Who must show a second factor.
        time_zone: The city's time zone.
        packs: More folders to look for packs in.
        session_minutes: A session that rests this long ends.
    """

    model_config = SettingsConfigDict(env_prefix="ZHIYI_", extra="ignore", frozen=True, env_ignore_empty=True)

    home: Path = Path("var")
    mode: Mode = Mode.PRODUCTION
    secret_key: SecretStr | None = None
    database_url: SecretStr | None = None
    hosts: list[str] = Field(default_factory=lambda: ["127.0.0.1", "localhost"])
    https: bool | None = None
    trusted_proxy: bool = False
    second_factor: SecondFactor | None = None
    time_zone: str = "Asia/Shanghai"
    packs: list[Path] = Field(default_factory=list)
    session_minutes: int = Field(default=480, ge=5, le=1440)

    @field_validator("time_zone")
    @classmethod
    def _is_a_time_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(value)
        return value

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies are sent over TLS only."""
        return self.mode is Mode.PRODUCTION if self.https is None else self.https

    @property
    def asks_second_factor(self) -> bool:
        """Whether staff must show a second factor: by default in production, not in a demo on one machine."""
        chosen = self.second_factor
        return self.mode is Mode.PRODUCTION if chosen is None else chosen is SecondFactor.STAFF

    def secret(self) -> str:
        """The secret key.

        Raises:
            SettingsError: it is missing, or too weak for production.
        """
        if self.secret_key is None:
            raise SettingsError(Message("settings.secret_missing", home=str(self.home)))
        value = self.secret_key.get_secret_value()
        if self.mode is Mode.PRODUCTION and (len(value) < WEAKEST_SECRET or len(set(value)) < FEWEST_LETTERS):
            raise SettingsError(
                Message("settings.secret_weak", length=len(value), least=WEAKEST_SECRET, letters=FEWEST_LETTERS)
            )
        return value


@cache
def current() -> Settings:
    """The settings of this process: environment first, then `home.env` in the home folder.

    Raises:
        SettingsError: a value cannot be read; the message names the setting.
    """
    home = Path(os.environ.get("ZHIYI_HOME") or "var").absolute()
    os.environ["ZHIYI_HOME"] = str(home)
    try:
        return Settings(_env_file=home / "home.env")  # type: ignore[call-arg]
    except NotJson as fault:
        name = "ZHIYI_" + str(fault).split('"')[1].upper()  # error parsing value for field "packs" from source …
        raise SettingsError(Message("settings.not_a_list", name=name)) from fault
    except ValidationError as fault:
        first = fault.errors()[0]
        name = "ZHIYI_" + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(Message("settings.unreadable", name=name, why=first["msg"])) from fault


def database(settings: Settings) -> dict[str, object]:
    """Django's description of the database.

    Raises:
        SettingsError: the address is not one of PostgreSQL.
    """
    if settings.database_url is None:
        return _sqlite(settings.home / "zhiyi.sqlite3")
    url = urlsplit(settings.database_url.get_secret_value())
    if url.scheme not in {"postgres", "postgresql"} or not url.path.strip("/"):
        raise SettingsError(Message("settings.database_unknown", scheme=url.scheme or "—"))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.strip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "",
        "PORT": _port(url),
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}, **dict(parse_qsl(url.query))},
    }


def _port(url: SplitResult) -> str:
    try:
        return str(url.port or "")
    except ValueError:
        raise SettingsError(Message("settings.database_unreadable")) from None


def _sqlite(path: Path) -> dict[str, object]:
    """WAL, IMMEDIATE and a wait for the lock; `synchronous=FULL`, so that a power cut loses no committed row."""
    start = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": start + "PRAGMA mmap_size=134217728;",
        },
        "TEST": {"NAME": None},
    }


def static_root() -> Path:
    """Folder of the built front-end assets inside the package; served as it is, nothing is collected."""
    return Path(__file__).resolve().parent / "web" / "static"
