"""What a partnership sets, read once from the environment into one frozen object.

Everything that is missing or wrong is said at once, each with what the setting
is for and an example, because whoever installs this should have to read the
complaint only once. ``deploy/env.example`` says the same, setting by setting.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, TypeAlias
from urllib.parse import urlsplit

from bot.environment import LOOPBACK, Reading, Unsettled
from bot.settings_graph import GraphSettings, Imap, graph_of, imap_of
from bot.settings_mail import Smtp, smtp_of
from bot.settings_teams import TeamsSettings, teams_of
from bot.settings_watching import Watching, watching_of

__all__ = [
    "GraphSettings",
    "Imap",
    "Settings",
    "SlackSettings",
    "Smtp",
    "TeamsSettings",
    "Watching",
    "master_secret",
    "read_settings",
]

Engine: TypeAlias = Literal["embedded", "fleet"]
"""What wakes the courier: one process alone, or any number of replicas."""
SECRET_BYTES: Final = 32
_OTHERS: Final = 0o077
_RESTORE: Final = "Put back the one from your backup."
_ENGINES: Final[tuple[Engine, ...]] = ("embedded", "fleet")
_LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR")
_ADDRESS: Final = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(\.[\w-]+)*", re.ASCII)

_WEB: Final = re.compile(r"https?://[\w.:\[\]-]+(/[\w./~-]*)?", re.ASCII)
_NO_ADDRESS: Final = "must be an address that begins with https:// or http://"


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """How Slack is reached, and how it reaches us; an empty text is not set.

    Attributes:
        bot_token: The token of the one workspace, where there is only one.
        signing_secret: What Slack signs its requests with.
        app_token: What opens a line to Slack from here.
        api_url: Where its methods are; with a slash at its end.
        client_id: With its secret, what lets several workspaces install the app.
    """

    bot_token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    app_token: str = field(repr=False)
    api_url: str
    client_id: str
    client_secret: str = field(repr=False)

    @property
    def by_oauth(self) -> bool:
        """Say whether workspaces may install the app for themselves."""
        return bool(self.client_id)


@dataclass(frozen=True, slots=True)
class Settings:
    """What was set, checked and whole.

    Attributes:
        home: The folder of everything kept; not made by reading.
        database_url: As the database library takes it.
        secret: The master secret if the environment gave one; see
            :func:`master_secret`.
        base_url: What links begin with; no slash at its end.
        organiser: The address that e-mail and invitations come from.
        smtp: The mail server, or ``None`` for message files.
        announced_holidays: Bank holidays announced since, or ``None``.
        procedures: Procedure files to use instead of ours, or ``None``.
        retention_days: How long to keep what was written after a case is closed;
            ``None`` for as long as nobody erases it.
        slack: How Slack is reached, or ``None`` where it is not used.
        graph: How Microsoft Graph is reached, or ``None`` where it is not used.
        imap: The mailbox that answers are read from, or ``None``.
        teams: How Microsoft Teams is reached, or ``None`` where it is not used.
        watching: Who is told when the bot itself is in trouble.
    """

    home: Path
    database_url: str = field(repr=False)
    secret: bytes | None = field(repr=False)
    host: str
    port: int
    base_url: str
    organiser: str
    smtp: Smtp | None
    announced_holidays: Path | None
    procedures: Path | None
    retention_days: int | None
    log_level: str
    engine: Engine
    slack: SlackSettings | None = None
    graph: GraphSettings | None = None
    imap: Imap | None = None
    teams: TeamsSettings | None = None
    watching: Watching = field(default_factory=Watching)

    @property
    def reached_at(self) -> str:
        """Say the name of the machine in the addresses that links begin with."""
        return urlsplit(self.base_url).hostname or self.host

    @property
    def mail_folder(self) -> Path:
        """Say where e-mail is kept when no mail server is set."""
        return self.home / "mail"

    @property
    def secret_file(self) -> Path:
        """Say where the master secret is kept when the environment gives none."""
        return self.home / "secret"

    @property
    def database_file(self) -> Path | None:
        """Say which file the database is, or ``None`` where it is a server."""
        kind, _, path = self.database_url.partition(":///")
        return Path(path) if kind.startswith("sqlite") and path else None


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read everything that is set. Nothing is made or changed.

    Args:
        environ: The environment. A value of white space counts as not set.

    Raises:
        Unsettled: Something is missing or wrong; all of it is said.
    """
    read = Reading(environ)
    home = Path(read.text("home", ".dayzero")).expanduser().resolve()
    url = _database_url(read, home)
    host, port = read.text("host", "127.0.0.1"), read.port("port", 8731)
    smtp, base_url = smtp_of(read), _base_url(read, host, port)
    graph = graph_of(read, base_url, read.text("organiser"))
    settings = Settings(
        home=home,
        database_url=url,
        secret=_secret(read),
        host=host,
        port=port,
        base_url=base_url,
        organiser=_organiser(read, graph, needed=smtp is not None),
        smtp=smtp,
        announced_holidays=read.path("announced_holidays", Path.is_file, "file"),
        procedures=read.path("procedures", Path.is_dir, "folder"),
        retention_days=read.days("retention_days"),
        log_level=read.one_of("log_level", _LEVELS, "INFO", str.upper),
        engine=_engine(read, url),
        slack=_slack(read),
        graph=graph,
        imap=imap_of(read),
        teams=teams_of(read),
        watching=watching_of(read, smtp),
    )
    if problems := [*read.problems, *read.slips()]:
        raise Unsettled(problems)
    return settings


def master_secret(settings: Settings, *, recorded: bool = False) -> bytes:
    """Find the master secret, or make it on the very first run.

    It is never made beside a database that is already there: what was written
    with a lost secret cannot be read with a new one, and finding that out later
    would be worse. So call this before the database is made.

    Raises:
        Unsettled: It is lost, damaged, or open to other accounts on the machine.
    """
    if settings.secret is not None:
        return settings.secret
    file, database = settings.secret_file, settings.database_file
    if not file.exists():
        there = database is not None and database.exists() and database.stat().st_size
        if recorded or there:
            raise Unsettled([f"{file} is missing, and the record needs it. {_RESTORE}"])
        _make_secret(file)
    if file.stat().st_mode & _OTHERS:
        raise Unsettled([f"{file} is open to other accounts. Run: chmod 600 {file}"])
    found = _hexadecimal(file.read_text(encoding="utf-8", errors="replace").strip())
    if found is None:
        raise Unsettled([f"{file} does not hold a master secret. {_RESTORE}"])
    return found


def _database_url(read: Reading, home: Path) -> str:
    url = read.text("database_url", f"sqlite:///{home}/dayzero.sqlite3")
    kind, _, rest = url.partition("://")
    if kind in {"postgres", "postgresql", "postgresql+psycopg"} and rest:
        return f"postgresql+psycopg://{rest}"
    if kind == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return f"sqlite:///{Path(rest[1:]).resolve()}"
    read.wrong("database_url", "must begin with sqlite:/// or postgresql://")
    return ""


def _engine(read: Reading, url: str) -> Engine:
    chosen = read.one_of("engine", _ENGINES, "embedded", str.lower)
    if chosen == "fleet" and url.startswith("sqlite"):
        read.wrong(
            "engine", "can be fleet only with PostgreSQL, in DAYZERO_DATABASE_URL"
        )
    return chosen


def _secret(read: Reading) -> bytes | None:
    value = read.text("secret")
    found = _hexadecimal(value)
    if value and found is None:
        read.wrong("secret", "must be 64 hexadecimal characters")
    return found


def _base_url(read: Reading, host: str, port: int) -> str:
    url = read.text("base_url")
    if not url:
        if host not in LOOPBACK:
            read.wrong("base_url", "is needed when DAYZERO_HOST is set")
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"
    if not _WEB.fullmatch(url):
        read.wrong("base_url", _NO_ADDRESS)
    return url.rstrip("/")


def _organiser(read: Reading, graph: GraphSettings | None, *, needed: bool) -> str:
    usual = "" if needed else "dayzero@example.org"
    value = read.text("organiser", graph.organiser if graph else usual)
    if not value:
        if needed:
            read.wrong("organiser", "is needed when DAYZERO_SMTP_HOST is set")
    elif not _ADDRESS.fullmatch(value):
        read.wrong("organiser", "must be an e-mail address and nothing else")
    return value


def _slack(read: Reading) -> SlackSettings | None:
    bot, signing = read.text("slack_bot_token"), read.text("slack_signing_secret")
    app, id_ = read.text("slack_app_token"), read.text("slack_client_id")
    secret = read.text("slack_client_secret")
    url = read.text("slack_api_url", "https://slack.com/api/")
    if not _WEB.fullmatch(url):
        read.wrong("slack_api_url", _NO_ADDRESS)
    if not any((bot, signing, app, id_, secret)):
        return None
    if bool(id_) != bool(secret):
        missing = "slack_client_secret" if id_ else "slack_client_id"
        read.wrong(missing, "is needed: the app's id and its secret go together")
    elif not bot and not id_:
        read.wrong("slack_bot_token", "is needed, or SLACK_CLIENT_ID, to use Slack")
    if not signing and not app:
        read.wrong(
            "slack_signing_secret", "is needed, or SLACK_APP_TOKEN, to hear from Slack"
        )
    # Two that are easily pasted into one another's place.
    if bot.startswith("xapp-"):
        read.wrong("slack_bot_token", "holds an app token")
    if app.startswith("xoxb-"):
        read.wrong("slack_app_token", "holds a bot token")
    return SlackSettings(bot, signing, app, f"{url.rstrip('/')}/", id_, secret)


def _hexadecimal(text: str) -> bytes | None:
    matches = re.fullmatch(rf"[0-9a-fA-F]{{{2 * SECRET_BYTES}}}", text)
    return bytes.fromhex(text) if matches else None


def _make_secret(file: Path) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f".secret-{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        opened.write(f"{secrets.token_hex(SECRET_BYTES)}\n")
        opened.flush()
        os.fsync(opened.fileno())
    # Linked, not renamed: of two that start at once, the first one's secret stands.
    with suppress(FileExistsError):
        os.link(draft, file)
    draft.unlink()
