"""What the page is joined to, and how one of its pages is drawn."""

from __future__ import annotations

import hashlib
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, Final, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.core import words
from bot.core.cards import Card
from bot.core.forms import Answer, Problem
from bot.core.people import Person, Roster
from bot.core.workdays import Offices
from bot.counter import Counter
from integrations.web.chat import WebChat
from integrations.web.live import Live
from integrations.web.outside import Happening, Meeting, Posted
from integrations.web.session import Tokens, Visit, visiting

PAGES: Final = Path(__file__).parent / "pages"
_BROWSERS: Final = 1_000
_KEPT: Final = 20


@dataclass(frozen=True, slots=True)
class Clock:
    """The rehearsal's clock, and the hand that moves it.

    Attributes:
        now: Reads it.
        advance: Moves it on, doing everything that falls due on the way.
        next_deadline: Finds the next instant at which something falls due.
        offices: When offices are open.
    """

    now: Callable[[], datetime]
    advance: Callable[[datetime], Awaitable[Sequence[Happening]]]
    next_deadline: Callable[[], datetime | None]
    offices: Callable[[], Offices]


@dataclass(frozen=True, slots=True)
class Said:
    """What a person was answered, for them alone.

    Attributes:
        problem: Whether it was a refusal.
        card: A card that only they can see.
        problems: What to put right in a form, each at its question.
        typed: What stood in the form's fields, where nothing else keeps it.
        reads: What somebody wrote, by question, for whoever asked to read it.
    """

    says: str
    next_step: str = ""
    problem: bool = False
    case: str = ""
    card: Card | None = None
    problems: tuple[Problem, ...] = ()
    typed: Mapping[str, Answer] = field(default_factory=dict)
    reads: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Moved:
    """What happened while the clock was last moved, for everybody."""

    since: datetime
    until: datetime
    happened: tuple[Happening, ...]


class _Given(NamedTuple):
    number: int
    by: str
    said: Said
    cause: str


class Answers:
    """The last answers given in each browser, so that a reload shows them again."""

    def __init__(self) -> None:
        self._by_browser: OrderedDict[str, deque[_Given]] = OrderedDict()
        self._count = 0

    def keep(self, visit: Visit, said: Said, cause: str = "") -> int:
        """Keep an answer, and give the number to ask for it by."""
        self._count += 1
        kept = self._by_browser.setdefault(visit.session, deque(maxlen=_KEPT))
        kept.append(_Given(self._count, visit.by, said, cause))
        self._by_browser.move_to_end(visit.session)
        if len(self._by_browser) > _BROWSERS:
            self._by_browser.popitem(last=False)
        return self._count

    def find(self, visit: Visit, number: str) -> Said | None:
        """Find an answer that was given in this browser to this person."""
        for given in self._by_browser.get(visit.session, ()):
            if str(given.number) == number and given.by == visit.by:
                return given.said
        return None

    def given(self, visit: Visit, cause: str) -> int | None:
        """Find the number of the answer that a request was given, if it was."""
        for given in self._by_browser.get(visit.session, ()):
            if given.cause == cause:
                return given.number
        return None


@dataclass(slots=True)
class Parts:
    """Everything that the page is joined to.

    Attributes:
        diary: The meetings in a person's calendar, by who they are.
        letters: Every e-mail that went out, the oldest first.
        moved: What happened while the clock was last moved.
    """

    desk: Counter
    chat: WebChat
    clock: Clock
    diary: Callable[[Person], Sequence[Meeting]]
    letters: Callable[[], Sequence[Posted]]
    tokens: Tokens
    live: Live
    answers: Answers = field(default_factory=Answers)
    moved: Moved | None = None

    @property
    def now(self) -> datetime:
        """The time by the rehearsal's clock."""
        return self.clock.now()


def parts_of(request: Request) -> Parts:
    """Find what the page is joined to."""
    parts: Parts = request.app.state.parts
    return parts


def visit_of(request: Request) -> Visit:
    """Find out who is at the browser."""
    parts = parts_of(request)
    return visiting(request, parts.desk.people(), parts.tokens)


def fingerprint(name: str) -> str:
    """Name a version of a file, so that a browser never uses an old one."""
    return hashlib.sha256((PAGES / name).read_bytes()).hexdigest()[:12]


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "day": words.day,
        "short_day": words.short_day,
        "moment": words.moment,
        "clock_time": words.clock_time,
        "listed": words.listed,
        "begun": words.begun,
    }
    made.globals |= {
        "counted": words.counted,
        "css": fingerprint("page.css"),
        "js": fingerprint("page.js"),
    }
    return made


_DRAWN: Final = _environment()


def drawn(
    request: Request, visit: Visit, name: str, status: int = 200, **values: Any
) -> HTMLResponse:
    """Draw one page for one person.

    Args:
        request: What was asked for.
        visit: Who asked.
        name: The page's file.
        status: The answer's HTTP status.
        values: What the page shows.
    """
    parts = parts_of(request)
    roster, now = parts.desk.people(), parts.now
    html = _DRAWN.get_template(name).render(
        me=roster.person(visit.by),
        agencies=by_agency(roster),
        roster=roster,
        visit=visit,
        now=now,
        local=now.astimezone(words.LONDON),
        here=_address(request),
        path=request.url.path,
        count=parts.live.count,
        **values,
    )
    return HTMLResponse(html.encode(errors="replace"), status)


def by_agency(roster: Roster) -> list[tuple[str, list[Person]]]:
    """List the people of a roster under the agencies they work for."""
    named = {agency.id: agency.name for agency in roster.agencies}
    order = {agency: place for place, agency in enumerate(named)}
    people = sorted(roster.people, key=lambda p: order.get(p.agency, len(order)))
    return [
        (named.get(agency, agency), list(group))
        for agency, group in groupby(people, key=lambda person: person.agency)
    ]


def _address(request: Request) -> str:
    return request.url.path if request.method == "GET" else "/"
