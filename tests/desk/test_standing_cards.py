"""How a case stands, on cards: in brief, whole, what was written, and its papers."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot import standing_cards
from bot.core.cards import Button, Card, plain
from bot.core.case import Mark
from bot.core.errors import Conflicted, Refused, Unknown
from bot.shelf import OURS, Shelf
from bot.store import Store
from tests.desk.papers import asked, northshire
from tests.desk.walk import CHILD, walked
from tests.desk.wessex import DRAFT, Wessex, london


def page(wessex: Wessex, does: str, about: str, by: str) -> Card:
    found = wessex.desk.page(does, about, by, wessex.now)
    assert found is not None
    return found


def buttons(card: Card) -> list[Button]:
    return [*card.buttons, *(b for item in card.items for b in item.buttons)]


def offered(card: Card) -> set[str]:
    return {button.does for button in buttons(card)}


def test_what_waits_for_whoever_asks_stands_first(wessex: Wessex) -> None:
    ref = wessex.alert()
    hers = wessex.desk.brief(ref, "helen", wessex.now)
    theirs = wessex.desk.brief(ref, "imran", wessex.now)

    assert hers.heading == f"{ref}: where it stands"
    assert {b.does for b in hers.items[0].buttons} & {"decide"}
    assert "Nothing waits for you on this case." in theirs.text
    assert ("Who", "Head of QA") in theirs.items[0].facts or theirs.items[0].facts
    assert any("come later" in line for line in theirs.text)
    assert {"readings", "whole"} <= offered(hers)
    assert page(wessex, "open", ref, "helen") == hers


def test_the_counts_that_run_are_told_with_their_day(wessex: Wessex) -> None:
    ref = wessex.to_sent()
    wessex.wait(days=5)
    facts = dict(wessex.desk.brief(ref, "joan", wessex.now).facts)
    assert any("Day" in said and "Due" in said for said in facts.values())


def test_what_is_late_comes_before_what_is_not(wessex: Wessex) -> None:
    ref = wessex.to_asked("police", "nhs")
    wessex.now = london("2027-02-01 10:00")
    card = wessex.desk.brief(ref, "imran", wessex.now)
    late = [item.late for item in card.items]
    assert late[0]
    assert late == sorted(late, reverse=True)


def test_a_text_that_is_being_signed_says_whose_turn_it_is(wessex: Wessex) -> None:
    ref = wessex.alert()
    for step, choice in (("consult-partners", "agreed"), ("criteria", "notify")):
        wessex.must("helen", "decide", f"{ref}/{step}", choice=choice, note="x")
    wessex.must("helen", "draft", f"{ref}/sign-sin", **DRAFT)

    card = wessex.desk.brief(ref, "amina", wessex.now)
    who = [dict(item.facts).get("Who", "") for item in card.items]
    assert any(said.startswith("Waits for the Corporate Director") for said in who)


def test_a_meeting_in_the_diary_can_be_moved_from_where_it_stands(
    wessex: Wessex,
) -> None:
    ref = wessex.to_asked("police")
    when = {"start": "2027-01-06 10:00", "minutes": "120"}
    wessex.must("joan", "arrange", f"{ref}/rapid-review", **when)

    def moves(by: str) -> list[str]:
        card = wessex.desk.brief(ref, by, wessex.now)
        return [b.about for b in buttons(card) if b.label == "Move it"]

    assert moves("joan") == [f"{ref}/rapid-review"]
    assert moves("amina") == []


def test_more_than_fits_is_counted(wessex: Wessex) -> None:
    ref = wessex.to_asked("police", "nhs")
    card = wessex.desk.brief(ref, "joan", wessex.now)
    assert len(card.items) == standing_cards.FEW
    assert any(line.startswith("And ") for line in card.text)


def test_a_newer_version_of_the_procedure_is_told_to_whoever_keeps_the_case(
    store: Store, tmp_path: Path
) -> None:
    (tmp_path / "procedures").mkdir()
    shutil.copy(OURS / "dorset.toml", tmp_path / "procedures")
    wessex = Wessex(store, tmp_path, shelf=Shelf(tmp_path / "procedures"))
    ref, file = wessex.alert(), tmp_path / "procedures" / "dorset.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("must be notified", "has to be"), encoding="utf-8")

    assert any("newer" in s for s in wessex.desk.brief(ref, "joan", wessex.now).text)
    whole = page(wessex, "whole", ref, "joan")
    assert whole.text[0] == "The procedure has a newer version."
    assert "move" in offered(whole)
    assert page(wessex, "whole", ref, "helen").text == ()


def test_nobody_who_takes_no_part_sees_how_it_stands(wessex: Wessex) -> None:
    ref = wessex.alert()
    wessex.must("joan", "conflict", ref, person="imran", note="A cousin.")
    for does in ("open", "whole", "readings"):
        with pytest.raises(Conflicted):
            wessex.desk.page(does, ref, "imran", wessex.now)
        with pytest.raises(Unknown):
            wessex.desk.page(does, "WVX-2026-999", "joan", wessex.now)
        with pytest.raises(Refused):
            wessex.desk.page(does, ref, "nobody", wessex.now)


def test_no_word_that_was_written_is_on_any_card(wessex: Wessex) -> None:
    ref = walked(wessex)
    for by in ("joan", "helen", "amina", "priya"):
        for does in ("open", "whole", "readings"):
            for number in range(1, 6):
                card = page(wessex, does, f"{ref}/-/{number}", by)
                assert CHILD not in plain(card)
                assert CHILD not in repr(card)


def test_everything_has_every_step_every_action_and_its_buttons(
    wessex: Wessex,
) -> None:
    ref = walked(wessex)
    found: list[Card] = []
    about = ref
    while about:
        found.append(page(wessex, "whole", about, "joan"))
        ways = [b.about for b in found[-1].buttons if b.label == "Next page"]
        about = ways[0] if ways else ""

    assert len(found) > 1
    titles = [item.title for card in found for item in card.items]
    view = wessex.desk.view(ref, "joan", wessex.now)
    needed = [
        step.title
        for step in view.asking.procedure.step
        if view.statuses[step.id] != "not-needed"
    ]
    assert sorted(titles) == sorted([*needed, "Action 1 (Rapid Review)"])
    acts = {(b.does, b.about) for card in found for b in buttons(card)}
    on_page = {(b.does, b.about) for own in view.buttons.values() for b in own}
    assert on_page <= acts
    assert all(len(card.items) <= standing_cards.PAGE for card in found)
    assert "Page before" in {b.label for b in found[1].buttons}
    assert page(wessex, "whole", f"{ref}/-/99", "joan") == found[-1]
    assert page(wessex, "whole", f"{ref}/-/x", "joan") == found[0]


def test_what_was_written_is_listed_and_read_by_a_press_that_is_recorded(
    wessex: Wessex,
) -> None:
    ref = wessex.alert()
    card = page(wessex, "readings", ref, "helen")
    (read,) = card.items[0].buttons
    assert (read.does, read.about) == ("read", f"{ref}/-/1")
    before = len(wessex.journal(ref))
    assert wessex.must("helen", read.does, read.about).reads
    assert len(wessex.journal(ref)) == before + 1

    nothing = page(wessex, "readings", ref, "priya")
    assert nothing.items == ()
    assert nothing.text == ("Nothing is written here that you may read.",)
    assert "readings" not in offered(wessex.desk.brief(ref, "priya", wessex.now))


def test_everything_that_is_listed_can_be_read(wessex: Wessex) -> None:
    ref = wessex.to_signed()
    card = page(wessex, "readings", ref, "helen")
    assert card.items
    for button in (b for item in card.items for b in item.buttons):
        assert wessex.must("helen", button.does, button.about).reads


def test_a_closed_case_says_who_closed_it(wessex: Wessex) -> None:
    ref = wessex.alert()
    now = wessex.now
    view = wessex.desk.view(ref, "joan", now)
    closed = Mark("joan", "business-manager", now, 2, now)
    view = replace(view, case=replace(view.case, closed=closed))
    for card in (standing_cards.brief(view), standing_cards.whole(view)):
        assert card.outcome.startswith("Closed by Joan")


def test_pages_that_are_about_no_case(wessex: Wessex) -> None:
    wessex.alert()
    mine = page(wessex, "mine", "", "helen")
    assert mine == wessex.desk.mine("helen", wessex.now)
    due = page(wessex, "deadlines", "", "helen")
    assert due == wessex.desk.deadlines("helen", wessex.now)
    assert wessex.desk.page("sign", "x/y", "helen", wessex.now) is None


def test_letters_and_packs_are_read_from_everything(
    store: Store, tmp_path: Path
) -> None:
    there = northshire(store, tmp_path, "arun")
    ref = asked(there, "police", "nhs")
    there.must("pat", "returned", f"{ref}/ask/police", on="2026-12-18", involved="no")
    papers = {
        (button.does, button.about): button.label
        for number in (1, 2)
        for button in buttons(page(there, "whole", f"{ref}/-/{number}", "kit"))
        if button.does in ("letter", "pack")
    }
    assert (
        papers["letter", f"{ref}/ask/police"] == "See the letter to Northshire Police"
    )
    assert papers["pack", f"{ref}/pass-on"] == "See the pack"

    for does, about in papers:
        title, paragraphs = there.desk.paper(does, about, "kit", there.now)
        assert title
        assert all(paragraphs)
    _, letter = there.desk.paper("letter", f"{ref}/ask/police", "kit", there.now)
    assert any("To Northshire Police" in line for line in letter)
    _, pack = there.desk.paper("pack", f"{ref}/pass-on", "kit", there.now)
    assert any("missing\n1. Northshire Health" in line for line in pack)
    for about in (f"{ref}/review", f"{ref}/nothing", f"{ref}/ask/fire"):
        for does in ("letter", "pack"):
            with pytest.raises(Refused):
                there.desk.paper(does, about, "kit", there.now)
