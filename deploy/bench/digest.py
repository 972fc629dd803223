"""What the morning digests of a whole region cost: all the cards, made at once."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Final

from bot.core.asking import BOT
from bot.counter import Counter
from bot.saying import digest_card
from deploy.bench.partnership import BEGUN, partnership
from deploy.bench.table import Row, machine, table
from deploy.bench.waiting import copy, enrol

ROOT: Final = Path(__file__).parents[2]
PARTNERSHIPS: Final = 150
CASES: Final = 40
AIM: Final = 5.0
"""Seconds."""


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
        copy(desk.store, refs, names, CASES)
        enrol(desk.store, desk.partnership, names, morning)
        start = perf_counter()
        cards = []
        for name in names:
            one = Counter(desk.store, name, desk.shelf, desk.offices)
            with desk.store.reading() as tx:
                cards.append(digest_card(tx, one, BOT, "", morning))
        took = perf_counter() - start
    assert len(cards) == PARTNERSHIPS
    assert all(card.text[0].startswith(f"{CASES} open cases") for card in cards)
    what = f"digest of {PARTNERSHIPS} partnerships with {CASES} open cases each"
    yield Row(what, took, AIM, "s", 1)


if __name__ == "__main__":
    print(machine())
    print(table(rows()))
