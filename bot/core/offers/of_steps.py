"""The buttons of a step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import assert_never

from bot.core import commands
from bot.core.asking import Asking
from bot.core.cards import Button
from bot.core.case import Case
from bot.core.commands import Command
from bot.core.decide import would_refuse
from bot.core.offers.of_meetings import of_meeting
from bot.core.offers.of_routes import of_decision
from bot.core.offers.tried import SOMETHING
from bot.core.procedure import Decision, Meeting, Request, SignOff, Task
from bot.core.progress import AnyStep, rests, status
from bot.core.steps.request import keeps
from bot.core.words import LONDON


def of_step(step: AnyStep, case: Case, asking: Asking) -> tuple[Button, ...]:
    """List what this person may do about one step, what is wanted most first."""
    return tuple(
        button
        for button, command in acts(step, case, asking)
        if would_refuse(case, command, asking) is None
    )


def acts(step: AnyStep, case: Case, asking: Asking) -> Iterator[tuple[Button, Command]]:
    """List what is done about a step at all, each with a plausible answer to try."""
    about = f"{case.ref}/{step.id}"
    match step:
        case Task():
            yield (
                Button(
                    _doing(step, case), "complete", about, main=not rests(step, case)
                ),
                # A pack that goes without a return goes with a reason.
                commands.Complete(step=step.id, on=asking.now, digest=SOMETHING),
            )
        case SignOff():
            yield from _sign_off(step, case, about)
        case Request():
            yield from _request(step, case, asking, about)
        case Meeting():
            yield from of_meeting(step, case, asking, about)
        case Decision():
            yield from of_decision(step, case, asking, about)
        case _:
            assert_never(step)
    if status(step, case, asking.procedure) != "open":
        return
    yield (
        Button("Nudge me later", "snooze", about),
        commands.Snooze(step=step.id, until=_a_morning(asking), digest=SOMETHING),
    )
    missing = isinstance(step, Request) and bool(case.asks(step.id))
    yield (
        Button("Go on without" if missing else "Not needed", "set-aside", about),
        commands.SetAside(step=step.id, digest=SOMETHING),
    )


def _a_morning(asking: Asking) -> datetime:
    """The next morning until which a nudge could wait."""
    opens = datetime.combine(asking.today, asking.procedure.hours.opens, LONDON)
    return opens if opens > asking.now else opens + timedelta(days=1)


def _doing(step: Task, case: Case) -> str:
    """Say what the button of a task does, for the first time or again."""
    if rests(step, case):
        return "Done again"
    return "Record it" if step.awaits else "Mark as done"


def _sign_off(
    step: SignOff, case: Case, about: str
) -> Iterator[tuple[Button, Command]]:
    chain = case.chain(step.id)
    yield (
        Button("Read and sign", "sign", about, main=True),
        commands.Sign(step=step.id, text=chain.text),
    )
    yield (
        Button("Send back", "send-back", about),
        commands.SendBack(step=step.id, digest=SOMETHING),
    )
    yield (
        Button(
            "Change the text" if chain.text else "Write the text",
            "draft",
            about,
            main=not chain.text,
        ),
        commands.WriteDraft(step=step.id, digest=SOMETHING),
    )


def _request(
    step: Request, case: Case, asking: Asking, about: str
) -> Iterator[tuple[Button, Command]]:
    asks = case.asks(step.id)
    yield (
        Button("Send the requests", "send-requests", about, main=True),
        commands.SendRequests(step=step.id),
    )
    left = next((a.id for a in asking.roster.agencies if a.id not in asks), "")
    if left:
        yield (
            Button("Add agencies", "identify", about, main=not asks),
            commands.Identify(step=step.id, agencies=(left,), return_by=asking.today),
        )
    for agency, ask in asks.items():
        if ask.sent and not ask.returned:
            yield (
                Button(
                    _returning(step, agency, case, asking),
                    "returned",
                    f"{about}/{agency}",
                ),
                commands.ReceiveReturn(
                    step=step.id, agency=agency, on=asking.today, digest=SOMETHING
                ),
            )


def _returning(step: Request, agency: str, case: Case, asking: Asking) -> str:
    """Say what is done with a return: written, by its agency, or taken in."""
    if step.returns and not keeps(case, step, asking):
        return f"Write the {step.asks_for}"
    return f"Return received: {asking.roster.agency_name(agency)}"
