"""``dayzero move``: have a case follow the newest version of its procedure."""

from __future__ import annotations

import argparse
from typing import Final

from bot.core.commands import Move
from bot.core.errors import Refused
from bot.core.events import PersonId
from bot.core.moving import Moving, sentences
from bot.counter import Counter
from bot.verbs.cases import the_case
from bot.verbs.means import Means
from bot.verbs.printed import say, width, wrapped

NAME: Final = "move"
CANNOT: Final = 2


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what may follow the verb."""
    parser.add_argument("ref", metavar="REF", help="the case, such as WVX-2026-001")
    parser.add_argument(
        "--reason", metavar="TEXT", help="move it, for this reason; without, only show"
    )
    parser.add_argument(
        "--by",
        metavar="PERSON",
        help="who moves it, as the roster calls them; whoever keeps the cases",
    )


def run(args: argparse.Namespace, means: Means) -> int:
    """Show what a newer version of its procedure would change on a case, and move it.

    A case stays with the version it began under. When the file has changed, this
    says which dates would move, and which steps would appear, vanish or change
    hands. With --reason, the case is moved, and everybody concerned is told. Ends
    with 0 when it is shown or moved or there is no newer version, and 2 when it
    cannot be moved.
    """
    store = means.store()
    row = the_case(store, args.ref)
    desk = means.desk(store, row.partnership)
    by = _keeper(desk, args.by)
    view = desk.view(row.ref, by, means.now())
    newest = view.asking.newest
    if newest is None:
        say(means.out, f"{row.ref} follows its procedure as the file now stands.")
        return 0
    if view.moving is None:
        raise Refused(
            f"{row.ref} is not for them to move, or is closed.",
            next_step="A case that is closed stays as it is.",
        )
    if args.reason is None:
        _show(row.ref, view.moving, means)
        return 0
    command = Move(version=newest.version, says={"note": args.reason})
    cause = f"move/{row.ref}/{len(view.journal)}"
    answer = desk.ask(row.ref, command, by=by, cause=cause, now=means.now())
    out = means.err if answer.code else means.out
    say(out, f"{row.ref}: {answer.says} {answer.next_step}".rstrip())
    return CANNOT if answer.code else 0


def _keeper(desk: Counter, named: str | None) -> PersonId:
    """Find who moves it: whoever was named, or the one who keeps the cases.

    Raises:
        Refused: Nobody was named, and nobody or several keep the cases.
    """
    people, rules = desk.people(), desk.procedure()
    if named is not None:
        return people.person(named).id
    keepers = people.holders(rules.coordinator)
    if len(keepers) != 1:
        title = rules.title_of(rules.coordinator)
        known = ", ".join(person.id for person in keepers) or "nobody"
        raise Refused(
            f"Not one person is {title} here, but: {known}.",
            next_step="Say who moves it with --by PERSON.",
        )
    return keepers[0].id


def _show(ref: str, moving: Moving, means: Means) -> None:
    say(means.out, f"{ref}: the procedure has a newer version. If it moved:")
    for sentence in sentences(moving):
        say(means.out, wrapped(sentence, width(), "  - "))
    for stood in moving.stood:
        say(means.out, wrapped(f"Not yet: {stood.reason} {stood.next_step}", width()))
    if not moving.stood:
        say(means.out, f'To move it: dayzero move {ref} --reason "why"')
