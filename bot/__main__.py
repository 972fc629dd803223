"""The command line: what is asked for, and what is loaded for it."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from bot import doctors
from bot.core.errors import Damaged, Refused
from bot.core.words import LONDON
from bot.national.verb import year
from bot.verbs import VERBS, in_words, verb
from bot.verbs.means import Means, Verb
from bot.verbs.parser import Parser
from bot.verbs.printed import say

if TYPE_CHECKING:
    from bot.counter import Counter
    from bot.settings import Settings
    from bot.store import Store

_REFUSED: Final = 2
_STOPPED: Final = 130


def machine() -> datetime:
    """Say what time it is by the machine. Everything else is given the time."""
    return datetime.now(UTC)


def said(line: str) -> None:
    """Say a line to whoever is at the terminal, at once."""
    say(sys.stdout, line)
    sys.stdout.flush()


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says; returns the exit code."""
    given = sys.argv[1:] if argv is None else list(argv)
    try:
        parser = arguments(given[0] if given else "")
        args = parser.parse_args(given)
        if not hasattr(args, "perform"):
            parser.print_help()
            return _REFUSED
        act: Callable[[argparse.Namespace], int] = in_words(args.perform)
        return act(args)
    except Refused as refusal:
        for line in (refusal.reason, refusal.next_step):
            say(sys.stderr, line)
        return refusal.ends
    except Damaged as damage:
        say(sys.stderr, f"The database is damaged: {damage}.")
        say(sys.stderr, "Keep the file, and put back the last backup that verifies.")
        return _REFUSED
    except BrokenPipeError:
        # Whoever was reading, such as `head`, has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return _STOPPED


def arguments(wanted: str = "") -> Parser:
    """Describe the command line.

    Args:
        wanted: The one verb that is asked for; only it is loaded. All of them
            are when it is none of them, as when help is asked for.
    """
    parser = Parser(
        prog="dayzero",
        description="Keeps statutory time for safeguarding partnerships.",
    )
    verbs = parser.add_subparsers(title="verbs", metavar="VERB")
    known = [act.__name__ for act in _OWN] + list(VERBS)
    for act in _OWN:
        if wanted in (act.__name__, "") or wanted not in known:
            added = _described(verbs, act.__name__, act.__doc__)
            added.set_defaults(perform=act)
            if act is rehearse:
                _rehearsing(added)
            if act is deliver:
                added.add_argument(
                    "--again", action="store_true", help="try what was given up, too"
                )
    for name in VERBS:
        if wanted in (name, "") or wanted not in known:
            module = verb(name)
            added = _described(verbs, name, module.run.__doc__)
            module.arguments(added)
            added.set_defaults(perform=_performed(module))
    return parser


def _performed(module: Verb) -> Callable[[argparse.Namespace], int]:
    # An empty record is no answer about the one that is looked for in vain.
    # An examination changes nothing.
    made, as_is = module.NAME == "roster", module.NAME == "doctor"
    return lambda args: module.run(args, means(making=made, upgrading=not as_is))


def _described(
    verbs: argparse._SubParsersAction[Parser],
    name: str,
    text: str | None,
) -> Parser:
    told = "\n".join(line.strip() for line in (text or "").strip().splitlines())
    return verbs.add_parser(
        name,
        help=told.splitlines()[0],
        description=told,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _rehearsing(parser: Parser) -> None:
    parser.add_argument(
        "procedure",
        metavar="PROCEDURE",
        nargs="?",
        help="whose procedure, such as kirklees, or the path of a TOML file; "
        "Dorset’s, with a partnership made for it, if none is named",
    )
    parser.add_argument("--new", action="store_true", help="begin all over again")
    parser.add_argument(
        "--start",
        type=_start,
        metavar="TIME",
        help="the rehearsal's first minute, such as 2026-12-24T16:30",
    )
    parser.add_argument("--port", type=int, help="the port to listen on")


def _start(text: str) -> datetime:
    value = datetime.fromisoformat(text)
    return value if value.tzinfo else value.replace(tzinfo=LONDON)


def means(*, making: bool = True, upgrading: bool = True) -> Means:
    """Gather what a verb works with; each thing is opened when it is asked for.

    Args:
        making: Whether the record is made, where there is none yet.
        upgrading: Whether one of an earlier release is brought up to date.
    """

    def settings() -> Settings:
        from bot import logs
        from bot.settings import read_settings

        found = read_settings(os.environ)
        logs.configure(found.log_level)
        return found

    def store() -> Store:
        from bot.assembly import store_of

        found = settings()
        older = None if upgrading else doctors.of_older(found)
        return older or store_of(found, making=making)

    def desk(opened: Store, partnership: str) -> Counter:
        from bot.assembly import desks_of

        return desks_of(opened, settings())(partnership)

    return Means(
        settings,
        machine,
        sys.stdout,
        sys.stderr,
        store,
        desk,
        chats=lambda found, opened: doctors.of_chats(found, opened, machine),
        letters=doctors.of_letters,
        calendars=lambda found: doctors.of_calendars(found, machine),
        teller=doctors.teller,
        sole=doctors.sole,
        year=year,
    )


def rehearse(args: argparse.Namespace) -> int:
    """Run a rehearsal: the whole thing on a page, with invented people.

    Nothing leaves this machine, and the clock can be moved. Each procedure has a
    rehearsal of its own; a file of your own is read where it stands. Ends with 0
    when it is stopped, and 2 when it cannot be started.
    """
    from bot.assembly import put_together, settings_of
    from bot.settings import read_settings
    from bot.stage import chosen, forget, perform

    environ = dict(os.environ)
    play = chosen(args.procedure, read_settings(environ)) if args.procedure else None
    environ.setdefault("DAYZERO_HOME", play.home if play else ".dayzero/rehearsal")
    environ.setdefault("DAYZERO_LOG_LEVEL", "WARNING")
    if args.port:
        environ["DAYZERO_PORT"] = str(args.port)
    settings = settings_of(environ)
    if args.new:
        forget(settings)
    shelf = play.shelf if play else None
    works = put_together(settings, machine, rehearsing=True, shelf=shelf)
    with suppress(KeyboardInterrupt):
        asyncio.run(perform(works, args.start, machine, said, play))
    return 0


def run(_args: argparse.Namespace) -> int:
    """Run the bot for real: deliver, and say what is due.

    Ends with 0 when it is stopped, and 2 when it cannot be started.
    """
    from bot.assembly import WIDTH, courier_of, put_together, settings_of
    from bot.serving import announced, keep_running, served, watched

    works = put_together(settings_of(os.environ), machine)
    begun = partial(said, "\n".join(announced(works.settings)))
    courier = courier_of(works, machine, WIDTH)
    app = served(works, machine)
    with suppress(KeyboardInterrupt), watched(works, machine):
        asyncio.run(keep_running(works, app, courier, machine, begun))
    return 0


def tick(_args: argparse.Namespace) -> int:
    """Say once everything that is due to be said by now, and queue it.

    Ends with 0, and with 2 when the store cannot be opened.
    """
    from bot.assembly import put_together, settings_of

    works = put_together(settings_of(os.environ), machine)
    now = machine()
    said(f"{works.timetable.tick(now)} looked at.")
    works.timetable.beat(now)
    return 0


def deliver(args: argparse.Namespace) -> int:
    """Deliver once everything that may go now.

    With --again, what was given up as undeliverable is tried once more. Ends
    with 0, and with 1 when something is given up as undeliverable.
    """
    from bot.assembly import courier_of, put_together, settings_of
    from bot.store import outbox

    works = put_together(settings_of(os.environ), machine)
    if args.again:
        with works.store.writing() as tx:
            for row in outbox.dead(tx):
                outbox.revive(tx, row.key, machine())
    try:
        asyncio.run(courier_of(works, machine).deliver())
    finally:
        works.stop()
    with works.store.reading() as tx:
        left, dead = outbox.waiting(tx), len(outbox.dead(tx))
    said(f"{left} still to go. {dead} could not be delivered.")
    return 1 if dead else 0


def digest(_args: argparse.Namespace) -> int:
    """Print this morning's digest of every partnership, without sending it.

    Ends with 0, and with 2 when the store cannot be opened.
    """
    from bot.core.asking import BOT
    from bot.core.cards import plain
    from bot.courier import digest_card
    from bot.store import facts, roster

    opened = means(making=False)
    with (store := opened.store()).reading() as tx:
        now = machine() + facts.ahead(tx)
        partnerships = roster.partnerships(tx)
        for partnership in partnerships:
            desk = opened.desk(store, partnership)
            said(plain(digest_card(tx, desk, BOT, "", now)) + "\n")
    if not partnerships:
        said("There is no partnership yet. Import a roster first.")
    return 0


_OWN: Final = (rehearse, run, tick, deliver, digest)
"""The verbs that know the outside, and so stand here."""


if __name__ == "__main__":
    sys.exit(main())
