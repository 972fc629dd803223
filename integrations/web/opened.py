"""Where the link in an invitation leads: how a case is opened, and nothing of it.

A calendar is read by more people than a case is. So whoever follows the link is told
how to ask for the case where they are known, and the same is said of any reference,
whether there is such a case or not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

PATH: Final = "/open/{ref}"
_REF: Final = re.compile(r"[A-Z]{2,6}-\d{4}-\d{3,6}", re.ASCII)
_NOT_FOUND: Final = 404
_HEADERS: Final[Mapping[str, str]] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


@dataclass(frozen=True, slots=True)
class Open:
    """A chat in which a case is asked for.

    Attributes:
        name: What people call it.
        url: Where it is opened in a browser; empty if that is not known.
        says: What is typed there, before the reference.
    """

    name: str
    url: str
    says: str


def opening(chats: Callable[[], Iterable[Open]]) -> Route:
    """Make the page that an invitation's link leads to.

    Args:
        chats: Says in which chats cases are asked for.
    """

    def answer(request: Request) -> Response:
        ref = str(request.path_params["ref"]).upper()
        if not _REF.fullmatch(ref):
            said = _page("No such reference", ["A case is called like WVX-2026-001."])
            return HTMLResponse(said, _NOT_FOUND, _HEADERS)
        lines = [_how(ref, tuple(chats()))]
        lines.append(
            "Nothing of a case is shown here. Whoever may not open it there can ask "
            "the safeguarding partnership’s business manager."
        )
        return HTMLResponse(_page(f"Case {ref}", lines), headers=_HEADERS)

    return Route(PATH, answer, methods=["GET"])


def leading_on(request: Request) -> Response:
    """Lead on to the case's page, where there is one: in a rehearsal."""
    ref = str(request.path_params["ref"]).upper()
    return RedirectResponse(f"/case/{ref}" if _REF.fullmatch(ref) else "/", 303)


def _how(ref: str, chats: tuple[Open, ...]) -> str:
    if not chats:
        return f"Ask for {ref} where your partnership keeps its cases."
    ways = [f"go to {_where(one)}, and type {_typed(one, ref)} there" for one in chats]
    return f"To open it, {'; or '.join(ways)}."


def _where(chat: Open) -> str:
    return f'<a href="{escape(chat.url)}">{chat.name}</a>' if chat.url else chat.name


def _typed(chat: Open, ref: str) -> str:
    return f"<code>{chat.says} {ref}</code>"


def _page(title: str, lines: list[str]) -> str:
    body = "".join(f"<p>{line}</p>\n" for line in lines)
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title} – Dayzero</title>\n</head>\n"
        f"<body>\n<main>\n<h1>{title}</h1>\n{body}</main>\n</body>\n</html>\n"
    )
