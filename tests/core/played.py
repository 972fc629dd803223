"""A case played through the rules alone: no desk, no database, one press at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import pytest

from bot.core import commands, faults, forms, nudges, press, questions
from bot.core.asking import BOT, Asking, Edition
from bot.core.case import Case
from bot.core.commands import Command
from bot.core.decide import decide
from bot.core.errors import Refused
from bot.core.events import CaseRef, Entry, Event
from bot.core.evolve import evolve
from bot.core.forms import Answers, Form
from bot.core.people import Absence, Agency, Person, Roster
from bot.core.press import Press
from bot.core.procedure import Procedure
from bot.core.progress import Line, Status, lines, status
from bot.core.react import Telling, react
from bot.core.workdays import Offices
from tests.core.calendar_words import calendar_day, calendar_moment
from tests.core.worked_out import ENGLAND

HERE: Final = Path(__file__).parent
REF: Final[CaseRef] = "NSH-2026-001"


@cache
def everything() -> Procedure:
    """The invented procedure that has one of everything in it."""
    return faults.read((HERE / "everything.toml").read_text(encoding="utf-8"))


def person(name: str, agency: str, *roles: str) -> Person:
    return Person(
        name, name.capitalize(), f"{name}@example.org", agency, frozenset(roles)
    )


ROSTER: Final = Roster(
    partnership="Northshire",
    title="Northshire Safeguarding Children Partnership",
    procedure="northshire",
    prefix="NSH",
    people=(
        person("ann", "council"),
        person("arun", "council", "author"),
        person("abel", "council", "second-author"),
        person("dina", "council", "director"),
        person("hal", "council", "head"),
        person("hope", "council", "head"),
        person("carl", "council", "chief"),
        person("kit", "unit", "keeper"),
        person("sue", "unit", "support"),
        person("chas", "unit", "chair"),
        person("cora", "council", "council"),
        person("pat", "police", "police"),
        person("hera", "nhs", "health"),
        person("tess", "school"),
    ),
    agencies=(
        Agency("council", "Northshire Council", statutory=True),
        Agency("police", "Northshire Police", statutory=True),
        Agency("nhs", "Northshire Health", statutory=True),
        Agency("school", "Northshire Schools"),
        Agency("unit", "the partnership's office"),
    ),
)


def at(written: str, *, fold: int = 0) -> datetime:
    """Read a time as a diary has it; noon if it names only a day."""
    return calendar_moment(written if ":" in written else f"{written} 12:00", fold=fold)


def digest_of(says: Mapping[str, Any]) -> str:
    """Stand in for the keyed digest that the desk makes of what was typed."""
    return blake2b(repr(sorted(says.items())).encode(), digest_size=8).hexdigest()


class Played:
    """One case, what has been recorded of it, and what has been told.

    Attributes:
        now: The instant at which everything is asked.
        told: What the last command told, and to whom.
    """

    def __init__(
        self,
        procedure: Procedure | None = None,
        roster: Roster = ROSTER,
        offices: Offices = ENGLAND,
        now: str = "Fri 20 Nov 2026 10:00",
    ) -> None:
        self.procedure = procedure or everything()
        self.roster = roster
        self.offices = offices
        self.now = at(now)
        self.case = Case(REF)
        self.journal: list[Entry] = []
        self.told: tuple[Telling, ...] = ()
        self.newest: Edition | None = None

    def asking(self, by: str = BOT) -> Asking:
        rules = self.procedure, self.roster, self.offices, self.newest
        return Asking(by, self.now, *rules)

    def goes_to(self, written: str) -> Played:
        self.now = at(written)
        return self

    def is_away(self, who: str, first: str, last: str, deputy: str = "") -> Played:
        gone = Absence(who, calendar_day(first), calendar_day(last), deputy)
        self.roster = replace(self.roster, absences=(*self.roster.absences, gone))
        return self

    def does(self, by: str, command: Command) -> tuple[Event, ...]:
        """Do what a command says, and give what happened."""
        if command.says and not command.digest:
            command = replace(command, digest=digest_of(command.says))
        asking = self.asking(by)
        standing, events = decide(self.case, command, asking)
        before, start = self.case, len(self.journal)
        for n, event in enumerate(events, start + 1):
            entry = Entry(
                REF, n, self.now, by, standing.role, standing.instead_of, f"{n}", event
            )
            self.journal.append(entry)
            self.case = evolve(self.case, entry)
        self.told = react(before, self.journal[start:], self.case, asking)
        return events

    def happens(self, event: Event) -> None:
        """Record what nobody asked for, such as how a delivery ended."""
        n = len(self.journal) + 1
        entry = Entry(REF, n, self.now, BOT, "", "", f"{n}", event)
        self.journal.append(entry)
        self.case = evolve(self.case, entry)

    def form(self, by: str, does: str, about: str) -> Form | None:
        return questions.form_for(does, about, self.case, self.asking(by))

    def means(
        self, by: str, does: str, about: str, answers: Answers
    ) -> tuple[Command | None, tuple[forms.Problem, ...]]:
        """Find the command that a press means, or what is wrong with its answers."""
        form = self.form(by, does, about)
        asked = form.questions if form else ()
        found = forms.problems(asked, answers, self.now)
        if found:
            return None, found
        pressed = Press(by, does, about, "cause", answers)
        return press.understand(pressed, self.case, self.asking(by), asked), ()

    def presses(
        self, by: str, does: str, about: str = "", **answers: str | tuple[str, ...]
    ) -> tuple[Event, ...]:
        """Press a button on the case; ``about`` is the step, and what is in it."""
        command, found = self.means(by, does, f"{REF}/{about}".rstrip("/"), answers)
        assert command is not None, found
        return self.does(by, command)

    def refused(self, by: str, command: Command) -> Refused:
        """Be refused, and change nothing."""
        with pytest.raises(Refused) as refusal:
            self.does(by, command)
        assert refusal.value.reason
        return refusal.value

    def nudges(self) -> tuple[Event, ...]:
        """Let the bot say what is due to be said."""
        return self.does(BOT, commands.Nudge())

    def lines(self) -> dict[str, Line]:
        known = lines(
            self.procedure, self.case.anchors, self.offices, self.case, self.roster
        )
        return {line.part: line for line in known}

    def due(self, part: str) -> date | None:
        due = self.lines()[part].due
        return due.due if due else None

    def status(self, step: str) -> Status:
        return status(self.procedure.by_id[step], self.case, self.procedure)

    def next_nudge(self, part: str) -> datetime | None:
        return nudges.next_at(self.case, self.lines()[part], self.asking())


def raised(by: str = "ann", *, harm: str = "hurt", **settings: Any) -> Played:
    """A case whose alert has just been raised."""
    played = Played(**settings)
    played.does(
        by,
        commands.RaiseAlert(
            procedure=played.procedure.slug,
            version="1",
            facts={"harm": harm},
            anchors={"aware": played.asking().today},
            digest="the alert",
        ),
    )
    return played


def decided(by: str = "ann", **settings: Any) -> Played:
    """A case that is to be notified."""
    played = raised(by, **settings)
    played.does("arun", commands.Decide(step="consult", choice="agreed", digest="why"))
    played.does("arun", commands.Decide(step="choose", choice="notify", digest="why"))
    return played


def drafted(by: str = "ann", **settings: Any) -> Played:
    """A case whose notification has been written, and waits for the director."""
    played = decided(by, **settings)
    played.does("arun", commands.WriteDraft(step="sign", digest="text 1"))
    return played


def signs(played: Played, *people: str, step: str = "sign") -> Played:
    """Let people sign the text as it stands."""
    for who in people:
        text = played.case.chain(step).text
        played.does(who, commands.Sign(step=step, text=text))
    return played


def signed(by: str = "ann", **settings: Any) -> Played:
    """A case whose notification the whole chain has signed."""
    return signs(drafted(by, **settings), "dina", "hal", "hope", "cora", "pat")


def sent(by: str = "ann", **settings: Any) -> Played:
    """A case whose notification was sent on Fri 20 Nov 2026."""
    played = signed(by, **settings)
    played.does("arun", commands.Complete(step="send", on=played.asking().today))
    return played


def asked(*agencies: str, **settings: Any) -> Played:
    """A case on which some agencies have been asked for their reports."""
    played = sent(**settings)
    played.does("kit", commands.Identify(step="ask", agencies=agencies))
    played.does("kit", commands.SendRequests(step="ask"))
    return played


def arranged(start: str = "Tue 1 Dec 2026 10:00", **settings: Any) -> Played:
    """A case whose review has been given a time."""
    played = sent(**settings)
    played.does("kit", commands.Arrange(step="review", start=at(start), minutes=120))
    return played


def held(on: str = "Tue 1 Dec 2026", **settings: Any) -> Played:
    """A case whose review was held."""
    played = arranged(f"{on} 10:00", **settings).goes_to(f"{on} 13:00")
    played.does("kit", commands.Hold(step="review", on=calendar_day(on)))
    return played


AT: Final[Mapping[str, Callable[[], Played]]] = {
    "raised": raised,
    "decided": decided,
    "drafted": drafted,
    "signed": signed,
    "sent": sent,
    "asked": lambda: asked("council", "police"),
    "arranged": arranged,
    "held": held,
}
"""A case at each stage of its life, made by doing what comes before."""


def texts(shown: object) -> Iterable[str]:
    """List every text in a card, or in anything made of texts."""
    if isinstance(shown, str):
        yield shown
    elif isinstance(shown, Mapping):
        for key, value in shown.items():
            yield from texts(key)
            yield from texts(value)
    elif isinstance(shown, tuple | list | frozenset):
        for one in shown:
            yield from texts(one)
    elif hasattr(shown, "__dataclass_fields__"):
        for one in fields(shown):  # type: ignore[arg-type]
            yield from texts(getattr(shown, one.name))
