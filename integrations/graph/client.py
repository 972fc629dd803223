"""Requests to Graph: sent through Microsoft’s own library, and read by ourselves.

Its typed requests are used, and not its typed answers, which take a second to read.
Nothing is sent twice by itself, but for a token that was refused: whether to ask
again is for the courier, who looks first.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

import structlog

from bot.settings_graph import GraphSettings
from integrations.graph.answers import Answer, Asked, trouble
from integrations.graph.limits import PATIENCE, Mailbox
from integrations.graph.loop import Apart
from integrations.graph.moments import ZONE

if TYPE_CHECKING:
    from kiota_abstractions.request_information import RequestInformation

    from integrations.graph.credentials import Credentials
    from integrations.graph.sdk import Line

_UNAUTHORISED: Final = 401
_LIBRARY: Final = r"(kiota_\w+|msgraph|msgraph_core)\."

_log = structlog.get_logger()


class Client:
    """Asks Graph, on a loop of its own.

    Attributes:
        settings: How Graph is reached.
        apart: The loop on which everything of Graph runs.
        now: The machine's time, or the rehearsal's.
    """

    def __init__(
        self,
        settings: GraphSettings,
        apart: Apart,
        now: Callable[[], datetime],
        credential: Credentials | None = None,
        through: Client | None = None,
    ) -> None:
        self.settings = settings
        self._through = through
        self.apart = apart
        self.now = now
        self._credential = credential
        self._line: Line | None = None
        self._mailboxes: dict[str, Mailbox] = {}
        apart.at_end(self.close)

    def of(self, mailbox: str) -> Client:
        """Ask on the same line, for the calendar and letters of another organiser."""
        settings = replace(self.settings, organiser=mailbox)
        return Client(settings, self.apart, self.now, through=self)

    @property
    def organiser(self) -> str:
        """Say in whose calendar the meetings are."""
        return self.settings.organiser

    async def ask(
        self, make: Asked, *, mailbox: str = "", also: frozenset[int] = frozenset()
    ) -> Answer:
        """Send one request, and say what was answered.

        Args:
            make: Makes the request of Microsoft's client; called on Graph's loop.
            mailbox: Whose mailbox it is about; the organiser's, if not said.
            also: Answers that are no trouble to whoever asks, such as 404.

        Raises:
            TryLater: Graph asks for patience, or did for this mailbox a moment ago.
            NotSent: It surely was not done.
            Undeliverable: It can never be done.
            Unsure: Nobody knows whether it was done.
        """
        whose = (mailbox or self.organiser).casefold()
        return await self.apart.call(lambda: self._ask(make, whose, also))

    async def token(self) -> str:
        """Have a token.

        Raises:
            NotSent: There is none to be had.
        """

        async def ready() -> str:
            return await self._opened().tokens.ready()

        return await self.apart.call(ready)

    async def warm(self) -> None:
        """Load what is large, before anybody waits for it."""

        async def load() -> None:
            self._opened()

        await self.apart.call(load)

    async def close(self) -> None:
        """Let go of the connections. Called on Graph's loop, at its end."""
        line, self._line = self._line, None
        if line is not None:
            await line.close()

    def _opened(self) -> Line:
        if self._through is not None:
            return self._through._opened()  # noqa: SLF001 - our own
        if self._line is None:
            # As it is loaded, the library warns of classes that it has itself.
            warnings.filterwarnings(
                "ignore", category=DeprecationWarning, module=_LIBRARY
            )
            # Loaded here and nowhere else: in the thread of Graph’s loop, and only
            # where Graph is set up.
            from integrations.graph.sdk import Line  # noqa: PLC0415 - large

            self._line = Line(self.settings, self._credential)
        return self._line

    async def _ask(self, make: Asked, whose: str, also: frozenset[int]) -> Answer:
        line = self._opened()
        mailbox = self._mailboxes.setdefault(whose, Mailbox(self.now))
        async with mailbox:
            token = await line.tokens.ready()
            headers, answer = await line.send(make)
            if answer.status == _UNAUTHORISED:
                await line.tokens.renew(token)
                await line.tokens.ready()
                headers, answer = await line.send(make)
            if answer.status in PATIENCE:
                _told(answer)
                raise mailbox.pause(headers)
        if answer.status in also:
            return answer
        if (wrong := trouble(answer)) is not None:
            _told(answer)
            raise wrong
        return answer


def _told(answer: Answer) -> None:
    code = answer.code or "unnamed"
    _log.warning("graph.refused", status=answer.status, because=code)


def in_london(request: RequestInformation) -> RequestInformation:
    """Ask for times as London's clocks show them."""
    request.headers.try_add("Prefer", f'outlook.timezone="{ZONE}"')
    return request
