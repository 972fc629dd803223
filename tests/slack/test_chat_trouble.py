"""Slack fails, asks for patience or has lost somebody: and nobody misses out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.store import accounts
from bot.store.outbox import DEAD, QUEUED, SENT
from tests.log_lines import caught
from tests.slack.fake_faults import Kind
from tests.slack.house import House
from tests.slack.test_chat_posting import (
    alert,
    before,
    in_channel,
    letters,
    posted,
    rows,
    sooner,
)


def known(house: House, person: str) -> bool:
    with house.works.store.reading() as tx:
        whose = house.people.partnership
        return accounts.of_person(tx, "slack", whose, person) is not None


def to(house: House, person: str) -> str:
    """The address that somebody's letters go to."""
    return next(p.email for p in house.people.people if p.id == person)


@pytest.mark.parametrize("kind", ["500 after", "drop after"])
def test_what_went_although_the_answer_was_lost_is_not_sent_again(
    house: House, kind: Kind
) -> None:
    house.slack.fault(kind, "chat.postMessage", times=3)
    alert(house)
    for _ in range(4):
        house.deliver()
        house.pass_time(minutes=1)
    house.deliver()
    assert not house.waiting()
    # What stands in a public channel the bot does not read, and says so instead.
    again = [m for m in house.slack.messages if "may be a repeat of" in m.text]
    assert again in ([], in_channel(house)[1:])
    keys = [
        m.metadata["event_payload"]["key"]
        for m in house.slack.messages
        if m.metadata and m not in again
    ]
    assert len(keys) == len(set(keys)) > 3
    assert {r.receipt["way"] for r in rows(house, states=[SENT])} == {"chat"}


def test_what_went_in_a_thread_is_found_there(house: House) -> None:
    ref = alert(house)
    house.deliver()
    house.slack.fault("500 after", "chat.postMessage", times=-1)
    sooner(house, ref)
    house.deliver()
    for fault in house.slack.faults:
        fault.end()
    house.pass_time(minutes=1)
    house.deliver()
    assert not house.waiting()
    assert len(before(house, "helen")) == 2


def test_where_it_may_not_look_the_copy_says_that_it_may_be_one(house: House) -> None:
    for method in ("conversations.history", "conversations.replies"):
        house.slack.fault("error", method, times=-1, error="missing_scope")
    house.slack.fault("500 after", "chat.postMessage", times=1)
    alert(house)
    house.deliver()
    house.pass_time(minutes=1)
    house.deliver()
    assert not house.waiting()
    repeats = [m for m in house.slack.messages if "may be a repeat of" in m.text]
    assert len(repeats) == 1
    assert repeats[0].metadata is not None
    assert repeats[0].metadata["event_payload"]["key"] in repeats[0].text


@pytest.mark.parametrize(
    "error", ["user_disabled", "cannot_dm_bot", "user_not_visible", "users_not_found"]
)
def test_whoever_has_left_slack_is_told_by_e_mail(house: House, error: str) -> None:
    fault = house.slack.fault("error", "conversations.open", error=error)
    alert(house)
    house.deliver()
    assert fault.met.is_set()
    gone = [r for r in rows(house, states=[SENT]) if r.receipt["way"] == "mail"]
    assert len(gone) == 1
    assert not known(house, gone[0].person)
    assert to(house, gone[0].person) in letters(house)[0]
    assert not house.waiting()


def test_a_card_that_slack_will_not_have_goes_by_e_mail(house: House) -> None:
    house.slack.fault("error", "chat.postMessage", times=-1, error="invalid_blocks")
    alert(house)
    house.deliver()
    people = [r for r in rows(house, states=[SENT]) if r.person]
    assert {r.receipt["way"] for r in people} == {"mail"}
    assert all(known(house, r.person) for r in people)
    (channel,) = rows(house, states=[DEAD])
    assert channel.problem == "Slack did not take the card (invalid_blocks)."


def test_where_the_bot_may_not_write_to_people_they_are_told_by_e_mail(
    house: House,
) -> None:
    house.slack.fault("error", "conversations.open", times=-1, error="missing_scope")
    alert(house)
    house.deliver()
    people = [r for r in rows(house, states=[SENT]) if r.person]
    assert {r.receipt["way"] for r in people} == {"mail"}
    assert all(known(house, r.person) for r in people)
    assert not house.waiting()


def test_where_the_bot_may_not_post_an_operator_is_told_what_to_grant(
    house: House,
) -> None:
    house.slack.fault("error", "chat.postMessage", times=-1, error="missing_scope")
    alert(house)
    house.deliver()
    (channel,) = rows(house, states=[DEAD])
    assert "chat:write" in channel.problem


@pytest.mark.parametrize("error", ["invalid_auth", "token_expired", "internal_error"])
def test_trouble_with_the_workspace_is_tried_again(house: House, error: str) -> None:
    fault = house.slack.fault("error", "chat.postMessage", times=-1, error=error)
    alert(house)
    house.deliver()
    waiting = house.waiting()
    assert {r.state for r in waiting} == {QUEUED}
    assert all(r.doubt == (error == "internal_error") for r in waiting)
    fault.end()
    house.pass_time(minutes=1)
    house.deliver()
    assert not house.waiting()
    assert letters(house) == []


def test_a_throttled_place_waits_as_long_as_it_is_told_and_no_other_does(
    house: House,
) -> None:
    house.slack.fault("429", "chat.postMessage", times=1, seconds=40)
    alert(house)
    house.deliver()
    (held,) = house.waiting()
    assert held.attempts == 0
    assert held.try_at is not None
    assert held.try_at - house.clock.now > timedelta(seconds=35)
    house.pass_time(seconds=41)
    house.deliver()
    assert not house.waiting()


def test_a_slack_that_paces_its_channels_gets_every_card(house: House) -> None:
    house.slack.pacing = 1.0
    for _ in range(4):
        alert(house)
    house.deliver()
    assert not house.waiting()
    assert len(in_channel(house)) == 4
    assert rows(house, states=[DEAD]) == []


def test_while_slack_is_down_it_is_not_asked_for_every_card(house: House) -> None:
    house.slack.down = True
    for _ in range(3):
        alert(house)
    house.deliver()
    waiting = len(house.waiting())
    assert waiting > 12
    calls = [c for c in house.slack.calls if c.status == 0]
    assert len(calls) < waiting
    house.slack.down = False
    house.pass_time(minutes=1)
    house.deliver()
    assert not house.waiting()
    assert posted(house)


def test_while_slack_is_down_for_an_hour_everybody_hears_by_e_mail_once(
    house: House,
) -> None:
    slack = house.works.slack
    assert slack is not None
    slack.chat._calling._silences._rest = timedelta()
    house.slack.down = True
    alert(house)
    for _ in range(14):
        house.deliver()
        house.pass_time(minutes=5)
    people = {r.person for r in rows(house) if r.person}
    assert len(letters(house)) == len(people) > 3
    house.slack.down = False
    house.deliver()
    house.pass_time(minutes=6)
    house.deliver()
    assert not house.waiting()
    assert len(letters(house)) == len(people)
    assert len(before(house, "helen")) == 1


def test_nothing_of_a_card_is_in_the_log(house: House) -> None:
    house.slack.fault("error", "chat.postMessage", times=2, error="invalid_blocks")
    house.slack.fault("500", "chat.postMessage", times=2)
    with caught() as written:
        alert(house)
        house.deliver()
    said = written.getvalue()
    assert "delivery.ended" in said
    assert "delivery.failed" in said
    for word in ("helen@", "Ask the other partners", "Zebedee", "safeguarding"):
        assert word not in said
