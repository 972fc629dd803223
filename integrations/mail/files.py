"""Letters kept as files in a folder: what goes out when no mail server is set.

Each is a whole message (``.eml``) that any mail program opens. The rehearsal's
outbox page reads them back.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote

from bot.gateways import Letter
from integrations.mail.letters import POLICY, compose, message_id, token

_KEY_LINE: Final = "X-Dayzero-Key"


@dataclass(frozen=True, slots=True)
class StoredLetter:
    """A letter read back from the folder.

    Attributes:
        key: The delivery it was.
        to: The address it went to.
        text: What it says in words.
        calendar: The invitation it carries, or ``None``.
        method: What the invitation does, or an empty string.
        file: The file's name, for whoever wants to open it.
    """

    key: str
    to: str
    subject: str
    sent_at: datetime
    text: str
    calendar: bytes | None
    method: str
    file: str


class MailFiles:
    """Send letters by writing each to a file. A letter is written once for a key."""

    def __init__(self, folder: Path, sender: str) -> None:
        """Keep letters in ``folder``, made if absent and closed to other accounts."""
        self._folder = folder
        self._sender = sender
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    async def send(self, letter: Letter, key: str) -> str:
        """Write a letter, unless it was written before; say its Message-ID.

        Raises:
            Undeliverable: The address on the roster is not an address.
        """
        await asyncio.to_thread(self._write, letter, key)
        return message_id(key, letter.to.email, self._sender)

    async def find(self, letter: Letter, key: str) -> str | None:
        """Say the Message-ID of a letter that was written before."""
        there = await asyncio.to_thread(self._path(letter, key).exists)
        return message_id(key, letter.to.email, self._sender) if there else None

    def listed(self) -> list[StoredLetter]:
        """Read every letter back, the oldest first."""
        return sorted(self._read(), key=lambda kept: (kept.sent_at, kept.file))

    def of_person(self, email: str) -> list[StoredLetter]:
        """Read back what was sent to one address, the oldest first."""
        return [kept for kept in self.listed() if kept.to.lower() == email.lower()]

    def _path(self, letter: Letter, key: str) -> Path:
        return self._folder / f"{token(key, letter.to.email)}.eml"

    def _write(self, letter: Letter, key: str) -> None:
        path = self._path(letter, key)
        if path.exists():
            return
        message = compose(letter, key, self._sender)
        message[_KEY_LINE] = quote(key, safe="/:.-", errors="replace")
        write_whole(path, message.as_bytes())

    def _read(self) -> Iterator[StoredLetter]:
        for path in self._folder.glob("*.eml"):
            message = message_from_bytes(path.read_bytes(), policy=POLICY)
            yield _stored(message, path.name)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that after a power cut it is whole or absent, never torn."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _stored(message: EmailMessage, file: str) -> StoredLetter:
    text = message.get_body(("plain",))
    parts = [p for p in message.walk() if p.get_content_type() == "text/calendar"]
    return StoredLetter(
        key=unquote(message[_KEY_LINE]),
        to=message["To"].addresses[0].addr_spec,
        subject=str(message["Subject"]),
        sent_at=message["Date"].datetime,
        text="" if text is None else text.get_content(),
        calendar=parts[0].get_content().encode() if parts else None,
        method=str(parts[0].get_param("method", "")) if parts else "",
        file=file,
    )
