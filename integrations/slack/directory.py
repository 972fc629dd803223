"""Looking people up in a workspace, with whatever the app may ask there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from integrations.slack.afterwards import Afterwards, problem_of
from integrations.slack.installs import UNANSWERED

Sleep: TypeAlias = Callable[[float], Awaitable[None]]
Entry: TypeAlias = Mapping[str, Any]
"""An account, as Slack tells of it."""

_NOBODY: Final = frozenset({"users_not_found", "user_not_found", "user_not_visible"})
_UNABLE: Final = frozenset(
    {"missing_scope", "unknown_method", "not_allowed_token_type", "method_deprecated"}
)
_LASTING: Final = frozenset(
    {"account_inactive", "invalid_auth", "token_expired", "token_revoked"}
)
_PAGE: Final = 200
_UNTOLD: Final = (
    "Slack does not tell e-mail addresses: the app has no users:read.email. "
    "Grant it, or give each person’s id on the roster."
)


class Trouble(Exception):  # noqa: N818 - it is told, and the next one is looked for
    """Somebody could not be looked for.

    Attributes:
        passing: Whether it may be otherwise in a minute.
    """

    def __init__(self, says: str, *, passing: bool) -> None:
        super().__init__(says)
        self.passing = passing


class Directory:
    """The accounts of one workspace.

    Args:
        client: The way to call Slack in it.
        team: What Slack calls it.
        sleep: Waits for some seconds, when Slack asks for it.
        most: The most seconds that are waited for one answer.
    """

    def __init__(
        self, client: AsyncWebClient, team: str, sleep: Sleep, most: float = 30.0
    ) -> None:
        self._client = client
        self._team = team
        self._patience = Afterwards(sleep)
        self._most = most
        self._everybody: dict[str, str] | None = None

    async def find(self, email: str, named: str = "") -> str:
        """Find the account of somebody on a roster; empty if they are not there.

        Args:
            email: Their address, in small letters.
            named: Their id, where the roster gives it: then a guest is believed.

        Raises:
            Trouble: Slack would not say.
        """
        try:
            if named:
                return await self._by_id(named)
            if self._everybody is None:
                try:
                    return await self._by_email(email)
                except SlackApiError as refusal:
                    if problem_of(refusal) not in _UNABLE:
                        raise
                    await self._list()
            return (self._everybody or {}).get(email, "")
        except SlackApiError as refusal:
            said = problem_of(refusal)
            if said in _UNABLE:
                raise Trouble(_UNTOLD, passing=False) from refusal
            says = f"Slack would not say who is there: {said or 'it gave no reason'}."
            raise Trouble(says, passing=said not in _LASTING) from refusal
        except UNANSWERED as silence:
            raise Trouble("Slack could not be reached.", passing=True) from silence

    async def info(self, user: str) -> Entry:
        """Read what Slack tells of an account, if it is one of this workspace.

        Returns:
            Nothing, for who is not there or may not be asked about.

        Raises:
            SlackApiError: Slack would not say.
        """
        try:
            told = await self._patiently(lambda: self._client.users_info(user=user))
        except SlackApiError as refusal:
            if problem_of(refusal) in _NOBODY | _UNABLE:
                return {}
            raise
        entry: Entry = told.get("user") or {}
        return entry if self._ours(entry) else {}

    async def _by_id(self, user: str) -> str:
        try:
            told = await self._patiently(lambda: self._client.users_info(user=user))
        except SlackApiError as refusal:
            said = problem_of(refusal)
            if said in _NOBODY:
                return ""
            if said in _UNABLE:
                return user  # the roster says so, and nobody can say otherwise
            raise
        entry: Entry = told.get("user") or {}
        return "" if entry.get("deleted") or entry.get("is_bot") else user

    async def _by_email(self, email: str) -> str:
        try:
            told = await self._patiently(
                lambda: self._client.users_lookupByEmail(email=email)
            )
        except SlackApiError as refusal:
            if problem_of(refusal) in _NOBODY:
                return ""
            raise
        entry: Entry = told.get("user") or {}
        # Slack has found them by the address, so it need not repeat it.
        known = {**entry, "profile": {"email": email, **(entry.get("profile") or {})}}
        found = self._ours(entry) and believed(known) == email
        return str(entry.get("id") or "") if found else ""

    async def _list(self) -> None:
        """Read everybody, page by page, where they cannot be asked for one by one."""
        found: dict[str, str] = {}
        told_any, cursor, more = False, "", True
        while more:
            entries, cursor = await self._page(cursor)
            more = bool(cursor)
            for entry in entries:
                told_any = told_any or bool((entry.get("profile") or {}).get("email"))
                email = believed(entry) if self._ours(entry) else ""
                if email:
                    found[email] = str(entry.get("id") or "")
        if not told_any:
            raise Trouble(_UNTOLD, passing=False)
        self._everybody = found

    async def _page(self, cursor: str) -> tuple[Iterable[Entry], str]:
        told = await self._patiently(
            lambda: self._client.users_list(limit=_PAGE, cursor=cursor or None)
        )
        rest = told.get("response_metadata") or {}
        return told.get("members") or (), str(rest.get("next_cursor") or "")

    async def _patiently(
        self, ask: Callable[[], Awaitable[AsyncSlackResponse]]
    ) -> AsyncSlackResponse:
        return await self._patience.patiently(ask, self._most)

    def _ours(self, entry: Entry) -> bool:
        """Say whether an account is at home here, and not a guest's from elsewhere."""
        if entry.get("is_stranger"):
            return False
        among = (entry.get("enterprise_user") or {}).get("teams") or ()
        home = entry.get("team_id") or self._team
        return home == self._team or self._team in among


def believed(entry: Entry) -> str:
    """Read the address that an account is believed to be somebody by; empty for none.

    A bot, a guest, who has left and who has not confirmed their address are nobody,
    unless a roster names them by their id.
    """
    unfit = ("deleted", "is_bot", "is_restricted", "is_ultra_restricted")
    if any(entry.get(word) for word in unfit):
        return ""
    if entry.get("is_email_confirmed") is False:
        return ""
    email = (entry.get("profile") or {}).get("email")
    return str(email or "").strip().casefold()
