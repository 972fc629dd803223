"""An invitation to a meeting, as one person's calendar should show it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.core.asking import Asking
from bot.core.cards import Invite
from bot.core.case import Case
from bot.core.procedure import Meeting
from bot.core.questions.of_steps import agenda
from bot.core.react import Telling
from bot.core.words import LONDON

_NOTHING_PERSONAL: Final = (
    "Nothing about the child or family is in this invitation. Papers come by your "
    "agency’s secure route."
)


def invite(telling: Telling, case: Case, asking: Asking, domain: str) -> Invite | None:
    """Make the invitation for one person, or nothing if a later change replaced it.

    Args:
        telling: Which meeting, and which change of it.
        case: The case as it stands now.
        asking: The rules now; ``by`` is whoever is invited.
        domain: What makes the meeting's identifier unique in the world.
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
        subject=f"{case.ref}: {step.title}",
        text="\n".join(line for line in text if line),
        required=telling.role not in step.may_come,
        stood_down=arranged.stood_down,
        changed=arranged.changed.at,
    )


def uninvited(
    telling: Telling, case: Case, asking: Asking, domain: str
) -> Invite | None:
    """Take a meeting out of one person's calendar, as others go on having it.

    Args:
        telling: Which meeting.
        case: The case as it stands now.
        asking: The rules now; ``by`` is whoever is no longer invited.
        domain: What makes the meeting's identifier unique in the world.
    """
    arranged = case.meetings.get(telling.parts[0])
    if arranged is None or arranged.sitting != telling.sitting:
        return None
    latest = replace(telling, sequence=arranged.sequence)
    made = invite(latest, case, asking, domain)
    if made is None:
        return None
    return replace(
        made, sequence=made.sequence + 1, stood_down=True, changed=asking.now
    )
