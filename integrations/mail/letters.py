"""A letter as e-mail programs expect it, from a letter as the bot thinks of it.

The same letter under the same key is the same bytes, so a repeat can be known
for one. Nothing a person typed decides a header: names are cut down to what
can be seen, and an address that is not one is refused.
"""

from __future__ import annotations

import hashlib
import re
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Final

from bot.gateways import Letter, Undeliverable

# 7bit: a post office on the way may know nothing else, and never says so.
POLICY: Final = policy.SMTP.clone(cte_type="7bit")
SENDER_NAME: Final = "Dayzero"

_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
    r"[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*"
)
_JOURNAL_PLACE: Final = re.compile(r"[A-Z]{1,8}-\d{4}-\d{1,6}(/\d{1,6}){0,6}(?![^/])")
_SUBJECT_LIMIT: Final = 200
_NAME_LIMIT: Final = 80
_TOKEN_LENGTH: Final = 32
# What a mail program reads as more than a name, quoted or not: see CVE-2025-1795,
# where folding a long name lost its quotes and made two addresses of it.
_NOT_IN_NAMES: Final = str.maketrans(dict.fromkeys('"\\()<>[]:;@,', " "))


def token(key: str, to: str) -> str:
    """Name one delivery to one address so that nobody is named.

    It begins with the place in the journal, where the key has one, for whoever
    looks through a folder; the rest of a key may hold a person's short name.

    Example:
        >>> token("DOR-2026-004/7/0/ann", "ann@example.org")
        'DOR-2026-004-7-0-848839106b1aea22db6d9396fc7cc6cb'
    """
    known = f"{key}\0{to.lower()}".encode(errors="replace")
    proof = hashlib.sha256(known).hexdigest()[:_TOKEN_LENGTH]
    place = _JOURNAL_PLACE.match(key)
    return f"{place[0].replace('/', '-')}-{proof}" if place else proof


def message_id(key: str, to: str, sender: str) -> str:
    """Say the Message-ID of a delivery: the same whenever it is asked."""
    return f"<{token(key, to)}@{sender.rpartition('@')[2]}>"


def compose(letter: Letter, key: str, sender: str) -> EmailMessage:
    """Write a letter as an e-mail, with the invitation it carries beside its text.

    Args:
        letter: What to say, and to whom.
        key: The delivery's key, from which its Message-ID comes.
        sender: The address it comes from, unless the letter says another. Its domain
            is in the Message-ID, so that a repeat has the same whoever it is from.

    Raises:
        Undeliverable: The address on the roster is not an address.
    """
    if not is_address(letter.to.email):
        raise Undeliverable("The address on the roster is not an e-mail address.")
    message = EmailMessage(policy=POLICY)
    message["From"] = Address(SENDER_NAME, addr_spec=letter.sender or sender)
    message["To"] = Address(_name(letter.to.name), addr_spec=letter.to.email)
    message["Subject"] = _line(letter.subject)[:_SUBJECT_LIMIT]
    message["Date"] = letter.sent_at
    message["Message-ID"] = message_id(key, letter.to.email, sender)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_text(letter.text))
    if letter.calendar:
        message.add_alternative(
            letter.calendar.decode(),
            subtype="calendar",
            params={"method": letter.method},
        )
        message.set_boundary(f"=_{token(key, letter.to.email)[-_TOKEN_LENGTH:]}")
    return message


def is_address(text: str) -> bool:
    r"""Say whether a text can be written as the address of a letter.

    Example:
        >>> is_address("ann@example.org"), is_address("ann@example.org\nBcc: x@y")
        (True, False)
    """
    return _ADDRESS.fullmatch(text) is not None and ".." not in text


def _name(text: str) -> str:
    return _line(text.translate(_NOT_IN_NAMES))[:_NAME_LIMIT].strip()


def _line(text: str) -> str:
    """Keep what can be seen; line ends and direction marks become spaces."""
    seen = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(seen.split())


def _text(text: str) -> str:
    """Keep lines and what can be written; the rest of the control marks go."""
    lines = text.encode(errors="replace").decode().splitlines()
    return "\n".join("".join(c for c in line if c >= " ") for line in lines) + "\n"
