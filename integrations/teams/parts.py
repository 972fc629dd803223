"""What the listener is joined to, and the little it remembers by itself."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime

from bot.counter import Counter
from bot.lately import Heard, Recent
from bot.settings_teams import TeamsSettings
from bot.store import Store
from integrations.teams.afterwards import Afterwards
from integrations.teams.calling import Calling
from integrations.teams.people import People
from integrations.teams.references import References


@dataclass(frozen=True, slots=True)
class TeamsParts:
    """What everything that comes in from Teams is taken with.

    Attributes:
        desk: Finds the desk of a partnership.
        people: Knows who an account is on which roster.
        talk: Calls Teams.
        references: Keeps where somebody can be written to, as each of them shows it.
        settings: How Teams is set up.
        now: The machine's time, or the rehearsal's.
        store: The record.
        afterwards: What is done once Teams has its answer.
        heard: When Teams was last heard from.
        taken: The messages that have been answered: each is answered once.
        sent: The drafts whose form has been recorded: they are not kept again.
        threads: Where presses are taken, in the order in which they came: one thread
            on SQLite, which lets one in at a time.
    """

    desk: Callable[[str], Counter]
    people: People
    talk: Calling
    references: References
    settings: TeamsSettings
    now: Callable[[], datetime]
    store: Store
    afterwards: Afterwards = field(default_factory=Afterwards)
    heard: Heard = field(default_factory=Heard)
    taken: Recent = field(default_factory=Recent)
    sent: Recent = field(default_factory=Recent)
    threads: Executor = field(default_factory=lambda: ThreadPoolExecutor(1, "teams"))
