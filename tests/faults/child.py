"""One case from its alert to its returns, worked on until a point at which all ends.

It goes through the same presses in the same order each time, each with the same
cause, as a person does whose browser sends again what was not answered.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.core.cards import Card
from bot.core.errors import Refused
from bot.gateways import Letter, Place, Room
from bot.vault import Vault
from integrations.mail.files import MailFiles
from integrations.web.chat import WebChat
from tests.desk.wessex import ALERT, DRAFT, SENDER, Wessex, london
from tests.faults.points import SECRET, Points, WatchedStore

START = london("2026-12-21 09:30")
REF = "WVX-2026-001"
ON = {"on": "2026-12-21"}
WORK: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("amina", "raise-alert", "", ALERT),
    ("helen", "decide", "/consult-partners", {"choice": "agreed", "note": "x"}),
    ("helen", "decide", "/criteria", {"choice": "notify", "note": "x"}),
    ("helen", "draft", "/sign-sin", DRAFT),
    ("ruth", "send-back", "/sign-sin", {"note": "Say more."}),
    ("helen", "draft", "/sign-sin", {**DRAFT, "learning": "More."}),
    *((who, "sign", "/sign-sin", {}) for who in ("ruth", "imran", "grace")),
    *((who, "sign", "/sign-sin", {}) for who in ("adele", "marian")),
    ("helen", "complete", "/send-sin", ON),
    ("joan", "complete", "/identify-agencies", ON),
    ("joan", "identify", "/briefing-reports", {"agencies": ("police", "nhs")}),
    ("joan", "send-requests", "/briefing-reports", {}),
    (
        "joan",
        "arrange",
        "/rapid-review",
        {"start": "2027-01-05 10:00", "minutes": "60"},
    ),
    (
        "joan",
        "arrange",
        "/rapid-review",
        {"start": "2027-01-06 10:00", "minutes": "60"},
    ),
    ("priya", "returned", "/briefing-reports/police", ON),
    ("joan", "correct", "/sin-sent", {"value": "2026-12-20", "note": "Sooner."}),
)


@dataclass
class MortalChat:
    """A chat that can die before it shows a card, and after.

    It notes every card it was made to show, so that a second showing is seen even
    though the page underneath would not show it twice.
    """

    chat: WebChat
    points: Points
    ledger: Path

    def reaches(self, partnership: str, person: str) -> bool:
        return person != "yemi" and self.chat.reaches(partnership, person)

    async def post(self, place: Place, card: Card, key: str, at: datetime) -> str:
        self.points.pass_one("before post")
        receipt = await self.chat.post(place, card, key, at)
        note(self.ledger, key)
        self.points.pass_one("after post")
        return receipt

    async def update(self, receipt: str, card: Card, at: datetime) -> None:
        self.points.pass_one("before update")
        await self.chat.update(receipt, card, at)

    async def find(self, place: Place, key: str) -> str | None:
        return await self.chat.find(place, key)

    async def room(
        self, partnership: str, ref: str, people: tuple[str, ...], at: datetime
    ) -> Room:
        self.points.pass_one("before room")
        return await self.chat.room(partnership, ref, people, at)

    async def close_room(self, partnership: str, ref: str, at: datetime) -> None:
        self.points.pass_one("before close")
        await self.chat.close_room(partnership, ref, at)


@dataclass
class MortalMail:
    """A mail that can die before it sends a letter, and after; it notes each too."""

    mail: MailFiles
    points: Points
    ledger: Path

    async def send(self, letter: Letter, key: str) -> str:
        self.points.pass_one("before send")
        receipt = await self.mail.send(letter, key)
        note(self.ledger, key)
        self.points.pass_one("after send")
        return receipt

    async def find(self, letter: Letter, key: str) -> str | None:
        return await self.mail.find(letter, key)


def note(ledger: Path, key: str) -> None:
    with ledger.open("a", encoding="utf-8") as file:
        file.write(f"{key}\n")


@dataclass
class Office:
    """The partnership at work in this process, on files in a folder."""

    folder: Path
    url: str
    points: Points = field(default_factory=Points)

    def __post_init__(self) -> None:
        self.store = WatchedStore(self.url, Vault(SECRET))
        self.points.watch(self.store)
        self.ledger = self.folder / "ledger"
        letters = MailFiles(self.folder / "mail", SENDER)
        page = WebChat(self.store, lambda: None)
        self.wessex = Wessex(
            self.store,
            self.folder,
            START,
            chat=MortalChat(page, self.points, self.ledger),
            mail=MortalMail(letters, self.points, self.ledger),
        )
        self.store.points = self.points

    def noted(self) -> list[str]:
        """List what was noted as shown or sent, in order."""
        known = self.ledger.exists()
        return self.ledger.read_text(encoding="utf-8").splitlines() if known else []

    def work(self) -> None:
        """Do everything from the beginning; what was done already stays as it is."""
        self.wessex.timetable.tick(self.wessex.now)
        for number, (by, does, about, answers) in enumerate(WORK):
            where = f"{REF}{about}" if number else ""
            if does == "sign":
                try:
                    where = self.wessex.form("sign", where, by).about
                except Refused:
                    continue  # signed before
            answer = self.wessex.press(by, does, where, f"browser/{number}", **answers)
            assert answer.code in ("", "already-done"), (by, does, answer)
            asyncio.run(self.wessex.courier.deliver())
            self.wessex.timetable.tick(self.wessex.now)
        asyncio.run(self.wessex.courier.deliver())


LATER = timedelta(minutes=5)
"""Long enough for every lease of a process that died to have run out."""
