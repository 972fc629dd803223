"""The tracker: the actions of every case, or of one, and how each stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from bot.core import commands, offers, words
from bot.core.asking import BOT, Asking
from bot.core.cards import Button
from bot.core.case import Action, Case
from bot.core.errors import Conflicted
from bot.core.events import PersonId
from bot.core.progress import local_day, plans
from bot.core.written import ACTION, RECOMMENDATION, REFERENCE
from bot.desk import Desk
from bot.registers.wanted import Wanted
from bot.store import index

TRACKER_STATUSES: Final[Mapping[str, str]] = plans.STATUSES


@dataclass(frozen=True, slots=True)
class Tracked:
    """One action of one case.

    Attributes:
        sheet: The stage on whose sheet it stands, as people read it.
        status: One of ``TRACKER_STATUSES``.
        why: Why assurance groups must see it; nothing, if they need not.
        done: The day it was done, while it stands as done.
        checked: The day its impact was checked, while it stands as done.
        reopened: How often it was opened again.
        history: Its earlier owners and days, in words.
        told: Who did it and who checked its impact, and when, in words.
        entries: Under which entries what is to be done is written.
        recommendation: What it answers, where that was asked for and may be read.
        says: What is to be done, likewise.
        reference: Where else it is written down, likewise.
    """

    ref: str
    number: int
    sheet: str
    owner: str
    agency: str
    added: date
    due: date
    status: str
    why: tuple[str, ...]
    done: date | None
    checked: date | None
    reopened: int
    history: tuple[str, ...]
    told: tuple[str, ...]
    buttons: tuple[Button, ...]
    entries: tuple[int, ...]
    recommendation: str = ""
    says: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Tracker:
    """Every action that is wanted.

    Attributes:
        sheets: The name of every sheet, in the order of the stages.
        of: How many actions there are, wanted or not.
        apart: How many cases are left out, because whoever looks takes no part.
    """

    actions: tuple[Tracked, ...]
    sheets: tuple[str, ...]
    of: int
    apart: int
    wanted: Wanted
    partnership: str
    now: datetime


def tracker(desk: Desk, by: PersonId, now: datetime, wanted: Wanted) -> Tracker:
    """List the actions that are wanted, case by case, the latest case first.

    Raises:
        Refused: There is no such case, or whoever asks takes no part in it.
    """
    found: list[Tracked] = []
    of = apart = 0
    with desk.store.reading() as tx:
        asking = desk.asking(tx, by, now)
        if by != BOT:
            asking.roster.person(by)
        refs = [row.ref for row in index.cases(tx, desk.partnership)]
        sheets = [stage.title for stage in asking.procedure.stage]
        for ref in [wanted.case] if wanted.case else refs:
            opened = desk.open(tx, ref, by, now)
            if by in opened.case.conflicted:
                apart += 1
                continue
            lines = list(tracked(opened.case, opened.asking))
            of += len(lines)
            sheets += [line.sheet for line in lines]
            found += [line for line in lines if _is_wanted(line, wanted)]
    if wanted.case and apart:
        raise Conflicted(next_step="Speak to the business manager.")
    if wanted.written:
        found = [_read(desk, by, now, line) for line in found]
    return Tracker(
        tuple(found),
        tuple(dict.fromkeys(sheets)),
        of,
        apart,
        wanted,
        asking.roster.title,
        now,
    )


def tracked(case: Case, asking: Asking) -> Iterator[Tracked]:
    """List the actions of one case, sheet by sheet."""
    order = {stage.id: n for n, stage in enumerate(asking.procedure.stage)}
    placed = sorted(case.actions, key=lambda a: order.get(a.sheet, len(order)))
    for action in placed:
        yield Tracked(
            ref=case.ref,
            number=action.number,
            sheet=plans.sheet_title(action.sheet, asking.procedure),
            owner=words.begun(asking.said(action.owner)),
            agency=asking.roster.agency_name(action.agency),
            added=local_day(action.added.at),
            due=action.due,
            status=plans.standing_of(action, asking.today),
            why=tuple(plans.exceptions(action, asking.today)),
            done=local_day(action.done.on) if action.done else None,
            checked=local_day(action.checked.on) if action.checked else None,
            reopened=len(action.reopened),
            history=tuple(_history(action, asking)),
            told=tuple(_told(action, asking)),
            buttons=offers.of_action(action.number, case, asking),
            entries=(action.added.n, *(mark.n for mark in action.reworded)),
        )


def _is_wanted(line: Tracked, wanted: Wanted) -> bool:
    if wanted.exceptions and not line.why:
        return False
    return wanted.holds(line.added, line.due, line.status)


def _history(action: Action, asking: Asking) -> Iterator[str]:
    for earlier in action.was:
        agency = asking.roster.agency_name(earlier.agency)
        of = f" ({agency})" if agency else ""
        yield (
            f"{words.begun(asking.said(earlier.owner))}{of}, "
            f"by {words.day(earlier.due)}, until {words.day(earlier.until.at)}"
        )


def _told(action: Action, asking: Asking) -> Iterator[str]:
    marks = (("Completed", action.done), ("Impact checked", action.checked))
    for verb, mark in marks:
        if mark:
            name = asking.roster.name(mark.by)
            instead = asking.roster.name(mark.instead_of) if mark.instead_of else ""
            who = f"{name} for {instead}" if instead else name
            yield f"{verb} by {who}, {words.day(mark.on)}"


def _read(desk: Desk, by: PersonId, now: datetime, line: Tracked) -> Tracked:
    """Read what was written about an action, if one may; each reading is recorded.

    Once a day is enough: whoever looks again on the same day reads the same thing.
    """
    known: dict[str, str] = {}
    for entry in line.entries:
        day = local_day(now)
        cause = f"read/{line.ref}/{entry}/{by}/{day}"
        read = commands.ReadAnswers(entry=entry)
        answer = desk.ask(line.ref, read, by=by, cause=cause, now=now)
        known.update(answer.reads)
    return replace(
        line,
        recommendation=known.get(RECOMMENDATION, ""),
        says=known.get(ACTION, ""),
        reference=known.get(REFERENCE, ""),
    )
