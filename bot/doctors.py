"""Who examines the outside for ``dayzero doctor``; each is loaded when it is set up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.store import Store
    from bot.verbs.examined import Finding


def of_chats(
    settings: Settings, store: Store, now: Callable[[], datetime]
) -> Iterable[Finding]:
    """Examine the chats that are set up."""
    if settings.slack is None:
        return ()
    from integrations.slack.doctor import examine  # noqa: PLC0415 - it is large

    return examine(settings, store, now)


def of_letters(settings: Settings) -> Iterable[Finding]:
    """Examine the mail server and the mailbox that are set up."""
    if settings.smtp is None and settings.imap is None:
        return ()
    from integrations.mail.doctor import examine  # noqa: PLC0415 - only where used

    return examine(settings)


def of_calendars(settings: Settings, now: Callable[[], datetime]) -> Iterable[Finding]:
    """Examine the shared calendar that is set up."""
    if settings.graph is None:
        return ()
    from integrations.graph.doctor import examine  # noqa: PLC0415 - it is large

    return examine(settings, now)
