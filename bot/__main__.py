"""The command line."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime

from bot.core.errors import Refused
from bot.core.words import LONDON


def machine() -> datetime:
    """Say what time it is by the machine. Everything else is given the time."""
    return datetime.now(UTC)


def said(line: str) -> None:
    """Say a line to whoever is at the terminal, at once."""
    print(line, flush=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says; returns the exit code."""
    parser = arguments()
    args = parser.parse_args(argv)
    if not hasattr(args, "act"):
        parser.print_help()
        return 2
    act: Callable[[argparse.Namespace], int] = args.act
    try:
        return act(args)
    except Refused as refusal:
        print(refusal.reason, refusal.next_step, sep="\n", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def arguments() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(
        prog="dayzero",
        description="Keeps statutory time for safeguarding partnerships.",
    )
    verbs = parser.add_subparsers(title="verbs", metavar="VERB")
    for act in (rehearse, run, tick, deliver, digest):
        text = act.__doc__ or ""
        verb = verbs.add_parser(
            act.__name__, help=text.splitlines()[0], description=text
        )
        verb.set_defaults(act=act)
        if act is rehearse:
            verb.add_argument("--new", action="store_true", help="begin all over again")
            verb.add_argument(
                "--start",
                type=_start,
                help="the rehearsal's first minute, such as 2026-12-24T16:30",
            )
            verb.add_argument("--port", type=int, help="the port to listen on")
    return parser


def _start(text: str) -> datetime:
    value = datetime.fromisoformat(text)
    return value if value.tzinfo else value.replace(tzinfo=LONDON)


def rehearse(args: argparse.Namespace) -> int:
    """Run a rehearsal: the whole thing on a page, with invented people.

    Nothing leaves this machine, and the clock can be moved. Ends with 0 when it
    is stopped, 2 when it cannot be started.
    """
    from bot.assembly import put_together, settings_of
    from bot.stage import forget, perform

    environ = dict(os.environ)
    environ.setdefault("DAYZERO_HOME", ".dayzero/rehearsal")
    if args.port:
        environ["DAYZERO_PORT"] = str(args.port)
    settings = settings_of(environ)
    if args.new:
        forget(settings)
    works = put_together(settings)
    with suppress(KeyboardInterrupt):
        asyncio.run(perform(works, args.start, machine, said))
    return 0


def run(_args: argparse.Namespace) -> int:
    """Run the bot for real: answer, deliver, and say what is due.

    Ends with 0 when it is stopped, 2 when it cannot be started.
    """
    from bot.assembly import courier_of, keep_running, put_together, settings_of
    from integrations.web.health import healthy

    works = put_together(settings_of(os.environ))
    with suppress(KeyboardInterrupt):
        asyncio.run(
            keep_running(works, healthy(machine), courier_of(works, machine), machine)
        )
    return 0


def tick(_args: argparse.Namespace) -> int:
    """Say once everything that is due to be said by now, and queue it.

    Ends with 0, or 2 when the store cannot be opened.
    """
    from bot.assembly import put_together, settings_of

    works = put_together(settings_of(os.environ))
    print(f"{works.timetable.tick(machine())} looked at.")
    return 0


def deliver(_args: argparse.Namespace) -> int:
    """Deliver once everything that may go now.

    Ends with 0, or 1 when something could not be delivered and was given up.
    """
    from bot.assembly import courier_of, put_together, settings_of
    from bot.store import outbox

    works = put_together(settings_of(os.environ))
    asyncio.run(courier_of(works, machine).deliver())
    with works.store.reading() as tx:
        left, dead = outbox.waiting(tx), len(outbox.dead(tx))
    print(f"{left} still to go. {dead} could not be delivered.")
    return 1 if dead else 0


def digest(_args: argparse.Namespace) -> int:
    """Print this morning's digest of every partnership, without sending it.

    Ends with 0, or 2 when the store cannot be opened.
    """
    from bot.assembly import put_together, settings_of
    from bot.core.asking import BOT
    from bot.core.cards import plain
    from bot.courier import digest_card
    from bot.store import roster

    works = put_together(settings_of(os.environ))
    now = machine()
    with works.store.reading() as tx:
        for partnership in roster.partnerships(tx):
            desk = works.desk(partnership)
            print(plain(digest_card(tx, desk, BOT, "", now)), end="\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
