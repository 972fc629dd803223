"""The morning digest lists actions: by number and sheet, and never their words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.store import Store, index
from bot.vault import Vault
from tests.desk.planning import TEXT, add, complete
from tests.desk.wessex import Wessex, london


@pytest.fixture
def wessex(sqlite_url: str, vault: Vault, tmp_path: Path) -> Iterator[Wessex]:
    store = Store(sqlite_url, vault)
    yield Wessex(store, tmp_path)
    store.close()


def test_the_morning_digest_lists_late_and_coming_actions_without_their_words(
    wessex: Wessex,
) -> None:
    ref = wessex.alert()
    add(wessex, ref, "2026-12-21")
    add(wessex, ref, "2026-12-24", sheet="notification")
    add(wessex, ref, "2027-06-01")
    wessex.now = london("2026-12-22 08:30")
    card = wessex.desk.deadlines("joan", wessex.now)
    titles = {item.title: item for item in card.items}
    late = titles[f"{ref}: Action 1 (Rapid Review)"]
    assert late.late
    assert ("For", "the Head of QA and Partnerships") in late.facts
    assert f"{ref}: Action 2 (Serious Incident Notification)" in titles
    assert f"{ref}: Action 3 (Rapid Review)" not in titles
    assert TEXT not in repr(card)


def test_an_action_done_comes_back_to_the_digest_when_its_impact_is_to_be_checked(
    wessex: Wessex,
) -> None:
    ref = wessex.alert()
    add(wessex, ref, "2026-12-21")
    complete(wessex, ref, 1)

    def said() -> list[str]:
        card = wessex.desk.deadlines("joan", wessex.now)
        return [item.title for item in card.items if "ction 1" in item.title]

    assert said() == []
    wessex.now = london("2027-03-17 08:30")
    assert said() == [f"{ref}: Check the impact of action 1 (Rapid Review)"]
    wessex.must(
        "joan", "check-impact", f"{ref}/-/1",
        on="2027-03-17", outcome="difference", note="Yes.",
    )  # fmt: skip
    assert said() == []


def test_the_actions_of_a_closed_case_are_still_in_the_digest(wessex: Wessex) -> None:
    ref = wessex.alert()
    add(wessex, ref, "2026-12-21")
    with wessex.store.writing() as tx:
        row = index.case(tx, ref)
        assert row
        index.write_case(tx, replace(row, closed_at=wessex.now))
    card = wessex.desk.deadlines("joan", wessex.now)
    assert [item.title for item in card.items] == [f"{ref}: Action 1 (Rapid Review)"]


def test_what_waits_for_an_owner_names_the_actions_that_are_theirs(
    wessex: Wessex,
) -> None:
    ref = wessex.alert()
    add(wessex, ref, "2026-12-21")
    titles = [item.title for item in wessex.desk.mine("helen", wessex.now).items]
    assert f"{ref}: Action 1 (Rapid Review)" in titles
    others = [item.title for item in wessex.desk.mine("amina", wessex.now).items]
    assert others == []
