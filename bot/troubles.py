"""What can be wrong with the bot itself, in words that help at two in the morning.

Each trouble has a heading in ``deploy/RUNBOOK.md``. What is said of a case is its
reference, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from bot.core import words
from bot.core.words import LONDON
from bot.store.standing import Standing

SILENT: Final = timedelta(minutes=10)
"""After this, what should go on all the time has stopped."""
HORIZON: Final = timedelta(days=60)
"""Bank holidays have to be known for longer than this."""
STALE: Final = timedelta(hours=50)
"""A backup each night has been missed once when the last one is older than this."""
LEAST_FREE: Final = 300 * 1024 * 1024
"""Bytes on the disk under which nothing may be left to write with soon."""
_LISTED: Final = 10
_SILENCE: Final = "Nobody is reminded of anything, and no digest goes out."
_CAUGHT_UP: Final = (
    "Nothing has to be sent again by hand: what was missed is said by itself, with how"
    " late it is."
)


@dataclass(frozen=True, slots=True)
class Alarm:
    """A kind of trouble.

    Attributes:
        title: What has happened, as the subject of a letter.
        first: What to do first.
        heading: Where the runbook says more.
    """

    title: str
    first: str
    heading: str


ALARMS: Final[Mapping[str, Alarm]] = {
    "no-tick": Alarm(
        "nobody looks at what is due",
        "See whether the bot runs: systemctl status dayzero, or the state of its"
        " containers. Start it again. What was missed is then said by itself, once,"
        " and says how late it is. Until then keep the dates of the cases by hand.",
        "Nobody looks at what is due",
    ),
    "unsaid": Alarm(
        "something that is due has not been said",
        "Look in the log for the lines of the last look at what is due, then run:"
        " dayzero doctor. A case that cannot be worked on keeps its dates: tell those"
        " who own them yourself.",
        "Something that is due is not said",
    ),
    "stuck": Alarm(
        "what should have been sent has not gone",
        "Run: dayzero doctor. It says which way out is closed. Nothing has to be sent"
        " again by hand: what waits goes by itself once the cause is gone.",
        "Nothing was delivered",
    ),
    "given-up": Alarm(
        "something could not be delivered",
        "Run: dayzero doctor. It names each, and why. If anything is due, tell whoever"
        " should have heard of it yourself.",
        "Something could not be delivered",
    ),
    "database": Alarm(
        "the database cannot be reached, or cannot be written",
        "Look at the database: does it run, has its disk room, has its password been"
        " changed? The bot goes on by itself once it is back. Meanwhile nobody can"
        " record anything, and each of them is told so.",
        "The database cannot be reached or written",
    ),
    "disk": Alarm(
        "the disk is nearly full",
        "Free some room, and never by deleting a file of the database.",
        "The disk is full",
    ),
    "holidays": Alarm(
        "bank holidays are not known for long enough",
        "Install the release that knows the next year. A date past the last day that"
        " is known is refused, and never guessed.",
        "Bank holidays run out",
    ),
    "backup": Alarm(
        "there is no fresh backup",
        "Run: dayzero backup. Then find out why the nightly one did not.",
        "There is no fresh backup",
    ),
}
"""Every kind of trouble that somebody is told of."""

OURS: Final = frozenset({"database", "disk"})
"""The troubles of one machine, which it remembers without the database."""


_SILENCES: Final = frozenset({"no-tick", "unsaid", "stuck", "database"})
"""The troubles in which nothing is said, and after which it is caught up on."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that a person has to see to.

    Attributes:
        name: Which kind it is.
        says: What has happened, in a sentence.
        since: Since when, where that is known.
        meanwhile: What is not being done because of it.
        count: How much of it there is; more of it is told again.
    """

    name: str
    says: str
    since: datetime | None = None
    meanwhile: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Seen:
    """What could be seen of the bot.

    Attributes:
        now: When.
        standing: How the record stands; nothing, if it could not be asked.
        known: How it stood when it could last be asked.
        lost: Since when the database has been out of reach, if it is.
        free: How many bytes are free where the record is; nothing, if elsewhere.
        least_free: How many must be.
        holidays_to: The last day for which bank holidays are known.
    """

    now: datetime
    standing: Standing | None
    known: Standing | None = None
    lost: datetime | None = None
    free: int | None = None
    least_free: int = LEAST_FREE
    holidays_to: date = date.max


def troubles(seen: Seen) -> Iterator[Trouble]:
    """Find what a person has to see to."""
    if seen.free is not None and seen.free < seen.least_free:
        left = seen.free // (1024 * 1024)
        yield Trouble("disk", f"Only {left} MB are free on the disk of the record.")
    if seen.standing is None:
        known = seen.known
        yield Trouble(
            "database",
            "The bot cannot reach its database, or cannot write in it.",
            seen.lost,
            _meanwhile(known) if known else "",
        )
        return
    yield from _of_time(seen, seen.standing)
    yield from _of_deliveries(seen, seen.standing)
    today = seen.now.astimezone(LONDON).date()
    if seen.holidays_to - today < HORIZON:
        known_to = words.day(seen.holidays_to)
        yield Trouble("holidays", f"Bank holidays are known to {known_to} only.")
    backed_up = seen.standing.backed_up
    if backed_up is not None and seen.now - backed_up > STALE:
        yield Trouble("backup", f"The last backup is of {words.moment(backed_up)}.")


def _of_time(seen: Seen, standing: Standing) -> Iterator[Trouble]:
    ticked = standing.ticked
    if ticked is not None and seen.now - ticked > SILENT:
        says = "Nobody looks at what is due any more."
        yield Trouble("no-tick", says, ticked, _meanwhile(standing))
    elif ticked is None and standing.unsaid:
        says = "Nobody has ever looked at what is due."
        since = standing.unsaid_since
        yield Trouble("no-tick", says, since, _meanwhile(standing))
    elif ticked is not None and standing.unsaid:
        number = words.counted(standing.unsaid, "thing")
        verb = "is" if standing.unsaid == 1 else "are"
        yield Trouble(
            "unsaid",
            f"{number} should have been said by now, and {verb} not said.",
            standing.unsaid_since,
            _meanwhile(standing, "Whoever it is for has not been reminded."),
            standing.unsaid,
        )


def _of_deliveries(seen: Seen, standing: Standing) -> Iterator[Trouble]:
    oldest = standing.oldest
    if oldest is not None and seen.now - oldest > SILENT:
        number = words.counted(standing.waiting, "delivery waits", "deliveries wait")
        says = f"{number}, and the oldest should have gone by now."
        unheard = "Whoever it is for has not heard of it."
        yield Trouble("stuck", says, oldest, _meanwhile(standing, unheard))
    if standing.dead:
        number = words.counted(standing.dead, "delivery was", "deliveries were")
        says = f"{number} given up."
        yield Trouble("given-up", says, count=standing.dead)


def _meanwhile(standing: Standing, unheard: str = _SILENCE) -> str:
    """Say what falls due and is not spoken of meanwhile: numbers and references."""
    parts = [unheard]
    if standing.overdue:
        dates = words.counted(standing.overdue, "date has", "dates have")
        parts.append(f"{dates} passed already.")
    if standing.soon_count:
        dates = words.counted(standing.soon_count, "date falls", "dates fall")
        listed = list(standing.soon[:_LISTED])
        more = len(standing.soon) - len(listed)
        said = words.listed([*listed, f"{more} more" if more else ""])
        parts.append(f"{dates} due today or tomorrow, in {said}.")
    else:
        parts.append("Nothing falls due today or tomorrow.")
    return " ".join(parts)


def letter(trouble: Trouble, now: datetime, again: timedelta) -> tuple[str, str]:
    """Write to whoever runs this: the subject, and the text."""
    alarm = ALARMS[trouble.name]
    parts = [trouble.says + _since(trouble.since, now)]
    if trouble.meanwhile:
        parts.append(f"Meanwhile: statutory time goes on. {trouble.meanwhile}")
    parts.append(f"Do first: {alarm.first}")
    parts.append(f"More: {_place(alarm)}")
    hours = int(again.total_seconds() // 3600)
    parts.append(
        f"This is said again in {hours} hours if it lasts, and once when it is over."
    )
    return f"Dayzero: {alarm.title}", "\n\n".join(parts)


def relief(name: str, since: datetime, now: datetime) -> tuple[str, str]:
    """Write that a trouble is over: the subject, and the text."""
    alarm = ALARMS[name]
    told = words.moment(since)
    text = (
        f"It is over: “{alarm.title}”, which you were first told of on {told}, is"
        f" not so any more on {words.moment(now)}."
    )
    if name in _SILENCES:
        text = f"{text} {_CAUGHT_UP}"
    return f"Dayzero: over: {alarm.title}", text


def _since(since: datetime | None, now: datetime) -> str:
    if since is None:
        return ""
    minutes = int((now.astimezone(UTC) - since).total_seconds() // 60)
    ago = words.length(minutes) if minutes > 0 else "moments"
    return f" That has been so since {words.moment(since)}: for {ago} by now."


def _place(alarm: Alarm) -> str:
    return f"deploy/RUNBOOK.md, under “{alarm.heading}”"
