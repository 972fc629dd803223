"""Everything that Slack is listened to for: each kind of thing, and who takes it.

What is asked is decided and recorded first, in the desk's thread and in one
transaction; then Slack has its acknowledgement; and only then is Slack called. So a
slow Slack holds nobody up, and what was acknowledged has been recorded.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeAlias

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.response import BoltResponse
from typing_extensions import override

from bot.traces import span
from integrations.slack import acting, commands, filling, sending, shortcuts
from integrations.slack.events import Events
from integrations.slack.parts import SlackParts
from integrations.slack.reply import Take
from integrations.slack.shapes import legible
from integrations.slack.taking import taken

SHORTCUT: Final = "raise_alert_from_message"
_ANY: Final = re.compile("")
_PRESS: Final = re.compile("^press/")
_FORM: Final = re.compile("^(form/|typed$)")
_DONE: Final = 200
_FAILED: Final = 500

Listener: TypeAlias = Callable[..., Awaitable[None]]
Reader: TypeAlias = Callable[..., Awaitable[BoltResponse | None]]

_log = structlog.get_logger()


class Authorized(AsyncAuthorize):
    """Lets in whatever Slack signed, without asking Slack about it.

    Whether somebody may do what they ask is a matter of the roster, and is asked at
    the desk. The workspace's token is looked for when Slack is to be called.
    """

    def __init__(self) -> None:
        """Need nothing: what is let in has been proved to be Slack's."""

    @override
    async def __call__(self, **asked: Any) -> AuthorizeResult:
        """Give the workspace and the person as Slack named them."""
        names = ("enterprise_id", "team_id", "user_id")
        return AuthorizeResult(**{name: asked.get(name) for name in names})


def listener(parts: SlackParts, oauth: AsyncOAuthFlow | None = None) -> AsyncApp:
    """Join the listeners to what they take things with.

    Args:
        parts: What they take things with.
        oauth: How a workspace installs the app, where several can.
    """
    secret = parts.settings.signing_secret
    app = AsyncApp(
        name="dayzero",
        logger=_silent(),
        signing_secret=secret,
        # Without a secret there is no way in by HTTP, and so nothing to prove.
        request_verification_enabled=bool(secret),
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        before_authorize=_reading(parts),
        authorize=Authorized(),
        oauth_flow=oauth,
    )
    app.error(failed)
    _join(app, parts)
    return app


def _join(app: AsyncApp, parts: SlackParts) -> None:
    """Say who takes what. The first that fits is the one."""
    app.action(_PRESS)(_listening(parts, acting.press))
    app.action(_FORM)(_listening(parts, filling.step))
    app.action(_ANY)(_listening(parts, acting.unknown))
    app.view_submission("form")(_listening(parts, sending.submit))
    app.view_submission(_ANY)(_listening(parts, acting.nothing))
    app.view_closed("form")(_listening(parts, filling.closed))
    app.view_closed(_ANY)(_listening(parts, acting.nothing))
    app.command(_ANY)(_listening(parts, commands.take))
    app.shortcut(SHORTCUT)(_listening(parts, shortcuts.raise_alert))
    events = Events(parts)
    app.event("app_home_opened")(events.home)
    app.event("team_join")(events.met)
    app.event("user_change")(events.met)
    app.event("app_uninstalled")(events.gone)
    app.event("tokens_revoked")(events.gone)
    app.event(_ANY)(events.passed)


def _listening(parts: SlackParts, take: Take) -> Listener:
    """Listen for one kind of thing that a person does."""

    async def listen(ack: AsyncAck, body: dict[str, Any]) -> None:
        with span("heard", channel="slack", action=take.__name__):
            await taken(parts, take, ack, body)

    return listen


def _reading(parts: SlackParts) -> Reader:
    """Note what is proved to be Slack's, and pass over what cannot be read."""

    async def read(
        body: dict[str, Any], next_: Callable[[], Awaitable[None]]
    ) -> BoltResponse | None:
        parts.heard.note(parts.now())
        if not legible(body):
            _log.info("slack.passed-over")
            return BoltResponse(status=_DONE, body="")
        await next_()
        return None

    return read


async def failed(error: Exception, response: BoltResponse) -> BoltResponse:
    """Say by its kind what went wrong, and let Slack say that it did.

    Nothing has been recorded of it, or it would have had its answer: so it can be
    tried again. What nobody listens for is no failure, and Slack need not repeat it.
    """
    del response
    if isinstance(error, BoltUnhandledRequestError):
        _log.info("slack.passed-over")
        return BoltResponse(status=_DONE, body="")
    _log.error("slack.failed", exc_info=error)
    return BoltResponse(status=_FAILED, body="")


def _silent() -> logging.Logger:
    """Give the library a log in which it says nothing: it would say what was sent."""
    log = logging.getLogger("dayzero.slack")
    log.setLevel(logging.CRITICAL + 1)
    return log
