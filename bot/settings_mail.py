"""The mail server that letters go by."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from bot.environment import LOOPBACK, Reading

_YES_OR_NO: Final = ("yes", "no")
_PORT: Final = 587
_TLS_PORT: Final = 465


@dataclass(frozen=True, slots=True)
class Smtp:
    """The mail server to use, and who we are to it.

    Attributes:
        starttls: Whether it must encrypt the connection before anything is said.
        tls: Whether the connection is encrypted from its first byte.
    """

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    starttls: bool
    tls: bool = False


def smtp_of(read: Reading) -> Smtp | None:
    """Read which mail server letters go by; nothing where there is none."""
    host, user = read.text("smtp_host"), read.text("smtp_user")
    password = read.text("smtp_password")
    tls = read.one_of("smtp_tls", _YES_OR_NO, "no", str.lower) == "yes"
    port = read.port("smtp_port", _TLS_PORT if tls else _PORT)
    starttls = read.one_of("smtp_starttls", _YES_OR_NO, "yes", str.lower) == "yes"
    if user and not host:
        read.wrong("smtp_host", "is needed when DAYZERO_SMTP_USER is set")
    if bool(user) != bool(password):
        missing = "smtp_password" if user else "smtp_user"
        read.wrong(missing, "is needed: a name and a password go together")
    if user and not (starttls or tls) and host not in LOOPBACK:
        read.wrong(
            "smtp_starttls", "must be yes, or the password is sent for all to see"
        )
    return Smtp(host, port, user, password, starttls, tls) if host else None
