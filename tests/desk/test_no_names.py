"""A child's name typed in every field appears nowhere but where it is read."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typing_extensions import override

from bot.core.cards import Card
from bot.counter import Counter
from bot.desk import Opened
from bot.gateways import Place, Room
from bot.store import Store, Transaction
from bot.vault import Vault
from tests.conftest import SECRET
from tests.desk.walk import CHILD, steps, walked
from tests.desk.wessex import ALERT, Wessex, everything, london
from tests.log_lines import caught

NAMES = CHILD.split()


def mentions(text: str) -> bool:
    return any(name.lower() in text.lower() for name in NAMES)


def rows(store: Store) -> str:
    """Everything that is stored, as anybody with the database would read it."""
    return repr({k: v for k, v in everything(store).items() if k != "procedures"})


def week(wessex: Wessex) -> None:
    """Let a fortnight go by, with nudges, digests and what is late."""
    for _ in range(14 * 4):
        wessex.wait(hours=6)
        wessex.timetable.tick(wessex.now)
        wessex.carry()


def test_a_whole_case_names_nobody(wessex: Wessex, tmp_path: Path) -> None:
    with caught() as log:
        for step, about, said in steps(wessex, CHILD):
            wrong = press_wrongly(wessex, step.does, about, said)
            assert not mentions(repr(wrong))
            wessex.carry()
        week(wessex)
        wessex.desk.deadlines("joan", wessex.now)
        wessex.desk.mine("joan", wessex.now)
    assert log.lines()
    assert not mentions(log.getvalue())
    assert not mentions(rows(wessex.store))
    letters = [p for p in tmp_path.rglob("*") if p.is_file() and "mail" in str(p)]
    assert len(letters) > 5
    for letter in letters:
        assert not mentions(letter.name)
        assert not mentions(letter.read_text(encoding="utf-8"))


def press_wrongly(wessex: Wessex, does: str, about: str, said: dict[str, Any]) -> Any:
    """The same press by somebody whose it is not: refused, and says no name."""
    return wessex.press("noor", does, about, **said) if does != "raise-alert" else ""


def test_no_byte_of_the_database_file_names_anybody(
    sqlite_url: str, tmp_path: Path
) -> None:
    store = Store(sqlite_url, Vault(SECRET))
    wessex = Wessex(store, tmp_path)
    said = {"where": CHILD, "child-1-name": CHILD}
    wessex.desk.keep_draft("", "amina", "raise-alert", "", said, wessex.now)
    walked(wessex)
    wessex.carry()
    files = list(tmp_path.glob("dayzero.sqlite*"))
    held = b"".join(file.read_bytes() for file in files).lower()
    store.close()
    assert len(held) > 100_000
    for name in NAMES:
        assert name.lower().encode() not in held
        assert name.lower().encode("utf-16-le") not in held


class Failing:
    """A chat that fails in a way that repeats what it was given."""

    def reaches(self, partnership: str, person: str) -> bool:
        return True

    async def post(self, place: Place, card: Card, key: str, at: Any) -> str:
        raise RuntimeError(repr((place, card, key, CHILD)))

    async def update(self, receipt: str, card: Card, at: Any) -> None:
        raise RuntimeError(CHILD)

    async def find(self, place: Place, key: str) -> str | None:
        return None

    async def room(
        self, partnership: str, ref: str, people: tuple[str, ...], at: Any
    ) -> Room:
        raise RuntimeError(repr((people, CHILD)))

    async def close_room(self, partnership: str, ref: str, at: Any) -> None:
        raise RuntimeError(CHILD)


def test_an_exception_from_outside_names_nobody(store: Store, tmp_path: Path) -> None:
    wessex = Wessex(store, tmp_path, chat=Failing())
    with caught() as log:
        walked(wessex)
        for _ in range(12):
            wessex.carry()
            wessex.now += timedelta(minutes=6)
    assert not mentions(repr(wessex.desk.deadlines("joan", wessex.now)))
    assert [row for row in wessex.rows() if row.state == "dead"]
    assert not mentions(log.getvalue())
    assert not mentions(rows(store))


def test_a_crash_at_the_desk_logs_and_keeps_no_name(wessex: Wessex) -> None:
    class Broken(Counter):
        @override
        def reindex(
            self, tx: Transaction, opened: Opened, *, steps: bool = True
        ) -> None:
            raise RuntimeError(CHILD)

    wessex.desk = Broken(
        wessex.store, wessex.partnership, wessex.shelf, wessex.desk.offices
    )
    before = everything(wessex.store)
    said = {**ALERT, "what-happened": CHILD}
    with caught() as log, pytest.raises(RuntimeError):
        wessex.press("amina", "raise-alert", **said)
    assert not mentions(log.getvalue())
    assert everything(wessex.store) == before


def test_a_digest_names_nobody(wessex: Wessex) -> None:
    walked(wessex)
    wessex.now = london("2026-12-21 08:30")
    wessex.timetable.tick(wessex.now)
    asyncio.run(wessex.courier.deliver())
    card = wessex.channel()[-1]
    assert card.heading.startswith("Monday 21 December 2026")
    assert not mentions(repr(card))
