"""An invitation to a meeting, as a calendar should show it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.core import words
from bot.core.asking import Asking
from bot.core.attending import Attendee, attending
from bot.core.cards import HELD, Card, Invite
from bot.core.case import Arrangement, Case
from bot.core.items import opens
from bot.core.procedure import Meeting
from bot.core.progress import local_day
from bot.core.questions.of_times import agenda
from bot.core.react import Telling
from bot.core.words import LONDON

_NOTHING_PERSONAL: Final = (
    "Nothing about the child or family is in this invitation. Papers come by your "
    "agency’s secure route."
)
_ONLY_HELD: Final = "This time is only held for now. It is confirmed, or let go, later."


@dataclass(frozen=True, slots=True)
class Had:
    """What one person has been sent of a meeting by e-mail.

    Attributes:
        asked: Whether the last letter asked them to come.
        sequence: Which change of the meeting that letter told.
        perhaps: Whether they may have been asked by one of which nobody knows.
        withdrawn: How often a letter told them alone that they are not to come.
            Whatever goes to them later is numbered that much higher, because a
            calendar passes over what is numbered lower than what it has.
    """

    asked: bool = False
    sequence: int = -1
    withdrawn: int = 0
    perhaps: bool = False


def invite(
    telling: Telling, case: Case, asking: Asking, domain: str, base_url: str = ""
) -> Invite | None:
    """Make the invitation to a meeting, or nothing if a later change replaced it.

    Args:
        telling: Which meeting, and which change of it.
        case: The case as it stands now.
        asking: The rules now.
        domain: What makes the meeting's identifier unique in the world.
        base_url: What links begin with, or an empty string for none.
    """
    step = asking.procedure.by_id[telling.parts[0]]
    arranged = case.meetings.get(step.id)
    if (
        not isinstance(step, Meeting)
        or arranged is None
        or (arranged.sitting, arranged.sequence) != (telling.sitting, telling.sequence)
    ):
        return None
    # Each time it is held is a meeting of its own in a calendar.
    again = f".{arranged.sitting}" if arranged.sitting > 1 else ""
    held = arranged.pencilled and not arranged.stood_down
    text = [
        f"{step.title} for case {case.ref}.",
        f"In the chair: the {asking.said(step.chair)}." if step.chair else "",
        *agenda(step),
        _NOTHING_PERSONAL,
    ]
    return Invite(
        uid=f"{case.ref}.{step.id}{again}@{domain}",
        sequence=arranged.sequence,
        start=arranged.start.astimezone(LONDON),
        minutes=arranged.minutes,
        subject=f"{HELD if held else ''}{case.ref}: {step.title}",
        text="\n".join(line for line in text if line),
        required=telling.role not in step.may_come,
        stood_down=arranged.stood_down,
        changed=arranged.changed.at,
        link=f"{base_url}/open/{case.ref}" if base_url else "",
        tentative=arranged.pencilled,
        hide_guests=step.hide_guests,
        confirmed=not arranged.pencilled and arranged.timed < arranged.sequence,
        organiser=asking.roster.organiser,
    )


def latest(
    telling: Telling, case: Case, asking: Asking, domain: str, base_url: str = ""
) -> Invite | None:
    """Make the invitation as the meeting stands now, if it is still the same one.

    Args:
        telling: Which meeting, and which time that it is held.
        case: The case as it stands now.
        asking: The rules now.
        domain: What makes the meeting's identifier unique in the world.
        base_url: What links begin with, or an empty string for none.
    """
    arranged = _standing(telling, case)
    if arranged is None:
        return None
    now = replace(telling, sequence=arranged.sequence)
    return invite(now, case, asking, domain, base_url)


def coming(telling: Telling, case: Case, asking: Asking) -> tuple[Attendee, ...]:
    """List who should be at a meeting, on the day that it has now."""
    step = asking.procedure.by_id.get(telling.parts[0])
    arranged = _standing(telling, case)
    if not isinstance(step, Meeting) or arranged is None:
        return ()
    return attending(step, case, asking, local_day(arranged.start))


def by_letter(  # noqa: PLR0913 - what a letter says follows from all of these
    telling: Telling,
    case: Case,
    asking: Asking,
    had: Had,
    domain: str,
    base_url: str = "",
    *,
    elsewhere: bool = False,
) -> Invite | None:
    """Make what one person is to be told of a meeting by e-mail, if anything.

    Whoever should be there is asked, once for each change; whoever was asked and
    should not be there any more has it taken out of their calendar.

    Args:
        telling: Which meeting; in one of the kind ``invite``, which change of it.
        case: The case as it stands now.
        asking: The rules now; ``by`` is whoever it is for.
        had: What they have been sent.
        domain: What makes the meeting's identifier unique in the world.
        base_url: What links begin with, or an empty string for none.
        elsewhere: Whether a shared calendar asks them instead.
    """
    made = latest(telling, case, asking, domain, base_url)
    if made is None or not is_news(telling, case, made, asking.now):
        return None
    place = None if elsewhere else _place(telling, case, asking)
    numbered = made.sequence + had.withdrawn
    if made.stood_down or place is None:
        if not (had.asked or had.perhaps):
            return None
        if made.stood_down:
            return replace(made, sequence=numbered)
        return replace(
            made,
            sequence=numbered + 1,
            stood_down=True,
            withdrawn=True,
            changed=asking.now,
        )
    if had.asked and had.sequence == made.sequence:
        return None
    return replace(
        made,
        sequence=numbered,
        required=place.required,
        changed=asking.now if had.withdrawn else made.changed,
        text=_placed(place, made, asking),
    )


def _place(telling: Telling, case: Case, asking: Asking) -> Attendee | None:
    expected = {one.person.id: one for one in coming(telling, case, asking)}
    return expected.get(asking.by)


def _placed(guest: Attendee, made: Invite, asking: Asking) -> str:
    """Tell a stand-in for whom they come, and everybody whether it is only held.

    Each letter is written anew. What a shared calendar once says stays, so there the
    subject alone tells what is only held.
    """
    stands = f"You stand in for {asking.whom(guest.role)}." if guest.instead_of else ""
    held = _ONLY_HELD if made.tentative else ""
    return "\n".join(line for line in (stands, held, made.text) if line)


def is_news(telling: Telling, case: Case, made: Invite, now: datetime) -> bool:
    """Say whether a telling is about the latest change of what is still to come."""
    if made.start + timedelta(minutes=made.minutes) <= now:
        return False
    if telling.kind == "invite":
        return telling.sequence == made.sequence
    return case.expected(telling.parts[0]) is not None


def not_gone(telling: Telling, case: Case, asking: Asking) -> Card | None:
    """Make the card that says that the calendar has not taken a meeting yet."""
    made = latest(telling, case, asking, "")
    if made is None or made.sequence != telling.sequence:
        return None
    title = asking.procedure.by_id[telling.parts[0]].title
    what = "That it is off" if made.stood_down else "The invitation"
    return Card(
        f"{case.ref}: not everybody has heard of the {title} yet",
        (
            f"{what} has not gone: the calendar, or the mail, does not take it.",
            "It is tried again by itself, unless it was refused for good.",
            "Then whoever looks after Dayzero puts that right, and has it sent again.",
            "Whoever has to know at once should hear it from you.",
        ),
        facts=(("When", words.moment(made.start)),),
        buttons=(opens(case),),
        case=case.ref,
    )


def _standing(telling: Telling, case: Case) -> Arrangement | None:
    """Find how a meeting stands, unless it has been held or another follows it."""
    arranged = case.meetings.get(telling.parts[0])
    if arranged is None or arranged.sitting != telling.sitting:
        return None
    return arranged
