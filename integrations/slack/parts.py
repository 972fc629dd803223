"""What the listeners are joined to, and the little they remember by themselves."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime

from bot.counter import Counter
from bot.lately import Heard, Recent
from bot.settings import SlackSettings
from integrations.slack.afterwards import Afterwards
from integrations.slack.installs import Clients
from integrations.slack.people import People


@dataclass(frozen=True, slots=True)
class SlackParts:
    """What everything that comes in from Slack is taken with.

    Attributes:
        desk: Finds the desk of a partnership.
        people: Knows who an account is on which roster.
        clients: Gives a workspace's own way to call Slack.
        settings: How Slack is set up.
        now: The machine's time, or the rehearsal's.
        afterwards: What is done once Slack has its acknowledgement.
        heard: When Slack was last heard from.
        triggers: What was exchanged for a window: each serves once.
        events: The events that have been taken.
        sent: The windows whose form has been recorded: nothing in them is a draft.
        homes: Who has opened the first page here, and so has one to be kept true.
        threads: Where presses are taken, in the order in which they came: one thread
            on SQLite, which lets one in at a time. More would only fight for it, and
            whoever lost each time would wait the longest.
    """

    desk: Callable[[str], Counter]
    people: People
    clients: Clients
    settings: SlackSettings
    now: Callable[[], datetime]
    afterwards: Afterwards = field(default_factory=Afterwards)
    heard: Heard = field(default_factory=Heard)
    triggers: Recent = field(default_factory=Recent)
    events: Recent = field(default_factory=Recent)
    sent: Recent = field(default_factory=Recent)
    homes: Recent = field(default_factory=Recent)
    threads: Executor = field(default_factory=lambda: ThreadPoolExecutor(1, "slack"))
