"""``dayzero doctor``: is everything there that it takes, and what to do if not."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final, TypeAlias

from bot.core.errors import Damaged, Refused, Unknown
from bot.environment import Unsettled
from bot.settings import Settings
from bot.store import Store
from bot.store.full import NO_ROOM, full
from bot.store.migrate import fits
from bot.store.shut import shut
from bot.verbs import examined, surroundings
from bot.verbs.examined import Finding, fault, fine, look
from bot.verbs.means import Means
from bot.verbs.printed import say, width, wrapped

NAME: Final = "doctor"
_Check: TypeAlias = Callable[[], Iterator[Finding]]
_MARKS: Final = {"fine": "fine ", "look": "look ", "fault": "WRONG"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what may follow the verb: nothing."""
    del parser


def run(args: argparse.Namespace, means: Means) -> int:
    """Examine everything that has to be right, and say what to do about the rest.

    Looks at the settings, the secret, the disk, who watches, the database and its
    server, the engine, the clock, the backup, the bank holidays, the procedures, the
    rosters, the mail, Microsoft 365, what could not be delivered, and each chat that
    is set up. Changes nothing. Ends with 0 when nothing is wrong, and 1 when
    something is; what deserves a look alone does not make it 1.
    """
    del args
    found = list(examine(means))
    for finding in found:
        then = f" {finding.then}" if finding.then else ""
        said = f"{_MARKS[finding.state]}  {finding.says}{then}"
        say(means.out, wrapped(said, width()))
    wrong = sum(finding.state == "fault" for finding in found)
    say(means.out)
    say(means.out, f"{wrong} to put right." if wrong else "Nothing is wrong.")
    return 1 if wrong else 0


def examine(means: Means) -> Iterator[Finding]:
    """Make every examination that can be made, in the order of what needs what."""
    try:
        settings = means.settings()
    except Unsettled as unsettled:
        yield from (fault(problem) for problem in unsettled.problems)
        return
    yield fine("The settings can be read.")
    now = means.now()
    yield from _tried("the bank holidays", lambda: examined.holidays(settings, now))
    yield from _tried("the procedures", lambda: examined.procedures(settings))
    yield from _tried("the disk", lambda: surroundings.disk(settings))
    yield from _tried("who watches", lambda: surroundings.watchers(settings))
    yield from _tried("the mail", lambda: examined.mail(settings))
    yield from _tried("the mailboxes", lambda: iter(means.letters(settings)))
    yield from _tried("Microsoft 365", lambda: iter(means.calendars(settings)))
    secret = list(_tried("the secret", lambda: examined.secret(settings)))
    yield from secret
    if any(finding.state == "fault" for finding in secret):
        return
    yield from _record(settings, means, now)


def _record(settings: Settings, means: Means, now: datetime) -> Iterator[Finding]:
    file = settings.database_file
    if file is not None and not file.exists():
        then = "It is made when the bot is first run: dayzero run."
        yield look(f"There is no database yet at {file}.", then)
        return
    opened: list[Store] = []

    def opening() -> Iterator[Finding]:
        try:
            opened.append(means.store())
        except Unknown as nothing:
            then = "It is made when the bot is first run: dayzero run."
            yield look(nothing.reason, then)
            return
        yield fine("The database can be reached.")

    yield from _tried("the database", opening)
    if not opened:
        return
    (store,) = opened
    if fits(store):  # nothing more can be read of it
        yield from _tried("the database", lambda: examined.database(store))
        return
    checks: dict[str, _Check] = {
        "the database": lambda: examined.database(store),
        "the engine": lambda: surroundings.engine(settings, store),
        "the clock": lambda: surroundings.clock(store, means.now()),
        "the backup": lambda: surroundings.backup(store, now),
        "the journal": lambda: examined.journal(store),
        "the rosters": lambda: examined.rosters(store, means.desk, now),
        "the deliveries": lambda: examined.deliveries(store, now),
        "the timetable": lambda: examined.timetable(store, now),
        "the chats": lambda: iter(means.chats(settings, store)),
    }
    for what, check in checks.items():
        yield from _tried(what, check)


def _tried(what: str, check: _Check) -> Iterator[Finding]:
    """Make one examination; that it could not be made is a finding too."""
    try:
        yield from check()
    except Refused as refusal:
        yield fault(refusal.reason, refusal.next_step)
    except Damaged as damage:
        yield fault(f"The database is damaged: {damage}.", examined.PUT_BACK)
    except Exception as trouble:  # noqa: BLE001 - whatever it died of is what is wrong
        if known := NO_ROOM if full(trouble) else shut(trouble):
            yield fault(*known)
            return
        first = str(trouble).strip().split("\n")[0][:200]
        yield fault(
            f"An examination of {what} could not be made: "
            f"{type(trouble).__name__}: {first}",
            "Put that right, and ask the doctor again.",
        )
