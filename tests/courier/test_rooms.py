"""The room of a case: opened once, by role, and in the record; nobody is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.core.events import DeliveryEnded, RoomOpened
from bot.core.faults import read
from bot.core.people import Absence
from bot.gateways import TryLater, Undeliverable
from bot.invented import holder, invented
from bot.shelf import Shelf
from bot.store import Store
from bot.store.outbox import DEAD, DROPPED, SENT
from bot.store.verify import verify
from tests.courier.outside import Pillar, Square, once
from tests.desk.wessex import Wessex

FILES = Path(__file__).parents[1] / "procedures" / "elsewhere"
SALTMARSH = read((FILES / "saltmarsh.toml").read_text(encoding="utf-8"))
PEOPLE = invented(SALTMARSH, "saltmarsh")
MANAGER = holder(PEOPLE, "business-manager").id
HEAD = holder(PEOPLE, "head-of-service").id
DIRECTOR = holder(PEOPLE, "director").id
PLAIN = holder(PEOPLE, "practitioner").id
CHAIR = "business-manager"
CASE = "SAL-2026-001"


@pytest.fixture
def marsh(store: Store, tmp_path: Path, square: Square, pillar: Pillar) -> Wessex:
    return made(store, tmp_path, square, pillar)


def made(store: Store, tmp_path: Path, square: Square, pillar: Pillar) -> Wessex:
    return Wessex(
        store, tmp_path, shelf=Shelf(FILES), people=PEOPLE, chat=square, mail=pillar
    )


def alerted(marsh: Wessex) -> str:
    said = {"harm": "died", "aware-at": "2026-12-18 10:00"}
    return marsh.must(PLAIN, "raise-alert", **said).case


def opened(marsh: Wessex) -> str:
    """A case on which it is decided to notify, after which there is a room."""
    ref = alerted(marsh)
    marsh.must(HEAD, "decide", f"{ref}/agree", choice="notify", note="x")
    return ref


def inside(marsh: Wessex, ref: str) -> list[tuple[str, ...]]:
    """Who was let in, each time that this changed, as the record has it."""
    return [e.people for e in events(marsh, ref) if isinstance(e, RoomOpened)]


def events(marsh: Wessex, ref: str) -> list[object]:
    return [entry.event for entry in marsh.desk.view(ref, MANAGER, marsh.now).journal]


def test_a_room_opens_after_its_step_to_the_roles_it_names(
    marsh: Wessex, square: Square
) -> None:
    ref = alerted(marsh)
    marsh.carry()
    assert square.rooms == {}
    marsh.must(HEAD, "decide", f"{ref}/agree", choice="notify", note="x")
    marsh.carry()
    assert square.rooms == {ref: frozenset({MANAGER, HEAD, DIRECTOR})}
    assert inside(marsh, ref) == [(MANAGER, HEAD, DIRECTOR)]
    card = square.shown[f"square:{ref}/room/{ref.lower()}"]
    assert card.heading == f"{ref}: where it stands"
    assert [item.title for item in card.items] == ["Send the notification"]
    assert marsh.waiting() == 0
    assert verify(marsh.store) == []


def test_the_card_in_the_room_is_drawn_again_as_the_case_changes(
    marsh: Wessex, square: Square
) -> None:
    ref = opened(marsh)
    marsh.carry()
    marsh.must(HEAD, "complete", f"{ref}/notify", on="2026-12-18")
    marsh.carry()
    card = square.shown[f"square:{ref}/room/{ref.lower()}"]
    assert [item.title for item in card.items] == ["Review meeting"]
    assert len([key for key in square.posted if "/room/" in key]) == 1


def test_whoever_is_not_in_the_chat_stops_nothing_and_has_one_letter(
    store: Store, tmp_path: Path, pillar: Pillar
) -> None:
    square = Square(reached=frozenset({"", MANAGER, HEAD}))
    marsh = made(store, tmp_path, square, pillar)
    ref = opened(marsh)
    marsh.carry()
    assert square.rooms == {ref: frozenset({MANAGER, HEAD})}
    assert inside(marsh, ref) == [(MANAGER, HEAD)]
    told = [letter for _, letter in pillar.sent if "without you" in letter.subject]
    assert [letter.to.id for letter in told] == [DIRECTOR]
    # The room is seen to again, and nobody is written to again.
    marsh.must(MANAGER, "conflict", ref, person=HEAD, note="A cousin.")
    marsh.carry()
    assert square.rooms == {ref: frozenset({MANAGER})}
    assert sum("without you" in letter.subject for _, letter in pillar.sent) == 1
    ends = [e for e in events(marsh, ref) if isinstance(e, DeliveryEnded)]
    assert [e.outcome for e in ends if e.key == f"{ref}/room/to/{DIRECTOR}"] == ["sent"]


def test_whoever_takes_no_part_is_taken_out_and_that_is_recorded(
    marsh: Wessex, square: Square
) -> None:
    ref = opened(marsh)
    marsh.carry()
    marsh.must(MANAGER, "conflict", ref, person=DIRECTOR, note="A cousin.")
    marsh.carry()
    assert square.rooms == {ref: frozenset({MANAGER, HEAD})}
    assert inside(marsh, ref) == [(MANAGER, HEAD, DIRECTOR), (MANAGER, HEAD)]


def test_whoever_takes_no_part_is_never_let_in(marsh: Wessex, square: Square) -> None:
    ref = alerted(marsh)
    marsh.must(MANAGER, "conflict", ref, person=DIRECTOR, note="A cousin.")
    marsh.must(HEAD, "decide", f"{ref}/agree", choice="notify", note="x")
    marsh.carry()
    assert square.rooms == {ref: frozenset({MANAGER, HEAD})}


def test_whoever_is_away_is_let_in_beside_whoever_stands_in(
    marsh: Wessex, square: Square
) -> None:
    day = date(2026, 12, 18)
    away = Absence(DIRECTOR, day, day, PLAIN)
    marsh.desk.record_absence(away, MANAGER, marsh.now)
    ref = opened(marsh)
    marsh.carry()
    assert square.rooms == {ref: frozenset({MANAGER, HEAD, DIRECTOR, PLAIN})}


def test_a_room_is_closed_with_its_case_and_says_so(
    marsh: Wessex, square: Square
) -> None:
    ref = opened(marsh)
    marsh.must(HEAD, "complete", f"{ref}/notify", on="2026-12-18")
    marsh.must(
        MANAGER, "arrange", f"{ref}/review", start="2026-12-21 10:00", minutes="60"
    )
    marsh.wait(days=4)
    marsh.must(MANAGER, "held", f"{ref}/review", on="2026-12-21", chaired_by=CHAIR)
    marsh.carry()
    marsh.must(MANAGER, "close", ref, note="Done.")
    marsh.carry()
    assert square.closed == [ref]
    assert square.shown[f"square:{ref}/room/{ref.lower()}"].outcome.startswith(
        "The case was closed"
    )
    assert inside(marsh, ref)[-1] == ()
    assert marsh.waiting() == 0


def test_a_room_that_was_never_said_anything_in_is_closed_all_the_same(
    marsh: Wessex, square: Square
) -> None:
    ref = alerted(marsh)
    marsh.must(HEAD, "decide", f"{ref}/agree", choice="do-not", note="x")
    marsh.must(MANAGER, "close", ref, note="Not for us.")
    marsh.carry()
    assert square.rooms == {}
    assert square.shown.get(f"square:{ref}/room/{ref.lower()}") is None
    assert inside(marsh, ref) == []
    assert marsh.waiting() == 0


def test_a_room_that_nobody_can_be_let_into_is_not_opened(
    store: Store, tmp_path: Path, square: Square, pillar: Pillar
) -> None:
    nobody = replace(
        PEOPLE,
        people=tuple(replace(p, roles=p.roles - {"director"}) for p in PEOPLE.people),
    )
    text = (FILES / "saltmarsh.toml").read_text(encoding="utf-8")
    roles = 'roles = ["business-manager", "head-of-service", "director"]'
    assert roles in text
    (tmp_path / "files").mkdir()
    only = text.replace(roles, 'roles = ["director"]')
    (tmp_path / "files" / "saltmarsh.toml").write_text(only, encoding="utf-8")
    marsh = Wessex(
        store, tmp_path, shelf=Shelf(tmp_path / "files"), people=nobody,
        chat=square, mail=pillar,
    )  # fmt: skip
    opened(marsh)
    marsh.carry()
    assert square.rooms == {}
    rows = marsh.rows(kind="room")
    assert [(r.state, r.problem) for r in rows] == [(DROPPED, "nobody to let in")]


def test_a_room_whose_answer_was_lost_is_opened_once_and_recorded_once(
    store: Store, tmp_path: Path, pillar: Pillar
) -> None:
    square = Square(after=once(OSError("gone"), CASE))
    marsh = made(store, tmp_path, square, pillar)
    ref = opened(marsh)
    for _ in range(3):
        marsh.carry()
        marsh.now += timedelta(minutes=6)
    assert ref == CASE
    assert inside(marsh, ref) == [(MANAGER, HEAD, DIRECTOR)]
    assert len([key for key in square.posted if "/room/" in key]) == 1


def test_a_chat_that_asks_for_patience_gets_it(
    store: Store, tmp_path: Path, pillar: Pillar
) -> None:
    square = Square(before=once(TryLater(30), CASE))
    marsh = made(store, tmp_path, square, pillar)
    ref = opened(marsh)
    marsh.carry()
    marsh.wait(seconds=31)
    marsh.carry()
    assert ref in square.rooms


def test_a_chat_that_cannot_have_rooms_says_why_and_the_case_goes_on(
    store: Store, tmp_path: Path, pillar: Pillar
) -> None:
    why = "The app may not make private channels: it lacks groups:write."
    square = Square(before=lambda key: Undeliverable(why) if key == CASE else None)
    marsh = made(store, tmp_path, square, pillar)
    ref = opened(marsh)
    marsh.carry()
    (row,) = marsh.rows(kind="room")
    assert (row.state, row.problem) == (DEAD, why)
    assert marsh.rows(kind="ask", person=HEAD, states=[SENT])
    assert [r.key for r in marsh.rows(states=[DEAD])] == [row.key]
    assert inside(marsh, ref) == []


def test_a_card_that_was_deleted_from_its_room_keeps_nobody_in_it(
    marsh: Wessex, square: Square
) -> None:
    ref = opened(marsh)
    marsh.carry()
    square.before = once(Undeliverable("deleted"), "square:")
    marsh.must(MANAGER, "conflict", ref, person=DIRECTOR, note="A cousin.")
    marsh.carry()
    assert square.rooms == {ref: frozenset({MANAGER, HEAD})}


def test_where_there_is_no_chat_there_is_no_room_and_no_trouble(
    store: Store, tmp_path: Path, pillar: Pillar
) -> None:
    square = Square(reached=frozenset())
    marsh = made(store, tmp_path, square, pillar)
    opened(marsh)
    marsh.carry()
    (row,) = marsh.rows(kind="room")
    assert (row.state, row.problem) == (DROPPED, "there is no chat to have it in")
    assert not [s for _, s in pillar.sent if "without you" in s.subject]
    assert marsh.waiting() == 0
