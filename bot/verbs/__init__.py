"""What the command line can do, one module for each verb.

Each has ``NAME``, ``arguments`` and ``run``, and the docstring of ``run`` is its
help. Nothing is read in before it is asked for: ``dayzero timeline`` has no
business with a database.
"""

from __future__ import annotations

from importlib import import_module
from typing import Final, cast

from bot.verbs.means import Verb

VERBS: Final = (
    "new",
    "timeline",
    "check",
    "docs",
    "roster",
    "verify",
    "export",
    "register",
    "tracker",
    "rebuild",
    "erase",
    "move",
    "doctor",
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
