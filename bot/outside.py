"""What is set up outside this machine, each joined only where it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING

from bot.always import Standing
from bot.core.errors import Refused
from bot.counter import Counter
from bot.mailing import Taking
from bot.settings import Settings
from bot.store import Store
from integrations.mail.letters import compose

if TYPE_CHECKING:
    from integrations.graph.credentials import Credentials
    from integrations.graph.joined import Graph
    from integrations.slack.joined import Slack
    from integrations.teams.joined import Teams


def slack_of(
    settings: Settings,
    store: Store,
    desk: Callable[[str], Counter],
    now: Callable[[], datetime],
    secret: bytes,
    standing: Standing,
) -> Slack | None:
    """Join Slack, where it is set up."""
    if settings.slack is None:
        return None
    # Read in only here: its library takes time and memory that others need not spend.
    from integrations.slack.joined import joined  # noqa: PLC0415

    return joined(
        settings.slack,
        store,
        desk,
        now,
        base_url=settings.base_url,
        secret=secret,
        standing=standing,
    )


def teams_of(
    settings: Settings,
    store: Store,
    desk: Callable[[str], Counter],
    now: Callable[[], datetime],
    standing: Standing,
) -> Teams | None:
    """Join Teams, where it is set up.

    Raises:
        Refused: Its library is not installed.
    """
    if settings.teams is None:
        return None
    must_have("microsoft_teams", "Microsoft Teams")
    # Read in only here: its library takes time and memory that others need not spend.
    from integrations.teams.joined import joined  # noqa: PLC0415

    return joined(settings.teams, store, desk, now, standing)


def graph_of(  # noqa: PLR0913, PLR0917 - each is a thing of its own
    settings: Settings,
    store: Store,
    desk: Callable[[str], Counter],
    now: Callable[[], datetime],
    secret: bytes,
    take: Taking,
    credential: Credentials | None,
    standing: Standing,
) -> Graph | None:
    """Join Microsoft 365, where it is set up.

    Raises:
        Refused: Its library is not installed.
    """
    if settings.graph is None:
        return None
    must_have("msgraph", "Microsoft 365")
    # Read in only here: its library takes time and memory that others need not spend.
    from integrations.graph.joined import joined  # noqa: PLC0415

    return joined(
        settings.graph,
        store,
        desk,
        now,
        secret=secret,
        compose=compose,
        take=take,
        credential=credential,
        standing=standing,
    )


def must_have(library: str, called: str) -> None:
    """Make sure that the library is there of a place that is set up.

    Raises:
        Refused: It is not.
    """
    if find_spec(library) is None:
        raise Refused(
            f"{called} is set up, but its library is not installed.",
            next_step="Run: deploy/install.sh full",
        )
