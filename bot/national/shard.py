"""One store of the year, from its first day to its last: the real thing, in no time.

The desk, the courier and the timetable are those of every deployment; only the clock,
the people and the outside are invented. Time goes from one thing that happens to the
next, so that an empty night costs nothing.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from typing_extensions import override

from bot import rosters
from bot.assembly import desks_of, paced
from bot.core.procedure import Procedure
from bot.core.words import LONDON
from bot.counter import Counter
from bot.courier import Courier
from bot.gateways import Ways
from bot.national.chance import chance
from bot.national.duties import Duties
from bot.national.folk import Folk
from bot.national.life import Life
from bot.national.nation import invented_place, new_holiday
from bot.national.outside import Invitations, Killed, OneCalendar, Outside, Post
from bot.national.pressing import Fingers
from bot.national.terms import Terms
from bot.national.weather import Weather
from bot.offices import load_offices
from bot.settings import Settings
from bot.store import Store, index, leases, roster
from bot.store.passing import PassingStore
from bot.timetable import Timetable
from bot.vault import Vault

_SECRET: Final = bytes(range(32))
"""A secret of no worth: the store is thrown away with everything in it."""
_AHEAD: Final = 9
"""Days before it that the bank holiday is announced."""
_STOPS: Final = 4
"""How often a process is stopped in the middle of a delivery."""
_WIDTH: Final = 16
_MOMENT: Final = timedelta(seconds=1)
_PATIENCE: Final = timedelta(minutes=15)
_DRAINED: Final = timedelta(days=3)


class AtOnce(ThreadPoolExecutor):
    """Does at once what would go to a thread: in virtual time nobody waits."""

    @override
    def submit(
        self, fn: Callable[..., Any], /, *args: Any, **given: Any
    ) -> Future[Any]:
        """Do it now."""
        done: Future[Any] = Future()
        # What it raises is raised here, where whoever asked for it waits.
        done.set_result(fn(*args, **given))
        return done


@dataclass
class Shard:
    """One store, and the partnerships in it.

    Attributes:
        template: An empty record, which is copied.
        holiday: The day that is made a bank holiday at short notice.
        announced: That day, once everybody knows of it.
        folder: A folder of its own.
    """

    terms: Terms
    numbers: range
    procedures: Sequence[Procedure]
    settings: Settings
    template: Path
    folder: Path
    store: Store = field(init=False)
    life: Life = field(init=False)
    outside: Outside = field(init=False)
    courier: Courier = field(init=False)
    timetable: Timetable = field(init=False)
    holiday: date = field(init=False)
    announced: date | None = None
    _mornings: list[datetime] = field(default_factory=list)
    _due: datetime | None = None
    _ready: datetime | None = None

    def __post_init__(self) -> None:
        """Invent the partnerships, and open their record."""
        shutil.copy(self.template, self.file)
        terms = self.terms
        places = [invented_place(n, terms, self.procedures) for n in self.numbers]
        offices = load_offices("ENG")
        self.holiday = new_holiday(terms, offices)
        self.life = Life(
            terms, {p.name: p for p in places}, self._no_desk, offices, terms.begins
        )
        folk = Folk(self.life, Fingers(self.life))
        self.outside = Outside(self.life, Weather(terms), folk)
        self.outside.kills = self._kills()
        self._open()
        with self.store.writing() as tx:
            for place in places:
                doc = rosters.to_doc(place.roster)
                roster.write(tx, place.name, doc, terms.begins)
        self.timetable.recount(terms.begins)
        Duties(self.life, folk).begin()
        announced = datetime.combine(self.holiday, time(10), tzinfo=LONDON)
        self.life.at(announced - timedelta(days=_AHEAD), self._announce)
        self._plan_mornings()

    @property
    def file(self) -> Path:
        """The file of its record."""
        return self.folder / "year.sqlite3"

    def _no_desk(self, partnership: str) -> Counter:
        raise LookupError(partnership)

    def _kills(self) -> list[datetime]:
        drawn = chance(self.terms.seed, "stops", self.numbers.start)
        span = self.terms.ends - self.terms.begins
        found = (self.terms.begins + span * drawn.random() for _ in range(_STOPS))
        return sorted(found, reverse=True)

    def _open(self) -> None:
        """Open the store as a process does when it starts."""
        self.store = PassingStore(f"sqlite:///{self.file}", Vault(_SECRET))
        desk = desks_of(self.store, self.settings)
        self.life.desk = desk
        ways = Ways(
            chat=self.outside,
            calendar=Invitations(self.outside),
            mail=Post(self.outside),
            shared=OneCalendar(self.outside),
            pace=paced,
        )
        self.courier = Courier(
            desk, ways, lambda: self.life.now, width=_WIDTH, apart=False
        )
        self.timetable = Timetable(self.store, desk)

    def _restart(self) -> None:
        """Begin again after a stop: nothing is known but what was recorded."""
        self.store.close()
        self._open()
        with self.store.writing() as tx:
            leases.free(tx, self.life.now)
        self.timetable.recount(self.life.now)

    def _announce(self) -> None:
        """Have a day announced as a bank holiday: its file is written, and read."""
        file = self.settings.announced_holidays
        if file is None:
            return
        file.write_text(
            f'[[add]]\nday = {self.holiday}\nname = "A day for the nation"\n'
            'source = "announced in the simulation"\n',
            encoding="utf-8",
        )
        self.life.offices = load_offices("ENG", file)
        self.announced = self.holiday
        self._restart()

    def _plan_mornings(self) -> None:
        """Note every morning's hour of the digest; the timetable says if it is one."""
        hours = {place.procedure.hours.digest for place in self.life.places.values()}
        day = self.terms.begins.astimezone(LONDON).date()
        last = self.terms.ends.astimezone(LONDON).date()
        while day < last:
            for hour in sorted(hours):
                at = datetime.combine(day, hour, tzinfo=LONDON)
                self._mornings.append(at.astimezone(self.life.now.tzinfo))
            day += timedelta(days=1)
        self._mornings.reverse()

    # -- time --------------------------------------------------------------------

    def live(self) -> None:
        """Live through the whole of it."""
        asyncio.run(self._live())

    async def _live(self) -> None:
        asyncio.get_running_loop().set_default_executor(AtOnce())
        life = self.life
        while (at := self._next()) < self.terms.ends:
            life.now = max(at, life.now)
            acted = life.act()
            await self._run(acted=acted)
        life.now = self.terms.ends
        await self._drain()

    def _next(self) -> datetime:
        """Find when anything next happens: to people, to a limit, or to a delivery."""
        times = [self.terms.ends, self.life.next_act, self._due, self._ready]
        if self._mornings:
            times.append(self._mornings[-1])
        return min(at for at in times if at is not None)

    async def _run(self, *, acted: bool) -> None:
        """Do what a running process does at this instant."""
        now = self.life.now
        if acted:
            self._look()
        ticks = bool(self._mornings) and self._mornings[-1] <= now
        if ticks:
            self._mornings.pop()
        try:
            if ticks or (self._due is not None and self._due <= now):
                self.timetable.tick(now)
                self.life.counts["ticks"] += 1
            await self.courier.deliver()
        except Killed:
            await _cancelled()
            self.life.counts["stopped and begun again"] += 1
            self._restart()
        self._look()
        # What cannot be said or sent now is looked at again, as by every minute's tick.
        if self._due is not None and self._due <= now:
            self.life.counts["due and not said"] += 1
            self._due = now + _PATIENCE
        if self._ready is not None and self._ready <= now:
            self._ready = now + _MOMENT

    def _look(self) -> None:
        """Ask the record when anything is next due, or to be carried."""
        with self.store.reading() as tx:
            self._due = index.next_due(tx)
            self._ready = leases.ready_at(tx, self.life.now)

    async def _drain(self) -> None:
        """Let the courier come to the end of what is queued, with nothing failing."""
        self.outside.mended = True
        self.outside.kills = []
        last = self.terms.ends + _DRAINED
        while True:
            await self.courier.deliver()
            with self.store.reading() as tx:
                ready = leases.ready_at(tx, self.life.now)
            if ready is None or ready > last:
                return
            self.life.now = max(ready, self.life.now + _MOMENT)


async def _cancelled() -> None:
    """Let everything that was in hand end where it stands, as in a power cut."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
