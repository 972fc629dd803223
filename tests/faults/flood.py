"""Very many deliveries through an outside that fails, and kills on the way."""

from __future__ import annotations

import asyncio
import signal
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Final

from bot import invented
from bot.core.press import Press
from bot.store import Store, outbox
from bot.store.outbox import SENT, Delivery
from bot.vault import Vault
from tests.faults.invariants import (
    lines_are_in_order,
    nothing_is_seen_twice,
    rows_have_an_end,
    seals_are_whole,
    what_was_sent_was_seen,
)
from tests.faults.people import PROCEDURES, partnership, settle_in
from tests.faults.points import SECRET
from tests.faults.record import Record
from tests.faults.wire import askable, in_chat
from tests.faults.world import Plan, World, world
from tests.stories.filling import filled

RATES: Final = {"429": 0.05, "500": 0.03, "done-500": 0.01, "dropped": 0.005}
"""How the outside answers, when it does not simply say yes."""
_CASES: Final = 10
"""Alerts in each partnership, that what is delivered is about."""
_LOOK: Final = 0.25
_MOST: Final = 400
"""Seconds after which it is taken that it never ends."""
_NEARLY: Final = 0.99


@dataclass(frozen=True, slots=True)
class Flooded:
    """What came of a flood.

    Attributes:
        rate: Deliveries settled in a second, until all but a hundredth were.
        lost: How many nobody saw, or never ended.
        doubled: How many somebody saw twice where the outside can be asked.
        repeats: How many came twice elsewhere, and say that they may have.
        faults: Everything that is not as it must be.
    """

    rate: float
    seconds: float
    lost: int
    doubled: int
    repeats: int
    faults: tuple[str, ...]


async def flooded(plan: Plan, total: int, kills: int) -> Flooded:
    """Queue deliveries, have them carried, and kill whoever carries them."""
    wide = replace(plan, names=tuple(PROCEDURES), rates=RATES)
    prepared(wide, total)
    async with world(wide) as its:
        chance, loop = Random(f"{plan.seed}/flood"), asyncio.get_running_loop()
        for bot in its.bots:
            await its.working(bot)
        begun, at, most = loop.time(), 0.0, its.waiting()
        marks = [most * (n + chance.random()) / (kills + 1) for n in range(kills)]
        while (left := its.waiting()) and loop.time() < begun + _MOST:
            done = most - left
            if marks and done > marks[0]:
                marks.pop(0)
                chance.choice(its.bots).signal(signal.SIGKILL)
            if done > most * _NEARLY and not at:
                at = loop.time() - begun
            if done > most * _NEARLY and not marks:
                its.clock.move(timedelta(seconds=20))
            await asyncio.sleep(_LOOK)
        return judged(its, total, at or loop.time() - begun, loop.time() - begun)


def prepared(plan: Plan, total: int) -> None:
    """Raise some alerts in each partnership, and queue many cards about them."""
    store = Store(plan.url, Vault(SECRET))
    settle_in(store, plan.names, plan.begins)
    record = Record(store, plan.begins)
    shares = [total // len(plan.names)] * len(plan.names)
    for name, share in zip(plan.names, shares, strict=True):
        desk, by = record.desk(name), _raiser(name)
        form = desk.asks("raise-alert", "", by, plan.begins)
        assert form is not None
        given = filled(form.questions, {}, plan.begins)
        refs = [
            desk.take(
                Press(by, "raise-alert", "", f"flood/{name}/{number}", given),
                plan.begins,
            ).case
            for number in range(_CASES)
        ]
        people = [one.id for one in partnership(name).people if in_chat(one.id)]
        with store.writing() as tx:
            (first,) = [
                row
                for row in outbox.find(tx, case_ref=refs[0], kind="raised")
                if row.role and row.key.endswith("/1")
            ]
            rows = (
                _card(first, refs[n % _CASES], people[n % len(people)], n)
                for n in range(share)
            )
            outbox.enqueue(tx, rows, plan.begins)
    store.close()


def _raiser(name: str) -> str:
    return invented.holder(partnership(name), "practitioner").id


def _card(first: Delivery, ref: str, person: str, number: int) -> Delivery:
    """Make one more card like the first, for one person, about one case."""
    whose = replace(first, key=f"{ref}/flood/{number}", case_ref=ref)
    lane = f"chat/{first.partnership}/{person}"
    return whose.child(person, lane, person=person)


def judged(its: World, total: int, at: float, seconds: float) -> Flooded:
    """Count what was lost and what was doubled."""
    record = its.people.filled_record()
    record.saw(its.plan.folder / "seen")
    record.now = its.clock.now()
    states = Counter(row.state for row in record.rows() if "/flood/" in row.key)
    unseen = list(what_was_sent_was_seen(record))
    doubled = list(nothing_is_seen_twice(record))
    copies = Counter(one.key for one in record.seen if not askable(one.place))
    faults = (
        *rows_have_an_end(record),
        *unseen,
        *doubled,
        *lines_are_in_order(record),
        *seals_are_whole(record),
    )
    return Flooded(
        rate=total * _NEARLY / at,
        seconds=seconds,
        lost=total - states[SENT] + len(unseen),
        doubled=len(doubled),
        repeats=sum(count - 1 for count in copies.values() if count > 1),
        faults=faults,
    )
