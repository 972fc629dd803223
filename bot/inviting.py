"""Who is asked to a meeting by which way, and what has gone to them already.

A shared calendar holds a meeting once, and asks everybody whom it reaches. Everybody
else is sent a letter of their own. What has gone is read from the outbox, so that
nobody is asked twice, and whoever was asked can be told that they are not any more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from bot.addressing import as_telling
from bot.core import telling as tellings
from bot.core.asking import Asking
from bot.core.cards import Invite
from bot.core.case import Case
from bot.core.events import PersonId, StepId
from bot.core.people import Person
from bot.core.react import Telling
from bot.core.telling import Had
from bot.gateways import Gathering, Guest, SharedCalendar, Ways
from bot.store import Transaction, outbox
from bot.store.outbox import SENT, Delivery

KINDS: Final = frozenset({"invite", "attend", "uninvite"})
"""Deliveries that change calendars. The last is of an earlier release."""
SHARED: Final = "shared"
"""The way by which something is put in the shared calendar."""
LETTER: Final = "calendar"
"""The way by which something is put in one person's calendar."""
REQUEST: Final = "REQUEST"
CANCEL: Final = "CANCEL"
WITHDRAWN: Final = "WITHDRAWN"
"""What a letter did: ask somebody, call the meeting off, or take one person out."""


@dataclass(frozen=True, slots=True)
class Gone:
    """What has gone out about one meeting.

    Attributes:
        receipt: By what the shared calendar finds its event; nothing, if it has none.
        unsure: Whether it may have an event of which nobody has the receipt.
        letters: What each person has been sent by e-mail.
        marks: The mark of the address to which each was sent it last.
    """

    receipt: str = ""
    unsure: bool = False
    letters: Mapping[PersonId, Had] = field(default_factory=dict)
    marks: Mapping[PersonId, str] = field(default_factory=dict)


def place_of(step: StepId) -> str:
    """Name the place of a meeting in the shared calendar, as a delivery gives it."""
    return f"{SHARED}/{step}"


def is_shared(row: Delivery) -> bool:
    """Say whether a delivery is for the shared calendar."""
    return row.kind in KINDS and row.place == place_of(row.step)


def gone(tx: Transaction, ref: str, said: Telling) -> Gone:
    """Read what has gone out about a meeting, oldest first."""
    step, found = said.parts[0], Gone()
    for row in outbox.find(tx, case_ref=ref, step=step):
        if row.kind in KINDS and row.body.get("sitting", 1) == said.sitting:
            found = _and(found, row)
    return found


def _and(found: Gone, row: Delivery) -> Gone:
    if is_shared(row):
        if row.state == SENT:
            off = bool(row.receipt.get("off"))
            receipt = "" if off else str(row.receipt.get("receipt", ""))
            return replace(found, receipt=receipt, unsure=False)
        return replace(found, unsure=found.unsure or row.doubt)
    if not row.person:
        return found
    had = found.letters.get(row.person, Had())
    if row.state != SENT:
        unsure = replace(had, perhaps=had.perhaps or row.doubt)
        return replace(found, letters={**found.letters, row.person: unsure})
    method = str(row.receipt.get("method") or method_of(row))
    sequence = int(row.receipt.get("sequence", row.body.get("sequence", 0)))
    withdrawn = had.withdrawn + (method == WITHDRAWN)
    now = Had(method == REQUEST, sequence, withdrawn)
    marks = {**found.marks, row.person: str(row.receipt.get("mark", ""))}
    return replace(found, letters={**found.letters, row.person: now}, marks=marks)


def mark_of(person: Person) -> str:
    """Tell an address from others, without saying it."""
    return hashlib.sha256(person.email.casefold().encode()).hexdigest()[:12]


def _had(known: Gone, person: Person) -> Had:
    """Say what somebody has been sent, at the address that they have now."""
    had, mark = known.letters.get(person.id, Had()), known.marks.get(person.id)
    # What went to another address is not in the calendar that they have now.
    return replace(had, sequence=-1) if mark and mark != mark_of(person) else had


def method_of(row: Delivery) -> str:
    """Say what a letter was meant to do when it was addressed."""
    old = WITHDRAWN if row.kind == "uninvite" else REQUEST
    return str(row.body.get("method", old))


def by_ways(
    row: Delivery, case: Case, asking: Asking, shared: SharedCalendar, known: Gone
) -> Iterator[Delivery]:
    """Turn one change of a meeting into a delivery for each calendar it changes.

    Args:
        row: The delivery, for all of them.
        case: The case as it stands now.
        asking: The rules, the people and the time.
        shared: The calendar that holds each meeting once, where there is one.
        known: What has gone out about it.
    """
    said = as_telling(row.body)
    if shared.reaches(row.partnership, None) and (
        row.kind == "invite" or case.expected(said.parts[0])
    ):
        # One meeting's changes go there in order, and several meetings at once.
        lane = f"calendar/{row.case_ref}/{row.step}"
        yield row.child("calendar", lane, role="", place=place_of(row.step))
    expected = {a.person.id: a.role for a in tellings.coming(said, case, asking)}
    on_roster = {person.id: person for person in asking.roster.people}
    for who in dict.fromkeys((*expected, *known.letters)):
        if who not in on_roster or said.person not in ("", who):
            continue
        if said.role and expected.get(who) != said.role:
            continue
        marked = replace(row, person=who)
        letter = letter_to(marked, case, asking, shared, known)
        if letter is not None:
            does, role = letter.method, expected.get(who, "")
            body = {**row.body, "method": does, "sequence": letter.sequence}
            if role:
                body["role"] = role
            lane = f"calendar/{row.partnership}/{who}"  # a mailbox takes its in order
            yield row.child(who, lane, person=who, role=role, body=body)


@dataclass(frozen=True, slots=True)
class Told:
    """What one person is to be told of a meeting by e-mail.

    Attributes:
        method: What it does to their calendar.
        sequence: Which change of the meeting it tells.
    """

    invite: Invite
    method: str
    sequence: int


def letter_to(
    row: Delivery,
    case: Case,
    asking: Asking,
    shared: SharedCalendar,
    known: Gone,
    where: tuple[str, str] = ("", ""),
) -> Told | None:
    """Make what one person is to be told by e-mail now; nothing if it is no news.

    Args:
        row: The delivery, for that person.
        case: The case as it stands now.
        asking: The rules, the people and the time.
        shared: The calendar that may ask them instead.
        known: What has gone out about the meeting.
        where: What makes its identifier unique in the world, and what links begin
            with.
    """
    person = asking.roster.person(row.person)
    # What only knows diaries asks nobody.
    asks = shared.reaches(row.partnership, None)
    made = tellings.by_letter(
        as_telling(row.body),
        case,
        replace(asking, by=row.person),
        _had(known, person),
        *where,
        elsewhere=asks and shared.reaches(row.partnership, person),
    )
    if made is None:
        return None
    standing = case.meetings[row.step]
    does = CANCEL if standing.stood_down else WITHDRAWN
    return Told(made, does if made.stood_down else REQUEST, standing.sequence)


def gathering(
    row: Delivery, case: Case, asking: Asking, ways: Ways
) -> Gathering | None:
    """Make a meeting as the shared calendar should have it; nothing if it is no news.

    Args:
        row: The delivery, for the shared calendar.
        case: The case as it stands now.
        asking: The rules, the people and the time.
        ways: The ways to the outside that there are.
    """
    said = as_telling(row.body)
    if tellings.still_there(said, asking) is None:
        return None
    made = tellings.latest(said, case, asking, ways.domain, ways.base_url)
    if made is None or not tellings.is_news(said, case, made, asking.now):
        return None
    guests = tuple(
        Guest(one.person, one.required)
        for one in tellings.coming(said, case, asking)
        if ways.shared.reaches(row.partnership, one.person)
    )
    return Gathering(made, guests, row.partnership)
