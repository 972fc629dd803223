"""Two partnerships on one record that have everything in common but their names.

The same people, by the same ids and addresses; the same prefix of their references;
the same name of their channel. If anything could be mistaken, it is mistaken here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Table, update

from bot import rosters
from bot.store import Store, accounts, rooms
from bot.store.accounts import Account
from bot.store.outbox import DEAD, QUEUED
from bot.store.rooms import Room
from bot.tables import metadata, outbox
from tests.desk.wessex import ROSTER, Wessex

OURS: Final = "wessex-vale"
THEIRS: Final = "saltmarsh"
CHILD: Final = "Ottoline Larkspur"
"""A name that only the others' record holds."""

SHARED: Final[Mapping[str, str]] = {
    "facts": "small settings of the whole installation, and the numbering of cases",
    "installs": "by what right we act in a workspace, in which two may work",
    "lanes": "when a place outside may be written to next, by its name there",
    "procedures": "the texts of procedures, which are published",
}
"""The tables that no partnership owns a row of, each with the reason."""
SCOPED: Final = tuple(
    table for table in metadata.sorted_tables if table.name not in SHARED
)
"""All the others, found by looking: a new table cannot be forgotten."""


@dataclass(frozen=True, slots=True)
class Two:
    """Both at work; what is tried is tried by ours, on what is theirs.

    Attributes:
        ref: A case of theirs.
        draft: A draft of theirs, by somebody with the same id as one of ours.
        dead: A delivery of theirs that was given up.
    """

    ours: Wessex
    theirs: Wessex
    ref: str
    draft: str
    dead: str


def both(store: Store, folder: Path) -> Two:
    """Put two partnerships to work, with something of theirs in every table."""
    people = rosters.read_roster(ROSTER.read_text(encoding="utf-8"))
    ours = Wessex(store, folder)
    theirs = Wessex(
        store, folder, people=replace(people, partnership=THEIRS, title="Saltmarsh")
    )
    for one in (ours, theirs):
        _known_in_chat(one)
    assert ours.alert()
    ours.carry()
    ref = theirs.alert()
    theirs.desk.keep_draft("hers", "raise-alert", "", "amina", {}, theirs.now)
    dead = _given_up(theirs, ref)
    theirs.carry()
    theirs.wait(days=3)
    ours.now = theirs.now
    theirs.timetable.tick(theirs.now)
    theirs.alert("helen", **{"child-1-name": CHILD})
    return Two(ours, theirs, ref, "hers", dead)


def _known_in_chat(whose: Wessex) -> None:
    # One person may serve two partnerships, in the same workspace.
    person, at = "amina", whose.now
    with whose.store.writing() as tx:
        one = Account("slack", "T1", "U1", whose.partnership, person, {}, at)
        accounts.put(tx, one)
        rooms.put(tx, Room("slack", whose.partnership, "safeguarding", "T1", "C1", at))


def _given_up(whose: Wessex, ref: str) -> str:
    (row, *_) = whose.rows(case_ref=ref, states=(DEAD, QUEUED))
    with whose.store.writing() as tx:
        gone = update(outbox).where(outbox.c.key == row.key)
        tx.execute(gone.values(state=DEAD, try_at=None, problem="it is full"))
    return row.key


def rows_of(store: Store, partnership: str) -> dict[str, list[tuple[Any, ...]]]:
    """List every row of a partnership, to be compared."""
    with store.reading() as tx:
        return {
            table.name: sorted(
                map(tuple, tx.execute(_theirs(table, partnership))), key=repr
            )
            for table in SCOPED
        }


def _theirs(table: Table, partnership: str) -> Any:
    return table.select().where(table.c.partnership == partnership)
