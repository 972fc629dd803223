"""What verbs need of the outside, above all the doctor; each is loaded when needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING

from bot.core.errors import Refused

if TYPE_CHECKING:
    from bot.alarms import Tell
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
    if settings.graph is not None:
        from integrations.graph.doctor import examine_others  # noqa: PLC0415 - large

        found += examine_others(settings, store, now)
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


def teller(settings: Settings, now: Callable[[], datetime]) -> Tell | None:
    """Make what writes to whoever runs this, past the outbox; nothing if nobody does.

    What it sends twice under one key has one Message-ID, so that most mailboxes show
    it once.
    """
    smtp, operator = settings.smtp, settings.watching.operator
    if smtp is None or not operator:
        return None
    import asyncio  # noqa: PLC0415 - only where used

    from bot.core.people import Person  # noqa: PLC0415 - likewise
    from bot.gateways import Letter, TryLater, Undeliverable  # noqa: PLC0415 - likewise
    from bot.mailing import smtp_mail  # noqa: PLC0415 - likewise

    post = smtp_mail(smtp, settings.organiser)
    to = Person("operator", "Whoever runs Dayzero", operator, "", frozenset())

    def tell(subject: str, text: str, key: str) -> None:
        letter = Letter(to, subject, text, now())
        try:
            asyncio.run(post.send(letter, key))
        except (TryLater, Undeliverable) as refusal:
            raise RuntimeError from refusal

    return tell


def of_older(settings: Settings) -> Store | None:
    """Open a record of an earlier shape as it is; nothing, where it is of this one."""
    from bot.store import Store  # noqa: PLC0415 - only where used
    from bot.store.gone import reached  # noqa: PLC0415 - likewise
    from bot.store.migrate import HEAD, version_of  # noqa: PLC0415 - likewise
    from bot.vault import Vault  # noqa: PLC0415 - likewise

    with reached():
        version = version_of(settings.database_url)
    if version is None or version >= HEAD:
        return None
    return Store(settings.database_url, Vault(bytes(32)))


def sole(url: str) -> AbstractContextManager[None]:
    """Make sure that nobody else works on a database meanwhile."""
    from integrations.engines import sole as engine  # noqa: PLC0415 - only where used

    return engine.sole(url)
