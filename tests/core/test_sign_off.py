from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core import faults
from bot.core.commands import (
    Complete,
    SendBack,
    SetAside,
    Sign,
    WriteDraft,
)
from bot.core.errors import (
    AlreadyDone,
    Incomplete,
    NotYours,
    OutOfTurn,
    OwnWork,
    TextChanged,
    Unknown,
)
from bot.core.events import ChainCompleted, Signed
from tests.core.played import (
    AT,
    HERE,
    ROSTER,
    Played,
    decided,
    drafted,
    person,
    raised,
    signed,
    signs,
)

TEXT = "text 1"


def sign(text: str = TEXT) -> Sign:
    return Sign(step="sign", text=text)


def links_signed(played: Played) -> list[tuple[int, str]]:
    return [(s.link, s.seat) for s in played.case.chain("sign").signatures]


@pytest.mark.parametrize(
    ("signed_by", "next_one", "says"),
    [
        ("", "hal", "This needs the Director first."),
        ("", "cora", "This needs the Director first."),
        (
            "dina",
            "pat",
            "This needs Hal (Head of Service) and Hope (Head of Service) first.",
        ),
        ("dina hal", "cora", "This needs Hope (Head of Service) first."),
    ],
)
def test_nobody_signs_before_their_turn(
    signed_by: str, next_one: str, says: str
) -> None:
    played = signs(drafted(), *signed_by.split())

    refusal = played.refused(next_one, sign())

    assert isinstance(refusal, OutOfTurn)
    assert refusal.reason == says


@pytest.mark.parametrize("who", ["ann", "kit", "chas", "tess", "sue"])
def test_nobody_signs_who_has_no_part_in_the_chain(who: str) -> None:
    refusal = drafted(by="hera").refused(who, sign())

    assert isinstance(refusal, NotYours)
    assert refusal.reason == "This is for the Director."


def test_a_chain_is_signed_link_by_link() -> None:
    played = signs(drafted(), "dina", "hope", "hal", "pat", "cora")

    assert links_signed(played) == [
        (0, "director"),
        (1, "head/hope"),
        (1, "head/hal"),
        (2, "police"),
        (2, "council"),
    ]
    assert played.status("sign") == "done"


def test_where_two_of_three_are_enough_the_third_is_too_late() -> None:
    refusal = signed().refused("hera", sign())

    assert isinstance(refusal, AlreadyDone)
    assert refusal.reason == (
        "Pat has already done this, on Friday 20 November 2026, 10am."
    )


def test_the_last_signature_completes_the_chain() -> None:
    played = signs(drafted(), "dina", "hal", "hope", "cora")

    assert played.does("pat", sign()) == (
        Signed("sign", 2, "police", TEXT),
        ChainCompleted("sign"),
    )


@pytest.mark.parametrize("who", ["dina", "hal"])
def test_nobody_signs_twice(who: str) -> None:
    refusal = signs(drafted(), "dina", "hal").refused(who, sign())

    assert isinstance(refusal, AlreadyDone)
    assert "already done this" in refusal.reason


def test_whoever_holds_two_seats_of_a_link_fills_only_one() -> None:
    both = person("both", "council", "council", "police")
    roster = replace(ROSTER, people=(*ROSTER.people, both))
    played = signs(drafted(roster=roster), "dina", "hal", "hope", "both")

    assert isinstance(played.refused("both", sign()), AlreadyDone)


def test_nobody_signs_an_alert_they_raised() -> None:
    refusal = drafted(by="dina").refused("dina", sign())

    assert isinstance(refusal, OwnWork)
    assert refusal.reason == ("You raised this alert, so somebody else has to sign it.")


def test_nobody_signs_what_they_wrote() -> None:
    also = person("dan", "council", "author", "director")
    roster = replace(ROSTER, people=(*ROSTER.people, also))
    played = drafted(roster=roster)
    played.does("dan", WriteDraft(step="sign", digest="text 2"))

    refusal = played.refused("dan", sign("text 2"))

    assert isinstance(refusal, OwnWork)
    assert refusal.reason == "You wrote this, so somebody else has to sign it."


def test_whoever_wrote_an_earlier_version_signs_no_later_one() -> None:
    also = person("dan", "council", "author", "director")
    roster = replace(ROSTER, people=(*ROSTER.people, also))
    played = decided(roster=roster)
    played.does("dan", WriteDraft(step="sign", digest="text 0"))
    played.does("arun", WriteDraft(step="sign", digest=TEXT))

    assert isinstance(played.refused("dan", sign()), OwnWork)


def test_a_signature_is_bound_to_the_text_that_was_shown() -> None:
    played = drafted()
    played.does("arun", WriteDraft(step="sign", digest="text 2"))

    refusal = played.refused("dina", sign("text 1"))

    assert isinstance(refusal, TextChanged)
    assert refusal.next_step == "Read the new text, then sign that."


def test_changed_text_opens_the_chain_again_from_the_beginning() -> None:
    played = signed()
    played.does("arun", WriteDraft(step="sign", digest="text 2"))

    assert played.status("sign") == "open"
    assert not links_signed(played)
    assert isinstance(played.refused("hal", sign("text 2")), OutOfTurn)
    signs(played, "dina")


def test_the_same_text_again_is_no_change() -> None:
    played = signs(drafted(), "dina")

    refusal = played.refused("arun", WriteDraft(step="sign", digest=TEXT))

    assert isinstance(refusal, AlreadyDone)
    assert links_signed(played) == [(0, "director")]


def test_text_is_not_changed_when_what_follows_has_been_done() -> None:
    played = AT["sent"]()

    refusal = played.refused("arun", WriteDraft(step="sign", digest="text 2"))

    assert isinstance(refusal, OutOfTurn)
    assert "“Send the notification” has been done" in refusal.reason


def test_a_text_has_to_say_something() -> None:
    refusal = decided().refused("arun", WriteDraft(step="sign"))

    assert isinstance(refusal, Incomplete)


@pytest.mark.parametrize("who", ["dina", "kit", "tess"])
def test_only_the_owner_writes_the_text(who: str) -> None:
    refusal = decided().refused(who, WriteDraft(step="sign", digest=TEXT))

    assert isinstance(refusal, NotYours)


def test_the_owners_deputy_writes_when_the_owner_is_away() -> None:
    played = decided().is_away("arun", "Fri 20 Nov 2026", "Mon 23 Nov 2026")
    played.does("abel", WriteDraft(step="sign", digest=TEXT))

    assert played.case.chain("sign").authors == {"abel"}


def test_no_text_is_written_before_it_is_time() -> None:
    refusal = raised().refused("arun", WriteDraft(step="sign", digest=TEXT))

    assert isinstance(refusal, OutOfTurn)
    assert refusal.reason == (
        "“Sign the notification” needs “Decide whether to notify” first."
    )


def test_no_text_is_written_for_what_is_not_to_be_done() -> None:
    played = AT["held"]()
    played.does("kit", SetAside(step="agree", digest="why"))

    refusal = played.refused("kit", WriteDraft(step="agree", digest=TEXT))

    assert refusal.reason == "“Agree the wording” does not apply to this case."


def test_there_is_nothing_to_sign_before_there_is_a_text() -> None:
    refusal = decided().refused("dina", sign(""))

    assert refusal.reason == "There is no text to sign yet."


def test_sending_back_needs_a_reason() -> None:
    refusal = drafted().refused("dina", SendBack(step="sign"))

    assert isinstance(refusal, Incomplete)


def test_only_whose_turn_it_is_sends_back() -> None:
    command = SendBack(step="sign", digest="why")

    assert isinstance(drafted().refused("hal", command), OutOfTurn)
    assert isinstance(drafted().refused("tess", command), NotYours)


def test_what_was_sent_back_waits_for_its_author_and_then_begins_again() -> None:
    played = signs(drafted(), "dina")
    played.does("hal", SendBack(step="sign", digest="why"))

    refusal = played.refused("hope", sign())
    assert refusal.reason == "This was sent back and is being written again."
    played.does("arun", WriteDraft(step="sign", digest=TEXT))
    assert not links_signed(played)
    signs(played, "dina", "hal", "hope", "pat", "hera")
    assert played.status("sign") == "done"


def test_a_sign_off_is_not_done_as_a_task_is() -> None:
    refusal = drafted().refused(
        "arun", Complete(step="sign", on=raised().asking().today)
    )

    assert isinstance(refusal, Unknown)


def test_a_chain_of_whom_nobody_is_on_the_roster_cannot_be_signed() -> None:
    people = tuple(p for p in ROSTER.people if "head" not in p.roles)
    played = signs(drafted(roster=replace(ROSTER, people=people)), "dina")

    assert isinstance(played.refused("cora", sign()), OutOfTurn)
    assert isinstance(played.refused("carl", sign()), NotYours)


def test_a_chain_that_is_agreed_sets_the_anchor_its_step_sets() -> None:
    text = (HERE / "everything.toml").read_text(encoding="utf-8")
    setting = text.replace('id = "sign"', 'id = "sign"\nsets = "chosen"', 1)
    played = drafted(procedure=faults.read(setting)).goes_to("Mon 23 Nov 2026")

    signs(played, "dina", "hal", "hope", "cora", "pat")

    assert played.case.anchors["chosen"] == played.asking().today
