"""What people write about a child is locked with a key of its own, which can be lost.

One secret, held outside the database, gives two keys: one that seals the journal
and one that wraps the key of each case. A case's answers are encrypted with the
case's own random key, so destroying that one key erases every answer at once, in
the database and in every copy of it, and the journal's digests stop meaning
anything to anybody.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.canonical import canonical

SECRET_BYTES: Final = 32
"""The shortest secret that is accepted."""
_NONCE_BYTES: Final = 12
_TELLER: Final = json.JSONEncoder(sort_keys=True, default=repr)


class CannotOpen(Exception):  # noqa: N818 - it says what happened, to an operator
    """What is locked was locked with another secret, moved or altered."""


class Vault:
    """Seals the journal and locks the answers, from one secret.

    Args:
        secret: At least 32 random bytes, kept apart from the database. Without it
            no answer can be read and no seal can be checked.

    Raises:
        ValueError: The secret is too short to be one.
    """

    def __init__(self, secret: bytes) -> None:
        if len(secret) < SECRET_BYTES:
            message = f"the secret has {len(secret)} bytes; it needs {SECRET_BYTES}"
            raise ValueError(message)
        self._sealing = _derived(secret, "journal seal")
        self._wrapping = AESGCM(_derived(secret, "wrap case keys"))
        self.mark: Final = _derived(secret, "mark").hex()[:16]

    def seal(self, parts: Sequence[Any]) -> str:
        """Prove a list of plain values: 64 hexadecimal digits.

        What JSON has no word for is sealed as Python writes it, because a hand
        that edits SQLite can leave bytes where a number was, and that must read
        as a broken seal rather than stop the check.
        """
        told = _TELLER.encode(list(parts))
        return hmac.digest(self._sealing, told.encode(), "sha256").hex()

    def new_key(self, owner: str) -> bytes:
        """Make a random key for an owner and give it wrapped, ready to store."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        key = AESGCM.generate_key(bit_length=256)
        return nonce + self._wrapping.encrypt(nonce, key, owner.encode())

    def unwrap(self, wrapped: bytes, owner: str) -> bytes:
        """Give the plain key of an owner, to be used and let go.

        Raises:
            CannotOpen: It was wrapped with another secret, or for another owner.
        """
        nonce, cipher = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
        try:
            return self._wrapping.decrypt(nonce, cipher, owner.encode())
        except InvalidTag as fault:
            raise CannotOpen(owner) from fault


def lock(key: bytes, says: Mapping[str, Any], place: str) -> bytes:
    """Encrypt what was written, bound to the place where it is kept.

    Args:
        key: The plain key of the case or draft.
        says: The answers, as plain data.
        place: Such as ``DOR-2026-004/7``. It will open nowhere else.
    """
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, canonical(says).encode(), place.encode())


def unlock(key: bytes, cipher: bytes, place: str) -> dict[str, Any]:
    """Read what was written.

    Raises:
        CannotOpen: It was locked with another key or for another place.
    """
    nonce, locked = cipher[:_NONCE_BYTES], cipher[_NONCE_BYTES:]
    try:
        plain = AESGCM(key).decrypt(nonce, locked, place.encode())
    except InvalidTag as fault:
        raise CannotOpen(place) from fault
    said: dict[str, Any] = json.loads(plain)
    return said


def digest(key: bytes, says: str | Mapping[str, Any]) -> str:
    """Prove a text without saying it: the same text gives the same digest.

    It is keyed, because a short text ("yes", a name) could otherwise be guessed
    from its digest. Once the key is destroyed nobody can test a guess.

    Returns:
        64 hexadecimal digits, or an empty string for no text.
    """
    if not says:
        return ""
    own = hmac.digest(key, b"dayzero digest", "sha256")
    return hmac.digest(own, canonical(says).encode(), "sha256").hex()


def _derived(secret: bytes, purpose: str) -> bytes:
    info = f"dayzero {purpose}".encode()
    return HKDF(SHA256(), length=32, salt=None, info=info).derive(secret)
