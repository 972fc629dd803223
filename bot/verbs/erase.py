"""``dayzero erase``: destroy the key of what was written on a case."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.caseload import roster_of
from bot.core import words
from bot.core.asking import BOT
from bot.core.commands import Erase
from bot.store import Store, answers, index, roster
from bot.store.index import CaseRow
from bot.verbs.cases import the_case
from bot.verbs.means import Means
from bot.verbs.printed import say

NAME: Final = "erase"
CANNOT = 2


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what may follow the verb."""
    parser.add_argument(
        "ref", metavar="REF", nargs="?", help="the case, such as WVX-2026-001"
    )
    parser.add_argument(
        "--due",
        action="store_true",
        help="every case that has been closed for as long as its roster says under "
        "retention_days, or else for DAYZERO_RETENTION_DAYS",
    )
    parser.add_argument("--yes", action="store_true", help="do not ask first")


def run(args: argparse.Namespace, means: Means) -> int:
    """Erase everything that was written on a case, for good.

    The key that locks it is destroyed, so nobody can read it again. The journal
    stays: who did what and when, with nothing personal in it, and that this was
    erased. Backups hold what they held; deploy/PRIVACY.md says what to do about
    them. Ends with 0 when it is done or there was nothing to do, and 2 when
    nothing was erased because it was not confirmed or cannot be.
    """
    if bool(args.ref) == args.due:
        say(means.err, "Name one case, or write --due for every case that is due.")
        return CANNOT
    if args.due:
        return _due(args, means)
    store = means.store()
    row = the_case(store, args.ref)
    gone = _erased_at(store, row)
    if gone:
        say(means.out, f"{row.ref} was erased on {words.moment(gone)}.")
        return 0
    if row.closed_at is None:
        say(means.err, f"{row.ref} is still open. People will lose what they wrote.")
    asked = f"Type {row.ref} to erase everything written on it, for good: "
    if not (args.yes or _agreed(asked, row.ref, means)):
        return CANNOT
    return 0 if _erase(store, row, means) else CANNOT


def _due(args: argparse.Namespace, means: Means) -> int:
    days, store = means.settings().retention_days, means.store()
    kept = _retentions(store)
    if days is None and not any(kept.values()):
        say(
            means.err,
            "DAYZERO_RETENTION_DAYS is not set, so nothing is ever due to be erased. "
            "Set it to the number of days to keep what was written after a case is "
            "closed, or have a roster say it under retention_days.",
        )
        return CANNOT
    rows = _past(store, means.now(), kept, days)
    if not rows:
        say(means.out, "Nothing is due to be erased.")
        return 0
    refs = words.listed(row.ref for row in rows)
    asked = f"Due to be erased: {refs}. Type yes to erase them for good: "
    if not (args.yes or _agreed(asked, "yes", means)):
        return CANNOT
    done = [_erase(store, row, means) for row in rows]
    return 0 if all(done) else CANNOT


def _retentions(store: Store) -> Mapping[str, int | None]:
    """Find for how many days each partnership keeps what was written, if it says."""
    with store.reading() as tx:
        rosters = map(roster_of, roster.all_written(tx))
        return {one.partnership: one.retention_days for one in rosters}


def _past(
    store: Store, now: datetime, kept: Mapping[str, int | None], days: int | None
) -> list[CaseRow]:
    """List the cases that were closed long enough ago and have not been erased."""
    with store.reading() as tx:
        return [
            row
            for row in reversed(index.cases(tx))
            if row.closed_at is not None
            and (long := kept.get(row.partnership) or days)
            and row.closed_at <= now - timedelta(days=long)
            and answers.erased_at(tx, row.ref) is None
        ]


def _erased_at(store: Store, row: CaseRow) -> datetime | None:
    with store.of(row.partnership).reading() as tx:
        return answers.erased_at(tx, row.ref)


def _agreed(asked: str, wanted: str, means: Means) -> bool:
    try:
        typed = means.ask(asked).strip()
    except EOFError:
        say(means.err, "There is nobody to ask. Add --yes to erase without asking.")
        return False
    if typed != wanted:
        say(means.err, "Nothing was erased.")
    return typed == wanted


def _erase(store: Store, row: CaseRow, means: Means) -> bool:
    desk = means.desk(store, row.partnership)
    answer = desk.ask(
        row.ref, Erase(), by=BOT, cause=f"erase/{row.ref}", now=means.now()
    )
    out = means.err if answer.code else means.out
    say(out, f"{row.ref}: {answer.says} {answer.next_step}".rstrip())
    return not answer.code
