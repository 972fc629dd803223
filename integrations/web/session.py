"""Who is at the browser, and the proof that a press came from one of our own pages.

A browser's cookie is signed and holds two things: a random name for the browser
and the person it acts as. Every form carries a signed token, bound to both. It
shows that the press came from a page we drew, and it is the press's own id, so
that the same press sent twice is known for one.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Final

from itsdangerous import BadData, URLSafeSerializer
from starlette.requests import Request

from bot.core.events import PersonId
from bot.core.people import Roster

COOKIE: Final = "dayzero"
_BYTES: Final = 12


@dataclass(frozen=True, slots=True)
class Visit:
    """One browser, acting as one person.

    Attributes:
        session: The browser's random name.
        by: Whom it acts as.
        token: What the forms of the page now drawn will carry.
    """

    session: str
    by: PersonId
    token: str


class Tokens:
    """Make and check what the forms carry."""

    def __init__(self, secret: bytes) -> None:
        """Sign with a secret of our own."""
        self._causes = URLSafeSerializer(secret, salt="cause")
        self._drafts = URLSafeSerializer(secret, salt="draft")

    def fresh(self, session: str, by: PersonId) -> str:
        """Make a token for one page, as drawn for one person in one browser."""
        nonce = secrets.token_urlsafe(_BYTES)
        return str(self._causes.dumps([session, by, nonce]))

    def nonce(self, token: str, session: str, by: PersonId) -> str:
        """Read a token; an empty string if it is not ours, or not for this person."""
        try:
            drawn_in, drawn_for, nonce = self._causes.loads(token)
        except (BadData, ValueError, TypeError):
            return ""
        return str(nonce) if [drawn_in, drawn_for] == [session, by] else ""

    def new_draft(self, by: PersonId) -> str:
        """Name a draft so that nobody but its author can open it by its address."""
        return str(self._drafts.dumps([by, secrets.token_urlsafe(_BYTES)]))

    def draft_is_of(self, draft: str, by: PersonId) -> bool:
        """Say whether a draft was named for this person."""
        try:
            author, _ = self._drafts.loads(draft)
        except (BadData, ValueError, TypeError):
            return False
        return bool(author == by)


def cause(nonce: str, does: str, about: str) -> str:
    """Name a press, so that its repeat has the same name and no other press has.

    Example:
        >>> cause("n", "sign", "DOR-2026-004/sign-sin")
        'web/n/sign/66b5b669'
    """
    proof = hashlib.sha256(about.encode(errors="replace")).hexdigest()
    return f"web/{nonce}/{does}/{proof[:8]}"


def visiting(request: Request, roster: Roster, tokens: Tokens) -> Visit:
    """Find out who is at the browser; a new one acts as the first on the roster."""
    session = request.session
    if not isinstance(session.get("id"), str):
        session["id"] = secrets.token_urlsafe(_BYTES)
    if session.get("as") not in {person.id for person in roster.people}:
        session["as"] = roster.people[0].id
    here, by = str(session["id"]), str(session["as"])
    return Visit(here, by, tokens.fresh(here, by))
