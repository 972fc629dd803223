"""A whole year, shared among processes, and put together again."""

from __future__ import annotations

import signal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import active_children, get_context
from pathlib import Path
from threading import current_thread, main_thread
from time import process_time
from types import FrameType
from typing import Final

from bot import logs
from bot.core.errors import Refused
from bot.core.faults import Faulty
from bot.core.procedure import Procedure
from bot.national.examined import examined
from bot.national.shard import Shard
from bot.national.tally import Tally, together
from bot.national.terms import Terms
from bot.settings import read_settings
from bot.shelf import OURS, Shelf
from bot.store.full import full
from bot.store.gone import gone
from bot.store.migrate import migrate

_EMPTY: Final = "empty.sqlite3"


@dataclass(frozen=True, slots=True)
class Share:
    """What one process is to live through at a time.

    Attributes:
        numbers: The partnerships.
        folder: A folder for everything, thrown away at the end.
    """

    terms: Terms
    numbers: range
    folder: str


def perform(
    terms: Terms, jobs: int, told: Callable[[int, int], None] = lambda _, __: None
) -> Tally:
    """Live through a year, and count it.

    Args:
        terms: The year.
        jobs: How many processes share it; the count is the same for any number.
        told: Hears how much is done, and of how much.

    Raises:
        Refused: The procedures cannot be used as they are.
    """
    procedures_of(terms.procedures)
    to_end = _heeding(signal.SIGTERM, signal.default_int_handler)
    with to_end, tempfile.TemporaryDirectory(prefix="dayzero-year-") as folder:
        migrate(f"sqlite:///{folder}/{_EMPTY}")
        shares = [Share(terms, numbers, folder) for numbers in terms.shards]
        found = []
        for tally in _lived(shares, min(jobs, len(shares))):
            found.append(tally)
            told(len(found), len(shares))
    return together(found)


def _lived(shares: Sequence[Share], jobs: int) -> Iterator[Tally]:
    """Live through every share: here, or in processes of their own."""
    if jobs == 1:
        yield from map(lived, shares)
        return
    others = active_children()
    # Begun afresh, so that nothing of this process is taken along.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        try:
            # Ctrl-C is for this process alone, which ends the others.
            with _heeding(signal.SIGINT, signal.SIG_IGN):
                found = pool.map(lived, shares)
            yield from found
        except BrokenProcessPool:
            raise Refused(
                "A process that lived through a share of the year was stopped.",
                next_step="Often there was too little memory: try it with --jobs 1.",
            ) from None
        except BaseException:
            # It is broken off, or cannot go on: nobody waits for what is in hand.
            for child in active_children():
                if child not in others:
                    child.terminate()
            raise


@contextmanager
def _heeding(
    number: signal.Signals,
    heed: signal.Handlers | Callable[[int, FrameType | None], object],
) -> Iterator[None]:
    """Heed a signal in another way for a while, as far as this thread may."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(number, heed)
    try:
        yield
    finally:
        signal.signal(number, before)


def lived(share: Share) -> Tally:
    """Live through one share of a year, and look at what it left.

    Raises:
        Refused: There is no room for its store.
    """
    kinds: tuple[type[Exception], ...] = (*gone(), OSError)
    try:
        return _lived_through(share)
    except kinds as trouble:
        if not full(trouble):
            raise
        raise Refused(
            f"There is no room for the year in {Path(share.folder).parent}.",
            next_step="Make room there, or set TMPDIR to a folder that has some.",
        ) from None


def _lived_through(share: Share) -> Tally:
    logs.configure("CRITICAL")
    begun = process_time()
    with tempfile.TemporaryDirectory(dir=share.folder) as own:
        folder = Path(own)
        days = folder / "announced.toml"
        days.touch()
        settings = read_settings(
            {
                "DAYZERO_HOME": own,
                "DAYZERO_ANNOUNCED_HOLIDAYS": str(days),
                "DAYZERO_PROCEDURES": share.terms.procedures,
            }
        )
        shard = Shard(
            share.terms,
            share.numbers,
            procedures_of(share.terms.procedures),
            settings,
            Path(share.folder) / _EMPTY,
            folder,
        )
        shard.live()
        tally = examined(shard)
        shard.store.close()
        tally.size = shard.file.stat().st_size
        tally.worked = process_time() - begun
        return tally


def procedures_of(folder: str) -> tuple[Procedure, ...]:
    """Read the procedures that the partnerships follow, in turn.

    Raises:
        Refused: There is none, or one cannot be used.
    """
    shelf = Shelf(Path(folder) if folder else OURS)
    found = []
    for file in shelf.files():
        try:
            found.append(shelf.read(file.read_text(encoding="utf-8"))[0])
        except (Faulty, UnicodeDecodeError):
            raise Refused(
                f"{file.name} cannot be used as it is.",
                next_step=f"To see what to put right, run: dayzero check {file}",
            ) from None
    if not found:
        raise Refused(
            "There is no procedure file in that folder.",
            next_step="A procedure file ends in .toml; dayzero new begins one.",
        )
    return tuple(found)
