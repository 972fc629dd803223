"""The line by which Graph tells of changes in the organiser's calendar.

There is one at most, and it is renewed every day. Where another may have been asked
for and the answer was lost, what there is is taken down before one is made.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import structlog

from bot.gateways import Undeliverable
from integrations.graph.client import Client
from integrations.graph.memory import Memory
from integrations.graph.pages import NEXT, linked

if TYPE_CHECKING:
    from kiota_abstractions.request_information import RequestInformation
    from msgraph.graph_service_client import GraphServiceClient

LIFE: Final = timedelta(days=2, hours=22)
"""For how long a line is asked for. Graph gives seven days for a calendar at most."""
DAILY: Final = timedelta(days=1)
_SOON: Final = timedelta(hours=1)
"""What is taken to be left of a line that Graph wants to be renewed at once."""
_NOTE: Final = "subscription"
_CHANGES: Final = "created,updated,deleted"
_GONE: Final = frozenset({404, 410})
_PAGES: Final = 20

_log = structlog.get_logger()


def secret_of(master: bytes) -> str:
    """Derive what Graph must repeat with everything it tells; so it need not be kept.

    Example:
        >>> len(secret_of(b"a secret of thirty-two bytes ....."))
        64
    """
    return hmac.digest(master, b"dayzero graph notices", "sha256").hex()


@dataclass(slots=True)
class Subscription:
    """Keeps one line by which Graph tells of changes.

    Attributes:
        url: Where Graph reaches us.
        secret: What Graph has to repeat.
        until: Until when it stands, as far as is known.
    """

    client: Client
    memory: Memory
    url: str
    secret: str = field(repr=False)
    until: datetime | None = None
    _looked: bool = False
    _due: bool = False

    async def keep(self) -> None:
        """See to it that there is one line, and that it lasts for a day yet.

        Raises:
            TryLater: Graph asks for patience.
            NotSent: Graph could not be asked.
            Undeliverable: Graph will not have it, or could not reach us.
            OSError: Graph gave no answer.
        """
        name = await self._known()
        if not self._looked:
            # One that is not listed may be gone: to renew it is to find out.
            self._due |= not await self._take_down_others(name)
            self._looked = True
        now = self.client.now()
        if not name or self.until is None or self.until <= now:
            await self._make()
        elif self._due or self.until - now < LIFE - DAILY:
            await self._renew(name)

    async def due(self) -> None:
        """Have the line renewed at the next look, by whichever replica looks."""
        note = await self.memory.recall(_NOTE)
        if note:
            soon = self.client.now().astimezone(UTC) + _SOON
            until = min(datetime.fromisoformat(note["until"]), soon)
            await self.memory.keep(_NOTE, **{**note, "until": until.isoformat()})

    async def lost(self) -> None:
        """Hear that the line is no more."""
        self.until = None
        await self.memory.forget(_NOTE)

    async def _known(self) -> str:
        """Recall the line there should be; nothing, if it has another secret or end."""
        note = await self.memory.recall(_NOTE)
        if note.get("told") != self._told():
            return ""
        self.until = datetime.fromisoformat(note["until"])
        return note["id"]

    async def _note(self, name: str, until: datetime) -> None:
        self.until, self._due = until, False
        await self.memory.keep(
            _NOTE, id=name, until=until.isoformat(), told=self._told()
        )

    def _told(self) -> str:
        """Tell this address and secret from others, without saying them."""
        return hashlib.sha256(f"{self.url}\0{self.secret}".encode()).hexdigest()[:16]

    def _end(self) -> datetime:
        return self.client.now().astimezone(UTC).replace(microsecond=0) + LIFE

    async def _renew(self, name: str) -> None:
        """Have the line last longer, as from now; make another if it is gone."""
        until = self._end()
        answer = await self.client.ask(partial(_renewing, name, until), also=_GONE)
        if answer.status in _GONE:
            await self.lost()
            await self._make()
            return
        await self._note(name, _earlier(until, answer.body))
        _log.info("graph.line-renewed")

    async def _make(self) -> None:
        await self._take_down_others("")
        until = self._end()
        try:
            answer = await self.client.ask(lambda graph: self._making(graph, until))
        except OSError:
            self._looked = False  # it may be there all the same
            raise
        name = answer.body.get("id")
        if not isinstance(name, str) or not name:
            raise Undeliverable("Microsoft 365 did not name the line it made.")
        await self._note(name, _earlier(until, answer.body))
        _log.info("graph.line-made")

    async def _take_down_others(self, ours: str) -> bool:
        """Take down every line to this address but one: two would tell all twice.

        Returns:
            Whether that one is there.
        """
        found, former = False, (await self.memory.recall(_NOTE)).get("id")
        for one in await self._listed():
            name, here = one.get("id"), one.get("notificationUrl") == self.url
            found |= name == ours
            if isinstance(name, str) and name != ours and (here or name == former):
                await self._take_down(name)
        return found

    async def _take_down(self, name: str) -> None:
        def asked(graph: GraphServiceClient) -> RequestInformation:
            line = graph.subscriptions.by_subscription_id(name)
            request: RequestInformation = line.to_delete_request_information()
            return request

        await self.client.ask(asked, also=_GONE)
        _log.info("graph.line-taken-down")

    async def _listed(self) -> list[Mapping[str, Any]]:
        found: list[Mapping[str, Any]] = []
        link, base_url = "", self.client.settings.base_url
        for _ in range(_PAGES):
            answer = await self.client.ask(partial(_listing, link))
            found.extend(answer.values)
            link = linked(answer, NEXT, base_url)
            if not link:
                break
        return found

    def _making(self, graph: GraphServiceClient, until: datetime) -> RequestInformation:
        from msgraph.generated.models.subscription import (  # noqa: PLC0415 - large
            Subscription as Asked,
        )

        asked = Asked(
            change_type=_CHANGES,
            notification_url=self.url,
            lifecycle_notification_url=self.url,
            resource=f"/users/{self.client.organiser}/events",
            expiration_date_time=until,
            client_state=self.secret,
        )
        request: RequestInformation = graph.subscriptions.to_post_request_information(
            asked
        )
        return request


def _listing(link: str, graph: GraphServiceClient) -> RequestInformation:
    lines = graph.subscriptions
    asked = lines.with_url(link) if link else lines
    request: RequestInformation = asked.to_get_request_information()
    return request


def _renewing(
    name: str, until: datetime, graph: GraphServiceClient
) -> RequestInformation:
    from msgraph.generated.models.subscription import (  # noqa: PLC0415 - large
        Subscription as Asked,
    )

    line = graph.subscriptions.by_subscription_id(name)
    request: RequestInformation = line.to_patch_request_information(
        Asked(expiration_date_time=until)
    )
    return request


def _earlier(until: datetime, made: Mapping[str, Any]) -> datetime:
    """Believe Graph if it gives less than was asked for."""
    try:
        given = datetime.fromisoformat(str(made.get("expirationDateTime", "")))
    except ValueError:
        return until
    return min(until, given) if given.tzinfo else until
