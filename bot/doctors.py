"""Who examines the outside for ``dayzero doctor``; each is loaded when it is set up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from bot.core.errors import Refused

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.store import Store
    from bot.verbs.examined import Finding


def of_chats(
    settings: Settings, store: Store, now: Callable[[], datetime]
) -> Iterable[Finding]:
    """Examine the chats that are set up."""
    found: list[Finding] = []
    if settings.slack is not None:
        from integrations.slack.doctor import examine  # noqa: PLC0415 - it is large

        found += examine(settings, store, now)
    if settings.teams is not None:
        found += _of_teams(settings, store, now)
    return found


def _of_teams(
    settings: Settings, store: Store, now: Callable[[], datetime]
) -> Iterable[Finding]:
    from bot.outside import must_have  # noqa: PLC0415 - only where used
    from bot.verbs.examined import fault  # noqa: PLC0415 - likewise

    try:
        must_have("microsoft_teams", "Microsoft Teams")
    except Refused as refusal:
        return (fault(refusal.reason, refusal.next_step),)
    from integrations.teams.doctor import examine  # noqa: PLC0415 - it is large

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
