"""``dayzero watch``: does the bot still do its work, asked from outside of it."""

from __future__ import annotations

import argparse
from typing import Final

from bot.core.errors import Refused, Unknown
from bot.environment import Unsettled
from bot.patience import Patience
from bot.verbs.means import Means
from bot.verbs.printed import say
from bot.watching import Watch, described, lost

NAME: Final = "watch"
_PATIENCE: Final = 30.0


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what may follow the verb: nothing."""
    del parser


def run(args: argparse.Namespace, means: Means) -> int:
    """See whether the bot does its work, and tell whoever runs it where it does not.

    For a timer that runs it every few minutes: a process that is dead cannot tell
    of itself. The address in DAYZERO_OPERATOR is written to once for each trouble,
    again every four hours while it lasts, and once when it is over. Ends with 0
    when all is well, 1 when something is wrong, and 2 when the settings are.
    """
    del args
    settings = means.settings()
    tell = means.teller(settings, means.now)
    opened = Patience(means.store, _PATIENCE)()
    if isinstance(opened.trouble, Unsettled):
        raise opened.trouble
    if isinstance(opened.trouble, Unknown) and not settings.home.is_dir():
        raise opened.trouble  # the wrong folder; a disk that has gone leaves its own
    if opened.told is None:
        if isinstance(opened.trouble, Refused):
            say(means.out, opened.trouble.reason)
        found = lost(settings.home, tell, means.now())
    else:
        file = settings.database_file
        watch = Watch(
            opened.told,
            settings.home,
            means.now,
            tell,
            file.parent if file and file.exists() else None,
            outside=True,
        )
        found = watch.look(sure=True)
    for line in described(found):
        say(means.out, line)
    if not found:
        say(means.out, "All is well.")
    return 1 if found else 0
