"""Where each part of a TOML file stands, so that a fault can name its line.

The standard library reads TOML but does not say where anything was. This goes
over a text that it has read already, and so need not judge it, and notes the
line on which every table, key and list item begins.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from bot.core.toml_slips import slip

Path: TypeAlias = tuple[str | int, ...]
"""The way to a part: names of tables and keys, and places in lists from nought."""

_AT_LINE: Final = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")
_PLAIN: Final = (
    ("Exceeds the limit", "The number is too long"),
    ("Illegal character '\\n'", "A text is not closed on this line"),
    ('Expected "\'"', "A text is not closed on this line"),
    ("Unterminated string", "A text is not closed"),
)
"""What the library says, and what it means to whoever wrote the file."""
_SPACE: Final = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BLANK: Final = re.compile(r"[ \t]*")
_STRING: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''[\s\S]*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR: Final = re.compile(r"[^,\]}#\n]*")


class NotToml(ValueError):  # noqa: N818 - it is told to whoever wrote the file
    """A text is not TOML.

    Attributes:
        line: The line on which reading stopped.
        next_step: What to write instead, where that can be told.
    """

    def __init__(self, says: str, line: int, next_step: str = "") -> None:
        self.line = line
        self.next_step = next_step
        super().__init__(says)


def parse(text: str) -> dict[str, Any]:
    """Read a TOML text, or say on which line that failed.

    Raises:
        NotToml: It cannot be read.
    """
    try:
        return tomllib.loads(text)
    except ValueError as wrong:  # a number too long to read is a ValueError too
        said = str(wrong)
        found = _AT_LINE.search(said)
        line = int(found[1]) if found and found[1] else _opened(said, text)
        plain = next((p for s, p in _PLAIN if s in said), "")
        stopped = (text.split("\n")[line - 1 : line] or [""])[0]
        says, then = (plain, "") if plain else slip(said, stopped) or (said, "")
        raise NotToml(_AT_LINE.sub("", says).rstrip("."), line, then) from None
    except RecursionError:
        raise NotToml("Brackets are nested too deeply", 1) from None


def _opened(said: str, text: str) -> int:
    """Find where something began that was never closed, or the last line."""
    lines = text.rstrip().split("\n")
    for number, line in enumerate(lines, 1):
        alone = line.count("'") % 2 if "'" in said else line.count('"""') % 2
        if alone and not line.lstrip().startswith("#"):
            return number
    return len(lines)


def lines_of(text: str) -> dict[Path, int]:
    r"""Find the line of every part of a TOML text that has been read.

    Example:
        >>> found = lines_of("name = 'A'\n[[step]]\nid = 'x'\ntell = [\n 'a',\n]")
        >>> found[("step", 0)], found[("step", 0, "tell", 0)]
        (2, 5)
    """
    return _Walk(text).found


def line_of(path: Path, lines: Mapping[Path, int]) -> int:
    """Find the line of a part, or of the nearest part that holds it."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


class _Walk:
    """One pass over a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 1
        self.found: dict[Path, int] = {}
        self.sizes: dict[Path, int] = {}
        table: Path = ()
        while self._skip(_SPACE) < len(text):
            if text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)

    def _skip(self, pattern: re.Pattern[str]) -> int:
        found = pattern.match(self.text, self.at)
        if found:
            self.line += self.text.count("\n", found.start(), found.end())
            self.at = found.end()
        return self.at

    def _take(self, mark: str) -> bool:
        taken = self.text.startswith(mark, self.at)
        self.at += len(mark) if taken else 0
        return taken

    def _header(self) -> Path:
        """Read ``[a.b]`` or ``[[a.b]]``, and note where the table begins."""
        line, many = self.line, self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        path: Path = ()
        for name in self._key():
            self.found.setdefault((*path, name), line)
            path = self._latest((*path, name))
        self.at += 2 if many else 1
        if many:
            whole = path[:-1] if path and isinstance(path[-1], int) else path
            path = (*whole, self.sizes.get(whole, 0))
            self.sizes[whole] = self.sizes.get(whole, 0) + 1
        self.found.setdefault(path, line)
        return path

    def _latest(self, path: Path) -> Path:
        """Go on into the last item, where a path is a list of tables."""
        return (*path, self.sizes[path] - 1) if path in self.sizes else path

    def _key(self) -> list[str]:
        names: list[str] = []
        while True:
            self._skip(_BLANK)
            start = self.at
            self._skip(_STRING if self.text[start : start + 1] in "\"'" else _BARE)
            if self.at == start:  # not a key: the text was never TOML
                self.at += 1
                return names
            written = self.text[start : self.at]
            names.append(_spelt(written) if written[0] in "\"'" else written)
            self._skip(_BLANK)
            if not self._take("."):
                return names

    def _pair(self, table: Path) -> None:
        line = self.line
        path: Path = table
        for name in self._key():
            path = (*path, name)
            self.found.setdefault(path, line)
        self._skip(_BLANK)
        self._take("=")
        self._value(path)

    def _value(self, path: Path) -> None:
        self._skip(_BLANK)
        if self._take("["):
            place = 0
            while self._skip(_SPACE) < len(self.text) and not self._take("]"):
                self.found[(*path, place)] = self.line
                self._value((*path, place))
                self._skip(_SPACE)
                self._take(",")
                place += 1
        elif self._take("{"):
            while self._skip(_SPACE) < len(self.text) and not self._take("}"):
                self._pair(path)
                self._skip(_SPACE)
                self._take(",")
        else:
            start = self.at
            self._skip(_STRING)
            if self.at == start:
                self._skip(_SCALAR)
            if self.at == start:
                self.at += 1


def _spelt(quoted: str) -> str:
    """Read a quoted key as TOML does; as it stands, where it was never TOML."""
    try:
        return str(next(iter(tomllib.loads(f"{quoted}=0"))))
    except tomllib.TOMLDecodeError:
        return quoted
