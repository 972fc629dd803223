"""``dayzero roster``: take a partnership's people from a file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from bot import rosters
from bot.caseload import roster_of
from bot.core import words
from bot.core.errors import Refused
from bot.core.faults import Faulty
from bot.core.people import Roster
from bot.core.procedure import Procedure
from bot.former import remember
from bot.shelf import OURS, Shelf
from bot.squaring import square
from bot.store import Store, journal, roster
from bot.store.index import Torn
from bot.verbs.means import Means
from bot.verbs.printed import say
from bot.verbs.rebuild import rebuilt

NAME: Final = "roster"
_PIPED: Final = Path("-")
_EXAMPLE: Final = """\
The file is TOML, or a table from a spreadsheet saved as CSV. A table has a row for
each part, and these columns in any order; leave out those you do not need:

  kind        partnership (once), agency, person or absence; empty means person
  id          a short name that never changes; in an absence, who is away
  name        as people write it; the partnership's full name
  email       of a person
  agency      the id of the agency a person works for
  roles       of a person, with ; between them
  registered  where a person is registered, such as portal
  first last deputy   days away and who stands in: in a person's row, or one of its own
  statutory   yes for each of the three safeguarding partners
  contact manager     of an agency: who answers for it, and who hears when it is late
  procedure prefix channel   of the partnership
  slack       a person's member id in Slack, where the e-mail address there is another;
              of the partnership, the id of its workspace
  teams       a person's object id in Microsoft 365, with the id of their organisation
              and a / before it where that is another than the bot's; of the
              partnership, the id of its organisation
  organiser   of the partnership, the mailbox its letters and meetings come from
  retentiondays  of the partnership, for how many days what was written is kept
              after a case is closed
  invitations email, for a person whom meetings reach by e-mail alone, though a
              calendar is shared with them

For example:

  kind,id,name,email,agency,roles,first,last,deputy,procedure,prefix
  partnership,wessex-vale,Wessex Vale Partnership,,,,,,,dorset,WVX
  agency,council,Wessex Vale Council,,,,,,,,
  person,amina,Amina Yusuf,amina@example.org,council,head-of-qa,,,,,
  person,bo,Bo Lund,bo@example.org,council,,21/12/2026,24/12/2026,amina,,

A whole one is in deploy/roster-example.csv.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what may follow the verb."""
    parser.epilog = _EXAMPLE
    parser.add_argument(
        "act", choices=("import",), metavar="import", help="read a file"
    )
    parser.add_argument(
        "file",
        metavar="FILE",
        type=Path,
        help="the roster, as TOML or CSV; - for what is piped in",
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="only look: say what is wrong and what would change, and change nothing",
    )


def run(args: argparse.Namespace, means: Means) -> int:
    """Take a partnership's people, agencies and absences from a file.

    What was there before is replaced; cases and their records stay. Says what
    changes, and who is still missing for the procedure it follows. Ends with 0
    when it is taken, and 1 when something is wrong with the file: then nothing is
    changed.
    """
    name = "stdin" if args.file == _PIPED else args.file.name
    try:
        content = _content(args.file)
        shelf = Shelf(means.settings().procedures or OURS)
        people, rules = rosters.read_file(
            content, name, lambda slug: shelf.current(slug)[0]
        )
    except OSError as wrong:
        why = (wrong.strerror or type(wrong).__name__).lower()
        say(
            means.err,
            f"{args.file} cannot be read: {why}. Check its name, and that this account "
            "may read it, or pipe it in: dayzero roster import - < FILE",
        )
        return 1
    except Faulty as faulty:
        counted = "row" if name.lower().endswith((".csv", ".tsv", ".txt")) else "line"
        for problem in faulty.problems:
            said = problem.said.removeprefix("line")
            say(means.err, f"{name}: {counted}{said}")
        say(means.err, "Nothing has been changed. Put this right and import it again.")
        return 1
    return _take(people, rules, means, only_looking=args.check)


def _content(file: Path) -> bytes:
    """Read the file; or what is piped in, which another account may have opened."""
    return sys.stdin.buffer.read() if file == _PIPED else file.read_bytes()


def _take(people: Roster, rules: Procedure, means: Means, *, only_looking: bool) -> int:
    store = means.store()
    with store.of(people.partnership).writing() as tx:
        kept = roster.get(tx, people.partnership)
        before = rosters.from_doc(kept) if kept else None
        if not only_looking:
            roster.write(tx, people.partnership, rosters.to_doc(people), means.now())
            if before is not None:
                remember(tx, before, people, means.now())
                square(tx, means.desk(store, people.partnership), means.now())
    if before is not None and not only_looking:
        _follow(store, people.partnership, means)
    for change in rosters.changes(before, people) or ("Nothing is different.",):
        say(means.out, change)
    for missing in rosters.unmanned(people, rules):
        say(means.err, missing)
    for shared in _shared(store, people):
        say(means.err, shared)
    counted = words.counted(len(people.people), "person", "people")
    on = (
        "would be on the roster. Nothing has been changed"
        if only_looking
        else ("on the roster")
    )
    say(means.out, f"{people.title}: {counted} {on}.")
    return 0


def _shared(store: Store, people: Roster) -> Iterator[str]:
    """Say which other partnership's channel this one has, so that each sees both."""
    with store.reading() as tx:
        others = [roster_of(written) for written in roster.all_written(tx)]
    for other in others:
        same = other.tenants.items() & people.tenants.items()
        if (
            other.partnership != people.partnership
            and other.channel == people.channel
            and (same or not other.tenants or not people.tenants)
        ):
            yield (
                f"Warning: {other.title} has a channel {people.channel} too. Where "
                "both are in one workspace or team, each sees what the other is told: "
                "give one of them another name."
            )


def _follow(store: Store, partnership: str, means: Means) -> None:
    """Have the indexes name agencies as the roster now does."""
    desk = means.desk(store, partnership)
    with store.reading() as tx:
        refs = journal.refs(tx, partnership)
    for ref in refs:
        with suppress(Refused, Faulty, Torn):  # verify and rebuild say so
            rebuilt(store, desk, ref, means)
