"""Every setting there is, and how one is read from the environment.

What is wrong is gathered, not raised, so that all of it can be said at once.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias, TypeVar

from bot.core import words
from bot.core.errors import Refused

Word = TypeVar("Word", bound=str)
Case: TypeAlias = Callable[[str], str]
_PREFIX: Final = "DAYZERO_"
_PREFIXES: Final = (_PREFIX, "SLACK_")
"""Those of Slack are called what everybody who has set up a Slack app expects."""
_TESTS: Final = "DAYZERO_TEST_"
_TYPING_SLIP: Final = 0.85
_LAST_PORT: Final = 65535
_MOST_DAYS: Final = 36525
"""A hundred years."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that can be set.

    Attributes:
        name: The variable in the environment.
        purpose: What it is for, in a sentence.
        example: A value that would be taken.
        default: What holds when it is not set, in words or as a value.
        in_file: Whether ``NAME_FILE`` may name a file that holds it instead.
    """

    name: str
    purpose: str
    example: str
    default: str
    in_file: bool = False


SETTINGS: Final = {
    setting.name.removeprefix(_PREFIX).lower(): setting
    for setting in (
        Setting(
            "DAYZERO_HOME",
            "The folder that holds the database, the secret and the message files.",
            "/var/lib/dayzero",
            ".dayzero",
        ),
        Setting(
            "DAYZERO_DATABASE_URL",
            "Where the record is kept: an SQLite file, or PostgreSQL.",
            "postgresql://dayzero@db.example.org/dayzero",
            "a file in DAYZERO_HOME",
            in_file=True,
        ),
        Setting(
            "DAYZERO_SECRET",
            "The master secret, 64 hexadecimal characters: it unlocks each case's key.",
            "what 'openssl rand -hex 32' prints",
            "the file 'secret' in DAYZERO_HOME, made on the first run",
            in_file=True,
        ),
        Setting(
            "DAYZERO_HOST",
            "The address the web page listens on.",
            "0.0.0.0",  # noqa: S104 - an example, and what a container needs
            "127.0.0.1",
        ),
        Setting("DAYZERO_PORT", "The port the web page listens on.", "8731", "8731"),
        Setting(
            "DAYZERO_BASE_URL",
            "The address people reach the web page by; links begin with it.",
            "https://dayzero.example.org",
            "http://127.0.0.1:8731",
        ),
        Setting(
            "DAYZERO_ORGANISER",
            "The mailbox that e-mail and invitations come from, and answers go to.",
            "safeguarding@example.org",
            "dayzero@example.org, until a mail server is set",
        ),
        Setting(
            "DAYZERO_SMTP_HOST",
            "The mail server. Without one, each e-mail is a file in DAYZERO_HOME/mail.",
            "smtp.example.org",
            "none",
        ),
        Setting("DAYZERO_SMTP_PORT", "The mail server's port.", "587", "587"),
        Setting(
            "DAYZERO_SMTP_USER",
            "The name the mail server knows us by.",
            "dayzero",
            "none",
        ),
        Setting(
            "DAYZERO_SMTP_PASSWORD",
            "The password that goes with DAYZERO_SMTP_USER.",
            "a long one",
            "none",
            in_file=True,
        ),
        Setting(
            "DAYZERO_SMTP_STARTTLS",
            "Whether the mail server must encrypt the connection first: yes or no.",
            "yes",
            "yes",
        ),
        Setting(
            "DAYZERO_ANNOUNCED_HOLIDAYS",
            "A file of bank holidays announced since this version was made.",
            "/etc/dayzero/holidays.toml",
            "none",
        ),
        Setting(
            "DAYZERO_PROCEDURES",
            "A folder of procedure files to use in place of those that come with it.",
            "/etc/dayzero/procedures",
            "those that come with it",
        ),
        Setting(
            "DAYZERO_RETENTION_DAYS",
            "How many days to keep what people wrote, once a case is closed.",
            "2555",
            "none: nothing is erased until somebody says so",
        ),
        Setting(
            "DAYZERO_LOG_LEVEL",
            "How much is logged: DEBUG, INFO, WARNING or ERROR.",
            "INFO",
            "INFO",
        ),
        Setting(
            "DAYZERO_ENGINE",
            "What wakes the courier: embedded means this one process.",
            "embedded",
            "embedded",
        ),
        Setting(
            "SLACK_BOT_TOKEN",
            "The bot's token in the one Slack workspace it is for.",
            "xoxb-and-the-rest-of-it",
            "none: Slack is not used",
            in_file=True,
        ),
        Setting(
            "SLACK_SIGNING_SECRET",
            "What Slack signs with whatever it posts to /slack/events.",
            "32 characters, from the app's page Basic Information",
            "none",
            in_file=True,
        ),
        Setting(
            "SLACK_APP_TOKEN",
            "Opens a line to Slack from here, where Slack cannot reach this machine.",
            "xapp-and-the-rest-of-it",
            "none",
            in_file=True,
        ),
        Setting(
            "SLACK_API_URL",
            "Where Slack's own methods are called.",
            "https://slack.com/api/",
            "https://slack.com/api/",
        ),
        Setting(
            "SLACK_CLIENT_ID",
            "The app's id, when several workspaces install it for themselves.",
            "1234567890.9876543210",
            "none",
        ),
        Setting(
            "SLACK_CLIENT_SECRET",
            "The app's secret that goes with SLACK_CLIENT_ID.",
            "a long one",
            "none",
            in_file=True,
        ),
    )
}
"""Everything that can be set, by the name the program calls it."""


class Unsettled(Refused):
    """Some settings are missing or wrong.

    Attributes:
        problems: A sentence or two for each, with what it is for and an example.
    """

    code = "unsettled"

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(next_step="\n".join(self.problems))


class Reading:
    """The environment as it is being read, and what has been found wrong so far."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.problems: list[str] = []
        self._given = {k: v.strip() for k, v in environ.items() if v.strip()}

    def wrong(self, name: str, why: str) -> None:
        """Note that a setting is wrong, with what it is for and an example."""
        setting = SETTINGS[name]
        self.problems.append(
            f"{setting.name} {why}. {setting.purpose} For example: {setting.example}"
        )

    def text(self, name: str, default: str = "") -> str:
        """Read a setting, from the file that holds it where it is kept in one."""
        setting = SETTINGS[name]
        value = self._given.get(setting.name, "")
        file = self._given.get(f"{setting.name}_FILE", "") if setting.in_file else ""
        if file and value:
            self.wrong(name, f"is set, and so is {setting.name}_FILE; set one of them")
        elif file:
            try:
                value = Path(file).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError):
                self.wrong(name, f"cannot be read from {file}")
        return value or default

    def port(self, name: str, default: int) -> int:
        """Read a port."""
        value = self.text(name, str(default))
        if value.isascii() and value.isdigit() and 0 < int(value[:6]) <= _LAST_PORT:
            return int(value[:6])
        self.wrong(name, f"must be a number from 1 to {_LAST_PORT}")
        return default

    def days(self, name: str) -> int | None:
        """Read a number of days; nothing where none is set."""
        value = self.text(name)
        if not value:
            return None
        if value.isascii() and value.isdigit() and 0 < int(value[:9]) <= _MOST_DAYS:
            return int(value[:9])
        self.wrong(name, f"must be a number of days from 1 to {_MOST_DAYS}")
        return None

    def path(self, name: str, there: Callable[[Path], bool], kind: str) -> Path | None:
        """Read the path of something that must be there."""
        value = self.text(name)
        path = Path(value).expanduser().resolve() if value else None
        if path is not None and not there(path):
            self.wrong(name, f"must name a {kind} that is there; {path} is not")
        return path

    def one_of(
        self, name: str, choices: tuple[Word, ...], default: Word, case: Case
    ) -> Word:
        """Read a word that is one of a few; ``case`` writes it as they are written."""
        value = case(self.text(name, default))
        for choice in choices:
            if choice == value:
                return choice
        self.wrong(name, f"must be {words.listed(choices, 'or')}")
        return default

    def slips(self) -> Iterator[str]:
        """Find settings that are not ours but look as if they were meant to be."""
        ours = [s.name for s in SETTINGS.values()]
        ours += [f"{s.name}_FILE" for s in SETTINGS.values() if s.in_file]
        for name in sorted(self._given.keys() - set(ours)):
            if name.startswith(_PREFIXES) and not name.startswith(_TESTS):
                for near in difflib.get_close_matches(name, ours, 1, _TYPING_SLIP):
                    yield f"{name} is not a setting. Was {near} meant?"
