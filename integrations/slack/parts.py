"""What the listeners are joined to, and the little they remember by themselves."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.counter import Counter
from bot.settings import SlackSettings
from integrations.slack.afterwards import Afterwards
from integrations.slack.installs import Clients
from integrations.slack.people import People

_REMEMBERED: Final = 4_096


class Recent:
    """The last few thousand names that came by, so that a repeat is known as one.

    It is lost when the program ends, and may be: what a repeat must never do twice
    is kept from it by the record.
    """

    def __init__(self, most: int = _REMEMBERED) -> None:
        self._most = most
        self._names: OrderedDict[str, None] = OrderedDict()

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def first(self, name: str) -> bool:
        """Note a name; says whether it is the first time that it comes by."""
        new = name not in self._names
        self._names[name] = None
        self._names.move_to_end(name)
        if len(self._names) > self._most:
            self._names.popitem(last=False)
        return new

    def forget(self, name: str) -> None:
        """Take a name out, as if it had never come by."""
        self._names.pop(name, None)


class Heard:
    """When Slack was last heard from, for whoever watches over the program."""

    def __init__(self) -> None:
        self.last: datetime | None = None

    def note(self, now: datetime) -> None:
        """Note that something came in."""
        self.last = now


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
