"""``dayzero register``: every alert of a partnership, as CSV or XLSX."""

from __future__ import annotations

import argparse
from typing import Final

from bot.core.asking import BOT
from bot.registers import REGISTER_STATUSES, register, register_file
from bot.verbs import filters
from bot.verbs.means import Means
from bot.verbs.taken import put

NAME: Final = "register"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what may follow the verb."""
    filters.arguments(parser, REGISTER_STATUSES)


def run(args: argparse.Namespace, means: Means) -> int:
    """Write the register of alerts to a file: one line for each, and its outcome.

    Nothing that anybody wrote in a form is in it. With --outside it holds counts
    alone, small ones hidden. Ends with 0 when it is written, and 2 when it cannot
    be.
    """
    wanted = filters.wanted_of(args, REGISTER_STATUSES)
    store = means.store()
    desk = means.desk(store, filters.the_partnership(store, args.partnership))
    found = register(desk, BOT, means.now(), wanted)
    made = register_file(found, args.format, outside=args.outside)
    put(made.content, made.name, args.into, "--into", means)
    return 0
