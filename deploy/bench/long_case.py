"""What anything costs on a case of 2,000 entries, against one of half a hundred.

Both are half-way through the same procedure, at the same step. The long one was
brought there by ten weeks of what makes a case long: reports written again, signed and
sent back, snoozes, actions of a plan, and, most of all, how every message ended. The
two take turns, so that a machine that is busy is as busy for both.

A press is measured warm, on a case that this program pressed on before; after another
replica wrote some entries; and cold, by a program that has never read the case.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from bot import standing_cards
from bot.core.asking import BOT
from bot.core.events import DeliveryEnded
from bot.counter import Counter
from bot.store import index, journal, outbox
from bot.store.opening import recent_of
from bot.store.outbox import QUEUED, SENT
from bot.tables import outbox as table_of_outbox
from deploy.bench.partnership import Partnership, partnership
from deploy.bench.table import Row, machine, table
from integrations.web import case_record

ROOT: Final = Path(__file__).parents[2]
LONG: Final = 2_000
ROUNDS: Final = 40
COLD: Final = 12
TIMES: Final = 2.0
_HEARERS: Final = ("ruth", "helen", "joan")
_ACTS: Final = 7
_MESSAGES: Final = 6
"""How many entries another replica makes of deliveries between two presses."""


def rows() -> Iterator[Row]:
    """Measure on both cases in turn."""
    with (
        tempfile.TemporaryDirectory(dir=ROOT, prefix=".bench-") as folder,
        partnership(f"sqlite:///{folder}/bench.sqlite") as at_work,
    ):
        # Each act has a short case of its own, which would else be long in the end.
        short = [at_work.half_way() for _ in range(_ACTS)]
        long = at_work.half_way()
        grow(at_work, long)
        yield from _measured(at_work, short, long)


def grow(at_work: Partnership, ref: str, entries: int = LONG) -> None:
    """Let things happen on a case until its journal is as long as that."""
    n = 0
    while _length(at_work, ref) < entries - 10:
        n += 1
        about = at_work.report(ref)
        if n % 4 == 0:
            at_work.press("ruth", "send-back", about, note="More.")
        else:
            at_work.sign("ruth", about)
        if n % 5 == 0:
            _snooze(at_work, ref, n)
        if n % 20 == 0:
            _plan(at_work, ref)
        deliver(at_work, ref)
    at_work.sign("ruth", at_work.report(ref))


def deliver(at_work: Partnership, ref: str) -> None:
    """Record that everything was sent that waits to be, to three people each."""
    with at_work.desk.store.writing() as tx:
        waiting = outbox.find(tx, case_ref=ref, states=(QUEUED,))
        children = [
            row.child(who, f"person/{who}", person=who)
            for row in waiting
            if row.kind != "redraw"
            for who in _HEARERS
        ]
        outbox.enqueue(tx, children, at_work.now)
        ended = {"state": SENT, "try_at": None, "settled_at": at_work.now}
        theirs = (table_of_outbox.c.case_ref == ref) & (
            table_of_outbox.c.try_at.is_not(None)
        )
        tx.execute(table_of_outbox.update().where(theirs).values(ended))
    for child in children:
        beside(at_work, ref, child.key)


def beside(at_work: Partnership, ref: str, key: str) -> None:
    """Record how one delivery ended, as a courier of another replica does."""
    with at_work.desk.store.writing() as tx:
        ended = (DeliveryEnded(key, SENT),)
        whose, cause = at_work.desk.partnership, f"courier/{key}/1"
        made = journal.append(
            tx, whose, ref, ended, at=at_work.now, by=BOT, cause=cause
        )
        index.move_head(tx, ref, made[-1].n, made[-1].seal)


def _snooze(at_work: Partnership, ref: str, n: int) -> None:
    until = at_work.now.date() + timedelta(days=1 + n % 3)
    about = f"{ref}/briefing-reports"
    at_work.press("joan", "snooze", about, until=until.isoformat(), note="Busy.")


def _plan(at_work: Partnership, ref: str) -> None:
    given = {"sheet": "rapid-review", "owner": "head-of-qa", "due": "2027-03-01"}
    at_work.press("joan", "add-action", ref, note="A visit.", **given)


def _length(at_work: Partnership, ref: str) -> int:
    with at_work.desk.store.reading() as tx:
        row = index.case(tx, ref)
    assert row
    return row.head_n


def _measured(at_work: Partnership, short: list[str], long: str) -> Iterator[Row]:
    """Do everything on a long case and on a short one in turn; take the medians."""
    lengths = tuple(_length(at_work, ref) for ref in (long, short[0]))
    acts: dict[str, Callable[[str], float]] = {
        "press, cold": lambda ref: _cold(at_work, ref),
        "press": lambda ref: _press(at_work, ref),
        "press after another replica's entries": lambda ref: _after(at_work, ref),
        "snooze": lambda ref: _timed(lambda: _snooze(at_work, ref, 1)),
        "card": lambda ref: _timed(lambda: _card(at_work.desk, at_work, ref)),
        "tick": lambda ref: _timed(lambda: at_work.nudge(ref)),
        "page": lambda ref: _timed(lambda: _page(at_work, ref)),
    }
    for (what, act), little in zip(acts.items(), short, strict=True):
        taken: dict[str, list[float]] = {little: [], long: []}
        for _ in range(COLD if "cold" in what else ROUNDS):
            for ref, times in taken.items():
                times.append(act(ref))
        named = f"{what}, {lengths[0]:,} entries against {lengths[1]}"
        yield Row(named, median(taken[long]), median(taken[little]), "ms", TIMES)


def _press(at_work: Partnership, ref: str) -> float:
    """Sign a report that was written for it."""
    press = at_work.signature("ruth", at_work.report(ref))
    return _timed(lambda: at_work.do(press))


def _after(at_work: Partnership, ref: str) -> float:
    press = at_work.signature("ruth", at_work.report(ref))
    for number in range(_MESSAGES):
        beside(at_work, ref, f"{press.cause}/{number}")
    return _timed(lambda: at_work.do(press))


def _cold(at_work: Partnership, ref: str) -> float:
    """Sign at a desk that has never read the case, though all else is warm."""
    press = at_work.signature("ruth", at_work.report(ref))
    with at_work.desk.store.reading() as tx:
        recent_of(tx).put(ref, None)
    return _timed(lambda: at_work.do(press))


def _card(desk: Counter, at_work: Partnership, ref: str) -> None:
    assert standing_cards.brief(desk.view(ref, "helen", at_work.now)).items


def _page(at_work: Partnership, ref: str) -> None:
    """Show the record on the page, which tells all of it."""
    assert case_record.entries(at_work.desk.view(ref, "helen", at_work.now))


def _timed(act: Callable[[], object]) -> float:
    start = perf_counter()
    act()
    return (perf_counter() - start) * 1_000


if __name__ == "__main__":
    print(machine())
    print(table(rows()))
