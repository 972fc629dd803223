"""Everything the page answers to: each address, and who takes it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.core.errors import Conflicted, NotYours, Refused, Unknown
from integrations.web import (
    calendar_page,
    case_page,
    clock_page,
    form_page,
    hand_page,
    home,
    mail_page,
    opened,
    papers,
    pressing,
    printing,
    registers,
    take_away,
)
from integrations.web.guard import Guarded, TooMuch
from integrations.web.live import stream
from integrations.web.parts import PAGES, Parts, drawn, parts_of, visit_of
from integrations.web.pressing import posted
from integrations.web.session import COOKIE

_A_YEAR: Final = "public, max-age=31536000, immutable"
_TYPES: Final = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_NO_SUCH: Final = 404
_NOT_YOURS: Final = 403
_NOT_NOW: Final = 409
_TOO_MUCH: Final = 413
_BROKEN: Final = 500


def page(
    parts: Parts,
    secret: bytes,
    *,
    https: bool = False,
    hosts: Sequence[str] = ("localhost", "127.0.0.1"),
) -> Starlette:
    """Make the page: a whole chat platform for people who have no other.

    Args:
        parts: What it is joined to.
        secret: What its cookies are signed with.
        https: Whether it is only ever reached through HTTPS.
        hosts: The names it answers to. Another site could otherwise have its own
            name lead here, and read what is on the page.
    """
    named = Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))
    sessions = Middleware(
        SessionMiddleware,
        secret_key=secret.hex(),
        session_cookie=COOKIE,
        max_age=None,
        same_site="lax",
        https_only=https,
    )
    app = Starlette(
        routes=_routes(),
        middleware=[Middleware(Guarded), named, sessions],
        exception_handlers={
            Refused: refused,
            TooMuch: too_much,
            HTTPException: no_such_page,
            Exception: broken,
        },
        lifespan=_watching,
    )
    app.state.parts = parts
    return app


def _routes() -> list[Route]:
    get, post = ["GET"], ["POST"]
    return [
        Route("/", home.home, methods=get),
        Route("/as", posted(home.become), methods=post),
        Route("/say", posted(home.say), methods=post),
        Route("/press", posted(pressing.press), methods=post),
        Route("/form", form_page.form, methods=get),
        Route("/form", posted(form_page.step), methods=post),
        Route("/form/keep", posted(form_page.keep_typing), methods=post),
        Route("/form/hand", hand_page.hand, methods=get),
        Route("/form/hand", posted(hand_page.take_hand), methods=post),
        Route("/form/drop", posted(form_page.drop), methods=post),
        Route(opened.PATH, opened.leading_on, methods=get),
        Route("/case/{ref}", case_page.case, methods=get),
        Route("/case/{ref}/read", case_page.read, methods=get),
        Route("/case/{ref}/export.{kind}", take_away.take_away, methods=get),
        Route("/case/{ref}/print", take_away.to_print, methods=get),
        Route("/case/{ref}/letter/{step}", printing.one_letter, methods=get),
        Route("/case/{ref}/letter/{step}/{agency}", printing.one_letter, methods=get),
        Route("/case/{ref}/pack/{step}", printing.one_pack, methods=get),
        Route(take_away.LOOK, take_away.look, methods=get),
        Route("/actions", registers.actions, methods=get),
        Route("/actions.{kind}", registers.take_actions, methods=get),
        Route("/register", registers.alerts, methods=get),
        Route("/register.{kind}", registers.take_alerts, methods=get),
        Route("/calendar", calendar_page.calendar, methods=get),
        Route("/calendar", posted(calendar_page.answer), methods=post),
        Route("/mail", mail_page.mail, methods=get),
        Route("/mail/again", posted(mail_page.again), methods=post),
        Route("/mail/{file}", mail_page.letter, methods=get),
        Route("/away", papers.away, methods=get),
        Route("/away", posted(papers.record_away), methods=post),
        Route("/clock", clock_page.move, methods=post),
        Route("/live", live, methods=get),
        Route("/healthz", healthy, methods=get),
        Route("/page.{kind}", look, methods=get),
    ]


async def live(request: Request) -> Response:
    """Keep a line open on which to say that something changed."""
    return stream(parts_of(request).live)


def healthy(request: Request) -> Response:
    """Say that the page is up, to whatever watches over it."""
    at = parts_of(request).now
    return JSONResponse({"status": "ok", "now": at.isoformat()})


def look(request: Request) -> Response:
    """Give the page's style sheet or its script."""
    kind = str(request.path_params["kind"])
    if kind not in _TYPES:
        raise HTTPException(_NO_SUCH)
    text = (PAGES / f"page.{kind}").read_text(encoding="utf-8")
    return PlainTextResponse(
        text, media_type=_TYPES[kind], headers={"Cache-Control": _A_YEAR}
    )


def refused(request: Request, refusal: Exception) -> Response:
    """Say no, and what then, on a page of its own."""
    if not isinstance(refusal, Refused):
        raise refusal
    match refusal:
        case Unknown():
            status = _NO_SUCH
        case NotYours() | Conflicted():
            status = _NOT_YOURS
        case _:
            status = _NOT_NOW
    return _told(request, status, refusal.reason, refusal.next_step)


def no_such_page(request: Request, error: Exception) -> Response:
    """Say that there is no such page, or that it cannot be asked for like this."""
    status = error.status_code if isinstance(error, HTTPException) else _NO_SUCH
    if status == _NO_SUCH:
        return _told(
            request,
            status,
            "There is no page at this address.",
            "Check the address, or go to the first page and start from there.",
        )
    return _told(
        request,
        status,
        "The page could not take what your browser sent.",
        "Go back, and press the button again. What you typed is still there.",
    )


def too_much(request: Request, _error: Exception) -> Response:
    """Say that more was sent than any form holds."""
    return _told(
        request,
        _TOO_MUCH,
        "That is more than this page can take at once. Nothing has been recorded.",
        "Go back: what you typed is still there. Each answer may be up to 10,000 "
        "characters long.",
    )


def broken(_request: Request, _error: Exception) -> Response:
    """Say that the fault is ours, with nothing on the page but that."""
    return Response(
        (PAGES / "broken.html").read_bytes(), _BROKEN, media_type="text/html"
    )


def _told(request: Request, status: int, says: str, next_step: str) -> Response:
    visit = visit_of(request)
    return drawn(request, visit, "told.html", status, says=says, next_step=next_step)


@asynccontextmanager
async def _watching(app: Starlette) -> AsyncIterator[None]:
    parts: Parts = app.state.parts
    watch = asyncio.create_task(parts.live.watch(lambda: _latest(parts)))
    yield
    parts.live.end()
    watch.cancel()
    with suppress(asyncio.CancelledError):
        await watch


def _latest(parts: Parts) -> Any:
    return parts.chat.last_change(parts.desk.people().partnership), parts.now
