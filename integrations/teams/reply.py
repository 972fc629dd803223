"""The answer to something that came in: what is answered at once, and what follows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from integrations.teams.visiting import Visit

Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Heard:
    """What Teams is answered.

    Attributes:
        status: By which HTTP knows whether it was taken.
        body: What goes with it; nothing, for most of what Teams tells.
    """

    status: int = 200
    body: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Say:
    """Something is said in a conversation.

    Attributes:
        message: The whole message.
        conversation: Where; an empty string for the one that it came from.
    """

    message: Json
    conversation: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A message in the conversation is drawn again.

    Attributes:
        then: What is done once it has been.
    """

    activity: str
    message: Json
    then: Callable[[], None]


Then: TypeAlias = Say | Change
"""One thing that is seen in Teams afterwards."""

Look: TypeAlias = Callable[[Visit], Iterable[Then]]
"""Looks at the record after the answer, and says what is to be seen."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What Teams is answered, and what is said once it has been.

    Attributes:
        body: What it is answered; nothing, for a message.
        then: What is seen afterwards.
        looks: What is worked out afterwards, to be seen then.
    """

    body: Json | None = None
    then: tuple[Then, ...] = ()
    looks: tuple[Look, ...] = ()


Take: TypeAlias = Callable[[Visit], Reply]
"""Takes something that came in, in the desk's thread."""


async def finish(visit: Visit, reply: Reply) -> None:
    """See to all that follows, once Teams has its answer."""
    for then in reply.then:
        await _seen(visit, then)
    loop, threads = asyncio.get_running_loop(), visit.parts.threads
    for look in reply.looks:
        found = await loop.run_in_executor(threads, _looked, look, visit)
        for then in found:
            await _seen(visit, then)


def _looked(look: Look, visit: Visit) -> list[Then]:
    return list(look(visit))


async def _seen(visit: Visit, then: Then) -> None:
    talk, at = visit.parts.talk, visit.service_url

    async def said() -> None:
        if isinstance(then, Say):
            where = then.conversation or visit.conversation
            await talk.send(at, where, then.message)
        else:
            await talk.update(at, visit.room, then.activity, then.message)

    try:
        await visit.parts.afterwards.patiently(said)
    finally:  # where nobody knows whether it was, too
        if isinstance(then, Change):
            await asyncio.to_thread(then.then)
