"""A calendar that is slow does not keep chat waiting."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from typing_extensions import override

from bot.gateways import Gathering
from bot.store import Store
from bot.store.outbox import LEASED, QUEUED, SENT
from tests.courier.conftest import ASKED
from tests.courier.outside import Pillar, Square, always
from tests.courier.test_at_once import broad, turned
from tests.courier.wall import Wall
from tests.desk.wessex import Wessex


@dataclass
class SlowWall(Wall):
    """A shared calendar that takes its time, until a test lets it go."""

    gate: asyncio.Event = field(default_factory=asyncio.Event)
    begun: int = 0

    @override
    async def put(
        self, gathering: Gathering, receipt: str | None, key: str, at: datetime
    ) -> str:
        self.begun += 1
        await self.gate.wait()
        return await super().put(gathering, receipt, key, at)


def test_a_slow_calendar_does_not_have_every_hand(
    asked_store: Store, tmp_path: Path, square: Square, pillar: Pillar
) -> None:
    wall = SlowWall()
    wessex = Wessex(asked_store, tmp_path, chat=square, mail=pillar, shared=wall)
    for start in ("2027-01-05 10:00", "2027-01-05 11:00"):
        about = f"{ASKED}/rapid-review"
        wessex.must("joan", "arrange", about, when="another", start=start, minutes="60")
    wessex.must("joan", "correct", f"{ASKED}/aware", value="2026-12-17", note="Sooner.")
    courier, before = broad(wessex, width=2), redrawings(wessex)

    def told() -> list[str]:
        return [c.heading for c in square.shown.values() if "corrected" in c.heading]

    async def play() -> None:
        await turned(courier, lambda: wall.begun)
        assert not wall.put_under
        await turned(courier, told)
        assert not wall.put_under, "chat goes on"
        await turned(courier, lambda: redrawings(wessex) > before)
        wall.gate.set()
        await turned(courier, wall.live)
        await courier.finish()

    asyncio.run(play())
    assert len(wall.live()) == 1


def test_a_calendar_that_hangs_does_not_keep_the_program_from_ending(
    asked_store: Store, tmp_path: Path, square: Square, pillar: Pillar
) -> None:
    wall = SlowWall()
    wessex = Wessex(asked_store, tmp_path, chat=square, mail=pillar, shared=wall)
    about = f"{ASKED}/rapid-review"
    wessex.must(
        "joan", "arrange", about, when="another", start="2027-01-05 10:00", minutes="60"
    )

    async def end() -> float:
        courier = broad(wessex, width=2)
        courier._soon = 0.01
        await turned(courier, lambda: wall.begun)
        began = asyncio.get_running_loop().time()
        await courier.finish()
        return asyncio.get_running_loop().time() - began

    assert asyncio.run(end()) < 5
    assert [r.place for r in wessex.rows(states=[LEASED])] == ["shared/rapid-review"]
    wall.gate = asyncio.Event()
    wall.gate.set()
    wessex.wait(minutes=2)
    wessex.carry()
    assert len(wall.live()) == 1


def test_a_letter_that_no_mailbox_takes_holds_up_no_card(
    asked_store: Store, tmp_path: Path, square: Square, pillar: Pillar
) -> None:
    wessex = Wessex(asked_store, tmp_path, chat=square, mail=pillar)
    pillar.before = always(OSError, "/joan")
    about = f"{ASKED}/rapid-review"
    wessex.must("joan", "arrange", about, start="2027-01-05 10:00", minutes="60")
    wessex.must("joan", "correct", f"{ASKED}/aware", value="2026-12-17", note="Sooner.")
    wessex.carry()
    assert [r.kind for r in wessex.rows(person="joan", states=[QUEUED])] == ["invite"]
    assert [r.state for r in wessex.rows(person="joan", kind="moved")] == [SENT]


def redrawings(wessex: Wessex) -> int:
    return sum(bool(row.attempts) for row in wessex.rows(kind="redraw"))
