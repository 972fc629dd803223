"""How a setting is read from the environment.

What is wrong is gathered, not raised, so that all of it can be said at once.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, TypeAlias, TypeVar
from urllib.parse import urlsplit

from bot.core import words
from bot.core.errors import Refused
from bot.settings_listed import PREFIX, SETTINGS

__all__ = ["LOOPBACK", "SETTINGS", "Reading", "Unsettled"]

LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
Word = TypeVar("Word", bound=str)
Case: TypeAlias = Callable[[str], str]
_PREFIXES: Final = (PREFIX, "SLACK_", "GRAPH_", "TEAMS_")
"""Those of Slack are called what everybody who has set up a Slack app expects."""
_TESTS: Final = "DAYZERO_TEST_"
_TYPING_SLIP: Final = 0.85
_LAST_PORT: Final = 65535
_MOST_DAYS: Final = 36525
"""A hundred years."""
_WEB: Final = re.compile(r"https?://[\w.:\[\]-]+(/[\w./~-]*)?", re.ASCII)


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

    def address(self, name: str, default: str) -> str:
        """Read where something outside is: by https, or on this machine."""
        url = self.text(name, default).rstrip("/")
        if not _is_safe(url):
            self.wrong(name, "must begin with https://, or be on this machine")
        return url

    def foreign(self, name: str) -> str:
        """Read a variable that is not ours, but that a library would go by."""
        return self._given.get(name, "")

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


def _is_safe(url: str) -> bool:
    if not _WEB.fullmatch(url):
        return False
    parts = urlsplit(url)
    return parts.scheme == "https" or parts.hostname in LOOPBACK
