"""What the morning digests of a whole region cost: all the cards, made at once.

And what one costs of a partnership with so much open that nobody could read it; and
what it costs to look, in the night, whether it is time for any.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from bot.core.asking import BOT
from bot.counter import Counter
from bot.saying import digest_card
from bot.store import index
from bot.timetable import Timetable
from deploy.bench.partnership import BEGUN, Partnership, partnership
from deploy.bench.table import Row, machine, table
from deploy.bench.waiting import copy, enrol

ROOT: Final = Path(__file__).parents[2]
PARTNERSHIPS: Final = 150
STEPS: Final = 50_000
LOOKS: Final = 20
CASES: Final = 40
AIM: Final = 5.0
ONE: Final = 1.0
LOOK: Final = 50.0
"""Seconds; for all of them, and for one with very much. Milliseconds for a look."""


def rows() -> Iterator[Row]:
    """Measure, and make sure that every card speaks of every case."""
    names = [f"region-{number:03}" for number in range(PARTNERSHIPS)]
    morning = BEGUN + timedelta(days=2)
    with (
        tempfile.TemporaryDirectory(dir=ROOT, prefix=".bench-") as folder,
        partnership(f"sqlite:///{folder}/bench.sqlite") as at_work,
    ):
        desk = at_work.desk
        refs = [at_work.half_way(), at_work.raised()]
        yield _one(at_work, refs, morning)
        copy(at_work.whole, refs, names, CASES)
        enrol(at_work.whole, desk.partnership, names, morning)
        start = perf_counter()
        cards = []
        for name in names:
            one = Counter(at_work.whole, name, desk.shelf, desk.offices)
            with one.store.reading() as tx:
                cards.append(digest_card(tx, one, BOT, "", morning))
        took = perf_counter() - start
        looked = _looked(at_work, morning.replace(hour=3))
    assert len(cards) == PARTNERSHIPS
    assert all(card.text[0].startswith(f"{CASES} open cases") for card in cards)
    what = f"digest of {PARTNERSHIPS} partnerships with {CASES} open cases each"
    yield Row(what, took, AIM, "s", 1)
    what = f"a look in the night whether {PARTNERSHIPS} of them are due"
    yield Row(what, looked, LOOK, "ms", 1)


def _one(at_work: Partnership, refs: list[str], morning: datetime) -> Row:
    """Make the digest of one partnership with very much that is open."""
    with at_work.whole.reading() as tx:
        each = sum(len(index.steps_of(tx, ref)) for ref in refs) / len(refs)
    waiting = copy(at_work.whole, refs, ["much"], round(STEPS / each))
    enrol(at_work.whole, at_work.desk.partnership, ["much"], morning)
    desk = at_work.desk
    one = Counter(at_work.whole, "much", desk.shelf, desk.offices)
    start = perf_counter()
    with one.store.reading() as tx:
        card = digest_card(tx, one, BOT, "", morning)
    took = perf_counter() - start
    assert "did not fit" in card.text[1]
    return Row(f"digest of one with {waiting:,} open steps", took, ONE, "s", 1)


def _looked(at_work: Partnership, night: datetime) -> float:
    """Look again and again whether it is time; the median in milliseconds."""
    shelf, offices = at_work.desk.shelf, at_work.desk.offices

    def desk(name: str) -> Counter:
        return Counter(at_work.whole, name, shelf, offices)

    timetable, times = Timetable(at_work.whole, desk), []
    for _ in range(LOOKS):
        start = perf_counter()
        assert not timetable.digests(night)
        times.append(perf_counter() - start)
    return median(times) * 1_000


if __name__ == "__main__":
    print(machine())
    print(table(rows()))
