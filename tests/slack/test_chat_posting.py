"""Cards in Slack: where they go, how they hang together, and how they change."""

from __future__ import annotations

import itertools
from typing import Any

from bot.core.cards import Card
from bot.core.press import Press
from bot.gateways import Place
from bot.store import accounts, outbox, rooms
from bot.store.outbox import DEAD, SENT, Delivery
from tests.desk.wessex import ALERT
from tests.slack.fake_world import Message
from tests.slack.house import House

_CAUSES = itertools.count(1)


def press(house: House, by: str, does: str, about: str = "", **answers: Any) -> str:
    """Do something at the desk; returns the case."""
    cause = f"test/{next(_CAUSES)}"
    desk = house.works.desk(house.people.partnership)
    answer = desk.handle(Press(by, does, about, cause, answers), house.clock.now)
    assert not answer.code, answer
    return answer.case


def alert(house: House) -> str:
    raised = {"aware-at": "2026-11-27 09:00", "incident-day": "2026-11-26"}
    return press(house, "amina", "raise-alert", **{**ALERT, **raised})


def sooner(house: House, ref: str) -> None:
    press(house, "joan", "correct", f"{ref}/aware", value="2026-11-26", note="Sooner.")


def before(house: House, person: str) -> list[Message]:
    """What stands in somebody's direct messages, the oldest first."""
    email = next(p.email for p in house.people.people if p.id == person)
    user = house.slack.user_by_email(house.workspace.id, email)
    assert user is not None
    return house.slack.posted(house.slack.direct(house.workspace.id, user.id).id)


def in_channel(house: House) -> list[Message]:
    (channel,) = (
        c for c in house.slack.channels.values() if c.name == house.people.channel
    )
    return house.slack.posted(channel.id)


def rows(house: House, **wanted: Any) -> list[Delivery]:
    with house.works.store.reading() as tx:
        return outbox.find(tx, **wanted)


def letters(house: House) -> list[str]:
    """Everything that went by e-mail, as it was sent."""
    folder = house.works.settings.mail_folder
    return [file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.eml"))]


def posted(house: House) -> list[dict[str, Any]]:
    return [dict(call.args) for call in house.slack.called("chat.postMessage")]


def test_a_card_carries_its_key_where_only_programs_see_it(house: House) -> None:
    alert(house)
    house.deliver()
    (row,) = rows(house, kind="ask", person="helen")
    (message,) = before(house, "helen")
    assert message.metadata == {
        "event_type": "dayzero_card",
        "event_payload": {"key": row.key},
    }
    receipt = f"slack/{house.workspace.id}/{message.channel}/{message.ts}"
    known = {name: row.receipt[name] for name in ("receipt", "way")}
    assert known == {"receipt": receipt, "way": "chat"}
    assert row.key not in message.text


def test_what_a_person_hears_of_one_case_is_one_thread(house: House) -> None:
    first, second = alert(house), alert(house)
    house.deliver()
    sooner(house, first)
    house.deliver()
    *begun, moved = before(house, "helen")
    # Two cases wait for nothing of each other, so either may be told of first.
    of_first, of_second = sorted(begun, key=lambda message: message.text)
    assert of_first.thread_ts == of_second.thread_ts == ""
    assert first in of_first.text
    assert second in of_second.text
    assert moved.thread_ts == of_first.ts


def test_a_card_in_a_thread_that_asks_for_something_is_not_overlooked(
    house: House,
) -> None:
    ref = alert(house)
    house.deliver()
    sooner(house, ref)
    press(
        house, "helen", "decide", f"{ref}/consult-partners", choice="agreed", note="x"
    )
    house.deliver()
    _, *later = before(house, "helen")
    shown = {m.text.splitlines()[0]: m for m in later}
    assert len(shown) == 2
    replies = [args for args in posted(house) if args.get("thread_ts")]
    broadcast = {
        args["text"].splitlines()[0]: str(args["reply_broadcast"]).lower()
        for args in replies
        if args["channel"] == later[0].channel
    }
    assert sorted(broadcast.values()) == ["false", "true"]


def test_a_thread_whose_first_card_was_deleted_begins_anew(house: House) -> None:
    ref = alert(house)
    house.deliver()
    before(house, "helen")[0].deleted = True
    sooner(house, ref)
    house.deliver()
    (message,) = before(house, "helen")
    assert message.thread_ts == ""
    assert rows(house, states=[DEAD]) == []


def test_direct_messages_are_opened_once_and_remembered(house: House) -> None:
    ref = alert(house)
    house.deliver()
    sooner(house, ref)
    house.deliver()
    opened = [call.args["users"] for call in house.slack.called("conversations.open")]
    assert opened
    assert len(opened) == len(set(opened))
    with house.works.store.reading() as tx:
        helen = accounts.of_person(tx, "slack", house.people.partnership, "helen")
    assert helen is not None
    assert helen.address["channel"] == before(house, "helen")[0].channel


def test_a_line_of_direct_messages_that_is_gone_is_opened_again(house: House) -> None:
    ref = alert(house)
    house.deliver()
    house.slack.fault("error", "chat.postMessage", error="channel_not_found")
    sooner(house, ref)
    house.deliver()
    assert rows(house, states=[DEAD]) == []
    assert not house.waiting()
    assert len(before(house, "helen")) == 2


def test_the_channel_is_looked_up_once_by_its_name(house: House) -> None:
    for _ in range(2):
        alert(house)
        house.deliver()
    assert len(in_channel(house)) == 2
    assert len(house.slack.called("conversations.list")) == 1
    with house.works.store.reading() as tx:
        room = rooms.get(tx, "slack", house.people.partnership, house.people.channel)
    assert room is not None
    assert room.channel == in_channel(house)[0].channel


def test_a_channel_on_a_later_page_is_found(house: House) -> None:
    for number in range(700):
        house.slack.room(house.workspace.id, f"room-{number}", house.workspace.bot_user)
    moved = [c for c in house.slack.channels.values() if c.name == "safeguarding"]
    for channel in moved:
        del house.slack.channels[channel.id]
        house.slack.channels[channel.id] = channel
    alert(house)
    house.deliver()
    assert len(in_channel(house)) == 1


def test_where_channels_may_not_be_listed_the_name_serves_and_the_id_is_kept(
    house: House,
) -> None:
    house.slack.fault("error", "conversations.list", times=-1, error="missing_scope")
    for _ in range(2):
        alert(house)
        house.deliver()
    assert len(in_channel(house)) == 2
    to = [args["channel"] for args in posted(house)]
    assert to.count("#safeguarding") == 1
    assert len(house.slack.called("conversations.list")) == 2


def test_a_channel_that_was_made_anew_is_looked_up_again(house: House) -> None:
    alert(house)
    house.deliver()
    (old,) = (c for c in house.slack.channels.values() if c.name == "safeguarding")
    old.archived, old.name = True, "safeguarding-old"
    house.slack.room(house.workspace.id, "safeguarding", house.workspace.bot_user)
    alert(house)
    house.deliver()
    assert len(in_channel(house)) == 1
    assert rows(house, states=[DEAD]) == []


def test_a_channel_that_nobody_let_the_bot_into_is_told_to_an_operator(
    house: House,
) -> None:
    for channel in house.slack.channels.values():
        channel.members.discard(house.workspace.bot_user)
    alert(house)
    house.deliver()
    (row,) = rows(house, states=[DEAD])
    assert row.place == house.people.channel
    assert "invite" in row.problem.casefold()
    for channel in house.slack.channels.values():
        channel.members.add(house.workspace.bot_user)
    with house.works.store.writing() as tx:
        outbox.revive(tx, row.key, house.clock.now)
    house.deliver()
    assert len(in_channel(house)) == 1


def test_a_change_is_drawn_on_the_cards_that_stand_there(house: House) -> None:
    ref = alert(house)
    house.deliver()
    press(
        house, "helen", "decide", f"{ref}/consult-partners", choice="agreed", note="x"
    )
    house.deliver()
    first = before(house, "helen")[0]
    assert first.before
    assert "helen" not in first.text
    acts = [e["action_id"] for b in first.blocks for e in b.get("elements", ())]
    assert all(act.startswith("press/open") for act in acts)


def test_a_card_that_was_deleted_is_not_drawn_again(house: House) -> None:
    ref = alert(house)
    house.deliver()
    before(house, "helen")[0].deleted = True
    press(
        house, "helen", "decide", f"{ref}/consult-partners", choice="agreed", note="x"
    )
    house.deliver()
    assert {r.state for r in rows(house, kind="redraw")} == {SENT}


def test_the_digest_comes_once_on_its_hour_in_the_channel(house: House) -> None:
    house.tick()
    assert len(in_channel(house)) == 1
    house.tick()
    house.pass_time(hours=2)
    house.tick()
    assert len(in_channel(house)) == 1
    assert "27 November 2026" in in_channel(house)[0].text


def test_a_channel_given_by_its_id_needs_no_looking_up(house: House) -> None:
    chat = house.works.slack.chat if house.works.slack else None
    assert chat is not None
    known = next(c for c in house.slack.channels.values() if c.name == "safeguarding")
    place = Place(house.people.partnership, known.id)
    receipt = house.do(chat.post(place, Card("It is due"), "k/1", house.clock.now))
    assert receipt.startswith(f"slack/{house.workspace.id}/{known.id}/")
    assert not house.slack.called("conversations.list")
