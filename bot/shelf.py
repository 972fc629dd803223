"""The procedures there are: the files as they stand, and the versions in use.

A case is pinned to the text it began under. That text is kept in the record, so
that a file changed or removed since changes nothing about a case that runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from bot.core import faults
from bot.core.errors import Unknown
from bot.core.procedure import Procedure
from bot.store import Transaction, procedures

OURS: Final = Path(__file__).parent / "procedures"
"""The folder of the procedure files that come with the bot."""
version_of: Final = procedures.version_of


class Shelf:
    """Where procedures are found, by slug, and by slug and version.

    Args:
        folder: The folder of the files as they stand.
        also: Files that stand elsewhere, by slug. Whoever tries one is still at
            work on it, so its last sound text stands until it is sound again.
    """

    def __init__(
        self, folder: Path = OURS, also: Mapping[str, Path] | None = None
    ) -> None:
        self._folder = folder
        self._also = dict(also or {})
        self._sound: dict[str, str] = {}
        self._read: dict[str, Procedure] = {}

    def files(self) -> Iterator[Path]:
        """List the procedure files, in order."""
        yield from sorted({*self._folder.glob("*.toml"), *self._also.values()})

    def text(self, slug: str) -> str:
        """Read the text of a procedure as its file now stands.

        Raises:
            Unknown: There is no file by that name.
        """
        if slug in self._also:
            return self._tried(slug, self._also[slug])
        path = self._folder / f"{slug}.toml"
        if not path.is_file() or path.parent != self._folder:
            known = ", ".join(path.stem for path in self.files())
            raise Unknown(
                f"There is no procedure called {slug}.",
                next_step=f"Choose one of these: {known}.",
            )
        return path.read_text(encoding="utf-8")

    def current(self, slug: str) -> tuple[Procedure, str]:
        """Find a procedure as it now stands, and its version.

        Raises:
            Unknown: There is no file by that name.
            Faulty: The file cannot be used; lists every problem.
        """
        return self.read(self.text(slug))

    def read(self, text: str) -> tuple[Procedure, str]:
        """Read a procedure from its text, and name its version.

        Raises:
            Faulty: The text cannot be used; lists every problem.
        """
        return self._made(text), version_of(text)

    def pinned(self, tx: Transaction, slug: str, version: str) -> Procedure:
        """Find the procedure that a case is pinned to.

        Raises:
            Unknown: That version was never used here.
        """
        if version in self._read:
            return self._read[version]
        text = procedures.text_of(tx, slug, version)
        if text is None:
            raise Unknown(f"Version {version} of {slug} is not in the record.")
        return self._made(text)

    def _tried(self, slug: str, path: Path) -> str:
        """Read a file that somebody is at work on, or its last sound text."""
        try:
            text = path.read_text(encoding="utf-8")
            sound = self._made(text).slug == slug
        except (OSError, ValueError):
            text, sound = "", False
        if sound or slug not in self._sound:
            self._sound[slug] = text
        return self._sound[slug]

    def _made(self, text: str) -> Procedure:
        version = version_of(text)
        if version not in self._read:
            self._read[version] = faults.read(text)
        return self._read[version]
