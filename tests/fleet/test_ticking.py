"""Two replicas look after time at once, and everything is said once."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.core.events import Nudged
from bot.store import Store
from bot.vault import Vault
from integrations.engines import fleet
from tests.desk.wessex import Wessex, london
from tests.fleet.replicas import SECRET


def both(*ticks: Callable[[], object]) -> None:
    """Do them at one moment."""
    gate = threading.Barrier(len(ticks))

    def do(tick: Callable[[], object]) -> None:
        gate.wait(10)
        tick()

    with ThreadPoolExecutor(len(ticks)) as threads:
        list(threads.map(do, ticks))


def test_two_replicas_that_tick_at_once_say_everything_once_and_digest_once(
    record: Store, fleet_url: str, tmp_path: Path
) -> None:
    here = Wessex(record, tmp_path / "here")
    refs = [here.alert(by=who) for who in ("amina", "helen")]
    other = Store(fleet_url, Vault(SECRET), queued=fleet.enqueue)
    there = Wessex(other, tmp_path / "there")
    now = here.now = there.now = london("2026-12-23 09:00")

    both(lambda: here.timetable.tick(now), lambda: there.timetable.tick(now))
    there.timetable.tick(now)
    other.close()

    said = Counter(
        (ref, event.step, event.planned, event.pitch)
        for ref in refs
        for event in here.journal(ref)
        if isinstance(event, Nudged)
    )
    digests = [r.key for r in here.rows(kind="digest") if not (r.person or r.place)]
    assert {ref for ref, *_ in said} == set(refs)
    assert set(said.values()) == {1}
    assert len(digests) == len(set(digests)) == 2
