"""Calls to Slack on a delivery's behalf, and how they ended in the courier's words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Final, TypeAlias

from aiohttp import ClientConnectorError, ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.gateways import NotSent, TryLater
from bot.silences import Silences
from integrations.slack.afterwards import asked_to_wait, problem_of
from integrations.slack.installs import Clients, NotInstalled

Call: TypeAlias = Callable[[AsyncWebClient], Awaitable[Any]]

NOT_INSTALLED: Final = "not_installed"
"""Our own name for it, beside those that Slack has."""
_BROKEN: Final = 500
_UNSURE: Final = frozenset(
    {"fatal_error", "internal_error", "request_timeout", "service_unavailable", ""}
)
"""Answers after which the deed may have been done all the same."""


class Says(Exception):  # noqa: N818 - an answer from Slack
    """Slack says no, and by a name of its own why.

    Attributes:
        code: That name, such as ``not_in_channel``.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Calling:
    """Calls Slack, once for each thing that is asked of it.

    Nothing is tried again here: that is for the courier, who knows what may be sent
    twice. While Slack answers nobody, most calls are not even made, so that what is
    for e-mail and calendars does not queue behind them.
    """

    def __init__(self, clients: Clients, now: Callable[[], datetime]) -> None:
        self._clients = clients
        self._silences = Silences(now)

    @property
    def well(self) -> bool | None:
        """Whether Slack took the last call; ``None`` before the first."""
        return self._silences.well

    async def call(self, team: str, ask: Call) -> Any:
        """Make one call to a workspace, and give back what Slack answers.

        Args:
            team: The workspace.
            ask: Makes the call with the workspace's client.

        Raises:
            Says: Slack says no.
            TryLater: Slack asks for patience.
            NotSent: Slack was not reached, so nothing was done.
            OSError: Slack did not answer, so it may have been done.
        """
        if self._silences.resting(team):
            raise NotSent("Slack answered nobody a moment ago")
        try:
            answer = await ask(await self._clients.for_team(team))
        except NotInstalled:
            raise Says(NOT_INSTALLED) from None
        except SlackApiError as refusal:
            self._silences.heard(team, well=False)
            raise _meant(refusal) from None
        except ClientConnectorError:
            self._silences.unheard(team)
            raise NotSent("Slack was not reached") from None
        except TimeoutError:
            self._silences.unheard(team)
            raise TimeoutError("Slack took too long") from None
        except (ClientError, OSError):
            self._silences.unheard(team)
            raise ConnectionError("Slack broke off") from None
        self._silences.heard(team, well=True)
        return answer


def _meant(refusal: SlackApiError) -> Exception:
    """Say what an answer of no means for a delivery; never with what was sent."""
    seconds = asked_to_wait(refusal)
    if seconds:
        return TryLater(seconds)
    code = problem_of(refusal)
    status = int(getattr(refusal.response, "status_code", 0))
    if status >= _BROKEN or code in _UNSURE:
        return ConnectionError("Slack failed")
    return Says(code)
