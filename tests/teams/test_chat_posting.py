"""Cards in Teams: where they go, what they carry, and how they are changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.core.cards import Button, Card, Item
from bot.gateways import NotHere, Undeliverable
from bot.store import outbox
from bot.store.outbox import SENT, Delivery
from bot.tables import outbox as table
from integrations.teams.chat import read_receipt, receipt_of
from tests.teams.fake import FakeMicrosoft
from tests.teams.fake_things import Conversation, Json, User, texts
from tests.teams.outgoing import Outgoing, came_from, to

DUE = Card("WVX-2026-001 is due", case="WVX-2026-001")
ASKS = Card("WVX-2026-001 is due", buttons=(Button("Sign", "sign", "WVX-2026-001/x"),))
OPENS = Card("All is well", buttons=(Button("Open", "open", "WVX-2026-001"),))


@pytest.fixture
def out(ms: FakeMicrosoft, sqlite_url: str, amina: User) -> Iterator[Outgoing]:
    with Outgoing(ms, sqlite_url).at_work() as made:
        made.name({"amina": amina})
        made.came(came_from(ms, amina, ms.personal(amina)))
        yield made


@pytest.fixture
def channel(out: Outgoing, ms: FakeMicrosoft, amina: User) -> Conversation:
    """The channel of the digest, in a team that the app is in."""
    team = ms.team("Wessex", amina)
    made = ms.channel(team, "Safeguarding")
    out.came(came_from(ms, amina, ms.conversations[team.id]))
    out.run(out.learning.teams())
    return made


def post(out: Outgoing, card: Card, key: str = "k/1", **where: str) -> str:
    return out.run(out.chat.post(to(out.roster, **where), card, key, out.clock()))


def cards(ms: FakeMicrosoft, place: Conversation) -> list[Json]:
    return [one.card or {} for one in ms.posted(place)]


def test_a_card_for_somebody_stands_in_their_own_chat(
    out: Outgoing, ms: FakeMicrosoft, amina: User
) -> None:
    chat = ms.personal(amina)
    receipt = post(out, ASKS, person="amina")
    posted = ms.posted(chat)
    assert receipt == receipt_of(ms.home, chat.id, posted[0].id)
    assert read_receipt(receipt) == (ms.home, chat.id, posted[0].id)
    assert "WVX-2026-001 is due" in texts(posted[0].card)
    assert "text" not in posted[0].activity
    assert "refresh" not in cards(ms, chat)[0]


def test_a_card_for_everybody_stands_in_the_channel_and_is_drawn_for_each(
    out: Outgoing, ms: FakeMicrosoft, amina: User, channel: Conversation
) -> None:
    assert out.chat.reaches(out.of, "")
    post(out, ASKS, channel="safeguarding")
    refresh = cards(ms, channel)[0]["refresh"]
    assert refresh["userIds"] == [amina.mri]
    assert refresh["action"]["data"] == {
        "act": [out.of, "refresh", ""],
        "key": "k/1",
    }


@pytest.mark.parametrize("card", [DUE, OPENS])
def test_a_card_that_asks_nobody_is_the_same_for_everybody(
    out: Outgoing, ms: FakeMicrosoft, channel: Conversation, card: Card
) -> None:
    post(out, card, channel="safeguarding")
    assert "refresh" not in cards(ms, channel)[0]


def test_an_item_that_asks_is_drawn_for_each_too(
    out: Outgoing, ms: FakeMicrosoft, channel: Conversation
) -> None:
    card = Card("Today", items=(Item("WVX-2026-001", buttons=ASKS.buttons),))
    post(out, card, channel="safeguarding")
    assert "refresh" in cards(ms, channel)[0]


def test_a_card_is_changed_where_it_is_reached_now(
    out: Outgoing, ms: FakeMicrosoft, amina: User
) -> None:
    chat = ms.personal(amina)
    receipt = post(out, DUE, person="amina")
    out.came(came_from(ms, amina, chat, serviceUrl=ms.service_url("uk")))
    out.run(out.chat.update(receipt, Card("WVX-2026-001 is done"), out.clock()))
    assert "WVX-2026-001 is done" in texts(cards(ms, chat)[0])
    assert ms.called("update")[0].service == ms.service_url("uk").rstrip("/")


def test_a_changed_card_is_still_drawn_for_each(
    out: Outgoing, ms: FakeMicrosoft, channel: Conversation
) -> None:
    card = Card(ASKS.heading, buttons=ASKS.buttons, case="WVX-2026-001")
    receipt = post(out, card, channel="safeguarding")
    sent = Delivery(
        key="k/1",
        partnership=out.of,
        kind="due",
        not_before=out.clock(),
        case_ref="WVX-2026-001",
        place="safeguarding",
        state=SENT,
        receipt={"receipt": receipt},
    )
    kept(out, sent)
    out.run(out.chat.update(receipt, card, out.clock()))
    data = cards(ms, channel)[0]["refresh"]["action"]["data"]
    assert data == {"act": [out.of, "refresh", "WVX-2026-001"], "key": "k/1"}


def kept(out: Outgoing, row: Delivery) -> None:
    """Have the record hold a delivery that has gone."""
    with out.store.writing() as tx:
        outbox.enqueue(tx, [row], out.clock())
        tx.execute(table.update().values(state=SENT, receipt=dict(row.receipt)))


def test_a_card_that_somebody_took_away_is_not_changed(
    out: Outgoing, ms: FakeMicrosoft, amina: User
) -> None:
    receipt = post(out, DUE, person="amina")
    ms.posted(ms.personal(amina))[0].deleted = True
    with pytest.raises(Undeliverable):
        out.run(out.chat.update(receipt, DUE, out.clock()))


@pytest.mark.parametrize("receipt", ["teams/a/b/", "teams/a", "slack/T/C/1"])
def test_what_is_no_card_in_teams_is_not_changed(out: Outgoing, receipt: str) -> None:
    with pytest.raises(Undeliverable):
        out.run(out.chat.update(receipt, DUE, out.clock()))


def test_a_second_copy_says_that_it_may_be_one(
    out: Outgoing, ms: FakeMicrosoft, amina: User
) -> None:
    place = to(out.roster, "amina")
    assert out.run(out.chat.find(place, "k/1")) is None
    post(out, DUE, person="amina")
    post(out, DUE, "k/2", person="amina")
    first, second = (" ".join(texts(one)) for one in cards(ms, ms.personal(amina)))
    assert "may be a repeat" in first
    assert "may be a repeat" not in second


def test_somebody_who_has_no_id_in_teams_is_not_here(out: Outgoing) -> None:
    with pytest.raises(NotHere):
        post(out, DUE, person="helen")


def test_an_unknown_channel_says_what_to_do(out: Outgoing) -> None:
    assert out.chat.reaches(out.of, "")
    assert not out.chat.reaches("", "")
    with pytest.raises(Undeliverable, match="Add the app to the team"):
        post(out, DUE, channel="safeguarding")


def test_a_channel_that_was_found_is_remembered(
    out: Outgoing, ms: FakeMicrosoft, amina: User, channel: Conversation
) -> None:
    post(out, DUE, channel="safeguarding")
    another = ms.team("Another", amina)
    ms.channel(another, "Safeguarding")
    out.came(came_from(ms, amina, ms.conversations[another.id]))
    out.run(out.learning.teams())
    post(out, DUE, "k/2", channel="safeguarding")
    assert len(ms.posted(channel)) == 2
