"""A database that nobody else works on, for as long as something takes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from bot.store.addresses import file_of
from bot.store.alone import EVERY, Claims
from integrations.engines.claimed import AlreadyRunning, Place
from integrations.engines.embedded import Embedded


@contextmanager
def sole(url: str) -> Iterator[None]:
    """Be the one process that works on a database, and see that it stays so.

    Raises:
        AlreadyRunning: Another process works on it.
    """
    file = file_of(url)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        here = Embedded(file)
        _claim(here)
        try:
            yield
        finally:
            here.release()
        return
    claims, done = Claims(url), threading.Event()
    try:
        _claim(Place(claims, shared=False))
        kept = threading.Thread(target=_keep, args=(claims, done), daemon=True)
        kept.start()
        yield
        done.set()
        kept.join()
    finally:
        done.set()
        claims.close()


def _claim(place: Embedded | Place) -> None:
    try:
        place.claim()
    except AlreadyRunning as running:
        # Whoever wants it to themselves cannot join those who work on it.
        raise AlreadyRunning(
            running.reason,
            next_step="Stop what runs on it first, every replica, and then try again.",
        ) from None


def _keep(claims: Claims, done: threading.Event) -> None:
    """Say from time to time that we are still there, or the server lets others in."""
    while not done.wait(EVERY):
        claims.holds("engine")
