"""An invented partnership at work: the real desk, courier and timetable, and a clock
that stands where a test puts it."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot import rosters
from bot.core.cards import Card
from bot.core.forms import Form
from bot.core.people import Roster
from bot.core.press import Press
from bot.core.words import LONDON
from bot.counter import Counter
from bot.courier import Courier, Ways
from bot.desk import Answer
from bot.gateways import Calendar, Chat, Mail, NoCalendar, SharedCalendar
from bot.offices import load_offices
from bot.shelf import Shelf
from bot.store import Store, messages, outbox, roster
from bot.store.outbox import Delivery
from bot.tables import metadata
from bot.timetable import Timetable
from integrations.calendars.ics import IcsCalendar
from integrations.mail.files import MailFiles
from integrations.web.chat import WebChat, from_plain

ROSTER = Path("integrations/web/wessex.toml")
SENDER = "dayzero@example.org"
OFFICES = load_offices("ENG")
SHELF = Shelf()
MOST = 10_000
"""More cards than anybody gets in the longest story."""
CAUSES = itertools.count(1)
"""One series for all, so that a restart repeats none."""
ALERT: dict[str, Any] = {
    "harm": "seriously-harmed",
    "abuse": "yes",
    "what-happened": "A fall, not explained.",
    "where": "At home.",
    "child-1-name": "Zebedee Quill",
    "looked-after": "no",
    "care-leaver": "no",
    "child-2": "no",
    "made-safe": "Staying with an aunt.",
    "contact": "020 7946 0000 until six",
    "aware-at": "2026-12-18 10:00",
    "incident-day": "2026-12-17",
}
DRAFT = {
    "summary": "What happened.",
    "grounds": "Why it is suspected.",
    "learning": "Nothing yet.",
    "actions": "A strategy meeting.",
    "consulted": "Head of Locality, North",
}


def london(text: str) -> datetime:
    """Read a local time, such as ``2026-12-18 16:30``."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@dataclass
class Wessex:
    """The partnership of the rehearsals, on a store of the test's own."""

    store: Store
    folder: Path
    now: datetime = field(default_factory=lambda: london("2026-12-18 10:30"))
    shelf: Shelf = SHELF
    chat: Chat | None = None
    mail: Mail | None = None
    calendar: Calendar | None = None
    shared: SharedCalendar | None = None
    people: Roster | None = None

    def __post_init__(self) -> None:
        people = self.people or rosters.read_roster(ROSTER.read_text(encoding="utf-8"))
        self.partnership = people.partnership
        with self.store.writing() as tx:
            if roster.get(tx, people.partnership) is None:
                roster.write(tx, people.partnership, rosters.to_doc(people), self.now)
        self.woken = 0
        self.desk = Counter(
            self.store, self.partnership, self.shelf, lambda _: OFFICES, self._wake
        )
        self.page = WebChat(self.store, lambda: None)
        self.letters = MailFiles(self.folder / "mail", SENDER)
        mail = self.mail or self.letters
        self.ways = Ways(
            self.chat or self.page,
            self.calendar or IcsCalendar(mail, SENDER),
            mail,
            shared=self.shared or NoCalendar(),
        )
        self.courier = Courier(lambda _: self.desk, self.ways, lambda: self.now)
        self.timetable = Timetable(self.store, lambda _: self.desk)

    def _wake(self) -> None:
        self.woken += 1

    def press(
        self, by: str, does: str, about: str = "", cause: str = "", **answers: Any
    ) -> Answer:
        """Press a button, as a platform would hand it over."""
        cause = cause or f"test/{next(CAUSES)}"
        return self.desk.handle(Press(by, does, about, cause, answers), self.now)

    def must(self, by: str, does: str, about: str = "", **answers: Any) -> Answer:
        """Press a button, and be sure that it was recorded."""
        answer = self.press(by, does, about, **answers)
        assert not answer.code, (does, about, answer)
        return answer

    def alert(self, by: str = "amina", **changed: Any) -> str:
        """Raise an alert; returns the case's reference."""
        return self.must(by, "raise-alert", **{**ALERT, **changed}).case

    def sign(self, by: str, about: str) -> Answer:
        """Open the text to sign as somebody does, and sign it."""
        form = self.form("sign", about, by)
        return self.must(by, "sign", form.about)

    def form(self, does: str, about: str, by: str) -> Form:
        found = self.desk.form(does, about, by, self.now)
        assert found is not None
        return found

    def to_signed(self) -> str:
        """Take a case as far as a signed notification."""
        ref = self.alert()
        self.must(
            "helen", "decide", f"{ref}/consult-partners", choice="agreed", note="x"
        )
        self.must("helen", "decide", f"{ref}/criteria", choice="notify", note="x")
        self.must("helen", "draft", f"{ref}/sign-sin", **DRAFT)
        for who in ("ruth", "imran", "grace", "adele", "marian"):
            self.sign(who, f"{ref}/sign-sin")
        return ref

    def to_sent(self) -> str:
        """Take a case as far as a notification that was sent today."""
        ref = self.to_signed()
        today = self.now.astimezone(LONDON).date().isoformat()
        self.must("helen", "complete", f"{ref}/send-sin", on=today)
        return ref

    def to_asked(self, *agencies: str) -> str:
        """Take a case as far as requests sent to some agencies."""
        ref = self.to_sent()
        today = self.now.astimezone(LONDON).date().isoformat()
        self.must("joan", "complete", f"{ref}/identify-agencies", on=today)
        self.must("joan", "identify", f"{ref}/briefing-reports", agencies=agencies)
        self.must("joan", "send-requests", f"{ref}/briefing-reports")
        return ref

    def carry(self) -> list[Delivery]:
        """Let the courier carry all that may go; returns what has ended since."""
        before = {row.key for row in self.ended()}
        asyncio.run(self.courier.deliver())
        return [row for row in self.ended() if row.key not in before]

    def one(self) -> bool:
        """Let the courier carry one delivery."""
        return asyncio.run(self.courier.carry_one())

    def wait(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)

    def rows(self, **wanted: Any) -> list[Delivery]:
        """Find outbox rows."""
        with self.store.reading() as tx:
            return outbox.find(tx, **wanted)

    def ended(self) -> list[Delivery]:
        return [row for row in self.rows() if row.settled_at]

    def waiting(self) -> int:
        with self.store.reading() as tx:
            return outbox.waiting(tx)

    def cards(self, person: str) -> list[Card]:
        """What one person alone sees, the oldest first."""
        with self.store.reading() as tx:
            found = messages.for_person(tx, self.partnership, person, limit=MOST)
        return [from_plain(message.card) for message in found]

    def channel(self) -> list[Card]:
        with self.store.reading() as tx:
            found = messages.in_place(tx, self.partnership, "safeguarding", limit=MOST)
        return [from_plain(message.card) for message in found]

    def journal(self, ref: str) -> list[Any]:
        return [entry.event for entry in self.desk.recorded(ref)]


def everything(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, to be compared."""
    with store.reading() as tx:
        return {
            name: sorted((tuple(row) for row in tx.execute(table.select())), key=repr)
            for name, table in metadata.tables.items()
        }
