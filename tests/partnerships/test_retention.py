"""How long what was written is kept is for each partnership to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot import rosters
from bot.core.faults import Faulty
from bot.core.people import Roster
from bot.store import Store, answers, index
from bot.vault import Vault
from tests.desk.wessex import ROSTER, Wessex
from tests.partnerships.two import THEIRS
from tests.verbs.line import Line

PEOPLE = rosters.read_roster(ROSTER.read_text(encoding="utf-8"))


@pytest.fixture
def store(sqlite_url: str, vault: Vault) -> Iterator[Store]:
    opened = Store(sqlite_url, vault)
    yield opened
    opened.close()


def closed(wessex: Wessex) -> str:
    """Close a case, as the record has it."""
    ref = wessex.alert()
    with wessex.store.writing() as tx:
        row = index.case(tx, ref)
        assert row
        index.write_case(tx, replace(row, closed_at=wessex.now))
    return ref


def at_work(store: Store, folder: Path, people: Roster) -> Wessex:
    return Wessex(store, folder, people=people)


def test_each_partnership_keeps_what_was_written_as_long_as_it_says(
    store: Store, tmp_path: Path
) -> None:
    ours = at_work(store, tmp_path, PEOPLE)
    brief = replace(PEOPLE, partnership=THEIRS, retention_days=10)
    theirs = at_work(store, tmp_path, brief)
    line = Line(tmp_path / "home", ours)
    kept, gone = closed(ours), closed(theirs)
    ours.wait(days=11)

    said = line.type("erase", "--due", "--yes")

    assert said.out.startswith(f"{gone}: ")
    with store.reading() as tx:
        assert answers.erased_at(tx, gone)
        assert answers.erased_at(tx, kept) is None
    line.environ = {"DAYZERO_RETENTION_DAYS": "11"}
    assert line.type("erase", "--due", "--yes").out.startswith(f"{kept}: ")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("organiser = 'reviews'", "This is not an e-mail address."),
        ("organiser = 'a@example.org, b@example.org'", "not an e-mail address"),
        ("retention_days = 0", "This has the wrong form."),
        ("retention_days = 'long'", "This has the wrong form."),
        ("retention_days = true", "This has the wrong form."),
    ],
)
def test_what_a_partnership_sets_for_itself_is_checked(written: str, said: str) -> None:
    text = f"{written}\n{ROSTER.read_text(encoding='utf-8')}"

    with pytest.raises(Faulty) as faulty:
        rosters.read_roster(text)

    assert said in str(faulty.value.problems)


def test_what_it_sets_is_kept_and_its_changes_are_told() -> None:
    own = "organiser = 'reviews@example.org'\nretention_days = 2555\n"
    people = rosters.read_roster(own + ROSTER.read_text(encoding="utf-8"))

    assert (people.organiser, people.retention_days) == ("reviews@example.org", 2555)
    assert rosters.from_doc(rosters.to_doc(people)) == people
    mailbox, days = rosters.changes(PEOPLE, people)
    assert mailbox.startswith("Changed: the partnership’s mailbox is reviews@example.o")
    assert days.endswith("days of retention is 2555. It was as everybody’s.")
