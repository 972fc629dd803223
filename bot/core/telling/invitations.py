"""An invitation to a meeting, as one person's calendar should show it."""

from __future__ import annotations

from typing import Final

from bot.core.asking import Asking
from bot.core.cards import Invite
from bot.core.case import Case
from bot.core.procedure import Meeting
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
        or arranged.sequence != telling.sequence
    ):
        return None
    text = [
        f"{step.title} for case {case.ref}.",
        f"In the chair: the {asking.said(step.chair)}." if step.chair else "",
        _NOTHING_PERSONAL,
    ]
    return Invite(
        uid=f"{case.ref}.{step.id}@{domain}",
        sequence=arranged.sequence,
        start=arranged.start.astimezone(LONDON),
        minutes=arranged.minutes,
        subject=f"{case.ref}: {step.title}",
        text="\n".join(line for line in text if line),
        required=telling.role not in step.may_come,
        stood_down=arranged.stood_down,
        changed=arranged.changed.at,
    )
