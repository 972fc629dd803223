"""A sign-off: a text goes up a chain, link by link, and each signature is bound to it.

Nobody signs what they wrote or an alert they raised, nobody signs twice, and
nobody signs before their turn. Changed text opens the chain again.
"""

from __future__ import annotations

from bot.core import words
from bot.core.asking import OF_AGENCY, Asking
from bot.core.case import Case, Chain, Signature
from bot.core.commands import SendBack, Sign, WriteDraft
from bot.core.errors import (
    AlreadyDone,
    NotYours,
    OutOfTurn,
    OwnWork,
    Refused,
    TextChanged,
)
from bot.core.events import (
    AnchorSet,
    ChainCompleted,
    DraftWritten,
    Event,
    PersonId,
    RoleId,
    SentBack,
)
from bot.core.events import Signed as SignedOff
from bot.core.people import Standing
from bot.core.procedure import Link, SignOff
from bot.core.progress import status
from bot.core.steps.task import as_anchor
from bot.core.steps.turn import (
    already,
    in_turn,
    reason_given,
    step_of,
    waiting_sentence,
)


def seats(link: Link, asking: Asking) -> tuple[str, ...]:
    """List the seats of a link: a role, or ``role/person`` for each holder."""
    each = (f"{link.each}/{p.id}" for p in asking.roster.holders(link.each))
    return (*link.roles, *each) if link.each else link.roles


def needed(link: Link, asking: Asking) -> int:
    """Say how many seats of a link must sign; never fewer than one."""
    there = len(seats(link, asking))
    return max(1, there if link.need == "all" else min(link.need, there))


def at_link(step: SignOff, chain: Chain, asking: Asking) -> int:
    """Find the link whose turn it is; the number of links when all have signed."""
    for number, link in enumerate(step.links):
        signed = sum(s.link == number for s in chain.signatures)
        if signed < needed(link, asking):
            return number
    return len(step.links)


def empty_seats(step: SignOff, chain: Chain, asking: Asking) -> tuple[str, ...]:
    """List the seats whose turn it is and that have not signed."""
    number = at_link(step, chain, asking)
    if number == len(step.links):
        return ()
    taken = {s.seat for s in chain.signatures if s.link == number}
    return tuple(s for s in seats(step.links[number], asking) if s not in taken)


def write(
    case: Case, command: WriteDraft, asking: Asking
) -> tuple[Standing, tuple[Event, ...]]:
    """Write the text that the chain will sign, or write it again.

    Raises:
        Refused: It is not their turn, or what follows has been done already.
    """
    step = step_of(SignOff, command.step, asking)
    chain = case.chain(step.id)
    standing = asking.standing(case, step.owner, step)
    where = status(step, case, asking.procedure)
    if where == "waiting":
        raise OutOfTurn(
            waiting_sentence(step, case, asking),
            next_step="You will be told when it is ready.",
        )
    if where == "done":
        followed = [
            s.title
            for s in asking.procedure.step
            if step.id in s.after and s.id in case.done
        ]
        if followed:
            raise OutOfTurn(
                f"The text can no longer be changed: “{followed[0]}” has been done.",
                next_step="Record a correction as an action instead.",
            )
    elif where == "not-needed":
        in_turn(step, case, asking)
    reason_given(command.digest, "nothing was written")
    if command.digest == chain.text:
        raise AlreadyDone(
            "The text is the same as the one already with the signers.",
            next_step="Change it first, or leave it to be signed.",
        )
    return standing, (DraftWritten(step.id, command.digest),)


def sign(
    case: Case, command: Sign, asking: Asking
) -> tuple[Standing, tuple[Event, ...]]:
    """Put one seat's agreement to the text that was shown.

    Raises:
        Refused: It is not their turn, their own work, signed, or another text.
    """
    step = step_of(SignOff, command.step, asking)
    chain = case.chain(step.id)
    standing, seat = _seat(case, step, chain, asking)
    if command.text != chain.text:
        raise TextChanged(next_step="Read the new text, then sign that.")
    link = at_link(step, chain, asking)
    events: list[Event] = [SignedOff(step.id, link, seat, chain.text)]
    left = sum(s.link == link for s in chain.signatures) + 1
    last = link == len(step.links) - 1
    if last and left >= needed(step.links[link], asking):
        events.append(ChainCompleted(step.id))
        if step.sets:
            value = as_anchor(step.sets, asking.today, asking)
            events.append(AnchorSet(step.sets, value))
    return standing, tuple(events)


def send_back(
    case: Case, command: SendBack, asking: Asking
) -> tuple[Standing, tuple[Event, ...]]:
    """Return the text to its author, with a reason.

    Raises:
        Refused: It is not their turn, or no reason was given.
    """
    step = step_of(SignOff, command.step, asking)
    chain = case.chain(step.id)
    standing, _ = _seat(case, step, chain, asking)
    reason_given(command.digest, "it is sent back")
    link = at_link(step, chain, asking)
    return standing, (SentBack(step.id, link, command.digest),)


def _seat(
    case: Case, step: SignOff, chain: Chain, asking: Asking
) -> tuple[Standing, str]:
    """Find the empty seat this person may take now."""
    in_turn(step, case, asking)
    if not chain.text:
        raise OutOfTurn(
            "There is no text to sign yet."
            if chain.returned is None
            else "This was sent back and is being written again.",
            next_step="You will be told when it is ready.",
        )
    barred = chain.authors | {case.raiser}
    mine = _mine(case, step, chain, asking, barred)
    if asking.by in barred and (mine or _named(step, asking)):
        raise OwnWork(
            "You wrote this, so somebody else has to sign it."
            if asking.by in chain.authors
            else "You raised this alert, so somebody else has to sign it.",
            next_step="Ask whoever stands in for you to sign.",
        )
    for signature in chain.signatures:
        if signature.mark.by == asking.by:
            raise already(signature.mark, asking)
    if mine is not None:
        return mine
    raise _not_now(step, chain, asking)


def _mine(
    case: Case,
    step: SignOff,
    chain: Chain,
    asking: Asking,
    barred: frozenset[PersonId],
) -> tuple[Standing, str] | None:
    """Find the seat that is theirs, their own before one they stand in for.

    Nobody signs twice, so whoever took a colleague's seat first would leave their
    own empty for good.
    """
    found = [
        (standing, seat)
        for seat in empty_seats(step, chain, asking)
        if (standing := _in_seat(case, step, seat, asking, barred))
    ]
    return min(found, key=lambda one: bool(one[0].instead_of), default=None)


def _in_seat(
    case: Case, step: SignOff, seat: str, asking: Asking, barred: frozenset[PersonId]
) -> Standing | None:
    role, _, holder = seat.partition("/")
    try:
        standing = asking.standing(case, role, step, barred)
    except NotYours:
        return None
    if not holder or holder == asking.by:
        return standing
    gone = asking.roster.absence(holder, asking.today)
    named = gone is not None and gone.deputy == asking.by
    if named or _role_stands_in(case, step, role, asking, barred):
        return Standing(role, instead_of=holder)
    return None


def _role_stands_in(
    case: Case, step: SignOff, role: RoleId, asking: Asking, barred: frozenset[PersonId]
) -> bool:
    """Say whether they act because nobody who holds a role is there."""
    mine = asking.roster.person(asking.by).roles
    deputy = asking.procedure.deputy_of(role, step)
    away = asking.roster.away(role, asking.today, case.conflicted | barred)
    return away and deputy in mine and role not in mine


def _named(step: SignOff, asking: Asking) -> bool:
    roles = asking.roster.person(asking.by).roles
    return any(roles.intersection(link.named) for link in step.links)


def _not_now(step: SignOff, chain: Chain, asking: Asking) -> Refused:
    waiting = words.listed(
        said_seat(s, asking) for s in empty_seats(step, chain, asking)
    )
    if _named(step, asking):
        signed = _signed_for(chain, asking)
        if signed is not None:
            return already(signed.mark, asking)
        return OutOfTurn(
            f"This needs {waiting} first.",
            next_step="You will be told when it is your turn.",
        )
    link = step.links[at_link(step, chain, asking)]
    return asking.not_theirs(*link.named)


def _signed_for(chain: Chain, asking: Asking) -> Signature | None:
    """Find who has taken this person's seat: a deputy, or a colleague in the role."""
    roles = asking.roster.person(asking.by).roles
    for signature in chain.signatures:
        role, _, holder = signature.seat.partition("/")
        if signature.mark.instead_of == asking.by or (not holder and role in roles):
            return signature
    return None


def said_seat(seat: str, asking: Asking) -> str:
    """Say whose seat it is: the role, and the person where each has one."""
    role, _, holder = seat.partition("/")
    if role.startswith(OF_AGENCY) or not holder:
        return f"the {asking.said(role)}"
    return f"{asking.roster.name(holder)} ({asking.said(role)})"
