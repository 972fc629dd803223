"""Telling a person of trouble: once, again every few hours, and once when it is over.

What was told is noted in the record, so that a fleet tells it once; what concerns
the database itself is noted in a file, because the record may be what is gone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Protocol, TypeAlias

import structlog

from bot.store import Store, facts
from bot.tally import TALLY
from bot.troubles import OURS, Trouble, letter, relief

Tell: TypeAlias = Callable[[str, str, str], None]
"""Sends a subject and a text, under a key that is the same for the same letter."""

AGAIN: Final = timedelta(hours=4)
"""After this, a trouble that lasts is told again."""
_WORSE: Final = timedelta(minutes=15)
"""After this, a trouble that has grown is told again."""
_KEY: Final = "alarm/"

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody was told.

    Attributes:
        since: When they were first told.
        told: When they were last told.
        count: How much of it there was then.
    """

    since: datetime
    told: datetime
    count: int = 1

    def is_due(self, trouble: Trouble, now: datetime) -> bool:
        """Say whether it is time to tell it again. A clock set back makes it so."""
        passed = now - self.told
        if passed < -_WORSE or passed >= AGAIN:
            return True
        return trouble.count > self.count and passed >= _WORSE

    def written(self) -> str:
        """Write it down."""
        return json.dumps([self.since.isoformat(), self.told.isoformat(), self.count])


def _read(text: str | None) -> Note | None:
    if text is None:
        return None
    try:
        since, told, count = json.loads(text)
        first, last = datetime.fromisoformat(since), datetime.fromisoformat(told)
        return Note(first, last, int(count))
    except (ValueError, TypeError):
        return None  # half written: then it is told once more than it had to be


class Notes(Protocol):
    """Where it is noted what somebody was told."""

    def get(self, name: str) -> Note | None:
        """Find what was told of a kind of trouble."""

    def put(self, name: str, note: Note) -> None:
        """Note what was told."""

    def drop(self, name: str) -> None:
        """Forget it, because it is over."""


class InRecord:
    """Notes that all replicas share."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, name: str) -> Note | None:
        """Find what was told of a kind of trouble."""
        with self._store.reading() as tx:
            return _read(facts.get(tx, _KEY + name))

    def put(self, name: str, note: Note) -> None:
        """Note what was told."""
        with self._store.writing(patient=True) as tx:
            facts.set_(tx, _KEY + name, note.written())

    def drop(self, name: str) -> None:
        """Forget it, because it is over."""
        with self._store.writing(patient=True) as tx:
            facts.unset(tx, _KEY + name)


class InFile:
    """Notes of one machine; in memory alone where the file cannot be written.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held: dict[str, str] = {}

    def get(self, name: str) -> Note | None:
        """Find what was told of a kind of trouble."""
        return _read(self._all().get(name))

    def put(self, name: str, note: Note) -> None:
        """Note what was told."""
        self._write({**self._all(), name: note.written()})

    def drop(self, name: str) -> None:
        """Forget it, because it is over."""
        self._write({k: v for k, v in self._all().items() if k != name})

    def _all(self) -> Mapping[str, str]:
        with suppress(OSError, ValueError):
            found = json.loads(self._path.read_text(encoding="utf-8"))
            if isinstance(found, dict):
                return {str(k): str(v) for k, v in found.items()}
        return self._held

    def _write(self, notes: Mapping[str, str]) -> None:
        self._held = dict(notes)
        draft = self._path.with_suffix(".new")
        with suppress(OSError):
            draft.write_text(json.dumps(self._held), encoding="utf-8")
            draft.replace(self._path)


def see_to(
    found: Iterable[Trouble],
    names: Iterable[str],
    notes: Notes,
    tell: Tell,
    now: datetime,
) -> Iterator[Trouble]:
    """Tell what has to be told of some kinds of trouble; gives what was told.

    Args:
        found: What is wrong now.
        names: The kinds of trouble that were looked for.
        notes: Where it is noted what was told.
        tell: Tells it. What cannot be told is tried again at the next look.
        now: The present instant.
    """
    wrong = {trouble.name: trouble for trouble in found}
    for name in sorted(names):
        note, trouble = notes.get(name), wrong.get(name)
        if trouble is None:
            subject, text = relief(name, note.since, now) if note else ("", "")
            if note and _told(tell, subject, text, f"{name}/over/{_which(name, note)}"):
                notes.drop(name)
        elif note is None or note.is_due(trouble, now):
            subject, text = letter(trouble, now, AGAIN)
            if _told(tell, subject, text, f"{name}/{_of(trouble, now)}"):
                since = note.since if note else now
                notes.put(name, Note(since, now, trouble.count))
                yield trouble


def _told(tell: Tell, subject: str, text: str, key: str) -> bool:
    name = key.partition("/")[0]
    try:
        tell(subject, text, f"alarm/{key}")
    except (OSError, RuntimeError) as trouble:
        _log.error("alarm.not-told", code=name, exc_info=trouble)
        TALLY.add("alarms", outcome="failed")
        return False
    _log.warning("alarm.told", code=name)
    TALLY.add("alarms", outcome="sent")
    return True


def _of(trouble: Trouble, now: datetime) -> str:
    """Name a letter alike on every replica, and unlike that of an earlier trouble."""
    known = trouble.since if trouble.name not in OURS else None
    since = f"/{known.isoformat()}" if known else ""
    return f"{_hour(now)}/{trouble.count}{since}"


def _which(name: str, note: Note) -> str:
    return _hour(note.told) if name in OURS else note.told.isoformat()


def _hour(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H")
