"""What the command line can do, one module for each verb.

Each has ``NAME``, ``arguments`` and ``run``, and the docstring of ``run`` is its
help. Nothing is read in before it is asked for: ``dayzero timeline`` has no
business with a database.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module
from typing import Final, cast

from bot.core.errors import Refused
from bot.verbs.means import Verb

VERBS: Final = (
    "new",
    "timeline",
    "check",
    "docs",
    "roster",
    "verify",
    "backup",
    "restore",
    "copy",
    "export",
    "register",
    "tracker",
    "rebuild",
    "erase",
    "move",
    "doctor",
    "watch",
    "simulate",
)
"""The names of the verbs here, in the order in which help lists them."""


def verb(name: str) -> Verb:
    """Read in one verb by its name.

    Raises:
        KeyError: There is none.
    """
    if name not in VERBS:
        raise KeyError(name)
    return cast("Verb", import_module(f"{__name__}.{name}"))


def in_words(
    perform: Callable[[argparse.Namespace], int],
) -> Callable[[argparse.Namespace], int]:
    """Have a verb say in words what went wrong with the disk or the database."""

    def performed(args: argparse.Namespace) -> int:
        try:
            return perform(args)
        except Exception as trouble:
            # Read in where it is used: small verbs need no database to begin.
            from bot.store.full import NO_ROOM, full  # noqa: PLC0415
            from bot.store.gone import reached  # noqa: PLC0415
            from bot.store.shut import shut  # noqa: PLC0415

            if known := NO_ROOM if full(trouble) else shut(trouble):
                raise Refused(known[0], next_step=known[1]) from trouble
            if not isinstance(trouble, OSError):  # no database says it like that
                with reached():
                    raise
            raise

    return performed
