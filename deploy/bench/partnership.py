"""An invented partnership whose cases stand half-way through the Dorset procedure.

Every case is brought there through the desk, by the presses that people would
make, so that what is measured afterwards has the weight of a real one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from bot import rosters
from bot.core import commands
from bot.core.asking import BOT
from bot.core.forms import Answers
from bot.core.press import Press
from bot.core.words import LONDON
from bot.counter import Counter
from bot.offices import load_offices
from bot.shelf import Shelf
from bot.store import Store, roster
from bot.store.migrate import migrate
from bot.vault import Vault

WESSEX: Final = Path(__file__).parents[2] / "integrations" / "web" / "wessex.toml"
SECRET: Final = b"benchmarks hold nothing secret. " * 2
BEGUN: Final = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
"""A Monday morning, with nothing but working days after it."""

_ALERT: Final = {
    "harm": "seriously-harmed",
    "abuse": "yes",
    "what-happened": "An invented account, of the length that such an account has. "
    * 8,
    "where": "At home",
    "child-1-name": "Nobody Atall",
    "looked-after": "no",
    "care-leaver": "no",
    "child-2": "no",
    "made-safe": "The child is with a relative.",
    "contact": "01632 960001",
}
_DRAFT: Final = {
    "summary": "What is known. " * 40,
    "grounds": "Why it is suspected. " * 20,
    "learning": "Nothing yet.",
    "actions": "A visit tomorrow.",
    "consulted": "Head of Locality, North",
}
_AGENCIES: Final = ("police", "nhs", "school-trust", "probation", "ambulance")
SIGNERS: Final = ("ruth", "imran", "grace", "peter", "marian")


@dataclass(slots=True)
class Partnership:
    """A partnership at work: its desk, and a clock that goes on with each press.

    Attributes:
        whole: The record of every partnership, of which the desk's is a part.
    """

    desk: Counter
    whole: Store
    begun: datetime = BEGUN
    now: datetime = BEGUN
    presses: int = 0
    drafts: int = 0
    texts: dict[str, str] = field(default_factory=dict)

    def press(self, by: str, does: str, about: str = "", **given: str) -> str:
        """Press a button, and make sure that it did what it should."""
        said = {name.replace("_", "-"): value for name, value in given.items()}
        return self.do(self.pressed(by, does, about, said))

    def pressed(self, by: str, does: str, about: str, said: Answers) -> Press:
        """Make a press that has never been made before."""
        self.presses += 1
        self.now += timedelta(seconds=20)
        return Press(by, does, about, f"bench/{self.presses}", said)

    def do(self, pressed: Press) -> str:
        """Hand a press in at the desk; returns the case's reference."""
        answer = self.desk.handle(pressed, self.now)
        assert not answer.code, (pressed, answer)
        return answer.case

    def half_way(self) -> str:
        """Bring a new case to the day on which the council's report is signed."""
        ref = self.raised()
        self._notify(ref)
        self._ask(ref)
        self.nudge(ref)
        return ref

    def raised(self) -> str:
        """Raise an alert on the first morning; returns the case's reference."""
        self.now = self.begun
        aware = self.begun.astimezone(LONDON) - timedelta(minutes=30)
        days = {
            "aware-at": f"{aware:%Y-%m-%d %H:%M}",
            "incident-day": f"{aware - timedelta(days=1):%Y-%m-%d}",
        }
        return self.do(self.pressed("amina", "raise-alert", "", {**_ALERT, **days}))

    def drafted(self) -> str:
        """Bring a new case to where its notification is to be signed; returns that."""
        ref = self.raised()
        self._decided(ref)
        about = f"{ref}/sign-sin"
        self.do(self.pressed("helen", "draft", about, {**_DRAFT}))
        with self.desk.store.reading() as tx:
            case = self.desk.open(tx, ref, "helen", self.now).case
        return f"{about}/{case.chain('sign-sin').text}"

    def _decided(self, ref: str) -> None:
        for step, choice in (("consult-partners", "agreed"), ("criteria", "notify")):
            self.press("helen", "decide", f"{ref}/{step}", choice=choice, note="So.")

    def _notify(self, ref: str) -> None:
        """Decide, agree and send the notification."""
        self._decided(ref)
        self.nudge(ref)
        about = f"{ref}/sign-sin"
        self.do(self.pressed("helen", "draft", about, {**_DRAFT}))
        self.press("ruth", "send-back", about, note="More.")
        self.do(self.pressed("helen", "draft", about, {**_DRAFT, "learning": "Some."}))
        for who in SIGNERS:
            self.sign(who, about)
        for who, step in (
            *(("helen", step) for step in ("send-sin", "save-copy", "upload-copy")),
            *(("helen", step) for step in ("send-copies", "appoint-author")),
            *(("joan", step) for step in ("tell-leadership", "identify-agencies")),
        ):
            self.done(who, f"{ref}/{step}")

    def _ask(self, ref: str) -> None:
        """Ask the agencies, arrange the meetings and write the council's report."""
        about = f"{ref}/briefing-reports"
        asked = {"agencies": _AGENCIES}
        self.do(self.pressed("joan", "identify", about, {**asked}))
        self.press("joan", "send-requests", about)
        for step, start in (
            ("rapid-review", "2026-11-30 10:00"),
            ("leadership", "2026-12-03 10:00"),
            ("action-planning", "2026-12-07 10:00"),
        ):
            about = f"{ref}/{step}"
            self.press("joan", "arrange", about, start=start, minutes="60")
        for agency in _AGENCIES[:3]:
            about = f"{ref}/briefing-reports/{agency}"
            self.press("joan", "returned", about, on="2026-11-16")
        self.done("kofi", f"{ref}/council-report")
        self.done("helen", f"{ref}/check-council-report")
        self.done("helen", f"{ref}/assure-council-report")

    def done(self, who: str, about: str) -> None:
        """Record that a task was done today."""
        on = self.now.astimezone(LONDON).date()
        self.press(who, "complete", about, on=on.isoformat())

    def nudge(self, ref: str) -> None:
        """Say what is due on a case, as the tick does."""
        self.presses += 1
        cause = f"bench/{self.presses}"
        self.desk.ask(ref, commands.Nudge(), by=BOT, cause=cause, now=self.now)

    def report(self, ref: str) -> str:
        """Write another version of the council's report; returns what it is about."""
        self.drafts += 1
        about = f"{ref}/sign-council-report"
        self.press(
            "helen",
            "draft",
            about,
            saved_at="The case folder",
            version=f"version {self.drafts}",
            in_short="What the report comes to. " * 10,
            checked="yes",
        )
        return about

    def sign(self, who: str, about: str) -> None:
        """Sign the text as it stands."""
        self.do(self.signature(who, about))

    def signature(self, who: str, about: str) -> Press:
        """Make the press that signs the text as it stands."""
        ref, _, step = about.partition("/")
        with self.desk.store.reading() as tx:
            case = self.desk.open(tx, ref, who, self.now).case
        return self.pressed(who, "sign", f"{about}/{case.chain(step).text}", {})


@contextmanager
def partnership(
    url: str, secret: bytes = SECRET, begun: datetime = BEGUN
) -> Iterator[Partnership]:
    """Begin the record of an invented partnership in an empty database."""
    migrate(url)
    store = Store(url, Vault(secret))
    people = rosters.read_roster(WESSEX.read_text(encoding="utf-8"))
    try:
        with store.writing() as tx:
            doc = rosters.to_doc(people)
            roster.write(tx, people.partnership, doc, BEGUN)
        offices = cache(load_offices)
        counter = Counter(store, people.partnership, Shelf(), offices)
        yield Partnership(counter, store, begun)
    finally:
        store.close()
