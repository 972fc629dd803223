"""Letters through the organiser's mailbox in Microsoft 365.

A letter goes out whole, as e-mail programs write them: what Graph would make of its
parts has no invitation in it that another calendar could read.
"""

from __future__ import annotations

import base64
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import TYPE_CHECKING, Final, TypeAlias

import structlog

from bot.gateways import Letter, TryLater
from integrations.graph.client import Client

if TYPE_CHECKING:
    from kiota_abstractions.request_information import RequestInformation
    from msgraph.graph_service_client import GraphServiceClient

Compose: TypeAlias = Callable[[Letter, str, str], EmailMessage]
"""Writes a letter under a delivery's key, from an address."""

A_MINUTE: Final = timedelta(minutes=1)
MOST: Final = 30
"""Letters that Exchange takes from a mailbox in a minute."""
_SENT: Final = "sentitems"
_FORBIDDEN: Final = 403
_NEVER_WHOLE: Final = frozenset({415, 422})
"""How a Graph says that it takes no letter as it is written."""
_NOT_WHOLE: Final = _NEVER_WHOLE | {400}
"""The same of one letter, which may have something else wrong with it."""
_NO_ANSWER: Final = frozenset({400, 403, 404})
"""How Graph says that it will not look, or has nowhere to."""

_log = structlog.get_logger()


class GraphMail:
    """Send letters through the organiser's mailbox. They come from its address.

    Args:
        client: Asks Graph.
        compose: Writes a letter as e-mail programs expect it.
    """

    def __init__(self, client: Client, compose: Compose) -> None:
        self._client = client
        self._compose = compose
        self._may_look = True
        self._takes_whole = True
        self._sent: deque[datetime] = deque(maxlen=MOST)

    async def send(self, letter: Letter, key: str) -> str:
        """Send a letter, and say its Message-ID.

        Raises:
            TryLater: As many letters as Exchange takes in a minute have gone.
            NotSent: It surely did not go.
            Undeliverable: It can never go.
            Unsure: It may have gone.
        """
        message = self._compose(letter, key, self._client.organiser)
        await self._client.apart.call(lambda: self._send(message))
        return str(message["Message-ID"])

    async def find(self, letter: Letter, key: str) -> str | None:
        """Find the Message-ID of a letter among what was sent, if we may look there.

        Without the right to read the mailbox, which is asked for once, nobody knows.

        Raises:
            TryLater: Graph asks for patience.
            NotSent: Graph could not be asked.
            Unsure: Graph gave no answer.
        """
        if not self._may_look:
            return None
        name = str(self._compose(letter, key, self._client.organiser)["Message-ID"])
        answer = await self._client.ask(
            lambda graph: _looking(graph, self._client.organiser, name),
            also=_NO_ANSWER,
        )
        if answer.status == _FORBIDDEN:
            _log.info("graph.may-not-read")
            self._may_look = False
        return name if answer.good and answer.values else None

    async def _send(self, message: EmailMessage) -> None:
        self._wait_a_minute()
        organiser = self._client.organiser
        if self._takes_whole:
            whole = base64.b64encode(message.as_bytes())
            answer = await self._client.ask(
                lambda graph: _sending(graph, organiser, whole), also=_NOT_WHOLE
            )
            if answer.good:
                return
            # Microsoft's own description of Graph knows only letters in parts.
            _log.warning("graph.letter-in-parts", status=answer.status)
            self._takes_whole = answer.status not in _NEVER_WHOLE
        await self._client.ask(lambda graph: _in_parts(graph, organiser, message))

    def _wait_a_minute(self) -> None:
        """Count a letter, unless there have been too many in the last minute.

        Raises:
            TryLater: Until the first of them is a minute old.
        """
        now = self._client.now()
        if len(self._sent) == MOST:
            left = A_MINUTE - (now - self._sent[0])
            # A clock that was put back must not make the wait any longer.
            if timedelta() < left <= A_MINUTE:
                raise TryLater(left.total_seconds())
        self._sent.append(now)


def _sending(
    graph: GraphServiceClient, mailbox: str, whole: bytes
) -> RequestInformation:
    from msgraph.generated.users.item.send_mail.send_mail_post_request_body import (  # noqa: PLC0415 - large
        SendMailPostRequestBody,
    )

    send = graph.users.by_user_id(mailbox).send_mail
    request: RequestInformation = send.to_post_request_information(
        SendMailPostRequestBody()
    )
    # The library knows only letters in parts; a whole one has another type.
    request.headers.remove("Content-Type")
    request.set_stream_content(whole, "text/plain")
    return request


def _in_parts(
    graph: GraphServiceClient, mailbox: str, message: EmailMessage
) -> RequestInformation:
    from integrations.graph.in_parts import in_parts  # noqa: PLC0415 - large

    send = graph.users.by_user_id(mailbox).send_mail
    request: RequestInformation = send.to_post_request_information(in_parts(message))
    return request


def _looking(
    graph: GraphServiceClient, mailbox: str, message_id: str
) -> RequestInformation:
    folder = graph.users.by_user_id(mailbox).mail_folders.by_mail_folder_id(_SENT)
    request: RequestInformation = folder.messages.to_get_request_information()
    quoted = message_id.replace("'", "''")
    request.query_parameters["%24filter"] = f"internetMessageId eq '{quoted}'"
    request.query_parameters["%24select"] = ["id", "internetMessageId"]
    request.query_parameters["%24top"] = 1
    return request
