"""Handing one section of a half-written alert to somebody else to complete.

They open a form with that section alone, and cannot read the others. What they
type is a draft of their own, locked with a key of its own; whoever writes the alert
sees it in their form, with who filled it in. Nobody's words replace another's.
There is no case yet, so there is no journal: the outbox row that tells them carries
the draft's random name and nothing else, and that name is what keeps it from being
sent twice.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from bot.answer import Answer, refused
from bot.core import questions
from bot.core.cards import Button, Card
from bot.core.errors import NotYours, OutsideTheDates, Refused, Unknown
from bot.core.events import PersonId
from bot.core.forms import Answer as Given
from bot.core.forms import Form, Section
from bot.core.joining import alone, together
from bot.desk import Desk
from bot.intake import is_name
from bot.store import Transaction, drafts, outbox
from bot.store.drafts import SECTION, Draft
from bot.store.outbox import Delivery

TELLING: Final = "section"
"""The kind of a delivery about a section."""
SAVED: Final = ":saved"
"""Among what was typed: when whoever was asked said that it is complete."""
_ALERT: Final = "raise-alert"
_BACK: Final = ":back.{}"
"""Among what was typed: which request took a section back last, and from whom."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A section that somebody else was asked to complete.

    Attributes:
        section: The section's name in the form.
        name: Who was asked.
        version: Which state of what they typed this is; changes as they type.
        saved_at: When they said that it is complete, or an empty string.
        typed: What they have typed so far.
    """

    section: str
    name: str
    version: str
    saved_at: str
    typed: Mapping[str, Given]


def ask(
    desk: Desk, draft: str, section: str, to: PersonId, by: PersonId, now: datetime
) -> Answer:
    """Ask somebody to complete one section of a draft. Asked again, nothing changes."""
    try:
        with desk.store.writing() as tx:
            name = _asked(tx, desk, f"{draft}/{section}", to, by, now)
    except Refused as refusal:
        return refused(refusal)
    desk.wake()
    return Answer(
        f"{name} has been asked to complete this section.",
        "You will see here when it is filled in. You can go on with the rest.",
    )


def _asked(
    tx: Transaction, desk: Desk, about: str, to: PersonId, by: PersonId, now: datetime
) -> str:
    draft, _, section = about.partition("/")
    mine = _own(tx, desk, draft, by)
    asking = desk.asking(tx, by, now)
    shape = _section(questions.alert(asking), section)
    whom = asking.roster.person(to)
    if whom.id == by:
        raise OutsideTheDates(
            "You are writing this alert yourself.", next_step="Choose somebody else."
        )
    known = _handed(tx, draft, section)
    if known and known.person == whom.id:
        return whom.name
    if known:
        raise NotYours(
            f"{asking.roster.name(known.person)} has been asked to complete this "
            "section already.",
            next_step="Take it back first; what they typed is kept in your form.",
        )
    ids = {question.id for question in shape.questions}
    so_far = {k: v for k, v in mine.says.items() if k.partition(".")[0] in ids}
    name = secrets.token_urlsafe(12)
    whose = (desk.partnership, whom.id, SECTION, about)
    drafts.save(tx, Draft(name, *whose, so_far, now))
    _tell(tx, desk, f"draft/{name}/asked", whom.id, about, now)
    return whom.name


def take_back(
    desk: Desk, draft: str, section: str, by: PersonId, now: datetime, cause: str = ""
) -> Answer:
    """Ask no more for a section. What was typed there is kept in the first draft."""
    try:
        with desk.store.writing() as tx:
            mine = _own(tx, desk, draft, by)
            asking = desk.asking(tx, by, now)
            shape = _section(questions.alert(asking), section)
            before, known = plain(mine), _handed(tx, draft, section)
            if known is None:
                whom = _taken_before(before, section, cause)
            else:
                whom, says = known.person, before
                if mine.says.get(taken(section)) != _version(known):
                    says = together(shape.questions, before, plain(known))
                says = {**says, _BACK.format(section): (cause, whom)}
                drafts.save(tx, replace(mine, says=says, updated_at=now))
                drafts.drop(tx, known.id)
    except Refused as refusal:
        return refused(refusal)
    return Answer(
        f"{asking.roster.name(whom)} is no longer asked for this section.",
        "What they had typed is in your form.",
    )


def _taken_before(typed: Mapping[str, Given], section: str, cause: str) -> PersonId:
    """Find from whom a repeated request took a section back the first time.

    Raises:
        Unknown: It did not: nobody is asked for the section.
    """
    match typed.get(_BACK.format(section)):
        case (was, str(whom)) if cause and was == cause:
            return whom
        case _:
            raise Unknown("Nobody else is asked for that section.")


def form(desk: Desk, about: str, by: PersonId, now: datetime) -> Form:
    """Make the form of one section alone, for whoever was asked to complete it.

    Raises:
        Unknown: It is asked of them no more, or never was.
    """
    draft, _, section = about.partition("/")
    with desk.store.reading() as tx:
        known = _handed(tx, draft, section)
        first = _load(tx, desk, draft)
        if known is None or first is None or known.person != by:
            raise Unknown(
                "That section is no longer asked of you.",
                next_step="The alert has been raised or dropped, or somebody else "
                "completes it. There is nothing for you to do.",
            )
        asking = desk.asking(tx, by, now)
    shape = alone(_section(questions.alert(asking), section))
    return Form(
        shape.title,
        SECTION,
        about,
        (shape,),
        "Save this section",
        (
            f"{asking.roster.name(first.person)} asks you to complete this section.",
            "You see this section of the alert only. Leave what you do not know.",
        ),
    )


def save(desk: Desk, about: str, by: PersonId, now: datetime) -> Answer:
    """Say that a section is complete; whoever asked for it is told."""
    draft, _, section = about.partition("/")
    try:
        with desk.store.writing() as tx:
            known, first = _handed(tx, draft, section), _load(tx, desk, draft)
            if known is None or first is None or known.person != by:
                raise Unknown("That section is no longer asked of you.")
            says = {**known.says, SAVED: now.isoformat()}
            drafts.save(tx, replace(known, says=says, updated_at=now))
            _tell(tx, desk, f"draft/{known.id}/saved", first.person, about, now)
    except Refused as refusal:
        return refused(refusal)
    desk.wake()
    return Answer(
        "The section is saved, and whoever writes the alert can see it.",
        "You can change it until the alert is raised.",
    )


def handed(desk: Desk, draft: str, by: PersonId) -> tuple[Handed, ...]:
    """List the sections of somebody's own draft that others were asked to complete."""
    with desk.store.reading() as tx:
        mine = _load(tx, desk, draft)
        if mine is None or mine.person != by:
            return ()
        people = desk.roster(tx)
        return tuple(
            Handed(
                one.about.partition("/")[2],
                people.name(one.person),
                _version(one),
                str(one.says.get(SAVED, "")),
                plain(one),
            )
            for one in drafts.handed_over(tx, draft)
        )


def card(tx: Transaction, desk: Desk, row: Delivery) -> Card | None:
    """Make the card about a section, without a word of it; nothing once it is gone."""
    about = str(row.body.get("about", ""))
    draft, _, section = about.partition("/")
    known, first = _handed(tx, draft, section), _load(tx, desk, draft)
    if known is None or first is None:
        return None
    if row.person not in (known.person, first.person):
        return None  # somebody else was asked since
    name = desk.roster(tx).name
    if row.person == first.person:
        return Card(
            "A section of your alert has been filled in",
            (f"{name(known.person)} has saved it. Open your alert to read it.",),
        )
    return Card(
        "A section of an alert waits for you",
        (
            f"{name(first.person)} asks you to complete it.",
            "You see that section only, and nothing of it is said here.",
        ),
        buttons=(Button("Open the section", SECTION, about, main=True),),
    )


def taken(section: str) -> str:
    """Name the place where it is kept which state of a section was taken over."""
    return f":taken.{section}"


def plain(kept: Draft) -> dict[str, Given]:
    """Read what was typed back from where it was kept."""
    return {
        str(name): tuple(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in kept.says.items()
    }


def _version(section: Draft) -> str:
    return section.updated_at.isoformat()


def _handed(tx: Transaction, draft: str, section: str) -> Draft | None:
    about = f"{draft}/{section}"
    found = drafts.handed_over(tx, draft) if is_name(draft) else []
    return next((one for one in found if one.about == about), None)


def _load(tx: Transaction, desk: Desk, draft: str) -> Draft | None:
    known = drafts.load(tx, draft) if is_name(draft) else None
    return known if known and known.partnership == desk.partnership else None


def _own(tx: Transaction, desk: Desk, draft: str, by: PersonId) -> Draft:
    mine = _load(tx, desk, draft)
    if mine is None or mine.person != by or mine.form != _ALERT:
        raise Unknown(
            "There is no alert of yours that you are writing.",
            next_step="Begin one, or go on with it from the first page.",
        )
    return mine


def _section(made: Form, name: str) -> Section:
    for section in made.sections:
        if section.id == name:
            return section
    raise Unknown("The alert has no such section.", next_step="Go back to the alert.")


def _tell(
    tx: Transaction, desk: Desk, key: str, to: PersonId, about: str, now: datetime
) -> None:
    body: dict[str, Any] = {"about": about}
    row = Delivery(
        key=key,
        partnership=desk.partnership,
        kind=TELLING,
        not_before=now,
        person=to,
        body=body,
        lane=f"chat/{desk.partnership}/{to}",
    )
    outbox.enqueue(tx, (row,), now)
