"""The address at which Graph tells of changes in the organiser's calendar.

Anybody can write to it. What comes is believed where it repeats a secret that only
Graph was told, and even then only that something has changed: what it is now is read
from Graph itself. It is answered at once; the looking is done afterwards.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, get_args

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.posted import whole
from integrations.graph.news import Heap, Lifecycle

_TOKEN: Final = 4096
"""More letters than there are in what is sent to see whether the address is ours."""
_ID: Final = 1024
_ACCEPTED: Final = 202
_UNREADABLE: Final = 400
_TOO_MUCH: Final = 413
_LIFECYCLES: Final[tuple[Lifecycle, ...]] = get_args(Lifecycle)

_log = structlog.get_logger()


@dataclass(slots=True)
class Notices:
    """Takes what Graph tells, once it is proved that it was Graph.

    Attributes:
        secret: What Graph was told, to be repeated with everything it tells.
        heap: Where what was told is put, to be looked at.
        last: When Graph last told of something; nothing, before it did.
        forged: How many notices did not repeat the secret.
    """

    secret: str = field(repr=False)
    heap: Heap
    now: Callable[[], datetime]
    last: datetime | None = None
    forged: int = 0

    def routes(self, *paths: str) -> tuple[Route, ...]:
        """List the addresses that Graph is answered at."""
        return tuple(
            Route(path, self.answer, methods=["POST"])
            for path in sorted({path or "/" for path in paths})
        )

    async def answer(self, request: Request) -> Response:
        """Answer one request: at once, whatever it leads to."""
        token = request.query_params.get("validationToken")
        if token is not None:
            return _repeated(token)
        try:
            body = await whole(request.stream())
        except ClientDisconnect:
            return Response(status_code=_UNREADABLE)
        if body is None:
            return Response(status_code=_TOO_MUCH)
        listed = _listed(body)
        if listed is None:
            return Response(status_code=_UNREADABLE)
        proved = [notice for notice in listed if self._is_proved(notice)]
        self._count(len(listed) - len(proved))
        if proved:
            self.last = self.now()
            self.heap.tell(_events(proved), _lifecycles(proved))
        # One answer for all, so that nobody learns here whether a guess was right.
        return Response(status_code=_ACCEPTED)

    def _count(self, forged: int) -> None:
        """Count what was not proved; said ever more rarely, to flood no log."""
        before, self.forged = self.forged, self.forged + forged
        if self.forged.bit_length() > before.bit_length():
            _log.warning("graph.forged", count=self.forged)

    def _is_proved(self, notice: object) -> bool:
        said = notice.get("clientState") if isinstance(notice, Mapping) else None
        if not isinstance(said, str):
            return False
        known = said.encode(errors="replace")
        return hmac.compare_digest(known, self.secret.encode())


def _repeated(token: str) -> Response:
    """Prove that the address is ours, by repeating what was sent to it."""
    if len(token) > _TOKEN:
        return Response(status_code=_UNREADABLE)
    # To the letter, or Graph does not take it; but nothing that could be a page.
    repeated = token.replace("<", "&lt;").replace(">", "&gt;").encode(errors="replace")
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
    return PlainTextResponse(repeated, headers=headers)


def _listed(body: bytes) -> list[Any] | None:
    """Read the notices in what was sent; nothing, where it has not their shape."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    listed = said.get("value") if isinstance(said, Mapping) else None
    return listed if isinstance(listed, list) else None


def _events(notices: list[Mapping[str, Any]]) -> Iterator[str]:
    """Name the events that notices are about."""
    for notice in notices:
        if notice.get("lifecycleEvent") is not None:
            continue
        about = notice.get("resourceData")
        name = about.get("id") if isinstance(about, Mapping) else None
        if not isinstance(name, str):
            name = str(notice.get("resource", "")).rpartition("/")[2]
        if 0 < len(name) <= _ID:
            yield name


def _lifecycles(notices: list[Mapping[str, Any]]) -> Iterator[Lifecycle]:
    """Name what notices tell of the line itself."""
    for notice in notices:
        for known in _LIFECYCLES:
            if notice.get("lifecycleEvent") == known:
                yield known
