"""Replies to invitations, read from a mailbox (IMAP). Nothing in it is changed.

The mailbox is somebody's: a letter is not marked as read, moved or deleted, and only
one that carries a calendar is fetched at all. What has been looked at is remembered
by the mailbox's own numbers.
"""

from __future__ import annotations

import asyncio
import imaplib
import re
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias

import structlog

from bot.received import LARGEST, UNREADABLE
from bot.settings_graph import Imap

EVERY: Final = 60.0
"""Seconds between two looks."""
_LONGEST: Final = 900.0
_AT_ONCE: Final = 200
"""Letters looked at before the connection is given back."""
_BACK: Final = timedelta(days=14)
"""How far back is read where it is not known what was read before."""
_DOWN: Final = timedelta(minutes=30)
_MONTHS: Final = "JanFebMarAprMayJunJulAugSepOctNovDec"
_STUBBORN: Final = 5
"""Times that one letter may be refused before it is passed over."""
_SIZE: Final = re.compile(rb"RFC822\.SIZE (\d{1,15})", re.IGNORECASE)
_CALENDAR: Final = re.compile(rb'"calendar"|"ics"|\.ics"', re.IGNORECASE)
_FAILURES: Final = (OSError, EOFError, ValueError, imaplib.IMAP4.error)

_Answered: TypeAlias = list[Any]
"""Lines, and pairs of a line with what it announced; nothing, where nothing is."""

_log = structlog.get_logger()


class ReplyBox:
    """Looks through a mailbox for replies, again and again, until it is stopped.

    Args:
        at: Where the mailbox is, and who we are to it.
        take: Takes a whole letter; called in a thread.
        recall: Says how far it was read, as ``keep`` was told; ``None`` at first.
        keep: Remembers how far it was read.
        now: The machine's time.
        trust: Whose certificates to accept; the machine's own list if not given.
        timeout: Seconds to wait for each answer.
        sleep: Waits; a test passes its own.
    """

    def __init__(  # noqa: PLR0913 - each is a thing of its own
        self,
        at: Imap,
        take: Callable[[bytes], object],
        recall: Callable[[], str | None],
        keep: Callable[[str], None],
        now: Callable[[], datetime],
        *,
        trust: ssl.SSLContext | None = None,
        timeout: float = 10.0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._at = at
        self._take = take
        self._recall = recall
        self._keep = keep
        self._now = now
        self._trust = trust
        self._timeout = timeout
        self._sleep = sleep
        self._failures = 0
        self._down_since: datetime | None = None
        self._line: imaplib.IMAP4 | None = None
        self._stopped = False
        self.last: datetime | None = None

    @property
    def well(self) -> bool:
        """Whether it can be read, or has only been out of reach for a while."""
        since = self._down_since
        return since is None or self._now() - since < _DOWN

    def says(self) -> dict[str, object]:
        """Say how it is, as plain data. Nothing about anybody."""
        return {
            "last_read": self.last.isoformat() if self.last else None,
            "failures": self._failures,
        }

    async def run(self) -> None:
        """Look for replies until this is cancelled."""
        self._stopped = False
        try:
            while True:
                await self._sleep(await self._looked())
        finally:
            self._stop()

    async def _looked(self) -> float:
        """Look once, and say for how long to wait then."""
        try:
            more = await asyncio.to_thread(self.look)
        except _FAILURES as trouble:
            self._failures += 1
            self._down_since = self._down_since or self._now()
            kind = type(trouble).__name__
            _log.warning("mailbox.unread", attempt=self._failures, problem_kind=kind)
            return min(EVERY * 2.0 ** (self._failures - 1), _LONGEST)
        self._failures, self._down_since = 0, None
        self.last = self._now()
        return 0.0 if more else EVERY

    def _stop(self) -> None:
        """Have a thread that still waits for an answer wait no longer."""
        self._stopped, line = True, self._line
        if line is not None:
            with suppress(OSError):
                line.socket().shutdown(socket.SHUT_RDWR)

    def look(self) -> bool:
        """Take every reply that has come since the last look.

        Returns:
            Whether there is more to look at.

        Raises:
            OSError: The mailbox is out of reach; so for the library's own errors.
        """
        with self._opened() as server:
            validity = _number(server, "UIDVALIDITY")
            last = self._read_to(validity)
            new = [uid for uid in self._found(server, last) if uid > last]
            done = last
            try:
                for uid in new[:_AT_ONCE]:
                    if self._stopped:
                        break
                    self._looked_at(server, uid)
                    done = uid
            finally:
                if done != last:
                    self._keep(f"{validity}/{done}")
        return len(new) > _AT_ONCE

    @contextmanager
    def _opened(self) -> Iterator[imaplib.IMAP4]:
        server = self._connected()
        self._line = server
        try:
            if self._at.security == "starttls":
                server.starttls(self._trust or ssl.create_default_context())
            self._let_in(server)
            # Only to look: a server then refuses whatever would change the folder.
            answer, _ = server.select(_quoted(self._at.folder), readonly=True)
            if answer != "OK":
                raise imaplib.IMAP4.error("there is no such folder")
            yield server
            with suppress(*_FAILURES):
                server.logout()
        finally:
            self._line = None
            with suppress(OSError):
                server.shutdown()

    def _connected(self) -> imaplib.IMAP4:
        host, port = self._at.host, self._at.port
        if self._at.security == "tls":
            trust = self._trust or ssl.create_default_context()
            return imaplib.IMAP4_SSL(
                host, port, ssl_context=trust, timeout=self._timeout
            )
        return imaplib.IMAP4(host, port, timeout=self._timeout)

    def _let_in(self, server: imaplib.IMAP4) -> None:
        user, password = self._at.username, self._at.password
        if "AUTH=PLAIN" in server.capabilities:  # takes more than plain letters
            whole = f"\0{user}\0{password}".encode()
            server.authenticate("PLAIN", lambda _: whole)
        else:
            server.login(user, password)

    def _read_to(self, validity: int) -> int:
        """Say up to which letter it was read; 0 where its numbers are new."""
        known, _, last = (self._recall() or "").partition("/")
        return int(last) if known == str(validity) and last.isdecimal() else 0

    def _found(self, server: imaplib.IMAP4, last: int) -> list[int]:
        if last:
            # The star stands for the last letter there is, even if it is read.
            answer, found = server.uid("SEARCH", f"UID {last + 1}:*")
        else:
            day = self._now() - _BACK
            month = _MONTHS[3 * day.month - 3 : 3 * day.month]
            answer, found = server.uid("SEARCH", f"SINCE {day.day}-{month}-{day.year}")
        if answer != "OK":
            raise imaplib.IMAP4.error("the server did not look")
        listed = b" ".join(part for part in found if isinstance(part, bytes))
        return sorted(int(uid) for uid in listed.split() if uid.isdigit())

    def _looked_at(self, server: imaplib.IMAP4, uid: int) -> None:
        """Look at one letter, and take it if it carries a calendar."""
        seen = self._fetched(server, uid, "(RFC822.SIZE BODYSTRUCTURE)")
        about = b" ".join(_pieces(seen))
        size = _SIZE.search(about)
        if size is None or int(size[1]) > LARGEST or not _CALENDAR.search(about):
            return
        for part in self._fetched(server, uid, f"(BODY.PEEK[]<0.{LARGEST}>)"):
            if isinstance(part, tuple) and b"BODY[]" in part[0].upper():
                self._taken(part[1])
                return

    def _fetched(self, server: imaplib.IMAP4, uid: int, what: str) -> _Answered:
        answer, parts = server.uid("FETCH", str(uid), what)
        if answer == "OK":
            return parts
        if self._failures < _STUBBORN:  # perhaps only for now
            raise imaplib.IMAP4.error("the server did not give a letter")
        return []

    def _taken(self, letter: bytes) -> None:
        try:
            self._take(letter)
        except UNREADABLE as trouble:  # the next one may be sound
            _log.warning("mailbox.unreadable", problem_kind=type(trouble).__name__)


def _number(server: imaplib.IMAP4, name: str) -> int:
    _, said = server.response(name)
    first = said[0] if said else None
    if not isinstance(first, bytes):
        raise imaplib.IMAP4.error(f"the server did not say its {name}")
    return int(first)


def _pieces(answered: _Answered) -> Iterator[bytes]:
    for part in answered:
        if isinstance(part, tuple):
            yield from part
        elif part is not None:
            yield part


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
