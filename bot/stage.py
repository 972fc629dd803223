"""The rehearsal, put together: the page, the clock that moves, invented people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from bot import invented, rosters
from bot.assembly import Works, courier_of
from bot.core.errors import Refused
from bot.core.people import Person
from bot.core.procedure import Procedure
from bot.meanwhile import told
from bot.rehearsal import Rehearsal, RehearsalClock
from bot.serving import keep_running
from bot.settings import Settings
from bot.shelf import Shelf
from bot.store import Store, Transaction, index, played, roster
from bot.vault import Vault
from bot.verbs.papers import find, folder, read_paper
from integrations.calendars import ics
from integrations.calendars.ics import CalendarItem
from integrations.engines.embedded import Embedded
from integrations.web.listen import page
from integrations.web.parts import Clock, Parts
from integrations.web.session import Tokens

_WESSEX: Final = Path(__file__).parent.parent / "integrations" / "web" / "wessex.toml"
_BEGUN: Final = """\
The rehearsal is at {at}
It follows the procedure of {follows}.
Everybody in it is invented. Stop it with Ctrl+C."""


@dataclass(frozen=True, slots=True)
class Play:
    """What a rehearsal is played on.

    Attributes:
        procedure: The procedure.
        shelf: Where it is found, so that its file is read where it stands.
        home: The folder of its record, apart from every other rehearsal.
    """

    procedure: Procedure
    shelf: Shelf
    home: str


def chosen(written: str, settings: Settings) -> Play:
    """Find the procedure that a rehearsal is to be played on.

    Args:
        written: Its slug, or the path of its file.
        settings: Where the procedures in use are.

    Raises:
        Refused: There is no such procedure, or it cannot be used as it is.
    """
    where = folder(settings)
    paper = read_paper(find(written, where))
    rules = paper.procedure
    if rules is None:
        raise Refused(
            f"{paper.name} cannot be rehearsed as it is.",
            next_step=f"To see what to put right, run: dayzero check {paper.name}",
        )
    shelf = Shelf(where, {rules.slug: paper.path.absolute()})
    return Play(rules, shelf, f".dayzero/rehearsal-{rules.slug}")


def forget(settings: Settings) -> None:
    """Throw the last rehearsal away.

    Raises:
        Refused: The record that is set is no rehearsal’s, or not a file.
    """
    database = settings.database_file
    if database is None:
        raise Refused(
            "A rehearsal on a database server is not thrown away from here.",
            next_step="Use an empty database instead.",
        )
    lock = Embedded(database)
    if database.parent.is_dir():
        lock.claim()
    if database.exists() and not _apart(settings):
        store = Store(settings.database_url, Vault(bytes(32)))
        with closing(store), store.reading() as tx:
            _no_real_one(tx)
    for end in ("", "-wal", "-shm"):
        database.with_name(f"{database.name}{end}").unlink(missing_ok=True)
    for letter in settings.mail_folder.glob("*.eml"):
        letter.unlink()
    lock.release()


def _apart(settings: Settings) -> bool:
    """Say whether the record is where rehearsals are, and nothing else ever is."""
    file = settings.database_file
    home = file.resolve().parent if file else Path()
    return home.parent.name == ".dayzero" and home.name.startswith("rehearsal")


def _no_real_one(tx: Transaction) -> None:
    if played.real(tx):
        raise Refused(
            "The record that is set here is a real one, and no rehearsal.",
            next_step="Rehearse with data of its own: set DAYZERO_HOME to another "
            "folder, and no DAYZERO_DATABASE_URL. Nothing was changed.",
        )


def _only_rehearsed(works: Works) -> None:
    if _apart(works.settings):
        return
    try:
        with works.store.reading() as tx:
            _no_real_one(tx)
    except Refused:
        works.stop()
        works.store.close()
        raise


def _peopled(works: Works, now: datetime, procedure: Procedure | None) -> str:
    """Make sure the invented partnership is there; returns its name.

    Raises:
        Refused: The record is a real one.
    """
    if procedure is None:
        people = rosters.read_roster(_WESSEX.read_text(encoding="utf-8"))
    else:
        people = invented.invented(procedure)
    _only_rehearsed(works)
    with works.store.writing() as tx:
        played.begin(tx, now)
        kept = roster.get(tx, people.partnership)
        if kept is not None and procedure is not None:
            people = invented.completed(rosters.from_doc(kept), procedure)
        elif kept is not None:
            return people.partnership
        roster.write(tx, people.partnership, rosters.to_doc(people), now)
    return people.partnership


def _clock(
    works: Works, start: datetime | None, machine: Callable[[], datetime]
) -> RehearsalClock:
    """Find the rehearsal's clock, put where it was asked to be.

    Raises:
        Refused: That is earlier than what has already happened in it.
    """
    clock = RehearsalClock(works.store, machine)
    if start is not None:
        with works.store.reading() as tx:
            begun = bool(index.cases(tx))
        if begun:
            clock.put(start)
        else:
            clock.begin(start)
    return clock


async def perform(
    works: Works,
    start: datetime | None,
    machine: Callable[[], datetime],
    say: Callable[[str], None],
    play: Play | None = None,
) -> None:
    """Run a rehearsal until it is stopped.

    Args:
        works: Everything put together around its store.
        start: Where its clock is to begin, or ``None`` to go on from where it was.
        machine: The machine's own time.
        say: Tells whoever started it where it is.
        play: What it is played on, if not the usual one.

    Raises:
        Refused: The record is a real one, or the clock would have to go back.
    """
    partnership = _peopled(works, machine(), play.procedure if play else None)
    clock = _clock(works, start, machine)
    courier = courier_of(works, clock.now)
    desk = works.desk(partnership)
    rehearsal = Rehearsal(
        works.store,
        clock,
        works.timetable,
        courier,
        lambda ended: told(ended, desk.people(), desk.procedure()),
    )
    parts = Parts(
        desk=desk,
        chat=works.chat,
        clock=Clock(
            now=clock.now,
            advance=rehearsal.advance,
            next_deadline=lambda: works.timetable.next_deadline(clock.now()),
            offices=lambda: desk.offices(desk.procedure().holidays),
        ),
        diary=lambda person: _diary(works, person),
        letters=works.letters.listed,
        tokens=Tokens(works.page_secret),
        live=works.live,
    )
    at, follows = works.settings.base_url, desk.procedure().name
    hosts = ("localhost", "127.0.0.1", "[::1]", works.settings.reached_at)
    app = page(parts, works.page_secret, hosts=hosts)
    begun = partial(say, _BEGUN.format(at=at, follows=follows))
    await keep_running(works, app, courier, clock.now, begun)


def _diary(works: Works, person: Person) -> Sequence[CalendarItem]:
    kept = works.letters.of_person(person.email)
    return ics.diary(letter.calendar for letter in kept if letter.calendar)
