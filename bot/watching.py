"""The dead-man's switch: looks once a minute whether the bot still does its work.

It runs in a thread of its own, because what it watches may be what has stopped, and
it writes to whoever runs this by e-mail and not through the outbox, for the same
reason. A dead process cannot tell of itself: ``dayzero watch`` does, from outside.
"""

from __future__ import annotations

import json
import secrets
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

import structlog

from bot.alarms import InFile, InRecord, Tell, see_to
from bot.offices import KNOWN_TO
from bot.patience import Patience
from bot.store import Store, facts
from bot.store.standing import Standing, standing
from bot.troubles import ALARMS, LEAST_FREE, OURS, Seen, Trouble, troubles

LOOK: Final = 60.0
"""Seconds between two looks."""
_PATIENCE: Final = 20.0
"""Seconds after which a database that says nothing is out of reach."""
_WATCHER: Final = "watch/by"
"""Where it stands which of several replicas tells people."""
_STANDS: Final = timedelta(minutes=3)
"""How long it is that one without a word from it."""
_SURE: Final = 2
"""Looks in a row after which a trouble is one, and not a moment's."""
_LOST: Final = 3
"""The same, for a database; it may only be starting again."""
_OTHERS: Final = 3
"""How much longer the other replicas wait, since they cannot ask who tells."""
_NOTES: Final = "alarms.json"

_log = structlog.get_logger()


@dataclass(slots=True)
class Watch:
    """Looks whether the bot does its work, and tells a person where it does not.

    Attributes:
        store: The record.
        home: The folder of everything kept; its file notes what cannot be noted
            in the record.
        now: The machine's time.
        tell: Tells a person; nothing, where nobody is to be told.
        kept_in: The folder that the record is in, where it is a file.
        known_to: The last day for which bank holidays are known.
        least_free: How many bytes must be free there.
        outside: Whether it looks from outside, and so never tells for the replicas.
    """

    store: Store
    home: Path
    now: Callable[[], datetime]
    tell: Tell | None = None
    kept_in: Path | None = None
    known_to: date = KNOWN_TO
    least_free: int = LEAST_FREE
    outside: bool = False
    _name: str = field(default_factory=lambda: secrets.token_hex(4))
    _mine: bool = True
    _looked: Patience[tuple[Standing, bool]] = field(init=False)
    _known: Standing | None = None
    _lost: datetime | None = None
    _runs: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._looked = Patience(self._asked, _PATIENCE)

    @property
    def is_writable(self) -> bool:
        """Whether the record could be written at the last look."""
        return self._known is not None and self._lost is None

    def look(self, *, sure: bool = False) -> tuple[Trouble, ...]:
        """Look once, and tell what has to be told.

        Args:
            sure: Whether one look is enough, as for somebody who asks but once.

        Returns:
            What is wrong.
        """
        answer, now = self._looked(), self.now()
        if answer.told is None:
            self._lost = self._lost or now
            _log.warning("watch.lost", exc_info=answer.trouble)
        else:
            (self._known, self._mine), self._lost = answer.told, None
        seen = Seen(
            now=now,
            standing=answer.told[0] if answer.told else None,
            known=self._known,
            lost=self._lost,
            free=_free(self.kept_in),
            least_free=self.least_free,
            holidays_to=self.known_to,
        )
        found = tuple(troubles(seen))
        self._count(found)
        if self.tell is not None:
            settled = [one for one in found if sure or self._is_sure(one.name)]
            self._tell(settled, found, self.tell, now)
        return found

    def _asked(self) -> tuple[Standing, bool]:
        """See how the record stands, and whether it is this replica that tells.

        Writing who it is shows that the database can be written.
        """
        now = self.now()
        with self.store.alone("watch") as alone:
            if alone:
                with self.store.writing(patient=True) as tx:
                    by, at = _watcher(facts.get(tx, _WATCHER))
                    mine = by == self._name or not _is_near(now, at)
                    if mine and not self.outside:
                        by, at = self._name, now
                    kept = json.dumps([by, at.isoformat() if at else None])
                    facts.set_(tx, _WATCHER, kept)
            else:
                mine = self._mine
        with self.store.reading() as tx:
            return standing(tx, now), mine or self.outside

    def _count(self, found: tuple[Trouble, ...]) -> None:
        self._runs = {one.name: self._runs.get(one.name, 0) + 1 for one in found}

    def _is_sure(self, name: str) -> bool:
        needed = _LOST if name == "database" else _SURE
        patience = _OTHERS if name == "database" and not self._mine else 1
        return self._runs.get(name, 0) >= needed * patience

    def _tell(
        self,
        settled: list[Trouble],
        found: tuple[Trouble, ...],
        tell: Tell,
        now: datetime,
    ) -> None:
        """Tell what is sure; what is wrong but not sure yet is left as it is."""
        waits = {one.name for one in found} - {one.name for one in settled}
        names = ALARMS.keys() - waits
        own = InFile(self.home / _NOTES)
        list(see_to(settled, names & OURS, own, tell, now))
        if self._lost is None and self._mine:
            shared = InRecord(self.store)
            list(see_to(settled, names - OURS, shared, tell, now))


def lost(home: Path, tell: Tell | None, now: datetime) -> tuple[Trouble, ...]:
    """Tell that the record cannot even be opened; gives what is wrong."""
    found = tuple(troubles(Seen(now, None)))
    if tell is not None:
        list(see_to(found, {"database"}, InFile(home / _NOTES), tell, now))
    return found


class Watchman:
    """Has something looked at again and again, in a thread of its own.

    Args:
        look: Looks once. What it raises is logged, and it looks again all the same.
        every: Seconds between two looks.
    """

    def __init__(self, look: Callable[[], object], every: float = LOOK) -> None:
        self._look = Patience(look, 3 * every)
        self._every = every
        self._stopped = threading.Event()
        self._thread = threading.Thread(
            target=self._run, name="dayzero-watch", daemon=True
        )

    def start(self) -> None:
        """Begin; the first look is one interval from now."""
        self._thread.start()

    def stop(self) -> None:
        """End, without waiting for a look that hangs."""
        self._stopped.set()

    def _run(self) -> None:
        while not self._stopped.wait(self._every):
            trouble = self._look().trouble
            if trouble is not None:
                _log.error("watch.failed", exc_info=trouble)


def described(found: tuple[Trouble, ...]) -> Iterator[str]:
    """Say what is wrong, what waits for it and what to do, a line for each."""
    for trouble in found:
        parts = trouble.says, trouble.meanwhile, ALARMS[trouble.name].first
        yield " ".join(part for part in parts if part)


def _free(folder: Path | None) -> int | None:
    """Say how much is free where a folder is; nothing where there is none."""
    if folder is None or not folder.exists():
        return None
    return shutil.disk_usage(folder).free


def _watcher(kept: str | None) -> tuple[str, datetime | None]:
    if kept is None:
        return "", None
    by, at = json.loads(kept)
    return str(by), datetime.fromisoformat(at) if at else None


def _is_near(now: datetime, at: datetime | None) -> bool:
    return at is not None and abs(now - at) < _STANDS
