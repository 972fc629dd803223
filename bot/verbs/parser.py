"""Reading a command line: options may stand anywhere, and nothing echoes raw."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import Any, NoReturn

from typing_extensions import override

from bot.verbs.printed import shown


class Parser(argparse.ArgumentParser):
    """A command line, or one verb of it.

    Python's own takes no more words after an option, so that ``timeline dorset
    --json aware=2026-12-18`` would be an error. This one takes them.
    """

    def __init__(self, *args: Any, **given: Any) -> None:
        given.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(*args, **given)
        self._mixing = False

    @override
    def parse_known_args(
        self, args: Iterable[str] | None = None, namespace: Any = None
    ) -> tuple[Any, list[str]]:
        """Read what is known; options and words in any order, where there are both."""
        args = None if args is None else list(args)
        if self._mixing or self._subparsers is not None:
            return super().parse_known_args(args, namespace)
        self._mixing = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._mixing = False

    @override
    def error(self, message: str) -> NoReturn:
        """Say what cannot be understood, with nothing in it that a screen obeys."""
        super().error(shown(message))
