"""How a pretended Graph tells of changes: subscriptions, handshakes and notices."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

import aiohttp
from aiohttp.client_exceptions import ClientError

from tests.graph.fake_calls import Answer, Call, operation
from tests.graph.fake_checks import Json
from tests.graph.fake_world import TENANT, Failed, World, iso

_AT_MOST: Final = timedelta(minutes=10_080)
_READS: Final = ("Calendars.ReadWrite", "Calendars.Read", "Mail.Read")
_RESOURCE: Final = re.compile(
    r"/?users(?:/|\(')([^/']+)(?:'\))?/(?:mailfolders[^/]*/)?(events|messages)",
    re.IGNORECASE,
)
_SECONDS: Final = aiohttp.ClientTimeout(total=10)


@dataclass
class Subscription:
    """Somebody who asked to be told of changes in a mailbox."""

    id: str
    doc: Json
    mailbox: str
    of: str
    until: datetime


@dataclass
class Notices:
    """Everybody who asked to be told, and how well they are told.

    Attributes:
        stands_for: Where addresses of the world outside are, on this machine.
        repeats: How often each notice is sent; 0 and they are all lost.
        answers: The status with which each notice was met; 0 for a lost line.
    """

    world: World
    loop: asyncio.AbstractEventLoop
    stands_for: dict[str, str] = field(default_factory=dict)
    repeats: int = 1
    subscriptions: dict[str, Subscription] = field(default_factory=dict)
    answers: list[int] = field(default_factory=list)
    going: int = 0

    def where(self, url: str) -> str:
        """Find where an address is on this machine."""
        for outside, here in self.stands_for.items():
            if url.startswith(outside):
                return here + url.removeprefix(outside)
        return url

    # --- notices ---------------------------------------------------------------

    def told(self, how: str, mailbox: str, item: str, of: str = "events") -> None:
        """Tell of a change everybody who asked to be told, as often as it goes."""
        for one in list(self.subscriptions.values()):
            wanted = one.doc["changeType"].split(",")
            meant = (one.mailbox, one.of) == (mailbox, of) and how in wanted
            if meant and one.until > self.world.now():
                for _ in range(self.repeats):
                    self._soon(one.doc["notificationUrl"], notice(one, how, item))

    def of_life(self, what: str) -> None:
        """Tell everybody something about their subscription itself."""
        for one in list(self.subscriptions.values()):
            said = {
                "subscriptionId": one.id,
                "subscriptionExpirationDateTime": one.doc["expirationDateTime"],
                "clientState": one.doc.get("clientState"),
                "tenantId": TENANT,
                "lifecycleEvent": what,
            }
            if what == "subscriptionRemoved":
                del self.subscriptions[one.id]
            if url := one.doc.get("lifecycleNotificationUrl"):
                self._soon(url, said)

    def _soon(self, url: str, *said: Json) -> None:
        with self.world.changed:
            self.going += 1
        send = self._send(self.where(url), {"value": list(said)})
        asyncio.run_coroutine_threadsafe(send, self.loop)

    async def _send(self, url: str, said: Json) -> None:
        try:
            async with (
                aiohttp.ClientSession(timeout=_SECONDS) as session,
                session.post(url, json=said) as answer,
            ):
                status = answer.status
        except (ClientError, TimeoutError, OSError):
            status = 0
        with self.world.changed:
            self.answers.append(status)
            self.going -= 1
            self.world.changed.notify_all()

    # --- subscriptions ---------------------------------------------------------

    async def shake(self, url: str) -> None:
        """See that somebody at an address wants to be told."""
        token = f"Validation: Testing client application {self.world.number()} & more"
        try:
            async with (
                aiohttp.ClientSession(timeout=_SECONDS) as session,
                session.post(
                    self.where(url),
                    params={"validationToken": token},
                    headers={"Content-Type": "text/plain; charset=utf-8"},
                ) as answer,
            ):
                status, kind = answer.status, answer.content_type
                right = await answer.text() == token
        except (ClientError, TimeoutError, OSError):
            status, kind, right = 0, "", False
        if (status, kind, right) != (200, "text/plain", True):
            message = (
                "Subscription validation request failed. Notification endpoint must "
                f"respond with 200 OK to validation request: {status} {kind}"
            )
            raise Failed(400, "ValidationError", message)


def notice(one: Subscription, how: str, item: str) -> Json:
    kind = {"events": "Event", "messages": "Message"}[one.of]
    resource = f"Users/{one.mailbox}/{kind}s/{item}"
    return {
        "subscriptionId": one.id,
        "subscriptionExpirationDateTime": one.doc["expirationDateTime"],
        "clientState": one.doc.get("clientState"),
        "changeType": how,
        "resource": resource,
        "tenantId": TENANT,
        "resourceData": {
            "@odata.type": f"#Microsoft.Graph.{kind}",
            "@odata.id": resource,
            "@odata.etag": 'W/"Zln"',
            "id": item,
        },
    }


def _until(world: World, said: Json) -> datetime:
    until = datetime.fromisoformat(said["expirationDateTime"][:19] + "+00:00")
    if until <= world.now():
        raise Failed(400, "ValidationError", "The expiration must be in the future.")
    if until > world.now() + _AT_MOST:
        message = "Subscription expiration can only be 10080 minutes in the future."
        raise Failed(400, "ValidationError", message)
    return until


def _notices(call: Call) -> Notices:
    notices: Any = getattr(call.world, "notices", None)
    assert isinstance(notices, Notices)
    return notices


def _meant(call: Call) -> Subscription:
    found = _notices(call).subscriptions.get(call.where["subscription"])
    if found is None or found.until <= call.world.now():
        message = "The object was not found."
        raise Failed(404, "ResourceNotFound", message)
    return found


@operation("subscribe", "POST", "/subscriptions", *_READS)
async def subscribe(call: Call) -> Answer:
    notices, said = _notices(call), call.json("/subscriptions")
    met = _RESOURCE.fullmatch(said["resource"])
    if not met or not set(said["changeType"].split(",")) <= {
        "created",
        "updated",
        "deleted",
    }:
        raise Failed(400, "ValidationError", "The resource is not supported.")
    until = _until(call.world, said)
    await notices.shake(said["notificationUrl"])
    if "lifecycleNotificationUrl" in said:
        await notices.shake(said["lifecycleNotificationUrl"])
    number = call.world.number()
    doc = {
        "id": f"5b5c0000-0000-4000-8000-{number:012d}",
        "applicationId": "app",
        **said,
    }
    made = Subscription(doc["id"], doc, met[1].casefold(), met[2].casefold(), until)
    notices.subscriptions[made.id] = made
    return Answer(201, doc)


@operation("subscriptions", "GET", "/subscriptions", *_READS)
def subscriptions(call: Call) -> Answer:
    return Answer(
        200, {"value": [s.doc for s in _notices(call).subscriptions.values()]}
    )


@operation("subscription", "GET", "/subscriptions/(?P<subscription>[^/]+)", *_READS)
def subscription(call: Call) -> Answer:
    return Answer(200, _meant(call).doc)


@operation("renew", "PATCH", "/subscriptions/(?P<subscription>[^/]+)", *_READS)
def renew(call: Call) -> Answer:
    said = call.json("/subscriptions/{subscription-id}", "patch")
    found = _meant(call)
    found.until = _until(call.world, said)
    found.doc |= {"expirationDateTime": iso(found.until)}
    return Answer(200, found.doc)


@operation("unsubscribe", "DELETE", "/subscriptions/(?P<subscription>[^/]+)", *_READS)
def unsubscribe(call: Call) -> Answer:
    del _notices(call).subscriptions[_meant(call).id]
    return Answer(204)


@operation(
    "reauthorize", "POST", "/subscriptions/(?P<subscription>[^/]+)/reauthorize", *_READS
)
def reauthorize(call: Call) -> Answer:
    _meant(call)
    return Answer(204)
