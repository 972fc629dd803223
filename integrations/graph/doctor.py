"""What the doctor looks at in Microsoft 365: whether it lets the bot do its work.

Nothing is changed, nobody is invited and nothing is sent. A permission that the token
does not name may have been given in Exchange, for one mailbox alone; so each is tried
with a request that can come to nothing.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import compress
from typing import TYPE_CHECKING, Any, Final

from bot.gateways import NotSent, TryLater, Undeliverable
from bot.settings import Settings
from bot.verbs.examined import Finding, fault, fine, look
from integrations.graph import probes
from integrations.graph.client import Client
from integrations.graph.loop import Apart
from integrations.graph.mailboxes import Mailboxes
from integrations.graph.requests import Requests

if TYPE_CHECKING:
    from bot.store import Store
    from integrations.graph.answers import Answer
    from integrations.graph.credentials import Credentials

CALENDARS: Final = "Calendars.ReadWrite"
SEND: Final = "Mail.Send"
READ: Final = "Mail.Read"
_WAIT: Final = 60.0
_DENIED: Final = 403
_ABSENT: Final = 404
_PARTS: Final = 3
_LET_IN: Final = frozenset({400, 404, 409})
"""Refusals of what was asked, and not of whoever asked it."""
_ANY: Final = _LET_IN | {403, 405, 501}
_ADMIN: Final = "In deploy/README.md, see “Microsoft 365”: "
_GRANT: Final = (
    f"{_ADMIN}an administrator gives it in Exchange, for the organiser’s mailbox "
    "alone, or consents to it in Entra."
)
_REACH: Final = (
    "See that this machine may reach it, and look at Microsoft’s status page."
)


@dataclass(frozen=True, slots=True)
class Needed:
    """A permission, and why the bot needs it.

    Attributes:
        tried: Makes the request that says whether it is there.
    """

    name: str
    why: str
    tried: Callable[[Client], Any]


def needed(settings: Settings) -> tuple[Needed, ...]:
    """List the permissions that are needed as things are set: three at most."""
    graph = settings.graph
    listed = [
        Needed(
            CALENDARS,
            "to put meetings in the organiser’s calendar, to change them, and to see "
            "when people are busy",
            probes.change,
        )
    ]
    if settings.smtp is None:
        why = "to send e-mail, as no mail server is set"
        listed.append(Needed(SEND, why, probes.send))
    if graph is not None and graph.inbox:
        why = "to read the replies that arrive in the organiser’s mailbox"
        listed.append(Needed(READ, why, probes.read))
    return tuple(listed)


def examine(
    settings: Settings,
    now: Callable[[], datetime],
    *,
    credential: Credentials | None = None,
) -> list[Finding]:
    """Look at everything in Microsoft 365 that has to be right; nothing, if not used.

    Args:
        settings: Everything that is set.
        now: The time.
        credential: Makes the credential to ask with; of what is set, if not given.
    """
    if settings.graph is None:
        return []
    apart = Apart("graph-doctor")
    client = Client(settings.graph, apart, now, credential)
    found: list[Finding] = []

    async def all_of_it() -> None:
        async for finding in _Examination(settings, client).all():
            found.append(finding)  # noqa: PERF401 - what was found before a fall stays

    try:
        apart.wait(all_of_it, _WAIT)
    except NotSent as trouble:
        found.append(fault(f"{trouble}.", _REACH))
    except TryLater as trouble:
        then = f"Ask the doctor again in {trouble.seconds:.0f} seconds."
        found.append(look("Microsoft 365 asks for patience.", then))
    except (Undeliverable, OSError) as trouble:
        said = str(trouble).rstrip(".") or type(trouble).__name__
        found.append(fault(f"Microsoft 365 cannot be used: {said}.", _REACH))
    finally:
        apart.stop()
    return found


def examine_others(
    settings: Settings, store: Store, now: Callable[[], datetime]
) -> list[Finding]:
    """Look at each mailbox that a roster names besides the one that is set.

    What is said of the first already is not said again, unless it is wrong here.
    """
    found: list[Finding] = []
    if settings.graph is not None:
        for mailbox in sorted(Mailboxes(store, settings.graph.organiser).others()):
            graph = replace(settings.graph, organiser=mailbox)
            all_of_it = examine(replace(settings, graph=graph), now)
            its_own = (mailbox in one.says or one.state == "fault" for one in all_of_it)
            found += compress(all_of_it, its_own)
    return found


class _Examination:
    def __init__(self, settings: Settings, client: Client) -> None:
        self._settings = settings
        self._client = client
        self._requests = Requests(client)

    async def all(self) -> AsyncIterator[Finding]:
        """Make every examination, in the order of what needs what."""
        try:
            token = await self._client.token()
        except NotSent as trouble:
            then = (
                "Check the tenant, the client id, and the secret or certificate: it "
                "may have run out. See that this machine may reach the authority."
            )
            yield fault(f"{trouble}.", then)
            return
        yield fine("Microsoft gives the bot a token.")
        there = await self._mailbox()
        yield there
        if there.state == "fault":
            return
        roles = roles_of(token)
        for one in needed(self._settings):
            yield await self._permission(one, roles)
        for finding in self._beyond(roles):
            yield finding
        yield await self._diaries()
        yield self._told()

    async def _mailbox(self) -> Finding:
        answer = await self._client.ask(probes.calendar(self._client), also=_ANY)
        organiser = self._client.organiser
        if answer.good:
            return fine(f"The calendar of {organiser} can be opened.")
        if answer.status == _ABSENT:
            then = (
                "Set GRAPH_ORGANISER, or organiser in a roster, to one that there is."
            )
            return fault(f"There is no mailbox {organiser}.", then)
        says = f"The calendar of {organiser} cannot be opened{_said(answer)}"
        if answer.status != _DENIED:
            return fault(f"{says}.", _REACH)
        why = needed(self._settings)[0].why
        return fault(f"{says}: {CALENDARS} is missing. It is needed {why}.", _GRANT)

    async def _permission(self, one: Needed, roles: frozenset[str] | None) -> Finding:
        if roles is not None and one.name in roles:
            return fine(f"{one.name} is granted, {one.why}.")
        answer: Answer = await self._client.ask(one.tried(self._client), also=_ANY)
        if answer.status == _DENIED:
            return fault(f"{one.name} is missing. It is needed {one.why}.", _GRANT)
        if answer.good or answer.status in _LET_IN:
            return fine(f"{one.name} is granted in Exchange, {one.why}.")
        says = f"Whether {one.name} is granted cannot be seen{_said(answer)}."
        return look(says, f"It is needed {one.why}.")

    def _beyond(self, roles: frozenset[str] | None) -> list[Finding]:
        """Find what was granted beyond need: other permissions, and other mailboxes."""
        if roles is None:
            return []
        names = {one.name for one in needed(self._settings)}
        found = []
        if more := sorted(roles - names):
            says = f"The bot does not need {', '.join(more)}."
            found.append(look(says, "Take it away where the app is registered."))
        if wide := sorted(roles & names):
            says = f"{', '.join(wide)}: consented to in Entra, for every mailbox."
            then = f"{_ADMIN}give it for the organiser’s mailbox alone, in Exchange."
            found.append(look(says, then))
        return found

    async def _diaries(self) -> Finding:
        now, organiser = self._client.now(), self._client.organiser
        try:
            answer = await self._requests.schedule(
                [organiser], now, now + timedelta(days=1)
            )
        except Undeliverable as refusal:
            says = f"Diaries cannot be read: {refusal}"
            return fault(says, _GRANT)
        known = answer.values if answer.good else ()
        if not known or any(one.get("error") for one in known):
            says = f"The diary of {organiser} cannot be read."
            return look(says, "Times are found as if nobody’s diary were known.")
        return fine("Diaries can be read.")

    def _told(self) -> Finding:
        graph = self._settings.graph
        if graph is not None and graph.notification_url:
            return fine("Microsoft 365 tells the bot when somebody answers.")
        says = "Microsoft 365 cannot tell the bot when somebody answers."
        then = (
            "The bot asks for itself, every few minutes. To be told at once, set an "
            "address that begins with https."
        )
        return look(says, then)


def roles_of(token: str) -> frozenset[str] | None:
    """Read what a token says it may be used for; nothing, if it cannot be read.

    It is not checked: only Graph is to believe it.

    Example:
        >>> roles_of("not a token") is None
        True
    """
    parts = token.split(".")
    if len(parts) != _PARTS:
        return None
    try:
        padded = parts[1] + "=" * (-len(parts[1]) % 4)
        claims = json.loads(base64.urlsafe_b64decode(padded))
    except (ValueError, binascii.Error):
        return None
    roles = claims.get("roles", []) if isinstance(claims, dict) else None
    if not isinstance(roles, list):
        return None
    return frozenset(str(role) for role in roles)


def _said(answer: Answer) -> str:
    return f" ({answer.status} {answer.code})".replace(" )", ")")
