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
from bot.core.offers.tried import SOMETHING
from bot.core.procedure import Decision, Meeting, Request, SignOff, Task
from bot.core.progress import AnyStep, status
from bot.core.steps.meeting import standing_time
from bot.core.words import LONDON


def of_step(step: AnyStep, case: Case, asking: Asking) -> tuple[Button, ...]:
    """List what this person may do about one step, what is wanted most first."""
    return tuple(
        button
        for button, command in _acts(step, case, asking)
        if would_refuse(case, command, asking) is None
    )


def _acts(
    step: AnyStep, case: Case, asking: Asking
) -> Iterator[tuple[Button, Command]]:
    about = f"{case.ref}/{step.id}"
    match step:
        case Task():
            yield (
                Button(
                    "Record it" if step.awaits else "Mark as done",
                    "complete",
                    about,
                    main=True,
                ),
                commands.Complete(step=step.id, on=asking.now),
            )
        case SignOff():
            yield from _sign_off(step, case, about)
        case Request():
            yield from _request(step, case, asking, about)
        case Meeting():
            yield from _meeting(step, case, asking, about)
        case Decision():
            yield (
                _deciding(step, case, about),
                commands.Decide(
                    step=step.id, choice=_other(step, case), digest=SOMETHING
                ),
            )
            yield (
                Button("Record that I disagree", "dissent", about),
                commands.Dissent(step=step.id, digest=SOMETHING),
            )
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


def _deciding(step: Decision, case: Case, about: str) -> Button:
    """The button that decides, or decides again once there is a decision."""
    if step.id in case.rulings:
        return Button("Change the decision", "decide", about)
    return Button("Record the decision", "decide", about, main=True)


def _a_morning(asking: Asking) -> datetime:
    """The next morning until which a nudge could wait."""
    opens = datetime.combine(asking.today, asking.procedure.hours.opens, LONDON)
    return opens if opens > asking.now else opens + timedelta(days=1)


def _other(step: Decision, case: Case) -> str:
    ruling = case.rulings.get(step.id)
    chosen = ruling.choice if ruling else ""
    return next((c.id for c in step.choices if c.id != chosen), "")


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
            name = asking.roster.agency_name(agency)
            yield (
                Button(f"Return received: {name}", "returned", f"{about}/{agency}"),
                commands.ReceiveReturn(
                    step=step.id, agency=agency, on=asking.today, digest=SOMETHING
                ),
            )


def _meeting(
    step: Meeting, case: Case, asking: Asking, about: str
) -> Iterator[tuple[Button, Command]]:
    arranged = standing_time(case, step.id)
    label = "Move it" if arranged else "Choose a time and invite"
    yield (
        Button(label, "arrange", about, main=arranged is None),
        commands.Arrange(
            step=step.id,
            start=_possible(step, case, asking),
            minutes=1,
            digest=SOMETHING,
        ),
    )
    yield (
        Button("It was held", "held", about, main=arranged is not None),
        commands.Hold(step=step.id, on=asking.today),
    )
    yield (
        Button("Call it off", "stand-down", about),
        commands.StandDown(step=step.id, digest=SOMETHING),
    )


def _possible(step: Meeting, case: Case, asking: Asking) -> datetime:
    """Find a time that a meeting could be at, as far as its order goes."""
    arranged = standing_time(case, step.id)
    times = [asking.now]
    for name in step.later_than:
        earlier = standing_time(case, name)
        if earlier and name not in case.done:
            times.append(earlier.start + timedelta(minutes=earlier.minutes))
    if arranged:
        times.append(arranged.start - timedelta(minutes=2))
    return max(times) + timedelta(minutes=1)
